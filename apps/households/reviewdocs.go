package households

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// The documents of a review that are printed.
const (
	DocList     = "list"     // danh sách hộ cần rà soát
	DocMinutes  = "minutes"  // biên bản họp dân
	DocPosting  = "posting"  // thông báo niêm yết
	DocReport   = "report"   // báo cáo, xin ý kiến cấp huyện
	DocDecision = "decision" // quyết định công nhận, điều chỉnh, với các danh sách
	DocAnswer   = "answer"   // trả lời giấy đề nghị
)

// WriteDocument prints a document of a commune's review as PDF: which one of its
// kind is said by ref (the village of minutes, the number of a posting, the id of a
// decision or request; "" is the last one). It returns the file's name. Fault
// document_unknown.
func (s *Service) WriteDocument(ctx context.Context, tenant, round, code, kind, ref string, out io.Writer) (name string, err error) {
	var d documents.Document
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		d, err = s.document(ctx, tx, w, kind, ref)
		return err
	})
	if err != nil {
		return "", err
	}
	name = fmt.Sprintf("%s-%s-%s.pdf", map[string]string{DocList: "danh-sach-ra-soat", DocMinutes: "bien-ban-hop-dan", DocPosting: "niem-yet",
		DocReport: "bao-cao", DocDecision: "quyet-dinh", DocAnswer: "tra-loi"}[kind], round, code)
	return name, documents.PDF(out, d)
}

func (s *Service) document(ctx context.Context, tx database.Tx, w review, kind, ref string) (documents.Document, error) {
	switch kind {
	case DocList:
		return s.listDocument(ctx, tx, w)
	case DocMinutes:
		return s.minutesDocument(ctx, tx, w, ref)
	case DocPosting:
		return s.postingDocument(ctx, tx, w, ref)
	case DocReport:
		return s.reportDocument(ctx, tx, w)
	case DocDecision:
		return s.decisionDocument(ctx, tx, w, ref)
	case DocAnswer:
		return s.answerDocument(ctx, tx, w, ref)
	}
	return documents.Document{}, faultNoDocument()
}

// letterhead is that of the commune's committee.
func letterhead(u tenancy.Unit, number int, symbol string, dated declared.Date) documents.Letterhead {
	committee := strings.ToUpper(u.Committee(true))
	issuer := []string{committee}
	if below, found := strings.CutPrefix(committee, "ỦY BAN NHÂN DÂN "); found {
		issuer = []string{"ỦY BAN NHÂN DÂN", below}
	}
	return documents.Letterhead{Issuer: issuer, Number: number, Symbol: symbol, Place: u.ShortName(), Date: docDate(dated)}
}

