package planreader

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// projectHeading is "Dự án 3: Title" or "Tiểu dự án 1 thuộc Dự án 3: Title".
type projectHeading struct {
	project, sub int // 0: not named
	title        string
}

// readHeading reads the heading of a project; ok is false for a sentence that only
// begins with the word.
func readHeading(s string) (h projectHeading, ok bool) {
	l := lower(s)
	if m := subPattern.FindStringSubmatchIndex(l); m != nil {
		h.sub, _ = strconv.Atoi(l[m[2]:m[3]])
		end := m[3]
		if m[4] >= 0 { // "Tiểu dự án 3.1" names project and sub-project
			h.project = h.sub
			h.sub, _ = strconv.Atoi(l[m[4]:m[5]])
			end = m[5]
		}
		if o := ofProject.FindStringSubmatchIndex(l[end:]); o != nil {
			h.project, _ = strconv.Atoi(l[end+o[2] : end+o[3]])
			end += o[1]
		}
		return h.titled(s[end:])
	}
	if m := projectPattern.FindStringSubmatchIndex(l); m != nil {
		h.project, _ = strconv.Atoi(l[m[2]:m[3]])
		return h.titled(s[m[3]:])
	}
	return h, false
}

// titled takes the title behind the number; anything but a separator there makes
// it a sentence ("Dự án 2 được thực hiện …").
func (h projectHeading) titled(rest string) (projectHeading, bool) {
	trimmed := strings.TrimLeft(rest, " ")
	sep, _ := utf8.DecodeRuneInString(trimmed)
	if trimmed != "" && !strings.ContainsRune(":.-–(\"“,)", sep) && !startsUpper(trimmed) {
		return h, false
	}
	h.title = strings.Trim(plain(trimmed), "()“”\" ")
	return h, true
}

