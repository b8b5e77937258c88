package planreader

import (
	"strconv"
	"strings"
)

// Identify gives every section without an id one of its own, in printed order:
// "s1", "s2" … A repeated id is replaced, all others stay. An id is given once, also
// when its section is gone. Done twice it changes nothing.
func (p *Plan) Identify() {
	walkSections(p.Sections, "", func(s *Section, _ string) { p.LastID = max(p.LastID, idNumber(s.ID)) })
	seen := map[string]bool{}
	walkSections(p.Sections, "", func(s *Section, _ string) {
		if idNumber(s.ID) == 0 || seen[s.ID] {
			p.LastID++
			s.ID = "s" + strconv.Itoa(p.LastID)
		}
		seen[s.ID] = true
	})
}

// IdentifyFormer is Identify for a plan that was written before sections had ids:
// it also keeps where each of them stands, since their history names places.
func (p *Plan) IdentifyFormer() {
	if p.LastID > 0 || len(p.Sections) == 0 {
		p.Identify()
		return
	}
	p.Identify()
	p.FormerPlaces = map[string]string{}
	walkSections(p.Sections, "", func(s *Section, place string) { p.FormerPlaces[s.ID] = place })
}

// Section finds a section by its id, nil when there is none.
func (p *Plan) Section(id string) *Section {
	var found *Section
	if id != "" {
		walkSections(p.Sections, "", func(s *Section, _ string) {
			if s.ID == id {
				found = s
			}
		})
	}
	return found
}

// walkSections calls fn for every section in printed order, with its place.
func walkSections(list []Section, around string, fn func(s *Section, place string)) {
	for i := range list {
		place := strconv.Itoa(i + 1)
		if around != "" {
			place = around + "-" + place
		}
		fn(&list[i], place)
		walkSections(list[i].Children, place, fn)
	}
}

// idNumber is the number of an id, 0 when s is none.
func idNumber(s string) int {
	digits, ok := strings.CutPrefix(s, "s")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > 1<<30 || strconv.Itoa(n) != digits {
		return 0
	}
	return n
}

// Paths tells, by id, the number path of each section ("IV.1.c"), "" of one that no
// number stands above.
func (p *Plan) Paths() map[string]string {
	out := map[string]string{}
	pathsIn(out, p.Sections, "", "")
	return out
}

func pathsIn(out map[string]string, list []Section, at, parent string) {
	for _, s := range list {
		path, number := at, parent
		if s.Number != "" {
			path, number = numberPath(at, parent, s.Number), s.Number
		}
		out[s.ID] = path
		pathsIn(out, s.Children, path, number)
	}
}
