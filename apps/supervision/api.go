package supervision

import (
	"context"
	"net/http"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/platform/web"
)

type overviewInput struct {
	Tenant string `path:"tenant"`
	Year   int    `query:"year" minimum:"0" maximum:"2100" doc:"Plan year; 0: the newest of which there is a plan."`
}

type planInput struct {
	overviewInput
	District string `path:"district"`
}

type planOutput struct {
	Body struct {
		planreader.Plan
		Tenant  string         `json:"tenant"`
		Year    int            `json:"year"`
		Version int            `json:"version"`
		State   planning.State `json:"state"`
	}
}

// API is the JSON API of supervision.
func (s *Service) API() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/districts", ActionView, "Where each district's plan stands", s.apiOverview),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/districts/{district}/plan", ActionReadPlan, "A district's plan", s.apiPlan),
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
	return web.ListOf(list, ""), nil
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
	out := &planOutput{}
	out.Body.Plan, out.Body.Tenant, out.Body.Year, out.Body.Version, out.Body.State = v.Plan, v.Tenant, v.Year, v.Version, v.State
	return out, nil
}

func (s *Service) yearOr(ctx context.Context, province string, year int) (int, error) {
	if year > 0 {
		return year, nil
	}
	return s.Year(ctx, province)
}
