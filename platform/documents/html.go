package documents

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"strings"
)

//go:embed document.css
var documentCSS string

// CSS is the style sheet of Article, for screen and for A4 paper. All its
// classes begin with "doc".
func CSS() string {
	var b strings.Builder
	b.WriteString(documentCSS)
	for _, s := range decree().all() {
		fmt.Fprintf(&b, ".doc-%s{font-size:%gpt;text-align:%s;text-indent:%gpt;margin:%gpt 0 %gpt", s.id, s.size,
			s.align, s.first, s.before, s.after)
		fmt.Fprintf(&b, ";font-weight:%s;font-style:%s", map[bool]string{true: "700", false: "400"}[s.cut&bold != 0],
			map[bool]string{true: "italic", false: "normal"}[s.cut&italic != 0])
		if s.keep {
			b.WriteString(";break-after:avoid")
		}
		b.WriteString("}\n")
	}
	for a := Justify; a <= Right; a++ { // what a cell or paragraph asks for goes before its style
		fmt.Fprintf(&b, ".doc .doc-align-%s{text-align:%s", a, a)
		if a == Center || a == Right {
			b.WriteString(";text-indent:0")
		}
		b.WriteString("}\n")
	}
	for _, pt := range []int{0, apart, 2 * apart, 3 * apart} {
		fmt.Fprintf(&b, ".doc .doc-before-%d{margin-top:%dpt}\n.doc .doc-after-%d{margin-bottom:%dpt}\n", pt, pt, pt, pt)
	}
	return b.String()
}

// HTML writes the document as a page of its own, its style sheet inside, that
// can be kept as a file and printed.
func HTML(w io.Writer, d Document) error {
	_, err := fmt.Fprintf(w, "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body class=\"doc-body\">\n",
		html.EscapeString(d.title()), CSS())
	if err == nil {
		err = Article(w, d)
	}
	if err == nil {
		_, err = io.WriteString(w, "</body>\n</html>\n")
	}
	if err != nil {
		return fmt.Errorf("documents: HTML: %w", err)
	}
	return nil
}

// Article writes the document as one <article class="doc"> for a page that links
// CSS: no scripts, no style attributes, so it passes a strict content policy.
func Article(w io.Writer, d Document) error {
	h := htmlWriter{shift: 1, base: decree().byID()}
	if Deep(d.Body) {
		h.shift = 2
	}
	h.printf("<article class=\"doc\" lang=\"vi\">\n")
	h.elements(d.elements())
	h.printf("</article>\n")
	if _, err := io.WriteString(w, h.out.String()); err != nil {
		return fmt.Errorf("documents: HTML: %w", err)
	}
	return nil
}

// elements writes what is printed, in order.
func (h *htmlWriter) elements(list []element) {
	for _, e := range list {
		switch {
		case e.newPage:
			h.closeList()
			h.printf("<div class=\"doc-new-page\"></div>\n")
		case e.columns != nil:
			h.columns(*e.columns)
		case e.table != nil:
			h.table(*e.table)
		case e.para != nil:
			h.para(*e.para)
		}
	}
	h.closeList()
}

// htmlWriter turns elements into HTML.
type htmlWriter struct {
	out    strings.Builder
	inList bool
	base   map[string]style
	shift  int // from outline level to heading element: h1 is the title
}

func (h *htmlWriter) printf(format string, args ...any) { fmt.Fprintf(&h.out, format, args...) }

func (h *htmlWriter) closeList() {
	if h.inList {
		h.printf("</ul>\n")
		h.inList = false
	}
}

// para writes a paragraph, an item of a list or a heading.
func (h *htmlWriter) para(p para) {
	if p.item && !h.inList {
		h.printf("<ul class=\"doc-list\">\n")
		h.inList = true
	} else if !p.item {
		h.closeList()
	}
	tag := h.tag(p)
	h.printf("<%s class=\"%s\">%s</%s>\n", tag, h.class(p.style), p.html(), tag)
}

