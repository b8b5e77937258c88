package web

import (
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
)

// Piece makes a route to which a script of one of our pages sends bytes as they
// are (PUT, application/octet-stream), at most max of them; it answers JSON as
// Script does. What fn reads of the body past max is the fault too_large.
func Piece[O any](path, action string, max int64, within time.Duration, fn func(r *Request, body io.Reader) (*O, error)) Route {
	handle := func(r *Request) error {
		kind, _, err := mime.ParseMediaType(r.c.Get(fiber.HeaderContentType))
		if err != nil || !strings.EqualFold(kind, fiber.MIMEOctetStream) {
			return errNoPiece
		}
		if n := int64(r.c.Request().Header.ContentLength()); n > r.bodyLimit() {
			return errTooLarge(r.bodyLimit())
		}
		out, err := fn(r, r.body())
		if err != nil {
			return err
		}
		return r.json(out)
	}
	return Route{Method: http.MethodPut, Path: path, Action: action, MaxBody: max, Timeout: within, script: true, Handle: handle}
}

var errNoPiece = fault.New(fault.Unsupported, "bytes_expected",
	"Địa chỉ này chỉ nhận dữ liệu nhị phân (application/octet-stream).", "This address takes bytes only (application/octet-stream).")
