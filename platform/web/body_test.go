package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// zeros is a body of n bytes that nobody holds in memory.
func zeros(n int64) io.Reader { return io.LimitReader(zeroReader{}, n) }

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestThreeHundredMegabytesAreRefusedWithoutBeingHeld(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	for _, c := range []struct {
		name, path, contentType, expect string
		length                          int64
	}{
		{"announced", "/t/krong-no/upload", "multipart/form-data; boundary=x", "", 300 << 20},
		{"announced, and asked for leave", "/t/krong-no/upload", "multipart/form-data; boundary=x", "100-continue", 300 << 20},
		{"in chunks", "/t/krong-no/upload", "multipart/form-data; boundary=x", "", -1},
		{"a form in chunks", "/t/krong-no/plans", formType, "", -1},
		{"to nobody", "/nowhere", formType, "", 300 << 20},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		body := io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"), zeros(300<<20))
		req, err := http.NewRequestWithContext(t.Context(), "POST", h.url+c.path, body)
		if err != nil {
			t.Fatal(err)
		}
		req.ContentLength = c.length
		if c.length > 0 {
			req.Body = io.NopCloser(zeros(c.length))
		}
		req.Header.Set("Content-Type", c.contentType)
		req.Header.Set(cookie[0], cookie[1])
		if c.expect != "" {
			req.Header.Set("Expect", c.expect)
		}
		a := h.do(req)
		runtime.ReadMemStats(&after)
		if a.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "quá lớn") {
			t.Errorf("%s: %d %.200s", c.name, a.StatusCode, a.body)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 40<<20 {
			t.Errorf("%s: %d MB of memory", c.name, grown>>20)
		}
	}
}

func TestPackedBodiesAreRefusedFirstOfAll(t *testing.T) {
	h := start(t)
	for _, path := range []string{"/t/krong-no/plans", "/nowhere", "/sign-in", "/assets/x.css", "/healthz"} {
		if a := h.post(path, "title=x", "Content-Encoding", "gzip"); a.StatusCode != 415 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	if a := h.raw("POST /t/krong-no/plans HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n"); !strings.HasPrefix(a, "HTTP/1.1 415 ") || !strings.Contains(a, "Content-Encoding") {
		t.Errorf("with Expect: %.200q", a)
	}
}

func TestAmbiguousFramingIsRefused(t *testing.T) {
	h := start(t)
	smuggled := "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, request := range map[string]string{
		"length and chunks": "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"two lengths":       "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 36\r\n\r\n" + smuggled,
		"odd encoding":      "POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled,
		"blank in a name":   "POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"signed length":     "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n" + smuggled,
		"no host":           "GET /nowhere HTTP/1.1\r\n\r\n",
	} {
		a := h.raw(request)
		if !strings.HasPrefix(a, "HTTP/1.1 400 ") || strings.Count(a, "HTTP/1.1 ") != 1 {
			t.Errorf("%s: %d answers, %.80q", name, strings.Count(a, "HTTP/1.1 "), a)
		}
	}
}

func TestAHeadTooLargeIsRefused(t *testing.T) {
	h := start(t)
	if a := h.get("/", "X-Long", strings.Repeat("x", headerBytes)); a.StatusCode != 431 || a.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
}

func TestTheNetworkHasDeadlines(t *testing.T) {
	h := start(t)
	server := h.server.app.Server()
	if server.ReadTimeout != readTimeout || server.IdleTimeout != idleTimeout || server.WriteTimeout != writeTimeout || !server.StreamRequestBody {
		t.Errorf("%+v", server)
	}
}

// Every file of a form is one open file of ours.
func TestFormsHoldFewFilesAndOnlyWhereTheyAreTaken(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := range maxFiles + 1 {
		part, err := w.CreateFormFile("file"+strconv.Itoa(i), "a.txt")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte("x"))
	}
	_ = w.Close()
	kind := []string{"Content-Type", w.FormDataContentType()}
	if a := h.send("POST", "/t/krong-no/upload", b.String(), append(kind, cookie...)...); a.StatusCode != 400 {
		t.Errorf("%d files: %d %.200s", maxFiles+1, a.StatusCode, a.body)
	}
	for _, path := range []string{languagePath, "/t/krong-no/plans"} {
		if a := h.upload(path, "a.txt", []byte("x"), cookie...); a.StatusCode != 400 || !strings.Contains(a.body, "không nhận tệp") {
			t.Errorf("a file for %s: %d %.200s", path, a.StatusCode, a.body)
		}
	}
}

