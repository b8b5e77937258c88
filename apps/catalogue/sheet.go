package catalogue

import (
	"io"

	"github.com/xuri/excelize/v2"

	"vuon/platform/i18n"
)

// column is a column of a list of documents: the field of a draft that it holds,
// the words that head it, and how wide it is in characters.
type column struct {
	field  string
	title  i18n.Text
	other  []string // headings that are met too
	width  float64
	needed bool
	put    func(w *Draft, value string)
	get    func(w Draft, d Document) string
}

// columns are those of lists that are exported and imported, in their order.
func columns() []column {
	return []column{
		{"type", i18n.T("Loại văn bản", "Type"), []string{"Loại", "Hình thức văn bản"}, 14, true,
			func(w *Draft, v string) { w.Type = v }, func(w Draft, _ Document) string { return w.Type }},
		{"number", i18n.T("Số, ký hiệu", "Number"), []string{"Số ký hiệu", "Số hiệu", "Số/Ký hiệu", "Số văn bản"}, 24, true,
			func(w *Draft, v string) { w.Number = v }, func(w Draft, _ Document) string { return w.Number }},
		{"issuer", i18n.T("Cơ quan ban hành", "Issuer"), []string{"Nơi ban hành"}, 32, true,
			func(w *Draft, v string) { w.Issuer = v }, func(w Draft, _ Document) string { return w.Issuer }},
		{"date", i18n.T("Ngày ban hành", "Issued"), []string{"Ngày", "Ngày, tháng, năm"}, 14, true,
			func(w *Draft, v string) { w.Date = v }, func(w Draft, _ Document) string { return w.Date }},
		{"title", i18n.T("Trích yếu", "Title"), []string{"Trích yếu nội dung", "Nội dung", "Tên văn bản"}, 70, true,
			func(w *Draft, v string) { w.Title = v }, func(w Draft, _ Document) string { return w.Title }},
		{"status", i18n.T("Tình trạng hiệu lực", "Effect"), []string{"Tình trạng", "Hiệu lực"}, 28, false,
			func(w *Draft, v string) { w.Status = v }, func(_ Draft, d Document) string { return d.Status.Title().VI }},
		{"effective_from", i18n.T("Ngày có hiệu lực", "In force from"), []string{"Có hiệu lực từ"}, 16, false,
			func(w *Draft, v string) { w.EffectiveFrom = v }, func(w Draft, _ Document) string { return w.EffectiveFrom }},
		{"effective_to", i18n.T("Ngày cuối còn hiệu lực", "Last day in force"), []string{"Hiệu lực đến"}, 20, false,
			func(w *Draft, v string) { w.EffectiveTo = v }, func(w Draft, _ Document) string { return w.EffectiveTo }},
		{"amends", i18n.T("Sửa đổi, bổ sung văn bản", "Amends"), []string{"Sửa đổi"}, 30, false,
			func(w *Draft, v string) { w.Amends = v }, func(w Draft, _ Document) string { return w.Amends }},
		{"replaces", i18n.T("Thay thế văn bản", "Replaces"), []string{"Thay thế"}, 30, false,
			func(w *Draft, v string) { w.Replaces = v }, func(w Draft, _ Document) string { return w.Replaces }},
		{"to_check", i18n.T("Cần đối chiếu", "To check"), nil, 14, false,
			func(w *Draft, v string) { w.ToCheck = v != "" }, func(_ Draft, d Document) string { return mark(d.ToCheck) }},
	}
}

func mark(yes bool) string {
	if yes {
		return "x"
	}
	return ""
}

const sheetName = "Văn bản"

// WriteSheet writes documents as a list that ReadSheet takes back; without any it
// is the form to be filled in.
func WriteSheet(w io.Writer, list []Document) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	if err := f.SetSheetName("Sheet1", sheetName); err != nil {
		return err
	}
	if err := writeRows(f, list); err != nil {
		return err
	}
	if err := validate(f); err != nil {
		return err
	}
	if err := explain(f); err != nil {
		return err
	}
	return f.Write(w)
}

func writeRows(f *excelize.File, list []Document) error {
	stream, err := f.NewStreamWriter(sheetName)
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EFEC"}}})
	if err != nil {
		return err
	}
	all := columns()
	head := make([]any, len(all))
	for i, c := range all {
		head[i] = excelize.Cell{StyleID: bold, Value: c.title.VI}
		if err := stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := stream.SetRow("A1", head); err != nil {
		return err
	}
	for n, d := range list {
		cells, draft := make([]any, len(all)), DraftOf(d)
		for i, c := range all {
			cells[i] = c.get(draft, d)
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := stream.SetRow(at, cells); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// validate offers the states of a document where one is to be chosen.
func validate(f *excelize.File) error {
	v := excelize.NewDataValidation(true)
	v.SetSqref("F2:F5001")
	if err := v.SetDropList([]string{InForce.Title().VI, "Đã được sửa đổi", Expired.Title().VI}); err != nil { // a comma parts the choices
		return err
	}
	return f.AddDataValidation(sheetName, v)
}

// explain adds a sheet that says how the list is filled in.
func explain(f *excelize.File) error {
	const name = "Hướng dẫn"
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	lines := []string{
		"Mỗi dòng của tờ «" + sheetName + "» là một văn bản; giữ nguyên dòng tiêu đề.",
		"Bắt buộc: loại văn bản, số và ký hiệu, cơ quan ban hành, ngày ban hành, trích yếu.",
		"Ngày viết dạng 05/02/2024 hoặc là ô kiểu ngày của bảng tính.",
		"Tình trạng hiệu lực để trống nghĩa là còn hiệu lực.",
		"Cột sửa đổi, bổ sung và thay thế: ghi số, ký hiệu các văn bản bị tác động, cách nhau bằng dấu chấm phẩy.",
		"Cột cần đối chiếu: ghi x nếu chưa so với bản gốc.",
		"Ví dụ: Nghị quyết | 04/2023/NQ-HĐND | Hội đồng nhân dân tỉnh Đắk Nông | 25/04/2023 | Quy định nội dung hỗ trợ… | Còn hiệu lực",
	}
	for i, line := range lines {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := f.SetCellStr(name, at, line); err != nil {
			return err
		}
	}
	return f.SetColWidth(name, "A", "A", 120)
}
