package administration

import (
	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// tokenDays is for how long a token is made when nothing else is asked for.
const tokenDays = 90

// createToken makes a token of the API for the one who asks. Its secret stands on
// the answered page and nowhere else.
func (s *Service) createToken(r *web.Request) error {
	m := views.Account{TokenName: r.Form("name"), TokenUntil: r.Form("expires")}
	expires, err := ui.ReadDate(m.TokenUntil)
	if err != nil {
		f := fault.From(err)
		err = f.At("expires", f.Message.VI, f.Message.EN)
	} else {
		m.Fresh, _, err = s.Identity.CreateToken(r.Context(), r.Actor().Account, m.TokenName, nil, expires.AddDate(0, 0, 1))
	}
	if err != nil {
		if fault.From(err).Kind != fault.Invalid {
			return err
		}
		m.Err = err
		return s.showAccountWith(r, m)
	}
	m.TokenName, m.TokenUntil = "", ""
	return s.showAccountWith(r, m)
}

func (s *Service) revokeToken(r *web.Request) error {
	if err := s.Identity.RevokeToken(r.Context(), r.Actor().Account, r.Param("id")); err != nil {
		return err
	}
	return r.RedirectWith("/account", i18n.T("Đã thu hồi khoá. Chương trình dùng khoá này không truy cập được nữa.", "The token is revoked. The program that used it has no access any more."))
}

// fillTokens lists the actor's tokens on the page of the account.
func (s *Service) fillTokens(r *web.Request, m *views.Account) error {
	tokens, err := s.Identity.Tokens(r.Context(), r.Actor().Account)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		note := i18n.Say(r.Context(), "Hết hạn "+i18n.Date(t.ExpiresAt), "Expires "+i18n.Date(t.ExpiresAt)) + " · "
		if t.SeenAt.IsZero() {
			note += i18n.Say(r.Context(), "chưa dùng", "never used")
		} else {
			note += i18n.Say(r.Context(), "dùng lần cuối "+i18n.DateTime(t.SeenAt), "last used "+i18n.DateTime(t.SeenAt))
		}
		m.Tokens = append(m.Tokens, views.Token{Name: t.Name, Note: note, RevokeHref: "/account/tokens/" + t.ID + "/revoke"})
	}
	if m.TokenUntil == "" {
		m.TokenUntil = i18n.Date(s.Clock.Now().AddDate(0, 0, tokenDays))
	}
	return nil
}
