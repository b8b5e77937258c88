package documents

import (
	"slices"
	"strings"
)

// element is one thing of the printed sequence: a paragraph, a pair of columns,
// a table or a page break. The renderers and Words walk the same elements, so
// none of them can lose or reorder a text.
type element struct {
	para    *para
	columns *columns
	table   *Table
	newPage bool
}

// para is a paragraph with its style.
type para struct {
	style style
	spans []Span
	rule  float64 // length of the rule below, as a share of the last line; 0 is none
	boxed bool
	item  bool // has a mark: an item of a list
}

// columns are two columns side by side, row by row, without a grid.
type columns struct {
	id   string // "Letterhead" or "Signature"
	left float64
	rows [][2][]para
}

// elements lists what is printed, in order.
func (d Document) elements() []element {
	st := decree()
	es := []element{{columns: d.Letterhead.columns(st)}}
	add := func(ps ...para) {
		for _, p := range ps {
			es = append(es, element{para: &p})
		}
	}
	add(d.titles(st)...)
	for _, line := range addresseeLines(d.Addressees) {
		add(plain(st.addressee, line)...)
	}
	for _, s := range d.Preamble {
		add(plain(st.preamble, s)...)
	}
	for _, b := range d.Body {
		es = append(es, blockElements(st, b)...)
	}
	for _, s := range d.Closing {
		add(plain(st.body, s)...)
	}
	if c := d.signature(st); c != nil {
		es = append(es, element{columns: c})
	}
	if len(d.Annex) > 0 {
		es = append(es, element{newPage: true})
	}
	for _, b := range d.Annex {
		es = append(es, blockElements(st, b)...)
	}
	return es
}

// laidOut are the elements, with the text before the signature kept on its page:
// two lines at least, so that no page holds a signature alone.
func (fs *faces) laidOut(d Document) []element {
	es := d.elements()
	last := slices.IndexFunc(es, func(e element) bool { return e.columns != nil && e.columns.id == "Signature" })
	if last < 0 {
		return es
	}
	for i, lines := last-1, 0; i > 0 && lines < 2; i-- {
		p := es[i].para
		if p == nil {
			break
		}
		p.style.keep = true
		lines += len(fs.set(*p, textWidth))
	}
	return es
}

// plain makes a paragraph of s, or none when there is nothing to print.
func plain(st style, s string) []para {
	if clean(s) == "" {
		return nil
	}
	return []para{{style: st, spans: []Span{{Text: s}}}}
}

func plains(st style, lines []string) []para {
	var ps []para
	for _, s := range lines {
		ps = append(ps, plain(st, s)...)
	}
	return ps
}

// underlined puts a rule below the last of the paragraphs.
func underlined(ps []para, share float64) []para {
	if len(ps) > 0 {
		ps[len(ps)-1].rule = share
	}
	return ps
}

// columns are boxes 1 to 4; the decree puts 3 and 4 on one line.
func (l Letterhead) columns(st styles) *columns {
	issuer := append(plains(st.superior, l.Superior), underlined(plains(st.issuer, l.Issuer), ruleShare)...)
	top := [2][]para{issuer, append(plain(st.nation, nation), underlined(plain(st.motto, motto), 1)...)}
	var below, mark [2][]para
	if l.Symbol != "" || l.Number > 0 {
		below[0] = plain(st.number, l.numberLine())
	}
	if l.Draft {
		mark[0] = plain(st.draft, draftMark)
		mark[0][0].boxed = true
	}
	if l.Place != "" {
		below[1] = plain(st.place, l.placeLine())
	}
	return &columns{id: "Letterhead", left: leftColumn, rows: [][2][]para{top, below, mark}}
}

// ruleShare is the length of the rules below issuer and abstract: a third to a
// half of the line (Phụ lục I, mục II.2b and II.5b).
const ruleShare = 0.4

// titles are type and abstract (box 5a).
func (d Document) titles(st styles) []para {
	ps := plain(st.kind, d.Type)
	abstract := plains(st.abstract, strings.Split(d.Abstract, "\n"))
	if len(ps) == 0 && len(abstract) > 0 {
		abstract[0].style.before = st.kind.before
	}
	ps = append(ps, underlined(abstract, ruleShare)...)
	if n := len(ps); n > 0 {
		ps[n-1].style.after = 2 * apart
	}
	return ps
}

// blockElements turns a block of the body into paragraphs, a table or a break.
func blockElements(st styles, b Block) []element {
	switch b := b.(type) {
	case Heading:
		return headingElements(st, b)
	case Paragraph:
		mark := clean(b.Mark)
		p := para{style: st.body, spans: b.Spans, item: mark != ""}
		if p.style.align = b.Align; b.Align == Center || b.Align == Right {
			p.style.first = 0
		}
		if p.item {
			p.spans = append([]Span{{Text: mark + " "}}, b.Spans...)
		}
		if p.text() == "" {
			return nil
		}
		return []element{{para: &p}}
	case Table:
		if len(b.Header)+len(b.Rows) == 0 {
			return nil
		}
		return []element{{table: &b}}
	case PageBreak:
		return []element{{newPage: true}}
	}
	return nil
}

func headingElements(st styles, h Heading) []element {
	level := min(max(h.Level, 0), len(st.heading)-1)
	hs := st.heading[level]
	var es []element
	mark := clean(h.Mark)
	if level == 0 && mark != "" {
		p := para{style: hs, spans: []Span{{Text: mark}}}
		if clean(h.Title) != "" {
			p.style.after = 0
		}
		es, mark = append(es, element{para: &p}), ""
	}
	p := para{style: hs, spans: []Span{{Text: join(mark, h.Title)}}}
	if clean(h.Text) != "" {
		p.spans = append(p.spans, Span{Text: " "}, Span{Text: h.Text})
		p.style.keep = false
	}
	if p.text() == "" {
		return es
	}
	return append(es, element{para: &p})
}

func join(mark, title string) string { return strings.TrimSpace(mark + " " + title) }

// signature is the last block: recipients left, capacity and name right.
func (d Document) signature(st styles) *columns {
	var left []para
	for i, s := range recipientLines(d.Recipients) {
		if i == 0 {
			left = plain(st.recipientsHead, s)
			left[0].style.before = st.capacity.before
		} else {
			for _, p := range plain(st.recipient, s) {
				p.item = true
				left = append(left, p)
			}
		}
	}
	right := plains(st.capacity, d.Signature.Capacity)
	for i := range right {
		if i > 0 {
			right[i].style.before = 0
		}
	}
	right = append(right, plain(st.name, d.Signature.Name)...)
	if len(left)+len(right) == 0 {
		return nil
	}
	return &columns{id: "Signature", left: signatureColumn, rows: [][2][]para{{left, right}}}
}

// text is what the paragraph says, in its printed form.
func (p para) text() string {
	var b strings.Builder
	for _, s := range p.spans {
		b.WriteString(printable(s.Text))
	}
	return clean(b.String())
}

// cutOf is the cut of the typeface that a span is printed in. In a heading with
// text after its title, that text (every span but the first) is upright.
func (p para) cutOf(i int) int {
	cut := p.style.cut
	if p.style.level > 0 && i > 0 {
		cut = 0
	}
	if p.spans[i].Bold {
		cut |= bold
	}
	if p.spans[i].Italic {
		cut |= italic
	}
	return cut
}
