package administration

import (
	"net/http"
	"strings"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) sessionRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: web.SignInPath, Access: web.Public, Handle: s.signInPage},
		{Method: http.MethodPost, Path: web.SignInPath, Access: web.Public, Handle: s.signIn},
		{Method: http.MethodPost, Path: web.SignInPath + "/code", Access: web.Public, Handle: s.signInWithCode},
		{Method: http.MethodPost, Path: web.SignInPath + "/passkey", Access: web.Public, Handle: s.signInWithPasskey},
		{Method: http.MethodPost, Path: "/sign-out", Access: web.Public, Handle: s.signOut},
		{Method: http.MethodGet, Path: "/password/:secret", Access: web.Public, Handle: s.passwordPage},
		{Method: http.MethodPost, Path: "/password/:secret", Access: web.Public, Handle: s.setPassword},
		{Method: http.MethodGet, Path: "/account", Access: web.SignedIn, Handle: s.accountPage},
		{Method: http.MethodPost, Path: "/account/password", Access: web.SignedIn, Handle: s.changePassword},
		{Method: http.MethodPost, Path: "/account/sessions", Access: web.SignedIn, Handle: s.endSessions},
		{Method: http.MethodPost, Path: "/account/tokens", Access: web.SignedIn, Handle: s.createToken},
		{Method: http.MethodPost, Path: "/account/tokens/:id/revoke", Access: web.SignedIn, Handle: s.revokeToken},
		{Method: http.MethodPost, Path: "/account/sessions/:id", Access: web.SignedIn, Handle: s.endSession},
	}
}

func signInHead() ui.Page {
	return ui.Page{Help: "officer#sign-in", Title: i18n.T("Đăng nhập", "Sign in"), Narrow: true,
		Subtitle: i18n.T("Dùng tài khoản do đơn vị của bạn cấp.", "Use the account that your office gave you.")}
}

func (s *Service) signInPage(r *web.Request) error {
	if r.SignedIn() {
		return r.Redirect(r.Next("/"))
	}
	return s.showSignIn(r, nil)
}

// showSignIn shows the form, after a refusal with what was typed.
func (s *Service) showSignIn(r *web.Request, refusal error) error {
	m := views.SignInForm{Username: r.Form("username"), Next: r.Next(""), Issuers: s.issuers(r.Next("")), Err: refusal}
	if o := identity.Origin(r.BaseURL()); o.TakesPasskeys() {
		c, err := s.Identity.BeginPasskeySignIn(o)
		if err != nil {
			return err
		}
		m.Passkey = &views.Passkey{Action: web.SignInPath + "/passkey", Kind: "get", Options: c.Options, Ticket: c.Ticket, Next: m.Next}
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, signInHead(), views.SignIn(m))
}

// credentials are where a sign-in comes from; each way adds what it proves.
func credentials(r *web.Request) identity.Credentials {
	return identity.Credentials{Address: r.Address(), Agent: r.Agent(), Previous: r.Token()}
}

func (s *Service) signIn(r *web.Request) error {
	c := credentials(r)
	c.Username, c.Password = r.Form("username"), r.Form("password")
	session, err := s.Identity.SignIn(r.Context(), c)
	if step, more := identity.Pending(err); more {
		return s.showSecondStep(r, step, nil)
	}
	return s.signedIn(r, session, err)
}

// signedIn leads on to where the account worked last, or shows what was wrong.
func (s *Service) signedIn(r *web.Request, session identity.Session, err error) error {
	if err != nil {
		if fault.From(err).Kind == fault.Internal {
			return err
		}
		return s.showSignIn(r, err)
	}
	r.StartSession(session.Token)
	home, err := s.lastPlace(r, session)
	if err != nil {
		return err
	}
	return r.Redirect(r.Next(home))
}

// lastPlace is the tenant that the account worked in last, if it still belongs there.
func (s *Service) lastPlace(r *web.Request, session identity.Session) (string, error) {
	memberships, err := s.Identity.Memberships(r.Context(), session.Account.ID)
	for _, m := range memberships {
		if m.Tenant == session.Tenant && m.Tenant != identity.Platform {
			return "/t/" + m.Tenant, nil
		}
	}
	return "/", err
}

func (s *Service) signOut(r *web.Request) error {
	if token := r.Token(); token != "" {
		if err := s.Identity.SignOut(r.Context(), token); err != nil && fault.From(err).Kind == fault.Internal {
			return err
		}
	}
	r.EndSession()
	return r.RedirectWith(web.SignInPath, i18n.T("Đã đăng xuất.", "You have signed out."))
}

func passwordHead() ui.Page {
	return ui.Page{Help: "officer#sign-in", Title: i18n.T("Đặt mật khẩu", "Set your password"), Narrow: true}
}

func (s *Service) passwordPage(r *web.Request) error {
	account, err := s.Identity.LinkAccount(r.Context(), r.Param("secret"))
	if err != nil {
		return err
	}
	length, err := s.Identity.PasswordLength(r.Context(), account.ID)
	if err != nil {
		return err
	}
	return r.Page(passwordHead(), views.SetPassword(views.PasswordForm{Action: "/password/" + r.Param("secret"), Username: account.Username, Length: length}))
}

