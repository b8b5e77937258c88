package planedit

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
	"vuon/platform/text"
)

// Bounds of what is pasted: bytes of HTML, paragraphs and rows, cells of a row, and
// how deep elements are looked into.
const (
	MaxPaste  = 4 << 20
	maxBlocks = 5000
	maxCells  = 40
	maxDepth  = 200
)

// Block is a paragraph of what was pasted; Heading is its level as a heading, from 1,
// 0 for text.
type Block struct {
	planreader.Paragraph
	Heading int
}

// FromHTML reads what Word, LibreOffice or Google Docs put on the clipboard:
// headings, paragraphs, numbered and bulleted lists (also Word's, which are paragraphs
// that say in their style that they are a list), rows of tables. What is hidden, struck
// out as a tracked change or no text is left out.
func FromHTML(s string) ([]Block, error) {
	if len(s) > MaxPaste {
		return nil, faultPaste("Nội dung dán vào quá lớn (tối đa 4 MB). Hãy dán từng phần, hoặc nhập cả tệp .docx.",
			"What was pasted is too large (at most 4 MB). Paste it piece by piece, or import the .docx file.")
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return nil, faultPaste("Không đọc được nội dung dán vào. Hãy dán dạng chữ thường (Ctrl+Shift+V).",
			"What was pasted cannot be read. Paste it as plain text (Ctrl+Shift+V).")
	}
	r := pasteReader{}
	r.children(root, 0)
	r.end()
	if len(r.out) >= maxBlocks {
		return nil, faultPaste("Nội dung dán vào có quá nhiều đoạn (tối đa 5.000). Hãy dán từng phần.",
			"What was pasted has too many paragraphs (at most 5,000). Paste it piece by piece.")
	}
	return r.out, nil
}

func faultPaste(vi, en string) error { return fault.New(fault.Invalid, "paste_unreadable", vi, en) }

// pasteReader walks over the elements and gathers paragraphs.
type pasteReader struct {
	out     []Block
	line    strings.Builder
	open    Block // what the paragraph under way is
	bold    int   // letters of it that are bold
	lists   []pasteList
	upper   bool
	strong  bool
	inTable bool
}

// pasteList is an open list of HTML.
type pasteList struct {
	style string // decimal lower-alpha upper-alpha lower-roman upper-roman, "" for bullets
	next  int
}

func (r *pasteReader) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil && depth < maxDepth && len(r.out) < maxBlocks; c = c.NextSibling {
		r.node(c, depth+1)
	}
}

func (r *pasteReader) node(n *html.Node, depth int) {
	switch n.Type {
	case html.TextNode:
		s := n.Data
		if r.upper {
			s = strings.ToUpper(s)
		}
		r.line.WriteString(s)
		if r.strong {
			r.bold += len(strings.Fields(s))
		}
	case html.ElementNode:
		if !hidden(n) {
			r.element(n, depth)
		}
	}
}

// hidden reports whether an element is no text of the document.
func hidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Style, atom.Script, atom.Title, atom.Template, atom.Del, atom.Img, atom.Svg, atom.Object, atom.Noscript, atom.Textarea, atom.Select:
		return true
	}
	style := styleOf(n)
	return strings.Contains(style, "display:none") || strings.Contains(style, "mso-hide:all") || strings.Contains(attr(n, "class"), "msoDel") ||
		strings.Contains(style, "mso-element:comment")
}

func (r *pasteReader) element(n *html.Node, depth int) {
	upper, strong := r.upper, r.strong
	defer func() { r.upper, r.strong = upper, strong }()
	style := styleOf(n)
	r.upper = r.upper || strings.Contains(style, "text-transform:uppercase")
	r.strong = (r.strong || n.DataAtom == atom.B || n.DataAtom == atom.Strong || boldStyle.MatchString(style)) && !lightStyle.MatchString(style)
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		level, _ := strconv.Atoi(n.Data[1:])
		r.paragraph(n, depth, Block{Heading: level})
	case atom.P, atom.Div, atom.Blockquote, atom.Dt, atom.Dd, atom.Caption, atom.Section, atom.Article, atom.Pre:
		r.paragraph(n, depth, r.listed(n, style))
	case atom.Br:
		if r.inTable || r.open.Heading > 0 {
			r.line.WriteByte(' ')
		} else {
			r.end()
		}
	case atom.Ol, atom.Ul:
		r.list(n, depth, style)
	case atom.Li:
		r.item(n, depth)
	case atom.Table:
		r.table(n, depth)
	case atom.Span:
		if strings.Contains(style, "mso-list:ignore") {
			r.msoMark(n)
			return
		}
		if strings.Contains(style, "mso-tab-count") {
			r.line.WriteByte(' ')
			return
		}
		r.children(n, depth)
	default:
		r.children(n, depth)
	}
}

