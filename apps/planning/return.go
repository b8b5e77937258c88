package planning

import (
	"context"
	"slices"

	"vuon/platform/database"
)

// Party is who has to act: a role, or one person.
type Party struct {
	Role    string `json:"role,omitempty"`
	Account string `json:"account,omitempty"`
	Name    string `json:"name,omitempty"`
}

// Return sends the plan back with a remark that says why, and names who has to
// act (nobody named: the role that drafts).
func (s *Service) Return(ctx context.Context, tenant string, year int, remark string, to Party) (Version, error) {
	return s.giveBack(ctx, tenant, year, remark, to, ActionReturn)
}

// Unfit is the appraisal that finds the plan not fit to be approved yet: it goes
// back to be revised.
func (s *Service) Unfit(ctx context.Context, tenant string, year int, remark string, to Party) (Version, error) {
	return s.giveBack(ctx, tenant, year, remark, to, ActionAppraise)
}

func (s *Service) giveBack(ctx context.Context, tenant string, year int, remark string, to Party, action string) (v Version, err error) {
	if remark, err = remarkNeeded(remark, faultRemark()); err != nil {
		return v, err
	}
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.lockedAs(ctx, tx, year, StepReturn, latest, action); err != nil {
			return err
		}
		if action == ActionAppraise && (!v.Workflow.Appraise || v.State != Submitted) {
			return s.outrun(ctx, tx, v, StepAppraise)
		}
		if to, err = s.party(ctx, tx, v, to); err != nil {
			return err
		}
		return s.move(ctx, tx, &v, StepRecord{Step: StepReturn, Remark: remark,
			ForRole: to.Role, ForAccount: to.Account, ForName: to.Name})
	})
	return v, err
}

// Parties lists those to whom a version may be returned.
func (s *Service) Parties(ctx context.Context, v Version) (list []Party, err error) {
	err = s.in(ctx, v.Tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err = s.parties(ctx, tx, v)
		return err
	})
	return list, err
}

// parties are those to whom a version may be returned: the roles that draft, then
// the people who wrote on it.
func (s *Service) parties(ctx context.Context, tx database.Tx, v Version) (list []Party, err error) {
	for _, role := range s.Policy.Explain(ctx, v.Tenant, ActionDraft).Roles {
		list = append(list, Party{Role: role.ID, Name: role.Title.VI})
	}
	people, err := s.store.authors(ctx, tx, v.Year, v.Version)
	return append(list, people...), err
}

// party finds the one that was named, or the first when none was.
func (s *Service) party(ctx context.Context, tx database.Tx, v Version, named Party) (Party, error) {
	list, err := s.parties(ctx, tx, v)
	if err != nil || len(list) == 0 {
		return Party{}, err
	}
	if named.Role == "" && named.Account == "" {
		return list[0], nil
	}
	i := slices.IndexFunc(list, func(p Party) bool { return p.Role == named.Role && p.Account == named.Account })
	if i < 0 {
		return Party{}, faultNoParty()
	}
	return list[i], nil
}