func docDate(d declared.Date) documents.Date {
	if d == "" {
		return documents.Date{}
	}
	t := d.Time()
	return documents.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// decree is the legal base of all reviews.
const decree = "Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ quy định quy trình rà soát hộ nghèo, hộ cận nghèo hằng năm " +
	"và quy trình xác định hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp, diêm nghiệp có mức sống trung bình giai đoạn 2022-2025;"

// inWords is the class as documents write it.
func inWords(c classify.Class) string {
	return map[classify.Class]string{classify.Poor: "Hộ nghèo", classify.NearPoor: "Hộ cận nghèo", classify.Escaped: "Hộ mới thoát nghèo",
		classify.NotPoor: "Không nghèo"}[c]
}

// outcome is what the public reads of a result: the class, or which list it left.
func outcome(opening, class classify.Class) string {
	if class == classify.NotPoor && opening.Counted() {
		return map[classify.Class]string{classify.Poor: "Thoát nghèo", classify.NearPoor: "Thoát cận nghèo"}[opening]
	}
	return inWords(class)
}

// grid is a table with a header row, its first column a running number.
func grid(weights []float64, head []string, rows [][]string) documents.Table {
	t := documents.Table{}
	cells := func(bold bool, texts []string) (row documents.Row) {
		for _, text := range texts {
			row.Cells = append(row.Cells, documents.Cell{Text: text, Bold: bold})
		}
		return row
	}
	for i, w := range weights {
		align := documents.Left
		if i == 0 {
			align = documents.Center
		}
		t.Columns = append(t.Columns, documents.Column{Weight: w, Align: align})
	}
	t.Header = []documents.Row{cells(true, head)}
	for i := range t.Header[0].Cells {
		t.Header[0].Cells[i].Align = documents.Center
	}
	for i, r := range rows {
		t.Rows = append(t.Rows, cells(false, append([]string{strconv.Itoa(i + 1)}, r...)))
	}
	return t
}

func (s *Service) listDocument(ctx context.Context, tx database.Tx, w review) (documents.Document, error) {
	list, err := s.store.allListed(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	why := map[string]string{listedManaged: "Đang quản lý", listedRequest: "Có giấy đề nghị", listedImport: "Nhập từ tệp", listedAdded: "Bổ sung"}
	d := documents.Document{Letterhead: letterhead(w.Unit, 0, "", ""), Type: "DANH SÁCH",
		Abstract: "Hộ gia đình cần rà soát\n" + w.Round.Title().VI}
	village, rows := "", [][]string(nil)
	flush := func() {
		if len(rows) > 0 {
			d.Body = append(d.Body, documents.Heading{Level: 2, Title: village}, grid([]float64{1, 2.6, 4.5, 3, 3}, []string{"STT", "Mã hộ", "Chủ hộ", "Phân loại hiện nay", "Lý do rà soát"}, rows))
		}
		rows = nil
	}
	for _, l := range list {
		if l.Village != village {
			flush()
			village = l.Village
		}
		rows = append(rows, []string{l.Code, l.Head, inWords(l.Opening), why[l.For]})
	}
	flush()
	d.Closing = []string{fmt.Sprintf("Danh sách có %d hộ.", len(list))}
	d.Signature = documents.Signature{Capacity: []string{"NGƯỜI LẬP DANH SÁCH"}}
	return d, nil
}

func (s *Service) minutesDocument(ctx context.Context, tx database.Tx, w review, village string) (documents.Document, error) {
	all, err := s.store.meetings(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	var m *Minutes
	for _, x := range all {
		if x.Village == village {
			m = &x
		}
	}
	if m == nil {
		return documents.Document{}, faultNoDocument()
	}
	progress, err := s.store.villageProgress(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	results, err := s.store.posted(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	v := VillageProgress{}
	for _, p := range progress {
		if p.Village == village {
			v = p
		}
	}
	return minutesOf(w, *m, v, results), nil
}

func minutesOf(w review, m Minutes, v VillageProgress, results []PostedHousehold) documents.Document {
	d := documents.Document{Letterhead: letterhead(w.Unit, 0, "", m.HeldOn), Type: "BIÊN BẢN",
		Abstract: "Họp dân thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo\n" + w.Round.Title().VI + " - " + v.Name}
	item := func(label, text string) {
		if text != "" {
			d.Body = append(d.Body, documents.Paragraph{Mark: "-", Spans: []documents.Span{{Text: label + ": " + text + "."}}})
		}
	}
	d.Body = append(d.Body, documents.Heading{Level: 1, Mark: "I.", Title: "THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN"})
	item("Ngày họp", i18n.Date(m.HeldOn.Time()))
	item("Địa điểm", m.Place)
	item("Chủ trì", m.Chair)
	item("Thư ký", m.Secretary)
	item("Mời dự, giám sát", m.Invited)
	item("Số người dự họp", strconv.Itoa(m.Present))
	d.Body = append(d.Body, documents.Heading{Level: 1, Mark: "II.", Title: "KẾT QUẢ RÀ SOÁT ĐƯA RA CUỘC HỌP"},
		documents.Text(fmt.Sprintf("Đã rà soát %d hộ; kết quả sơ bộ có %d hộ nghèo, %d hộ cận nghèo, %d hộ thoát nghèo.", v.Entered, v.Poor, v.NearPoor, v.Escapes)))
	var rows [][]string
	for _, r := range results {
		if r.Village == v.Name {
			rows = append(rows, []string{r.Head, inWords(r.Opening), outcome(r.Opening, r.Class)})
		}
	}
	if len(rows) > 0 {
		d.Body = append(d.Body, grid([]float64{1, 5, 3.5, 3.5}, []string{"STT", "Chủ hộ", "Đầu kỳ", "Kết quả rà soát"}, rows))
	}
	d.Body = append(d.Body, documents.Heading{Level: 1, Mark: "III.", Title: "Ý KIẾN TẠI CUỘC HỌP"})
	if m.Opinions != "" {
		for line := range strings.SplitSeq(m.Opinions, "\n") {
			d.Body = append(d.Body, documents.Text(line))
		}
	}
	for _, o := range m.Objections {
		d.Body = append(d.Body, documents.Paragraph{Mark: "-", Spans: []documents.Span{{Text: "Hộ " + o.Head + ": ", Bold: true}, {Text: o.Text}}})
	}
	verdict := "đạt"
	if !m.Passed() {
		verdict = "chưa đạt"
	}
	d.Body = append(d.Body, documents.Heading{Level: 1, Mark: "IV.", Title: "KẾT LUẬN"},
		documents.Text(fmt.Sprintf("Có %d/%d người dự họp nhất trí với kết quả rà soát (%s%%), %s tỷ lệ quy định từ %d%% trở lên.",
			m.Agreed, m.Present, percent(m.Agreed, m.Present), verdict, m.Share)))
	d.Closing = []string{"Biên bản được lập thành 02 bản có giá trị như nhau: 01 bản lưu ở thôn, 01 bản gửi Ban Chỉ đạo rà soát cấp xã./."}
	d.Signature = documents.Signature{Capacity: []string{"CHỦ TRÌ CUỘC HỌP"}, Name: m.Chair}
	d.Recipients = []documents.Recipient{{Text: "Ban Chỉ đạo rà soát cấp xã"}, {Text: "Thư ký: " + m.Secretary}, {Text: "Lưu: thôn"}}
	return d
}

// percent is part of whole with two decimals, as forms write it.
func percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return strings.Replace(fmt.Sprintf("%.2f", float64(part)*100/float64(whole)), ".", ",", 1)
}

func (s *Service) postingDocument(ctx context.Context, tx database.Tx, w review, ref string) (documents.Document, error) {
	list, err := s.store.postings(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	for i := len(list) - 1; i >= 0; i-- {
		if ref == "" || ref == strconv.Itoa(list[i].Seq) {
			return postingOf(w, list[i]), nil
		}
	}
	return documents.Document{}, faultNoDocument()
}

// postingOf is what is hung up: name, village and class, and nothing else.
func postingOf(w review, p Posting) documents.Document {
	again := ""
	if p.Seq > 1 {
		again = " sau phúc tra"
	}
	d := documents.Document{Letterhead: letterhead(w.Unit, 0, "TB-UBND", p.PostedOn), Type: "THÔNG BÁO",
		Abstract: "Niêm yết công khai kết quả rà soát hộ nghèo, hộ cận nghèo" + again + "\n" + w.Round.Title().VI,
		Preamble: []string{strings.TrimSuffix(decree, ";") + "."}}
	d.Body = append(d.Body, documents.Text(fmt.Sprintf("%s niêm yết công khai kết quả rà soát tại %s từ ngày %s đến hết ngày %s (%d ngày làm việc).",
		w.Unit.Committee(true), p.Places, i18n.Date(p.PostedOn.Time()), i18n.Date(p.Until.Time()), w.Terms.PostingDays)),
		documents.Text("Trong thời gian niêm yết, hộ gia đình và người dân có ý kiến, khiếu nại về kết quả đề nghị gửi "+w.Unit.Committee(true)+" để được phúc tra."))
	var rows [][]string
	for _, e := range p.Entries {
		rows = append(rows, []string{e.Head, e.Village, outcome(e.Opening, e.Class)})
	}
	if len(rows) > 0 {
		d.Body = append(d.Body, grid([]float64{1, 5, 4, 3}, []string{"STT", "Chủ hộ", "Thôn, bon, buôn", "Kết quả"}, rows))
	} else {
		d.Body = append(d.Body, documents.Text("Không có hộ nghèo, hộ cận nghèo trong kết quả rà soát."))
	}
	d.Recipients = []documents.Recipient{{Text: "Các thôn, bon, buôn, tổ dân phố"}, {Text: "Đài truyền thanh xã"}, {Text: "Lưu: VT"}}
	d.Signature = documents.Signature{Capacity: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}}
	return d
}
