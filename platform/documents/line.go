package documents

import "math"

// fragment is a part of a word on one line.
type fragment struct {
	pieces []piece
	gap    float64 // the space before it, 0 at the start of the line and inside a word
	gapCut int
	actual *string // what the text layer says instead of the pieces, where that differs
}

// text is what the fragment shows.
func (f fragment) text() string {
	var s string
	for _, p := range f.pieces {
		s += p.text
	}
	return s
}

// line is one line of a paragraph, set but not placed.
type line struct {
	fragments []fragment
	size      float64
	x         float64 // from the left edge of its column
	width     float64 // without stretching
	gaps      int
	stretch   float64 // added to every gap
}

// height of the line in points.
func (l line) height() float64 { return l.size * lineHeight }

// setter fills lines greedily, as office suites do.
type setter struct {
	fs     *faces
	p      para
	column float64
	lines  []line
	cur    line
}

// set breaks a paragraph into the lines of a column.
func (fs *faces) set(p para, column float64) []line {
	if p.style.align != Center {
		return fs.setIn(p, column)
	}
	lines := fs.setIn(p, fs.balanced(p, column))
	if len(lines) == 2 {
		bottomHeavy(&lines[0], &lines[1], column*0.95)
	}
	return lines
}

// bottomHeavy moves the last word of the upper of two centred lines down when
// that one is the longer: titles are set narrow over wide.
func bottomHeavy(upper, lower *line, most float64) {
	n := len(upper.fragments) - 1
	word := upper.fragments[n]
	size := width(word.pieces)
	if upper.width <= lower.width || n == 0 || word.actual != nil || lower.width+word.gap+size > most {
		return
	}
	lower.fragments[0].gap, lower.fragments[0].gapCut = word.gap, word.gapCut
	lower.fragments = append([]fragment{{pieces: word.pieces, actual: word.actual}}, lower.fragments...)
	lower.width += word.gap + size
	lower.gaps++
	upper.fragments = upper.fragments[:n]
	upper.width -= word.gap + size
	upper.gaps--
}

func (fs *faces) setIn(p para, column float64) []line {
	s := setter{fs: fs, p: p, column: column}
	s.cur = s.fresh()
	for _, w := range fs.words(p) {
		s.add(w)
	}
	if len(s.cur.fragments) > 0 {
		s.lines = append(s.lines, s.cur)
	}
	return s.lines
}

// fresh starts a line; the first one is indented.
func (s *setter) fresh() line {
	l := line{size: s.p.style.size}
	if len(s.lines) == 0 {
		l.x = s.p.style.first
	}
	return l
}

// room is what is left on the current line.
func (s *setter) room() float64 { return s.column - s.cur.x - s.cur.width }

// add puts a word on the line, divided only where it must be.
func (s *setter) add(w word) {
	parts := w.parts
	first := len(s.lines)
	at := fragmentRef{line: -1}
	for i := 0; i < len(parts); i++ {
		gap := 0.0
		if i == 0 && len(s.cur.fragments) > 0 {
			gap = w.gap
		}
		if gap+width(parts[i])+s.slant(parts[i]) > s.room()+tolerance && len(s.cur.fragments) > 0 {
			s.lines = append(s.lines, s.cur)
			s.cur, gap = s.fresh(), 0
		}
		if width(parts[i]) > s.room()+tolerance && letters(parts[i]) > 1 {
			parts = append(append(append([][]piece{}, parts[:i]...), s.fs.letters(parts[i], s.p.style.size)...), parts[i+1:]...)
		}
		s.put(parts[i], gap, w.gapCut, &at)
	}
	if len(s.lines) > first && at.divided || !w.shown {
		s.declare(at, w.text)
	}
}

// slant is the room that the lean of an italic letter takes at the end of a
// line; LibreOffice keeps a twelfth of the line's height free for it.
func (s *setter) slant(part []piece) float64 {
	if part[len(part)-1].cut&italic == 0 {
		return 0
	}
	return s.cur.height() / 12
}

// tolerance keeps rounding from breaking a line that just fits.
const tolerance = 0.01

// fragmentRef remembers the fragments of the word being set.
type fragmentRef struct {
	line, index int // of its first fragment
	divided     bool
}

// put appends a part to the current line, joined to the fragment of the same
// word if that stands there already.
func (s *setter) put(part []piece, gap float64, gapCut int, at *fragmentRef) {
	l := &s.cur
	here := len(s.lines)
	switch {
	case at.line < 0:
		at.line, at.index = here, len(l.fragments)
	case len(l.fragments) > 0:
		f := &l.fragments[len(l.fragments)-1]
		f.pieces = append(f.pieces, part...)
		l.width += width(part)
		return
	default:
		at.divided = true
	}
	if gap > 0 {
		l.gaps++
	}
	l.fragments = append(l.fragments, fragment{pieces: append([]piece{}, part...), gap: gap, gapCut: gapCut})
	l.width += gap + width(part)
}

// declare lets the text layer say the whole word at its first fragment and
// nothing at the others, so that searching finds it.
func (s *setter) declare(at fragmentRef, text string) {
	nothing := ""
	for i := at.line; i <= len(s.lines); i++ {
		l := &s.cur
		if i < len(s.lines) {
			l = &s.lines[i]
		}
		if i == at.line {
			l.fragments[at.index].actual = &text
		} else {
			l.fragments[0].actual = &nothing
		}
	}
}

func letters(part []piece) int {
	n := 0
	for _, p := range part {
		n += len([]rune(p.text))
	}
	return n
}

// align moves and stretches the lines of a paragraph inside their column.
func align(lines []line, how Align, column float64) {
	for i := range lines {
		l := &lines[i]
		spare := column - l.x - l.width
		switch {
		case how == Center:
			l.x += spare / 2
		case how == Right:
			l.x += spare
		case how == Justify && i < len(lines)-1 && l.gaps > 0:
			l.stretch = spare / float64(l.gaps)
		}
	}
}

// balanced is the narrowest column in which a centred paragraph takes no more
// lines, so that an abstract of two lines does not end in a single word.
func (fs *faces) balanced(p para, column float64) float64 {
	most := len(fs.setIn(p, column))
	if most < 2 || most > 6 {
		return column
	}
	low, high := 0.0, column
	for _, w := range fs.words(p) {
		for _, part := range w.parts {
			low = max(low, width(part))
		}
	}
	for high-low > 0.5 {
		mid := math.Round((low+high)*50) / 100
		if mid <= low || mid >= high {
			break
		}
		if len(fs.setIn(p, mid)) > most {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
