package households

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/money"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const supportPath = "/t/:tenant/households/:id/benefits"

// supportRoutes are the pages of what households receive.
func (s *Service) supportRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: supportPath, Action: ActionEligibility, Handle: s.supportPage},
		{Method: http.MethodPost, Path: supportPath, Action: ActionBenefit, Handle: s.postBenefit},
		{Method: http.MethodPost, Path: supportPath + "/:benefit/withdraw", Action: ActionBenefit, Handle: s.postWithdrawal},
	}
}

func supportHref(tenant, household string) string {
	return "/t/" + tenant + "/households/" + household + "/benefits"
}

func (s *Service) supportPage(r *web.Request) error { return s.showSupport(r, nil) }

func (s *Service) postBenefit(r *web.Request) error {
	n, err := readBenefit(r)
	if err == nil {
		_, err = s.AddBenefit(r.Context(), r.Tenant().ID, r.Param("id"), n)
	}
	if err != nil {
		return s.showSupport(r, err)
	}
	return r.RedirectWith(supportHref(r.Tenant().ID, r.Param("id")), i18n.T("Đã ghi khoản hỗ trợ.", "The benefit was recorded."))
}

func (s *Service) postWithdrawal(r *web.Request) error {
	if err := s.WithdrawBenefit(r.Context(), r.Tenant().ID, r.Param("id"), r.Param("benefit"), r.Form("reason")); err != nil {
		return s.showSupport(r, err)
	}
	return r.RedirectWith(supportHref(r.Tenant().ID, r.Param("id")), i18n.T("Đã bỏ khoản hỗ trợ.", "The benefit was withdrawn."))
}

// readBenefit reads the form. Fault benefit_wrong where day or amount cannot be read.
func readBenefit(r *web.Request) (n NewBenefit, err error) {
	kind, _ := strconv.Atoi(r.Form("kind"))
	n = NewBenefit{Person: r.Form("person"), Project: r.Form("project"), Kind: BenefitKind(kind), Title: r.Form("title"), Note: r.Form("note")}
	var wrong wrongs
	if typed := strings.TrimSpace(r.Form("received_on")); typed != "" {
		day, bad := ui.ReadDate(typed)
		if bad != nil {
			wrong.add("received_on", "Viết ngày/tháng/năm, ví dụ 20/05/2024", "Write day/month/year, such as 20/05/2024")
		}
		n.ReceivedOn = declared.DateOf(day)
	}
	if typed := strings.TrimSpace(r.Form("amount")); typed != "" {
		amount, bad := money.Parse(typed)
		if bad != nil {
			wrong.add("amount", "Viết số tiền, ví dụ 5.000.000", "Write an amount, such as 5.000.000")
		}
		n.Amount = &amount
	}
	if len(wrong) > 0 {
		return n, faultBenefit(wrong)
	}
	return n, nil
}