var (
	boldStyle  = regexp.MustCompile(`font-weight:\s*(?:bold|[6-9]00)`)
	lightStyle = regexp.MustCompile(`font-weight:\s*(?:normal|[1-5]00)`)
	msoLevel   = regexp.MustCompile(`mso-list:\s*\S+\s+level(\d)`)
	msoHeading = regexp.MustCompile(`(?i)^(?:mso)?heading ?(\d)$`)
)

// paragraph reads a block element, which other blocks may stand in.
func (r *pasteReader) paragraph(n *html.Node, depth int, b Block) {
	if r.inTable {
		r.line.WriteByte(' ')
		r.children(n, depth)
		r.line.WriteByte(' ')
		return
	}
	if r.open.Mark == "" || strings.TrimSpace(r.line.String()) != "" { // the first paragraph of an item is the item
		r.end()
		r.open = b
	} else if b.Heading > 0 {
		r.open.Heading = b.Heading
	}
	r.children(n, depth)
	r.end()
}

// listed tells what Word says of a paragraph in its style and class.
func (r *pasteReader) listed(n *html.Node, style string) Block {
	var b Block
	if m := msoLevel.FindStringSubmatch(style); m != nil {
		b.Level, _ = strconv.Atoi(m[1])
	}
	if m := msoHeading.FindStringSubmatch(attr(n, "class")); m != nil {
		b.Heading, _ = strconv.Atoi(m[1])
	}
	if m := regexpOutline.FindStringSubmatch(style); m != nil && b.Heading == 0 {
		b.Heading, _ = strconv.Atoi(m[1])
	}
	return b
}

var regexpOutline = regexp.MustCompile(`mso-outline-level:\s*(\d)`)

// msoMark takes the number or bullet that Word prints before a paragraph of a list.
func (r *pasteReader) msoMark(n *html.Node) {
	mark := text.Line(allText(n, 0))
	if mark == "" {
		return
	}
	last := []rune(mark)
	switch {
	case len(last) == 1 && !isNumeral(last[0]), mark == "o", mark == "v":
		r.open.Mark, r.open.Level = bulletAt(r.open.Level), 0
	default:
		r.open.Mark = mark
	}
}

