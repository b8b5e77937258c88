package documents

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
)

// PDF writes the document as PDF on A4, with the typeface embedded, the
// headings as outline and text that can be searched. The same document gives
// the same bytes. Characters that the typeface lacks are printed as □ (the text
// layer keeps them); Unprintable lists them.
func PDF(w io.Writer, d Document) (err error) {
	defer func() { // fpdf panics on what it does not expect
		if r := recover(); r != nil {
			err = fmt.Errorf("documents: PDF: %v", r)
		}
	}()
	fs, err := loadFaces()
	if err != nil {
		return err
	}
	p := newPDF(d)
	p.loadFonts(fs, paginate(fs.items(fs.laidOut(d)), textHeight))
	p.draw()
	return p.write(w)
}

// write ends the file and gives it out.
func (p *pdf) write(w io.Writer) error {
	var file bytes.Buffer
	if err := p.out.Output(&file); err != nil {
		return fmt.Errorf("documents: PDF: %w", err)
	}
	// fpdf says 1.3 unless a feature of its own asks for more; text that stands
	// for other text (instead) and the language need 1.5.
	copy(file.Bytes(), "%PDF-1.7")
	if _, err := file.WriteTo(w); err != nil {
		return fmt.Errorf("documents: PDF: %w", err)
	}
	return nil
}

// fontFamily is the name of the typeface inside the PDF.
const fontFamily = "liberationserif"

// cutNames are the styles of fpdf by bold|italic.
func cutName(cut int) string { return [...]string{"", "B", "I", "BI"}[cut] }

// pdf draws placed items.
type pdf struct {
	out   *fpdf.Fpdf
	pages [][]placed
	page  style
	left  float64 // where the text begins
	width float64 // of the text
	cut   int     // selected now, with its size
	size  float64
	level int    // of the last bookmark
	faces *faces // fonts are loaded when they are needed first; nil: loadFonts did it
	ready [4]bool
}

func newPDF(d Document) *pdf {
	out := blank("P", d.stamp(), d.title(), d.author())
	return &pdf{out: out, page: decree().page, left: marginLeft, width: textWidth, cut: -1, level: -1}
}

// blank is a file of A4 pages, upright (P) or across (L).
func blank(way string, stamp time.Time, title, author string) *fpdf.Fpdf {
	return blankOf(way, "A4", stamp, title, author)
}

// blankOf is blank on another paper.
func blankOf(way, paper string, stamp time.Time, title, author string) *fpdf.Fpdf {
	out := fpdf.New(way, "pt", paper, "")
	out.SetMargins(0, 0, 0)
	out.SetCellMargin(0)
	out.SetAutoPageBreak(false, 0)
	out.SetCatalogSort(true)
	out.SetCreationDate(stamp)
	out.SetModificationDate(stamp)
	out.SetTitle(title, true)
	out.SetAuthor(author, true)
	out.SetCreator("Vươn", true)
	out.SetProducer("Vươn", true)
	out.SetLang("vi-VN")
	out.SetLineWidth(ruleWidth)
	return out
}

// stamp is the date inside the files: the document's own or, before it has one,
// the day on which the decree came into force. The clock would change the bytes.
func (d Document) stamp() time.Time {
	if l := d.Letterhead.Date; l.Year > 0 && l.Month > 0 && l.Day > 0 {
		return time.Date(l.Year, time.Month(l.Month), l.Day, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(2020, 3, 5, 0, 0, 0, 0, time.UTC)
}

// title is what readers show as the file's title.
func (d Document) title() string {
	if d.Meta.Title != "" {
		return clean(d.Meta.Title)
	}
	return clean(d.Type + " " + d.Abstract)
}

func (d Document) author() string {
	if d.Meta.Author != "" {
		return clean(d.Meta.Author)
	}
	return clean(strings.Join(d.Letterhead.Issuer, " "))
}

// loadFonts gives fpdf the cuts that the pages use, and no others: parsing one
// costs milliseconds.
func (p *pdf) loadFonts(fs *faces, pages [][]placed) {
	p.pages = pages
	used := [4]bool{}
	used[p.page.cut] = len(pages) > 1
	for _, page := range pages {
		for _, it := range page {
			for _, s := range it.strips {
				if s.text == nil {
					continue
				}
				for _, f := range s.text.fragments {
					used[f.gapCut] = used[f.gapCut] || f.gap > 0
					for _, piece := range f.pieces {
						used[piece.cut] = true
					}
				}
			}
		}
	}
	for cut, yes := range used {
		if yes {
			p.out.AddUTF8FontFromBytes(fontFamily, cutName(cut), fs[cut].ttf)
		}
	}
}

// draw draws all pages.
func (p *pdf) draw() {
	for i, page := range p.pages {
		p.out.AddPage()
		p.cut = -1
		if i > 0 {
			p.pageNumber(i + 1)
		}
		for _, pl := range page {
			if pl.mark != nil && !pl.repeat {
				p.bookmark(*pl.mark, marginTop+pl.y)
			}
			p.item(pl)
		}
	}
}

// pageNumber stands in the middle of the top margin, not on page 1 (mục I.6).
func (p *pdf) pageNumber(n int) {
	p.font(p.page.cut, p.page.size)
	s := strconv.Itoa(n)
	x := p.left + (p.width-p.out.GetStringWidth(s))/2
	p.out.Text(x, headerTop+p.page.size*ascent, s)
}

// bookmark adds to the outline; a level may be at most one below the last.
func (p *pdf) bookmark(b bookmark, y float64) {
	p.level = min(b.level, p.level+1)
	p.out.Bookmark(basic(b.title), p.level, y)
}

// basic replaces what lies outside the basic plane, which fpdf cannot write.
func basic(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return missing
		}
		return r
	}, s)
}

