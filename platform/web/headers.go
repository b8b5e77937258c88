package web

import (
	"net/http"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
)

// header is a name with its value.
type header struct{ name, value string }

// alwaysSent are the headers of every answer, errors and files included.
var alwaysSent = []header{
	{fiber.HeaderContentSecurityPolicy, "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"},
	{fiber.HeaderXContentTypeOptions, "nosniff"},
	{fiber.HeaderXFrameOptions, "DENY"},
	{fiber.HeaderReferrerPolicy, "same-origin"},
	{fiber.HeaderPermissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{fiber.HeaderCacheControl, "no-store"},
}

func (r *Request) securityHeaders() {
	for _, h := range alwaysSent {
		r.c.Set(h.name, h.value)
	}
	r.c.Set(fiber.HeaderXRequestID, r.id)
	if r.client.https {
		r.c.Set(fiber.HeaderStrictTransportSecurity, "max-age=63072000")
	}
}

// sameOrigin refuses a change that another site made the browser ask for.
// Browsers say where a request comes from; what says nothing is no browser and
// carries no cookie that it was tricked into sending.
func (r *Request) sameOrigin() error {
	req := &http.Request{
		Method: r.c.Method(), Host: string(r.c.Request().Host()), URL: &url.URL{Path: r.c.Path()},
		Header: http.Header{"Sec-Fetch-Site": {r.c.Get("Sec-Fetch-Site")}, "Origin": {r.c.Get(fiber.HeaderOrigin)}},
	}
	if err := http.NewCrossOriginProtection().Check(req); err != nil {
		return errCrossOrigin.Because(err)
	}
	return nil
}

var errCrossOrigin = fault.New(fault.Forbidden, "cross_origin",
	"Yêu cầu này được gửi từ một trang khác nên đã bị chặn. Hãy mở lại trang trong hệ thống và thao tác từ đó.",
	"This request came from another site and was blocked. Open the page in this system and try from there.")
