package supervision

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"vuon/apps/planning"
	"vuon/apps/supervision/views"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// Routes are the pages of supervision.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/t/:tenant/overview", Action: ActionView, Handle: s.overviewPage},
		{Method: http.MethodGet, Path: "/t/:tenant/overview/:district", Action: ActionView, Handle: s.planPage},
	}
}

func (s *Service) year(r *web.Request) (int, error) {
	asked, _ := strconv.Atoi(r.Query("year"))
	return s.yearOr(r.Context(), r.Tenant().ID, asked)
}

func (s *Service) overviewPage(r *web.Request) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	list, err := s.Overview(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	base := "/t/" + r.Tenant().ID + "/overview"
	m := views.Overview{Year: year, Action: base}
	for _, d := range list {
		m.Rows = append(m.Rows, row(d, fmt.Sprintf("%s/%s?year=%d", base, d.Tenant, year)))
	}
	page := ui.Page{Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d của các huyện", year), fmt.Sprintf("Plans of %d, all districts", year)),
		Subtitle: i18n.T(r.Tenant().Name+" · Chương trình mục tiêu quốc gia giảm nghèo bền vững", ""), Active: base}
	return r.Page(page, views.OverviewPage(m))
}

// row is a district as the page shows it.
func row(d District, href string) views.Row {
	out := views.Row{Name: d.Name, Title: d.Title, Number: d.Number, Late: d.Late, Days: d.Days, State: planning.Badge(d.State),
		Amending: d.InForce > 0 && d.InForce != d.Version, Warnings: d.Warnings}
	if d.State != "" {
		out.Href = href
		out.Since = i18n.Date(*d.Since)
	}
	if d.Due != nil {
		out.Due = i18n.Date(*d.Due)
	}
	switch {
	case d.InForce > 0:
		out.Done = 3
	case d.State == planning.Approved:
		out.Done = 2
	case d.State == planning.Submitted:
		out.Done = 1
	}
	return out
}

func (s *Service) planPage(r *web.Request) error {
	year, err := s.year(r)
	if err != nil {
		return err
	}
	v, err := s.Plan(r.Context(), r.Tenant().ID, r.Param("district"), year)
	if err != nil {
		return err
	}
	district, err := s.Tenants.Tenant(r.Context(), v.Tenant)
	if err != nil {
		return err
	}
	doc, err := s.Document(r.Context(), v)
	if err != nil {
		return err
	}
	base := "/t/" + r.Tenant().ID + "/overview"
	page := ui.Page{Title: i18n.T(district.Name, ""), Styles: []string{"document.css"}, Subtitle: i18n.T(v.Title, ""), Active: base, Badge: views.StateBadge(planning.Badge(v.State)),
		Crumbs: []ui.Crumb{{Title: i18n.T("Tổng hợp các huyện", "All districts"), Href: base + "?year=" + strconv.Itoa(year)}}}
	return r.Page(page, views.PlanPage(paper(doc)))
}

func paper(d documents.Document) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return documents.Article(w, d) })
}
