package households

import (
	"context"

	"vuon/apps/catalogue"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// Support is what a household may receive and has received.
type Support struct {
	Household Household
	Members   []Member
	Chances   []Chance
	Benefits  []Benefit
	Day       declared.Date       // whose rules and ages hold
	Projects  []catalogue.Project // that the tenant carries out
	MayRecord bool                // the actor may record benefits of the household
}

// Support reads it for whoever may see the household and who may take part in
// projects. Fault household_unknown.
func (s *Service) Support(ctx context.Context, tenant, household string) (p Support, err error) {
	err = s.reads(ctx, tenant, ActionEligibility, func(ctx context.Context, tx database.Tx) error {
		if p.Household, err = s.seen(ctx, tx, household); err != nil {
			return err
		}
		p, err = s.support(ctx, tx, p.Household)
		return err
	})
	return p, err
}

// support reads it of a household that was found, in the caller's transaction,
// which has authorised that.
func (s *Service) support(ctx context.Context, tx database.Tx, h Household) (p Support, err error) {
	tenant := database.Tenant(ctx)
	p = Support{Household: h, MayRecord: s.allowed(ctx, ActionBenefit, h.Unit) == nil && s.Tenants.Writable(ctx, tenant) == nil}
	if p.Chances, err = s.Chances(ctx, tx, h.ID); err != nil {
		return p, err
	}
	if p.Benefits, err = s.Benefits(ctx, tx, h.ID); err != nil {
		return p, err
	}
	if p.Members, err = s.Members(ctx, tx, h.ID, ""); err != nil {
		return p, err
	}
	day, err := s.Tenants.Day(ctx, tenant)
	if err != nil {
		return p, err
	}
	p.Day = declared.DateOf(day)
	codes, err := s.benefitProjects(ctx, tenant)
	if err != nil {
		return p, err
	}
	all, err := s.Catalogue.Projects(ctx, day)
	for _, code := range codes {
		project := catalogue.Project{Code: code}
		for _, known := range all {
			if known.Code == code {
				project = known
			}
		}
		p.Projects = append(p.Projects, project)
	}
	return p, err
}
