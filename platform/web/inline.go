package web

import (
	"io"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Inline answers with a file to be shown by the browser itself. It is for
// contents that the caller has looked at: pictures and PDF, nothing else; any other
// type becomes a download. The answer may load nothing, run nothing and be
// framed by our own pages alone; a picture is sandboxed besides. (Browsers refuse
// to show a PDF in a sandbox: its own viewer is one.)
func (r *Request) Inline(name, contentType string, size int64, body io.Reader) error {
	policy := map[string]string{
		"image/jpeg": "default-src 'none'; sandbox", "image/png": "default-src 'none'; sandbox", "image/webp": "default-src 'none'; sandbox",
		"application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
	}[contentType]
	if policy == "" {
		return r.Download(name, fiber.MIMEOctetStream, size, body)
	}
	if err := r.Download(name, contentType, size, body); err != nil {
		return err
	}
	r.c.Set(fiber.HeaderContentSecurityPolicy, policy)
	r.c.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
	_, names, _ := strings.Cut(dispose(name), ";")
	r.c.Set(fiber.HeaderContentDisposition, "inline;"+names)
	return nil
}
