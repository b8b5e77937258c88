package supervision

import (
	"context"
	"net/http"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/platform/web"
)

// OverviewInput names a province and a year.
type OverviewInput struct {
	Tenant string `path:"tenant"`
	Year   int    `query:"year" minimum:"0" maximum:"2100" doc:"Plan year; 0: the newest of which there is a plan."`
}

type overviewInput struct {
	OverviewInput
	web.ListInput
}

type planInput struct {
	OverviewInput
	District string `path:"district"`
}

// districtPlan is a district's plan as the province reads it.
type districtPlan struct {
	planreader.Plan
	Tenant  string         `json:"tenant"`
	Year    int            `json:"year"`
	Version int            `json:"version"`
	State   planning.State `json:"state"`
}

type planOutput struct{ Body districtPlan }

// API is the JSON API of supervision.
func (s *Service) API() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/districts", ActionView, "Where each district's plan stands", s.apiOverview),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/districts/{district}/plan", ActionView, "A district's plan", s.apiPlan),
	}
}

func (s *Service) apiOverview(ctx context.Context, in *overviewInput) (*web.Listed[District], error) {
	year, err := s.yearOr(ctx, in.Tenant, in.Year)
	if err != nil {
		return nil, err
	}
	list, err := s.Overview(ctx, in.Tenant, year)
	if err != nil {
		return nil, err
	}
	return web.PartOf(list, in.Page(), func(d District) string { return d.Tenant })
}

func (s *Service) apiPlan(ctx context.Context, in *planInput) (*planOutput, error) {
	year, err := s.yearOr(ctx, in.Tenant, in.Year)
	if err != nil {
		return nil, err
	}
	v, err := s.Plan(ctx, in.Tenant, in.District, year)
	if err != nil {
		return nil, err
	}
	return &planOutput{districtPlan{v.Plan, v.Tenant, v.Year, v.Version, v.State}}, nil
}

func (s *Service) yearOr(ctx context.Context, province string, year int) (int, error) {
	if year > 0 {
		return year, nil
	}
	return s.Year(ctx, province)
}
