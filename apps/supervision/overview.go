package supervision

import (
	"context"
	"fmt"
	"time"

	"vuon/apps/households"
	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Deps are what the module works with.
type Deps struct {
	DB         *database.DB
	Clock      clock.Clock
	Policy     *policy.Engine
	Audit      *audit.Log
	Tenants    *tenancy.Registry
	Households *households.Service
	Planning   *planning.Service
	Notify     *notify.Service
	Jobs       *jobs.Queue
}

// Service reads what a province may see of its tenants.
type Service struct {
	Deps
	store store
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// District is where one district's plan stands.
type District struct {
	Tenant   string         `json:"tenant"`
	Name     string         `json:"name"`
	State    planning.State `json:"state"` // "" when there is no plan
	Since    *time.Time     `json:"since"`
	Due      *time.Time     `json:"due"` // nil when nothing is due any more
	Late     bool           `json:"late"`
	Days     int            `json:"days_late"`
	Title    string         `json:"title"`
	Number   string         `json:"number"` // "05/KH-UBND"
	InForce  int            `json:"in_force"`
	Version  int            `json:"version"`
	Warnings int            `json:"warnings"`
}

// Overview reads where each of the province's districts stands with the plan of
// a year, in the order of their codes. Each district's audit says that it was
// read. One that was closed before the year, and has no plan of it, is left out.
func (s *Service) Overview(ctx context.Context, province string, year int) ([]District, error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), ActionView); err != nil {
		return nil, err
	}
	children, err := s.Tenants.Children(ctx, province)
	if err != nil {
		return nil, err
	}
	plans, deadlines, err := s.across(ctx, province, year)
	if err != nil {
		return nil, err
	}
	newYear := declared.DateOf(time.Date(year, 1, 1, 0, 0, 0, 0, i18n.Zone()))
	districts := make([]District, 0, len(children))
	for _, t := range children {
		plan, there := plans[t.ID]
		if !there && t.Closed && t.ClosedFrom <= newYear {
			continue
		}
		if err := s.left(ctx, t.ID, ActionView, year); err != nil {
			return nil, err
		}
		districts = append(districts, district(t, plan, deadlines[t.ID], year, s.Clock.Now()))
	}
	return districts, nil
}

// across reads the districts' plans of a year and their deadlines, by district.
func (s *Service) across(ctx context.Context, province string, year int) (plans map[string]planning.Summary, deadlines map[string]planning.Deadlines, err error) {
	plans, deadlines = map[string]planning.Summary{}, map[string]planning.Deadlines{}
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		list, err := s.Planning.Summaries(ctx, tx, year)
		if err != nil {
			return err
		}
		for _, p := range list {
			plans[p.Tenant] = p
		}
		yearly, err := tenancy.SettingAcross[tenancy.Deadlines](ctx, tx, tenancy.PlanDeadlines)
		if err != nil {
			return err
		}
		guided, err := s.Planning.GuidanceAcross(ctx, tx, year)
		for tenant, d := range yearly {
			deadlines[tenant] = planning.Deadlines{Deadlines: d, Guided: map[int]planning.Guidance{year: guided[tenant]}}
		}
		return err
	})
	return plans, deadlines, err
}

// left leaves a trace of the reading in the tenant's own audit.
func (s *Service) left(ctx context.Context, tenant, action string, year int) error {
	return s.Audit.RecordRead(ctx, tenant, audit.Entry{Action: action, Object: "plan", ObjectID: fmt.Sprint(year)})
}

func district(t tenancy.Tenant, p planning.Summary, deadlines planning.Deadlines, year int, now time.Time) District {
	d := District{Tenant: t.ID, Name: t.Name, State: p.State, Title: p.Title, InForce: p.InForce, Version: p.Version, Warnings: p.Warnings}
	if p.Number > 0 {
		d.Number = fmt.Sprintf("%02d/%s", p.Number, p.Symbol)
	}
	if p.State != "" {
		d.Since = &p.Since
	}
	if p.InForce > 0 || t.Closed { // neither an amendment nor what is closed has a deadline
		return d
	}
	d.Due = planning.Due(deadlines, year, p.State)
	if d.Late = planning.Late(deadlines, year, p.State, now); d.Late {
		d.Days = int(now.Sub(*d.Due).Hours() / 24)
	}
	return d
}

// Plan reads a district's plan: the one in force, else the open one. The
// district's audit says so.
func (s *Service) Plan(ctx context.Context, province, district string, year int) (v planning.Version, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, district), ActionReadPlan); err != nil {
		return v, err
	}
	if err := s.left(ctx, district, ActionReadPlan, year); err != nil {
		return v, err
	}
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		v, err = s.Planning.ReadAcross(ctx, tx, district, year)
		return err
	})
	return v, err
}

// Document lays a district's plan out to be read.
func (s *Service) Document(ctx context.Context, v planning.Version) (documents.Document, error) {
	return s.Planning.Document(ctx, v)
}

// Year is the plan year to show when none was asked for: the newest of which any
// district has a plan, else the present one.
func (s *Service) Year(ctx context.Context, province string) (year int, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), ActionView); err != nil {
		return 0, err
	}
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		year, err = s.Planning.NewestYear(ctx, tx)
		return err
	})
	if year == 0 {
		year = s.Clock.Now().In(i18n.Zone()).Year()
	}
	return year, err
}
