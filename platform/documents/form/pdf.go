package form

import (
	"io"
	"iter"
	"strings"
	"time"

	"vuon/platform/documents"
)

// PDF writes the form as PDF, on A4 or A3 across, its headings on every page. Rows
// are laid out one by one, so that the length of the list costs no memory but the
// file's. The error is that of Rows or of the writer.
func PDF(w io.Writer, f Form) error {
	s := documents.Sheet{Title: f.fileTitle(), Office: f.office(), Above: f.above(), Large: f.Large(), Size: f.size(), Pad: 3,
		Header: f.header(), Rows: f.groups(), Dated: f.stamp()}
	if s.Size < letters {
		s.Pad = 2
	}
	if f.Preliminary {
		s.Mark = preliminary
	}
	for _, c := range f.Leaves() {
		s.Columns = append(s.Columns, documents.Column{Weight: c.width(), Align: c.align()})
	}
	for _, n := range f.Notes {
		s.Below = append(s.Below, documents.Text(n))
	}
	if g := f.Signature; g != nil {
		s.Signed = &documents.SheetSignature{Place: g.Place, Capacity: g.Capacity, Name: g.Name, Left: g.Left, LeftName: g.LeftName}
	}
	return documents.SheetPDF(w, s)
}

// fileTitle is the title inside the files.
func (f Form) fileTitle() string {
	return documents.Clean(f.Number + " " + f.Title)
}

// stamp is the date inside the files: a clock would change the bytes.
func (f Form) stamp() time.Time {
	if f.Dated.IsZero() {
		return time.Date(2020, 3, 5, 0, 0, 0, 0, time.UTC) // Nghị định 30/2020/NĐ-CP came into force
	}
	return f.Dated.UTC()
}

// office is the left of the head, as it is printed.
func (f Form) office() (list []string) {
	for _, s := range f.Office {
		list = append(list, strings.ToUpper(s))
	}
	return list
}

func (f Form) above() (list []documents.Paragraph) {
	line := func(s string, bold bool) {
		if s = documents.Clean(s); s != "" {
			list = append(list, documents.Paragraph{Spans: []documents.Span{{Text: s, Bold: bold, Italic: !bold}}})
		}
	}
	line(f.Number, true)
	line(strings.ToUpper(f.Title), true)
	for _, s := range f.Subtitle {
		line(s, false)
	}
	return list
}

// header is the tree of headings and the line of column numbers.
func (f Form) header() (rows []documents.Row) {
	for _, row := range f.headings() {
		var cells []documents.Cell
		for _, h := range row {
			cells = append(cells, documents.Cell{Text: h.Title, Bold: true, ColSpan: h.cols, RowSpan: h.rows})
		}
		rows = append(rows, documents.Row{Cells: cells})
	}
	if !f.signed() {
		return rows
	}
	var cells []documents.Cell
	for _, c := range f.Leaves() {
		cells = append(cells, documents.Cell{Text: broken(c.sign(), f.room(c)), Italic: true})
	}
	return append(rows, documents.Row{Cells: cells})
}

// groups are the rows, those together that merged cells tie.
func (f Form) groups() iter.Seq2[[]documents.Row, error] {
	return func(yield func([]documents.Row, error) bool) {
		l := f.layer()
		var group []documents.Row
		for r, err := range f.rows() {
			if err != nil {
				yield(nil, err)
				return
			}
			group = append(group, printed(l.row(r)))
			if l.tied() {
				continue
			}
			if !yield(group, nil) {
				return
			}
			group = nil
		}
		if len(group) > 0 {
			yield(group, nil)
		}
	}
}

func printed(spots []spot) documents.Row {
	cells := make([]documents.Cell, len(spots))
	for i, s := range spots {
		cells[i] = documents.Cell{Text: s.shown(), Bold: s.bold, ColSpan: s.across, RowSpan: s.down}
		if s.across > 1 {
			cells[i].Align = documents.Left
		}
	}
	return documents.Row{Cells: cells}
}
