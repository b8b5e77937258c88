package views

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vuon/apps/planning/planreader"
)

// duty is a line of the table of who does what: a project with its units by role.
type duty struct {
	planreader.Project
	sub bool
	by  map[string][]string
}

// duties lists projects and sub-projects in the plan's order, and the roles that
// any unit has in them, in the order in which officers name them.
func duties(projects []planreader.Project) (rows []duty, roles []string) {
	used := map[string]bool{}
	var walk func(list []planreader.Project, sub bool)
	walk = func(list []planreader.Project, sub bool) {
		for _, p := range list {
			row := duty{Project: p, sub: sub, by: map[string][]string{}}
			for _, a := range p.Assignments {
				used[a.Role] = true
				if unit := capital(a.Unit); !slices.Contains(row.by[a.Role], unit) {
					row.by[a.Role] = append(row.by[a.Role], unit)
				}
			}
			rows = append(rows, row)
			walk(p.SubProjects, true)
		}
	}
	walk(projects, false)
	for _, role := range []string{"lead", "coordinate", "guide", "report_via", "synthesise", "advise"} {
		if used[role] {
			roles = append(roles, role)
		}
	}
	return rows, roles
}

// capital begins a unit's name with a capital, as it stands alone in its cell.
func capital(s string) string {
	s = strings.TrimSpace(s)
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// told reports whether the plan says more of a project than who works on it.
func (d duty) told() bool {
	return d.Objective != "" || d.Beneficiaries != "" || d.Contents != "" || d.Funding != ""
}

// numbers are how much was read, for the head of the page.
type numbers struct{ Targets, Projects, Duties, Bases, Citations, Warnings int }

func count(p planreader.Plan) (n numbers) {
	rows, _ := duties(p.Projects)
	for _, row := range rows {
		n.Duties += len(row.Assignments)
	}
	n.Targets, n.Projects, n.Bases = len(p.Targets), len(rows), len(p.LegalBases)
	n.Citations, n.Warnings = len(p.Citations), len(p.Warnings)
	return n
}
