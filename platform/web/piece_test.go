package web

import (
	"io"
	"strings"
	"testing"
	"time"
)

type pieceAnswer struct {
	Text string `json:"text"`
}

func TestPiecesAreBytesOfBoundedLength(t *testing.T) {
	route := Piece("/t/:tenant/piece", "planning.read", 8, time.Minute, func(_ *Request, body io.Reader) (*pieceAnswer, error) {
		raw, err := io.ReadAll(body)
		return &pieceAnswer{string(raw)}, err
	})
	h := start(t, func(o *Options) { o.Routes = append(o.Routes, route) })
	mine := append(h.cookie("labour@krong-no"), "Content-Type", "application/octet-stream")
	for body, want := range map[string]int{"a\x01=b": 200, "12345678": 200, "123456789": 413, "": 200} {
		if a := h.send("PUT", "/t/krong-no/piece", body, mine...); a.StatusCode != want {
			t.Errorf("%q: %d %s", body, a.StatusCode, a.body)
		}
	}
	if a := h.send("PUT", "/t/krong-no/piece", "a=b", append(h.cookie("labour@krong-no"), "Content-Type", formType)...); a.StatusCode != 415 {
		t.Errorf("a form: %d", a.StatusCode)
	}
	if a := h.send("PUT", "/t/krong-no/piece", "x", "Content-Type", "application/octet-stream"); a.StatusCode != 401 {
		t.Errorf("signed out: %d %s", a.StatusCode, a.body)
	}
	if a := h.send("PUT", "/t/krong-no/piece", "x", append([]string{"Sec-Fetch-Site", "cross-site"}, mine...)...); a.StatusCode != 403 {
		t.Errorf("from another site: %d", a.StatusCode)
	}
}

func TestOnlyPicturesAndPDFAreShownInline(t *testing.T) {
	show := func(kind string) Route {
		return Route{Method: "GET", Path: "/t/:tenant/show/" + strings.ReplaceAll(kind, "/", "-"), Action: "planning.read",
			Handle: func(r *Request) error { return r.Inline("tệp.x", kind, 1, strings.NewReader("x")) }}
	}
	inline := map[string]bool{"image/png": true, "image/jpeg": true, "image/webp": true, "application/pdf": true,
		"image/svg+xml": false, "text/html": false, "text/plain": false, "application/xml": false, "text/javascript": false}
	h := start(t, func(o *Options) {
		for kind := range inline {
			o.Routes = append(o.Routes, show(kind))
		}
	})
	for kind, want := range inline {
		a := h.get("/t/krong-no/show/"+strings.ReplaceAll(kind, "/", "-"), h.cookie("labour@krong-no")...)
		is := strings.HasPrefix(a.Header.Get("Content-Disposition"), "inline; filename=")
		if a.StatusCode != 200 || is != want || a.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(a.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v", kind, a.StatusCode, a.Header)
		}
		if !want && a.Header.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("%s goes out as %s", kind, a.Header.Get("Content-Type"))
		}
	}
}
