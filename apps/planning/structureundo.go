package planning

import (
	"context"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// Undo takes the move or the removal of a revision of the open draft back, as one
// revision. Where somebody has changed the same place meanwhile nothing is done
// (faults section_gone, section_elsewhere, section_back).
func (s *Service) Undo(ctx context.Context, tenant string, year, revision int) (Restructured, error) {
	return s.recall(ctx, tenant, year, 0, revision, func(_ *planreader.Plan, m planedit.Memory) planedit.Memory { return m })
}

// Reinstate brings a section back that was removed in some revision of a version,
// with all that stood in it; at the end of its list when its neighbour is gone.
func (s *Service) Reinstate(ctx context.Context, tenant string, year, version, revision int) (Restructured, error) {
	return s.recall(ctx, tenant, year, version, revision, func(p *planreader.Plan, m planedit.Memory) planedit.Memory {
		m.From = planedit.Nearest(p, m.From)
		return m
	})
}

// recall takes back what is remembered of a revision; version 0 is the one that is
// being written.
func (s *Service) recall(ctx context.Context, tenant string, year, version, revision int, fit func(*planreader.Plan, planedit.Memory) planedit.Memory) (done Restructured, err error) {
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		at := version
		if at == 0 {
			v, err := s.draft(ctx, tx, year)
			if err != nil {
				return err
			}
			at = v.Version
		}
		m, err := s.store.remembered(ctx, tx, year, at, revision)
		if err != nil {
			return err
		}
		done, err = s.restructure(ctx, tenant, year, func(p *planreader.Plan) (planedit.Outcome, error) {
			return planedit.Recall(p, fit(p, m))
		})
		return err
	})
	return done, err
}

// lost marks the changes that removed a section which can be brought back: its text
// was kept whole and it does not stand in the plan now.
func (s *Service) lost(ctx context.Context, tenant string, year int, p *planreader.Plan) (at map[[2]int]bool, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err := s.store.removals(ctx, tx, year)
		at = map[[2]int]bool{}
		for _, r := range list {
			at[[2]int{r.Version, r.Revision}] = p.Section(r.Section) == nil
		}
		return err
	})
	return at, err
}

func faultNoUndo() error {
	return fault.New(fault.NotFound, "nothing_to_undo",
		"Không còn gì để hoàn tác ở lần sửa này.", "There is nothing to undo in this change.")
}
