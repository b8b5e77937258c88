package planreader

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// zones are the parts of a document, as ranges of its paragraphs.
type zones struct{ heading, bases, sections, ending, annex []Paragraph }

// full is the paragraph with the number that the word processor prints.
func (p Paragraph) full() string {
	if p.Mark == "" {
		return p.Text
	}
	return strings.TrimSpace(p.Mark + " " + p.Text)
}

// split finds heading, bases, sections, ending and annexes.
func split(ps []Paragraph) zones {
	from, to, end := 0, endingStart(ps), len(ps)
	for i := to; i < len(ps); i++ {
		if i > to && annexStart(ps[i].full()) {
			end = i
			break
		}
	}
	afterType := false
	for from < to && (afterType && !startsSection(ps[from].full()) || !startsBody(ps[from].full())) {
		afterType = typeOf(ps[from].Text) != ""
		from++
	}
	mid := from
	for mid < to && !startsSection(ps[mid].full()) {
		mid++
	}
	return zones{ps[:from], oneColumn(ps[from:mid]), oneColumn(ps[mid:to]), ps[to:end], ps[end:]}
}

// oneColumn makes blanks of tabs that set apart no cells of a table.
func oneColumn(ps []Paragraph) []Paragraph {
	out := slices.Clone(ps)
	for i := range out {
		if !out[i].Row {
			out[i].Text = strings.ReplaceAll(out[i].Text, "\t", " ")
		}
	}
	return out
}

// startsBody reports whether the bases, the opening or the sections begin here.
func startsBody(s string) bool {
	opening := !upperCase(s) && begins(s, issuerOpeners...) > 0 && has(s, openingVerbs...)
	return startsBasis(s) || startsSection(s) || opening
}

// startsBasis reports whether s is a basis: "Căn cứ …", "Thực hiện Quyết định số …".
func startsBasis(s string) bool {
	s = strings.TrimLeft(s, "-–+ ")
	if begins(s, basisOpeners...) > 0 {
		return true
	}
	n := begins(s, preambleOpeners...)
	if n == 0 {
		return false
	}
	rest := lower(s[n:])
	number, _ := find(rest, "số", 0)
	day, _ := find(rest, "ngày", 0)
	if number < 0 {
		number = day
	}
	typ := firstType(rest)
	if typ >= 0 && endsWithWord(rest[:typ], locatives) { // "ý kiến của Chủ tịch tại Thông báo số …"
		return number >= 0 && number < 240
	}
	return number >= 0 && number < 120 && typ >= 0 && typ < 40
}

// listedBasis reports whether s is an item of a list of documents, or one that no
// opener repeats: "- Nghị định số 27/2022/NĐ-CP …", "Luật Đầu tư công ngày …".
func listedBasis(s string) bool {
	_, s = cutBullet(s)
	s = strings.TrimPrefix(strings.TrimPrefix(s, "Các "), "các ")
	if firstType(lower(headOf(s))) != 0 {
		return false
	}
	opening := clip(s, 3*maxPhrase)
	if m := mentions(opening); len(m) > 0 && (m[0].start == 0 || strings.HasSuffix(strings.TrimSpace(opening[:m[0].start]), ":")) {
		return true
	}
	day := anyDate.FindStringIndex(opening)
	return day != nil && !strings.ContainsAny(s[:day[0]], ".:")
}

// startsSection reports whether s begins with a first number of any kind.
func startsSection(s string) bool {
	for _, m := range readMarks(s) {
		if m.kind != bulletMark && m.value == 1 && m.plausible(s) {
			return true
		}
	}
	return false
}

func annexStart(s string) bool {
	return begins(s, annexOpeners...) > 0 && utf8.RuneCountInString(s) < 120
}

// isHeading reports whether a paragraph reads like a title: short, no full stop.
func isHeading(s string) bool {
	return utf8.RuneCountInString(s) <= 60 && upperCase(s) && !strings.HasSuffix(s, ",")
}

// node is a section under construction.
type node struct {
	kind  markKind
	value int
	level int // of the word processor's list, 0 unknown
	Section
	lines    []string // of Text
	children []*node
}

// maxNesting bounds sections inside sections; deeper numbers stand beside.
const maxNesting = 12

// headKind marks an unnumbered section that heads a project or sub-project.
const (
	projectKind markKind = "project"
	subKind     markKind = "sub-project"
)

// builder makes the tree of sections.
type builder struct {
	root  node
	stack []*node
	skip  bool // the top section lists projects without being about them
}

