package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"vuon/platform/fault"
)

// maxDrain is how much of a refused body is read and thrown away, so that the
// sender, who is still busy sending, gets to see our answer.
const maxDrain = 1 << 30

// body is the request's body, bounded. A sender that keeps sending is given
// time piece by piece; one that trickles is cut off by the request's deadline.
type body struct {
	src   io.Reader
	left  int64
	limit int64
	conn  *fasthttp.RequestCtx
	until time.Time // when the request is over anyway
	armed time.Time
}

// body bounds the body by the route's limit.
func (r *Request) body() io.Reader {
	src := r.c.Context().RequestBodyStream()
	if src == nil {
		return bytes.NewReader(nil)
	}
	limit := r.bodyLimit()
	return &body{src: src, left: limit, limit: limit, conn: r.c.Context(), until: r.until}
}

func (r *Request) bodyLimit() int64 {
	if r.route != nil && r.route.MaxBody > 0 {
		return r.route.MaxBody
	}
	return DefaultMaxBody
}

// Read fails with a fault that says how much would have been taken.
func (b *body) Read(p []byte) (int, error) {
	b.arm()
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.src.Read(p)
	b.left -= int64(n)
	switch timeout, ok := errors.AsType[net.Error](err); {
	case b.left < 0:
		return 0, errTooLarge(b.limit)
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case ok && timeout.Timeout():
		return n, errSlow.Because(err)
	}
	return n, errBroken.Because(err)
}

// arm moves the connection's read deadline on, at most once a second.
func (b *body) arm() {
	now := time.Now()
	if now.Sub(b.armed) < time.Second {
		return
	}
	b.armed = now
	next := now.Add(readTimeout)
	if !b.until.IsZero() && next.After(b.until) {
		next = b.until
	}
	_ = b.conn.SetReadDeadline(next)
}

// readBody reads the whole body into memory, bounded by the route's limit.
func (r *Request) readBody() ([]byte, error) {
	if n := int64(r.c.Request().Header.ContentLength()); n > r.bodyLimit() {
		return nil, errTooLarge(r.bodyLimit())
	}
	return io.ReadAll(r.body())
}

// drain throws away what a refused request still sends, for a while.
func (r *Request) drain() {
	stream := r.c.Context().RequestBodyStream()
	if stream == nil {
		return
	}
	_ = r.c.Context().SetReadDeadline(time.Now().Add(drainTimeout))
	_, _ = io.CopyN(io.Discard, stream, maxDrain)
}

// expect answers "Expect: 100-continue" before the body is sent.
func (s *Server) expect(ctx *fasthttp.RequestCtx) int {
	encoded := len(ctx.Request.Header.ContentEncoding()) > 0
	if !encoded && int64(ctx.Request.Header.ContentLength()) <= s.maxBody {
		return fiber.StatusContinue
	}
	c := s.app.AcquireCtx(ctx)
	defer s.app.ReleaseCtx(c)
	r := s.begin(c)
	defer r.end()
	err := r.admissible()
	if err == nil {
		return fiber.StatusContinue
	}
	r.fail(err)
	return c.Response().StatusCode()
}

func errTooLarge(limit int64) *fault.Error {
	size := megabytes(limit)
	return fault.New(fault.TooLarge, "too_large",
		"Nội dung gửi lên quá lớn (tối đa "+size+" MB). Hãy chia nhỏ hoặc nén bớt rồi gửi lại.",
		"What was sent is too large (at most "+size+" MB). Split it or make it smaller and send it again.")
}

var (
	errEncoded = fault.New(fault.Unsupported, "encoding_refused",
		"Hệ thống không nhận nội dung đã nén (Content-Encoding). Hãy gửi nội dung không nén.",
		"Compressed request bodies (Content-Encoding) are not accepted. Send the body uncompressed.")
	errQuery = fault.New(fault.Malformed, "bad_query",
		"Địa chỉ chứa ký tự không hợp lệ. Hãy kiểm tra lại địa chỉ.", "The address contains characters that are not allowed. Check the address.")
	errFraming = fault.New(fault.Malformed, "ambiguous_length",
		"Yêu cầu ghi độ dài theo hai cách khác nhau nên bị từ chối.", "The request states its length in two ways and was refused.")
	errBroken = fault.New(fault.Malformed, "body_broken",
		"Dữ liệu gửi lên bị ngắt giữa chừng hoặc không đúng khuôn dạng. Hãy gửi lại.",
		"What was sent broke off or cannot be read. Send it again.")
	errSlow = fault.New(fault.Malformed, "body_slow",
		"Đường truyền quá chậm nên dữ liệu chưa gửi hết. Hãy thử lại.", "The connection was too slow to send everything. Try again.")
)
