package planning

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"vuon/apps/planning/views"
	"vuon/platform/documents"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// maxEdit holds more than the longest section, as forms write it: up to twelve
// bytes a character. What is too long comes back to its author instead of being lost.
const maxEdit = 6 << 20

// Routes are the pages of plans.
func (s *Service) Routes() []web.Route {
	const plans, plan = "/t/:tenant/plans", "/t/:tenant/plans/:year"
	get := func(path, action string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Action: action, Handle: h}
	}
	post := func(path, action string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Action: action, Handle: h}
	}
	upload := web.Route{Method: http.MethodPost, Path: plans + "/import", Action: ActionDraft, Handle: s.importPlan,
		MaxBody: MaxSource + 64<<10, Timeout: time.Minute}
	return slices.Concat(s.structureRoutes(plans, plan), s.editorRoutes(plan), s.stepRoutes(plan), s.consultationRoutes(plan), s.signingRoutes(), []web.Route{
		get(plans, ActionView, s.listPage),
		get(plans+"/import", ActionDraft, s.importPage),
		upload,
		get(plan, ActionView, s.textPage),
		get(plan+"/import", ActionDraft, s.importPage),
		get(plan+"/structure", ActionView, s.structurePage),
		get(plan+"/warnings", ActionView, s.warningsPage),
		get(plan+"/history", ActionView, s.historyPage),
		get(plan+"/sections/:path", ActionView, s.sectionPage),
		{Method: http.MethodPost, Path: plan + "/sections/:path", Action: ActionDraft, Handle: s.saveSection, MaxBody: maxEdit},
		post(plan+"/documents", ActionView, s.makeDocument),
		get(plan+"/documents/:format", ActionView, s.download),
	})
}

func base(r *web.Request) string { return "/t/" + r.Tenant().ID + "/plans" }

func year(r *web.Request) (int, error) {
	n, err := strconv.Atoi(r.Param("year"))
	if err != nil || n < 2000 || n > 2100 || strconv.Itoa(n) != r.Param("year") {
		return 0, fault.New(fault.NotFound, "plan_not_found", "Không có kế hoạch này.", "There is no such plan.")
	}
	return n, nil
}

func plansCrumb(r *web.Request) ui.Crumb {
	return ui.Crumb{Title: i18n.T("Kế hoạch năm", "Annual plans"), Href: base(r)}
}

