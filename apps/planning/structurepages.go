package planning

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"vuon/apps/planning/plancompare"
	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// structureRoutes are the pages of checks, of comparisons and of beginnings.
func (s *Service) structureRoutes(plans, plan string) []web.Route {
	get := func(path, action string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Action: action, Handle: h}
	}
	post := func(path string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Action: ActionDraft, Handle: h}
	}
	return []web.Route{
		get(plans+"/start", ActionDraft, s.startPage),
		post(plans+"/start", s.startPlan),
		post(plans+"/templates/:id/drop", s.dropTemplate),
		get(plan+"/checks", ActionView, s.checksPage),
		get(plan+"/compare", ActionView, s.comparePage),
		post(plans+"/templates", s.keepTemplate),
	}
}

func (s *Service) checksPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	list, err := s.Checks(r.Context(), r.Tenant().ID, n)
	if err != nil {
		return err
	}
	if r.Fragment() == "checks" { // beside the editor
		return r.Page(ui.Page{}, views.Findings(checksView(list, true)))
	}
	_, m, page, err := s.open(r, n, "checks")
	if err != nil {
		return err
	}
	v := checksView(list, false)
	v.Plan = m
	page.Title, page.Subtitle = i18n.T("Kiểm tra trước khi trình", "Check before submission"), i18n.T(fmt.Sprintf("Kế hoạch năm %d", n), fmt.Sprintf("Plan of %d", n))
	page.Crumbs = append(page.Crumbs, ui.Crumb{Title: page.Subtitle, Href: m.Base})
	page.Styles = []string{"structure.css"}
	page.Actions = ui.PrintButton(i18n.Say(r.Context(), "In", "Print"))
	return r.Page(page, views.ChecksPage(v))
}

// checksView sorts findings by what they mean for the submission.
func checksView(list []Check, part bool) views.ChecksView {
	v := views.ChecksView{Part: part}
	for _, c := range list {
		row := views.CheckRow{Text: c.Text(), Name: c.Name, Href: c.Href}
		if c.Severity == Blocks {
			v.Blocking = append(v.Blocking, row)
		} else {
			v.Warning = append(v.Warning, row)
		}
	}
	return v
}

func (s *Service) comparePage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	d, m, page, err := s.open(r, n, "compare")
	if err != nil {
		return err
	}
	to, _ := strconv.Atoi(r.Query("to"))
	v := views.CompareView{Plan: m, Action: m.Base + "/compare"}
	c, err := s.CompareVersions(r.Context(), r.Tenant().ID, n, r.Query("from"), to)
	switch {
	case fault.CodeOf(err) == "plan_not_found" && r.Query("from") == "":
	case fault.CodeOf(err) == "unknown_version":
		v.Err = err
	case err != nil:
		return err
	default:
		if v.HTML, err = s.comparedHTML(r.Context(), c); err != nil {
			return err
		}
		v.Old, v.New, v.Renumbered = c.Old.name(), c.New.name(), c.Renumbered
		v.Changes = comparedRows(r.Context(), c.Changes)
	}
	if err := s.choices(r, d, c, &v); err != nil {
		return err
	}
	page.Title, page.Subtitle = i18n.T("So sánh các bản", "Compare versions"), i18n.T(fmt.Sprintf("Kế hoạch năm %d", n), fmt.Sprintf("Plan of %d", n))
	page.Crumbs = append(page.Crumbs, ui.Crumb{Title: page.Subtitle, Href: m.Base})
	page.Styles = append(page.Styles, "structure.css")
	page.Actions = ui.PrintButton(i18n.Say(r.Context(), "In", "Print"))
	status := 0
	if v.Err != nil {
		status = fault.From(v.Err).Kind.Status()
	}
	return r.PageStatus(status, page, views.ComparePage(v))
}

// choices are the versions and the years that may be compared.
func (s *Service) choices(r *web.Request, d Dossier, c ComparedVersions, v *views.CompareView) error {
	plans, err := s.List(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	for n := latestOf(d); n >= 1; n-- {
		label, value := i18n.Say(r.Context(), fmt.Sprintf("Bản %d", n), fmt.Sprintf("Version %d", n)), strconv.Itoa(n)
		v.To = append(v.To, ui.Option{Value: value, Label: label, Selected: n == c.New.Version})
		v.From = append(v.From, ui.Option{Value: value, Label: label, Selected: n == c.Old.Version && c.Old.Year == c.New.Year})
	}
	for _, p := range plans {
		if p.Year != d.Version.Year {
			v.From = append(v.From, ui.Option{Value: strconv.Itoa(p.Year), Label: i18n.Say(r.Context(), yearName(p.Year), fmt.Sprintf("Plan of %d", p.Year)), Selected: p.Year == c.Old.Year})
		}
	}
	return nil
}

func comparedRows(ctx context.Context, list []plancompare.Change) []views.ComparedRow {
	icons := map[plancompare.Kind]string{plancompare.Added: "plus", plancompare.Removed: "trash", plancompare.Changed: "pencil", plancompare.Moved: "arrow-right"}
	kinds := map[plancompare.Kind]i18n.Text{plancompare.Added: i18n.T("thêm", "added"), plancompare.Removed: i18n.T("bỏ", "removed"),
		plancompare.Changed: i18n.T("sửa", "changed"), plancompare.Moved: i18n.T("chuyển chỗ", "moved")}
	rows := make([]views.ComparedRow, 0, len(list))
	for _, c := range list {
		row := views.ComparedRow{Href: fmt.Sprintf("#change-%d", c.Anchor), Icon: icons[c.Kind], Kind: kinds[c.Kind], Title: c.Title}
		if row.Title == "" {
			row.Title = partTitle(c.Section).In(i18n.From(ctx))
		}
		var notes []string
		if c.Kind == plancompare.Moved {
			notes = append(notes, c.From+" → "+c.To)
		}
		if c.Added > 0 {
			notes = append(notes, fmt.Sprintf("+%d", c.Added))
		}
		if c.Removed > 0 {
			notes = append(notes, fmt.Sprintf("−%d", c.Removed))
		}
		row.Note = strings.Join(notes, ", ") + i18n.Say(ctx, " từ", " words")
		if c.Added+c.Removed == 0 {
			row.Note = strings.Join(notes, ", ")
		}
		rows = append(rows, row)
	}
	return rows
}
