package households

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"vuon/platform/database"
)

// Submit sends the results of a commune to the district for its opinion, once the
// posting is over and no complaint is open. Faults: posting_not_over,
// complaints_open.
func (s *Service) Submit(ctx context.Context, tenant, round, code string) error {
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepSubmit}, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		if err := s.postingOver(ctx, tx, *w); err != nil {
			return nil, err
		}
		w.Commune.SubmittedOn = s.today()
		return nil, nil
	})
}

// postingOver is nil when the days of the posting are over and no complaint waits.
func (s *Service) postingOver(ctx context.Context, tx database.Tx, w review) error {
	if s.today() <= w.Commune.PostedUntil {
		return faultPostingNotOver(w)
	}
	open, err := s.store.openComplaints(ctx, tx, w.Round.ID, w.Unit.ID)
	if err == nil && open > 0 {
		err = faultComplaintsOpen(open)
	}
	return err
}

// Opine gives the district chair's opinion that the results may be recognised.
func (s *Service) Opine(ctx context.Context, tenant, round, code, opinion string) error {
	opinion, err := statement("opinion", opinion, false)
	if err != nil {
		return err
	}
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepOpine, Remark: opinion}, func(_ context.Context, _ database.Tx, w *review) (map[string]any, error) {
		w.Commune.OpinedOn, w.Commune.Opinion = s.today(), opinion
		return nil, nil
	})
}

// Object gives the district chair's opinion that these households, by their codes,
// have to be looked into again: the commune re-checks and posts them. Faults:
// review_incomplete with the field, not_posted.
func (s *Service) Object(ctx context.Context, tenant, round, code, opinion string, households []string) error {
	opinion, err := statement("opinion", opinion, true)
	if err != nil {
		return err
	}
	if len(households) == 0 {
		return faultReview("households", "Hãy ghi mã của những hộ cần rà soát lại.", "Name the households that are to be looked into.")
	}
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepObject, Remark: opinion}, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		w.Commune.Opinion, w.Commune.RecheckedOn = opinion, s.today()
		account, name := who(ctx)
		for _, code := range households {
			h, err := s.store.named(ctx, tx, w.Unit.ID, strings.TrimSpace(code))
			if err != nil {
				return nil, faultReview("households", "Không có hộ mang mã "+code+" trong xã.", "No household of the commune has the code "+code+".")
			}
			r, there, err := s.store.result(ctx, tx, w.Round.ID, h.ID)
			if err != nil || !there {
				return nil, orElse(err, faultNotPosted())
			}
			if err := s.complain(ctx, tx, *w, Complaint{ID: uuid.NewString(), Household: h.ID, Complainant: name, Content: opinion, ReceivedOn: s.today(),
				State: ComplaintRechecking, Class: r.Outcome.Class, CreatedBy: account, CreatedAt: s.now()}); err != nil {
				return nil, err
			}
		}
		return map[string]any{"households": len(households)}, nil
	})
}
