package documents

// sheetPrinter draws items as they come and keeps none of them.
type sheetPrinter struct {
	*pdf
	height float64 // of a page's text
	y      float64 // on the page
	pages  int
	header *item // on top of each further page while the table lasts
}

func (s Sheet) printer(fs *faces) *sheetPrinter {
	size, across, height := "A4", pageHeight, pageWidth
	if s.Large {
		size, across, height = "A3", 2*pageWidth, pageHeight
	}
	width := across - sheetLeft - marginRight
	out := blankOf("L", size, s.Dated, clean(s.Title), "")
	return &sheetPrinter{pdf: &pdf{out: out, faces: fs, page: decree().page, left: sheetLeft, width: width, cut: -1, level: -1},
		height: height - marginTop - marginRight}
}

// turn begins a page.
func (p *sheetPrinter) turn() {
	p.out.AddPage()
	p.cut, p.y = -1, 0
	if p.pages++; p.pages > 1 {
		p.pageNumber(p.pages)
	}
	if p.header != nil && p.pages > 1 {
		p.item(placed{item: *p.header, repeat: true})
		p.y = p.header.height
	}
}

// put draws an item, on a new page when it does not fit on this one; only what is
// higher than a page is divided.
func (p *sheetPrinter) put(it item) {
	if p.y > p.top() && p.y+it.before+it.height > p.height+tolerance {
		p.turn()
	}
	for {
		if p.y > 0 {
			p.y += it.before
		}
		head, rest, divided := it, item{}, false
		if it.height > p.height-p.y+tolerance {
			head, rest, divided = it.slice(p.height - p.y)
		}
		p.item(placed{item: head, y: p.y})
		p.y += head.height + head.after
		if !divided {
			return
		}
		p.turn()
		it = rest
	}
}

// table draws the header and the rows. The header goes with the first of them, the
// last of them with what stands below the table: no page holds a signature alone.
func (p *sheetPrinter) table(s Sheet, foot []item) error {
	b := s.setter(p.faces, p.width)
	header := b.of(Table{Header: s.Header})
	header.before = 2 * apart
	var held *item
	for rows, err := range s.Rows {
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		it := b.of(Table{Rows: rows})
		if held == nil {
			p.start(header, it.height)
		} else {
			p.put(*held)
		}
		held = &it
	}
	if held == nil {
		p.start(header, 0)
	} else {
		p.last(*held, foot)
	}
	p.header = nil
	p.y += apart
	return nil
}

// last draws the last rows, on the page of the foot if that is possible.
func (p *sheetPrinter) last(it item, foot []item) {
	need := it.height + apart
	for _, f := range foot {
		need += f.before + f.height + f.after
	}
	if p.y+need > p.height && p.top()+need <= p.height {
		p.turn()
	}
	p.put(it)
}

// top is where the rows begin on a further page.
func (p *sheetPrinter) top() float64 {
	if p.header == nil {
		return 0
	}
	return p.header.height
}

// start draws the header, with room for the first rows below it; nothing of it is
// repeated where it fills half a page.
func (p *sheetPrinter) start(header item, first float64) {
	if p.y+header.before+header.height+first > p.height && first < p.height/2 {
		p.turn()
	}
	p.put(header)
	if header.before = 0; header.height <= p.height/2 {
		p.header = &header
	}
}

// setter knows the columns and letters of the sheet's table.
func (s Sheet) setter(fs *faces, width float64) tableSetter {
	st := decree()
	size := s.Size
	if size <= 0 {
		size = sheetSize
	}
	st.cell.size, st.tableHead.size, st.tableHead.cut = size, size, 0
	return tableSetter{fs: fs, t: Table{Columns: s.Columns, width: width}, st: st, most: s.Pad, middle: true}
}

// of sets rows of the table as one item.
func (b tableSetter) of(t Table) item {
	t.Columns, t.width = b.t.Columns, b.t.width
	b.t = t
	if len(t.rows()) == 0 {
		return item{}
	}
	b.slots, b.columns = t.grid()
	b.edges = t.edges(b.columns)
	b.measure()
	return b.group(0, len(b.heights))
}
