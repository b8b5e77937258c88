package administration

import (
	"encoding/base64"
	"net/http"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const factorPath = web.SecondFactorPath

func (s *Service) factorRoutes() []web.Route {
	post := func(path string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: factorPath + path, Access: web.SignedIn, Handle: h}
	}
	proved := func(path string, h func(*web.Request) error) web.Route {
		return post(path, func(r *web.Request) error {
			if err := s.Identity.MustProve(r.Context(), r.Actor().Session); err != nil {
				return r.Redirect(factorPath) // which asks for the password
			}
			return h(r)
		})
	}
	return []web.Route{
		{Method: http.MethodGet, Path: factorPath, Access: web.SignedIn, Handle: func(r *web.Request) error { return s.showFactors(r, nil, nil) }},
		post("/prove", s.prove),
		proved("/totp", s.beginTOTP),
		proved("/totp/confirm", s.confirmTOTP),
		proved("/totp/remove", s.removeTOTP),
		proved("/recovery", s.newRecovery),
		proved("/passkeys", s.addPasskey),
		proved("/passkeys/:id/remove", s.removePasskey),
	}
}

// factors are the actor's, as pages show them.
func (s *Service) factors(r *web.Request) (m views.Factors, err error) {
	f, err := s.Identity.Factors(r.Context(), r.Actor().Account)
	if err != nil {
		return m, err
	}
	m = views.Factors{Must: r.Actor().Enrol && !f.Any(), TOTP: f.TOTP, Left: f.Recovery}
	for _, k := range f.Passkeys {
		note := i18n.Say(r.Context(), "Thêm ngày "+i18n.Date(k.CreatedAt), "Added "+i18n.Date(k.CreatedAt)) + " · "
		if k.SeenAt.IsZero() {
			note += i18n.Say(r.Context(), "chưa dùng", "never used")
		} else {
			note += i18n.Say(r.Context(), "dùng lần cuối "+i18n.DateTime(k.SeenAt), "last used "+i18n.DateTime(k.SeenAt))
		}
		m.Passkeys = append(m.Passkeys, views.Key{Name: k.Name, Note: note, RemoveHref: factorPath + "/passkeys/" + base64.RawURLEncoding.EncodeToString(k.ID) + "/remove"})
	}
	return m, nil
}

// showFactors shows the page, with recovery codes that were just made, once.
func (s *Service) showFactors(r *web.Request, codes []string, refusal error) error {
	m, err := s.factors(r)
	if err != nil {
		return err
	}
	m.Codes, m.Err = codes, refusal
	if m.Proved, err = s.Identity.Proved(r.Context(), r.Actor().Session); err != nil {
		return err
	}
	if m.Proved {
		if err := s.fillSetup(r, &m); err != nil {
			return err
		}
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
		if status == http.StatusUnauthorized { // a wrong code is no lost session
			status = http.StatusUnprocessableEntity
		}
	}
	head := ui.Page{Help: "officer#second-factor", Title: i18n.T("Bước xác thực thứ hai", "Second factor"), Active: "/account", Narrow: true,
		Crumbs: crumb("Tài khoản của tôi", "My account", "/account")}
	return r.PageStatus(status, head, views.FactorsPage(m))
}

// fillSetup adds what is needed to set more up.
func (s *Service) fillSetup(r *web.Request, m *views.Factors) error {
	account := r.Actor().Account
	e, pending, err := s.Identity.PendingTOTP(r.Context(), account)
	if err != nil {
		return err
	}
	if pending {
		m.Setup = &views.Setup{Secret: e.Secret}
		if m.Setup.QR, err = qrCode(e.URI, i18n.Say(r.Context(), "Mã QR để ứng dụng xác thực quét", "QR code for the authenticator application")); err != nil {
			return err
		}
	}
	o := identity.Origin(r.BaseURL())
	if m.NoPasskeys = !o.TakesPasskeys(); m.NoPasskeys {
		return nil
	}
	c, err := s.Identity.BeginPasskey(r.Context(), o, account)
	m.Passkey = &views.Passkey{Action: factorPath + "/passkeys", Kind: "create", Options: c.Options, Ticket: c.Ticket}
	return err
}

// shown answers a form of the page: what was refused is said there.
func (s *Service) shown(r *web.Request, codes []string, err error, done i18n.Text) error {
	switch {
	case err != nil && fault.From(err).Kind == fault.Internal:
		return err
	case err != nil || len(codes) > 0:
		return s.showFactors(r, codes, err)
	}
	return r.RedirectWith(factorPath, done)
}

func (s *Service) prove(r *web.Request) error {
	if err := s.Identity.Prove(r.Context(), r.Actor(), r.Form("current")); err != nil {
		return s.shown(r, nil, err, i18n.Text{})
	}
	return r.Redirect(factorPath)
}

func (s *Service) beginTOTP(r *web.Request) error {
	if _, err := s.Identity.BeginTOTP(r.Context(), r.Actor().Account); err != nil {
		return s.shown(r, nil, err, i18n.Text{})
	}
	return r.Redirect(factorPath)
}

func (s *Service) confirmTOTP(r *web.Request) error {
	codes, err := s.Identity.ConfirmTOTP(r.Context(), r.Actor().Account, r.Form("otp"))
	return s.shown(r, codes, err, i18n.T("Đã bật mã xác thực.", "One-time codes are on."))
}

func (s *Service) removeTOTP(r *web.Request) error {
	err := s.Identity.RemoveTOTP(r.Context(), r.Actor().Account)
	return s.shown(r, nil, err, i18n.T("Đã gỡ mã xác thực.", "One-time codes are removed."))
}

func (s *Service) newRecovery(r *web.Request) error {
	codes, err := s.Identity.NewRecoveryCodes(r.Context(), r.Actor().Account)
	return s.shown(r, codes, err, i18n.Text{})
}

func (s *Service) addPasskey(r *web.Request) error {
	codes, err := s.Identity.AddPasskey(r.Context(), identity.Origin(r.BaseURL()), r.Actor().Account, r.Form("ticket"), r.Form("credential"), r.Form("name"))
	return s.shown(r, codes, err, i18n.T("Đã thêm khóa truy cập.", "The passkey is added."))
}

func (s *Service) removePasskey(r *web.Request) error {
	id, err := base64.RawURLEncoding.DecodeString(r.Param("id"))
	if err != nil {
		return r.Redirect(factorPath)
	}
	err = s.Identity.RemovePasskey(r.Context(), r.Actor().Account, id)
	return s.shown(r, nil, err, i18n.T("Đã gỡ khóa truy cập.", "The passkey is removed."))
}
