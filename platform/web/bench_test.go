package web

import (
	"context"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// BenchmarkGate sends the same small JSON over a real connection from a bare
// Fiber app and from behind our gates: session look-up in PostgreSQL, tenant,
// compiled policy, strict input, problem documents, headers, log, metrics.
// "of-bare" is the share of the bare throughput that is left.
func BenchmarkGate(b *testing.B) {
	h := start(b, func(o *Options) { o.Log = quiet() })
	token := h.token("labour@krong-no")
	bare := bareFiber(b)
	for name, url := range map[string]string{"public": h.url + "/healthz", "session, tenant, policy": h.url + "/api/tenants/krong-no/plans"} {
		b.Run(name, func(b *testing.B) {
			var plain, gated time.Duration
			for b.Loop() {
				plain += fetch(b, bare, token)
				gated += fetch(b, url, token)
			}
			b.ReportMetric(float64(plain)/float64(gated), "of-bare")
			b.ReportMetric(float64(gated.Nanoseconds())/float64(b.N), "gated-ns/op")
		})
	}
}

// bareFiber serves the JSON and nothing else.
func bareFiber(b *testing.B) string {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"items": []string{"krong-no"}, "next": ""}) })
	ln, address, err := Listen("127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = app.Listener(ln) }()
	b.Cleanup(func() { _ = app.ShutdownWithContext(context.Background()) })
	return address + "/"
}

func fetch(b *testing.B, url, token string) time.Duration {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(url)
	req.Header.Set("Authorization", "Bearer "+token)
	from := time.Now()
	if err := fasthttp.Do(req, resp); err != nil || resp.StatusCode() != 200 {
		b.Fatalf("%v %d %s", err, resp.StatusCode(), resp.Body())
	}
	return time.Since(from)
}
