package planedit

import (
	"slices"

	"vuon/apps/planning/planreader"
)

// printedMark is how a section is numbered and marked.
type printedMark struct {
	number, mark string
	titleBelow   bool
}

func markOf(s planreader.Section) printedMark { return printedMark{s.Number, s.Mark, s.TitleBelow} }

// marks remembers how all sections are numbered.
func marks(p *planreader.Plan) map[string]printedMark {
	out := map[string]printedMark{}
	each(p.Sections, func(s *planreader.Section) { out[s.ID] = markOf(*s) })
	return out
}

// adopt gives a section that comes into a list the mark of that list's style: a
// number, or the bullet of those around it. The number itself comes from count.
// Text without a mark of its own stays without one.
func adopt(p *planreader.Plan, list []planreader.Section, level int, s *planreader.Section) planreader.Numbering {
	style := planreader.NumberingOf(list)
	if style.Numbers() || len(list) == 0 {
		if !style.Numbers() {
			style = styleAt(p, level, s.ID)
		}
		if style.Numbers() && (s.Mark != "" || s.Title != "") {
			s.Number, s.Mark, _, _ = style.At(0)
		}
		return style
	}
	if i := slices.IndexFunc(list, func(o planreader.Section) bool { return o.Mark != "" }); i >= 0 {
		s.Number, s.Mark = "", list[i].Mark
	} else {
		s.Number, s.Mark = "", ""
	}
	return style
}

// styleAt is the style of the plan's sections on a level, where a list has none yet:
// that of the first list there, else the usual one (Nghị định 30/2020/NĐ-CP, Phụ lục
// I: phần, mục I., 1., a)).
func styleAt(p *planreader.Plan, level int, besides string) planreader.Numbering {
	var found planreader.Numbering
	var walk func(list []planreader.Section, at int)
	walk = func(list []planreader.Section, at int) {
		if found.Numbers() {
			return
		}
		if at == level {
			found = planreader.NumberingOf(slices.DeleteFunc(slices.Clone(list), func(s planreader.Section) bool { return s.ID == besides }))
			return
		}
		for _, s := range list {
			walk(s.Children, at+1)
		}
	}
	walk(p.Sections, 1)
	if found.Numbers() {
		return found.Plain()
	}
	usual := []planreader.Section{{Number: "I", Mark: "I."}, {Number: "1", Mark: "1."}, {Number: "a", Mark: "a)"}, {Number: "1", Mark: "(1)"}}
	return planreader.NumberingOf(usual[min(level, len(usual))-1 : min(level, len(usual))])
}

// count numbers a list anew: what already follows stays as it is written, all else
// gets the next number. Lists below follow where their numbers repeat it ("1.2").
func count(list []planreader.Section) error {
	done := make([]bool, len(list))
	for {
		var rest []planreader.Section
		for i, s := range list {
			if !done[i] {
				rest = append(rest, s)
			}
		}
		style := planreader.NumberingOf(rest)
		if !style.Numbers() {
			return nil
		}
		if err := countBy(style, list, done); err != nil {
			return err
		}
	}
}

// countBy numbers the sections of one style.
func countBy(style planreader.Numbering, list []planreader.Section, done []bool) error {
	last := 0
	for i := range list {
		value := style.Value(list[i])
		if done[i] || value == 0 {
			continue
		}
		done[i] = true
		if style.Follows(list[i], last) {
			last = value
			continue
		}
		number, mark, value, ok := style.At(last)
		if !ok {
			return faultNumbers()
		}
		last = value
		if err := rename(&list[i], number, mark); err != nil {
			return err
		}
	}
	return nil
}

// rename gives a section its number, and those below it theirs where they repeat it.
func rename(s *planreader.Section, number, mark string) error {
	before := s.Number
	s.Number, s.Mark = number, mark
	style := planreader.NumberingOf(s.Children)
	if !style.Numbers() || before == "" {
		return nil
	}
	below := style.Of(before, number)
	if below == style {
		return nil
	}
	last := 0
	for i := range s.Children {
		value := style.Value(s.Children[i])
		if value == 0 {
			continue
		}
		number, mark, next, ok := below.At(value - 1)
		if !ok || next != value {
			number, mark, next, ok = below.At(last)
		}
		if !ok {
			return faultNumbers()
		}
		last = next
		if err := rename(&s.Children[i], number, mark); err != nil {
			return err
		}
	}
	return nil
}
