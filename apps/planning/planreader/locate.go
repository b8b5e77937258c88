package planreader

import (
	"slices"
	"strings"
)

// Stated is a line of a section's text and what it says: what Extract tells, where
// it stands.
type Stated struct {
	Section     string // id
	Line        int    // of the section's text, from 0
	Prefix      string // bullet and label before what it says: "- Phân công thực hiện: "
	Assignments []Assignment
	Targets     []Target
}

// ProjectPlace is where a plan writes about a project of the catalogue.
type ProjectPlace struct {
	Code    string
	Section string // id of the section that heads it
	Lines   []Stated
}

// LocateProjects tells where the plan states the assignments of each of its projects. What
// other parts of the plan say about a project is not among it.
func (p *Plan) LocateProjects(catalogue Catalogue) []ProjectPlace {
	r := projectReader{cat: newIndex(catalogue), warnings: &warnings{}}
	r.read(flow(p.Sections))
	return r.places(p, r.out)
}

func (r *projectReader) places(p *Plan, list []*openProject) (out []ProjectPlace) {
	for _, o := range list {
		place := ProjectPlace{Code: o.Code, Section: o.head}
		var table roleTable
		for _, it := range o.tasks {
			deeds, head := r.deeds(it, &table)
			if it.line < 0 || head {
				continue
			}
			place.Lines = append(place.Lines, Stated{Section: it.id, Line: it.line, Prefix: p.prefix(it),
				Assignments: r.merge([]Assignment{}, map[string]bool{}, deeds)})
		}
		out = append(append(out, place), r.places(p, o.subs)...)
	}
	return out
}

// LocateTargets tells which line states which targets, in the order of Targets.
func (p *Plan) LocateTargets() (out []Stated) {
	eachTargets(flow(p.Sections), func(it item, found []Target) {
		out = append(out, Stated{Section: it.id, Line: it.line, Prefix: p.prefix(it), Targets: found})
	})
	return out
}

// FundingSections are the ids of the sections on the plan's money, in printed order.
func (p *Plan) FundingSections() (out []string) {
	for _, it := range flow(p.Sections) {
		if it.zone == fundingZone && it.id != "" && !slices.Contains(out, it.id) {
			out = append(out, it.id)
		}
	}
	return out
}

// prefix is what stands in the line before the text of an item.
func (p *Plan) prefix(it item) string {
	s := p.Section(it.id)
	if s == nil || it.line < 0 {
		return ""
	}
	line := textLines(s.Text)[it.line]
	if strings.HasSuffix(line, it.text) {
		return line[:len(line)-len(it.text)]
	}
	bullet, rest := cutBullet(line)
	if bullet == "" {
		return ""
	}
	return line[:len(line)-len(rest)]
}

// Label is the field of a project that a line begins: "assignments" for "- Phân công
// thực hiện"; "" when it begins none. Bullet is what stands before it.
func Label(line string) (field, bullet string) {
	bullet, rest := cutBullet(line)
	label, _ := cutLabel(rest)
	return fieldOf(label), bullet
}

// Bullet is the bullet of a line, "" when it has none.
func Bullet(line string) string {
	bullet, _ := cutBullet(line)
	return bullet
}

// SameUnit reports whether two names are the same unit's, by their letters.
func SameUnit(a, b string) bool { return letters(a) == letters(b) }
