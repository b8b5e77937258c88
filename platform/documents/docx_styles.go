package documents

import (
	"math"
	"strconv"

	"github.com/beevik/etree"
)

const language = "vi-VN"

// twips writes points as twentieths of a point.
func twips(pt float64) string { return strconv.Itoa(int(math.Round(pt * 20))) }

// val is an element with one value.
func val(tag, v string) *etree.Element { return el(tag, "w:val", v) }

// ruleStyle is the empty paragraph whose lower border is the rule below a text.
const ruleStyle = "DuongKe"

func docxStyles() *etree.Element {
	font := el("w:rFonts", "w:ascii", "Times New Roman", "w:hAnsi", "Times New Roman", "w:cs", "Times New Roman", "w:eastAsia", "Times New Roman")
	root := in(el("w:styles", "xmlns:w", wordML),
		in(el("w:docDefaults"),
			in(el("w:rPrDefault"), in(el("w:rPr"), font, val("w:sz", "28"), val("w:szCs", "28"),
				el("w:lang", "w:val", language, "w:eastAsia", language))),
			in(el("w:pPrDefault"), in(el("w:pPr"), val("w:widowControl", "1"),
				el("w:spacing", "w:before", "0", "w:after", "0", "w:line", "240", "w:lineRule", "auto")))),
		in(el("w:style", "w:type", "paragraph", "w:default", "1", "w:styleId", "Normal"), val("w:name", "Normal"), el("w:qFormat")))
	for _, s := range decree().all() {
		in(root, docxStyle(s))
	}
	return in(root, in(el("w:style", "w:type", "paragraph", "w:customStyle", "1", "w:styleId", ruleStyle),
		val("w:name", "Đường kẻ"), val("w:basedOn", "Normal"),
		in(el("w:pPr"), in(el("w:pBdr"), border("w:bottom", ruleWidth, 0)),
			el("w:spacing", "w:line", twips(ruleGap), "w:lineRule", "exact")),
		in(el("w:rPr"), val("w:sz", "4"), val("w:szCs", "4"))))
}

func docxStyle(s style) *etree.Element {
	e := el("w:style", "w:type", "paragraph", "w:styleId", s.id)
	if s.name != "heading "+strconv.Itoa(s.level) {
		e.CreateAttr("w:customStyle", "1")
	}
	p := paragraphProperties(s, style{})
	if s.level > 0 {
		in(p, val("w:outlineLvl", strconv.Itoa(s.level-1)))
	}
	r := runProperties(s.cut, 0)
	if r == nil {
		r = el("w:rPr")
	}
	half := strconv.Itoa(int(s.size * 2))
	return in(e, val("w:name", s.name), val("w:basedOn", "Normal"), el("w:qFormat"), p,
		in(r, val("w:sz", half), val("w:szCs", half)))
}

// paragraphProperties are those of s that differ from base, in the order that
// the schema asks for.
func paragraphProperties(s, base style) *etree.Element {
	p := el("w:pPr")
	if s.keep != base.keep {
		in(p, val("w:keepNext", map[bool]string{true: "1", false: "0"}[s.keep]))
	}
	if s.level > 0 && base.id == "" {
		in(p, el("w:keepLines"))
	}
	if s.before != base.before || s.after != base.after {
		in(p, el("w:spacing", "w:before", twips(s.before), "w:after", twips(s.after)))
	}
	if s.first != base.first {
		in(p, el("w:ind", "w:firstLine", twips(s.first)))
	}
	if s.align != base.align || base.id == "" {
		in(p, val("w:jc", [...]string{"both", "left", "center", "right"}[s.align]))
	}
	return p
}

// runProperties switch bold and italic where cut differs from base; nil: nothing does.
func runProperties(cut, base int) *etree.Element {
	if cut == base {
		return nil
	}
	r := el("w:rPr")
	if (cut^base)&bold != 0 {
		in(r, toggle("w:b", cut&bold != 0))
	}
	if (cut^base)&italic != 0 {
		in(r, toggle("w:i", cut&italic != 0))
	}
	return r
}

func toggle(tag string, on bool) *etree.Element {
	if on {
		return el(tag)
	}
	return val(tag, "0")
}

// border is a solid black line of the given width, in points.
func border(side string, width, space float64) *etree.Element {
	return el(side, "w:val", "single", "w:sz", strconv.Itoa(int(width*8)), "w:space", strconv.Itoa(int(space)), "w:color", "000000")
}