func isNumeral(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' }

// bulletAt is the bullet that plans use on a level.
func bulletAt(level int) string {
	if level > 1 {
		return "+"
	}
	return "-"
}

func (r *pasteReader) list(n *html.Node, depth int, style string) {
	r.end()
	l := pasteList{next: 1}
	if n.DataAtom == atom.Ol {
		l.style = listStyle(n, style)
		if start, err := strconv.Atoi(attr(n, "start")); err == nil && start > 0 && start < 10000 {
			l.next = start
		}
	}
	r.lists = append(r.lists, l)
	r.children(n, depth)
	r.end()
	r.lists = r.lists[:len(r.lists)-1]
}

// listStyle is how a list counts, by its style, its type or its first item's style.
func listStyle(n *html.Node, style string) string {
	if first := n.FirstChild; first != nil && first.Type == html.ElementNode {
		style += ";" + styleOf(first)
	}
	for _, s := range []string{"lower-alpha", "lower-latin", "upper-alpha", "upper-latin", "lower-roman", "upper-roman", "decimal"} {
		if strings.Contains(style, "list-style-type:"+s) {
			return strings.Replace(s, "latin", "alpha", 1)
		}
	}
	switch attr(n, "type") {
	case "a":
		return "lower-alpha"
	case "A":
		return "upper-alpha"
	case "i":
		return "lower-roman"
	case "I":
		return "upper-roman"
	}
	return "decimal"
}

func (r *pasteReader) item(n *html.Node, depth int) {
	r.end()
	if len(r.lists) == 0 {
		r.open = Block{Paragraph: planreader.Paragraph{Mark: "-"}}
	} else {
		l := &r.lists[len(r.lists)-1]
		mark, level := bulletAt(len(r.lists)), 0
		if l.style != "" {
			mark, level = countedMark(l.style, l.next), len(r.lists)
			l.next++
		}
		r.open = Block{Paragraph: planreader.Paragraph{Mark: mark, Level: level}}
	}
	r.children(n, depth)
	r.end()
}

// countedMark is the mark of the nth item of a list of HTML.
func countedMark(style string, n int) string {
	sample := map[string]planreader.Section{
		"lower-alpha": {Number: "a", Mark: "a)"}, "upper-alpha": {Number: "A", Mark: "A."},
		"lower-roman": {Number: "i", Mark: "i)"}, "upper-roman": {Number: "I", Mark: "I."}, "decimal": {Number: "1", Mark: "1."},
	}[style]
	numbering := planreader.NumberingOf([]planreader.Section{sample})
	_, mark, _, ok := numbering.At(n - 1)
	if !ok {
		return "-"
	}
	return mark
}

// table reads rows: cells apart by tabs, of merged cells all but the first empty.
func (r *pasteReader) table(n *html.Node, depth int) {
	if r.inTable {
		r.children(n, depth) // a table in a cell is text of the cell
		return
	}
	r.end()
	below := map[int]int{} // rows that a cell above still reaches down to, by column
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		for c := n.FirstChild; c != nil && depth < maxDepth && len(r.out) < maxBlocks; c = c.NextSibling {
			switch {
			case c.Type != html.ElementNode || hidden(c):
			case c.DataAtom == atom.Tr:
				r.row(c, depth, below)
			case c.DataAtom == atom.Caption:
				r.element(c, depth)
			default:
				walk(c, depth+1)
			}
		}
	}
	walk(n, depth)
}

func (r *pasteReader) row(n *html.Node, depth int, below map[int]int) {
	var cells []string
	covered := func() {
		for below[len(cells)] > 0 && len(cells) < maxCells {
			below[len(cells)]--
			cells = append(cells, "")
		}
	}
	r.inTable = true
	for c := n.FirstChild; c != nil && len(cells) < maxCells; c = c.NextSibling {
		if c.Type != html.ElementNode || c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		covered()
		r.line.Reset()
		r.children(c, depth+1)
		down, _ := strconv.Atoi(attr(c, "rowspan"))
		across, _ := strconv.Atoi(attr(c, "colspan"))
		cell := text.Line(r.line.String())
		for i := 0; i < max(1, min(across, maxCells)) && len(cells) < maxCells; i++ {
			if down > 1 {
				below[len(cells)] = min(down, maxBlocks) - 1
			}
			cells = append(cells, cell)
			cell = ""
		}
	}
	covered()
	r.inTable = false
	r.line.Reset()
	r.bold, r.open = 0, Block{}
	if strings.Join(cells, "") == "" {
		return
	}
	if len(cells) == 1 { // a frame around text is no table
		r.out = append(r.out, Block{Paragraph: planreader.Paragraph{Text: cells[0]}})
		return
	}
	r.out = append(r.out, Block{Paragraph: planreader.Paragraph{Text: strings.Join(cells, "\t"), Row: true}})
}

// end closes the paragraph under way; one without letters is none.
func (r *pasteReader) end() {
	if r.inTable {
		return
	}
	s := text.Line(r.line.String())
	words := len(strings.Fields(s))
	r.line.Reset()
	b := r.open
	b.Bold = words > 0 && r.bold >= words
	r.bold = 0
	if s == "" {
		if b.Mark == "" {
			r.open = Block{}
		}
		return
	}
	b.Text = s
	r.open = Block{}
	r.out = append(r.out, b)
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// styleOf is an element's style without blanks behind colons, in small letters.
func styleOf(n *html.Node) string {
	s := strings.ToLower(attr(n, "style"))
	return strings.ReplaceAll(strings.ReplaceAll(s, ": ", ":"), "\n", "")
}

func allText(n *html.Node, depth int) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil && depth < maxDepth; c = c.NextSibling {
		b.WriteString(allText(c, depth+1))
	}
	return b.String()
}
