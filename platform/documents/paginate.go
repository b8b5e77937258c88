package documents

// placed is an item, or a part of one, on a page.
type placed struct {
	item
	y      float64
	repeat bool // a table's header, printed once more
}

// paginator fills pages from top to bottom. Lines are at least two of a
// paragraph together, headings stay with what follows, and the signature takes
// the paragraph before it, or two lines at least, along to its page.
type paginator struct {
	capacity float64
	pages    [][]placed
	y        float64 // on the last page
}

// paginate distributes items over pages of the given height; there is always a page.
func paginate(items []item, capacity float64) [][]placed {
	p := paginator{capacity: capacity, pages: [][]placed{nil}}
	for i := range items {
		p.place(items, i)
	}
	return p.pages
}

// place puts item i on the page, on a new one, or over several.
func (p *paginator) place(items []item, i int) {
	it := items[i]
	if it.newPage {
		if p.y > 0 {
			p.turn(item{})
		}
		return
	}
	if p.y > 0 && p.y+p.need(items, i, p.capacity) > p.capacity+tolerance {
		p.turn(it)
	}
	for {
		head, rest, divided := p.divide(it, items, i)
		p.put(head)
		if !divided {
			return
		}
		p.turn(it)
		it = rest
	}
}

// put appends an item at the current height. Space before it is lost at the top of a page.
func (p *paginator) put(it item) {
	if p.y > 0 {
		p.y += it.before
	}
	p.add(placed{item: it, y: p.y})
	p.y += it.height + it.after
}

func (p *paginator) add(pl placed) {
	n := len(p.pages) - 1
	p.pages[n] = append(p.pages[n], pl)
}

// turn starts a page, with the table's header when it is a part of a table that does.
func (p *paginator) turn(it item) {
	p.pages, p.y = append(p.pages, nil), 0
	if it.header != nil && it.header.height < p.capacity/2 {
		p.add(placed{item: *it.header, repeat: true})
		p.y = it.header.height
	}
}

// need is the height that item i needs at least on the page that it begins on,
// with all that must stand there too; 0 when even an empty page is too low for it.
func (p *paginator) need(items []item, i int, limit float64) float64 {
	total := 0.0
	for j := i; j < len(items); j++ {
		it := items[j]
		total += it.before
		if first := it.first(); first < it.height {
			total += first
			break
		}
		total += it.height
		if !it.keep || j+1 == len(items) || items[j+1].newPage {
			break
		}
		total += it.after
		if total > limit {
			break
		}
	}
	if total > limit {
		return min(items[i].first(), limit)
	}
	return total
}

// first is the least height of an item that may stay at the bottom of a page. A
// paragraph that is kept with the signature goes there whole, as in office suites.
func (it item) first() float64 {
	if it.flowing && !it.keep && len(it.strips) >= 4 {
		return it.strips[1].y + it.strips[1].h
	}
	return it.height
}

// divide cuts what fits on the current page off an item.
func (p *paginator) divide(it item, items []item, i int) (head, rest item, divided bool) {
	room := p.capacity - p.y
	if p.y > 0 {
		room -= it.before
	}
	fits := it.height <= room+tolerance
	// Too long to go there whole, it leaves two lines to the signature.
	if fits && it.keep && it.flowing && i+1 < len(items) {
		next := items[i+1].before + items[i+1].first()
		if it.height+it.after+next > room+tolerance && next < p.capacity/2 && len(it.strips) >= 4 {
			return it.cut(len(it.strips) - 2)
		}
	}
	if fits {
		return it, item{}, false
	}
	if it.flowing {
		return it.cut(it.fitting(room))
	}
	return it.slice(room)
}

// fitting is how many lines of a flowing item go into the room, so that neither
// page gets a single one.
func (it item) fitting(room float64) int {
	n := 0
	for n < len(it.strips) && it.strips[n].y+it.strips[n].h <= room+tolerance {
		n++
	}
	if n == len(it.strips)-1 && n > 2 {
		n--
	}
	return max(n, 1)
}

// cut divides a flowing item after n lines.
func (it item) cut(n int) (head, rest item, divided bool) {
	if n >= len(it.strips) {
		return it, item{}, false
	}
	head, rest = it, it
	head.strips, head.height, head.after = it.strips[:n], it.strips[n].y, 0
	rest.strips = append([]strip{}, it.strips[n:]...)
	for i := range rest.strips {
		rest.strips[i].y -= head.height
	}
	rest.height, rest.before, rest.mark = it.height-head.height, 0, nil
	return head, rest, true
}

// slice divides rows that are higher than the room: whatever ends above the cut
// stays, the rest moves up on the next page. No line is cut.
func (it item) slice(room float64) (head, rest item, divided bool) {
	head, rest = it, it
	head.strips, rest.strips, head.frames, rest.frames = nil, nil, nil, nil
	start := it.height
	for _, s := range it.strips {
		if s.y+s.h > room+tolerance {
			start = min(start, s.y)
		}
	}
	if start <= 0 { // a line higher than the page: let it stand
		return it, item{}, false
	}
	for _, s := range it.strips {
		if s.y+s.h <= room+tolerance {
			head.strips = append(head.strips, s)
		} else {
			s.y -= start
			rest.strips = append(rest.strips, s)
		}
	}
	if len(rest.strips) == 0 {
		return it, item{}, false
	}
	head.height, rest.height = min(room, it.height), it.height-start
	for _, f := range it.frames {
		if f.y < head.height {
			head.frames = append(head.frames, rect{f.x, f.y, f.w, min(f.h, head.height-f.y)})
		}
		if f.y+f.h > start {
			top := max(f.y-start, 0)
			rest.frames = append(rest.frames, rect{f.x, top, f.w, f.y + f.h - start - top})
		}
	}
	head.after, rest.before = 0, 0
	return head, rest, true
}
