package form

import (
	"bufio"
	"context"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/a-h/templ"

	"vuon/platform/documents"
)

// HTML writes the form as one <section class="statform"> for a page that names the
// style sheet "form.css" (ui.Page.Styles): no script and no style attribute. Links
// are written for cells that have one. The error is that of Rows or of the writer.
func HTML(w io.Writer, f Form) error {
	h := &page{out: bufio.NewWriter(w), form: f, columns: f.Leaves()}
	size := ""
	if f.Large() {
		size = " statform-a3"
	}
	h.printf("<section class=\"statform%s\" lang=\"vi\">\n", size)
	h.head()
	h.printf("<div class=\"statform-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table class=\"statform-table\">\n", escape(f.Title))
	h.headings()
	if err := h.body(); err != nil {
		return err
	}
	h.printf("</table>\n</div>\n")
	h.foot()
	h.printf("</section>\n")
	return h.out.Flush()
}

// Component is HTML as a part of a page.
func Component(f Form) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return HTML(w, f) })
}

// page writes a form; what goes wrong with the writer, its end says.
type page struct {
	out     *bufio.Writer
	form    Form
	columns []Column
}

func escape(s string) string { return html.EscapeString(documents.Clean(s)) }

func (h *page) printf(format string, args ...any) { _, _ = fmt.Fprintf(h.out, format, args...) }

// lines writes each as a paragraph of a class.
func (h *page) lines(class string, list ...string) {
	for _, s := range list {
		if s = escape(s); s != "" {
			h.printf("<p class=\"statform-%s\">%s</p>\n", class, s)
		}
	}
}

// head is the office and the national name, the title and what is said below it.
func (h *page) head() {
	f := h.form
	h.printf("<header class=\"statform-head\">\n<div>\n")
	h.lines("office", f.Office...)
	h.printf("</div>\n<div>\n")
	h.lines("nation", nation)
	h.lines("motto", motto)
	h.printf("</div>\n</header>\n")
	h.lines("number", f.Number)
	h.printf("<h2 class=\"statform-title\">%s</h2>\n", escape(f.Title))
	h.lines("subtitle", f.Subtitle...)
	if f.Preliminary {
		h.lines("preliminary", preliminary)
	}
}

// headings are the tree of headings and the line of column numbers.
func (h *page) headings() {
	h.printf("<thead>\n")
	for _, row := range h.form.headings() {
		h.printf("<tr>")
		for _, one := range row {
			scope := "col"
			if one.group() {
				scope = "colgroup"
			}
			h.printf("<th scope=\"%s\"%s%s>%s</th>", scope, h.class(one.col, ""), spans(one.rows, one.cols), escape(one.Title))
		}
		h.printf("</tr>\n")
	}
	if h.form.signed() {
		h.printf("<tr class=\"statform-signs\">")
		for i, c := range h.columns {
			h.printf("<td%s>%s</td>", h.class(i, ""), signed(c.sign()))
		}
		h.printf("</tr>\n")
	}
	h.printf("</thead>\n")
}

// signed is a column number whose formula may be broken before its operators.
func signed(sign string) string {
	return strings.NewReplacer("-", "<wbr>-", "+", "<wbr>+", "/", "<wbr>/", "×", "<wbr>×").Replace(escape(sign))
}

// class is the class attribute of a cell in a column. The columns up to the name
// stay in sight; they are three at most.
func (h *page) class(col int, more string) string {
	class := [...]string{Figures: "num", Ordinal: "ordinal", Words: "words", Marks: "tick"}[h.columns[col].Kind]
	for i, c := range h.columns[:min(3, len(h.columns))] {
		if i == col {
			class += fmt.Sprintf(" fix%d", i)
		}
		if c.Names {
			if i == col {
				class += " name"
			}
			break
		}
	}
	return " class=\"" + class + more + "\""
}

func spans(rows, cols int) (attrs string) {
	if rows > 1 {
		attrs = fmt.Sprintf(" rowspan=\"%d\"", rows)
	}
	if cols > 1 {
		attrs += fmt.Sprintf(" colspan=\"%d\"", cols)
	}
	return attrs
}

// body writes the rows as they come.
func (h *page) body() error {
	h.printf("<tbody>\n")
	l := h.form.layer()
	for r, err := range h.form.rows() {
		if err != nil {
			return err
		}
		classes := ""
		if r.Bold {
			classes += " bold"
		}
		if r.Missing {
			classes += " missing"
		}
		if classes != "" {
			classes = " class=\"" + classes[1:] + "\""
		}
		h.printf("<tr%s>", classes)
		for _, s := range l.row(r) {
			h.cell(s)
		}
		h.printf("</tr>\n")
	}
	h.printf("</tbody>\n")
	return nil
}

func (h *page) cell(s spot) {
	tag, scope := "td", ""
	if h.columns[s.col].Names && s.kind != blank {
		tag, scope = "th", " scope=\"row\""
	}
	more := ""
	if s.across > 1 {
		more = " wide"
	}
	h.printf("<%s%s%s%s>", tag, scope, h.class(s.col, more), spans(s.down, s.across))
	text := html.EscapeString(s.Text())
	if s.Href != "" {
		text = "<a href=\"" + html.EscapeString(string(templ.URL(s.Href))) + "\">" + text + "</a>"
	}
	if s.missing {
		text += " <small>" + notReported + "</small>"
	}
	h.printf("%s</%s>", text, tag)
}

// foot is the notes and the signature.
func (h *page) foot() {
	h.lines("note", h.form.Notes...)
	g := h.form.Signature
	if g == nil {
		return
	}
	h.printf("<footer class=\"statform-signature\">\n<div>\n")
	h.lines("capacity", g.Left...)
	h.lines("signatory", g.LeftName)
	h.printf("</div>\n<div>\n")
	h.lines("place", g.Place)
	h.lines("capacity", g.Capacity...)
	h.lines("signatory", g.Name)
	h.printf("</div>\n</footer>\n")
}