// showSupport shows the page, with what was refused of it.
func (s *Service) showSupport(r *web.Request, refused error) error {
	ctx := r.Context()
	p, err := s.Support(ctx, r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	v := views.SupportPage{Support: supportView(ctx, r.Tenant().ID, p, false), Err: refused}
	v.Href = ""
	if p.MayRecord {
		v.Form = benefitFormView(r, p, ui.ErrorsOf(ctx, refused))
	}
	status := 0
	if refused != nil {
		status = fault.From(refused).Kind.Status()
	}
	base := "/t/" + r.Tenant().ID + "/households"
	page := ui.Page{Title: i18n.T("Hỗ trợ cho hộ "+p.Household.Head, "Support for "+p.Household.Head), Subtitle: i18n.T("Mã hộ "+p.Household.Code, "Code "+p.Household.Code),
		Active: base, Help: "officer#benefits", Crumbs: []ui.Crumb{{Title: i18n.T("Sổ hộ", "Households"), Href: base},
			{Title: i18n.T(p.Household.Head, p.Household.Head), Href: base + "/" + p.Household.ID}}}
	return r.PageStatus(status, page, views.SupportOfHousehold(v))
}

// supportBlock are the cards for the page of a household as it is now; revealed
// with all reasons.
func (s *Service) supportBlock(r *web.Request, d Dossier, revealed bool) ([]templ.Component, error) {
	if d.On != "" || !s.can(r, ActionEligibility, d.Household.Unit) {
		return nil, nil
	}
	p, err := s.Support(r.Context(), r.Tenant().ID, d.Household.ID)
	if err != nil {
		return nil, err
	}
	return []templ.Component{views.SupportCards(supportView(r.Context(), r.Tenant().ID, p, revealed))}, nil
}

// supportView is what the cards of a household show; reasons that tell of
// ethnicity or health are said in other words unless they were revealed.
func supportView(ctx context.Context, tenant string, p Support, revealed bool) views.Support {
	v := views.Support{Day: dateText(p.Day)}
	said := func(reason Reason) string {
		if revealed {
			return reason.Text
		}
		v.Hidden = v.Hidden || reason.Sensitive
		return reason.Shown()
	}
	if p.MayRecord {
		v.Href = supportHref(tenant, p.Household.ID)
	}
	for _, c := range p.Chances {
		row := views.ChanceRow{Project: c.Project, Title: i18n.Say(ctx, c.Title.VI, c.Title.EN), Words: c.Words, Source: c.Source, Eligible: c.Eligible}
		for _, reason := range c.Reasons {
			if shown := said(reason); !slices.Contains(row.Reasons, shown) {
				row.Reasons = append(row.Reasons, shown)
			}
		}
		if c.Eligible {
			row.Order = orderText(ctx, c.Order)
		}
		if c.Priority != nil {
			row.Priority = said(*c.Priority)
		}
		if c.Received > 0 {
			row.Received = fmt.Sprintf(i18n.Say(ctx, "%d khoản, gần nhất %s", "%d, the latest on %s"), c.Received, dateText(c.Latest))
		}
		v.Chances = append(v.Chances, row)
	}
	for _, b := range p.Benefits {
		v.Benefits = append(v.Benefits, benefitView(ctx, tenant, p, b))
	}
	return v
}

func orderText(ctx context.Context, order int) string {
	return i18n.Say(ctx, "Ưu tiên ", "Priority ") + strconv.Itoa(order)
}

func benefitView(ctx context.Context, tenant string, p Support, b Benefit) views.BenefitRow {
	kind := b.Kind.Title()
	row := views.BenefitRow{ID: b.ID, Day: dateText(b.ReceivedOn), Project: b.Project, Kind: i18n.Say(ctx, kind.VI, kind.EN), Title: b.Title, Note: b.Note, Withdrawn: b.Withdrawn}
	if b.Amount != nil {
		row.Amount = b.Amount.String()
	}
	for _, m := range p.Members {
		if m.Person == b.Person {
			row.Person = m.Name
		}
	}
	if p.MayRecord && !b.Withdrawn {
		row.Withdraw = supportHref(tenant, b.Household) + "/" + b.ID + "/withdraw"
	}
	return row
}

func benefitFormView(r *web.Request, p Support, wrong ui.Errors) *views.BenefitForm {
	ctx := r.Context()
	f := &views.BenefitForm{Action: supportHref(r.Tenant().ID, p.Household.ID), Title: r.Form("title"), Amount: r.Form("amount"), ReceivedOn: r.Form("received_on"),
		Note: r.Form("note"), Errors: wrong,
		Projects: []ui.Option{{Label: i18n.Say(ctx, "Ngoài Chương trình", "Outside of the programme")}},
		Kinds:    []ui.Option{{Label: i18n.Say(ctx, "Chọn loại hỗ trợ", "Choose the kind")}},
		People:   []ui.Option{{Label: i18n.Say(ctx, "Cả hộ", "The whole household")}}}
	for _, project := range p.Projects {
		f.Projects = append(f.Projects, ui.Option{Value: project.Code, Label: strings.TrimSpace(project.Code + " " + project.Title), Selected: r.Form("project") == project.Code})
	}
	for _, k := range BenefitKinds() {
		value := strconv.Itoa(int(k))
		f.Kinds = append(f.Kinds, ui.Option{Value: value, Label: k.Title().In(r.Lang()), Selected: r.Form("kind") == value})
	}
	for _, m := range p.Members {
		f.People = append(f.People, ui.Option{Value: m.Person, Label: m.Name, Selected: r.Form("person") == m.Person})
	}
	return f
}
