package planedit

import (
	"fmt"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

// Rewritten is a section whose text an operation on rows has changed.
type Rewritten struct {
	Section string `json:"section"` // id
	Title   string `json:"title"`
	Before  string `json:"before"`
	After   string `json:"after"`
}

// SetAssignments makes the text of a project say these rows and no others. A line that
// says only what is wanted stays as somebody wrote it; what no line says is written as
// an office would. The rows are read back from the text (planreader.Extract); those
// that cannot be are a fault (assignment_unreadable), and the plan is left alone.
func SetAssignments(p *planreader.Plan, known planreader.Catalogue, code string, rows []planreader.Assignment) ([]Rewritten, error) {
	if err := checkAssignments(rows); err != nil {
		return nil, err
	}
	var missing []planreader.Assignment
	for _, write := range []wording{{lines: Sentences}, {lines: labelledLines}, {lines: Sentences, label: true}} {
		try := *p
		try.Sections = Clone(p.Sections)
		if err := rewrite(&try, known, code, rows, write); err != nil {
			return nil, err
		}
		if missing = unread(&try, known, code, rows); len(missing) == 0 {
			planreader.Extract(&try, known)
			out := rewritten(p, &try)
			*p = try
			return out, nil
		}
	}
	return nil, faultUnread(missing)
}

// wording is how rows are written; label puts them under a label of their own, which
// a line beside the fields of a project needs to be read when it says no lead.
type wording struct {
	lines func(rows []planreader.Assignment, sub bool) []string
	label bool
}

func checkAssignments(rows []planreader.Assignment) error {
	for i, r := range rows {
		if strings.TrimSpace(r.Unit) == "" || !slices.Contains(roleOrder, r.Role) {
			return fault.New(fault.Invalid, "assignment_incomplete",
				fmt.Sprintf("Dòng phân công thứ %d chưa đủ: chọn vai trò và ghi tên đơn vị.", i+1),
				fmt.Sprintf("Row %d of the assignments is incomplete: choose a role and name the unit.", i+1)).
				At(fmt.Sprintf("rows.%d", i), "Chọn vai trò và ghi tên đơn vị.", "Choose a role and name the unit.")
		}
	}
	return nil
}

func faultUnread(rows []planreader.Assignment) error {
	f := fault.New(fault.Invalid, "assignment_unreadable",
		"Có đơn vị mà câu văn không đọc lại được. Hãy ghi tên đơn vị đầy đủ, bắt đầu bằng “Phòng”, “UBND”, “Hội”, “Trung tâm” …: "+rows[0].Unit,
		"The text could not be read back for a unit. Write its full name, beginning with its kind: "+rows[0].Unit)
	for _, r := range rows {
		f = f.At("unit", r.Unit, r.Unit)
	}
	return f
}

// rewrite changes the lines of the project.
func rewrite(p *planreader.Plan, known planreader.Catalogue, code string, rows []planreader.Assignment, write wording) error {
	places := p.LocateProjects(known)
	i := slices.IndexFunc(places, func(at planreader.ProjectPlace) bool { return at.Code == code && code != "" })
	if i < 0 {
		return fault.New(fault.NotFound, "project_not_in_plan", "Kế hoạch không có dự án này.", "The plan has no such project.")
	}
	place := places[i]
	var left []planreader.Assignment
	var drop []planreader.Stated
	for _, line := range place.Lines {
		if !slices.ContainsFunc(line.Assignments, func(a planreader.Assignment) bool { return !says(rows, a) }) {
			left = append(left, line.Assignments...)
			continue
		}
		drop = append(drop, line)
	}
	var fresh []planreader.Assignment
	for _, r := range rows {
		if !says(left, r) {
			fresh = append(fresh, r)
		}
	}
	lines := write.lines(fresh, strings.Contains(code, "."))
	if write.label && len(lines) > 0 && len(place.Lines) > 0 {
		at := place.Lines[len(place.Lines)-1]
		bullet := planreader.Bullet(textLines(p.Section(at.Section).Text)[at.Line])
		lines = []string{assignmentTitle + "\n" + bulleted(below(bullet), lines)}
	}
	switch {
	case len(place.Lines) == 0 && len(lines) > 0:
		return stateFirst(p, place, lines)
	case len(drop) > 0:
		replaceLines(p, drop, lines)
	case len(lines) > 0:
		appendBehind(p, place.Lines[len(place.Lines)-1], lines)
	}
	return nil
}

// says reports whether the rows hold one of the role and unit.
func says(rows []planreader.Assignment, a planreader.Assignment) bool {
	return slices.ContainsFunc(rows, func(r planreader.Assignment) bool { return r.Role == a.Role && planreader.SameUnit(r.Unit, a.Unit) })
}

// unread are the rows that the new text does not say, and what it says beyond them.
// What other parts of the plan say of the project is no matter of these rows.
func unread(now *planreader.Plan, known planreader.Catalogue, code string, rows []planreader.Assignment) (out []planreader.Assignment) {
	own := AssignmentsOf(now, known, code)
	for _, r := range rows {
		if !says(own, r) {
			out = append(out, r)
		}
	}
	for _, a := range own {
		if !says(rows, a) {
			out = append(out, a)
		}
	}
	return out
}

// AssignmentsOf are the rows that a project's own text says, each once.
func AssignmentsOf(p *planreader.Plan, known planreader.Catalogue, code string) []planreader.Assignment {
	out := []planreader.Assignment{}
	for _, place := range p.LocateProjects(known) {
		if place.Code != code {
			continue
		}
		for _, line := range place.Lines {
			for _, a := range line.Assignments {
				if !says(out, a) {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// stateFirst writes the assignments of a project that states none yet: as a section
// beside those of its other fields, or as lines under a label like theirs.
func stateFirst(p *planreader.Plan, place planreader.ProjectPlace, lines []string) error {
	s := p.Section(place.Section)
	if s == nil {
		return faultGone()
	}
	if n := len(s.Children); n > 0 && fields(s.Children) {
		_, err := InsertSection(p, Position{s.ID, s.Children[n-1].ID}, planreader.Section{Title: assignmentTitle, Mark: "-", Text: bulleted("-", lines)})
		return err
	}
	bullet := "-"
	for _, line := range textLines(s.Text) {
		if field, b := planreader.Label(line); field != "" {
			bullet = b
		}
	}
	s.Text = join(s.Text, strings.TrimSpace(bullet+" "+assignmentTitle)+"\n"+bulleted(below(bullet), lines))
	return nil
}

const assignmentTitle = "Phân công thực hiện"

func fields(list []planreader.Section) bool {
	return slices.ContainsFunc(list, func(s planreader.Section) bool {
		field, _ := planreader.Label(s.Title)
		return field != ""
	})
}

// replaceLines puts the new lines where the first of the dropped ones stood.
func replaceLines(p *planreader.Plan, drop []planreader.Stated, lines []string) {
	for i := len(drop) - 1; i > 0; i-- { // from the end: the numbers of those before stay
		cutLine(p, drop[i])
	}
	first := drop[0]
	s := p.Section(first.Section)
	all := textLines(s.Text)
	bullet := planreader.Bullet(all[first.Line])
	label := strings.TrimSpace(strings.TrimPrefix(first.Prefix, bullet))
	runIn := first.Line == 0 && s.RunIn
	var put []string
	switch {
	case label != "" && len(lines) == 1:
		put = []string{first.Prefix + lines[0]}
	case label != "":
		put = []string{strings.TrimRight(strings.TrimSpace(first.Prefix), ": ")}
		if len(lines) > 0 {
			put = append(put, bulleted(below(bullet), lines))
		}
	case runIn && len(lines) == 1:
		put = lines
	case runIn:
		s.RunIn = false
		put = []string{bulleted("-", lines)}
	case len(lines) > 0:
		put = []string{bulleted(bullet, lines)}
	}
	setLines(s, slices.Concat(all[:first.Line], put, all[first.Line+1:]))
}

// cutLine takes a line away, or what it says where a label stands before.
func cutLine(p *planreader.Plan, at planreader.Stated) {
	s := p.Section(at.Section)
	all := textLines(s.Text)
	bullet := planreader.Bullet(all[at.Line])
	if label := strings.TrimSpace(strings.TrimPrefix(at.Prefix, bullet)); label != "" {
		all[at.Line] = strings.TrimRight(strings.TrimSpace(at.Prefix), ": ")
	} else {
		all = slices.Delete(all, at.Line, at.Line+1)
		if at.Line == 0 {
			s.RunIn = false
		}
	}
	setLines(s, all)
}

// appendBehind puts lines behind the last one that says something.
func appendBehind(p *planreader.Plan, last planreader.Stated, lines []string) {
	s := p.Section(last.Section)
	all := textLines(s.Text)
	bullet := planreader.Bullet(all[last.Line])
	label := strings.TrimSpace(strings.TrimPrefix(last.Prefix, bullet))
	said := strings.TrimPrefix(all[last.Line], last.Prefix)
	switch {
	case label != "": // "- Phân công thực hiện: Phòng X …" becomes a list
		all = slices.Concat(all[:last.Line], []string{strings.TrimRight(strings.TrimSpace(last.Prefix), ": ")},
			[]string{bulleted(below(bullet), append([]string{said}, lines...))}, all[last.Line+1:])
	case last.Line == 0 && s.RunIn:
		s.RunIn = false
		all = slices.Concat([]string{bulleted("-", append([]string{said}, lines...))}, all[1:])
	default:
		all = slices.Concat(all[:last.Line+1], []string{bulleted(bullet, lines)}, all[last.Line+1:])
	}
	setLines(s, all)
}

func setLines(s *planreader.Section, lines []string) {
	s.Text = strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")
	if s.Text == "" {
		s.RunIn = false
	}
}

func textLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

func bulleted(bullet string, lines []string) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimSpace(bullet + " " + l)
	}
	return strings.Join(out, "\n")
}

// below is the bullet of lines under one of this bullet.
func below(bullet string) string {
	if bullet == "-" || bullet == "–" || bullet == "*" {
		return "+"
	}
	return "-"
}

// rewritten lists the sections whose text is another now.
func rewritten(was, now *planreader.Plan) []Rewritten {
	before := map[string]string{}
	each(was.Sections, func(s *planreader.Section) { before[s.ID] = strings.Join(s.Paragraphs(), "\n") })
	out := []Rewritten{}
	each(now.Sections, func(s *planreader.Section) {
		if after := strings.Join(s.Paragraphs(), "\n"); before[s.ID] != after {
			out = append(out, Rewritten{s.ID, strings.TrimSpace(s.Mark + " " + s.Title), before[s.ID], after})
		}
	})
	return out
}
