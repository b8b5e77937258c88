package catalogue

import (
	"context"
	"net/http"
	"strings"
	"time"

	"vuon/apps/catalogue/views"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// Routes are the pages of the module.
func (s *Service) Routes() []web.Route {
	return append([]web.Route{
		{Method: http.MethodGet, Path: "/t/:tenant/catalogue/projects", Action: ActionView, Handle: s.projectsPage},
		{Method: http.MethodGet, Path: "/t/:tenant/catalogue/rules", Action: ActionView, Handle: s.rulesPage},
	}, s.documentRoutes()...)
}

func (s *Service) projectsPage(r *web.Request) error {
	ctx := r.Context()
	list, err := s.Projects(ctx, time.Time{})
	if err != nil {
		return err
	}
	programme, until, err := s.programmeOf(ctx, list)
	if err != nil {
		return err
	}
	var ours []string
	if err := s.tenants.Setting(ctx, r.Tenant().ID, tenancy.PlanProjects, &ours); err != nil {
		return err
	}
	chosen := map[string]bool{}
	for _, code := range ours {
		chosen[code] = true
	}
	rows := make([]views.ProjectRow, 0, len(list))
	for _, p := range list {
		rows = append(rows, views.ProjectRow{Code: p.Code, Label: p.Label(), Title: p.Title, Objective: p.Objective, Lead: p.Lead, Scope: p.Scope,
			Capital: capitals(r.Lang(), p.Capital), Sub: p.Parent != "", PoorOnly: p.PoorDistrictsOnly, Ours: chosen[p.Code]})
	}
	page := ui.Page{Help: "officer#projects", Title: i18n.T("Dự án của Chương trình", "Programme projects"), Active: "/t/" + r.Tenant().ID + "/catalogue/projects", Wide: true}
	return r.Page(page, views.Projects(programme, until, rows))
}

// programmeOf names the programme of the projects shown, and its last day when
// that has passed.
func (s *Service) programmeOf(ctx context.Context, projects []Project) (title, until string, err error) {
	programmes, err := s.Programmes(ctx)
	for _, g := range programmes {
		if len(projects) > 0 && projects[0].Programme == g.ID {
			title = g.Title
			if !g.On(s.Clock.Now()) && g.ValidTo != "" {
				until = i18n.Date(g.ValidTo.Time())
			}
		}
	}
	return title, until, err
}

func capitals(lang i18n.Lang, list []Capital) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = c.Title().In(lang)
	}
	return strings.Join(words, ", ")
}
