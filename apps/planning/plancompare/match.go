package plancompare

import (
	"regexp"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/text"
)

// matching tells which section of the old plan a section of the new one is.
type matching struct {
	old map[*planreader.Section]*planreader.Section // by the new one
	new map[*planreader.Section]*planreader.Section // by the old one
}

// match finds the sections that are the same: by id where both plans gave their ids
// out together, then by title in the list where they stand, by their words there, and
// at last by title anywhere, since sections move.
func match(before, after *planreader.Plan, byID bool) matching {
	m := matching{map[*planreader.Section]*planreader.Section{}, map[*planreader.Section]*planreader.Section{}}
	if byID {
		known := map[string]*planreader.Section{}
		walk(before.Sections, func(s *planreader.Section) { known[s.ID] = s })
		walk(after.Sections, func(s *planreader.Section) {
			if o := known[s.ID]; o != nil && s.ID != "" && m.new[o] == nil {
				m.pair(o, s)
			}
		})
	}
	m.lists(before.Sections, after.Sections)
	m.anywhere(before, after)
	return m
}

func walk(list []planreader.Section, fn func(*planreader.Section)) {
	for i := range list {
		fn(&list[i])
		walk(list[i].Children, fn)
	}
}

func (m matching) pair(before, after *planreader.Section) {
	m.old[after], m.new[before] = before, after
}

// lists matches the sections of two lists, and those in them.
func (m matching) lists(before, after []planreader.Section) {
	m.byKey(pointers(before), pointers(after))
	free := m.free(before)
	for i := range after {
		s := &after[i]
		if m.old[s] != nil {
			continue
		}
		for k, o := range free {
			if o != nil && alike(own(o), own(s)) {
				m.pair(o, s)
				free[k] = nil
				break
			}
		}
	}
	for i := range after {
		if o := m.old[&after[i]]; o != nil {
			m.lists(o.Children, after[i].Children)
		}
	}
}

func pointers(list []planreader.Section) []*planreader.Section {
	out := make([]*planreader.Section, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

func (m matching) free(list []planreader.Section) (out []*planreader.Section) {
	for i := range list {
		if m.new[&list[i]] == nil {
			out = append(out, &list[i])
		}
	}
	return out
}

// byKey matches those whose title both lists hold once.
func (m matching) byKey(before, after []*planreader.Section) {
	count := func(list []*planreader.Section, matched map[*planreader.Section]*planreader.Section) map[string][]*planreader.Section {
		out := map[string][]*planreader.Section{}
		for _, s := range list {
			if key := keyOf(s); matched[s] == nil && key != "" {
				out[key] = append(out[key], s)
			}
		}
		return out
	}
	old, there := count(before, m.new), count(after, m.old)
	for key, list := range there {
		if len(list) == 1 && len(old[key]) == 1 {
			m.pair(old[key][0], list[0])
		}
	}
}

// anywhere matches what is left by title, wherever it stands.
func (m matching) anywhere(before, after *planreader.Plan) {
	var old, there []*planreader.Section
	walk(before.Sections, func(s *planreader.Section) {
		if m.new[s] == nil && s.Title != "" {
			old = append(old, s)
		}
	})
	walk(after.Sections, func(s *planreader.Section) {
		if m.old[s] == nil && s.Title != "" {
			there = append(there, s)
		}
	})
	m.byKey(old, there)
	for _, s := range there {
		if o := m.old[s]; o != nil {
			if o.Text != s.Text && !alike(whole(o), whole(s)) { // "Mục tiêu" is the title of many
				delete(m.old, s)
				delete(m.new, o)
				continue
			}
			m.lists(o.Children, s.Children)
		}
	}
}

// years are left out of comparisons: the plan of next year says the same of another.
var years = regexp.MustCompile(`20\d\d`)

// keyOf is a section's title as it is compared.
func keyOf(s *planreader.Section) string {
	return strings.TrimRight(years.ReplaceAllString(text.Fold(s.Title), ""), " .:")
}

func own(s *planreader.Section) string { return s.Title + " " + s.Text }

func whole(s *planreader.Section) string {
	var b strings.Builder
	walk([]planreader.Section{*s}, func(s *planreader.Section) { b.WriteString(own(s) + " ") })
	return b.String()
}

// alike reports whether two texts share half of their words or more.
func alike(a, b string) bool { return similarity(strings.Fields(a), strings.Fields(b)) >= 0.5 }

// similarity is how many of the words two texts share, from 0 to 1.
func similarity(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	count := make(map[string]int, len(a))
	for _, w := range a {
		count[w]++
	}
	common := 0
	for _, w := range b {
		if count[w] > 0 {
			count[w]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

// Inherit gives the sections of a plan that was read anew the ids of those that they
// were in the plan before, so that history and comments stay with them.
func Inherit(next *planreader.Plan, before *planreader.Plan) {
	m := match(before, next, false)
	walk(next.Sections, func(s *planreader.Section) {
		s.ID = ""
		if o := m.old[s]; o != nil {
			s.ID = o.ID
		}
	})
	next.LastID, next.FormerPlaces = before.LastID, before.FormerPlaces
	next.Identify()
}
