package administration

import (
	"fmt"
	"net/http"

	"vuon/apps/administration/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) invitationRoutes() []web.Route {
	const all, link, mine = "/t/:tenant/invitations", "/invitation/:secret", "/account/invitations/:id"
	return []web.Route{
		{Method: http.MethodGet, Path: all, Action: ActionMembers, Handle: func(r *web.Request) error { return s.showInvitations(r, nil) }},
		{Method: http.MethodPost, Path: all + "/:id/resend", Action: ActionMembers, Handle: s.resend},
		{Method: http.MethodPost, Path: all + "/:id/withdraw", Action: ActionMembers, Handle: s.withdraw},
		{Method: http.MethodGet, Path: link, Access: web.Public, Handle: func(r *web.Request) error { return s.showInvitation(r, nil) }},
		{Method: http.MethodPost, Path: link, Access: web.Public, Handle: s.joinNew},
		{Method: http.MethodPost, Path: link + "/accept", Access: web.SignedIn, Handle: s.acceptLink},
		{Method: http.MethodPost, Path: mine + "/accept", Access: web.SignedIn, Handle: s.acceptNamed},
		{Method: http.MethodPost, Path: mine + "/decline", Access: web.SignedIn, Handle: s.decline},
	}
}

func invitationTitle(tenant string) i18n.Text {
	return i18n.T("Lời mời làm việc tại "+tenant, "Invitation to "+tenant)
}

func invitationKind() i18n.Text { return i18n.T("Lời mời", "Invitation") }

// memberTabs lead between the members and who is invited.
func (s *Service) memberTabs(r *web.Request, invitations bool) ([]ui.Tab, error) {
	list, err := s.InvitationList(r.Context(), r.Tenant().ID)
	if err != nil {
		return nil, err
	}
	return []ui.Tab{
		{Title: i18n.Say(r.Context(), "Thành viên", "Members"), Href: base(r, "/members"), Active: !invitations},
		{Title: i18n.Say(r.Context(), "Lời mời đang chờ", "Invitations"), Href: base(r, "/invitations"), Count: len(list), Active: invitations},
		{Title: i18n.Say(r.Context(), "Khoá API", "API tokens"), Href: base(r, "/tokens")},
	}, nil
}

// inviteMember answers the form of a new member who is to accept by themselves.
func (s *Service) inviteMember(r *web.Request) error {
	grants := grantsOf(r)
	i, err := s.InviteMember(r.Context(), r.Tenant().ID, identity.NewInvitation{Username: r.Form("username"), Name: r.Form("name"), Email: r.Form("email"), Roles: grants})
	if err != nil {
		if refused(err) {
			return s.showNewMember(r, grants, err)
		}
		return err
	}
	return s.showInvitations(r, &i)
}

