package catalogue_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vuon/apps/catalogue"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

func written(t testing.TB, list ...catalogue.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := catalogue.WriteSheet(&b, list); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// book writes rows of cells as a spreadsheet.
func book(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow("Sheet1", at, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsExportedIsImported(t *testing.T) {
	d := catalogue.Document{Type: "Nghị quyết", Number: "04/2023/NQ-HĐND", Issuer: "Hội đồng nhân dân tỉnh Đắk Nông", Date: "2023-04-25",
		Title: "=1+1 Quy định, nội dung hỗ trợ", Status: catalogue.Amended, EffectiveFrom: "2023-05-05", EffectiveTo: "2025-12-31",
		Amends: []string{"03/2022/NQ-HĐND", "04/2022/NQ-HĐND"}, Replaces: []string{"05/2021/NQ-HĐND"}, ToCheck: true}
	rows, err := catalogue.ReadSheet(t.Context(), written(t, d, d))
	if err != nil || len(rows) != 2 || rows[1].Row != 3 {
		t.Fatalf("%+v, %v", rows, err)
	}
	want := catalogue.DraftOf(d)
	want.Status = d.Status.Title().VI
	if rows[0].Draft != want {
		t.Errorf("%+v\nwant %+v", rows[0].Draft, want)
	}
	if rows, err := catalogue.ReadSheet(t.Context(), written(t)); err != nil || len(rows) != 0 {
		t.Errorf("the form itself holds %d documents, %v", len(rows), err)
	}
}

// Lists come with a title above, other headings, columns in another order, dates of
// the spreadsheet's own kind.
func TestListsOfOffices(t *testing.T) {
	raw := book(t, []any{"DANH MỤC VĂN BẢN"}, nil,
		[]any{"STT", "Số ký hiệu", "TRÍCH YẾU NỘI DUNG", "Nơi ban hành", "Ngày", "Loại"},
		[]any{1, "193 / NQ-HĐND", "Về kế hoạch", "HĐND huyện", declared.Date("2023-12-20").Time().UTC().AddDate(0, 0, 1), "Nghị quyết"},
		[]any{nil, nil, nil, nil, nil, nil},
		[]any{2, "12/QĐ-UBND", "Giao vốn", "UBND huyện", "5-2-2024", "Quyết định"})
	rows, err := catalogue.ReadSheet(t.Context(), raw)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if got := rows[0]; got.Row != 4 || got.Draft.Number != "193 / NQ-HĐND" || got.Draft.Date != "20/12/2023" || got.Draft.Type != "Nghị quyết" {
		t.Errorf("%+v", got)
	}
	if got := rows[1]; got.Row != 6 || got.Draft.Date != "5-2-2024" || got.Draft.Issuer != "UBND huyện" {
		t.Errorf("%+v", got)
	}
}

func TestSheetsThatAreRefused(t *testing.T) {
	many := [][]any{{"Loại", "Số, ký hiệu", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu"}}
	for i := range 5100 {
		many = append(many, []any{"Quyết định", fmt.Sprint(i, "/QĐ"), "UBND", "01/01/2024", "x"})
	}
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(part, zeros{}, 80<<20); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"no zip":          {[]byte("Loại;Số"), "sheet_unreadable"},
		"empty":           {nil, "sheet_unreadable"},
		"too many rows":   {book(t, many...), "sheet_too_large"},
		"unfolds":         {bomb.Bytes(), "sheet_too_large"},
		"large":           {make([]byte, catalogue.MaxSheet+1), "sheet_too_large"},
		"no headings":     {book(t, []any{"a", "b"}), "sheet_columns_missing"},
		"a column misses": {book(t, []any{"Loại", "Số, ký hiệu", "Cơ quan ban hành", "Ngày ban hành"}), "sheet_columns_missing"},
		"another zip":     {zipped(t, "a.txt"), "sheet_unreadable"},
	} {
		_, err := catalogue.ReadSheet(t.Context(), c.raw)
		if fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	_, err = catalogue.ReadSheet(t.Context(), book(t, []any{"Loại", "Số, ký hiệu", "Cơ quan ban hành", "Ngày ban hành"}))
	if f := fault.From(err).Fields; len(f) != 1 || !strings.Contains(f[0].Message.VI, "Trích yếu") {
		t.Errorf("the missing column is not named: %+v", f)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func zipped(t testing.TB, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create(name); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzReadSheet(f *testing.F) {
	f.Add(written(f))
	f.Add(written(f, catalogue.Document{Type: "Luật", Number: "1/QH", Date: "2024-01-01", Title: "x", Issuer: "Quốc hội", Status: catalogue.InForce}))
	f.Add(book(f, []any{"Loại", "Số, ký hiệu", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu"}, []any{1, 2, 3, 4e300, true}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := catalogue.ReadSheet(context.Background(), raw)
		if err != nil && fault.From(err).Kind == fault.Internal {
			t.Fatalf("no fault: %v", err)
		}
		if len(rows) > 6000 {
			t.Fatalf("%d rows", len(rows))
		}
	})
}