// class names the style, and what a paragraph has otherwise than its style.
func (h *htmlWriter) class(s style) string {
	class, base := "doc-"+s.id, h.base[s.id]
	if s.align != base.align {
		class += " doc-align-" + s.align.String()
	}
	if s.before != base.before {
		class += fmt.Sprintf(" doc-before-%g", s.before)
	}
	if s.after != base.after {
		class += fmt.Sprintf(" doc-after-%g", s.after)
	}
	return class
}

func (h *htmlWriter) tag(p para) string {
	switch {
	case p.item:
		return "li"
	case p.style.id == "TenLoai":
		return "h1"
	case p.style.id == "PhanChuong":
		return "h2"
	case p.style.level > 0:
		return fmt.Sprintf("h%d", p.style.level+h.shift)
	}
	return "p"
}

// String is the alignment as a class and value in CSS.
func (a Align) String() string { return [...]string{"justify", "left", "center", "right"}[a] }

// html is the text with its emphasis, and with the rule or box around it.
func (p para) html() string {
	var b strings.Builder
	for i, s := range p.spans {
		text := html.EscapeString(printable(s.Text))
		cut, base := p.cutOf(i), p.style.cut
		switch {
		case cut&^base == bold|italic:
			text = "<strong><em>" + text + "</em></strong>"
		case cut&^base == bold:
			text = "<strong>" + text + "</strong>"
		case cut&^base == italic:
			text = "<em>" + text + "</em>"
		case cut != base && text != "":
			text = "<span class=\"doc-upright\">" + text + "</span>"
		}
		b.WriteString(text)
	}
	switch {
	case p.rule == 1:
		return "<span class=\"doc-ruled doc-ruled-whole\">" + b.String() + "</span>"
	case p.rule > 0:
		return "<span class=\"doc-ruled\">" + b.String() + "</span>"
	case p.boxed:
		return "<span class=\"doc-boxed\">" + b.String() + "</span>"
	}
	return b.String()
}

// columns writes a pair of columns, row by row.
func (h *htmlWriter) columns(c columns) {
	h.closeList()
	tag, class := "header", "doc-letterhead"
	if c.id == "Signature" {
		tag, class = "footer", "doc-signature"
	}
	h.printf("<%s class=\"%s\">\n", tag, class)
	for _, row := range c.rows {
		for i, side := range [...]string{"left", "right"} {
			if len(row[0])+len(row[1]) == 0 {
				continue
			}
			h.printf("<div class=\"doc-%s\">\n", side)
			for _, p := range row[i] {
				h.para(p)
			}
			h.closeList()
			h.printf("</div>\n")
		}
	}
	h.printf("</%s>\n", tag)
}

// table writes a table with its head, so that it is repeated on paper.
func (h *htmlWriter) table(t Table) {
	h.closeList()
	slots, n := t.grid()
	edges := t.edges(n)
	h.printf("<div class=\"doc-scroll\"><table class=\"doc-table\">\n<colgroup>")
	for i := range n {
		h.printf("<col width=\"%.1f%%\">", (edges[i+1]-edges[i])*100/textWidth)
	}
	h.printf("</colgroup>\n")
	h.rows(t, "thead", slots[:len(t.Header)])
	h.rows(t, "tbody", slots[len(t.Header):])
	h.printf("</table></div>\n")
}

func (h *htmlWriter) rows(t Table, group string, rows [][]slot) {
	if len(rows) == 0 {
		return
	}
	st := decree()
	h.printf("<%s>\n", group)
	for _, row := range rows {
		h.printf("<tr>")
		for _, s := range row {
			p := t.para(st, s)
			tag, attrs := "td", ""
			if s.head && s.cell.Text != "" { // an empty cell heads nothing
				tag = "th"
			}
			if s.cols > 1 {
				attrs += fmt.Sprintf(" colspan=\"%d\"", s.cols)
			}
			if s.rows > 1 {
				attrs += fmt.Sprintf(" rowspan=\"%d\"", s.rows)
			}
			h.printf("<%s class=\"%s\"%s>%s</%s>", tag, h.class(p.style), attrs, p.html(), tag)
		}
		h.printf("</tr>\n")
	}
	h.printf("</%s>\n", group)
}
