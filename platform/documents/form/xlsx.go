package form

import (
	"errors"
	"io"
	"math"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vuon/platform/documents"
)

// XLSX writes the form as a workbook of one sheet that prints as the form does: A4
// or A3 across, as wide as the paper, its headings on each page and in sight on the
// screen. Figures are numbers (the spreadsheet's language decides between 5,18 and
// 5.18), words are text that no spreadsheet runs. Rows are streamed. The error is that of Rows or of the writer.
func XLSX(w io.Writer, f Form) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &book{form: f, file: file, sheet: f.sheetName(), columns: f.Leaves(), size: f.size(), styles: map[look]int{}}
	if err := b.setUp(); err != nil {
		return err
	}
	if b.sw, err = file.NewStreamWriter(b.sheet); err != nil {
		return err
	}
	if err := errors.Join(b.prepare(), b.head(), b.headings()); err != nil {
		return err
	}
	if err := b.body(); err != nil {
		return err
	}
	if err := errors.Join(b.foot(), b.sw.Flush(), b.repeatHeadings(), b.err); err != nil {
		return err
	}
	return file.Write(w)
}

// book is a workbook that is being written.
type book struct {
	form    Form
	file    *excelize.File
	sw      *excelize.StreamWriter
	sheet   string
	columns []Column
	size    float64 // of the table's letters
	styles  map[look]int
	row     int      // the last one written
	first   int      // row of the headings
	body0   int      // first row of the body
	open    []merged // cells that reach into rows to come
	err     error    // of the styles
}

// merged is a cell that covers others, from a row on.
type merged struct {
	row, col, down, across int
}

// sheetName is the name of the sheet: the form's number, without what a workbook
// does not allow in it.
func (f Form) sheetName() string {
	name := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, documents.Clean(f.Number)), " "))
	if len(name) == 0 {
		return "Biểu"
	}
	return string(name[:min(len(name), 31)])
}

// setUp says what must be known before the rows.
func (b *book) setUp() error {
	paper := 9 // A4
	if b.form.Large() {
		paper = 8 // A3
	}
	stamp := b.form.stamp().Format(time.RFC3339)
	return errors.Join(
		b.file.SetSheetName("Sheet1", b.sheet),
		b.file.SetDocProps(&excelize.DocProperties{Title: b.form.fileTitle(), Creator: "Vươn", LastModifiedBy: "Vươn", Created: stamp, Modified: stamp, Language: "vi-VN"}),
		b.file.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: new(true)}),
		b.file.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: new(paper), Orientation: new("landscape"), FitToWidth: new(1), FitToHeight: new(0)}),
		b.file.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Left: new(0.79), Right: new(0.59), Top: new(0.79), Bottom: new(0.59), Header: new(0.39), Footer: new(0.3)}),
		b.file.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{DifferentFirst: true, OddHeader: `&C&"Times New Roman,Regular"&13&P`}),
	)
}

// prepare sets widths and what stays in sight.
func (b *book) prepare() error {
	var err error
	for i, c := range b.columns {
		err = errors.Join(err, b.sw.SetColWidth(i+1, i+1, min(c.width()*b.form.scale()/columnUnit, excelize.MaxColumnWidth)))
	}
	b.first = b.headRows() + 1
	b.body0 = b.first + len(b.form.headings())
	if b.form.signed() {
		b.body0++
	}
	fixed := b.fixed()
	pane := "bottomLeft"
	if fixed > 0 {
		pane = "bottomRight"
	}
	return errors.Join(err, b.sw.SetPanes(&excelize.Panes{Freeze: true, XSplit: fixed, YSplit: b.body0 - 1, TopLeftCell: at(fixed, b.body0), ActivePane: pane}))
}

// columnUnit is the unit of a column's width in a workbook, in points: with it the
// form is printed in the size of its letters.
const columnUnit = 5.7

// fixed is how many columns stay in sight: those up to the name, three at most.
func (b *book) fixed() int {
	for i, c := range b.columns[:min(3, len(b.columns))] {
		if c.Names {
			return i + 1
		}
	}
	return 0
}

// repeatHeadings prints the headings on each page.
func (b *book) repeatHeadings() error {
	if b.body0 <= b.first {
		return nil
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.sheet,
		RefersTo: "'" + b.sheet + "'!" + absolute(b.first) + ":" + absolute(b.body0-1)})
}

// body writes the rows as they come.
func (b *book) body() error {
	l, covered := b.form.layer(), excelize.Cell{StyleID: b.style(look{border: true})} // covered cells have borders too
	for r, err := range b.form.rows() {
		if err != nil {
			return err
		}
		spots := l.row(r)
		b.row++
		cells := make([]any, len(b.columns))
		for i := range cells {
			cells[i] = covered
		}
		for _, s := range spots {
			cells[s.col] = b.cell(s)
			if s.down > 1 || s.across > 1 {
				b.open = append(b.open, merged{b.row, s.col, s.down, s.across})
			}
		}
		if err := errors.Join(b.sw.SetRow(at(0, b.row), cells), b.merge(false)); err != nil {
			return err
		}
	}
	return b.merge(true)
}

// merge merges the cells whose last row is written; at the end of the rows all.
func (b *book) merge(end bool) error {
	var err error
	rest := b.open[:0]
	for _, m := range b.open {
		last := m.row + m.down - 1
		if last > b.row && !end {
			rest = append(rest, m)
			continue
		}
		if last = min(last, b.row); last > m.row || m.across > 1 {
			err = errors.Join(err, b.sw.MergeCell(at(m.col, m.row), at(m.col+m.across-1, last)))
		}
	}
	b.open = rest
	return err
}

// cell is a spot as a cell of the workbook: a number with its format, or text.
func (b *book) cell(s spot) excelize.Cell {
	l := look{border: true, bold: s.bold, align: b.columns[s.col].align(), size: b.size}
	if s.across > 1 {
		l.align = documents.Left
	}
	switch s.kind {
	case count:
		l.format = 3 // #,##0
		return excelize.Cell{StyleID: b.style(l), Value: s.number}
	case rate:
		l.format = 4 // #,##0.00
		return excelize.Cell{StyleID: b.style(l), Value: math.Round(float64(s.number)) / 100}
	}
	return b.text(l, s.shown())
}

// text is a cell with words. What a spreadsheet would take for a formula when the
// cell is touched is marked as text twice.
func (b *book) text(l look, s string) excelize.Cell {
	s = documents.Clean(s)
	if s == "" {
		return excelize.Cell{StyleID: b.style(l)}
	}
	l.format = textFormat
	l.quoted = strings.ContainsRune("=+-@|", rune(s[0]))
	return excelize.Cell{StyleID: b.style(l), Value: s}
}
