package planreader

import (
	"slices"
	"strings"
)

// readTasks reads the parts on who does what: the tasks of offices, communes and
// the Fatherland Front, and the offices that answer questions on a project.
func readTasks(items []item, closing []string, cat *index) ([]Task, []Contact) {
	t := taskReader{cat: cat, tasks: []Task{}, contacts: []Contact{}}
	for _, it := range items {
		if it.zone != taskZone {
			t.contact, t.open = false, false
			t.ordered(it)
			continue
		}
		t.take(it)
	}
	for _, s := range closing {
		t.contactsWithin(s)
	}
	return slices.DeleteFunc(t.tasks, func(t Task) bool { return t.Text == "" }), t.contacts
}

type taskReader struct {
	cat      *index
	tasks    []Task
	contacts []Contact
	contact  bool // bullets name contacts
	open     bool // lines belong to the last task
	depth    int  // of the section of the last task
}

func (t *taskReader) take(it item) {
	if it.head {
		t.contact = false
		if it.depth <= t.depth {
			t.open = false
		}
		if it.title == it.text && (begins(it.title, taskSections...) > 0 || has(it.title, "tổ chức thực hiện")) {
			return
		}
	}
	if has(it.text, contactWords...) && strings.HasSuffix(it.text, ":") {
		t.append(it)
		t.contact = true
		return
	}
	t.contactsWithin(it.text)
	unit, text := t.unit(it)
	switch {
	case t.contact && unit != "" && it.mark != "":
		t.contactsOf(unit, text)
	case unit != "" && (it.head && (it.title != "" || it.depth <= t.depth) || !t.open || it.depth <= t.depth && it.mark != "" && text != ""):
		t.tasks = append(t.tasks, Task{unit, t.cat.function(unitsOf(unit)[0]), text, it.at})
		t.open, t.depth = true, it.depth
	default:
		t.append(it)
	}
}

// unit reads "Phòng X: …", "Đề nghị Ủy ban Mặt trận …" at the beginning of a line.
func (t *taskReader) unit(it item) (unit, text string) {
	s := it.text
	if it.head && it.title != "" {
		s = it.title
	} else if i := strings.Index(s, ":"); i >= 0 {
		s = s[:i]
	} else if a, _ := findAny(lower(s), append(leadVerbs, append(adviseVerbs, coordinateVerbs...)...), 0); a > 0 {
		s = s[:a]
	} else {
		return "", ""
	}
	name := plain(s)
	if n := begins(name, givers...); n > 0 {
		name = plain(name[n:])
	}
	person := it.head && begins(name, taskHeads...) > 0
	if len(unitsOf(name)) == 0 || !person && !isUnit(unitsOf(name)[0]) {
		return "", ""
	}
	return name, plainLeft(it.text[len(s):])
}

// ordered reads an article that orders a task outside the part on tasks: "Điều 2. Giao
// Phòng X theo dõi, đôn đốc …".
func (t *taskReader) ordered(it item) {
	n := begins(it.text, orders...)
	if !it.head || it.title != "" || it.inner || n == 0 {
		return
	}
	c := clause{text: it.text, low: lower(headOf(it.text))}
	c.text = c.text[:len(c.low)]
	end := c.listEnd(n)
	if units := unitsOf(c.text[n:end]); len(units) > 0 && isUnit(units[0]) {
		t.tasks = append(t.tasks, Task{strings.Join(units, ", "), t.cat.function(units[0]), strings.TrimSpace(it.text[end:]), it.at})
	}
}

func plainLeft(s string) string { return strings.TrimLeft(s, " :.,") }

// append adds a line to the text of the open task.
func (t *taskReader) append(it item) {
	if !t.open || len(t.tasks) == 0 {
		return
	}
	last := &t.tasks[len(t.tasks)-1]
	last.Text = below(last.Text, it.whole())
}

