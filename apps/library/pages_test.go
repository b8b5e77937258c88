package library_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vuon/platform/identity"
	"vuon/platform/web"
)

// browser is somebody's browser on the library's pages.
type browser struct {
	t      testing.TB
	at     string
	cookie string
}

type answer struct {
	*http.Response
	body string
}

// serve opens the pages on a port of this machine.
func (o *office) serve() string {
	o.t.Helper()
	m := o.Module()
	var actions []string
	for _, a := range m.Actions {
		actions = append(actions, a.Name)
	}
	s, err := web.New(web.Options{Identity: o.identity, Policy: o.engine, Tenant: o.Tenants.Tenant, Database: o.db, Clock: o.clk,
		Log: slog.New(slog.DiscardHandler), Secret: []byte(strings.Repeat("s", 32)), Routes: m.Routes, API: m.API, Nav: m.Nav,
		Groups: []web.NavGroup{{ID: "work"}}, Actions: actions})
	o.must(err)
	ln, at, err := web.Listen("127.0.0.1:0")
	o.must(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(ctx, ln) }()
	o.t.Cleanup(func() { stop(); <-done })
	return at
}

func (o *office) browser(at, name string) *browser {
	o.t.Helper()
	session, err := o.identity.SignIn(o.t.Context(), identity.Credentials{Username: name, Password: password})
	o.must(err)
	return &browser{o.t, strings.TrimSuffix(at, "/"), "vuon=" + session.Token}
}

func (b *browser) do(method, path, kind, body string) answer {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.at+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Cookie", b.cookie)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{r, string(raw)}
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do("GET", path, "", "") }

func (b *browser) post(path string, fields ...string) answer {
	b.t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return b.do("POST", path, "application/x-www-form-urlencoded", v.Encode())
}

const home = "/t/krong-no/library"

