package catalogue

import (
	"context"
	"net/http"
	"time"

	"vuon/platform/web"
)

type projectsInput struct {
	Tenant string    `path:"tenant"`
	At     time.Time `query:"at" timeFormat:"2006-01-02" doc:"Day whose catalogue is wanted; today, or the last day of the programme, when left out."`
	web.ListInput
}

type documentsInput struct {
	Tenant string `path:"tenant"`
	Query  string `query:"q" maxLength:"200" doc:"Part of number, type, title or issuer; diacritics do not matter."`
	web.ListInput
}

// API are the operations of the module.
func (s *Service) API() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/projects", ActionView, "Projects of the programme", s.apiProjects),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/legal-documents", ActionView, "Legal documents that concern the tenant", s.apiDocuments),
	}
}

func (s *Service) apiProjects(ctx context.Context, in *projectsInput) (*web.Listed[Project], error) {
	list, err := s.Projects(ctx, in.At)
	if err != nil {
		return nil, err
	}
	return web.PartOf(list, in.Page(), func(p Project) string { return p.ID })
}

func (s *Service) apiDocuments(ctx context.Context, in *documentsInput) (*web.Listed[Document], error) {
	list, next, err := s.Documents(ctx, in.Tenant, in.Query, in.Page())
	if err != nil {
		return nil, err
	}
	return web.ListOf(list, next), nil
}
