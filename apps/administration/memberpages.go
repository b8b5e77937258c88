package administration

import (
	"net/http"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) memberRoutes() []web.Route {
	const members, member = "/t/:tenant/members", "/t/:tenant/members/:id"
	get := func(path string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Action: ActionMembers, Handle: h}
	}
	post := func(path string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Action: ActionMembers, Handle: h}
	}
	return []web.Route{
		get(members, s.membersPage),
		post(members, s.addMember),
		get(members+"/new", s.newMemberPage),
		get(member, s.memberPage),
		post(member+"/roles", s.memberForm(s.saveRoles, i18n.T("Đã lưu vai trò.", "The roles are saved."))),
		post(member+"/revoke", s.memberForm(func(r *web.Request) error {
			return s.RevokeRole(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("role"))
		}, i18n.T("Đã thu hồi vai trò.", "The role is revoked."))),
		post(member+"/remove", s.memberForm(func(r *web.Request) error {
			return s.RemoveMember(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("heir"))
		}, i18n.T("Đã đưa thành viên ra khỏi địa bàn.", "The member is removed from the tenant."))),
		post(member+"/disable", s.memberForm(func(r *web.Request) error {
			return s.DisableMember(r.Context(), r.Tenant().ID, r.Param("id"), true)
		}, i18n.T("Đã khóa tài khoản.", "The account is disabled."))),
		post(member+"/enable", s.memberForm(func(r *web.Request) error {
			return s.DisableMember(r.Context(), r.Tenant().ID, r.Param("id"), false)
		}, i18n.T("Đã mở khóa tài khoản.", "The account is enabled."))),
		post(member+"/second-factor", s.memberForm(func(r *web.Request) error {
			return s.ResetFactors(r.Context(), r.Tenant().ID, r.Param("id"))
		}, i18n.T("Đã gỡ bước xác thực thứ hai và đăng xuất người đó.", "The second factor is taken off and the person signed out."))),
		post(member+"/password", s.newLink),
	}
}

