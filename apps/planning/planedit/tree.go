package planedit

import (
	"slices"

	"vuon/apps/planning/planreader"
)

// maxLevels bounds sections inside sections, as planreader does.
const maxLevels = 12

// Position is a place among sections: in Parent ("" is the plan itself) behind the
// section After ("" is first).
type Position struct {
	Parent string `json:"parent"`
	After  string `json:"after"`
}

// Where tells the position of a section.
func Where(p *planreader.Plan, id string) (Position, bool) {
	list, i, parent := find(&p.Sections, "", id)
	if list == nil {
		return Position{}, false
	}
	at := Position{Parent: parent}
	if i > 0 {
		at.After = (*list)[i-1].ID
	}
	return at, true
}

// find returns the list that holds a section, its index there and the list's parent.
func find(list *[]planreader.Section, parent, id string) (*[]planreader.Section, int, string) {
	for i := range *list {
		s := &(*list)[i]
		if s.ID == id {
			return list, i, parent
		}
		if in, at, of := find(&s.Children, s.ID, id); in != nil {
			return in, at, of
		}
	}
	return nil, 0, ""
}

// listOf is the list of a parent's children, nil when there is no such section.
func listOf(p *planreader.Plan, parent string) *[]planreader.Section {
	if parent == "" {
		return &p.Sections
	}
	if s := p.Section(parent); s != nil {
		return &s.Children
	}
	return nil
}

// detach takes a section out of the plan.
func detach(p *planreader.Plan, id string) (planreader.Section, error) {
	list, i, _ := find(&p.Sections, "", id)
	if list == nil {
		return planreader.Section{}, faultGone()
	}
	s := (*list)[i]
	*list = slices.Delete(slices.Clone(*list), i, i+1)
	return s, nil
}

// attach puts a section at a position.
func attach(p *planreader.Plan, s planreader.Section, to Position) error {
	list := listOf(p, to.Parent)
	if list == nil {
		return faultGone()
	}
	if levelOf(p, to.Parent)+heightOf(s) > maxLevels {
		return faultDeep()
	}
	at := 0
	if to.After != "" {
		i := slices.IndexFunc(*list, func(o planreader.Section) bool { return o.ID == to.After })
		if i < 0 {
			return faultGone()
		}
		at = i + 1
	}
	*list = slices.Concat((*list)[:at], []planreader.Section{s}, (*list)[at:])
	return nil
}

// levelOf counts the levels down to a section and its own.
func levelOf(p *planreader.Plan, id string) int {
	level := 0
	for id != "" {
		_, _, parent := find(&p.Sections, "", id)
		id = parent
		level++
	}
	return level
}

func heightOf(s planreader.Section) int {
	height := 0
	for _, c := range s.Children {
		height = max(height, heightOf(c))
	}
	return height + 1
}

// inside reports whether id is the section or stands in it.
func inside(s planreader.Section, id string) bool {
	return s.ID == id || slices.ContainsFunc(s.Children, func(c planreader.Section) bool { return inside(c, id) })
}

// each calls fn for every section in printed order.
func each(list []planreader.Section, fn func(*planreader.Section)) {
	for i := range list {
		fn(&list[i])
		each(list[i].Children, fn)
	}
}

// Clone copies sections, so that a change of them leaves the others alone.
func Clone(list []planreader.Section) []planreader.Section {
	out := slices.Clone(list)
	for i := range out {
		out[i].Children = Clone(out[i].Children)
	}
	return out
}
