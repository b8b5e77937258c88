package planning

import (
	"context"
	"fmt"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// Due is the day by which a plan in this state should have gone on; nil when no
// deadline applies.
func Due(d tenancy.Deadlines, year int, s State) *time.Time {
	day := d.Issue
	switch {
	case s.Editable() || s == "":
		day = d.Submit
	case s == Issued || s == Superseded:
		return nil
	}
	if day == "" {
		return nil
	}
	t := day.In(year)
	return &t
}

// Late reports whether a plan in this state ("" when there is none) is past its
// deadline: the day itself still counts as in time.
func Late(d tenancy.Deadlines, year int, s State, now time.Time) bool {
	day := Due(d, year, s)
	return day != nil && !now.Before(day.AddDate(0, 0, 1))
}

// Deadlines reads the tenant's.
func (s *Service) Deadlines(ctx context.Context, tenant string) (d tenancy.Deadlines, err error) {
	err = s.Tenants.Setting(ctx, tenant, tenancy.PlanDeadlines, &d)
	return d, err
}

// Work lists the plans that wait for the actor in its tenant: to be written on,
// decided on, or numbered.
func (s *Service) Work(ctx context.Context) (items []web.WorkItem, err error) {
	actor, _ := identity.From(ctx)
	var plans []Summary
	var deadlines tenancy.Deadlines
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		if plans, err = s.store.summaries(ctx, tx, 0); err != nil {
			return err
		}
		deadlines, err = s.Deadlines(ctx, actor.Tenant)
		return err
	})
	for _, p := range plans {
		action, kind := waiting(p.State)
		if action == "" || !s.Policy.Can(ctx, action) {
			continue
		}
		items = append(items, web.WorkItem{Title: i18n.T(p.Title, ""), Kind: kind, Since: p.Since,
			Path: fmt.Sprintf("/t/%s/plans/%d", actor.Tenant, p.Year), Due: Due(deadlines, p.Year, p.State),
			Late: Late(deadlines, p.Year, p.State, s.Clock.Now())})
	}
	return items, err
}

// waiting says which action a plan in this state waits for.
func waiting(s State) (action string, kind i18n.Text) {
	switch s {
	case Draft:
		return ActionSubmit, i18n.T("Hoàn thiện, trình kế hoạch", "Complete and submit")
	case Returned:
		return ActionSubmit, i18n.T("Sửa kế hoạch bị trả lại", "Revise the returned plan")
	case Submitted:
		return ActionApprove, i18n.T("Xem xét, phê duyệt", "Review and approve")
	case Approved:
		return ActionIssue, i18n.T("Cấp số, ban hành", "Number and issue")
	}
	return "", i18n.Text{}
}