// item draws one placed item: frames, then its strips in reading order.
func (p *pdf) item(pl placed) {
	p.out.SetLineWidth(cellWidth)
	for _, f := range pl.frames {
		p.out.Rect(p.left+f.x, marginTop+pl.y+f.y, f.w, f.h, "D")
	}
	p.out.SetLineWidth(ruleWidth)
	for _, s := range pl.strips {
		x, y := p.left+s.x, marginTop+pl.y+s.y
		if s.text == nil {
			p.out.Line(x, y+s.h-ruleWidth/2, x+s.width, y+s.h-ruleWidth/2)
			continue
		}
		if pl.repeat {
			p.instead("")
		}
		p.line(*s.text, x, y+s.text.size*ascent, !pl.repeat)
		if pl.repeat {
			p.out.RawWriteStr("EMC")
		}
	}
}

// line draws a line of text: stretches of one cut in one go, with real spaces,
// words whose text layer differs on their own.
func (p *pdf) line(l line, x, y float64, layered bool) {
	run := textRun{pdf: p, x: x, y: y, size: l.size, stretch: l.stretch}
	for i, f := range l.fragments {
		if f.gap > 0 {
			run.add(" ", f.gapCut, f.gap, 1)
		}
		actual := f.actual
		if last := f.pieces[len(f.pieces)-1].text; actual == nil && i == len(l.fragments)-1 && strings.HasSuffix(last, "-") {
			actual = new(f.text() + " ") // a bare hyphen at the end of a line is taken for a divided word and lost
		}
		declared := layered && actual != nil
		if declared {
			run.flush()
			p.instead(*actual)
		}
		for _, piece := range f.pieces {
			run.add(piece.text, piece.cut, piece.width, 0)
		}
		if declared {
			run.flush()
			p.out.RawWriteStr("EMC")
		}
	}
	run.flush()
}

// textRun collects the text of one cut on a line.
type textRun struct {
	pdf     *pdf
	x, y    float64
	size    float64
	stretch float64
	text    strings.Builder
	cut     int
	width   float64
}

// add appends text with some gaps in it, each stretched.
func (r *textRun) add(s string, cut int, width float64, gaps int) {
	if cut != r.cut {
		r.flush()
	}
	r.cut = cut
	r.text.WriteString(s)
	r.width += width + float64(gaps)*r.stretch
}

// flush draws what was collected.
func (r *textRun) flush() {
	if r.text.Len() == 0 {
		return
	}
	out := r.pdf.out
	r.pdf.font(r.cut, r.size)
	if r.stretch != 0 {
		out.SetXY(r.x, r.y-0.3*r.size) // fpdf puts the baseline 0.3 of the size below
		out.CellFormat(r.width, 0, r.text.String(), "", 0, "J", false, 0, "")
	} else {
		out.Text(r.x, r.y, r.text.String())
	}
	r.x += r.width
	r.text.Reset()
	r.width = 0
}

// font selects a cut and size, once.
func (p *pdf) font(cut int, size float64) {
	if cut != p.cut || size != p.size {
		if p.faces != nil && !p.ready[cut] {
			p.out.AddUTF8FontFromBytes(fontFamily, cutName(cut), p.faces[cut].ttf)
			p.ready[cut] = true
		}
		p.out.SetFont(fontFamily, cutName(cut), size)
		p.cut, p.size = cut, size
	}
}

// instead begins marked content whose text is s, whatever is drawn
// (ISO 32000-1, 14.9.4): for words divided over lines and glyphs that are missing.
func (p *pdf) instead(s string) {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	p.out.RawWriteStr("/Span <</ActualText <FEFF" + hex.String() + ">>> BDC")
}

// Unprintable lists the characters of the document that the PDF prints as □,
// each once, in order of appearance.
func Unprintable(d Document) ([]rune, error) {
	fs, err := loadFaces()
	if err != nil {
		return nil, err
	}
	var list []rune
	seen := map[rune]bool{}
	for _, w := range d.Words() {
		for _, r := range w {
			if !seen[r] && !fs[0].has(r) {
				seen[r], list = true, append(list, r)
			}
		}
	}
	return list, nil
}
