package documents

import (
	"fmt"
	"strings"
	"testing"
)

func TestNumberAndDateLines(t *testing.T) {
	gap6, gap5 := gap(6), gap(5)
	for _, c := range []struct {
		l             Letterhead
		number, place string
	}{
		{Letterhead{Symbol: "KH-UBND", Place: "Krông Nô", Date: Date{Year: 2024}}, "Số:" + gap6 + "/KH-UBND", "Krông Nô, ngày" + gap5 + "tháng" + gap5 + "năm 2024"},
		{Letterhead{Number: 5, Symbol: "KH-UBND", Place: "Krông Nô", Date: Date{2024, 2, 5}}, "Số: 05/KH-UBND", "Krông Nô, ngày 05 tháng 02 năm 2024"},
		{Letterhead{Number: 12, Symbol: "QĐ-UBND", Place: "Đắk Mil", Date: Date{2024, 10, 15}}, "Số: 12/QĐ-UBND", "Đắk Mil, ngày 15 tháng 10 năm 2024"},
		{Letterhead{Number: 100, Place: "Cư Jút", Date: Date{2024, 3, 9}}, "Số: 100/", "Cư Jút, ngày 09 tháng 3 năm 2024"},
		{Letterhead{Place: "Cư Jút"}, "Số:" + gap6 + "/", "Cư Jút, ngày" + gap5 + "tháng" + gap5 + "năm"},
	} {
		if got := c.l.numberLine(); got != c.number {
			t.Errorf("number %q, want %q", got, c.number)
		}
		if got := c.l.placeLine(); got != c.place {
			t.Errorf("place %q, want %q", got, c.place)
		}
	}
}

func TestRecipientLines(t *testing.T) {
	got := recipientLines([]Recipient{{Text: "TT. Huyện ủy", Note: "(B/c)"}, {Text: "VP HĐND&UBND;"}, {Text: "Lưu: VT"}})
	want := "Nơi nhận:|- TT. Huyện ủy; (B/c)|- VP HĐND&UBND;|- Lưu: VT."
	if strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

// shownLines are the lines of each page as they are drawn.
func shownLines(t testing.TB, d Document) [][]string {
	t.Helper()
	fs, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	var pages [][]string
	for _, page := range paginate(fs.items(fs.laidOut(d)), textHeight) {
		var lines []string
		for _, it := range page {
			for _, s := range it.strips {
				if s.text == nil {
					continue
				}
				if bottom := it.y + s.y + s.h; bottom > textHeight+0.1 {
					t.Errorf("a line ends %.1f pt below the page", bottom-textHeight)
				}
				var b strings.Builder
				for _, f := range s.text.fragments {
					if f.gap > 0 {
						b.WriteByte(' ')
					}
					b.WriteString(f.text())
				}
				lines = append(lines, b.String())
			}
		}
		pages = append(pages, lines)
	}
	return pages
}

// ending is a document whose signature comes near the end of a page.
func ending(lines int, closing string) Document {
	d := Document{Type: "KẾ HOẠCH", Closing: []string{closing}, Signature: Signature{Capacity: []string{"CHỦ TỊCH"}, Name: "Y Khem"}}
	for i := range lines {
		d.Body = append(d.Body, Text(fmt.Sprintf("Dòng %d.", i)))
	}
	return d
}

// TestSignatureIsNeverAlone moves the signature over the end of a page line by line.
func TestSignatureIsNeverAlone(t *testing.T) {
	for _, closing := range []string{"Một dòng./.", strings.Repeat("Ba dòng chữ. ", 14), strings.Repeat("Nhiều dòng chữ. ", 60), strings.Repeat("Cả trang chữ. ", 330)} {
		for n := range 40 {
			pages := shownLines(t, ending(n, closing))
			last := pages[len(pages)-1]
			if last[len(last)-1] != "Y Khem" || last[len(last)-2] != "CHỦ TỊCH" {
				t.Fatalf("the document ends with %q", last)
			}
			if n > 1 && len(last) < 4 {
				t.Errorf("%d lines, then %.20q: the last page holds only %q", n, closing, last)
			}
		}
	}
}

// TestHeadingsStayWithText moves a chain of headings over the end of a page.
func TestHeadingsStayWithText(t *testing.T) {
	for n := range 45 {
		d := ending(n, "Hết./.")
		d.Body = append(d.Body, Heading{Level: 1, Mark: "I.", Title: "ĐẦU MỤC"}, Heading{Level: 2, Mark: "1.", Title: "Mục"}, Text(strings.Repeat("Nội dung của mục này. ", 30)))
		for _, page := range shownLines(t, d) {
			for _, l := range page[len(page)-1:] {
				if l == "I. ĐẦU MỤC" || l == "1. Mục" {
					t.Errorf("after %d lines a page ends with the heading %q", n, l)
				}
			}
		}
	}
}

// TestNoSingleLines moves a paragraph over the end of a page: no page gets one line of it.
func TestNoSingleLines(t *testing.T) {
	for n := range 45 {
		d := ending(n, "Hết./.")
		d.Body = append(d.Body, Text(strings.Repeat("lượt ", 70)))
		for i, page := range shownLines(t, d) {
			count := 0
			for _, l := range page {
				if strings.HasPrefix(l, "lượt") {
					count++
				}
			}
			if count == 1 {
				t.Errorf("after %d lines page %d holds one line of the paragraph", n, i+1)
			}
		}
	}
}

func TestTableHeaderOnEveryPage(t *testing.T) {
	pages := shownLines(t, bigTable(120))
	if len(pages) < 4 {
		t.Fatalf("only %d pages", len(pages))
	}
	for i, page := range pages[:len(pages)-1] {
		text := strings.Join(page, "|")
		if strings.Count(text, "TT|Thôn, bon, buôn|Kinh phí (đồng)") != 1 {
			t.Errorf("page %d: no header, or several: %.80s", i+1, text)
		}
	}
}

// TestRowsHigherThanAPage loses no word of a cell that does not fit on one page.
func TestRowsHigherThanAPage(t *testing.T) {
	long := strings.Repeat("chữ trong ô rất dài ", 900)
	d := Document{Body: []Block{Table{Header: []Row{{Cells: []Cell{{Text: "A"}, {Text: "B"}}}},
		Rows: []Row{{Cells: []Cell{{Text: long}, {Text: "ngắn"}}}, {Cells: []Cell{{Text: "sau", RowSpan: 2}, {Text: long}}}, {Cells: []Cell{{Text: "cuối"}}}}}}}
	count := 0
	for _, page := range shownLines(t, d) {
		count += strings.Count(strings.Join(page, " "), "chữ")
	}
	if count != 1800 {
		t.Errorf("%d of 1800 words are drawn", count)
	}
}