func (s *Service) listPage(r *web.Request) error {
	list, err := s.List(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	deadlines, err := s.Deadlines(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	rows := make([]views.PlanRow, 0, len(list))
	for _, p := range list {
		row := views.PlanRow{Year: p.Year, Title: p.Title, Href: fmt.Sprintf("%s/%d", base(r), p.Year), State: Badge(p.State),
			Since: i18n.Date(p.Since), Warnings: p.Warnings, Amending: p.InForce > 0 && p.InForce != p.Version,
			Late: Late(deadlines, p.Year, p.State, s.Clock.Now())}
		if p.Number > 0 {
			row.Number = fmt.Sprintf("%02d/%s", p.Number, p.Symbol)
		}
		if day := Due(deadlines, p.Year, p.State); day != nil {
			row.Due = i18n.Date(*day)
		}
		rows = append(rows, row)
	}
	page := ui.Page{Help: "officer#start", Title: i18n.T("Kế hoạch năm", "Annual plans"), Active: base(r),
		Subtitle: i18n.T("Chương trình mục tiêu quốc gia giảm nghèo bền vững", "National Target Programme on Sustainable Poverty Reduction")}
	guided, err := s.Guided(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	var guidance templ.Component = templ.NopComponent
	if len(guided) > 0 {
		guidance = ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Hướng dẫn của tỉnh", "The province's guidance"), Icon: "compass", Href: base(r) + "/guidance"})
		page.Actions = guidance
	}
	href := ""
	if r.Can(ActionDraft) {
		href = base(r) + "/import"
		page.Actions = templ.Join(guidance,
			ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Nhập kế hoạch", "Import a plan"), Icon: "upload", Href: href}),
			ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Soạn kế hoạch mới", "Write a new plan"), Icon: "file-plus", Kind: ui.Primary, Href: base(r) + "/start"}))
	}
	return r.Page(page, views.List(rows, href))
}

// Badge shows a state; "" is a plan that is not there.
func Badge(s State) views.State {
	tone, icon := ui.Neutral, "pencil"
	if s == "" {
		return views.State{Title: i18n.T("Chưa có", "None yet"), Icon: "circle-dashed"}
	}
	switch s {
	case Consulting:
		tone, icon = ui.Info, "message-2"
	case Submitted:
		tone, icon = ui.Info, "send"
	case Appraised:
		tone, icon = ui.Info, "clipboard-check"
	case Returned:
		tone, icon = ui.Warn, "arrow-back-up"
	case Approved:
		tone, icon = ui.Info, "check"
	case Issued:
		tone, icon = ui.Good, "circle-check"
	case Numbered:
		tone, icon = ui.Info, "certificate"
	case Closed:
		icon = "lock"
	case Superseded, Withdrawn:
		icon = "archive"
	}
	return views.State{Title: s.Title(), Tone: tone, Icon: icon}
}

func importHead(r *web.Request) ui.Page {
	return ui.Page{Help: "officer#start", Title: i18n.T("Nhập kế hoạch từ tệp", "Import a plan"), Crumbs: []ui.Crumb{plansCrumb(r)}, Active: base(r), Narrow: true}
}

func (s *Service) importPage(r *web.Request) error {
	year := r.Param("year")
	if year == "" {
		year = strconv.Itoa(s.Clock.Now().In(i18n.Zone()).Year())
	}
	return r.Page(importHead(r), views.ImportPage(views.Import{Action: base(r) + "/import", Year: year}))
}

func (s *Service) importPlan(r *web.Request) error {
	m := views.Import{Action: base(r) + "/import", Year: r.Form("year")}
	again := func(err error) error {
		f := fault.From(err)
		if f.Kind == fault.Internal || f.Kind == fault.Forbidden {
			return err
		}
		m.Err = f
		return r.PageStatus(f.Kind.Status(), importHead(r), views.ImportPage(m))
	}
	n, err := strconv.Atoi(m.Year)
	if err != nil {
		return again(faultNoYear())
	}
	file, err := r.Upload("file")
	if err != nil {
		return again(err)
	}
	up := Upload{Name: file.Name, Size: file.Size, Body: file}
	if r.Form("try") != "" {
		plan, err := s.Preview(r.Context(), r.Tenant().ID, n, up)
		if err != nil {
			return again(err)
		}
		m.Preview, m.Name = &views.Structure{Content: plan, Plan: views.Plan{Registry: registry(r)}, At: func(string) string { return "" }}, file.Name
		page := importHead(r)
		page.Narrow = false
		return r.Page(page, views.ImportPage(m))
	}
	v, err := s.Import(r.Context(), r.Tenant().ID, n, up)
	if err != nil {
		return again(err)
	}
	next := fmt.Sprintf("%s/%d", base(r), n)
	if len(v.Plan.Warnings) > 0 {
		next += "/warnings"
	}
	return r.RedirectWith(next, i18n.T(
		fmt.Sprintf("Đã nhập dự thảo từ tệp %s: %d phần, %d căn cứ, %d cảnh báo.", file.Name, len(v.Plan.Sections), len(v.Plan.LegalBases), len(v.Plan.Warnings)),
		fmt.Sprintf("Imported the draft from %s: %d parts, %d bases, %d warnings.", file.Name, len(v.Plan.Sections), len(v.Plan.LegalBases), len(v.Plan.Warnings))))
}

// paper is the document's own HTML as a component.
func paper(d documents.Document) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var page bytes.Buffer
		if err := documents.Article(&page, d); err != nil {
			return err
		}
		_, err := page.WriteTo(w)
		return err
	})
}
