package documents

import (
	"strings"
	"unicode"
)

// piece is a stretch of a word in one cut.
type piece struct {
	text  string
	cut   int
	width float64
}

// word is what stands between spaces, in pieces between which a line may break:
// each inner slice is unbreakable.
type word struct {
	parts  [][]piece
	text   string  // what the text layer says
	shown  bool    // the pieces alone say it: no glyph is missing, no gap is left
	gap    float64 // width of the space before the word
	gapCut int
}

// missing is printed where the typeface has no glyph.
const missing = '□'

// words cuts a paragraph into words and measures them.
func (fs *faces) words(p para) []word {
	var ws []word
	var glyphs []glyph
	space, spaceCut := 0.0, 0
	flush := func() {
		if len(glyphs) == 0 {
			return
		}
		w := fs.word(glyphs, p.style.size)
		if len(ws) > 0 {
			w.gap, w.gapCut = space, spaceCut
		}
		ws, glyphs = append(ws, w), glyphs[:0]
	}
	for i, span := range p.spans {
		cut := p.cutOf(i)
		for _, r := range printable(span.Text) {
			if r == ' ' {
				flush()
				space, spaceCut = fs[cut].advance(' ')*p.style.size/1000, cut
				continue
			}
			glyphs = append(glyphs, glyph{r, cut})
		}
	}
	flush()
	return ws
}

type glyph struct {
	r   rune
	cut int
}

// word measures one word and finds where it may be divided.
func (fs *faces) word(glyphs []glyph, size float64) word {
	w := word{shown: true}
	var text, drawn strings.Builder
	var part []piece
	start := 0 // of the last piece, in drawn
	closePiece := func() {
		if n := len(part); n > 0 {
			part[n-1].text, start = drawn.String()[start:], drawn.Len()
		}
	}
	for i, g := range glyphs {
		text.WriteRune(g.r)
		shown := g.r
		if !fs[g.cut].has(g.r) {
			shown, w.shown = missing, false
		}
		if n := len(part); n == 0 || part[n-1].cut != g.cut {
			closePiece()
			part = append(part, piece{cut: g.cut})
		}
		drawn.WriteRune(shown)
		part[len(part)-1].width += fs[g.cut].advance(shown) * size / 1000
		if breaksAfter(glyphs, i) {
			closePiece()
			w.parts, part = append(w.parts, part), nil
		}
	}
	closePiece()
	w.parts, w.text = append(w.parts, part), text.String()
	if strings.Contains(w.text, gap(2)) { // room to write by hand stays inside its line of text
		w.text, w.shown = strings.ReplaceAll(w.text, gap(1), " "), false
	}
	return w
}

// breaksAfter reports whether a line may end after glyph i: after a hyphen
// between letters (TT-BLĐTBXH) and after a dash, as office suites do.
func breaksAfter(glyphs []glyph, i int) bool {
	if i == 0 || i == len(glyphs)-1 {
		return false
	}
	switch glyphs[i].r {
	case '-':
		return unicode.IsLetter(glyphs[i-1].r) && unicode.IsLetter(glyphs[i+1].r)
	case '–', '—':
		return true
	}
	return false
}

// width is the width of an unbreakable part.
func width(part []piece) float64 {
	var w float64
	for _, p := range part {
		w += p.width
	}
	return w
}

// letters cuts a part that is wider than a line into one part a glyph.
func (fs *faces) letters(part []piece, size float64) [][]piece {
	var parts [][]piece
	for _, p := range part {
		for _, r := range p.text {
			parts = append(parts, []piece{{text: string(r), cut: p.cut, width: fs[p.cut].advance(r) * size / 1000}})
		}
	}
	return parts
}
