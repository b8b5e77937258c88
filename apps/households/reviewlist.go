package households

import (
	"context"

	"vuon/apps/households/classify"
	"vuon/platform/database"
)

// Why a household is on the list to be reviewed.
const (
	listedManaged = "managed" // poor, near-poor or newly escaped in the registry
	listedRequest = "request" // it asked for it
	listedImport  = "import"  // came with a workbook
	listedAdded   = "added"   // by hand
)

// Listed is a household on the list to be reviewed.
type Listed struct {
	Household string         `bun:"household" json:"household"`
	Code      string         `bun:"code" json:"code"`
	Head      string         `bun:"head" json:"head"`
	Village   string         `bun:"village" json:"village"` // name
	Opening   classify.Class `bun:"opening" json:"opening"`
	For       string         `bun:"listed_for" json:"listed_for"`
	Entered   bool           `bun:"entered" json:"entered"`
	Class     classify.Class `bun:"class" json:"class,omitempty"`
	Revision  int            `bun:"revision" json:"revision"`
}

// ToReview reads the households to be reviewed in a commune, or in one village of
// it, by village and head.
func (s *Service) ToReview(ctx context.Context, tenant, round, code, village string, p database.Page) (list []Listed, next string, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, next, err = s.store.listed(ctx, tx, w.Round.ID, w.Unit.ID, village, p)
		return err
	})
	return list, next, err
}

// FillList puts onto the list who belongs there and is not on it: in the periodic
// review the households that the registry manages, in both kinds whoever asked and
// was not refused. It may be called again; it returns how many were added.
func (s *Service) FillList(ctx context.Context, tenant, round, code string) (added int, err error) {
	err = s.working(ctx, tenant, round, code, ActionList, []Stage{Listing, Reviewing}, func(ctx context.Context, tx database.Tx, w *review) error {
		if w.Round.Kind == Periodic {
			if added, err = s.store.listManaged(ctx, tx, w.Round, w.Unit.ID); err != nil {
				return err
			}
			if err := s.listGone(ctx, tx, w); err != nil {
				return err
			}
		}
		asked, err := s.store.requests(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return err
		}
		for _, q := range asked {
			if q.State != RequestOpen {
				continue
			}
			if err := s.accept(ctx, tx, *w, q); err != nil {
				return err
			}
			added++
		}
		if added == 0 {
			return nil
		}
		return s.record(ctx, tx, ActionList, "review", w.id(), nil, map[string]any{"listed": added}, "")
	})
	return added, err
}

// listGone enters the households that were poor or near-poor after the review of
// the year before and have left, gone into another or died out since: nobody can be
// asked, but the opening count of a year is the closing count of the one before.
func (s *Service) listGone(ctx context.Context, tx database.Tx, w *review) error {
	list, err := s.store.gone(ctx, tx, w.Round, w.Unit.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	standards, err := s.standards(ctx, w.Round.AsOf)
	if err != nil {
		return err
	}
	now := s.now()
	account, _ := who(ctx)
	for _, r := range list {
		if err := r.judge(standards.Of(w.Unit)); err != nil {
			return err
		}
		r.EnteredAt, r.EnteredBy = &now, account
		if _, err := s.saveResult(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// AddToList puts a household of the commune onto the list by hand.
func (s *Service) AddToList(ctx context.Context, tenant, round, code, household string) error {
	return s.working(ctx, tenant, round, code, ActionList, []Stage{Listing, Reviewing}, func(ctx context.Context, tx database.Tx, w *review) error {
		n, err := s.store.listOne(ctx, tx, w.Round, w.Unit.ID, household, listedAdded)
		if err != nil || n == 0 {
			return orElse(err, faultNotListable())
		}
		return s.record(ctx, tx, ActionList, "review", w.id(), nil, map[string]any{"household": household}, "")
	})
}

// TakeOffList takes a household off the list that nothing was entered for.
func (s *Service) TakeOffList(ctx context.Context, tenant, round, code, household, reason string) error {
	reason, err := statement("reason", reason, true)
	if err != nil {
		return err
	}
	return s.working(ctx, tenant, round, code, ActionList, []Stage{Listing, Reviewing}, func(ctx context.Context, tx database.Tx, w *review) error {
		n, err := s.store.unlist(ctx, tx, w.Round.ID, w.Unit.ID, household)
		if err != nil || n == 0 {
			return orElse(err, faultEnteredAlready())
		}
		return s.record(ctx, tx, ActionList, "review", w.id(), map[string]any{"household": household}, nil, reason)
	})
}

// CloseList ends the making of the list: reviewing begins. Households may still be
// added. Fault list_empty for a regular review without a household.
func (s *Service) CloseList(ctx context.Context, tenant, round, code string) error {
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepList}, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		progress, err := s.store.villageProgress(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return nil, err
		}
		listed := 0
		for _, v := range progress {
			listed += v.Listed
		}
		if listed == 0 && w.Round.Kind == Regular {
			return nil, faultListEmpty()
		}
		w.Commune.ListsOn = s.today()
		return map[string]any{"listed": listed}, nil
	})
}

// EndReviewing hands the results over to the residents' meetings, once every
// household on the list is entered (fault not_all_entered).
func (s *Service) EndReviewing(ctx context.Context, tenant, round, code string) error {
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepReview}, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		progress, err := s.store.villageProgress(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return nil, err
		}
		open, entered := 0, 0
		for _, v := range progress {
			open, entered = open+v.Listed-v.Entered, entered+v.Entered
		}
		if open > 0 {
			return nil, faultNotEntered(open)
		}
		w.Commune.ReviewedOn = s.today()
		return map[string]any{"entered": entered}, nil
	})
}

// ReturnToReviewing takes a commune back to reviewing, with a reason: a village did
// not agree, or an objection of the meeting has to be looked into.
func (s *Service) ReturnToReviewing(ctx context.Context, tenant, round, code, reason string) error {
	reason, err := statement("reason", reason, true)
	if err != nil {
		return err
	}
	return s.stepping(ctx, tenant, round, code, StepRecord{Step: StepReturn, Remark: reason}, func(context.Context, database.Tx, *review) (map[string]any, error) {
		return nil, nil
	})
}

// orElse is err, or the fault where there is none.
func orElse(err, fault error) error {
	if err != nil {
		return err
	}
	return fault
}
