package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// minGzip is below what one network packet carries anyway.
const minGzip = 1400

// compress packs the answer for those who can read it. Streams, small answers
// and what is packed already are left alone.
func (r *Request) compress() {
	resp := r.c.Response()
	if r.streams || len(resp.Header.ContentEncoding()) > 0 || !compressible(string(resp.Header.ContentType())) {
		return
	}
	r.c.Vary(fiber.HeaderAcceptEncoding)
	body := resp.Body()
	if len(body) < minGzip || !r.c.Context().Request.Header.HasAcceptEncoding("gzip") {
		return
	}
	resp.SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, body, fasthttp.CompressDefaultCompression))
	r.c.Set(fiber.HeaderContentEncoding, "gzip")
}

func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml":
		return true
	}
	return strings.HasSuffix(kind, "json")
}
