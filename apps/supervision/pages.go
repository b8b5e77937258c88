package supervision

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vuon/apps/planning"
	"vuon/apps/supervision/views"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
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
	places, err := s.places(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	base := "/t/" + r.Tenant().ID + "/overview"
	m := views.Overview{Year: year, Base: base, Show: shown(r.Query("show"))}
	for _, d := range list {
		shown := row(d, fmt.Sprintf("%s/%s?year=%d", base, d.Tenant, year))
		m.Rows = append(m.Rows, shown)
		m.Tiles = append(m.Tiles, tile(r.Context(), d, shown, places[d.Tenant]))
	}
	page := ui.Page{Help: "supervisor#overview", Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d của các huyện", year), fmt.Sprintf("Plans of %d, all districts", year)),
		Subtitle: i18n.T(r.Tenant().Name+" · Chương trình mục tiêu quốc gia giảm nghèo bền vững",
			r.Tenant().Name+" · National Target Programme on Sustainable Poverty Reduction"),
		Active: base, Wide: true, Actions: views.Years(m)}
	return r.Page(page, views.OverviewPage(m))
}

// shown is the filter that was asked for, when there is such a one.
func shown(asked string) string {
	if slices.Contains([]string{"issued", "review", "drafting", "late"}, asked) {
		return asked
	}
	return ""
}

// row is a district as the page shows it.
func row(d District, href string) views.Row {
	out := views.Row{Name: d.Name, Title: d.Title, Number: d.Number, Late: d.Late, Days: d.Days, State: planning.Badge(d.State),
		Amending: d.InForce > 0 && d.InForce != d.Version, Warnings: d.Warnings, Group: "drafting"}
	if d.State != "" {
		out.Href = href
		out.Since = i18n.Date(*d.Since)
	}
	if d.Due != nil {
		out.Due = i18n.Date(*d.Due)
	}
	switch {
	case d.InForce > 0:
		out.Group = "issued"
	case d.State == planning.Approved, d.State == planning.Submitted:
		out.Group = "review"
	}
	return out
}

// spot is where a district lies on the tile map, counted from 1; 0 is nowhere.
type spot struct{ column, row int }

// places reads the rows of the province's tile map.
func (s *Service) places(ctx context.Context, province string) (map[string]spot, error) {
	var rows []string
	if err := s.Tenants.Setting(ctx, province, tenancy.MapTiles, &rows); err != nil {
		return nil, err
	}
	at := map[string]spot{}
	for i, line := range rows {
		for j, tenant := range strings.Fields(line) {
			at[tenant] = spot{j + 1, i + 1}
		}
	}
	return at, nil
}

// tile is a district on the map, coloured by its step.
func tile(ctx context.Context, d District, r views.Row, at spot) ui.Tile {
	t := ui.Tile{Label: d.Name, Value: r.State.Title.In(i18n.From(ctx)), Note: r.Since, Href: r.Href, Column: at.column, Row: at.row}
	if d.Late {
		t.Note = views.Late(ctx, r)
	}
	switch {
	case d.InForce > 0:
		t.Heat, t.Value = 2, planning.Issued.Title().In(i18n.From(ctx))
	case d.State == planning.Approved:
		t.Heat = 1
	case d.State == planning.Submitted:
		t.Heat = 3
	case d.State != "":
		t.Heat = 4
	}
	return t
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
	page := ui.Page{Help: "supervisor#overview", Title: i18n.T(district.Name, district.Name), Styles: []string{"document.css"}, Subtitle: i18n.T(v.Title, v.Title), Active: base, Badge: views.StateBadge(planning.Badge(v.State)),
		Crumbs: []ui.Crumb{{Title: i18n.T("Tổng hợp các huyện", "All districts"), Href: base + "?year=" + strconv.Itoa(year)}}}
	if s.Policy.Can(policy.At(r.Context(), v.Tenant), ActionRemark) {
		page.Actions = ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Nhận xét, đề nghị sửa đổi", "Remark, request an amendment"), Icon: "message",
			Href: fmt.Sprintf("%s/%s/letters/new?year=%d", base, v.Tenant, year)})
	}
	return r.Page(page, views.PlanPage(paper(doc)))
}

func paper(d documents.Document) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return documents.Article(w, d) })
}
