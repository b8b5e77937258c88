package documents

import (
	"strconv"

	"github.com/beevik/etree"
)

// columns writes a pair of columns as a table without grid whose rows stay whole.
func (w docxWriter) columns(body *etree.Element, c columns) {
	widths := []float64{c.left, textWidth - c.left}
	table := in(el("w:tbl"), tableProperties(false), tableGrid(widths))
	for _, row := range c.rows {
		if len(row[0])+len(row[1]) == 0 {
			continue
		}
		tr := in(el("w:tr"), in(el("w:trPr"), el("w:cantSplit")))
		for i, ps := range row {
			cell := in(el("w:tc"), in(el("w:tcPr"), cellWidthOf(widths[i])))
			for _, p := range ps {
				in(cell, w.paragraph(p, widths[i])...)
			}
			if len(ps) == 0 {
				in(cell, el("w:p"))
			}
			in(tr, cell)
		}
		in(table, tr)
	}
	in(body, table)
}

// table writes a table; its header rows are repeated by the office suite.
func (w docxWriter) table(body *etree.Element, t Table) {
	slots, n := t.grid()
	if n == 0 {
		return
	}
	edges := t.edges(n)
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = edges[i+1] - edges[i]
	}
	table := in(el("w:tbl"), tableProperties(true), tableGrid(widths))
	merged := map[[2]int]slot{} // the rows below a merged cell
	for r := range slots {
		props := in(el("w:trPr"), el("w:cantSplit"))
		if r < len(t.Header) {
			in(props, el("w:tblHeader"))
		}
		tr := in(el("w:tr"), props)
		own := slots[r]
		for col := 0; col < n; {
			s, below := merged[[2]int{r, col}]
			switch {
			case below:
			case len(own) > 0 && own[0].col == col:
				s, own = own[0], own[1:]
				for i := 1; i < s.rows; i++ {
					merged[[2]int{r + i, col}] = s
				}
			default: // a hole
				s = slot{col: col, rows: 1, cols: 1}
			}
			in(tr, w.cell(t, s, edges[col+s.cols]-edges[col], below))
			col += s.cols
		}
		in(table, tr)
	}
	gap := in(el("w:p"), in(el("w:pPr"), el("w:spacing", "w:line", twips(apart), "w:lineRule", "exact")))
	in(body, table, gap)
}

func (w docxWriter) cell(t Table, s slot, width float64, below bool) *etree.Element {
	props := in(el("w:tcPr"), cellWidthOf(width))
	if s.cols > 1 {
		in(props, val("w:gridSpan", strconv.Itoa(s.cols)))
	}
	if below {
		in(props, el("w:vMerge"))
	} else if s.rows > 1 {
		in(props, val("w:vMerge", "restart"))
	}
	if s.head || s.rows > 1 {
		in(props, val("w:vAlign", "center"))
	}
	p := t.para(decree(), s)
	if below {
		p.spans = nil
	}
	return in(el("w:tc"), in(props), in(el("w:p"), w.cellText(p)...))
}

// cellText is the properties and runs of a cell's paragraph.
func (w docxWriter) cellText(p para) []*etree.Element {
	base := w.base[p.style.id]
	props := paragraphProperties(p.style, base)
	props.InsertChildAt(0, val("w:pStyle", p.style.id))
	es := []*etree.Element{props}
	for i, s := range p.spans {
		es = append(es, run(clean(s.Text), p.cutOf(i), base.cut))
	}
	return es
}

func tableProperties(grid bool) *etree.Element {
	props := in(el("w:tblPr"), el("w:tblW", "w:w", twips(textWidth), "w:type", "dxa"))
	pad, space := 0.0, 0.0
	if grid {
		borders := el("w:tblBorders")
		for _, side := range []string{"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"} {
			in(borders, border(side, cellWidth, 0))
		}
		in(props, borders)
		pad, space = cellPad, cellSpace
	}
	margins := el("w:tblCellMar")
	for _, m := range []struct {
		side string
		size float64
	}{{"w:top", space}, {"w:left", pad}, {"w:bottom", space}, {"w:right", pad}} {
		in(margins, el(m.side, "w:w", twips(m.size), "w:type", "dxa"))
	}
	return in(props, el("w:tblLayout", "w:type", "fixed"), margins)
}

func tableGrid(widths []float64) *etree.Element {
	grid := el("w:tblGrid")
	for _, w := range widths {
		in(grid, el("w:gridCol", "w:w", twips(w)))
	}
	return grid
}

func cellWidthOf(w float64) *etree.Element { return el("w:tcW", "w:w", twips(w), "w:type", "dxa") }
