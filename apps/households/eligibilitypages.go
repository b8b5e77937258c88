package households

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"vuon/apps/households/classify"
	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// eligibilityRoutes are the pages of who may take part in projects.
func (s *Service) eligibilityRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/t/:tenant/eligibility", Action: ActionEligibility, Handle: s.eligiblePage},
		{Method: http.MethodPost, Path: "/t/:tenant/eligibility/reveal", Action: ActionReveal, Handle: s.postEligible},
		{Method: http.MethodGet, Path: "/t/:tenant/eligibility/file", Action: ActionEligibility, Handle: s.eligibleFile},
	}
}

// eligibilityNav leads there.
func eligibilityNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Hộ đủ điều kiện hỗ trợ", "Who may be supported"), Icon: "list-check", Path: "/eligibility", Action: ActionEligibility, Group: "work", Order: 25}}
}

func eligibleBase(r *web.Request) string { return "/t/" + r.Tenant().ID + "/eligibility" }

// eligibleAsked is the filter that the address names.
func eligibleAsked(r *web.Request) EligibleFilter {
	year, err := strconv.Atoi(r.Query("year"))
	if err != nil || year < 2000 || year > 2100 {
		year = 0
	}
	f := EligibleFilter{Project: r.Query("project"), Unit: r.Query("unit"), Year: year}
	switch class := classify.Class(r.Query("class")); class {
	case classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor:
		f.Class = class
	}
	return f
}

// query is the filter as an address.
func (f EligibleFilter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"project": f.Project, "unit": f.Unit, "class": string(f.Class)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Year > 0 {
		q.Set("year", strconv.Itoa(f.Year))
	}
	return q
}

func (s *Service) eligiblePage(r *web.Request) error { return s.showEligible(r, eligibleAsked(r)) }

// postEligible shows the list once with the reasons that are covered otherwise.
func (s *Service) postEligible(r *web.Request) error {
	f := eligibleAsked(r)
	f.Reveal, f.Why = true, r.Form("reason")
	return s.showEligible(r, f)
}

func (s *Service) showEligible(r *web.Request, f EligibleFilter) error {
	ctx, tenant := r.Context(), r.Tenant().ID
	page := ui.Page{Title: i18n.T("Hộ đủ điều kiện hỗ trợ", "Who may be supported"), Subtitle: i18n.T("Hộ thuộc đối tượng của dự án mà chưa nhận hỗ trợ", "Households that may take part and were not reached yet"),
		Active: eligibleBase(r), Help: "officer#eligibility", Wide: true}
	rules, titles, err := s.EligibilityRules(ctx, tenant)
	if err != nil {
		return err
	}
	if len(rules) == 0 {
		return r.Page(page, views.EligibleHouseholds(views.EligiblePage{}))
	}
	f.Project = cmp.Or(f.Project, rules[0].Project)
	from := database.Page{After: r.Query("after")}
	l, err := s.Eligible(ctx, tenant, f, from)
	refusal := err
	if unasked(err) {
		f.Reveal = false
		l, err = s.Eligible(ctx, tenant, f, from)
	}
	if err != nil {
		return err
	}
	v := views.EligiblePage{Path: eligibleBase(r), Words: l.Rule.Words, Source: l.Rule.Article + ", " + l.Rule.Source,
		ToCheck: l.Rule.ToCheck, Pager: eligiblePager(r, f, l), Classes: classOptions(r, f), Years: yearOptions(r, f, l)}
	for _, rule := range rules {
		v.Projects = append(v.Projects, ui.Option{Value: rule.Project, Label: rule.Project + " " + titles[rule.Project], Selected: rule.Project == f.Project})
	}
	if v.Communes, err = s.communeOptions(r, f, l); err != nil {
		return err
	}
	fillReaches(r, f, l, &v)
	names := map[string]string{}
	for _, c := range l.Reaches {
		names[c.Unit] = c.Name
	}
	for _, e := range l.Rows {
		v.Rows = append(v.Rows, views.EligibleRow{Order: orderText(ctx, e.Order), Reason: e.Reason, Head: e.Head, Code: e.Code, Village: e.Village,
			Commune: names[e.Unit], Class: ClassTitle(e.Class).In(r.Lang()), Href: "/t/" + tenant + "/households/" + e.ID})
	}
	v.Ask, v.Next = eligibleReveal(r, f, l, refusal)
	q := f.query()
	page.Actions = ui.Button(ui.Btn{Label: i18n.Say(ctx, "Tải Excel", "Download"), Icon: "table-export", Href: eligibleBase(r) + "/file?" + q.Encode(), Attrs: templ.Attributes{"download": true}})
	return r.PageStatus(askedStatus(r, refusal), page, views.EligibleHouseholds(v))
}

