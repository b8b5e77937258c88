package administration

import (
	"net/http"
	"strings"

	"vuon/apps/administration/views"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) whyRoutes() []web.Route {
	return []web.Route{{Method: http.MethodGet, Path: "/t/:tenant/why", Action: ActionRoles, Handle: s.whyPage}}
}

// whyPage answers three questions: may this person do that, who may do that, and
// what may this person do.
func (s *Service) whyPage(r *web.Request) error {
	tenant := r.Tenant().ID
	people, err := s.FindPeople(r.Context(), tenant, r.Query("person"))
	if err != nil {
		return err
	}
	a, err := s.assignable(r.Context(), tenant)
	if err != nil {
		return err
	}
	at := base(r, "/why")
	m := views.Why{Base: at, Person: r.Query("person"), Actions: s.whyActions(r), Units: a.unitChoices(r), Projects: a.projectChoices(r), Asked: r.Query("person") != "" || r.Query("action") != ""}
	switch {
	case len(people) == 1 && r.Query("action") != "":
		err = s.answerWhy(r, &m, a, people[0])
	case len(people) == 1:
		err = s.answerWhat(r, &m, people[0])
	case len(people) > 1:
		for _, x := range people {
			m.Choose = append(m.Choose, views.Place{Name: x.Name, Role: x.Username, Href: withQuery(at, query("person", x.Username, "action", r.Query("action"), "unit", r.Query("unit"), "project", r.Query("project")))})
		}
	case r.Query("person") != "":
		m.Nobody = true
	case r.Query("action") != "":
		err = s.answerWho(r, &m)
	}
	if err != nil {
		return err
	}
	head := ui.Page{Help: "administrator#why", Title: i18n.T("Vì sao được, vì sao không?", "Why, and why not?"), Active: base(r, "/roles"), Crumbs: crumb("Vai trò và quyền", "Roles and rights", base(r, "/roles")),
		Subtitle: i18n.T("Chọn người và việc để biết lý do; chỉ chọn việc để biết ai làm được; chỉ chọn người để biết họ làm được gì.", "Choose a person and an action for the reason; an action alone for who may; a person alone for what they may.")}
	return r.Page(head, views.WhyPage(m))
}

func (s *Service) whyActions(r *web.Request) (list []ui.Option) {
	list = append(list, ui.Option{Label: i18n.Say(r.Context(), "Mọi việc", "All actions")})
	for _, a := range s.Policy.ActionsOf(r.Tenant().Kind) {
		module, _, _ := strings.Cut(a.Name, ".")
		list = append(list, ui.Option{Value: a.Name, Label: moduleTitle(module).In(r.Lang()) + ": " + a.Title.In(r.Lang()), Selected: a.Name == r.Query("action")})
	}
	return list
}

func (a assignable) unitChoices(r *web.Request) []ui.Option {
	list := []ui.Option{{Label: i18n.Say(r.Context(), "Không xét", "Any")}}
	return append(list, a.unitOptions([]string{r.Query("unit")})...)
}

func (a assignable) projectChoices(r *web.Request) []ui.Option {
	list := []ui.Option{{Label: i18n.Say(r.Context(), "Không xét", "Any")}}
	for _, code := range a.Projects {
		list = append(list, ui.Option{Value: code, Label: code, Selected: code == r.Query("project")})
	}
	return list
}

