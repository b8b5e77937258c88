package planedit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"vuon/apps/planning/planreader"
)

// Memory is what takes a move or a removal back later, after others may have written
// on; it can be kept as JSON.
type Memory struct {
	Section string              `json:"section"` // id
	From    Position            `json:"from"`    // where it stood
	To      *Position           `json:"to"`      // where it was put; nil when it was removed
	Removed *planreader.Section `json:"removed"` // with all that stood in it; nil when it was moved
	Marks   map[string]Printed  `json:"marks"`   // how all sections were numbered, by id
	Stamp   string              `json:"stamp"`   // of order and numbers right after
}

// Printed is how a section is numbered and marked.
type Printed struct {
	Number     string `json:"number"`
	Mark       string `json:"mark"`
	TitleBelow bool   `json:"title_below"`
}

// Remember gives what takes the outcome back; false for one that is no move and no
// removal. The plan is that which the outcome left.
func (o Outcome) Remember(p *planreader.Plan) (Memory, bool) {
	m := Memory{Section: o.Section, From: o.From, Marks: map[string]Printed{}, Stamp: stamp(p)}
	for id, k := range o.before {
		m.Marks[id] = Printed{k.number, k.mark, k.titleBelow}
	}
	switch o.kind {
	case removed:
		m.Removed = &o.removed
		return m, true
	case moved:
		to, there := Where(p, o.Section)
		m.To = &to
		return m, there
	}
	return Memory{}, false
}

// Recall takes back what is remembered. Where nobody has arranged anything since, all
// is as it was; else the section goes to its old place and is numbered there. Faults:
// section_gone when the section or its old place is no longer there, section_elsewhere
// when somebody has moved it again, section_back when it stands in the plan already.
func Recall(p *planreader.Plan, m Memory) (Outcome, error) {
	now, there := Where(p, m.Section)
	switch {
	case m.Removed != nil && there:
		return Outcome{}, faultBack()
	case m.Removed == nil && !there:
		return Outcome{}, faultGone()
	case m.To != nil && now != *m.To:
		return Outcome{}, faultElsewhere()
	case stamp(p) == m.Stamp:
		return undo(p, m.outcome())
	case m.Removed == nil:
		return Move(p, m.Section, m.From)
	}
	return change(p, inserted, func(o *Outcome) error {
		o.Section, o.From = m.Section, m.From
		if err := attach(p, Clone([]planreader.Section{*m.Removed})[0], m.From); err != nil {
			return err
		}
		return count(*listOf(p, m.From.Parent))
	})
}

// Nearest is the position, or the end of its parent when the section that stood
// before it is no longer there.
func Nearest(p *planreader.Plan, at Position) Position {
	list := listOf(p, at.Parent)
	if list == nil || at.After == "" || slices.ContainsFunc(*list, func(s planreader.Section) bool { return s.ID == at.After }) {
		return at
	}
	at.After = ""
	if n := len(*list); n > 0 {
		at.After = (*list)[n-1].ID
	}
	return at
}

func (m Memory) outcome() Outcome {
	o := Outcome{Section: m.Section, From: m.From, kind: moved, before: map[string]printedMark{}}
	for id, k := range m.Marks {
		o.before[id] = printedMark{k.Number, k.Mark, k.TitleBelow}
	}
	if m.Removed != nil {
		o.kind, o.removed = removed, *m.Removed
	}
	return o
}

// stamp changes with order, levels and numbers of the sections, not with their words.
func stamp(p *planreader.Plan) string {
	h := sha256.New()
	var walk func(list []planreader.Section, level int)
	walk = func(list []planreader.Section, level int) {
		for _, s := range list {
			fmt.Fprintf(h, "%d %s %q %q\n", level, s.ID, s.Number, s.Mark)
			walk(s.Children, level+1)
		}
	}
	walk(p.Sections, 0)
	return hex.EncodeToString(h.Sum(nil)[:8])
}