// eligibleReveal asks who may know the covered reasons why they are needed; where
// they are shown, it leads on to the rest of the list.
func eligibleReveal(r *web.Request, f EligibleFilter, l EligibleList, refusal error) (ask, next *views.Ask) {
	q := f.query()
	to := func(after string) *views.Ask {
		if after != "" {
			q.Set("after", after)
		}
		return &views.Ask{Action: eligibleBase(r) + "/reveal?" + q.Encode(), Reason: f.Why, Err: refusal}
	}
	switch {
	case f.Reveal && l.Next != "":
		return nil, to(l.Next)
	case !f.Reveal && r.Can(ActionReveal) && len(l.Rows) > 0:
		return to(r.Query("after")), nil
	}
	return nil, nil
}

func eligiblePager(r *web.Request, f EligibleFilter, l EligibleList) ui.Pager {
	p := ui.Pager{Shown: len(l.Rows), Total: l.Total, Swap: "eligible"}
	q := f.query()
	if f.Reveal {
		return p
	}
	if r.Query("after") != "" {
		p.First = eligibleBase(r) + "?" + q.Encode()
	}
	if l.Next != "" {
		q.Set("after", l.Next)
		p.Next = eligibleBase(r) + "?" + q.Encode()
	}
	return p
}

func classOptions(r *web.Request, f EligibleFilter) []ui.Option {
	list := []ui.Option{{Label: i18n.Say(r.Context(), "Nghèo, cận nghèo, mới thoát nghèo", "Poor, near-poor, newly escaped")}}
	for _, c := range []classify.Class{classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor} {
		list = append(list, ui.Option{Value: string(c), Label: ClassTitle(c).In(r.Lang()), Selected: c == f.Class})
	}
	return list
}

// yearOptions are the years whose benefits count as reaching a household.
func yearOptions(r *web.Request, f EligibleFilter, l EligibleList) []ui.Option {
	list := []ui.Option{{Label: i18n.Say(r.Context(), "Trong mọi năm", "In any year")}}
	last := l.Day.Time().Year()
	for year := last; year > last-5; year-- {
		list = append(list, ui.Option{Value: strconv.Itoa(year), Label: fmt.Sprintf(i18n.Say(r.Context(), "Trong năm %d", "In %d"), year), Selected: year == f.Year})
	}
	return list
}

func (s *Service) communeOptions(r *web.Request, f EligibleFilter, l EligibleList) ([]ui.Option, error) {
	units, err := s.units(r.Context(), r.Tenant().ID, l.Day)
	if err != nil {
		return nil, err
	}
	list := []ui.Option{{Label: i18n.Say(r.Context(), "Tất cả", "All")}}
	for _, u := range units {
		if s.can(r, ActionEligibility, u.ID) {
			list = append(list, ui.Option{Value: u.Code, Label: u.Name, Selected: u.Code == f.Unit})
		}
	}
	return list, nil
}

func fillReaches(r *web.Request, f EligibleFilter, l EligibleList, v *views.EligiblePage) {
	var eligible, reached int
	for _, c := range l.Reaches {
		one := f
		one.Unit = c.Unit
		v.Reaches = append(v.Reaches, views.ReachRow{Name: c.Name, Href: eligibleBase(r) + "?" + one.query().Encode(), Eligible: ui.Integer(int64(c.Eligible)),
			Reached: ui.Integer(int64(c.Reached)), Left: ui.Integer(int64(c.Eligible - c.Reached))})
		eligible, reached = eligible+c.Eligible, reached+c.Reached
	}
	stat := func(vi, en, icon string, n int, tone ui.Tone) ui.Stat {
		return ui.Stat{Label: i18n.Say(r.Context(), vi, en), Value: ui.Integer(int64(n)), Icon: icon, Tone: tone}
	}
	v.Stats = []ui.Stat{stat("Hộ đủ điều kiện", "Eligible", "users", eligible, ui.Neutral), stat("Đã được hỗ trợ", "Reached", "circle-check", reached, ui.Neutral),
		stat("Chưa được hỗ trợ", "Not yet reached", "clock", eligible-reached, ui.Neutral)}
}

// eligibleFile is the list as a workbook, whole.
func (s *Service) eligibleFile(r *web.Request) error {
	f := eligibleAsked(r)
	if f.Project == "" {
		return faultNoRule("")
	}
	var file bytes.Buffer
	if err := s.WriteEligible(r.Context(), r.Tenant().ID, f, &file); err != nil {
		return err
	}
	return r.Download(fmt.Sprintf("ho-du-dieu-kien-%s-%s.xlsx", f.Project, r.Tenant().ID), mediaTypeOf(FormatXLSX), int64(file.Len()), &file)
}
