package supervision

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	plan "vuon/apps/planning/views"
	"vuon/apps/supervision/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) guidanceRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/t/:tenant/guidance", Action: ActionView, Handle: s.guidanceIndex},
		{Method: http.MethodGet, Path: "/t/:tenant/guidance/:year", Action: ActionView, Handle: s.guidancePage},
		{Method: http.MethodPost, Path: "/t/:tenant/guidance/:year", Action: ActionGuide, Handle: s.saveGuidance, MaxBody: planning.MaxSource},
		{Method: http.MethodPost, Path: "/t/:tenant/guidance/:year/publish", Action: ActionGuide, Handle: s.publishGuidance},
		{Method: http.MethodGet, Path: "/t/:tenant/plans/guidance", Action: planning.ActionView, Handle: s.receivedIndex},
		{Method: http.MethodGet, Path: "/t/:tenant/plans/guidance/:year", Action: planning.ActionView, Handle: s.receivedPage},
	}
}

// guidanceIndex leads to the guidance of the year that is being planned: the
// newest there is, else next year.
func (s *Service) guidanceIndex(r *web.Request) error {
	years, err := s.Guided(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	year := s.Clock.Now().In(i18n.Zone()).Year() + 1
	if len(years) > 0 {
		year = years[0]
	}
	return r.Redirect(fmt.Sprintf("/t/%s/guidance/%d", r.Tenant().ID, year))
}

func pathYear(r *web.Request) (int, error) {
	n, err := strconv.Atoi(r.Param("year"))
	if err != nil || n < 2000 || n > 2100 {
		return 0, fault.New(fault.NotFound, "year_unknown", "Không có năm này.", "There is no such year.")
	}
	return n, nil
}

func (s *Service) guidancePage(r *web.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	g, err := s.Guidance(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	return s.showGuidance(r, g, formOf(g), nil)
}

// amounts is what was typed into a guidance's form.
type guidanceForm struct {
	submit, issue string
	targets       []planreader.Target
	amounts       []string
}

// targetLines is how many lines for targets the form has at least.
const targetLines = 4

func formOf(g Guidance) guidanceForm {
	f := guidanceForm{submit: dayOf(g.Submit), issue: dayOf(g.Issue), targets: g.Targets}
	for _, t := range g.Targets {
		f.amounts = append(f.amounts, strings.ReplaceAll(strconv.FormatFloat(t.Amount, 'f', -1, 64), ".", ","))
	}
	return f
}

func dayOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return i18n.Date(*t)
}

func (s *Service) showGuidance(r *web.Request, g Guidance, typed guidanceForm, refusal error) error {
	base := fmt.Sprintf("/t/%s/guidance", r.Tenant().ID)
	m := views.GuidanceForm{Action: fmt.Sprintf("%s/%d", base, g.Year), Title: g.Title, Body: g.Body, Submit: typed.submit, Issue: typed.issue,
		Revision: g.Revision, Template: g.TemplateName, Edit: r.Can(ActionGuide), Err: refusal}
	for i := range max(targetLines, len(typed.targets)+1) {
		var t planreader.Target
		amount := ""
		if i < len(typed.targets) {
			t, amount = typed.targets[i], typed.amounts[i]
		}
		m.Targets = append(m.Targets, targetForm(r.Context(), t, amount))
	}
	if m.Edit && g.Revision > 0 {
		m.PublishAction = m.Action + "/publish"
	}
	switch {
	case g.SentAt != nil && g.Version > g.Sent:
		m.Unsent = true
		m.SentNote = i18n.Say(r.Context(), "Đã gửi lúc "+i18n.DateTime(*g.SentAt)+"; có thay đổi chưa gửi.", "Sent at "+i18n.DateTime(*g.SentAt)+"; changed since.")
	case g.SentAt != nil:
		m.SentNote = i18n.Say(r.Context(), "Đã gửi tới các huyện lúc "+i18n.DateTime(*g.SentAt)+".", "Sent to the districts at "+i18n.DateTime(*g.SentAt)+".")
	}
	if g.Sent > 0 {
		list, err := s.Reached(r.Context(), r.Tenant().ID, g.Year)
		if err != nil {
			return err
		}
		for _, x := range list {
			m.Reached = append(m.Reached, reachedRow(r.Context(), x, g.Sent))
		}
	}
	years, err := s.Guided(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	for _, y := range append([]int{s.Clock.Now().In(i18n.Zone()).Year() + 1}, years...) {
		if y != g.Year && (len(m.Years) == 0 || m.Years[0].Href != fmt.Sprintf("%s/%d", base, y)) {
			m.Years = append(m.Years, views.Link{Title: i18n.Say(r.Context(), "Năm ", "Year ") + strconv.Itoa(y), Href: fmt.Sprintf("%s/%d", base, y)})
		}
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	page := ui.Page{Title: i18n.T(fmt.Sprintf("Hướng dẫn năm kế hoạch %d", g.Year), fmt.Sprintf("Guidance for %d", g.Year)), Active: base, Wide: true,
		Subtitle: i18n.T("Chỉ tiêu, mẫu, thời hạn gửi tới các huyện", "Targets, template and deadlines for all districts"),
		Styles:   []string{"supervision.css"}, Help: "supervisor#guidance"}
	return r.PageStatus(status, page, views.GuidancePage(m))
}

func reachedRow(ctx context.Context, x Reached, sent int) views.Reached {
	row := views.Reached{Name: x.Name, State: i18n.Say(ctx, "Đang gửi", "On its way")}
	if x.Guidance == nil || x.Guidance.Version < sent {
		return row
	}
	row.Sent, row.State, row.Tone = i18n.DateTime(x.Guidance.SentAt), i18n.Say(ctx, "Đã đến, chưa xem", "Arrived, not read"), ui.Warn
	if x.Guidance.ReceivedAt != nil {
		row.Read, row.By, row.State, row.Tone = i18n.DateTime(*x.Guidance.ReceivedAt), x.Guidance.ReceivedBy, i18n.Say(ctx, "Đã xem", "Read"), ui.Good
	}
	return row
}

func targetForm(ctx context.Context, t planreader.Target, amount string) views.TargetForm {
	options := func(chosen string, ids ...string) (out []ui.Option) {
		for _, id := range ids {
			out = append(out, ui.Option{Value: id, Label: plan.Word(ctx, id), Selected: id == chosen})
		}
		return out
	}
	f := views.TargetForm{Amount: amount, AtLeast: t.AtLeast,
		Indicator:  options(t.Indicator, "poor_rate", "near_poor_rate", "disbursement_rate", "job_placements"),
		Direction:  options(t.Direction, "decrease", "increase", "reach"),
		Population: options(t.Population, "all", "ethnic_minority", "onsite_minority"),
		Unit:       options(t.Unit, "percentage_point", "percent")}
	f.Unit = append(f.Unit, ui.Option{Value: "count", Label: i18n.Say(ctx, "số lượng", "count"), Selected: t.Unit == "count"})
	return f
}

// readGuidance reads the form; what is wrong with it is marked beside its field.
func (s *Service) readGuidance(r *web.Request, year int) (g Guidance, typed guidanceForm, err error) {
	g.Year, g.Title, g.Body = year, r.Form("title"), r.Form("body")
	g.Revision, _ = strconv.Atoi(r.Form("revision"))
	typed.submit, typed.issue = r.Form("submit"), r.Form("issue")
	f := faultGuidance()
	for _, d := range []struct {
		name, value string
		into        **time.Time
	}{{"submit", typed.submit, &g.Submit}, {"issue", typed.issue, &g.Issue}} {
		if strings.TrimSpace(d.value) == "" {
			continue
		}
		day, err := ui.ReadDate(d.value)
		if err != nil {
			wrong, _ := errors.AsType[*fault.Error](err)
			f = f.At(d.name, wrong.Message.VI, wrong.Message.EN)
			continue
		}
		*d.into = &day
	}
	columns := map[string][]string{}
	for _, name := range []string{"indicator", "population", "direction", "amount", "unit"} {
		columns[name] = r.Forms(name)
	}
	for i, amount := range columns["amount"] {
		if strings.TrimSpace(amount) == "" {
			continue
		}
		at := func(name string) string {
			if i < len(columns[name]) {
				return columns[name][i]
			}
			return ""
		}
		t := planreader.Target{Indicator: at("indicator"), Population: at("population"), Direction: at("direction"), Unit: at("unit"), AtLeast: true}
		t.Amount, err = strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(amount), ",", "."), 64)
		if err != nil || t.Amount < 0 || t.Amount > 1e9 {
			f = f.At(fmt.Sprintf("amount%d", len(typed.targets)), "Mức phải là số không âm, ví dụ 1,5.", "The amount must be a number, such as 1.5.")
		}
		typed.targets, typed.amounts = append(typed.targets, t), append(typed.amounts, amount)
	}
	g.Targets = append([]planreader.Target{}, typed.targets...)
	for i := range g.Targets {
		g.Targets[i].Text = plan.TargetWords(i18n.With(r.Context(), i18n.Vietnamese), g.Targets[i])
	}
	if len(f.Fields) > 0 {
		return g, typed, f
	}
	return g, typed, nil
}

func (s *Service) saveGuidance(r *web.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	g, typed, err := s.readGuidance(r, year)
	if err == nil {
		var template *planning.Upload
		if up, missing := r.Upload("template"); missing == nil {
			template = &planning.Upload{Name: up.Name, Size: up.Size, Body: up}
		}
		_, err = s.SaveGuidance(r.Context(), r.Tenant().ID, g, template)
	}
	if err != nil {
		if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Conflict {
			return s.showGuidance(r, g, typed, err)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("/t/%s/guidance/%d", r.Tenant().ID, year), i18n.T("Đã lưu hướng dẫn. Các huyện nhận được khi bạn gửi.", "Saved. The districts receive it when you send it."))
}

func (s *Service) publishGuidance(r *web.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	if _, err := s.Publish(r.Context(), r.Tenant().ID, year); err != nil {
		if fault.From(err).Kind != fault.Invalid {
			return err
		}
		g, readErr := s.Guidance(r.Context(), r.Tenant().ID, year)
		if readErr != nil {
			return readErr
		}
		return s.showGuidance(r, g, formOf(g), err)
	}
	return r.RedirectWith(fmt.Sprintf("/t/%s/guidance/%d", r.Tenant().ID, year), i18n.T("Đang gửi hướng dẫn tới các huyện.", "The guidance is on its way to the districts."))
}

// receivedIndex leads a district to the newest guidance.
func (s *Service) receivedIndex(r *web.Request) error {
	years, err := s.Planning.Guided(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	if len(years) == 0 {
		return r.RedirectNotice("/t/"+r.Tenant().ID+"/plans", ui.Notice{Tone: ui.Info, Text: i18n.T("Tỉnh chưa gửi hướng dẫn nào.", "The province has sent no guidance yet.")})
	}
	return r.Redirect(fmt.Sprintf("/t/%s/plans/guidance/%d", r.Tenant().ID, years[0]))
}

// receivedPage is the guidance as a district reads it.
func (s *Service) receivedPage(r *web.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	g, err := s.Planning.ReadGuidance(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	if g == nil {
		return fault.New(fault.NotFound, "guidance_unknown", "Tỉnh chưa gửi hướng dẫn cho năm này.", "The province has sent no guidance for this year.")
	}
	m := views.Received{Title: g.Title, Body: g.Body, Sender: g.Sender, Sent: i18n.DateTime(g.SentAt), Submit: dayOf(g.Submit), Issue: dayOf(g.Issue), Template: g.Template != nil}
	for _, t := range g.Targets {
		m.Targets = append(m.Targets, fmt.Sprintf("%s (%s): %s", plan.Word(r.Context(), t.Indicator), plan.Word(r.Context(), t.Population), plan.TargetWords(r.Context(), t)))
	}
	if r.Can(planning.ActionDraft) {
		m.StartHref = fmt.Sprintf("/t/%s/plans/start?year=%d", r.Tenant().ID, year)
	}
	years, err := s.Planning.Guided(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	for _, y := range years {
		m.Years = append(m.Years, views.Link{Title: strconv.Itoa(y), Href: fmt.Sprintf("/t/%s/plans/guidance/%d", r.Tenant().ID, y)})
	}
	plans := "/t/" + r.Tenant().ID + "/plans"
	page := ui.Page{Title: i18n.T(fmt.Sprintf("Tỉnh hướng dẫn kế hoạch năm %d", year), fmt.Sprintf("The province's guidance for %d", year)), Wide: true, Active: plans,
		Styles: []string{"supervision.css"}, Crumbs: []ui.Crumb{{Title: i18n.T("Kế hoạch năm", "Annual plans"), Href: plans}}, Help: "officer#guidance"}
	return r.Page(page, views.ReceivedPage(m))
}
