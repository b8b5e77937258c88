package documents

import (
	"fmt"

	"vuon/platform/money"
)

// Document is an official document, whole. Empty parts are left out when it is
// printed; missing numbers and dates leave room to be filled in by hand.
type Document struct {
	Letterhead Letterhead
	Type       string   // tên loại, as "KẾ HOẠCH"; empty for a công văn
	Abstract   string   // trích yếu; "\n" forces a line, otherwise lines are balanced
	Addressees []string // Kính gửi
	Preamble   []string // căn cứ: printed in italics, punctuation as given
	Body       []Block
	Closing    []string // last paragraphs, as "Trên đây là … quy định./."
	Recipients []Recipient
	Signature  Signature
	Annex      []Block // phụ lục: printed on pages of its own behind the signature
	Meta       Meta
}

// Letterhead is the block at the top of page 1 (boxes 1 to 4 of the decree).
type Letterhead struct {
	Superior []string // cơ quan chủ quản, a line each; a People's Committee has none
	Issuer   []string // cơ quan ban hành, a line each: "ỦY BAN NHÂN DÂN", "HUYỆN KRÔNG NÔ"
	Number   int      // 0: not numbered yet
	Symbol   string   // "KH-UBND"
	Place    string   // "Krông Nô"
	Date     Date
	Draft    bool // prints "DỰ THẢO" in a box
}

// Date is a civil date. Parts that are 0 are not known yet and printed as gaps.
type Date struct{ Year, Month, Day int }

// Meta is what the file says about itself, not what is printed.
type Meta struct {
	Title  string // empty: type and abstract
	Author string // empty: the issuer
}

// Block is a part of the body: Heading, Paragraph, Table or PageBreak.
type Block interface{ block() }

// Heading opens a section: "I. MỤC ĐÍCH, YÊU CẦU". Level 0 is a Phần or Chương
// (centred, its mark on a line of its own), 1 to 4 the levels below it.
type Heading struct {
	Level int
	Mark  string // "I.", "1.", "a)", "Phần thứ nhất"
	Title string
	Text  string // what follows the title in the same paragraph, upright: "… thực hiện: Phòng …"
}

// Paragraph is running text, with a mark ("-", "+", "a)") or without.
type Paragraph struct {
	Mark  string
	Spans []Span
	Align Align // Justify unless told otherwise
}

// Span is a stretch of text in one style.
type Span struct {
	Text         string
	Bold, Italic bool
}

// Table is a table as wide as the text. Header rows are repeated on each page.
type Table struct {
	Header  []Row
	Rows    []Row
	Columns []Column
	width   float64 // in points; 0: as wide as the text
}

// Column says how wide a column is in proportion to the others (0 counts as 1)
// and how its cells are aligned.
type Column struct {
	Weight float64
	Align  Align
}

// Row is a row of a table. Cells covered by a span from above or from the left
// are left out, as in HTML.
type Row struct{ Cells []Cell }

// Cell is one cell; ColSpan and RowSpan of 0 count as 1.
type Cell struct {
	Text             string
	Bold, Italic     bool
	ColSpan, RowSpan int
	Align            Align // Justify (zero) takes the column's
}

// PageBreak starts a new page.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Table) block()     {}
func (PageBreak) block() {}

// Recipient is one line of Nơi nhận, without its dash and semicolon.
type Recipient struct {
	Text string
	Note string // "(B/c)": printed after the semicolon
}

// Signature is capacity and name of the one who signs; the signature itself and
// the seal are put between them by others.
type Signature struct {
	Capacity []string // "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
	Name     string
}

// Align is where text stands between its margins.
type Align int

// The alignments.
const (
	Justify Align = iota
	Left
	Center
	Right
)

// Text makes a paragraph of plain text.
func Text(s string) Paragraph { return Paragraph{Spans: []Span{{Text: s}}} }

// Item makes a marked paragraph: Item("-", "Sở LĐ-TB&XH").
func Item(mark, s string) Paragraph { return Paragraph{Mark: mark, Spans: []Span{{Text: s}}} }

// Amount makes a right-aligned cell: 1.234.567.
func Amount(d money.Dong) Cell { return Cell{Text: d.String(), Align: Right} }

// numberLine is box 3: "Số: 05/KH-UBND", with a gap while there is no number.
func (l Letterhead) numberLine() string {
	if l.Number <= 0 {
		return "Số:" + gap(6) + "/" + l.Symbol
	}
	return fmt.Sprintf("Số: %02d/%s", l.Number, l.Symbol)
}

// placeLine is box 4: "Krông Nô, ngày 05 tháng 02 năm 2024". Days below 10 and
// the months 1 and 2 are padded, as Phụ lục I, II.4 asks.
func (l Letterhead) placeLine() string {
	part := func(n, padBelow int) string {
		switch {
		case n <= 0:
			return gap(5)
		case n < padBelow:
			return fmt.Sprintf(" %02d ", n)
		}
		return fmt.Sprintf(" %d ", n)
	}
	year := "năm"
	if l.Date.Year > 0 {
		year = fmt.Sprintf("năm %d", l.Date.Year)
	}
	return l.Place + ", ngày" + part(l.Date.Day, 10) + "tháng" + part(l.Date.Month, 3) + year
}

// line is the recipient as printed: "- TT. Huyện ủy; (B/c)", the last with a full stop.
func (r Recipient) line(last bool) string {
	s := "- " + r.Text
	if !endsSentence(r.Text) {
		s += map[bool]string{true: ".", false: ";"}[last]
	}
	if r.Note != "" {
		s += " " + r.Note
	}
	return s
}
