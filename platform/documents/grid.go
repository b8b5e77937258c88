package documents

// slot is a cell at its place in the grid of a table.
type slot struct {
	cell       Cell
	row, col   int
	rows, cols int
	head       bool
}

// grid places the cells of rows as HTML does: a cell takes the first free
// column; spans that leave the table or overlap are cut short. Slots are by row.
func (t Table) grid() (slots [][]slot, columns int) {
	columns = len(t.Columns)
	rows := t.rows()
	slots = make([][]slot, len(rows))
	taken := map[[2]int]bool{}
	for r, row := range rows {
		last := len(rows) // header cells do not reach into the body
		if r < len(t.Header) {
			last = len(t.Header)
		}
		col := 0
		for _, c := range row.Cells {
			for taken[[2]int{r, col}] {
				col++
			}
			s := slot{cell: c, row: r, col: col, rows: min(max(c.RowSpan, 1), last-r), cols: 1, head: r < len(t.Header)}
			for s.cols < min(c.ColSpan, maxColumns) && !taken[[2]int{r, col + s.cols}] {
				s.cols++
			}
			for i := range s.rows {
				for j := range s.cols {
					taken[[2]int{r + i, col + j}] = true
				}
			}
			slots[r] = append(slots[r], s)
			col += s.cols
			columns = max(columns, col)
		}
	}
	return slots, columns
}

// maxColumns is where office suites stop.
const maxColumns = 63

// edges are the left edges of n columns, and the right edge of the last.
func (t Table) edges(n int) []float64 {
	weight := func(i int) float64 {
		if i < len(t.Columns) && t.Columns[i].Weight > 0 {
			return t.Columns[i].Weight
		}
		return 1
	}
	total := 0.0
	for i := range n {
		total += weight(i)
	}
	at := make([]float64, n+1)
	for i := range n {
		at[i+1] = at[i] + t.across()*weight(i)/total
	}
	return at
}

// across is the width of the table: that of the text, unless a book is wider.
func (t Table) across() float64 {
	if t.width > 0 {
		return t.width
	}
	return textWidth
}

// style is how the text of a cell looks.
func (t Table) style(st styles, s slot) style {
	cs := st.cell
	if s.head {
		cs = st.tableHead
	} else if s.col < len(t.Columns) && t.Columns[s.col].Align != Justify {
		cs.align = t.Columns[s.col].Align
	}
	if s.cell.Align != Justify {
		cs.align = s.cell.Align
	}
	return cs
}

// para is the text of a cell.
func (t Table) para(st styles, s slot) para {
	return para{style: t.style(st, s), spans: []Span{{Text: s.cell.Text, Bold: s.cell.Bold, Italic: s.cell.Italic}}}
}
