package records

import (
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// xlsx writes the book as a workbook that prints like it: landscape, the header
// on every page, texts as texts.
func (p printed) xlsx(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	const sheet = "Sheet1"
	if err := p.setUp(f, sheet); err != nil { // a stream writes none of what is set after its rows
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	border := []excelize.Border{{Type: "left", Color: "000000", Style: 1}, {Type: "right", Color: "000000", Style: 1}, {Type: "top", Color: "000000", Style: 1}, {Type: "bottom", Color: "000000", Style: 1}}
	style := func(bold bool, horizontal string, lines []excelize.Border) int {
		id, styleErr := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 12, Bold: bold}, Border: lines,
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: horizontal}})
		err = errors.Join(err, styleErr)
		return id
	}
	title, head, cell := style(true, "left", nil), style(true, "center", border), style(false, "left", border)
	if err != nil {
		return err
	}
	for i, share := range p.widths {
		if err := sw.SetColWidth(i+1, i+1, share*11); err != nil {
			return err
		}
	}
	return errors.Join(p.fill(sw, title, head, cell), sw.Flush(), f.Write(w))
}

// fill writes the rows: what the book is, its header, its lines.
func (p printed) fill(sw *excelize.StreamWriter, title, head, cell int) error {
	row := 0
	put := func(style int, texts ...string) error {
		row++
		var cells []any
		for _, t := range texts {
			cells = append(cells, excelize.Cell{StyleID: style, Value: t})
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		return sw.SetRow(at, cells)
	}
	err := errors.Join(put(title, p.heading()), put(title, ""), put(head, p.heads...))
	for _, line := range p.rows {
		err = errors.Join(err, put(cell, line...))
	}
	last, nameErr := excelize.CoordinatesToCellName(len(p.heads), 1)
	return errors.Join(err, nameErr, sw.MergeCell("A1", last))
}

// setUp makes it print landscape, one page wide, its header on each.
func (p printed) setUp(f *excelize.File, sheet string) error {
	return errors.Join(
		f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: new("landscape"), Size: new(9), FitToWidth: new(1), FitToHeight: new(0)}),
		f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: new(true)}),
		f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + sheet + "'!$3:$3", Scope: sheet}),
	)
}