// contactsOf reads "Dự án 4: …; Dự án 6: …": a contact a project, or one without.
func (t *taskReader) contactsOf(unit, text string) {
	for _, part := range strings.Split(text, ";") {
		part = plain(part)
		if part == "" {
			continue
		}
		for _, code := range t.cat.projectsIn(part) {
			t.contacts = append(t.contacts, Contact{Optional(code), unit, t.cat.function(unit), part})
		}
	}
}

// contactsWithin reads "… liên hệ Phòng X (Dự án 2); Phòng Y (Dự án 6) để được hướng
// dẫn", "… phản ánh về UBND huyện (qua Phòng X) …".
func (t *taskReader) contactsWithin(s string) {
	_, at := findAny(lower(s), contactWords, 0)
	if at < 0 || len(s) > maxSentence || strings.HasSuffix(s, ":") {
		return
	}
	rest := s[at:]
	if _, via := findAny(lower(rest), through, 0); via >= 0 {
		rest = rest[via:]
	}
	for _, part := range strings.Split(rest, ";") {
		name, about, _ := strings.Cut(strings.TrimLeft(part, " :"), "(")
		name, _, _ = strings.Cut(name, ")")
		if n := begins(name, contactFillers...); n > 0 {
			name = strings.TrimLeft(name[n:], " :")
		}
		c := clause{text: name, low: lower(name)}
		for _, unit := range unitsOf(name[:c.listEnd(0)]) {
			if !headed(unit) || begins(unit, issuerOpeners...) > 0 {
				continue
			}
			code := t.cat.projectsIn(about)[0]
			t.contacts = append(t.contacts, Contact{Optional(code), unit, t.cat.function(unit), plain(s)})
		}
	}
}

// projectsIn lists the codes of the projects that a text names; one "" when none.
func (c *index) projectsIn(s string) []string {
	if h, ok := readHeading(s); ok {
		if e, known := c.entry(h, ""); known {
			return []string{e.Code}
		}
	}
	return []string{""}
}

// delegated adds to the projects what other parts say of them: "Dự án 4: Phòng X chủ
// trì …" among the tasks, or the rows of a table of assignments.
func (r *projectReader) delegated(projects []Project, items []item) {
	var table roleTable
	for _, it := range items {
		if !it.row() {
			table = roleTable{}
		}
		switch {
		case it.row() && !it.inner:
			deeds, head := table.read(it.text)
			if code := r.cat.projectOfRow(it.text); !head && code != "" {
				r.give(projects, code, deeds)
			}
		case it.around() == taskZone:
			h, ok := readHeading(it.text)
			_, sentence, colon := strings.Cut(it.text, ":")
			if e, known := r.cat.entry(h, ""); ok && colon && known {
				r.give(projects, e.Code, r.rolesIn(strings.TrimSpace(sentence)))
			}
		}
	}
}

// give adds deeds to the project of a code.
func (r *projectReader) give(projects []Project, code string, deeds []deed) {
	if p := byCode(projects, code); p != nil {
		p.Assignments = r.merge(p.Assignments, rolesOf(p.Assignments), deeds)
	}
}

// projectOfRow is the code of the project that a cell of a row names.
func (c *index) projectOfRow(row string) string {
	for _, cell := range strings.Split(row, "\t") {
		if h, ok := readHeading(cell); ok {
			if e, known := c.entry(h, ""); known {
				return e.Code
			}
		}
		if p, ok := c.byTitle(plain(cell)); ok && plain(cell) != "" {
			return p.Code
		}
	}
	return ""
}

// rolesOf is what merge has to know of assignments that are there.
func rolesOf(list []Assignment) map[string]bool {
	known := map[string]bool{}
	for _, a := range list {
		known[a.Role+" "+letters(a.Unit)] = true
	}
	return known
}

// byCode finds a project or sub-project.
func byCode(projects []Project, code string) *Project {
	for i := range projects {
		if projects[i].Code == code {
			return &projects[i]
		}
		if p := byCode(projects[i].SubProjects, code); p != nil {
			return p
		}
	}
	return nil
}
