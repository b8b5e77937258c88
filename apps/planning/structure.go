package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/text"
)

// Restructured is what a change of the structure leaves: the section that it was
// about (Part, empty when it was removed), which sections have another number now,
// and which texts name such a section by its old number and were left alone.
type Restructured struct {
	Part
	Revision   int                   `json:"revision"`
	From       planedit.Position     `json:"from"` // moved there again, the section is where it was
	Renumbered []planedit.Renumbered `json:"renumbered"`
	References []planedit.Reference  `json:"references"`
	Undo       bool                  `json:"undo"` // it can be taken back (Undo with Revision)
}

// Insert puts a new section with title and text at a position of the open draft.
func (s *Service) Insert(ctx context.Context, tenant string, year int, to planedit.Position, title, body string) (Restructured, error) {
	if err := tooLong("", title, body); err != nil {
		return Restructured{}, err
	}
	title, body = text.Line(title), strings.Join(splitLines(body), "\n")
	if title == "" && body == "" {
		return Restructured{}, faultIncomplete("mục mới chưa có tiêu đề hay nội dung.", "the new section has neither title nor text.").
			At("title", "Nhập tiêu đề hoặc nội dung.", "Give a title or a text.")
	}
	return s.restructure(ctx, tenant, year, func(p *planreader.Plan) (planedit.Outcome, error) {
		return planedit.Insert(p, to, title, body)
	})
}

// Move puts a section with all that stands in it at another position.
func (s *Service) Move(ctx context.Context, tenant string, year int, id string, to planedit.Position) (Restructured, error) {
	return s.restructure(ctx, tenant, year, func(p *planreader.Plan) (planedit.Outcome, error) {
		return planedit.Move(p, keyOf(p, id), to)
	})
}

// Shift names a move by one step.
type Shift string

// The moves by one step.
const (
	ShiftUp      Shift = "up"
	ShiftDown    Shift = "down"
	ShiftIndent  Shift = "indent"  // into the section above it
	ShiftOutdent Shift = "outdent" // behind the section that it stands in
)

// Shift moves a section by one step.
func (s *Service) Shift(ctx context.Context, tenant string, year int, id string, by Shift) (Restructured, error) {
	step, there := map[Shift]func(*planreader.Plan, string) (planedit.Outcome, error){
		ShiftUp: planedit.Up, ShiftDown: planedit.Down, ShiftIndent: planedit.Indent, ShiftOutdent: planedit.Outdent}[by]
	if !there {
		return Restructured{}, faultNoSection()
	}
	return s.restructure(ctx, tenant, year, func(p *planreader.Plan) (planedit.Outcome, error) { return step(p, keyOf(p, id)) })
}

// Indent makes a section the last one in the section above it.
func (s *Service) Indent(ctx context.Context, tenant string, year int, id string) (Restructured, error) {
	return s.Shift(ctx, tenant, year, id, ShiftIndent)
}

// Outdent puts a section behind the one that it stands in.
func (s *Service) Outdent(ctx context.Context, tenant string, year int, id string) (Restructured, error) {
	return s.Shift(ctx, tenant, year, id, ShiftOutdent)
}

// Remove takes a section with all that stands in it out of the draft. Tag is that of
// the section as the author saw it: if somebody has changed it since, nothing is
// removed (fault stale_edit). Its text stays in the history.
func (s *Service) Remove(ctx context.Context, tenant string, year int, id, tag string) (Restructured, error) {
	return s.restructure(ctx, tenant, year, func(p *planreader.Plan) (planedit.Outcome, error) {
		part, there := PartAt(p, id)
		if !there || part.ID == "" {
			return planedit.Outcome{}, faultNoSection()
		}
		if part.Tag != tag {
			return planedit.Outcome{}, faultStale()
		}
		if len(p.Sections) == 1 && p.Sections[0].ID == part.ID {
			return planedit.Outcome{}, faultIncomplete("không thể xóa mục cuối cùng của kế hoạch.", "the plan's last section cannot be removed.")
		}
		return planedit.Remove(p, part.ID)
	})
}

// Renumber numbers all sections anew, each list in its own style.
func (s *Service) Renumber(ctx context.Context, tenant string, year int) (Restructured, error) {
	return s.restructure(ctx, tenant, year, planedit.Renumber)
}

// restructure runs an operation on the open draft: one revision, with what it did in
// history and audit. One that changes nothing leaves no revision.
func (s *Service) restructure(ctx context.Context, tenant string, year int, do func(*planreader.Plan) (planedit.Outcome, error)) (done Restructured, err error) {
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		v, err := s.draft(ctx, tx, year)
		if err != nil {
			return err
		}
		was := v.Plan
		before, paths := was.Printed(), v.Plan.Paths()
		o, err := do(&v.Plan)
		if err != nil {
			return err
		}
		done = Restructured{From: o.From, Renumbered: o.Renumbered, References: o.References, Revision: v.Revision}
		done.Part, _ = PartAt(&v.Plan, o.Section)
		if slices.Equal(before, v.Plan.Printed()) {
			return nil
		}
		if err := s.extract(ctx, &v); err != nil {
			return err
		}
		c := Change{Section: o.Section, Before: shown(&was, o.Section, paths), After: shown(&v.Plan, o.Section, v.Plan.Paths())}
		c.Title = heading(done.Part)
		if done.Part.ID == "" {
			gone, _ := PartAt(&was, o.Section)
			c.Title = heading(gone)
		}
		if o.Section == "" {
			c = Change{Section: numberingKey, Title: "Đánh số lại", Before: renumberedLines(o.Renumbered, false), After: renumberedLines(o.Renumbered, true)}
		}
		if err := s.write(ctx, tx, &v, c); err != nil {
			return err
		}
		done.Revision = v.Revision
		m, keep := o.Remember(&v.Plan)
		if done.Undo = keep; keep {
			err = s.store.remember(ctx, tx, &v, m)
		}
		return err
	})
	return done, err
}

// numberingKey is the key under which a renumbering stands in the history.
const numberingKey = "numbering"

// draft reads the version that is being written, locked (fault wrong_state where
// none is).
func (s *Service) draft(ctx context.Context, tx database.Tx, year int) (Version, error) {
	v, err := s.store.version(ctx, tx, year, latest, true)
	if err == nil && !v.State.Editable() {
		err = faultNotEditable(v.State)
	}
	return v, err
}

// shown is a section with all that stands in it, below the path of its number: what
// the history shows of a change of the structure. "" where there is no such section.
func shown(p *planreader.Plan, id string, paths map[string]string) string {
	s := p.Section(id)
	if s == nil {
		return ""
	}
	lines := []string{}
	if path := paths[id]; path != "" {
		lines = append(lines, "["+path+"]")
	}
	var walk func(s planreader.Section)
	walk = func(s planreader.Section) {
		lines = append(lines, s.Paragraphs()...)
		for _, c := range s.Children {
			walk(c)
		}
	}
	walk(*s)
	return strings.Join(lines, "\n")
}

func renumberedLines(list []planedit.Renumbered, after bool) string {
	var lines []string
	for _, r := range list {
		path := r.Before
		if after {
			path = r.After
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s", path, r.Title)))
	}
	return strings.Join(lines, "\n")
}

// historyKeys are the keys under which the history of a part is kept: its id, and the
// place where it stood before sections had ids.
func historyKeys(p *planreader.Plan, path string) []string {
	key := keyOf(p, path)
	if former := p.FormerPlaces[key]; former != "" {
		return []string{key, former}
	}
	return []string{key}
}
