package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/go-json-experiment/json"

	"vuon/platform/web/ui"
)

// A notice waits in the browser, signed, until the next page shows it: the
// server keeps nothing between two requests.
const (
	noticeCookie = "notice"
	noticeAge    = time.Minute
	noticeBytes  = 2000
)

func (r *Request) leaveNotice(n ui.Notice) error {
	b, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if len(b) > noticeBytes {
		return nil // a cookie cannot carry it; the page itself shows what happened
	}
	value := base64.RawURLEncoding.EncodeToString(append(r.server.sign(b), b...))
	r.setCookie(noticeCookie, value, noticeAge)
	return nil
}

// takeNotices returns what was left and makes the browser forget it.
func (r *Request) takeNotices() []ui.Notice {
	value := r.c.Cookies(noticeCookie)
	if value == "" {
		return nil
	}
	r.dropCookie(noticeCookie)
	b, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || len(b) <= sha256.Size || !hmac.Equal(b[:sha256.Size], r.server.sign(b[sha256.Size:])) {
		return nil
	}
	var n ui.Notice
	if json.Unmarshal(b[sha256.Size:], &n) != nil {
		return nil
	}
	return []ui.Notice{n}
}

func (s *Server) sign(b []byte) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("notice\x00"))
	mac.Write(b)
	return mac.Sum(nil)
}
