package web

import (
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// BenchmarkGate shows what the gates cost: the same small JSON from a bare Fiber
// app, from our server for everybody, and behind session, tenant and policy.
// Compare the ns/op of the three.
func BenchmarkGate(b *testing.B) {
	h := start(b, func(o *Options) { o.Log = quiet() })
	bare := fiber.New()
	bare.Get("/", func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"items": []string{"krong-no"}, "next": ""}) })
	token := h.token("labour@krong-no")
	for _, c := range []struct {
		name, path string
		handler    fasthttp.RequestHandler
	}{
		{"bare Fiber", "/", bare.Handler()},
		{"public", "/healthz", h.server.app.Handler()},
		{"session, tenant, policy, huma", "/api/tenants/krong-no/plans", h.server.app.Handler()},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var ctx fasthttp.RequestCtx
				ctx.Request.Header.SetHost("localhost")
				ctx.Request.Header.Set("Authorization", "Bearer "+token)
				ctx.Request.SetRequestURI(c.path)
				c.handler(&ctx)
				if ctx.Response.StatusCode() != 200 {
					b.Fatalf("%d %s", ctx.Response.StatusCode(), ctx.Response.Body())
				}
			}
		})
	}
}
