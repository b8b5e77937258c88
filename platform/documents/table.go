package documents

import "slices"

// tableItems sets a table: one item for the header rows, and one for each group
// of rows that merged cells tie together.
func (fs *faces) tableItems(t Table) []item {
	b := tableSetter{fs: fs, t: t, st: decree(), most: cellPad}
	b.slots, b.columns = t.grid()
	if b.columns == 0 {
		return nil
	}
	b.edges = t.edges(b.columns)
	b.measure()
	var list []item
	var header *item
	if n := len(t.Header); n > 0 {
		h := b.group(0, n)
		h.keep, header = true, &h
		list = append(list, h)
	}
	for from := len(t.Header); from < len(b.heights); {
		to := b.groupEnd(from)
		it := b.group(from, to)
		if from > len(t.Header) || header != nil {
			it.header = header
		}
		list, from = append(list, it), to
	}
	if n := len(list); n > 0 {
		list[0].before += cellWidth
		list[n-1].after, list[n-1].keep = apart+cellSpace, false
	}
	return list
}

// tableSetter holds what is known of a table while it is set.
type tableSetter struct {
	fs      *faces
	t       Table
	st      styles
	slots   [][]slot // by row
	columns int
	edges   []float64
	heights []float64 // of the rows
	most    float64   // space left and right of a cell's text
	middle  bool      // all cells stand centred between top and bottom
}

// pad is the space left and right of a cell's text, less in narrow cells.
func (b *tableSetter) pad(s slot) float64 { return min(b.most, b.span(s)/8) }

func (b *tableSetter) span(s slot) float64 { return b.edges[s.col+s.cols] - b.edges[s.col] }

// set puts the text of a cell into the item at y and returns its height.
func (b *tableSetter) set(it *item, s slot, y float64) float64 {
	pad := b.pad(s)
	return it.stack(b.fs, b.t.para(b.st, s), b.edges[s.col]+pad, y+cellSpace, b.span(s)-2*pad) + cellSpace - y
}

// measure finds the heights of the rows: cells of one row first, then what
// merged cells need beyond their rows goes to the last of them.
func (b *tableSetter) measure() {
	b.heights = make([]float64, len(b.t.rows()))
	for r := range b.heights {
		b.heights[r] = b.st.cell.size*lineHeight + 2*cellSpace + cellWidth
	}
	var scratch item
	var tall []slot
	for _, s := range slices.Concat(b.slots...) {
		if s.rows > 1 {
			tall = append(tall, s)
		} else {
			b.heights[s.row] = max(b.heights[s.row], b.set(&scratch, s, 0)+cellWidth)
		}
	}
	for _, s := range tall {
		rest := b.set(&scratch, s, 0) + cellWidth
		for r := range s.rows {
			rest -= b.heights[s.row+r]
		}
		b.heights[s.row+s.rows-1] += max(rest, 0)
	}
}

// groupEnd is the row after the last one tied to row from.
func (b *tableSetter) groupEnd(from int) int {
	to := from + 1
	for r := from; r < to; r++ {
		for _, s := range b.slots[r] {
			to = max(to, s.row+s.rows)
		}
	}
	return to
}

// group sets the rows from ≤ row < to as one item.
func (b *tableSetter) group(from, to int) item {
	var it item
	tops := make([]float64, to-from+1)
	for r := from; r < to; r++ {
		tops[r-from+1] = tops[r-from] + b.heights[r]
	}
	it.height = tops[to-from]
	for _, s := range slices.Concat(b.slots[from:to]...) {
		y := tops[s.row-from]
		h := tops[s.row-from+s.rows] - y
		before := len(it.strips)
		text := b.set(&it, s, y)
		if s.head || s.rows > 1 || b.middle { // centred between top and bottom
			for i := before; i < len(it.strips); i++ {
				it.strips[i].y += (h - text) / 2
			}
		}
		it.frames = append(it.frames, rect{b.edges[s.col], y, b.span(s), h})
	}
	return it
}
