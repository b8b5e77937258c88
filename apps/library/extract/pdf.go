package extract

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode"
)

const (
	maxSteps   = 30_000_000 // tokens of all pages together
	maxDrawn   = 20_000     // pieces of content, forms within forms counted each time
	maxNesting = 8          // of forms
)

// readPDF reads the text of the pages in the order in which they draw it: a line
// of print a line. A scanned PDF has
// none.
func readPDF(r io.ReaderAt, size int64) (Document, error) {
	unknown := Document{Active: true}
	if size > maxPDF {
		return unknown, fmt.Errorf("%w: larger than %d MB", ErrUnreadable, maxPDF>>20)
	}
	b := make([]byte, size)
	if _, err := r.ReadAt(b, 0); err != nil && err != io.EOF { //nolint:errorlint // io.ReaderAt returns it bare
		return unknown, err
	}
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		return unknown, fmt.Errorf("%w: it does not begin as a PDF", ErrUnreadable)
	}
	f, err := openPDF(b)
	if err != nil {
		return unknown, err
	}
	p := &pdfPrinter{f: f, fonts: map[string]*pdfFont{}, steps: maxSteps, pieces: maxDrawn}
	p.d.Active = f.active
	p.pages(f.catalog["Pages"], nil, map[pdfRef]bool{}, 0)
	if p.count == 0 {
		return p.d, fmt.Errorf("%w: no pages", ErrUnreadable)
	}
	return p.d, nil
}

// pdfPrinter follows what the pages draw, as far as it is text.
type pdfPrinter struct {
	f      *pdfFile
	d      Document
	fonts  map[string]*pdfFont
	size   int // of the text
	steps  int
	pieces int
	count  int // of pages

	line     strings.Builder
	matrix   [6]float64 // of the text
	start    [6]float64 // of its line
	font     *pdfFont
	points   float64
	leading  float64
	spacing  float64 // between words
	endX, y  float64 // where the last text ended
	hasPlace bool
}

func (p *pdfPrinter) full() bool {
	return p.size >= MaxText || len(p.d.Blocks) >= 4*maxBlocks || p.steps <= 0 || p.pieces <= 0
}

// pages walks the tree of pages; what stands above gives its resources.
func (p *pdfPrinter) pages(v any, resources any, seen map[pdfRef]bool, depth int) {
	if ref, ok := v.(pdfRef); ok {
		if seen[ref] {
			return
		}
		seen[ref] = true
	}
	d := p.f.dict(v)
	if d == nil || depth > maxDepth || p.count >= maxPages || p.full() {
		p.d.Cut = p.d.Cut || d != nil
		return
	}
	if own := d["Resources"]; own != nil {
		resources = own
	}
	if kids := p.f.array(d["Kids"]); kids != nil {
		for _, kid := range kids {
			p.pages(kid, resources, seen, depth+1)
		}
		return
	}
	p.count++
	p.draw(p.content(d["Contents"]), p.f.dict(resources), 0)
	p.flush()
}

func (p *pdfPrinter) content(v any) (b []byte) {
	if list := p.f.array(v); list != nil {
		for _, part := range list {
			if s, ok := p.f.get(part).(pdfStream); ok && len(b) < maxInflate/4 {
				b = append(append(b, p.f.inflate(s)...), '\n')
			}
		}
		return b
	}
	if s, ok := p.f.get(v).(pdfStream); ok {
		b = p.f.inflate(s)
	}
	return b
}

