package documents

import (
	"strings"

	"github.com/beevik/etree"
)

// docxWriter turns elements into WordprocessingML.
type docxWriter struct {
	fs   *faces
	base map[string]style // by id, to write only what differs
}

func docxBody(fs *faces, d Document) *etree.Element {
	w := docxWriter{fs: fs, base: decree().byID()}
	body := el("w:body")
	breakNext := false
	for _, e := range fs.laidOut(d) {
		switch {
		case e.newPage:
			breakNext = true
			continue
		case e.columns != nil:
			w.columns(body, *e.columns)
		case e.table != nil:
			if breakNext {
				in(body, in(el("w:p"), in(el("w:pPr"), el("w:pageBreakBefore"), el("w:spacing", "w:line", "20", "w:lineRule", "exact"))))
			}
			w.table(body, *e.table)
		case e.para != nil:
			ps := w.paragraph(*e.para, textWidth)
			if breakNext {
				pageBreakBefore(ps[0])
			}
			in(body, ps...)
		}
		breakNext = false
	}
	if last := body.ChildElements(); last[len(last)-1].Tag == "tbl" { // Word wants a paragraph at the end
		in(body, in(el("w:p"), in(el("w:pPr"), el("w:spacing", "w:line", "20", "w:lineRule", "exact"))))
	}
	return in(el("w:document", "xmlns:w", wordML, "xmlns:r", officeRels), in(body, section()))
}

// section is the page of mục I: A4, margins, number on every page but the first.
func section() *etree.Element {
	return in(el("w:sectPr"),
		el("w:headerReference", "w:type", "default", "r:id", "rId3"),
		el("w:headerReference", "w:type", "first", "r:id", "rId4"),
		el("w:pgSz", "w:w", twips(pageWidth), "w:h", twips(pageHeight)),
		el("w:pgMar", "w:top", twips(marginTop), "w:right", twips(marginRight), "w:bottom", twips(marginBottom),
			"w:left", twips(marginLeft), "w:header", twips(headerTop), "w:footer", twips(headerTop), "w:gutter", "0"),
		el("w:pgNumType", "w:start", "1"),
		el("w:titlePg"))
}

// pageBreakBefore makes a paragraph begin a page; the schema puts it after keepNext and keepLines.
func pageBreakBefore(p *etree.Element) {
	props := p.SelectElement("w:pPr")
	at := 0
	for _, c := range props.ChildElements() {
		if c.Tag == "pStyle" || c.Tag == "keepNext" || c.Tag == "keepLines" {
			at = c.Index() + 1
		}
	}
	props.InsertChildAt(at, el("w:pageBreakBefore"))
}

// paragraph is p and, where it has one, the rule below it.
func (w docxWriter) paragraph(p para, column float64) []*etree.Element {
	base := w.base[p.style.id]
	lines := w.fs.set(p, column)
	align(lines, p.style.align, column)
	style := p.style
	if p.rule > 0 {
		style.after = 0
	}
	props := paragraphProperties(style, base)
	props.InsertChildAt(0, val("w:pStyle", p.style.id))
	if p.boxed && len(lines) > 0 {
		box(props, lines[0], column)
	}
	para := in(el("w:p"), props)
	if p.style.align == Center && len(lines) > 1 && asWritten(lines) {
		w.lines(para, p, lines)
	} else {
		for i, s := range p.spans {
			in(para, run(printable(s.Text), p.cutOf(i), base.cut))
		}
	}
	if p.rule == 0 || len(lines) == 0 {
		return []*etree.Element{para}
	}
	return []*etree.Element{para, rule(lines[len(lines)-1], p, column)}
}

// run is a stretch of text in one cut.
func run(text string, cut, base int) *etree.Element {
	if text == "" {
		return nil
	}
	if strings.Contains(text, gap(2)) { // room to write by hand: LibreOffice widens no-break spaces
		text = strings.ReplaceAll(text, gap(1), " ")
	}
	return in(el("w:r"), runProperties(cut, base), textEl("w:t", text, "xml:space", "preserve"))
}

// asWritten reports whether the lines show the text itself, no stand-ins.
func asWritten(lines []line) bool {
	for _, l := range lines {
		for _, f := range l.fragments {
			if f.actual != nil {
				return false
			}
		}
	}
	return true
}

// lines writes a centred paragraph with the line breaks that balance it.
func (w docxWriter) lines(to *etree.Element, p para, lines []line) {
	base := w.base[p.style.id].cut
	for i, l := range lines {
		if i > 0 {
			in(to, in(el("w:r"), el("w:br")))
		}
		var text strings.Builder
		cut := base
		add := func(s string, c int) {
			if c != cut {
				in(to, run(text.String(), cut, base))
				text.Reset()
			}
			cut = c
			text.WriteString(s)
		}
		for _, f := range l.fragments {
			if f.gap > 0 {
				add(" ", f.gapCut)
			}
			for _, piece := range f.pieces {
				add(piece.text, piece.cut)
			}
		}
		in(to, run(text.String(), cut, base))
	}
}

// rule is an empty paragraph as wide as the rule, its lower border. (An upper
// border would cut the dots below Ệ and ặ.)
func rule(above line, p para, column float64) *etree.Element {
	w := above.width * p.rule
	left := above.x + (above.width-w)/2
	props := in(el("w:pPr"), val("w:pStyle", ruleStyle))
	if p.style.keep {
		in(props, el("w:keepNext"))
	}
	if p.style.after > 0 {
		in(props, el("w:spacing", "w:after", twips(p.style.after)))
	}
	return in(el("w:p"), in(props, el("w:ind", "w:left", twips(left), "w:right", twips(column-left-w))))
}

// box frames the draft mark.
func box(props *etree.Element, l line, column float64) {
	edges := el("w:pBdr")
	for _, side := range []string{"w:top", "w:left", "w:bottom", "w:right"} {
		in(edges, border(side, cellWidth, 0))
	}
	props.InsertChildAt(1, edges)
	in(props, el("w:ind", "w:left", twips(l.x-cellPad), "w:right", twips(column-l.x-l.width-cellPad)))
}
