package web

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/text"
)

// Download answers with a file to be saved. body is read after the handler has
// returned and closed if it can be; size -1 is unknown. Whatever the file holds,
// the browser neither guesses its type nor runs it in our name.
func (r *Request) Download(name, contentType string, size int64, body io.Reader) error {
	r.c.Set(fiber.HeaderContentType, contentType)
	r.c.Set(fiber.HeaderContentDisposition, dispose(name))
	r.c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	r.streams = true
	r.timer.Reset(writeTimeout)
	r.c.Response().SetBodyStream(&streamed{Reader: body, done: r.close}, int(size))
	return nil
}

// streamed is an answer that outlives its handler; closing it ends the request.
type streamed struct {
	io.Reader
	done func()
}

// Read guards the process: nobody recovers from a panic after the handler.
func (s *streamed) Read(p []byte) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic while streaming: %v", r)
		}
	}()
	return s.Reader.Read(p)
}

// Close closes what was read and lets the request's deadline and files go.
func (s *streamed) Close() error {
	defer s.done()
	if c, ok := s.Reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// dispose names the file twice: without diacritics for old clients, whole (RFC
// 5987) for all others.
func dispose(name string) string {
	name = SafeName(name)
	ascii := strings.Map(func(c rune) rune {
		if c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' {
			return '_'
		}
		return c
	}, text.Fold(name))
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, ascii, strings.ReplaceAll(url.QueryEscape(name), "+", "%20"))
}

// Picture answers with a picture that the binary itself carries.
func (r *Request) Picture(contentType string, body []byte) error {
	r.c.Set(fiber.HeaderContentType, contentType)
	r.c.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	return r.c.Send(body)
}
