package web

import (
	"cmp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/telemetry"
)

// SignInPath is where a page sends somebody who has not signed in.
const SignInPath = "/sign-in"

// SecondFactorPath is where somebody is led who must set up a second factor
// before anything else.
const SecondFactorPath = "/account/second-factor"

// sessionCookie is the cookie that carries the session. Over https its prefix
// makes browsers refuse it from other hosts and from plain http; they refuse
// that prefix without https, so the demonstration on loopback has its own name.
func (r *Request) sessionCookie() string {
	if r.client.https {
		return "__Host-vuon"
	}
	return "vuon"
}

// token is what the request proves itself with: a bearer token on the API, the
// session cookie on pages, never the one in place of the other.
func (r *Request) token() string {
	if !r.isAPI() {
		return r.c.Cookies(r.sessionCookie())
	}
	scheme, token, _ := strings.Cut(r.c.Get(fiber.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// Token is the token of the request's session: to sign out or to change it.
func (r *Request) Token() string { return r.token() }

// StartSession gives the browser a session's token, replacing any it had.
func (r *Request) StartSession(token string) {
	r.setCookie(r.sessionCookie(), token, 0)
}

// EndSession makes the browser forget its session.
func (r *Request) EndSession() { r.dropCookie(r.sessionCookie()) }

// Remember keeps a value of ours in the browser for a while, where no script
// reads it. Seal what must not be read or changed there.
func (r *Request) Remember(name, value string, age time.Duration) { r.setCookie(name, value, age) }

// Remembered is what the browser kept for us, or "".
func (r *Request) Remembered(name string) string { return r.c.Cookies(name) }

// Forget makes the browser drop what it kept.
func (r *Request) Forget(name string) { r.dropCookie(name) }

// setCookie sets a cookie that scripts cannot read. No age: until the browser closes.
func (r *Request) setCookie(name, value string, age time.Duration) {
	r.c.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(age.Seconds()), SessionOnly: age == 0,
		HTTPOnly: true, Secure: r.client.https, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (r *Request) dropCookie(name string) {
	r.c.Cookie(&fiber.Cookie{
		Name: name, Path: "/", Expires: time.Unix(0, 0), MaxAge: -1,
		HTTPOnly: true, Secure: r.client.https, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// identify finds out who sends the request, and where they stand: in the tenant
// of the path, in the province above it, or on the platform. No token, or one
// that has ended, leaves the request without an actor.
func (r *Request) identify() error {
	token := r.token()
	if token == "" {
		return nil
	}
	actor, err := r.server.Identity.Resolve(r.ctx, token, r.places()...)
	if err != nil && fault.From(err).Kind == fault.NotFound { // signed in, and nobody here
		r.stranger = true
		actor, err = r.server.Identity.Resolve(r.ctx, token)
	}
	if err != nil {
		r.ended = err
		if kind := fault.From(err).Kind; kind == fault.Unauthenticated || kind == fault.Forbidden {
			return nil
		}
		return err
	}
	r.actor, r.signedIn = actor, true
	r.use(telemetry.Annotate(identity.With(r.ctx, actor), telemetry.Scope{Tenant: cmp.Or(r.place.ID, actor.Tenant), Account: actor.Account}))
	return r.renew(token)
}

// places are the tenants in which the actor may hold the role that this request
// needs. A tenant that does not exist has none, like one where the actor is nobody.
func (r *Request) places() []string {
	switch {
	case !r.route.Tenant && r.route.Access == ByAction:
		return []string{identity.Platform}
	case !r.route.Tenant:
		return nil
	case r.place.ID == "":
		return []string{r.c.Params("tenant")}
	}
	return []string{r.place.ID, r.place.Parent, identity.Platform}
}

// renew changes the token of a session whose roles changed. Fragments leave it
// to the next whole page: several may be under way with the old token.
func (r *Request) renew(token string) error {
	if !r.actor.Renew || r.answersJSON() || r.Fragment() != "" {
		return nil
	}
	next, err := r.server.Identity.Rotate(r.ctx, token)
	if err != nil {
		return err
	}
	r.StartSession(next.Token)
	return nil
}
