package form

import (
	"errors"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"vuon/platform/documents"
)

// headRows is how many rows stand above the headings.
func (b *book) headRows() int { return len(b.headLines()) }

// headLines are the rows above the headings.
func (b *book) headLines() (lines [][]side) {
	f, last := b.form, len(b.columns)-1
	half := b.share(0.4)
	office := f.office()
	for i := range max(len(office), 2) {
		left := side{look: look{align: documents.Center, size: 12, bold: i == len(office)-1}, to: half - 1}
		if i < len(office) {
			left.text = office[i]
		}
		right := side{look: look{align: documents.Center, size: 12, bold: true}, from: half, to: last}
		switch i {
		case 0:
			right.text = nation
		case 1:
			right.text, right.underlined = motto, true
		}
		lines = append(lines, []side{left, right})
	}
	whole := func(l look, text string) {
		if text = documents.Clean(text); text != "" {
			l.align = documents.Center
			lines = append(lines, []side{{look: l, text: text, to: last}})
		}
	}
	lines = append(lines, nil)
	whole(look{size: 13, bold: true}, f.Number)
	whole(look{size: 14, bold: true}, strings.ToUpper(f.Title))
	for _, s := range f.Subtitle {
		whole(look{size: 13, italic: true}, s)
	}
	if f.Preliminary {
		whole(look{size: 12, bold: true}, preliminary)
	}
	return append(lines, nil)
}

// letters is how many letters of a size stand side by side over all columns.
func (b *book) letters(size float64) float64 {
	total := 0.0
	for _, c := range b.columns {
		total += c.width()
	}
	return total * b.form.scale() / (0.52 * size)
}

// share is the first column behind a share of the width, not the first one of all.
func (b *book) share(of float64) int {
	total, at := 0.0, 0.0
	for _, c := range b.columns {
		total += c.width()
	}
	for i, c := range b.columns {
		if i > 0 && at+c.width()/2 >= total*of {
			return i
		}
		at += c.width()
	}
	return len(b.columns)
}

func (b *book) head() error {
	var err error
	for _, sides := range b.headLines() {
		height := 17.0
		if len(sides) == 1 {
			height = 19 * float64(wraps(sides[0].text, b.letters(16)))
		}
		err = errors.Join(err, b.line(height, sides...))
	}
	return err
}

// headings writes the tree of headings and the line of column numbers.
func (b *book) headings() error {
	look := look{border: true, bold: true, align: documents.Center, size: b.size}
	rows := b.form.headings()
	heights := b.heights(rows)
	var err error
	for i, row := range rows {
		b.row++
		cells := make([]any, len(b.columns))
		for j := range cells {
			cells[j] = excelize.Cell{StyleID: b.style(look)}
		}
		for _, h := range row {
			cells[h.col] = b.text(look, h.Title)
			if h.rows > 1 || h.cols > 1 {
				err = errors.Join(err, b.sw.MergeCell(at(h.col, b.row), at(h.col+h.cols-1, b.row+h.rows-1)))
			}
		}
		err = errors.Join(err, b.sw.SetRow(at(0, b.row), cells, excelize.RowOpts{Height: heights[i]}))
	}
	if !b.form.signed() {
		return err
	}
	b.row++
	look.bold, look.italic = false, true
	lines := 1
	cells := make([]any, len(b.columns))
	for i, c := range b.columns {
		sign := broken(c.sign(), b.form.room(c))
		lines = max(lines, 1+strings.Count(sign, " "))
		cells[i] = b.text(look, sign)
	}
	return errors.Join(err, b.sw.SetRow(at(0, b.row), cells, excelize.RowOpts{Height: min(float64(lines)*b.lineHeight(), highest)}))
}

// lineHeight is that of a line of the table, in points.
func (b *book) lineHeight() float64 { return b.size * 1.35 }

// heights finds how high the rows of headings must be: those that stand in one row
// first, then what merged ones need beyond it goes to their last row.
func (b *book) heights(rows [][]heading) []float64 {
	heights := slices.Repeat([]float64{b.lineHeight()}, len(rows))
	need := func(h heading) float64 {
		width := 0.0
		for _, c := range b.columns[h.col : h.col+h.cols] {
			width += c.width()
		}
		return float64(wraps(documents.Clean(h.Title), width*b.form.scale()/(0.52*b.size))) * b.lineHeight()
	}
	for i, row := range rows {
		for _, h := range row {
			if h.rows == 1 {
				heights[i] = max(heights[i], need(h))
			}
		}
	}
	for _, row := range rows {
		for _, h := range row {
			rest := need(h)
			for r := range h.rows {
				rest -= heights[h.row+r]
			}
			heights[h.row+h.rows-1] += max(rest, 0)
		}
	}
	for i := range heights {
		heights[i] = min(heights[i], highest)
	}
	return heights
}

// wraps is over how many lines words go in a width of so many letters.
func wraps(s string, width float64) int {
	lines, used := 1, 0.0
	for _, word := range strings.Fields(s) {
		n := float64(len([]rune(word)))
		if used > 0 && used+1+n > width {
			lines, used = lines+1, 0
		}
		if used > 0 {
			used++
		}
		for used += n; used > width && width >= 1; used -= width {
			lines++
		}
	}
	return lines
}

// foot is the notes and the signature.
func (b *book) foot() error {
	last := len(b.columns) - 1
	var err error
	for _, n := range b.form.Notes {
		n = documents.Clean(n)
		err = errors.Join(err, b.line(15*float64(wraps(n, b.letters(letters))), side{look: look{align: documents.Left}, text: n, to: last}))
	}
	g := b.form.Signature
	if g == nil {
		return err
	}
	half := b.share(0.5)
	pair := func(height float64, l look, left, right string) {
		l.align, l.size = documents.Center, 13
		err = errors.Join(err, b.line(height, side{look: l, text: documents.Clean(left), to: half - 1}, side{look: l, text: documents.Clean(right), from: half, to: last}))
	}
	pair(0, look{}, "", "")
	pair(18, look{italic: true}, "", g.Place)
	for i := range max(len(g.Left), len(g.Capacity)) {
		pair(18, look{bold: true}, nth(g.Left, i), nth(g.Capacity, i))
	}
	pair(70, look{}, "", "")
	pair(18, look{bold: true}, g.LeftName, g.Name)
	return err
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
