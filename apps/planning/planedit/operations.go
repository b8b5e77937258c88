package planedit

import (
	"slices"

	"vuon/apps/planning/planreader"
)

// Outcome is what a change of the structure did, and what undoes it.
type Outcome struct {
	Section    string       `json:"section"`    // id
	From       Position     `json:"from"`       // where it stood; of a new section where it stands
	Renumbered []Renumbered `json:"renumbered"` // in printed order
	References []Reference  `json:"references"` // texts that name what was renumbered; nothing is changed in them

	kind    kind
	removed planreader.Section
	before  map[string]printedMark
}

// Renumbered is a section that has another number now.
type Renumbered struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Before string `json:"before"` // number path: "IV.1"; "" when it stands no longer in the plan
	After  string `json:"after"`
}

type kind int

const (
	moved kind = iota
	inserted
	removed
	renumbered
)

// Insert puts a new section with title and text at a position, numbered in the style
// of its list.
func Insert(p *planreader.Plan, to Position, title, text string) (Outcome, error) {
	return InsertSection(p, to, planreader.Section{Title: title, Text: text, RunIn: title == "" && text != "", Mark: "-"})
}

// InsertSection is Insert for a section with children, whose own numbers stay.
func InsertSection(p *planreader.Plan, to Position, s planreader.Section) (Outcome, error) {
	return change(p, inserted, func(o *Outcome) error {
		strip(&s)
		if s.Children == nil {
			s.Children = []planreader.Section{}
		}
		scratch := planreader.Plan{Sections: []planreader.Section{s}, LastID: p.LastID}
		scratch.Identify()
		s, p.LastID = scratch.Sections[0], scratch.LastID
		o.Section, o.From = s.ID, to
		return put(p, s, to)
	})
}

// strip takes the ids away, of another plan's sections.
func strip(s *planreader.Section) {
	s.ID = ""
	s.Children = Clone(s.Children)
	for i := range s.Children {
		strip(&s.Children[i])
	}
}

// Move puts a section with all that stands in it at another position.
func Move(p *planreader.Plan, id string, to Position) (Outcome, error) {
	return change(p, moved, func(o *Outcome) error {
		from, there := Where(p, id)
		if !there || to.After == id {
			return faultGone()
		}
		o.Section, o.From = id, from
		s, err := detach(p, id)
		if err != nil {
			return err
		}
		if inside(s, to.Parent) {
			return faultInside()
		}
		if from.Parent == to.Parent {
			if err := attach(p, s, to); err != nil {
				return err
			}
			return count(*listOf(p, to.Parent))
		}
		if err := put(p, s, to); err != nil {
			return err
		}
		return count(*listOf(p, from.Parent))
	})
}

// put attaches a section that comes from elsewhere and numbers its new list.
func put(p *planreader.Plan, s planreader.Section, to Position) error {
	list := listOf(p, to.Parent)
	if list == nil {
		return faultGone()
	}
	before := s.Number
	adopt(p, *list, levelOf(p, to.Parent)+1, &s)
	if len(*list) > 0 {
		s.TitleBelow = s.Title != "" && (*list)[0].TitleBelow
	}
	now := markOf(s)
	s.Number = before
	if err := rename(&s, now.number, now.mark); err != nil {
		return err
	}
	if err := attach(p, s, to); err != nil {
		return err
	}
	return count(*listOf(p, to.Parent))
}

// Up moves a section before the one above it in its list.
func Up(p *planreader.Plan, id string) (Outcome, error) { return step(p, id, -1) }

// Down moves a section behind the one below it in its list.
func Down(p *planreader.Plan, id string) (Outcome, error) { return step(p, id, 1) }

func step(p *planreader.Plan, id string, by int) (Outcome, error) {
	list, i, parent := find(&p.Sections, "", id)
	switch {
	case list == nil:
		return Outcome{}, faultGone()
	case i+by < 0 || i+by >= len(*list):
		return Outcome{}, faultStays()
	case by > 0:
		return Move(p, id, Position{parent, (*list)[i+1].ID})
	case i == 1:
		return Move(p, id, Position{Parent: parent})
	}
	return Move(p, id, Position{parent, (*list)[i-2].ID})
}

