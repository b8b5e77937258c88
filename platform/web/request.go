package web

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// Request is one HTTP request on its way through the server. It is valid until
// its handler returns; only what Download streams lives longer.
type Request struct {
	server   *Server
	c        *fiber.Ctx
	ctx      context.Context
	id       string
	client   client
	started  time.Time
	route    *RouteInfo // nil where no route matched
	actor    identity.Actor
	signedIn bool
	place    tenancy.Tenant // named in the path, before we know whether the actor may know it
	tenant   tenancy.Tenant // the same, once the actor is in it
	stranger bool           // signed in, without a role in or above the tenant
	ended    error          // why the token that was sent no longer counts
	failed   error          // of an API operation, on its way past huma
	form     form
	asked    bool        // for the form, which can be read only once
	refused  bool        // nobody will look at files that still come
	timer    *time.Timer // ends the request
	until    time.Time   // when it does
	cause    error       // of an internal error, for the log
	closers  []func()    // run when the answer has been sent
	span     func(error) // ends the request's span
	streams  bool        // the answer is sent after the handler returned
}

type requestKey struct{}

// of is the request that the pipeline began for c.
func of(c *fiber.Ctx) *Request { return c.Locals(requestKey{}).(*Request) }

// From is the request that ctx belongs to; nil outside the server. The API's
// handlers use it for uploads, pages never need it.
func From(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey{}).(*Request)
	return r
}

// Context carries the request's deadline, language, actor and tenant.
func (r *Request) Context() context.Context { return r.ctx }

// ID names the request in the log and on error pages.
func (r *Request) ID() string { return r.id }

// Method is the HTTP method.
func (r *Request) Method() string { return r.c.Method() }

// Path is the path and query of the request, as LocalPath would allow it.
func (r *Request) Path() string { return LocalPath(r.c.OriginalURL()) }

// Param is a parameter of the route's path (":id"), decoded.
func (r *Request) Param(name string) string { return text.NFC(r.c.Params(name)) }

// Query is a parameter of the query, composed (NFC) on one line.
func (r *Request) Query(name string) string { return text.Line(r.c.Query(name)) }

// Actor is who is signed in; the zero Actor on a public page without a session.
func (r *Request) Actor() identity.Actor { return r.actor }

// SignedIn tells whether somebody is.
func (r *Request) SignedIn() bool { return r.signedIn }

// Tenant is the tenant named in the path; zero outside a tenant.
func (r *Request) Tenant() tenancy.Tenant { return r.tenant }

// Can asks policy whether the actor may do the action in this tenant: for what a
// page shows. Handlers of changes ask again through their service.
func (r *Request) Can(action string) bool {
	return r.signedIn && r.server.Policy.Can(r.ctx, action)
}

// Lang is the language of the answer.
func (r *Request) Lang() i18n.Lang { return i18n.From(r.ctx) }

// Address is the address that the request came from, for throttling and audit.
func (r *Request) Address() string { return r.client.addr.String() }

// Agent is what the browser calls itself, for the list of sessions.
func (r *Request) Agent() string { return text.Line(r.c.Get(fiber.HeaderUserAgent)) }

// BaseURL is the scheme and host under which browsers reach us: what the
// operator says, else what this request says.
func (r *Request) BaseURL() string {
	if r.server.PublicURL != "" {
		return r.server.PublicURL
	}
	if r.client.https {
		return "https://" + string(r.c.Request().Host())
	}
	return "http://" + string(r.c.Request().Host())
}

// Fragment is the part of the page that alone was asked for, or "".
func (r *Request) Fragment() string { return r.c.Get("X-Fragment") }

// use makes ctx the request's own, for handlers and for huma alike.
func (r *Request) use(ctx context.Context) {
	r.ctx = ctx
	r.c.SetUserContext(ctx)
}

// deadline gives the request d from now on. Streaming an answer moves it on, so
// it is a timer and not the context's own.
func (r *Request) deadline(d time.Duration) {
	ctx, cancel := context.WithCancelCause(r.ctx)
	r.until = time.Now().Add(d)
	r.timer = time.AfterFunc(d, func() { cancel(errLate) })
	r.closers = append(r.closers, func() { r.timer.Stop(); cancel(nil) })
	r.use(ctx)
}

// grace lets an error page be made after the deadline.
func (r *Request) grace() {
	if r.ctx.Err() == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 5*time.Second)
	r.closers = append(r.closers, cancel)
	r.use(ctx)
}

// late tells that the deadline, and not the client or a bug, ended the request.
func (r *Request) late() bool { return errors.Is(context.Cause(r.ctx), errLate) }

// close releases what the request held, last first.
func (r *Request) close() {
	for i := len(r.closers) - 1; i >= 0; i-- {
		r.closers[i]()
	}
	r.closers = nil
}

var errLate = fault.New(fault.Unavailable, "timeout", "Hệ thống đang bận, chưa trả lời kịp. Vui lòng thử lại sau ít phút.",
	"The system is busy and did not answer in time. Please try again in a few minutes.")