func (s *Service) resend(r *web.Request) error {
	i, err := s.ResendInvitation(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	return s.showInvitations(r, &i)
}

func (s *Service) withdraw(r *web.Request) error {
	if err := s.WithdrawInvitation(r.Context(), r.Tenant().ID, r.Param("id")); err != nil {
		return err
	}
	return r.RedirectWith(base(r, "/invitations"), i18n.T("Đã thu hồi lời mời. Liên kết không còn dùng được.", "The invitation is withdrawn. Its link works no more."))
}

// showInvitations lists what waits, with the link of one that was just made.
func (s *Service) showInvitations(r *web.Request, made *Invited) error {
	list, err := s.InvitationList(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	tabs, err := s.memberTabs(r, true)
	if err != nil {
		return err
	}
	all := base(r, "/invitations")
	m := views.Invitations{Tabs: tabs}
	if made != nil {
		m.Link = &views.Secret{Link: r.BaseURL() + "/invitation/" + made.Secret, Expires: i18n.DateTime(made.ExpiresAt), Username: invitee(made.Invitation)}
	}
	for _, i := range list {
		row := views.InvitationRow{Title: invitee(i), Late: i.Expired(s.Clock.Now()), ResendHref: all + "/" + i.ID + "/resend", WithdrawHref: all + "/" + i.ID + "/withdraw",
			Note: s.rolesOf(r, i) + " · " + i18n.Say(r.Context(), "mời bởi "+i.InvitedBy+" "+i18n.DateTime(i.CreatedAt), "invited by "+i.InvitedBy+" "+i18n.DateTime(i.CreatedAt))}
		row.State = i18n.Say(r.Context(), "Chờ đến "+i18n.DateTime(i.ExpiresAt), "Waits until "+i18n.DateTime(i.ExpiresAt))
		if row.Late {
			row.State = i18n.Say(r.Context(), "Đã hết hạn", "Expired")
		}
		m.Rows = append(m.Rows, row)
	}
	head := ui.Page{Help: "administrator#invitations", Title: i18n.T("Lời mời", "Invitations"), Active: base(r, "/members"), Crumbs: crumb("Thành viên", "Members", base(r, "/members")),
		Actions: ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Mời thành viên", "Invite a member"), Icon: "user-plus", Kind: ui.Primary, Href: base(r, "/members") + "/new"})}
	return r.Page(head, views.InvitationsPage(m))
}

// invitee names who is invited, as far as it is known.
func invitee(i identity.Invitation) string {
	switch {
	case i.Name != "" && i.Username != "":
		return i.Name + " (" + i.Username + ")"
	case i.Username != "":
		return i.Username
	case i.Name != "":
		return i.Name + " (" + i.Email + ")"
	}
	return i.Email
}

func (s *Service) rolesOf(r *web.Request, i identity.Invitation) string {
	text := ""
	for n, g := range i.Roles {
		if n > 0 {
			text += ", "
		}
		text += roleTitle(r, g.Role)
	}
	return text
}

// showInvitation shows the holder of a link what is offered, and the two ways to
// take it: with an account that they have, or with a new one.
func (s *Service) showInvitation(r *web.Request, refusal error) error {
	i, err := s.Identity.InvitationBy(r.Context(), r.Param("secret"))
	if err != nil {
		return err
	}
	t, err := s.Tenants.Tenant(r.Context(), i.Tenant)
	if err != nil {
		return err
	}
	rules, err := AccountRules(r.Context(), s.Tenants, i.Tenant)
	if err != nil {
		return err
	}
	m := views.Invitation{Tenant: t.Name, By: i.InvitedBy, Until: i18n.DateTime(i.ExpiresAt), Username: i.Username, Name: i.Name, Action: "/invitation/" + r.Param("secret"),
		SignIn: web.SignInPath + "?next=/invitation/" + r.Param("secret"), Length: max(10, rules.MinPassword), Err: refusal}
	for _, g := range i.Roles {
		m.Roles = append(m.Roles, roleTitle(r, g.Role))
	}
	if r.SignedIn() {
		m.Me = fmt.Sprintf("%s (%s)", r.Actor().Name, r.Actor().Username)
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
		m.Name = r.Form("name")
	}
	return r.PageStatus(status, ui.Page{Help: "officer#sign-in", Title: invitationTitle(t.Name), Narrow: true}, views.InvitationPage(m))
}

func (s *Service) joinNew(r *web.Request) error {
	err := samePasswords(r)
	if err == nil {
		_, err = s.Identity.AcceptNew(r.Context(), r.Param("secret"), identity.NewAccount{Username: r.Form("username"), Name: r.Form("name")}, r.Form("password"))
	}
	if err != nil {
		if refused(err) {
			return s.showInvitation(r, err)
		}
		return err
	}
	return r.RedirectWith(web.SignInPath, i18n.T("Tài khoản đã sẵn sàng. Hãy đăng nhập.", "Your account is ready. Please sign in."))
}

func (s *Service) acceptLink(r *web.Request) error {
	i, err := s.Identity.Accept(r.Context(), r.Actor(), r.Param("secret"))
	if err != nil {
		if refused(err) {
			return s.showInvitation(r, err)
		}
		return err
	}
	return s.welcome(r, i)
}

func (s *Service) acceptNamed(r *web.Request) error {
	i, err := s.Identity.AcceptNamed(r.Context(), r.Actor(), r.Param("id"))
	if err != nil {
		return err
	}
	return s.welcome(r, i)
}

func (s *Service) welcome(r *web.Request, i identity.Invitation) error {
	return r.RedirectWith("/t/"+i.Tenant, i18n.T("Bạn đã là thành viên ở đây.", "You are a member here now."))
}

func (s *Service) decline(r *web.Request) error {
	if err := s.Identity.Decline(r.Context(), r.Actor(), r.Param("id")); err != nil {
		return err
	}
	return r.RedirectWith("/account", i18n.T("Đã từ chối lời mời.", "The invitation is declined."))
}

// invitedTo lists the actor's own invitations.
func (s *Service) invitedTo(r *web.Request) (rows []views.InvitationRow, err error) {
	list, err := s.Identity.InvitedTo(r.Context(), r.Actor())
	for _, i := range list {
		t, err := s.Tenants.Tenant(r.Context(), i.Tenant)
		if err != nil {
			return nil, err
		}
		at := "/account/invitations/" + i.ID
		rows = append(rows, views.InvitationRow{Title: t.Name, AcceptHref: at + "/accept", DeclineHref: at + "/decline",
			Note: s.rolesOf(r, i) + " · " + i18n.Say(r.Context(), "mời bởi "+i.InvitedBy+", trả lời trước "+i18n.DateTime(i.ExpiresAt), "invited by "+i.InvitedBy+", answer by "+i18n.DateTime(i.ExpiresAt))})
	}
	return rows, err
}

// openWork is a member's, with those who may take it over.
func (s *Service) openWork(r *web.Request, member string) (rows []views.WorkRow, heirs []ui.Option, err error) {
	items, err := s.OpenWork(r.Context(), r.Tenant().ID, member)
	if err != nil || len(items) == 0 {
		return nil, nil, err
	}
	for _, item := range items {
		row := views.WorkRow{Title: item.Title.In(r.Lang()), Kind: item.Kind.In(r.Lang()), Href: item.Path, Since: i18n.Date(item.Since), Late: item.Late}
		if item.Due != nil {
			row.Due = i18n.Date(*item.Due)
		}
		rows = append(rows, row)
	}
	found, _, err := s.Identity.FindMembers(r.Context(), r.Tenant().ID, identity.MemberFilter{Active: true}, database.Page{Limit: 500})
	for _, m := range found {
		if m.ID != member {
			heirs = append(heirs, ui.Option{Value: m.ID, Label: m.Name + " (" + m.Username + ")"})
		}
	}
	return rows, heirs, err
}
