package planning

import (
	"fmt"
	"strconv"
	"strings"

	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) startPage(r *web.Request) error {
	return s.showStart(r, r.Query("year"), "", nil)
}

// nextToPlan is the first year from this one on of which there is no plan.
func (s *Service) nextToPlan(r *web.Request) (int, error) {
	plans, err := s.List(r.Context(), r.Tenant().ID)
	year := s.Clock.Now().In(i18n.Zone()).Year()
	for i := len(plans) - 1; i >= 0; i-- { // oldest first
		if plans[i].Year == year {
			year++
		}
	}
	return year, err
}

// showStart shows what a plan may begin with; after a refusal with what was chosen.
func (s *Service) showStart(r *web.Request, year, from string, refusal error) error {
	if year == "" {
		next, err := s.nextToPlan(r)
		if err != nil {
			return err
		}
		year = strconv.Itoa(next)
	}
	n, _ := strconv.Atoi(year)
	o, err := s.Origins(r.Context(), r.Tenant().ID, n)
	if err != nil {
		return err
	}
	m := views.StartView{Action: base(r) + "/start", Import: base(r) + "/import", Year: year, Guidance: o.Guidance, From: from, Err: refusal}
	t := views.TemplatesView{Keep: base(r) + "/templates", Name: r.Form("name")}
	for _, y := range o.Years {
		label := i18n.Say(r.Context(), yearName(y), fmt.Sprintf("Plan of %d", y))
		m.Years = append(m.Years, ui.Option{Value: "year:" + strconv.Itoa(y), Label: label})
		t.Plans = append(t.Plans, ui.Option{Value: strconv.Itoa(y), Label: label})
	}
	for _, kept := range o.Templates {
		id := strconv.FormatInt(kept.ID, 10)
		m.Templates = append(m.Templates, ui.Option{Value: "template:" + id, Label: i18n.Say(r.Context(), "Mẫu: ", "Template: ") + kept.Name})
		t.Rows = append(t.Rows, views.TemplateRow{Name: kept.Name, Drop: base(r) + "/templates/" + id + "/drop",
			Note: i18n.Say(r.Context(), fmt.Sprintf("từ kế hoạch năm %d, bản %d · %s · %s", kept.FromYear, kept.FromVersion, kept.KeptBy, i18n.Date(kept.KeptAt)),
				fmt.Sprintf("of the plan of %d, version %d · %s · %s", kept.FromYear, kept.FromVersion, kept.KeptBy, i18n.Date(kept.KeptAt)))})
	}
	page := ui.Page{Help: "officer#start", Title: i18n.T("Bắt đầu kế hoạch", "Begin a plan"), Crumbs: []ui.Crumb{plansCrumb(r)}, Active: base(r), Narrow: true, Styles: []string{"structure.css"}}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, page, views.StartPage(m, t))
}

func (s *Service) startPlan(r *web.Request) error {
	chosen := r.Form("from")
	n, err := strconv.Atoi(r.Form("year"))
	if err != nil {
		return s.showStart(r, r.Form("year"), chosen, faultNoYear())
	}
	if _, err := s.Start(r.Context(), r.Tenant().ID, n, originOf(chosen)); err != nil {
		if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Conflict || k == fault.NotFound {
			return s.showStart(r, r.Form("year"), chosen, err)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("%s/%d/checks", base(r), n), i18n.T("Đã tạo dự thảo. Dưới đây là những chỗ cần sửa cho năm mới.", "The draft is there. Below is what to revise for the new year."))
}

// originOf reads what the form sends: "year:2024", "template:3", "guidance".
func originOf(s string) (o Origin) {
	kind, id, _ := strings.Cut(s, ":")
	n, _ := strconv.Atoi(id)
	switch kind {
	case "year":
		o.Year = n
	case "template":
		o.Template = int64(n)
	case "guidance":
		o.Guidance = true
	}
	return o
}

func (s *Service) keepTemplate(r *web.Request) error {
	n, _ := strconv.Atoi(r.Form("of"))
	kept, err := s.KeepTemplate(r.Context(), r.Tenant().ID, n, 0, r.Form("name"))
	if err != nil {
		if k := fault.From(err).Kind; k == fault.Invalid || k == fault.NotFound {
			return s.showStart(r, "", "", err)
		}
		return err
	}
	return r.RedirectWith(base(r)+"/start", i18n.T("Đã giữ mẫu «"+kept.Name+"».", "Kept the template \""+kept.Name+"\"."))
}

func (s *Service) dropTemplate(r *web.Request) error {
	id, err := strconv.ParseInt(r.Param("id"), 10, 64)
	if err != nil {
		return faultNoTemplate()
	}
	if err := s.DropTemplate(r.Context(), r.Tenant().ID, id); err != nil {
		return err
	}
	return r.RedirectWith(base(r)+"/start", i18n.T("Đã bỏ mẫu.", "The template is given up."))
}
