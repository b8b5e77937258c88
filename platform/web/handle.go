package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/netip"
	"regexp"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/i18n"
	"vuon/platform/telemetry"
)

// handle is the one middleware: everything that happens to every request.
func (s *Server) handle(c *fiber.Ctx) error {
	r := s.begin(c)
	defer r.end()
	if err := r.answer(); err != nil {
		r.fail(err)
	}
	r.compress()
	return nil
}

func (s *Server) begin(c *fiber.Ctx) *Request {
	r := &Request{server: s, c: c, started: s.Clock.Now()}
	r.client = s.client(c)
	r.id = requestID(c.Get(fiber.HeaderXRequestID), r.client.via)
	c.Locals(requestKey{}, r)
	ctx := telemetry.Annotate(i18n.With(context.Background(), r.language()), telemetry.Scope{RequestID: r.id})
	ctx, r.span = s.tracer.Root(ctx, "http", c.Get("traceparent"))
	r.use(context.WithValue(ctx, requestKey{}, r))
	r.securityHeaders()
	return r
}

// answer runs the route; a panic becomes an error with its stack, for the log.
func (r *Request) answer() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if err := r.admissible(); err != nil {
		return err
	}
	return r.c.Next()
}

// end settles what is left: an unread body, the log, the metrics, open files.
func (r *Request) end() {
	if r.c.Response().StatusCode() >= 400 {
		r.drain()
	}
	r.record()
	r.span(r.cause)
	if !r.streams {
		r.close()
	}
}

// record writes the access log and the metrics. Tenant, account and request come
// from the context. The route stands for the path,
// which may carry names of people or one-time secrets.
func (r *Request) record() {
	route, status := "", r.c.Response().StatusCode()
	if r.route != nil {
		route = r.route.Path
	}
	took := r.server.Clock.Now().Sub(r.started)
	r.server.Metrics.Request(r.c.Method(), route, status, took)
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("method", r.c.Method()), slog.String("route", route), slog.Int("status", status),
		slog.Int64("ms", took.Milliseconds()), slog.String("ip", r.Address()),
	}
	if r.cause != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", r.cause.Error()))
	}
	r.server.Log.LogAttrs(r.ctx, level, "request", attrs...)
}

func (s *Server) client(c *fiber.Ctx) client {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	var forwardedFor []string
	for _, v := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		forwardedFor = append(forwardedFor, string(v))
	}
	return clientOf(peer, c.Context().IsTLS(), forwardedFor, c.Get(fiber.HeaderXForwardedProto), s.TrustedProxies)
}

var requestIDs = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// requestID keeps the identifier that our own proxy gave, and no other.
func requestID(given string, trusted bool) string {
	if trusted && requestIDs.MatchString(given) {
		return given
	}
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// language is what the user chose; the API, which has no cookie, says it itself.
func (r *Request) language() i18n.Lang {
	if r.isAPI() {
		return accepted(r.c.Get(fiber.HeaderAcceptLanguage))
	}
	return i18n.Parse(r.c.Cookies(languageCookie))
}

// isAPI tells in which form to answer where no route says so.
func (r *Request) isAPI() bool {
	return r.c.Path() == "/api" || strings.HasPrefix(r.c.Path(), "/api/")
}

// admissible refuses what no route may be bothered with.
func (r *Request) admissible() error {
	if e := r.c.Get(fiber.HeaderContentEncoding); e != "" && !strings.EqualFold(e, "identity") {
		return errEncoded // unpacked, 700 kB can be 700 MB
	}
	if r.ambiguous() {
		r.c.Context().SetConnectionClose()
		return errFraming
	}
	if int64(r.c.Request().Header.ContentLength()) > r.server.maxBody {
		return errTooLarge(r.server.maxBody)
	}
	if !plain(r.c.Path()) {
		return errNotFound
	}
	for _, v := range r.c.Context().QueryArgs().All() {
		if !plain(string(v)) {
			return errQuery
		}
	}
	if r.isAPI() {
		return nil // bearer tokens only: nothing that a foreign page could make a browser send
	}
	return r.sameOrigin()
}

// ambiguous tells that the body has a length and chunks too: a proxy before us
// could take its end to be elsewhere, and the rest for somebody else's request.
func (r *Request) ambiguous() bool {
	h := &r.c.Request().Header
	return h.ContentLength() == -1 && lengthHeader.Match(h.RawHeaders())
}

var lengthHeader = regexp.MustCompile(`(?im)^content-length[ \t]*:`)

// plain tells that s is UTF-8 without control characters (line breaks apart).
func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(c rune) bool {
		return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t'
	})
}

// unreadable answers what fasthttp itself refused before any handler ran:
// heads that are too large, too slow or ambiguous.
func (s *Server) unreadable(c *fiber.Ctx, err error) error {
	r := s.begin(c)
	defer r.end()
	r.fail(err)
	c.Context().SetConnectionClose()
	return nil
}
