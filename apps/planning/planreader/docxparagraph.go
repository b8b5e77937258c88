package planreader

import (
	"encoding/xml"
	"strings"
)

// wordParagraph is a paragraph of Word while its runs are read.
type wordParagraph struct {
	text        strings.Builder
	list        listed
	plainRuns   bool // a run without bold
	uprightRuns bool // a run without italics
	deletedMark bool
	boxes       []Paragraph // text boxes anchored in it
}

// paragraph reads one paragraph: usually one, more where line breaks begin new ones
// or text boxes hang on it, none where it is empty.
func (d *docx) paragraph(c *cursor) ([]Paragraph, error) {
	p := &wordParagraph{}
	if err := d.inline(c, p); err != nil {
		return nil, err
	}
	mark, level := "", 0
	if strings.TrimSpace(p.text.String()) != "" {
		list := d.effective(p.list)
		if mark = d.numbering.next(list); mark != "" {
			level = list.level + 1
		}
	}
	var out []Paragraph
	for _, l := range strings.Split(p.text.String(), "\n") {
		l = clean(l)
		if n := len(out); l != "" && n > 0 && startsLower(l) && !ends(out[n-1].Text) {
			out[n-1].Text = glue(out[n-1].Text, l)
			continue
		}
		if l != "" {
			out = append(out, Paragraph{Mark: mark, Text: l, Level: level, Bold: !p.plainRuns, Italic: !p.uprightRuns})
			mark, level = "", 0
		}
	}
	d.joinNext = p.deletedMark
	return append(out, p.boxes...), nil
}

// inline reads the children of a paragraph or of what wraps runs.
func (d *docx) inline(c *cursor, p *wordParagraph) error {
	return c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pPr":
			return d.properties(c, p)
		case "r":
			return d.run(c, p)
		case "del", "moveFrom", "Fallback":
			return c.skip()
		}
		return d.inline(c, p)
	})
}

// properties reads style, list and whether the paragraph's mark was deleted.
func (d *docx) properties(c *cursor, p *wordParagraph) error {
	return c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			p.list.style = attr(e, "val")
		case "numPr":
			return p.list.read(c)
		case "rPr":
			return c.each(func(e xml.StartElement) error {
				p.deletedMark = p.deletedMark || e.Name.Local == "del"
				return c.skip()
			})
		}
		return c.skip()
	})
}

// run reads text with its bold and italics.
func (d *docx) run(c *cursor, p *wordParagraph) error {
	bold, italic, hidden := false, false, false
	return c.each(func(e xml.StartElement) error {
		if e.Name.Local == "rPr" {
			return c.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "b":
					bold = on(e)
				case "i":
					italic = on(e)
				case "vanish":
					hidden = on(e)
				}
				return c.skip()
			})
		}
		if hidden {
			return c.skip()
		}
		before := p.text.Len()
		err := d.runPart(c, p, e)
		if d.size += p.text.Len() - before; d.size > maxText {
			return faultLong
		}
		if p.text.Len() > before {
			p.plainRuns, p.uprightRuns = p.plainRuns || !bold, p.uprightRuns || !italic
		}
		return err
	})
}

// runPart reads one child of a run.
func (d *docx) runPart(c *cursor, p *wordParagraph, e xml.StartElement) error {
	switch e.Name.Local {
	case "t":
		s, err := c.chars()
		p.text.WriteString(strings.ReplaceAll(s, "\n", " "))
		return err
	case "tab", "ptab":
		p.text.WriteByte('\t')
	case "br", "cr":
		p.text.WriteByte('\n')
	case "noBreakHyphen":
		p.text.WriteByte('-')
	case "txbxContent":
		boxes, err := d.blocks(c)
		p.boxes = append(p.boxes, boxes...)
		return err
	case "drawing", "pict", "AlternateContent", "Choice", "anchor", "inline", "graphic", "graphicData", "wsp", "txbx", "shape", "rect", "textbox", "group", "wgp":
		return c.each(func(e xml.StartElement) error { return d.runPart(c, p, e) })
	}
	return c.skip()
}
