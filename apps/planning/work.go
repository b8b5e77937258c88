package planning

import (
	"context"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// Deadlines are the days by which a tenant's plans are to be submitted and issued:
// those that recur each year, and those that the province's guidance sets for one.
type Deadlines struct {
	tenancy.Deadlines

	Guided map[int]Guidance // by year
}

// Due is the day by which a plan in this state should have gone on; nil when no
// deadline applies.
func Due(d Deadlines, year int, s State) *time.Time {
	day, guided := d.Issue, d.Guided[year].Issue
	switch {
	case s.Editable() || s == "":
		day, guided = d.Submit, d.Guided[year].Submit
	case s.Final() || s == Withdrawn:
		return nil
	}
	if guided != nil {
		return guided
	}
	if day == "" {
		return nil
	}
	t := day.In(year)
	return &t
}

// Late reports whether a plan in this state ("" when there is none) is past its
// deadline: the day itself still counts as in time.
func Late(d Deadlines, year int, s State, now time.Time) bool {
	day := Due(d, year, s)
	return day != nil && !now.Before(day.AddDate(0, 0, 1))
}

// Deadlines reads the tenant's.
func (s *Service) Deadlines(ctx context.Context, tenant string) (d Deadlines, err error) {
	if err := s.Tenants.Setting(ctx, tenant, tenancy.PlanDeadlines, &d.Deadlines); err != nil {
		return d, err
	}
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		d.Guided, err = s.store.guidedDays(ctx, tx)
		return err
	})
	return d, err
}

// Work lists the plans that wait for the actor in its tenant: to be written on,
// decided on, numbered, sent out; and the drafts about which its office is asked.
func (s *Service) Work(ctx context.Context) (items []web.WorkItem, err error) {
	actor, _ := identity.From(ctx)
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		plans, err := s.store.summaries(ctx, tx, 0)
		if err != nil {
			return err
		}
		deadlines, err := s.Deadlines(ctx, actor.Tenant)
		if err != nil {
			return err
		}
		for _, p := range plans {
			more, err := s.waits(ctx, tx, p, deadlines)
			if err != nil {
				return err
			}
			items = append(items, more...)
		}
		return nil
	})
	return items, err
}

// waits lists what of one plan waits for the actor.
func (s *Service) waits(ctx context.Context, tx database.Tx, p Summary, deadlines Deadlines) (items []web.WorkItem, err error) {
	if p.State.Final() && (p.State != Issued || p.ReleasedAt != nil) {
		return nil, nil
	}
	way := tenancy.StandardWorkflow()
	if p.Workflow != nil {
		way = *p.Workflow
	} else if err := s.Tenants.Setting(ctx, p.Tenant, tenancy.PlanWorkflow, &way); err != nil {
		return nil, err
	}
	v := Version{Tenant: p.Tenant, Year: p.Year, Version: p.Version, State: p.State, ReleasedAt: p.ReleasedAt, Workflow: &way}
	if p.State == Consulting {
		if items, err = s.asked(ctx, tx, v, p.Title); err != nil {
			return nil, err
		}
	}
	step, kind, err := s.next(ctx, tx, v)
	if err != nil || step == "" || !s.Policy.Can(ctx, life(way)[step].action) {
		return items, err
	}
	return append(items, web.WorkItem{Title: i18n.T(p.Title, ""), Kind: kind, Since: p.Since, Path: v.page(""),
		Due: Due(deadlines, p.Year, p.State), Late: Late(deadlines, p.Year, p.State, s.Clock.Now())}), nil
}

// asked lists the offices of the actor that were asked and said nothing yet.
func (s *Service) asked(ctx context.Context, tx database.Tx, v Version, title string) (items []web.WorkItem, err error) {
	if !s.Policy.Can(ctx, ActionOpine) {
		return nil, nil
	}
	r, err := s.openRound(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	for _, a := range s.mine(ctx, r) {
		if a.Verdict() == "" {
			items = append(items, web.WorkItem{Title: i18n.T(title, ""), Since: r.OpenedAt, Path: v.page("/consultation#o-" + a.Office),
				Kind: i18n.T("Góp ý dự thảo · "+a.Name, "Give an opinion · "+a.Name), Due: &r.Due, Late: r.Late(s.Clock.Now())})
		}
	}
	return items, nil
}

// next is the step that a version waits for, and what is to be done in words; ""
// when it waits for nothing. The version's workflow is filled in.
func (s *Service) next(ctx context.Context, tx database.Tx, v Version) (Step, i18n.Text, error) {
	signed := false
	if v.State == Approved && v.Workflow.Signing != tenancy.SignPaper {
		steps, err := s.store.steps(ctx, tx, v.Year)
		if err != nil {
			return "", i18n.Text{}, err
		}
		signed = leaderSigned(standing(steps, v.Version))
	}
	step, kind := waiting(v.State, *v.Workflow, signed, v.ReleasedAt != nil)
	return step, kind, nil
}

// waiting says which step a plan in this state waits for.
func waiting(s State, w tenancy.Workflow, signed, released bool) (Step, i18n.Text) {
	switch s {
	case Draft:
		return StepSubmit, i18n.T("Hoàn thiện, trình kế hoạch", "Complete and submit")
	case Returned:
		return StepSubmit, i18n.T("Sửa kế hoạch bị trả lại", "Revise the returned plan")
	case Consulting:
		return StepConclude, i18n.T("Tiếp thu, tổng hợp ý kiến", "Go through the opinions")
	case Submitted:
		if w.Appraise {
			return StepAppraise, i18n.T("Thẩm định kế hoạch", "Appraise the plan")
		}
		return StepApprove, i18n.T("Xem xét, phê duyệt", "Review and approve")
	case Appraised:
		return StepApprove, i18n.T("Xem xét, phê duyệt", "Review and approve")
	case Approved:
		if signed {
			return StepNumber, i18n.T("Cấp số, ngày cho bản đã ký số", "Number and date the signed file")
		}
		if w.Signing == tenancy.SignDigital {
			return StepSign, i18n.T("Ký số kế hoạch", "Sign the plan")
		}
		return StepIssue, i18n.T("Cấp số, ban hành", "Number and issue")
	case Numbered:
		return StepIssue, i18n.T("Đóng dấu số, ban hành", "Seal and issue")
	case Issued:
		if !released {
			return StepRelease, i18n.T("Phát hành kế hoạch", "Send the plan out")
		}
	}
	return "", i18n.Text{}
}
