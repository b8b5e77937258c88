package web

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/go-json-experiment/json"
	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
)

const openAPIPath = "/api/openapi.json"

// api is the JSON API under construction.
type api struct {
	server *Server
	doc    *huma.OpenAPI
}

func (s *Server) newAPI() *api { return &api{server: s, doc: newOpenAPI(s.Version)} }

// gated hands huma's handlers to the app behind our gates.
type gated struct {
	fiber.Router
	gate func(fiber.Handler) fiber.Handler
}

// Add registers the handler of one operation.
func (g gated) Add(method, path string, handlers ...fiber.Handler) fiber.Router {
	return g.Router.Add(method, path, g.gate(handlers[0]))
}

// mount adds one operation: to the app, and to the description.
func (a *api) mount(route APIRoute, info *RouteInfo) {
	app := a.server.app
	router := gated{app, func(next fiber.Handler) fiber.Handler { return a.server.gate(route, info, next) }}
	config := huma.Config{
		OpenAPI: a.doc, DefaultFormat: fiber.MIMEApplicationJSON,
		Formats:                      map[string]huma.Format{fiber.MIMEApplicationJSON: format(), "json": format()},
		Transformers:                 []huma.Transformer{keepError},
		RejectUnknownQueryParameters: true,
	}
	route.register(humafiber.NewWithGroup(app, router, config), a.operation(route))
	a.describeFile(route)
}

// format is strict JSON: keys exactly as described, each once.
func format() huma.Format {
	return huma.Format{
		Marshal: func(w io.Writer, v any) error { return json.MarshalWrite(w, v, json.Deterministic(true)) },
		Unmarshal: func(data []byte, v any) error {
			return named(json.Unmarshal(data, v, json.RejectUnknownMembers(true)))
		},
	}
}

// gate is what stands before an operation's handler.
func (s *Server) gate(route APIRoute, info *RouteInfo, next fiber.Handler) fiber.Handler {
	timeout := cmp.Or(route.Timeout, s.Timeout)
	return func(c *fiber.Ctx) error {
		r := of(c)
		r.route = info
		r.deadline(timeout)
		if err := r.authorise(); err != nil {
			return err
		}
		digest, err := r.readAPIBody(route.file != "")
		if err != nil {
			return err
		}
		return r.once(digest, func() error {
			if err := next(c); err != nil {
				return err
			}
			return r.failed
		})
	}
}

// readAPIBody reads what was sent, strictly, and returns its digest.
func (r *Request) readAPIBody(file bool) ([]byte, error) {
	if file {
		if err := r.readForm(); err != nil {
			return nil, err
		}
		return r.formDigest()
	}
	if r.reads() || !r.hasBody() {
		r.c.Request().ResetBody()
		return digestOf(nil), nil
	}
	kind, _, err := mime.ParseMediaType(r.c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationJSON && !strings.HasSuffix(kind, "+json") {
		return nil, errNoJSON
	}
	raw, err := r.readBody()
	if err != nil {
		return nil, err
	}
	clean, err := strictJSON(raw)
	if err != nil {
		return nil, err
	}
	r.c.Request().SetBodyStream(bytes.NewReader(clean), len(clean))
	return digestOf(raw), nil
}

// finish publishes the description, which no longer changes.
func (a *api) finish() error {
	delete(a.doc.Components.Schemas.Map(), "ErrorModel") // huma's own; ours is Problem
	delete(a.doc.Components.Schemas.Map(), "ErrorDetail")
	b, err := a.doc.MarshalJSON()
	if err != nil {
		return err
	}
	a.server.openapi = b
	a.server.app.Get(openAPIPath, func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return c.Send(b)
	})
	return nil
}

// OpenAPI is the description of the API as JSON.
func (s *Server) OpenAPI() []byte { return bytes.Clone(s.openapi) }

var errNoJSON = fault.New(fault.Unsupported, "json_expected",
	"API này chỉ nhận JSON (Content-Type: application/json).", "This API takes JSON only (Content-Type: application/json).")

// success is the status of an operation that says none.
func (a APIRoute) success() int {
	if a.status == 0 && a.Method == http.MethodDelete {
		return http.StatusNoContent
	}
	return a.status
}
