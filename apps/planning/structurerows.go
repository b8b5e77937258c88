package planning

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

// Rows are rows that a text says. Tag changes with them: whoever writes them back
// says which they saw.
type Rows[T any] struct {
	Rows []T    `json:"rows"`
	Tag  string `json:"tag"`
}

func rowsOf[T any](rows []T) Rows[T] {
	raw, _ := json.Marshal(rows) // plain data always can be
	sum := sha256.Sum256(raw)
	return Rows[T]{rows, hex.EncodeToString(sum[:8])}
}

// Rewriting is what rows do to the text: what every section said and says.
type Rewriting struct {
	Revision int                  `json:"revision"`
	Changes  []planedit.Rewritten `json:"changes"`
}

// Assignments are the rows that the text of a project says.
func (s *Service) Assignments(ctx context.Context, tenant string, year int, code string) (rows Rows[planreader.Assignment], err error) {
	err = s.reading(ctx, tenant, year, func(v *Version, known planreader.Catalogue) {
		rows = rowsOf(planedit.AssignmentsOf(&v.Plan, known, code))
	})
	return rows, err
}

// SetAssignments makes the text of a project say the rows; a dry run keeps nothing
// and tells what would change.
func (s *Service) SetAssignments(ctx context.Context, tenant string, year int, code string, rows Rows[planreader.Assignment], dry bool) (Rewriting, error) {
	return s.rewrite(ctx, tenant, year, dry, func(v *Version, known planreader.Catalogue) ([]planedit.Rewritten, error) {
		if rows.Tag != rowsOf(planedit.AssignmentsOf(&v.Plan, known, code)).Tag {
			return nil, faultStale()
		}
		return planedit.SetAssignments(&v.Plan, known, code, rows.Rows)
	})
}

// Targets are the rows of the plan's targets.
func (s *Service) Targets(ctx context.Context, tenant string, year int) (rows Rows[planedit.TargetRow], err error) {
	err = s.reading(ctx, tenant, year, func(v *Version, _ planreader.Catalogue) { rows = rowsOf(targetRows(&v.Plan)) })
	return rows, err
}

func targetRows(p *planreader.Plan) []planedit.TargetRow {
	rows := []planedit.TargetRow{}
	for _, at := range p.LocateTargets() {
		for _, t := range at.Targets {
			rows = append(rows, planedit.TargetRow{Target: t, Was: len(rows), Section: at.Section})
		}
	}
	return rows
}

// SetTargets makes the text say these targets.
func (s *Service) SetTargets(ctx context.Context, tenant string, year int, rows Rows[planedit.TargetRow], dry bool) (Rewriting, error) {
	return s.rewrite(ctx, tenant, year, dry, func(v *Version, known planreader.Catalogue) ([]planedit.Rewritten, error) {
		if rows.Tag != rowsOf(targetRows(&v.Plan)).Tag {
			return nil, faultStale()
		}
		return planedit.SetTargets(&v.Plan, known, rows.Rows)
	})
}

// Money are the rows of the table of money in a section.
func (s *Service) Money(ctx context.Context, tenant string, year int, section string) (rows Rows[planedit.MoneyRow], err error) {
	err = s.reading(ctx, tenant, year, func(v *Version, _ planreader.Catalogue) {
		rows = rowsOf(planedit.MoneyOf(&v.Plan, keyOf(&v.Plan, section)))
	})
	return rows, err
}

// SetMoney writes the table of money of a section.
func (s *Service) SetMoney(ctx context.Context, tenant string, year int, section string, rows Rows[planedit.MoneyRow], dry bool) (Rewriting, error) {
	return s.rewrite(ctx, tenant, year, dry, func(v *Version, known planreader.Catalogue) ([]planedit.Rewritten, error) {
		key := keyOf(&v.Plan, section)
		if rows.Tag != rowsOf(planedit.MoneyOf(&v.Plan, key)).Tag {
			return nil, faultStale()
		}
		return planedit.SetMoney(&v.Plan, known, key, rows.Rows)
	})
}

// Paste puts what a word processor gave into the draft: lines behind a line of the
// section's text (-1: before the first), sections behind the section.
func (s *Service) Paste(ctx context.Context, tenant string, year int, at string, line int, markup string) (Restructured, error) {
	blocks, err := planedit.FromHTML(markup)
	if err != nil {
		return Restructured{}, err
	}
	pasted := planedit.Arrange(blocks)
	if len(pasted.Lines)+len(pasted.Sections) == 0 {
		return Restructured{}, faultIncomplete("nội dung dán vào không có chữ.", "what was pasted holds no text.")
	}
	return s.restructure(ctx, tenant, year, func(p *planreader.Plan) (planedit.Outcome, error) {
		key := keyOf(p, at)
		to, there := planedit.Where(p, key)
		if !there {
			return planedit.Outcome{}, faultNoSection()
		}
		lines := pasted.Lines
		if len(pasted.Sections) > 0 && pasted.Sections[0].Mark+pasted.Sections[0].Title == "" { // what stands before the first heading
			lines = strings.Split(pasted.Sections[0].Text, "\n")
			pasted.Sections = append(pasted.Sections[0].Children, pasted.Sections[1:]...)
		}
		p.Sections = planedit.Clone(p.Sections)
		if len(lines) > 0 {
			if err := planedit.PasteLines(p, key, line, lines); err != nil {
				return planedit.Outcome{}, err
			}
		}
		part, _ := PartAt(p, key)
		if err := tooLong(key, part.Title, part.Text); err != nil {
			return planedit.Outcome{}, err
		}
		if len(pasted.Sections) == 0 {
			return planedit.Outcome{Section: key, From: to, Renumbered: []planedit.Renumbered{}, References: []planedit.Reference{}}, nil
		}
		return planedit.PasteSections(p, planedit.Position{Parent: to.Parent, After: key}, pasted.Sections)
	})
}

// reading runs fn on the plan as it stands.
func (s *Service) reading(ctx context.Context, tenant string, year int, fn func(*Version, planreader.Catalogue)) error {
	return s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		known, err := s.known(ctx, firstOf(year))
		if err == nil {
			fn(&v, known)
		}
		return err
	})
}

// rewrite runs an operation on rows on the open draft, as one revision.
func (s *Service) rewrite(ctx context.Context, tenant string, year int, dry bool, do func(*Version, planreader.Catalogue) ([]planedit.Rewritten, error)) (done Rewriting, err error) {
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		v, err := s.draft(ctx, tx, year)
		if err != nil {
			return err
		}
		known, err := s.known(ctx, firstOf(year))
		if err != nil {
			return err
		}
		done.Changes, err = do(&v, known)
		done.Revision = v.Revision
		if err != nil || dry || len(done.Changes) == 0 {
			return err
		}
		c := Change{Section: done.Changes[0].Section, Title: done.Changes[0].Title}
		for _, ch := range done.Changes {
			c.Before, c.After = join(c.Before, "\n", ch.Before), join(c.After, "\n", ch.After)
		}
		err = s.write(ctx, tx, &v, c)
		done.Revision = v.Revision
		return err
	})
	return done, err
}

// firstOf is the first day of a plan's year, on which the catalogue is read.
func firstOf(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// yearName is "Kế hoạch năm 2025".
func yearName(year int) string { return fmt.Sprintf("Kế hoạch năm %d", year) }
