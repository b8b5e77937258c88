package tasks

import (
	"context"
	"fmt"
	"time"

	"vuon/apps/planning"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// Who reads who does what in the plan in force of a year (fault plan_unknown).
func (s *Service) Who(ctx context.Context, tenant string, year int) (w Sheet, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.Planning.ReadAcross(ctx, tx, tenant, year)
		if err != nil {
			return err
		}
		if v.Number == 0 {
			return fault.New(fault.NotFound, "plan_not_issued", "Kế hoạch của năm này chưa được ban hành.", "The plan of this year has not been issued.")
		}
		w = Sheet{Projects: v.Plan.Projects, Charges: v.Plan.Tasks, Done: map[string]int{}, Total: map[string]int{}}
		if v.Heading != nil {
			w.Heading = *v.Heading
		} else if err := s.Tenants.Setting(ctx, tenant, tenancy.DocumentHeading, &w.Heading); err != nil {
			return err
		}
		w.Symbol = fmt.Sprintf("(Theo Kế hoạch số %02d/%s ngày %s)", v.Number, v.Symbol, i18n.Date(*v.Dated))
		tasks, err := s.store.ofPlan(ctx, tx, year, false)
		for _, t := range tasks {
			if t.State == Withdrawn || t.Parent != "" {
				continue
			}
			if w.Total[t.Project]++; t.State == Done {
				w.Done[t.Project]++
			}
		}
		return err
	})
	return w, err
}

// Projects are the codes of the projects that have tasks in a year, in order.
func (s *Service) Projects(ctx context.Context, tenant string, year int) (codes []string, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		codes, err = s.store.projects(ctx, tx, year)
		return err
	})
	return codes, err
}

// Amending is the version that the tasks of a year follow, when an earlier one of
// that year had given tasks before; else 0.
func (s *Service) Amending(ctx context.Context, tenant string, year int) (version int, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.Planning.ReadAcross(ctx, tx, tenant, year)
		if err != nil && fault.From(err).Kind == fault.NotFound {
			return nil
		}
		if err == nil && v.Version > 1 && (v.State == planning.Issued || v.State == planning.Closed) && v.Since.After(s.Clock.Now().Add(-amendmentShown)) {
			version = v.Version
		}
		return err
	})
	return version, err
}

// amendmentShown is how long lists lead to what an amendment changed.
const amendmentShown = 90 * 24 * time.Hour
