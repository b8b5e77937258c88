package documents

// strip is one line of text or one rule at its place inside an item.
type strip struct {
	x, y, h float64 // left and top edge, height
	text    *line   // nil: a rule
	width   float64 // of a rule
}

// rect is a frame: a cell of a table, or the box of the draft mark.
type rect struct{ x, y, w, h float64 }

// item is what the paginator places: a paragraph, a pair of columns, or rows of
// a table that belong together.
type item struct {
	strips  []strip // in reading order
	frames  []rect
	height  float64
	before  float64
	after   float64
	keep    bool  // on the page of the next item
	flowing bool  // may be divided between lines, two of them at least on either side
	header  *item // repeated at the top of each further page
	newPage bool
	mark    *bookmark
	columns string // id of the pair of columns that it is; "" otherwise
}

// bookmark is an entry of the PDF's outline.
type bookmark struct {
	title string
	level int
}

// items sets all elements into items of the text's width.
func (fs *faces) items(es []element) []item {
	var list []item
	for _, e := range es {
		switch {
		case e.newPage:
			list = append(list, item{newPage: true})
		case e.table != nil:
			list = append(list, fs.tableItems(*e.table)...)
		case e.columns != nil:
			list = append(list, fs.columnItems(*e.columns)...)
		case e.para != nil:
			list = append(list, fs.paraItem(*e.para))
		}
	}
	return list
}

// paraItem sets a paragraph. Headings stay whole, text flows over pages.
func (fs *faces) paraItem(p para) item {
	it := item{before: p.style.before, after: p.style.after, keep: p.style.keep}
	it.flowing = p.style.level == 0 || !p.style.keep
	it.height = it.stack(fs, p, 0, 0, textWidth)
	if p.style.level > 0 {
		it.mark = &bookmark{title: p.title(), level: p.style.level - 1}
	}
	return it
}

// title is a heading without the text that runs in after it.
func (p para) title() string { return clean(p.spans[0].Text) }

// stack puts a paragraph's lines, and the rule below them, at x, y of the item
// and returns the y below.
func (it *item) stack(fs *faces, p para, x, y, column float64) float64 {
	lines := fs.set(p, column)
	align(lines, p.style.align, column)
	top := y
	for i := range lines {
		l := &lines[i]
		it.strips = append(it.strips, strip{x: x + l.x, y: y, h: l.height(), text: l})
		y += l.height()
	}
	if len(lines) == 0 {
		return y
	}
	last := lines[len(lines)-1]
	if p.rule > 0 {
		w := last.width * p.rule
		it.strips = append(it.strips, strip{x: x + last.x + (last.width-w)/2, y: y, h: ruleGap + ruleWidth, width: w})
		y += ruleGap + ruleWidth
	}
	if p.boxed {
		it.frames = append(it.frames, rect{x + last.x - cellPad, top, last.width + 2*cellPad, y - top})
	}
	return y
}

// columnItems sets a pair of columns as one item, row by row: it is never
// divided while it fits on a page.
func (fs *faces) columnItems(c columns) []item {
	it := item{columns: c.id}
	for _, row := range c.rows {
		bottom := it.height
		for i, ps := range row {
			x, w, y := 0.0, c.left, it.height
			if i == 1 {
				x, w = c.left, textWidth-c.left
			}
			for _, p := range ps {
				y = it.stack(fs, p, x, y+p.style.before, w) + p.style.after
			}
			bottom = max(bottom, y)
		}
		it.height = bottom
	}
	if len(it.strips) == 0 {
		return nil
	}
	return []item{it}
}
