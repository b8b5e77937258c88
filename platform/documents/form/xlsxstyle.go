package form

import (
	"errors"
	"strconv"

	"github.com/xuri/excelize/v2"

	"vuon/platform/documents"
)

// look is all that cells of a workbook differ in.
type look struct {
	align        documents.Align
	size         float64 // 0: 11 points
	bold, italic bool
	underlined   bool
	border       bool
	format       int  // of numbers, as the workbook counts formats
	quoted       bool // begins with what would make it a formula
}

// textFormat is the format "@": whatever is typed stays text.
const textFormat = 49

// style is the number of a look's style, made when it is needed first.
func (b *book) style(l look) int {
	if l.size == 0 {
		l.size = letters
	}
	if id, is := b.styles[l]; is {
		return id
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "Times New Roman", Size: l.size, Bold: l.bold, Italic: l.italic},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: map[documents.Align]string{documents.Left: "left", documents.Center: "center", documents.Right: "right"}[l.align]},
		NumFmt:    l.format,
	}
	if l.underlined {
		s.Font.Underline = "single"
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	id, err := b.file.NewStyle(s)
	b.err = errors.Join(b.err, err)
	if l.quoted && err == nil {
		b.file.Styles.CellXfs.Xf[id].QuotePrefix = new(true)
	}
	b.styles[l] = id
	return id
}

// at is the address of a cell; columns count from 0, rows from 1.
func at(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col+1, row)
	if err != nil {
		return "A1" // behind the last column or row of a workbook: SetRow says so
	}
	return name
}

func absolute(row int) string { return "$" + strconv.Itoa(row) }

// highest is how high a row of a workbook may be, in points.
const highest = 409.0

// side is a text over some columns of a line.
type side struct {
	look
	text     string
	from, to int // columns, to is the last
}

// line writes texts beside each other into the next row, each over its columns.
func (b *book) line(height float64, sides ...side) error {
	b.row++
	cells := make([]any, len(b.columns))
	var err error
	for _, s := range sides {
		if s.to < s.from || s.text == "" {
			continue
		}
		cells[s.from] = b.text(s.look, s.text)
		if s.to > s.from {
			err = errors.Join(err, b.sw.MergeCell(at(s.from, b.row), at(s.to, b.row)))
		}
	}
	return errors.Join(err, b.sw.SetRow(at(0, b.row), cells, excelize.RowOpts{Height: min(height, highest)}))
}