// answerWhy says in words why a person may do an action, or why not.
func (s *Service) answerWhy(r *web.Request, m *views.Why, a assignable, person identity.Member) error {
	var on *policy.Resource
	if r.Query("unit") != "" || r.Query("project") != "" {
		on = &policy.Resource{Unit: r.Query("unit"), Project: r.Query("project")}
	}
	w, err := s.Why(r.Context(), r.Tenant().ID, person, r.Query("action"), on)
	if err != nil {
		return err
	}
	v := views.Verdict{Allowed: w.Allowed && !person.Disabled, Person: person.Name, PersonHref: base(r, "/members/"+person.ID), Action: w.Action.Title.In(r.Lang()), ActionHref: base(r, "/roles/"+w.Action.Name), Who: w.Who.Text.In(r.Lang())}
	if person.Disabled {
		v.Lines = append(v.Lines, views.VerdictLine{Text: i18n.Say(r.Context(), "Tài khoản đang bị khóa nên không làm được việc gì, dù giữ vai trò nào.", "The account is disabled, so it may do nothing, whatever roles it holds.")})
	}
	for _, x := range w.Reasons {
		v.Lines = append(v.Lines, views.VerdictLine{Good: x.Allowed && x.Within && !x.Denied, Text: reasonWords(r, a, w.Action, x)})
	}
	if len(w.Reasons) == 0 {
		v.Lines = append(v.Lines, views.VerdictLine{Text: i18n.Say(r.Context(), "Người này không giữ vai trò nào ở đây.", "This person holds no role here.")})
	}
	for _, x := range w.Incompatible {
		v.Notes = append(v.Notes, i18n.Say(r.Context(), "Trên cùng một hồ sơ, không ai được làm cả hai việc “"+s.actionTitle(r.Context(), r.Tenant().ID, x.First)+"” và “"+s.actionTitle(r.Context(), r.Tenant().ID, x.Second)+"” ("+x.Title.VI+").",
			"On one and the same thing nobody may do both \""+s.actionTitle(r.Context(), r.Tenant().ID, x.First)+"\" and \""+s.actionTitle(r.Context(), r.Tenant().ID, x.Second)+"\" ("+x.Title.EN+")."))
	}
	if m.Verdict = &v; !v.Allowed {
		v.People, v.More, err = s.holders(r, w.Who.Roles)
	}
	return err
}

// reasonWords is what one grant says, as a sentence.
func reasonWords(r *web.Request, a assignable, action policy.Action, x policy.Reason) string {
	role := x.Role.Title.In(r.Lang())
	scope := a.words(r.Lang(), x.Grant.Scope)
	held := i18n.Say(r.Context(), "Vai trò “"+role+"”: ", "The role \""+role+"\": ")
	if scope != "" {
		held = i18n.Say(r.Context(), "Vai trò “"+role+"” ("+scope+"): ", "The role \""+role+"\" ("+scope+"): ")
	}
	switch {
	case x.Denied:
		return held + i18n.Say(r.Context(), "địa bàn đã thu quyền này. Thu quyền thắng mọi vai trò khác.", "the tenant took this away. A denial wins over all other roles.")
	case x.Allowed && !x.Within:
		return held + i18n.Say(r.Context(), "được làm, nhưng nơi đang hỏi nằm ngoài phạm vi được giao.", "may do it, but what is asked about lies outside of its part.")
	case x.Allowed && x.Override != nil:
		return held + i18n.Say(r.Context(), "được làm, vì địa bàn cho phép thêm (mặc định không có).", "may do it, since the tenant allows it beside the standard.")
	case x.Allowed && action.Scoped && !x.Grant.Scope.Whole():
		return held + i18n.Say(r.Context(), "được làm trong phạm vi này, theo mặc định của hệ thống.", "may do it in this part, by the standard.")
	case x.Allowed:
		return held + i18n.Say(r.Context(), "được làm, theo mặc định của hệ thống.", "may do it, by the standard.")
	}
	return held + i18n.Say(r.Context(), "không được giao việc này.", "is not given this.")
}

// answerWhat lists all that a person may do.
func (s *Service) answerWhat(r *web.Request, m *views.Why, person identity.Member) error {
	list, err := s.WhatMay(r.Context(), r.Tenant().ID, person)
	if err != nil {
		return err
	}
	m.Title = i18n.Say(r.Context(), person.Name+" làm được gì?", "What may "+person.Name+" do?")
	for _, w := range list {
		module, _, _ := strings.Cut(w.Action.Name, ".")
		if n := len(m.Groups); n == 0 || m.Groups[n-1].Name != module {
			m.Groups = append(m.Groups, views.WhatGroup{Name: module, Title: moduleTitle(module).In(r.Lang())})
		}
		g := &m.Groups[len(m.Groups)-1]
		g.Rows = append(g.Rows, views.WhatRow{Title: w.Action.Title.In(r.Lang()), Allowed: w.Allowed, Href: withQuery(m.Base, query("person", person.Username, "action", w.Action.Name))})
	}
	return nil
}

// answerWho names who may do an action.
func (s *Service) answerWho(r *web.Request, m *views.Why) (err error) {
	who := s.Policy.Explain(r.Context(), r.Tenant().ID, r.Query("action"))
	m.Title = i18n.Say(r.Context(), "Ai được “"+who.Action.Title.VI+"”?", "Who may do \""+who.Action.Title.EN+"\"?")
	m.Who = who.Text.In(r.Lang())
	m.People, m.More, err = s.holders(r, who.Roles)
	return err
}
