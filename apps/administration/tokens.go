package administration

import (
	"context"
	"net/http"
	"slices"

	"vuon/apps/administration/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/notify"
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
		m.Fresh, _, err = s.Identity.CreateToken(r.Context(), r.Actor().Account, m.TokenName, r.Forms("token_roles"), expires.AddDate(0, 0, 1))
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
		for _, role := range t.Roles {
			note += " · " + roleTitle(r, role)
		}
		m.Tokens = append(m.Tokens, views.Token{Name: t.Name, Note: note, RevokeHref: "/account/tokens/" + t.ID + "/revoke"})
	}
	memberships, err := s.Identity.Memberships(r.Context(), r.Actor().Account)
	if err != nil {
		return err
	}
	for _, x := range memberships {
		if !slices.ContainsFunc(m.TokenRoles, func(o ui.Option) bool { return o.Value == x.Role }) {
			m.TokenRoles = append(m.TokenRoles, ui.Option{Value: x.Role, Label: roleTitle(r, x.Role)})
		}
	}
	if m.TokenUntil == "" {
		m.TokenUntil = i18n.Date(s.Clock.Now().AddDate(0, 0, tokenDays))
	}
	return nil
}

func (s *Service) tokenRoutes() []web.Route {
	const tokens = "/t/:tenant/tokens"
	return []web.Route{
		{Method: http.MethodGet, Path: tokens, Action: ActionMembers, Handle: s.tokensPage},
		{Method: http.MethodPost, Path: tokens + "/:id/revoke", Action: ActionMembers, Handle: s.revokeMemberToken},
	}
}

// TokenList reads the API tokens of the tenant's members.
func (s *Service) TokenList(ctx context.Context, tenant string) ([]identity.HeldToken, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil {
		return nil, err
	}
	return s.Identity.TenantTokens(ctx, tenant)
}

// RevokeMemberToken ends a member's token and tells its holder. Fault token_unknown.
func (s *Service) RevokeMemberToken(ctx context.Context, tenant, id string) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, tx database.Tx) error {
		t, err := s.Identity.RevokeMemberToken(ctx, tenant, id)
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, notify.Message{Kind: "administration.revoke_token", To: notify.To{Accounts: []string{t.AccountID}}, Path: "/account",
			Title: i18n.T("Khoá API “"+t.Name+"” đã bị thu hồi", "Your API token \""+t.Name+"\" was revoked"),
			Body:  i18n.T("Quản trị viên đã thu hồi khoá này. Chương trình dùng khoá không truy cập được nữa.", "An administrator revoked it. The program that used it has no access any more.")})
	})
}

func (s *Service) tokensPage(r *web.Request) error {
	list, err := s.TokenList(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	at := base(r, "/tokens")
	var rows []views.Token
	for _, t := range list {
		note := t.Holder + " (" + t.Username + ") · " + i18n.Say(r.Context(), "hết hạn "+i18n.Date(t.ExpiresAt), "expires "+i18n.Date(t.ExpiresAt)) + " · "
		if t.SeenAt.IsZero() {
			note += i18n.Say(r.Context(), "chưa dùng", "never used")
		} else {
			note += i18n.Say(r.Context(), "dùng lần cuối "+i18n.DateTime(t.SeenAt), "last used "+i18n.DateTime(t.SeenAt))
		}
		if len(t.Roles) == 0 {
			note += " · " + i18n.Say(r.Context(), "mọi vai trò của người giữ", "all roles of its holder")
		}
		for _, role := range t.Roles {
			note += " · " + roleTitle(r, role)
		}
		rows = append(rows, views.Token{Name: t.Name, Note: note, RevokeHref: at + "/" + t.ID + "/revoke"})
	}
	head := ui.Page{Help: "administrator#tokens", Title: i18n.T("Khoá API của thành viên", "API tokens of members"), Active: base(r, "/members"), Crumbs: crumb("Thành viên", "Members", base(r, "/members"))}
	return r.Page(head, views.TokensPage(rows))
}

func (s *Service) revokeMemberToken(r *web.Request) error {
	if err := s.RevokeMemberToken(r.Context(), r.Tenant().ID, r.Param("id")); err != nil {
		return err
	}
	return r.RedirectWith(base(r, "/tokens"), i18n.T("Đã thu hồi khoá và báo cho người giữ.", "The token is revoked and its holder told."))
}
