package planning

import (
	"context"

	"vuon/platform/database"
)

// reopen undoes on the consultation what a step that is taken back did: asking is
// cancelled, closing opens the round again.
func (s *Service) reopen(ctx context.Context, tx database.Tx, v Version, step Step, reason string) error {
	switch step {
	case StepConsult:
		return s.store.cancelRound(ctx, tx, v.Year, v.Version, reason)
	case StepConclude:
		return s.store.reopenRound(ctx, tx, v.Year, v.Version)
	default:
		return nil
	}
}