// The headers of what is given out decide what a browser does with it.
func TestHowContentsAreGivenOut(t *testing.T) {
	o := newOffice(t)
	b := o.browser(o.serve(), labour)
	folder := o.folder("Thư mục")
	for name, c := range map[string]struct {
		content, kind string
		inline        bool
	}{
		"anh.png":    {picture(t, 40), "image/png", true},
		"trang.html": {"<!DOCTYPE html><script>alert(1)</script>", "application/octet-stream", false},
		"anh.svg":    {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "application/octet-stream", false},
		"chu.txt":    {"chữ", "application/octet-stream", false},
		"a.docx":     {docx(t, nil, "chữ"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
	} {
		f := o.put(folder, name, c.content)
		at := home + "/files/" + f.ID
		if a := b.get(at + "/show"); strings.HasPrefix(a.Header.Get("Content-Disposition"), "inline") {
			t.Errorf("%s is shown before it was looked at", name)
		}
		o.work(krongNo)
		a := b.get(at + "/show")
		inline := strings.HasPrefix(a.Header.Get("Content-Disposition"), "inline")
		if a.StatusCode != 200 || inline != c.inline || a.Header.Get("Content-Type") != c.kind || a.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox") || a.body != c.content {
			t.Errorf("%s: %d %v", name, a.StatusCode, a.Header)
		}
		if d := b.get(at + "/download"); d.StatusCode != 200 || !strings.HasPrefix(d.Header.Get("Content-Disposition"), "attachment") || d.body != c.content {
			t.Errorf("%s to be saved: %d %v", name, d.StatusCode, d.Header)
		}
		if page := b.get(at); page.StatusCode != 200 || strings.Contains(page.body, "<script>alert") {
			t.Errorf("the page of %s: %d", name, page.StatusCode)
		}
	}
}

// A browser sends a file in pieces over the network, loses the line, and goes on.
func TestSendingInPiecesOverHTTP(t *testing.T) {
	o := newOffice(t)
	b := o.browser(o.serve(), labour)
	folder := o.folder("Thư mục")
	const uploads = home + "/uploads"
	a := b.do("POST", uploads, "application/json", fmt.Sprintf(`{"folder":%q,"file":"","name":"Biên bản.txt","size":10,"sha256":""}`, folder))
	if a.StatusCode != 200 || !strings.Contains(a.body, `"received":0`) {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	id := a.body[strings.Index(a.body, `"id":"`)+6:][:36]
	put := func(start int, body string) answer {
		return b.do("PUT", fmt.Sprintf("%s/%s?start=%d", uploads, id, start), "application/octet-stream", body)
	}
	if a := put(0, "01234567"); a.StatusCode != 200 || !strings.Contains(a.body, `"received":8`) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	for start, want := range map[int]int{9: 409, -1: 409} {
		if a := put(start, "x"); a.StatusCode != want || !strings.Contains(a.body, "upload_offset") {
			t.Errorf("a piece at %d: %d %s", start, a.StatusCode, a.body)
		}
	}
	if a := b.do("POST", uploads+"/"+id+"/finish", "application/json", "{}"); a.StatusCode != 409 || !strings.Contains(a.body, "upload_incomplete") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := b.get(uploads + "/" + id); !strings.Contains(a.body, `"received":8`) {
		t.Errorf("%s", a.body)
	}
	put(8, "89")
	a = b.do("POST", uploads+"/"+id+"/finish", "application/json", "{}")
	if a.StatusCode != 200 || !strings.Contains(a.body, `"href":"/t/krong-no/library/files/`) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	other := o.browser(strings.TrimSuffix(b.at, "/"), clerk)
	if a := other.get(uploads + "/" + id); a.StatusCode != 404 {
		t.Errorf("somebody else's upload: %d %s", a.StatusCode, a.body)
	}
}

func TestPagesAndForms(t *testing.T) {
	o := newOffice(t)
	at := o.serve()
	b := o.browser(at, clerk)
	if a := b.get(home); a.StatusCode != 200 || !strings.Contains(a.body, "Năm 2024") {
		t.Errorf("%d %.300s", a.StatusCode, a.body)
	}
	a := b.post(home+"/folders", "name", "Hồ sơ")
	folder := a.Header.Get("Location")
	if a.StatusCode != 303 || !strings.HasPrefix(folder, home+"/folders/") {
		t.Fatalf("%d %s", a.StatusCode, folder)
	}
	if a := b.get(folder); a.StatusCode != 200 || strings.Count(a.body, "Chưa có tài liệu") != 1 {
		t.Errorf("%d, %d empty lists", a.StatusCode, strings.Count(a.body, "Chưa có tài liệu"))
	}
	form := "--x\r\nContent-Disposition: form-data; name=\"folder\"\r\n\r\n" + folder[len(home+"/folders/"):] +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Tờ trình.txt\"\r\n\r\nKính gửi\r\n--x--\r\n"
	a = b.do("POST", home+"/upload", "multipart/form-data; boundary=x", form)
	file := a.Header.Get("Location")
	if a.StatusCode != 303 || !strings.HasPrefix(file, home+"/files/") {
		t.Fatalf("without a script: %d %s %.300s", a.StatusCode, file, a.body)
	}
	for _, do := range [][]string{{"/edit", "name", "Tờ trình 2", "description", "bản ký"}, {"/class", "class", "tham-khao"}, {"/hold", "reason", "Thanh tra"}, {"/archive"}, {"/restore"}} {
		if a := b.post(file+do[0], do[1:]...); a.StatusCode != 303 || a.Header.Get("Location") != file {
			t.Errorf("%s: %d %s", do[0], a.StatusCode, a.Header.Get("Location"))
		}
	}
	if a := b.get(file); !strings.Contains(a.body, "Tờ trình 2.txt") || !strings.Contains(a.body, "Tạm giữ") || !strings.Contains(a.body, "5 năm") {
		t.Errorf("%d", a.StatusCode)
	}
	a = b.post(file+"/links", "note", "Ai đó", "hours", "24")
	start := strings.Index(a.body, "/l/krong-no.")
	if a.StatusCode != 200 || start < 0 {
		t.Fatalf("%d", a.StatusCode)
	}
	link := a.body[start : start+len("/l/krong-no.")+32]
	stranger := &browser{t, strings.TrimSuffix(at, "/"), ""}
	if a := stranger.get(link); a.StatusCode != 200 || !strings.Contains(a.body, "Tờ trình 2.txt") {
		t.Errorf("the link's page: %d %.300s", a.StatusCode, a.body)
	}
	if a := stranger.post(link); a.StatusCode != 200 || a.body != "Kính gửi" || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %q %v", a.StatusCode, a.body, a.Header)
	}
	if a := stranger.get(link + "x"); a.StatusCode != 404 {
		t.Errorf("another link: %d", a.StatusCode)
	}
	if a := stranger.get(file); a.StatusCode == 200 {
		t.Errorf("a stranger reads the file's page")
	}
	for _, path := range []string{"/search?q=kinh+gui", "/space"} {
		if a := b.get(home + path); a.StatusCode != 200 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	if a := o.browser(at, front).get(home + "/space"); a.StatusCode != 403 {
		t.Errorf("the counter reads the space: %d", a.StatusCode)
	}
}