// entry finds the catalogue's project for a heading; a title that is another
// project's own counts more than the number.
func (c *index) entry(h projectHeading, parent string) (CatalogueProject, bool) {
	if h.sub > 0 && h.project > 0 {
		if p, ok := c.entry(projectHeading{project: h.project}, ""); ok {
			parent = p.Code
		}
	}
	var byNumber, byTitle *CatalogueProject
	title := letters(h.title)
	for i, p := range c.Projects {
		if h.sub > 0 && (parent == "" || p.Parent != parent) || h.sub == 0 && p.Parent != "" {
			continue
		}
		if p.Number == max(h.sub, h.project*boolInt(h.sub == 0)) {
			byNumber = &c.Projects[i]
		}
		if c.accepted[p.Code+" "+title] {
			byTitle = &c.Projects[i]
		}
	}
	if byTitle != nil {
		return *byTitle, true
	}
	if byNumber != nil {
		return *byNumber, true
	}
	return CatalogueProject{}, false
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// byTitle finds a project or sub-project by its whole title.
func (c *index) byTitle(title string) (CatalogueProject, bool) {
	if title == "" || len(title) > 4*maxPhrase {
		return CatalogueProject{}, false
	}
	p, ok := c.titles[letters(title)]
	return p, ok
}

// cutLabel splits "Mục tiêu: …" into label and text; label is "" when s begins no
// field of a project.
func cutLabel(s string) (label, rest string) {
	label, rest, colon := strings.Cut(s, ":")
	if !colon {
		if i := strings.Index(s, ". "); i > 0 && len(strings.Fields(s[:i])) <= 6 {
			label, rest = s[:i], s[i+1:]
		} else if label = strings.TrimRight(s, "."); len(strings.Fields(label)) > 9 || strings.HasSuffix(s, ";") {
			return "", ""
		}
	}
	if fieldOf(label) == "" || len(strings.Fields(label)) > 12 || strings.ContainsAny(label, ";.") || has(label, "quy định tại") {
		return "", ""
	}
	return strings.TrimSpace(label), strings.TrimSpace(rest)
}

// fieldOf is the field whose label begins s; the longest phrase decides.
func fieldOf(s string) string {
	field, longest := "", 0
	for _, f := range fieldLabels {
		if n := begins(s, f.phrases...); n > longest {
			field, longest = f.field, n
		}
	}
	return field
}

// projectReader walks over the sections and fills projects.
type projectReader struct {
	cat      *index
	warnings *warnings

	out   []*openProject
	whole *openProject // the open project
	sub   *openProject // its open sub-project
}

// openProject is a project while it is read.
type openProject struct {
	Project
	depth  int
	head   string // id of the section that heads it
	field  string
	role   string     // label of a role on a line of its own: "Cơ quan chủ trì"
	label  labelPlace // of its first field
	subs   []*openProject
	fields map[string][]string
	tasks  []item // lines of its assignments
}

// labelPlace tells fields from lines that only begin with a field's word.
type labelPlace struct {
	set   bool
	depth int
	mark  string
}

func (r *projectReader) read(items []item) []Project {
	for _, it := range items {
		r.close(it)
		if r.whole == nil && it.around() != contentZone {
			continue
		}
		if it.head && r.open(it) {
			if _, rest, runs := strings.Cut(it.text, it.title+it.after+" "); runs {
				r.take(r.current(), item{at: it.at, depth: it.depth, text: rest, id: it.id, line: it.line})
			}
			continue
		}
		if p := r.current(); p != nil {
			r.take(p, it)
		}
	}
	return r.finish(r.out)
}

func (r *projectReader) current() *openProject {
	if r.sub != nil {
		return r.sub
	}
	return r.whole
}

// close ends projects that a section beside or above them leaves.
func (r *projectReader) close(it item) {
	if !it.head {
		return
	}
	if r.sub != nil && it.depth <= r.sub.depth {
		r.sub = nil
	}
	if r.whole != nil && it.depth <= r.whole.depth {
		r.whole = nil
	}
}

// open starts a project where a head names one.
func (r *projectReader) open(it item) bool {
	h, ok := readHeading(firstOf(it.title, it.text))
	if !ok {
		if p, found := r.cat.byTitle(plain(it.title)); found {
			h, ok = projectHeading{title: plain(it.title)}, true
			h.project = p.Number
			if p.Parent != "" {
				parent, _ := r.cat.code(p.Parent)
				h.project, h.sub = parent.Number, p.Number
			}
		}
	}
	if !ok {
		return false
	}
	if h.sub > 0 {
		r.openSub(h, it)
	} else {
		r.whole, r.sub = r.start(&r.out, h, "", it), nil
	}
	return true
}

func (c *index) code(code string) (CatalogueProject, bool) {
	for _, p := range c.Projects {
		if p.Code == code {
			return p, true
		}
	}
	return CatalogueProject{}, false
}

func (r *projectReader) openSub(h projectHeading, it item) {
	if h.project > 0 && (r.whole == nil || !r.same(r.whole, h.project)) {
		parent := item{at: it.at, depth: it.depth}
		r.whole = r.start(&r.out, projectHeading{project: h.project}, "", parent)
		r.whole.depth = it.depth - 1
	}
	if r.whole == nil {
		r.warnings.add(WarnProjectParent, it.at, "Tiểu dự án “%s” không nằm trong dự án nào.", "The sub-project “%s” stands in no project.", h.title)
		r.sub = r.start(&r.out, h, "", it)
		r.sub.depth = it.depth
		return
	}
	r.sub = r.start(&r.whole.subs, h, r.whole.Code, it)
}

func (r *projectReader) same(p *openProject, number int) bool {
	e, ok := r.cat.code(p.Code)
	return ok && e.Number == number
}

// start opens a project in list, or goes on with one of the same code.
func (r *projectReader) start(list *[]*openProject, h projectHeading, parent string, it item) *openProject {
	e, known := r.cat.entry(h, parent)
	if known {
		for _, p := range *list {
			if p.Code == e.Code {
				p.depth, p.label, p.field = it.depth, labelPlace{}, ""
				if it.id != "" {
					p.head = it.id
				}
				return p
			}
		}
	}
	p := &openProject{depth: it.depth, head: it.id}
	p.Code, p.Title, p.At = e.Code, h.title, it.at
	*list = append(*list, p)
	switch {
	case !known:
		r.warnings.add(WarnProjectUnknown, it.at, "Danh mục chương trình không có “%s”.", "The catalogue has no “%s”.", plain(it.title))
	case h.title != "" && !r.cat.accepted[e.Code+" "+letters(h.title)]:
		r.warnings.add(WarnProjectTitle, it.at, "Tên dự án “%s” khác tên trong danh mục: “%s”.", "The title “%s” differs from the catalogue's: “%s”.", h.title, e.Title)
	}
	return p
}

// take puts a line into the field that it begins or continues.
func (r *projectReader) take(p *openProject, it item) {
	label, rest := cutLabel(it.text)
	if label != "" && p.label.accepts(it) {
		p.label = labelPlace{true, it.depth, it.mark}
		p.field, p.role = fieldOf(label), ""
		if p.field == assignmentsField && roleOf(label) != "" {
			rest = it.text
			if strings.TrimRight(it.text, ":. ") == label {
				p.role, rest = label, ""
			}
		}
		if p.field == assignmentsField && rest != "" {
			p.tasks = append(p.tasks, item{at: it.at, text: rest, id: it.id, line: it.line})
			return
		}
		p.put(rest)
		return
	}
	switch {
	case p.label.set && it.mark != "" && it.mark == p.label.mark && r.assigns(it):
		p.field = assignmentsField
		p.tasks = append(p.tasks, it)
	case p.field == assignmentsField && p.role != "" && !it.row():
		it.text = p.role + ": " + it.text
		p.tasks = append(p.tasks, it)
	case p.field == assignmentsField:
		p.tasks = append(p.tasks, it)
	case p.field == "" && !it.row() && len(r.rolesIn(it.text)) > 0:
		p.tasks = append(p.tasks, it)
	case p.field == "" && !it.row():
		r.warnings.add(WarnUnrecognised, it.at, "Đoạn chưa nhận dạng được, giữ nguyên tại chỗ: “%s”.", "Text that is not understood stays at its place: “%s”.", shortened(it.whole()))
	case p.field != "":
		p.put(it.whole())
	}
}

// assigns reports whether a line beside the labels says who leads, without a label of
// its own: "+ Phòng X là cơ quan đầu mối …".
func (r *projectReader) assigns(it item) bool {
	return headed(it.text) && slices.ContainsFunc(r.rolesIn(it.text), func(d deed) bool { return d.role == leadRole })
}

// accepts reports whether a label at this place is a field and not a line of one:
// as deep as the first field, or marked like it.
func (l labelPlace) accepts(it item) bool {
	return !l.set || it.depth < l.depth || it.depth == l.depth && (it.mark == l.mark || it.head)
}

// put adds a line to the open field.
func (p *openProject) put(s string) {
	if s == "" {
		return
	}
	if p.fields == nil {
		p.fields = map[string][]string{}
	}
	p.fields[p.field] = append(p.fields[p.field], s)
}

// text is a field with its paragraphs apart by line ends.
func (p *openProject) text(field string) Optional {
	return Optional(strings.Join(p.fields[field], "\n"))
}

// finish reads the assignments of the projects and their sub-projects.
func (r *projectReader) finish(list []*openProject) []Project {
	out := make([]Project, 0, len(list))
	for _, p := range list {
		p.Objective, p.Beneficiaries = p.text(objectiveField), p.text(beneficiariesField)
		p.Contents, p.Project.Funding = p.text(contentsField), p.text(fundingField)
		p.Assignments = r.assign(p.tasks)
		p.SubProjects = r.finish(p.subs)
		out = append(out, p.Project)
	}
	return out
}

// shortened is the beginning of a long text.
func shortened(s string) string {
	r := []rune(s)
	if len(r) <= 80 {
		return s
	}
	return string(r[:80]) + "…"
}