// outline makes sections of paragraphs.
func outline(ps []Paragraph) []Section {
	b := &builder{}
	b.stack = []*node{&b.root}
	for i, p := range ps {
		var next string
		if i+1 < len(ps) {
			next = ps[i+1].full()
		}
		b.add(p, next)
	}
	return b.root.sections()
}

func (n *node) sections() []Section {
	out := make([]Section, 0, len(n.children))
	for _, c := range n.children {
		c.Section.Text = strings.Join(append(textLines(c.Section.Text), c.lines...), "\n")
		c.Section.Children = c.sections()
		out = append(out, c.Section)
	}
	return out
}

func (b *builder) top() *node { return b.stack[len(b.stack)-1] }

// push puts n below the first depth nodes of the stack.
func (b *builder) push(depth int, n *node) {
	b.stack = b.stack[:depth]
	b.top().children = append(b.top().children, n)
	b.stack = append(b.stack, n)
	b.skip = b.listing()
}

func (b *builder) add(p Paragraph, next string) {
	s := p.full()
	if p.Row {
		b.text(s)
		return
	}
	if b.titleBelow(s) {
		return
	}
	if m, depth, ok := b.place(s, p.Level); ok {
		n := &node{kind: m.kind, value: m.value, level: p.Level}
		n.Section = titled(strings.TrimSpace(strings.TrimPrefix(s, m.print)), next)
		n.Number, n.Mark = m.number, m.print
		b.push(depth, n)
		return
	}
	if kind := b.unnumbered(s, next); kind != noMark {
		bullet, rest := cutBullet(s)
		n := &node{kind: kind, Section: titled(rest, next)}
		n.Mark = bullet
		b.push(b.depthOf(kind), n)
		return
	}
	b.text(s)
}

// titleBelow takes a line in capitals as the title of the part above it, which
// printed only its number ("Phần thứ nhất", "Chương I").
func (b *builder) titleBelow(s string) bool {
	n := b.top()
	large := n.kind == partMark || n.kind == chapterMark || n.kind == itemMark
	if !large || n.Title != "" || n.Text != "" || len(n.lines) > 0 || len(n.children) > 0 || !upperCase(s) {
		return false
	}
	n.Title, n.TitleBelow = s, true
	b.skip = b.listing()
	return true
}

// listing reports whether the open sections list projects without being about them.
func (b *builder) listing() bool {
	titles := make([]string, 0, len(b.stack))
	for _, n := range b.stack[1:] {
		titles = append(titles, n.Title)
	}
	return zoneOf(titles) != contentZone
}

// text appends a line to the open section.
func (b *builder) text(s string) {
	n := b.top()
	if n == &b.root {
		n = &node{kind: noMark}
		b.root.children = append(b.root.children, n)
		b.stack = append(b.stack, n)
	}
	n.lines = append(n.lines, s)
}

// place chooses the reading of the mark that goes on counting best, and how many
// nodes of the stack stay open above it.
func (b *builder) place(s string, level int) (best mark, depth int, ok bool) {
	score := 0
	for _, m := range readMarks(s) {
		if m.kind == bulletMark || !m.plausible(s) {
			continue
		}
		if d, sc := b.fit(m, level); sc > score {
			best, depth, score, ok = m, d, sc, true
		}
	}
	return best, depth, ok
}

// fit rates a mark: 4 goes on counting, 3 begins a new level, 2 leaves a gap or
// repeats, 1 begins in the middle.
func (b *builder) fit(m mark, level int) (depth, score int) {
	at, below := -1, len(b.stack)
	for i := len(b.stack) - 1; i > 0; i-- {
		n := b.stack[i]
		if levels := level > 0 && n.level > 0; levels && n.level >= level {
			below = i
		} else if levels && n.kind == m.kind {
			continue // the same numerals one level up
		}
		if n.kind == m.kind && (level == 0 || n.level == 0 || n.level == level) {
			at = i
			break
		}
	}
	multi := strings.HasPrefix(string(m.kind), string(decimalMark)) && m.kind != decimalMark
	switch {
	case at > 0 && (m.follows(b.stack[at].value)):
		return at, 4
	case at > 0 && multi:
		return at, 3
	case at > 0 && m.value == 1 && at < len(b.stack)-1 && len(b.stack) <= maxNesting:
		return len(b.stack), 3
	case at > 0:
		return at, 2
	case multi:
		return b.parentOf(m), 3
	case m.value == 1:
		return below, 3
	}
	return below, 1
}