func (s *Service) membersPage(r *web.Request) error {
	list, next, err := s.MemberList(r.Context(), r.Tenant().ID, r.Query("q"), page(r))
	if err != nil {
		return err
	}
	a, err := s.assignable(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	m := views.Members{Base: base(r, "/members"), Query: r.Query("q")}
	if m.Tabs, err = s.memberTabs(r, false); err != nil {
		return err
	}
	for _, x := range list {
		row := views.MemberRow{Name: x.Name, Username: x.Username, Href: m.Base + "/" + x.ID, Disabled: x.Disabled, Waiting: !x.HasPassword}
		if !x.SeenAt.IsZero() {
			row.Seen = i18n.DateTime(x.SeenAt)
		}
		for _, g := range x.Roles {
			row.Roles = append(row.Roles, roleTitle(r, g.Role))
			if scope := a.words(r.Lang(), g.Scope); scope != "" {
				row.Scopes = append(row.Scopes, scope)
			}
		}
		m.Rows = append(m.Rows, row)
	}
	m.Pager = pager(m.Base, next, r.Query("after"), len(m.Rows), "q", m.Query)
	m.Pager.Swap = "member-list"
	head := ui.Page{Help: "administrator#members", Title: i18n.T("Thành viên", "Members"), Active: m.Base, Subtitle: i18n.T("Ai làm việc ở địa bàn này, với vai trò và phạm vi nào.", "Who works here, in which role and for which part."),
		Actions: ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Mời thành viên", "Invite a member"), Icon: "user-plus", Kind: ui.Primary, Href: m.Base + "/new"})}
	return r.Page(head, views.MembersPage(m))
}

func roleTitle(r *web.Request, id string) string {
	if role, known := policy.RoleNamed(id); known {
		return role.Title.In(r.Lang())
	}
	return id
}

func (s *Service) newMemberPage(r *web.Request) error {
	return s.showNewMember(r, nil, nil)
}

// showNewMember shows the form, after a refusal with all that was typed.
func (s *Service) showNewMember(r *web.Request, grants []identity.Grant, refusal error) error {
	a, err := s.assignable(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	back := base(r, "/members")
	m := views.NewMember{Action: back, Back: back, Now: r.Form("account") == "new", Username: r.Form("username"),
		Name: r.Form("name"), Email: r.Form("email"), Choices: a.choices(r.Context(), nil, grants, refusal), Err: refusal}
	head := ui.Page{Help: "administrator#invitations", Title: i18n.T("Mời thành viên", "Invite a member"), Active: back, Narrow: true, Crumbs: crumb("Thành viên", "Members", back)}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, head, views.NewMemberPage(m))
}

func (s *Service) addMember(r *web.Request) error {
	if r.Form("account") != "new" {
		return s.inviteMember(r)
	}
	n := NewMember{Username: r.Form("username"), Name: r.Form("name"), Email: r.Form("email"), Grants: grantsOf(r)}
	added, err := s.AddMember(r.Context(), r.Tenant().ID, n)
	if err != nil {
		if refused(err) {
			return s.showNewMember(r, n.Grants, err)
		}
		return err
	}
	back := base(r, "/members")
	head := ui.Page{Help: "administrator#invitations", Title: i18n.T("Đã thêm "+added.Account.Name, added.Account.Name+" is added"), Active: back, Narrow: true, Crumbs: crumb("Thành viên", "Members", back)}
	return r.Page(head, views.AddedPage(secretOf(r, added.Link, back+"/"+added.Account.ID)))
}

// secretOf is a link as it is shown, once.
func secretOf(r *web.Request, link identity.Link, back string) views.Secret {
	return views.Secret{Link: r.BaseURL() + "/password/" + link.Secret, Expires: i18n.DateTime(link.Expires), Username: link.Account.Username, Back: back}
}

func (s *Service) memberPage(r *web.Request) error { return s.showMember(r, nil, nil, nil) }

// showMember shows a member: after a refused change of roles with what was
// chosen, after a new link with the link.
func (s *Service) showMember(r *web.Request, chosen []identity.Grant, secret *views.Secret, refusal error) error {
	x, err := s.Member(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.assignable(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	if chosen == nil {
		chosen = x.Roles
	}
	members := base(r, "/members")
	m := views.Member{Base: members + "/" + x.ID, Tag: tag(x.Roles), Facts: memberFacts(r, x), Me: x.ID == r.Actor().Account,
		Disabled: x.Disabled, Waiting: !x.HasPassword, Secret: secret, Err: refusal, Choices: a.choices(r.Context(), x.Roles, chosen, refusal)}
	factors, err := s.Identity.Factors(r.Context(), x.ID)
	if err != nil {
		return err
	}
	m.Factors = factors.Any()
	if m.Work, m.Heirs, err = s.openWork(r, x.ID); err != nil {
		return err
	}
	m.Facts = append(m.Facts, views.Line{Name: i18n.Say(r.Context(), "Bước xác thực thứ hai", "Second factor"),
		Values: []string{i18n.Say(r.Context(), map[bool]string{true: "Đang bật", false: "Chưa bật"}[m.Factors], map[bool]string{true: "On", false: "Off"}[m.Factors])}})
	for _, g := range x.Roles {
		scope := a.words(r.Lang(), g.Scope)
		if scope == "" {
			scope = i18n.Say(r.Context(), "Toàn địa bàn", "The whole tenant")
		}
		m.Held = append(m.Held, views.HeldRole{ID: g.Role, Title: roleTitle(r, g.Role), Scope: scope})
	}
	head := ui.Page{Help: "administrator#members", Title: i18n.T(x.Name, ""), Active: members, Crumbs: crumb("Thành viên", "Members", members), Badge: views.MemberBadge(m)}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, head, views.MemberPage(m))
}

func memberFacts(r *web.Request, x identity.Member) []views.Line {
	seen := i18n.Say(r.Context(), "Chưa đăng nhập lần nào", "Never")
	if !x.SeenAt.IsZero() {
		seen = i18n.DateTime(x.SeenAt)
	}
	lines := []views.Line{
		{Name: i18n.Say(r.Context(), "Tên đăng nhập", "Username"), Values: []string{x.Username}},
		{Name: i18n.Say(r.Context(), "Dùng lần cuối", "Last used"), Values: []string{seen}},
	}
	if x.Email != "" {
		lines = append(lines, views.Line{Name: i18n.Say(r.Context(), "Thư điện tử", "E-mail"), Values: []string{x.Email}})
	}
	return lines
}

func (s *Service) saveRoles(r *web.Request) error {
	return s.SetMemberRoles(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("tag"), grantsOf(r))
}

// memberForm is a form of a member's page: what was refused is shown there with
// what was chosen, and whoever is no member any more is left for the list.
func (s *Service) memberForm(do func(*web.Request) error, done i18n.Text) func(*web.Request) error {
	return func(r *web.Request) error {
		if err := do(r); err != nil {
			if refused(err) {
				return s.showMember(r, grantsOf(r), nil, err)
			}
			return err
		}
		next := base(r, "/members/"+r.Param("id"))
		if _, err := s.Member(r.Context(), r.Tenant().ID, r.Param("id")); fault.CodeOf(err) == "account_unknown" {
			next = base(r, "/members")
		}
		return r.RedirectWith(next, done)
	}
}

// newLink shows the link in its own answer: it goes through no cookie, log or
// address.
func (s *Service) newLink(r *web.Request) error {
	link, err := s.MemberLink(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		if refused(err) {
			return s.showMember(r, nil, nil, err)
		}
		return err
	}
	secret := secretOf(r, link, base(r, "/members/"+r.Param("id")))
	return s.showMember(r, nil, &secret, nil)
}
