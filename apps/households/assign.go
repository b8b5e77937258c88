package households

import (
	"context"
	"slices"

	"vuon/platform/database"
	"vuon/platform/identity"
)

// Assignment is who reviews a village.
type Assignment struct {
	Village string `bun:"village" json:"village"`
	Account string `bun:"account" json:"account"`
	Name    string `bun:"name" json:"name"`
}

// Assignments are those of the villages of a commune.
func (s *Service) Assignments(ctx context.Context, tenant, round, code string) (list []Assignment, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.assignments(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, err
}

// Reviewers are the people who may be given villages of a commune: its reviewers
// and officers.
func (s *Service) Reviewers(ctx context.Context, tenant, code string) ([]identity.Person, error) {
	return s.Identity.Audience(ctx, tenant, identity.Audience{Roles: []string{"reviewer", "commune-officer"}, Units: []string{code}})
}

// Assign gives a village to these people and to nobody else; none takes it from
// whoever has it.
func (s *Service) Assign(ctx context.Context, tenant, round, code, village string, accounts []string) error {
	return s.working(ctx, tenant, round, code, ActionAssign, []Stage{Listing, Reviewing, Meeting, Rechecking}, func(ctx context.Context, tx database.Tx, w *review) error {
		if err := s.store.villageOf(ctx, tx, w.Unit.ID, village); err != nil {
			return err
		}
		people, err := s.Reviewers(ctx, tenant, w.Unit.Code)
		if err != nil {
			return err
		}
		var chosen []Assignment
		for _, account := range accounts {
			i := slices.IndexFunc(people, func(p identity.Person) bool { return p.ID == account })
			if i < 0 {
				return faultReview("account", "Người này không phải rà soát viên hoặc cán bộ của xã.", "This person is no reviewer or officer of the commune.")
			}
			chosen = append(chosen, Assignment{Village: village, Account: account, Name: people[i].Name})
		}
		before, err := s.store.assignments(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return err
		}
		before = slices.DeleteFunc(before, func(a Assignment) bool { return a.Village != village })
		if slices.EqualFunc(before, chosen, func(a, b Assignment) bool { return a.Account == b.Account }) {
			return nil
		}
		if err := s.store.assign(ctx, tx, w.Round.ID, village, chosen); err != nil {
			return err
		}
		if err := s.tellAssigned(ctx, tx, *w, village, chosen, before); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionAssign, "review", w.id(), map[string]any{"village": village, "reviewers": names(before)},
			map[string]any{"village": village, "reviewers": names(chosen)}, "")
	})
}

func names(list []Assignment) []string {
	out := make([]string, 0, len(list))
	for _, a := range list {
		out = append(out, a.Name)
	}
	return out
}
