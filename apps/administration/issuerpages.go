package administration

import (
	"net/http"
	"slices"
	"time"

	"vuon/apps/administration/views"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
)

// Where people come back from an issuer, and the cookie in which their browser
// keeps what the answer must fit.
const (
	callbackPath    = web.SignInPath + "/callback"
	departureCookie = "departure"
	departureAge    = 10 * time.Minute
)

func (s *Service) issuerRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: web.SignInPath + "/with/:issuer", Access: web.Public, Handle: func(r *web.Request) error { return s.depart(r, "") }},
		{Method: http.MethodGet, Path: callbackPath, Access: web.Public, Handle: s.arrive},
		{Method: http.MethodGet, Path: "/account/issuers/:issuer", Access: web.SignedIn, Handle: s.linkIssuer},
		{Method: http.MethodPost, Path: "/account/issuers/:issuer/unlink", Access: web.SignedIn, Handle: s.unlinkIssuer},
	}
}

// depart sends the browser to the issuer: by a link, since the content security
// policy keeps forms from leading to other sites.
func (s *Service) depart(r *web.Request, account string) error {
	address, ticket, err := s.Identity.Depart(r.Context(), r.Param("issuer"), r.BaseURL()+callbackPath, account, r.Next(""))
	if err != nil {
		return err
	}
	r.Remember(departureCookie, ticket, departureAge)
	return r.RedirectOut(address)
}

// linkIssuer begins to link the actor's account, for who proved a moment ago who
// they are.
func (s *Service) linkIssuer(r *web.Request) error {
	if err := s.Identity.MustProve(r.Context(), r.Actor().Session); err != nil {
		return r.RedirectWith(factorPath, i18n.T("Hãy nhập lại mật khẩu, rồi quay lại trang Tài khoản để liên kết.", "Enter your password again, then link on the page of your account."))
	}
	return s.depart(r, r.Actor().Account)
}

// arrive takes somebody back from an issuer.
func (s *Service) arrive(r *web.Request) error {
	ticket := r.Remembered(departureCookie)
	r.Forget(departureCookie)
	a, err := s.Identity.Arrive(r.Context(), ticket, r.Query("state"), r.Query("code"), credentials(r))
	if step, more := identity.Pending(err); more {
		return s.showSecondStep(r, step, nil)
	}
	if err == nil && a.Linked {
		return r.RedirectWith("/account", i18n.T("Đã liên kết. Lần sau có thể đăng nhập bằng cách này.", "Linked. You can sign in this way from now on."))
	}
	if err == nil && web.LocalPath(a.Next) != "" {
		r.StartSession(a.Session.Token)
		return r.Redirect(a.Next)
	}
	return s.signedIn(r, a.Session, err)
}

func (s *Service) unlinkIssuer(r *web.Request) error {
	if err := s.Identity.Unlink(r.Context(), r.Actor().Account, r.Param("issuer")); err != nil {
		return err
	}
	return r.RedirectWith("/account", i18n.T("Đã bỏ liên kết.", "The link is taken off."))
}

// issuers are the ways of signing in, as buttons.
func (s *Service) issuers(next string) (list []views.Issuer) {
	for _, x := range s.Identity.Issuers() {
		list = append(list, views.Issuer{Name: x.Name, Href: withQuery(web.SignInPath+"/with/"+x.ID, query("next", next))})
	}
	return list
}

// linkedIssuers are those of the actor's account, linked or not.
func (s *Service) linkedIssuers(r *web.Request) (list []views.LinkedIssuer, err error) {
	if len(s.Identity.Issuers()) == 0 {
		return nil, nil
	}
	linked, err := s.Identity.LinkedIssuers(r.Context(), r.Actor().Account)
	for _, x := range s.Identity.Issuers() {
		at := "/account/issuers/" + x.ID
		list = append(list, views.LinkedIssuer{Name: x.Name, LinkHref: at, UnlinkHref: at + "/unlink", Linked: slices.Contains(linked, x.URL)})
	}
	return list, err
}