func (s *Service) setPassword(r *web.Request) error {
	m := views.PasswordForm{Action: "/password/" + r.Param("secret")}
	account, err := s.Identity.LinkAccount(r.Context(), r.Param("secret"))
	if err != nil {
		return err
	}
	m.Username = account.Username
	if m.Length, err = s.Identity.PasswordLength(r.Context(), account.ID); err != nil {
		return err
	}
	if err = samePasswords(r); err == nil {
		_, err = s.Identity.SetPassword(r.Context(), r.Param("secret"), r.Form("password"))
	}
	if m.Err = err; err != nil {
		if fault.From(err).Kind == fault.Invalid {
			return r.PageStatus(http.StatusUnprocessableEntity, passwordHead(), views.SetPassword(m))
		}
		return err
	}
	return r.RedirectWith(web.SignInPath, i18n.T("Đã đặt mật khẩu. Hãy đăng nhập.", "Your password is set. Please sign in."))
}

func samePasswords(r *web.Request) error {
	if r.Form("password") == r.Form("again") {
		return nil
	}
	return fault.New(fault.Invalid, "passwords_differ", "Hai lần nhập mật khẩu không giống nhau.", "The two passwords differ.").
		At("again", "Nhập lại đúng mật khẩu mới.", "Repeat the new password.")
}

func (s *Service) accountPage(r *web.Request) error { return s.showAccount(r, nil) }

func (s *Service) showAccount(r *web.Request, refusal error) error {
	return s.showAccountWith(r, views.Account{Err: refusal})
}

// showAccountWith shows the account with what a form has just brought.
func (s *Service) showAccountWith(r *web.Request, m views.Account) error {
	sessions, err := s.Identity.Sessions(r.Context(), r.Actor().Account)
	if err != nil {
		return err
	}
	m.Username, m.Name = r.Actor().Username, r.Actor().Name
	memberships, err := s.Identity.Memberships(r.Context(), r.Actor().Account)
	if err != nil {
		return err
	}
	if m.Places, err = s.places(r, memberships); err != nil {
		return err
	}
	for _, x := range sessions {
		m.Sessions = append(m.Sessions, views.Session{ID: x.ID, Since: i18n.DateTime(x.CreatedAt), Seen: i18n.DateTime(x.SeenAt),
			Address: x.Address, Agent: browser(x.Agent), EndHref: "/account/sessions/" + x.ID, Here: x.ID == r.Actor().Session})
	}
	if err := s.fillTokens(r, &m); err != nil {
		return err
	}
	if m.Length, err = s.Identity.PasswordLength(r.Context(), r.Actor().Account); err != nil {
		return err
	}
	if m.Issuers, err = s.linkedIssuers(r); err != nil {
		return err
	}
	if m.Invitations, err = s.invitedTo(r); err != nil {
		return err
	}
	if m.Factors, err = s.factors(r); err != nil {
		return err
	}
	status := 0
	if m.Err != nil {
		status = fault.From(m.Err).Kind.Status()
	}
	return r.PageStatus(status, ui.Page{Help: "officer#account", Title: i18n.T("Tài khoản của tôi", "My account"), Active: "/account", Narrow: true}, views.AccountPage(m))
}

func (s *Service) changePassword(r *web.Request) error {
	err := samePasswords(r)
	if err == nil {
		session, change := s.Identity.ChangePassword(r.Context(), r.Token(), r.Form("current"), r.Form("password"))
		if err = change; err == nil {
			r.StartSession(session.Token)
			return r.RedirectWith("/account", i18n.T("Đã đổi mật khẩu. Các phiên khác đã được đăng xuất.", "Password changed. Other sessions were signed out."))
		}
	}
	if fault.From(err).Kind == fault.Internal {
		return err
	}
	return s.showAccount(r, err)
}

func (s *Service) endSessions(r *web.Request) error {
	if _, err := s.Identity.SignOutAll(r.Context(), r.Actor().Account, r.Actor().Session); err != nil {
		return err
	}
	return r.RedirectWith("/account", i18n.T("Đã đăng xuất khỏi các thiết bị khác.", "Signed out everywhere else."))
}

func (s *Service) endSession(r *web.Request) error {
	if err := s.Identity.SignOutSession(r.Context(), r.Actor().Account, r.Param("id")); err != nil {
		return err
	}
	return r.RedirectWith("/account", i18n.T("Đã đăng xuất khỏi thiết bị đó.", "Signed out there."))
}

// browser shortens a user agent to what a person recognises.
func browser(agent string) string {
	for _, known := range []struct{ mark, name string }{
		{"Edg", "Microsoft Edge"}, {"OPR", "Opera"}, {"coc_coc_browser", "Cốc Cốc"},
		{"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	} {
		if strings.Contains(agent, known.mark) {
			return known.name
		}
	}
	return "—"
}