// Indent makes a section the last one in the section above it in its list.
func Indent(p *planreader.Plan, id string) (Outcome, error) {
	list, i, _ := find(&p.Sections, "", id)
	if list == nil {
		return Outcome{}, faultGone()
	}
	if i == 0 {
		return Outcome{}, faultStays()
	}
	above := (*list)[i-1]
	to := Position{Parent: above.ID}
	if n := len(above.Children); n > 0 {
		to.After = above.Children[n-1].ID
	}
	return Move(p, id, to)
}

// Outdent puts a section behind the one that it stands in.
func Outdent(p *planreader.Plan, id string) (Outcome, error) {
	list, _, parent := find(&p.Sections, "", id)
	if list == nil {
		return Outcome{}, faultGone()
	}
	if parent == "" {
		return Outcome{}, faultStays()
	}
	_, _, above := find(&p.Sections, "", parent)
	return Move(p, id, Position{above, parent})
}

// Remove takes a section with all that stands in it out of the plan.
func Remove(p *planreader.Plan, id string) (Outcome, error) {
	return change(p, removed, func(o *Outcome) error {
		from, there := Where(p, id)
		if !there {
			return faultGone()
		}
		s, err := detach(p, id)
		if err != nil {
			return err
		}
		o.Section, o.From, o.removed = id, from, s
		return count(*listOf(p, from.Parent))
	})
}

// Renumber numbers all sections of the plan anew, each list in its own style.
func Renumber(p *planreader.Plan) (Outcome, error) {
	return change(p, renumbered, func(*Outcome) error { return countAll(p.Sections) })
}

func countAll(list []planreader.Section) error {
	if err := count(list); err != nil {
		return err
	}
	for i := range list {
		if err := countAll(list[i].Children); err != nil {
			return err
		}
	}
	return nil
}

// change runs an operation on a copy of the sections, which takes their place when it
// succeeds, and compares the numbers.
func change(p *planreader.Plan, k kind, fn func(*Outcome) error) (Outcome, error) {
	before, last := p.Sections, p.LastID
	o := Outcome{kind: k, before: marks(p)}
	paths := p.Paths()
	p.Sections = Clone(before)
	if err := fn(&o); err != nil {
		p.Sections, p.LastID = before, last
		return Outcome{}, err
	}
	o.compare(p, paths)
	return o, nil
}

// compare lists whose numbers changed, and who names them.
func (o *Outcome) compare(p *planreader.Plan, before map[string]string) {
	after := p.Paths()
	o.Renumbered, o.References = []Renumbered{}, []Reference{}
	stale := map[string]string{}
	each(p.Sections, func(s *planreader.Section) {
		was, there := before[s.ID]
		if there && was != after[s.ID] {
			o.Renumbered = append(o.Renumbered, Renumbered{s.ID, s.Title, was, after[s.ID]})
			stale[was] = s.ID
		}
	})
	each([]planreader.Section{o.removed}, func(s *planreader.Section) {
		if path := before[s.ID]; path != "" {
			stale[path] = s.ID
		}
	})
	o.References = references(p, stale)
}

// Undo takes back what the outcome tells, exactly: nothing else may have been changed
// in between.
func Undo(p *planreader.Plan, o Outcome) error {
	_, err := undo(p, o)
	return err
}

func undo(p *planreader.Plan, o Outcome) (Outcome, error) {
	return change(p, renumbered, func(back *Outcome) error {
		back.Section, back.From = o.Section, o.From
		switch o.kind {
		case moved:
			s, err := detach(p, o.Section)
			if err != nil {
				return err
			}
			if err := attach(p, s, o.From); err != nil {
				return err
			}
		case inserted:
			p.Sections = without(p.Sections, o.before)
		case removed:
			if err := attach(p, Clone([]planreader.Section{o.removed})[0], o.From); err != nil {
				return err
			}
		}
		each(p.Sections, func(s *planreader.Section) {
			if m, there := o.before[s.ID]; there {
				s.Number, s.Mark, s.TitleBelow = m.number, m.mark, m.titleBelow
			}
		})
		return nil
	})
}

// without leaves out the sections that are not known.
func without(list []planreader.Section, known map[string]printedMark) []planreader.Section {
	out := slices.DeleteFunc(list, func(s planreader.Section) bool { _, there := known[s.ID]; return !there })
	for i := range out {
		out[i].Children = without(out[i].Children, known)
	}
	return out
}