// draw follows one piece of content: of a page, or of a form that it uses.
func (p *pdfPrinter) draw(b []byte, resources pdfDict, nesting int) {
	p.pieces--
	l := &pdfLexer{b: b}
	var args []any
	for !p.full() {
		p.steps--
		v := l.next()
		if v == eof {
			return
		}
		word, isWord := v.(pdfWord)
		if !isWord {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		switch word {
		case "ID":
			skipImage(l)
		case "Do":
			p.form(args, resources, nesting)
		default:
			p.operate(string(word), args, resources)
		}
		args = args[:0]
	}
	p.d.Cut = true
}

// skipImage goes past the bytes of a picture that stands in the content.
func skipImage(l *pdfLexer) {
	for i := l.i; i+2 < len(l.b); i++ {
		if isSpace(l.b[i]) && l.b[i+1] == 'E' && l.b[i+2] == 'I' && (i+3 == len(l.b) || isSpace(l.b[i+3])) {
			l.i = i + 3
			return
		}
	}
	l.i = len(l.b)
}

func (p *pdfPrinter) form(args []any, resources pdfDict, nesting int) {
	name, ok := last(args).(pdfName)
	if !ok || nesting >= maxNesting {
		return
	}
	s, ok := p.f.get(p.f.dict(resources["XObject"])[name]).(pdfStream)
	if !ok || s.dict["Subtype"] != pdfName("Form") {
		return
	}
	own := p.f.dict(s.dict["Resources"])
	if own == nil {
		own = resources
	}
	p.draw(p.f.inflate(s), own, nesting+1)
}

func (p *pdfPrinter) operate(op string, args []any, resources pdfDict) {
	n := make([]float64, 6)
	for i := range min(len(args), 6) {
		n[i], _ = args[i].(float64)
	}
	switch op {
	case "BT":
		p.matrix, p.start = [6]float64{1, 0, 0, 1}, [6]float64{1, 0, 0, 1}
	case "Tf":
		p.choose(args, resources)
	case "TL":
		p.leading = n[0]
	case "Tw":
		p.spacing = n[0]
	case "Tm":
		p.start = [6]float64(n)
		p.matrix = p.start
	case "Td":
		p.move(n[0], n[1])
	case "TD":
		p.leading = -n[1]
		p.move(n[0], n[1])
	case "T*":
		p.move(0, -p.leading)
	case "Tj":
		p.show(last(args))
	case "'", "\"":
		p.move(0, -p.leading)
		p.show(last(args))
	case "TJ":
		list, _ := last(args).(pdfArray)
		for _, v := range list {
			if x, ok := v.(float64); ok {
				p.advance(-x / 1000 * p.points)
				continue
			}
			p.show(v)
		}
	}
}

func (p *pdfPrinter) choose(args []any, resources pdfDict) {
	if len(args) < 2 {
		return
	}
	name, _ := args[0].(pdfName)
	p.points, _ = args[1].(float64)
	v := p.f.dict(resources["Font"])[name]
	key := fmt.Sprintf("%v %p", v, resources)
	if p.font = p.fonts[key]; p.font == nil && len(p.fonts) < 2000 {
		p.font = p.f.font(v)
		p.fonts[key] = p.font
	}
}

func (p *pdfPrinter) move(x, y float64) {
	m := p.start
	m[4] += x*m[0] + y*m[2]
	m[5] += x*m[1] + y*m[3]
	p.start, p.matrix = m, m
}

func (p *pdfPrinter) advance(x float64) {
	p.matrix[4] += x * p.matrix[0]
	p.matrix[5] += x * p.matrix[1]
}

// show adds text: on a new line when it stands higher or lower than what was
// drawn before, after a blank when there is room for one between.
func (p *pdfPrinter) show(v any) {
	s, ok := v.(pdfString)
	if !ok || p.font == nil {
		return
	}
	text, width := p.font.text(s)
	for joined, letters := range ligatures() {
		text = strings.ReplaceAll(text, joined, letters)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
	scale := math.Abs(p.points * math.Max(math.Abs(p.matrix[0]), math.Abs(p.matrix[1])))
	x, y := p.matrix[4], p.matrix[5]
	if p.hasPlace && text != "" {
		switch gap := x - p.endX; {
		case math.Abs(y-p.y) > 0.4*scale:
			p.flush()
		case (gap > 0.18*scale || gap < -0.5*scale) && !strings.HasSuffix(p.line.String(), " ") && !strings.HasPrefix(text, " "):
			p.line.WriteByte(' ')
		}
	}
	p.line.WriteString(text)
	p.size += len(text)
	p.advance(width/1000*p.points + p.spacing*float64(strings.Count(text, " ")))
	p.endX, p.y, p.hasPlace = p.matrix[4], y, true
	if p.line.Len() > 16<<10 {
		p.flush()
	}
}

// ligatures are letters that a font draws as one.
func ligatures() map[string]string {
	return map[string]string{"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
}

func (p *pdfPrinter) flush() {
	if line := strings.Join(strings.Fields(p.line.String()), " "); line != "" {
		p.d.Blocks = append(p.d.Blocks, Block{Text: line})
	}
	p.line.Reset()
	p.hasPlace = false
}