// parentOf finds the depth for "1.1": below "1", else below the innermost part
// that is no lettered point.
func (b *builder) parentOf(m mark) int {
	prefix := m.number[:strings.LastIndex(m.number, ".")]
	for i := len(b.stack) - 1; i > 0; i-- {
		if b.stack[i].Number == prefix {
			return i + 1
		}
	}
	for i := len(b.stack) - 1; i > 0; i-- {
		if k := b.stack[i].kind; k != letterMark && k != letterDot && k != bracketMark && k != enclosedMark {
			return i + 1
		}
	}
	return len(b.stack)
}

// unnumbered tells whether a paragraph without a number heads a project: it names
// one, and what follows is a field or sub-project of it.
func (b *builder) unnumbered(s, next string) markKind {
	_, rest := cutBullet(s)
	if b.skip || utf8.RuneCountInString(rest) > 300 || strings.HasSuffix(rest, ";") {
		return noMark
	}
	h, ok := readHeading(rest)
	if !ok || !b.field(next) && !(h.sub > 0 && titled(rest, next).RunIn && b.inProject()) {
		return noMark
	}
	if h.sub > 0 {
		return subKind
	}
	return projectKind
}

// inProject reports whether a project is open, whose sub-projects may follow.
func (b *builder) inProject() bool {
	return slices.ContainsFunc(b.stack, func(n *node) bool {
		h, ok := readHeading(n.Title)
		return ok && h.sub == 0
	})
}

// field reports whether a paragraph begins a field or a sub-project.
func (b *builder) field(s string) bool {
	_, rest := cutBullet(s)
	if rest == s {
		for _, m := range readMarks(s) {
			rest = strings.TrimSpace(strings.TrimPrefix(s, m.print))
			break
		}
	}
	h, ok := readHeading(rest)
	label, _ := cutLabel(rest)
	return ok && h.sub > 0 || label != ""
}

// depthOf finds where an unnumbered heading belongs: beside the last of its kind,
// a sub-project else below the open project.
func (b *builder) depthOf(kind markKind) int {
	for i := len(b.stack) - 1; i > 0; i-- {
		if b.stack[i].kind == kind {
			return i
		}
		if h, ok := readHeading(b.stack[i].Title); ok {
			if kind == subKind && h.sub == 0 {
				return i + 1
			}
			if (kind == subKind) == (h.sub > 0) {
				return i
			}
		}
	}
	return min(2, len(b.stack))
}

// cutBullet takes a bullet off a line.
func cutBullet(s string) (bullet, rest string) {
	for _, m := range readMarks(s) {
		if m.kind == bulletMark {
			return m.print, strings.TrimSpace(strings.TrimPrefix(s, m.print))
		}
	}
	return "", s
}

// titled tells title and text of a numbered paragraph apart.
func titled(s, next string) Section {
	if h, ok := readHeading(s); ok && utf8.RuneCountInString(s) <= 300 {
		return headingSection(s, h)
	}
	if i := strings.Index(s, ":"); i > 0 && titleLike(s[:i]) {
		sec := Section{Title: strings.TrimSpace(s[:i]), After: ":", Text: strings.TrimSpace(s[i+1:])}
		sec.RunIn = sec.Text != ""
		return sec
	}
	if strings.HasSuffix(s, ":") {
		return Section{Text: s, RunIn: true}
	}
	if label, rest := cutLabel(s); label != "" && rest != "" && strings.HasPrefix(s, label+". ") {
		return Section{Title: label, After: ".", Text: rest, RunIn: true}
	}
	long := utf8.RuneCountInString(s) > 200 || len(sentences(s, ".;")) > 1
	if long || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ".") && !heads(s, next) {
		return Section{Text: s, RunIn: true}
	}
	return Section{Title: s}
}

// headingSection is the section of a project; what runs in behind a colon after the
// title ("Tiểu dự án 1. Giảm nghèo về thông tin: giao Phòng …") is its text.
func headingSection(s string, h projectHeading) Section {
	at := strings.Index(s, h.title)
	title, rest, ok := strings.Cut(s[max(at, 0):], ":")
	if at <= 0 || !ok || title == "" || strings.TrimSpace(rest) == "" {
		return Section{Title: s}
	}
	return Section{Title: strings.TrimSpace(s[:at] + title), After: ":", Text: strings.TrimSpace(rest), RunIn: true}
}

// titleLike reports whether what stands before a colon is a title.
func titleLike(s string) bool {
	return !strings.ContainsAny(s, ".;") && len(strings.Fields(s)) <= 20 && !startsLower(s)
}

// heads reports whether a sentence with a full stop is still a title: short, with
// more text below it.
func heads(s, next string) bool {
	if utf8.RuneCountInString(s) > 120 || next == "" || upperCase(next) {
		return false
	}
	return !slices.ContainsFunc(readMarks(next), func(m mark) bool { return m.kind != bulletMark && m.value > 1 })
}