// upload sends a file as a browser does.
func (h *harness) upload(path, name string, content []byte, headers ...string) answer {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		h.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = w.WriteField("note", "Ghi chú")
	_ = w.Close()
	return h.send("POST", path, b.String(), append([]string{"Content-Type", w.FormDataContentType()}, headers...)...)
}

func TestUploadAndDownload(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	content := bytes.Repeat([]byte("Kế hoạch\x00"), 200_000)
	a := h.upload("/t/krong-no/upload", `C:\Tài liệu\Kế hoạch "2024".docx`, content, cookie...)
	if a.StatusCode != 200 || a.body != string(content) {
		t.Fatalf("%d, %d bytes of %d", a.StatusCode, len(a.body), len(content))
	}
	for name, want := range map[string]string{
		"Content-Disposition":     `attachment; filename="ke hoach 2024.docx"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%202024.docx`,
		"Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Type":            "application/octet-stream",
		"X-Content-Type-Options":  "nosniff",
	} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if b := h.upload("/t/krong-no/upload", "a.bin", make([]byte, 5<<20), cookie...); b.StatusCode != 413 || !strings.Contains(b.body, "4 MB") {
		t.Errorf("five megabytes where four are taken: %d", b.StatusCode)
	}
	if b := h.upload("/t/krong-no/upload", "empty.bin", nil, cookie...); b.StatusCode != 422 {
		t.Errorf("an empty file: %d", b.StatusCode)
	}
	if b := h.send("POST", "/t/krong-no/upload", "--x\r\nbroken", append(cookie, "Content-Type", "multipart/form-data; boundary=x")...); b.StatusCode != 400 {
		t.Errorf("a broken form: %d", b.StatusCode)
	}
	if b := h.send("POST", "/t/krong-no/plans", `{"title":"x"}`, append(cookie, "Content-Type", "application/json")...); b.StatusCode != 415 {
		t.Errorf("JSON to a page: %d", b.StatusCode)
	}
}

func TestUploadThroughTheAPI(t *testing.T) {
	h := start(t)
	headers := append(h.bearer("labour@krong-no"), "Idempotency-Key", "u")
	a := h.upload("/api/tenants/krong-no/import", "../kế hoạch.docx", []byte("PK"), headers...)
	if a.StatusCode != 200 || !strings.Contains(a.body, `"kế hoạch.docx"`) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if b := h.upload("/api/tenants/krong-no/import", "../kế hoạch.docx", []byte("PK"), headers...); b.body != a.body {
		t.Errorf("%d %s", b.StatusCode, b.body) // another boundary, the same upload
	}
	if b := h.upload("/api/tenants/krong-no/import", "b.docx", []byte("PK"), headers...); b.StatusCode != 422 {
		t.Errorf("another file under the same key: %d", b.StatusCode)
	}
	if b := h.get("/api/tenants/krong-no/plans/7/file", headers[:2]...); b.StatusCode != 200 || b.body != "%PDF" || b.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%d %v", b.StatusCode, b.Header)
	}
}

func TestSafeName(t *testing.T) {
	for in, want := range map[string]string{
		"Kế hoạch.docx": "Kế hoạch.docx", "../../etc/passwd": "passwd", `C:\x\y.txt`: "y.txt", "": "tep", "..": "tep", "a\x00b\n.txt": "ab .txt",
		`<a>:"b"|?*.pdf`: "ab.pdf", ".env": "env", "A ? A": "A A", "e?\u0302": "ê", "e\u0302.txt": "ê.txt", "\u202efdp.exe": "fdp.exe", "a/": "a",
		strings.Repeat("ă", 300) + ".docx": strings.Repeat("ă", 115) + ".docx",
	} {
		if got := SafeName(in); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "name")
		name := SafeName(s)
		if name == "" || len([]rune(name)) > maxName || strings.ContainsAny(name, "/\\\"\r\n\x00") || strings.HasPrefix(name, ".") || SafeName(name) != name {
			t.Fatalf("SafeName(%q) = %q, then %q", s, name, SafeName(name))
		}
	})
}
