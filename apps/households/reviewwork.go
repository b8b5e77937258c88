package households

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/web"
)

// reviewWork lists the communes' reviews that wait for the actor: the next step
// where it may take it, its villages where it reviews, corrections to be decided.
func (s *Service) reviewWork(ctx context.Context) (items []web.WorkItem, err error) {
	actor, _ := identity.From(ctx)
	if !s.Policy.Can(ctx, ActionView) {
		return nil, nil
	}
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		return s.eachOpen(ctx, tx, func(w review) error {
			more, err := s.waitsFor(ctx, tx, w, actor)
			items = append(items, more...)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	more, err := s.correctionWork(ctx, actor)
	return append(items, more...), err
}

func (s *Service) waitsFor(ctx context.Context, tx database.Tx, w review, actor identity.Actor) (items []web.WorkItem, err error) {
	due := w.Terms.due(w.Round, w.Commune)
	item := web.WorkItem{Title: i18n.T(w.Unit.Name+" · "+w.Round.Title().VI, w.Unit.Name+" · "+w.Round.Title().EN), Path: w.page(actor.Tenant, ""),
		Since: w.Commune.UpdatedAt, Late: late(due, s.today())}
	if due != "" {
		item.Due = new(due.Time())
	}
	if w.Commune.Stage == Reviewing || w.Commune.Stage == Rechecking {
		n, err := s.store.mineToEnter(ctx, tx, w.Round.ID, w.Unit.ID, actor.Account, w.Commune.Stage == Rechecking)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			mine := item
			mine.Path = w.page(actor.Tenant, "/entries")
			mine.Kind = i18n.T("Rà soát, nhập phiếu", "Review and enter")
			items = append(items, mine)
		}
	}
	if w.Commune.Stage == Posted && s.today() <= w.Commune.PostedUntil {
		return items, nil // nothing to be done before the posting is over
	}
	next := w.Round.next(w.Commune.Stage)
	did, err := s.did(ctx, tx, w)
	if err != nil {
		return nil, err
	}
	if s.Policy.Authorise(ctx, life(w.Round)[next].action, policy.Resource{Unit: w.Unit.Code, Did: did}) != nil {
		return items, nil
	}
	item.Kind = next.ask()
	return append(items, item), nil
}

// correctionWork lists the corrections that the actor may decide.
func (s *Service) correctionWork(ctx context.Context, actor identity.Actor) (items []web.WorkItem, err error) {
	if !s.Policy.Can(ctx, ActionCorrect) {
		return nil, nil
	}
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		list, err := s.store.waitingCorrections(ctx, tx)
		for _, c := range list {
			if c.Account == actor.Account || s.allowed(ctx, ActionCorrect, c.Unit) != nil {
				continue
			}
			u, err := s.Tenants.Unit(ctx, c.Unit)
			if err != nil {
				return err
			}
			items = append(items, web.WorkItem{Title: i18n.T(u.Name+" · "+c.Round, ""), Since: c.At, Kind: i18n.T("Quyết định điều chỉnh", "Decide a correction"),
				Path: "/t/" + actor.Tenant + "/reviews/" + c.Round + "/" + u.Code + "/corrections"})
		}
		return err
	})
	return items, err
}

// reviewDuties are the villages that a person reviews, for who takes them out of
// the tenant.
func (s *Service) reviewDuties(ctx context.Context, tenant, account string) (items []web.WorkItem, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		list, err := s.store.dutiesOf(ctx, tx, account)
		for _, d := range list {
			items = append(items, web.WorkItem{Title: i18n.T(d.Name+" · "+d.Round, ""), Since: d.Since, Kind: i18n.T("Rà soát thôn được phân công", "Village to review"),
				Path: "/t/" + tenant + "/reviews/" + d.Round + "/" + codeOf(d.Unit)})
		}
		return err
	})
	return items, err
}

// handOverReviews gives the villages of a person who leaves to another, or to
// nobody (to ""), in the caller's transaction.
func (s *Service) handOverReviews(ctx context.Context, tx database.Tx, tenant, from, to string) error {
	list, err := s.store.dutiesOf(ctx, tx, from)
	if err != nil || len(list) == 0 {
		return err
	}
	people, err := s.Identity.People(ctx, []string{to})
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := s.store.passOn(ctx, tx, d.Round, d.Village, from, Assignment{Village: d.Village, Account: to, Name: people[to].Name}); err != nil {
			return err
		}
		if err := s.record(ctx, tx, ActionAssign, "review", d.Round+"/"+codeOf(d.Unit), map[string]any{"village": d.Village, "reviewers": []string{d.Reviewer}},
			map[string]any{"village": d.Village, "reviewers": []string{people[to].Name}}, "Bàn giao khi rời đơn vị."); err != nil {
			return err
		}
	}
	return nil
}
