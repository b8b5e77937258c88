package form

import (
	"slices"
	"strings"

	"vuon/platform/documents"
)

// The fixed words of every form.
const (
	nation      = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto       = "Độc lập - Tự do - Hạnh phúc"
	preliminary = "Số liệu sơ bộ, chưa được công nhận"
	notReported = "(chưa báo cáo)"
)

// heading is a column at its place in the grid of the headings.
type heading struct {
	Column
	row, col   int
	rows, cols int
}

// group reports whether others stand under the heading.
func (h heading) group() bool { return len(h.Under) > 0 }

// headings places the tree of columns, by row. Columns that end early reach down.
func (f Form) headings() [][]heading {
	rows := make([][]heading, depth(f.Columns))
	place(rows, f.Columns, 0, 0)
	return rows
}

func depth(columns []Column) (n int) {
	for _, c := range columns {
		n = max(n, 1+depth(c.Under))
	}
	return n
}

// place puts columns into a row from col on and returns the column after them.
func place(rows [][]heading, columns []Column, row, col int) int {
	for _, c := range columns {
		h := heading{Column: c, row: row, col: col, rows: 1, cols: 1}
		if h.group() {
			h.cols = place(rows, c.Under, row+1, col) - col
		} else {
			h.rows = len(rows) - row
		}
		rows[row] = append(rows[row], h)
		col += h.cols
	}
	return col
}

// signed reports whether the form has a line of column numbers.
func (f Form) signed() bool {
	for _, c := range f.Leaves() {
		if c.sign() != "" {
			return true
		}
	}
	return false
}

// spot is a cell at its place in a row.
type spot struct {
	Cell
	col          int
	down, across int
	bold         bool
	missing      bool // followed by notReported
}

// shown is what the spot says.
func (s spot) shown() string {
	if s.missing {
		return s.Text() + " " + notReported
	}
	return s.Text()
}

// layer places the cells of one row after the other, and knows which columns the
// cells of the rows above still cover.
type layer struct {
	columns []Column
	left    []int // rows that are still covered, by column
	name    int   // the first column that names the row, -1: none
}

func (f Form) layer() *layer {
	columns := f.Leaves()
	name := slices.IndexFunc(columns, func(c Column) bool { return c.Names })
	return &layer{columns: columns, left: make([]int, len(columns)), name: name}
}

// row places the cells of a row: every column that no cell covers gets one, if
// only a blank one.
func (l *layer) row(r Row) (spots []spot) {
	next := 0 // cell of the row
	for col := 0; col < len(l.columns); col++ {
		if l.left[col] > 0 {
			l.left[col]--
			continue
		}
		s := spot{col: col, down: 1, across: 1, bold: r.Bold}
		if next < len(r.Cells) {
			s.Cell = r.Cells[next]
			s.down = min(max(s.Down, 1), maxDown)
		}
		next++
		for s.across < s.Across && col+s.across < len(l.columns) && l.left[col+s.across] == 0 {
			s.across++
		}
		for i := range s.across {
			l.left[col+i] = s.down - 1
		}
		s.missing = r.Missing && col == l.name
		spots = append(spots, s)
		col += s.across - 1
	}
	return spots
}

// maxDown is how many rows a cell covers at most: a list that is one merged cell
// could not be laid out row by row.
const maxDown = 100

// tied reports whether cells of the rows so far reach into the next one.
func (l *layer) tied() bool {
	for _, n := range l.left {
		if n > 0 {
			return true
		}
	}
	return false
}

// width is how wide a column is, in figures.
func (c Column) width() float64 {
	if c.Width > 0 {
		return c.Width
	}
	return [...]float64{Figures: 8, Ordinal: 4.5, Words: 20, Marks: 5}[c.Kind]
}

// align is how the cells of a column stand.
func (c Column) align() documents.Align {
	return [...]documents.Align{Figures: documents.Right, Ordinal: documents.Center, Words: documents.Left, Marks: documents.Center}[c.Kind]
}

// size is that of the table's letters on paper, in points.
func (f Form) size() float64 {
	switch n := len(f.Leaves()); {
	case n > 24:
		return 9
	case n > 16:
		return 10
	}
	return letters
}

// letters is the size of a table's letters in points, where they are not too many.
const letters = 11.0

// broken is a sign of a column number with spaces where it may be broken, before an
// operator as formulas are, so that no stretch has more than a number of letters.
func broken(sign string, most int) string {
	var b strings.Builder
	rest := []rune(sign)
	for len(rest) > most {
		next := most
		for next > 0 && !strings.ContainsRune("-+/×", rest[next]) {
			next--
		}
		if next <= 0 {
			break
		}
		b.WriteString(string(rest[:next]) + " ")
		rest = rest[next:]
	}
	return b.String() + string(rest)
}

// room is how many letters of a formula stand side by side in a column on paper.
func (f Form) room(c Column) int {
	return max(int(c.width()*f.scale()/(0.53*f.size())), 4)
}

// scale is the width of a figure when the columns fill the paper, in points.
func (f Form) scale() float64 {
	total, paper := 0.0, 742.0 // between the margins of A4 across
	for _, c := range f.Leaves() {
		total += c.width()
	}
	if f.Large() {
		paper = 1091
	}
	return paper / max(total, 1)
}
