package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/valyala/fasthttp"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/platformtest"
	"vuon/platform/web/ui"
)

func nothing(*Request) error { return nil }

func TestRoutesThatWouldBeOpenByForgettingAreRefused(t *testing.T) {
	for want, routes := range map[string][]Route{
		"names no action and is neither Public nor SignedIn": {{Method: "GET", Path: "/x", Handle: nothing}},
		"which no module declares":                           {{Method: "GET", Path: "/x", Action: "planning.burn", Handle: nothing}},
		"names an action and says public":                    {{Method: "GET", Path: "/x", Action: "planning.read", Access: Public, Handle: nothing}},
		"two routes answer GET /t/:b/x":                      {{Method: "GET", Path: "/t/:a/x", Access: Public, Handle: nothing}, {Method: "GET", Path: "/t/:b/x", Access: Public, Handle: nothing}},
		"pages do not lie under /api":                        {{Method: "GET", Path: "/api/x", Access: Public, Handle: nothing}},
		"no method or path that we serve":                    {{Method: "TRACE", Path: "/x", Access: Public, Handle: nothing}},
	} {
		if _, err := New(Options{Secret: platformtest.Secret(), Routes: routes, Actions: []string{"planning.read"}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	api := []APIRoute{Operation("GET", "/api/x", "", "X", func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })}
	if _, err := New(Options{Secret: platformtest.Secret(), API: api}); err == nil {
		t.Error("an operation without an action was taken")
	}
}

func TestAShortSecretIsRefused(t *testing.T) {
	if _, err := New(Options{Secret: []byte("short")}); err == nil {
		t.Error("taken")
	}
}

func TestTheLiveRouteTable(t *testing.T) {
	s, err := New(Options{Secret: platformtest.Secret(), Routes: testRoutes(), API: testAPI(nil), Actions: []string{"planning.read", "planning.approve"}})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, r := range s.Routes() {
		fmt.Fprintf(&out, "%s %s: %s %s (tenant %v, API %v, %d bytes)\n", r.Method, r.Path, r.Access, r.Action, r.Tenant, r.API, r.MaxBody)
	}
	golden(t, "routes.txt", out.String())
}

func TestLiteralPathsComeFirst(t *testing.T) {
	var infos []RouteInfo
	for _, p := range []string{"/t/:tenant/plans/:id", "/t/:tenant/plans/:id.docx", "/t/:tenant/plans/new", "/t/:tenant", "/a"} {
		infos = append(infos, RouteInfo{Method: "GET", Path: p})
	}
	sortRoutes(infos)
	var got []string
	for _, i := range infos {
		got = append(got, i.Path)
	}
	want := []string{"/a", "/t/:tenant", "/t/:tenant/plans/new", "/t/:tenant/plans/:id.docx", "/t/:tenant/plans/:id"}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestHealth(t *testing.T) {
	h := start(t, func(o *Options) {
		o.Checks = []Check{
			{"database", o.Database.Ping},
			{"queue", func(context.Context) error { return errors.New("dial tcp 10.0.0.7: refused") }},
		}
	})
	if a := h.get("/healthz"); a.StatusCode != 200 || a.body != `{"status":"ok"}` {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := h.get("/readyz"); a.StatusCode != 503 || a.body != `{"checks":{"database":"ok","queue":"unavailable"},"status":"unavailable"}` {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if !strings.Contains(h.log.String(), "10.0.0.7") {
		t.Error("the log does not say why")
	}
}

func TestMetricsCountRoutesNotPaths(t *testing.T) {
	h := start(t)
	h.get("/account")
	h.get("/nobody/knows/this")
	if a := h.get("/metrics"); a.StatusCode != 404 {
		t.Errorf("metrics stand on the public listener: %d", a.StatusCode)
	}
	ln, address, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.server.ServeMetrics(ctx, ln) }()
	resp, err := http.Get(address + "/metrics") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || !strings.Contains(string(b), `vuon_http_requests_total{method="GET",route="/account",status="303"} 1`) || strings.Contains(string(b), "nobody") {
		t.Errorf("%s %v", b, err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	h = start(t, func(o *Options) { o.PublicMetrics = true })
	h.get("/")
	if a := h.get("/metrics"); a.StatusCode != 200 || !strings.Contains(a.body, "vuon_http") {
		t.Errorf("asked for on the public listener: %d", a.StatusCode)
	}
}

func TestGzipForWhoCanReadIt(t *testing.T) {
	h := start(t, func(o *Options) {
		o.Routes = append(o.Routes, Route{Method: "GET", Path: "/long", Access: Public, Handle: func(r *Request) error {
			return r.Page(ui.Page{}, say(strings.Repeat("Đắk Nông ", 2000)))
		}})
	})
	plain, packed := h.get("/long"), h.get("/long", "Accept-Encoding", "br, gzip")
	if packed.Header.Get("Content-Encoding") != "gzip" || len(packed.body) > len(plain.body)/4 {
		t.Errorf("%v, %d bytes of %d", packed.Header, len(packed.body), len(plain.body))
	}
	z, err := gzip.NewReader(strings.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || len(b) != len(plain.body) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	for _, a := range []answer{plain, packed} {
		if vary := strings.Join(a.Header.Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding") || !strings.Contains(vary, "X-Fragment") {
			t.Errorf("Vary %q", vary)
		}
	}
	if a := h.get("/healthz", "Accept-Encoding", "gzip"); a.Header.Get("Content-Encoding") != "" {
		t.Error("a few bytes were packed")
	}
}

func TestFragments(t *testing.T) {
	h := start(t, func(o *Options) {
		o.Routes = append(o.Routes, Route{Method: "GET", Path: "/list", Access: Public, Handle: func(r *Request) error {
			return r.Page(ui.Page{Title: i18n.T("Danh sách", "List")}, listPage())
		}})
	})
	whole, part := h.get("/list"), h.get("/list", "X-Fragment", "results")
	if !strings.Contains(whole.body, "<html") || !strings.Contains(whole.body, "outside") || !strings.Contains(whole.body, "inside") {
		t.Error(whole.body)
	}
	if strings.Contains(part.body, "<html") || strings.Contains(part.body, "outside") || !strings.Contains(part.body, "inside") {
		t.Error(part.body)
	}
	if a := h.get("/list", "X-Fragment", "nothing"); !strings.Contains(a.body, "<html") {
		t.Error("an unknown fragment is not the whole page")
	}
}

func TestAssetsBuiltAndNot(t *testing.T) {
	raw := fstest.MapFS{
		"app.css": {Data: []byte("@import 'css/base.css';")}, "css/base.css": {Data: bytes.Repeat([]byte("p{margin:0}"), 500)},
		"icons.json": {Data: []byte("[]")}, "extra/editor.js": {Data: []byte("export {};")},
	}
	sources, err := loadAssets(fstest.MapFS{".gitkeep": {}}, raw)
	if err != nil {
		t.Fatal(err)
	}
	if sources.URL("app.css") != "/assets/app.css" || sources.URL("icons.svg") != "" || sources.URL("icons.json") != "" {
		t.Errorf("%q %q", sources.URL("app.css"), sources.URL("icons.svg"))
	}
	if url := sources.URL("editor.js"); url != "/assets/extra/editor.js" {
		t.Errorf("a script that only some pages load: %q", url)
	}
	built, err := loadAssets(fstest.MapFS{"manifest.json": {Data: []byte(`{"app.css":"app.1a2b.css"}`)}, "app.1a2b.css": {Data: []byte("p{}")}}, raw)
	if err != nil {
		t.Fatal(err)
	}
	if built.URL("app.css") != "/assets/app.1a2b.css" || built.URL("app.js") != "" {
		t.Errorf("%q %q", built.URL("app.css"), built.URL("app.js"))
	}
	for _, c := range []struct {
		assets *Assets
		path   string
		cache  string
	}{{sources, "/assets/css/base.css", "no-cache"}, {built, "/assets/app.1a2b.css", "public, max-age=31536000, immutable"}} {
		h := start(t)
		h.server.assets = c.assets
		a := h.get(c.path, "Accept-Encoding", "gzip")
		if a.StatusCode != 200 || a.Header.Get("Cache-Control") != c.cache || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/css") {
			t.Errorf("%s: %d %v", c.path, a.StatusCode, a.Header)
		}
		if b := h.get(c.path, "If-None-Match", a.Header.Get("Etag")); b.StatusCode != 304 || b.body != "" {
			t.Errorf("%s again: %d", c.path, b.StatusCode)
		}
		if b := h.get("/assets/../server.go"); b.StatusCode != 404 {
			t.Errorf("outside of the folder: %d", b.StatusCode)
		}
	}
}

func TestATokenInThePathStaysOutOfTheLog(t *testing.T) {
	h := start(t, func(o *Options) {
		o.Routes = append(o.Routes, Route{Method: "GET", Path: "/password/:token", Access: Public, Handle: nothing})
	})
	h.get("/password/one-time-secret?name=Nguy%E1%BB%85n")
	if log := h.log.String(); strings.Contains(log, "one-time-secret") || strings.Contains(log, "Nguy") || !strings.Contains(log, `"route":"/password/:token"`) {
		t.Error(log)
	}
}

func TestOurTableIsATenantTable(t *testing.T) {
	db, o := platformtest.DatabaseAndOptions(t, Source())
	tables, err := database.TenantTables(t.Context(), o)
	if err != nil || !slices.Contains(tables, "web_idempotency") {
		t.Errorf("%v %v", tables, err)
	}
	if findings, err := database.Lint(t.Context(), o, nil); err != nil || len(findings) > 0 {
		t.Errorf("%v %v", findings, err)
	}
	_ = db
}

func TestShutdownFinishesWhatIsUnderWay(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	h := start(t, func(o *Options) {
		o.Routes = append(o.Routes, Route{Method: "GET", Path: "/slow", Access: Public, Handle: func(r *Request) error {
			close(started)
			<-release
			return r.Page(ui.Page{}, say("finished"))
		}})
	})
	ln, address, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- h.server.Serve(ctx, ln) }()
	got := make(chan string, 1)
	go func() {
		_, body, err := fasthttp.Get(nil, address+"/slow")
		if err != nil {
			body = []byte(err.Error())
		}
		got <- string(body)
	}()
	<-started
	stop()
	close(release)
	if body := <-got; !strings.Contains(body, "finished") {
		t.Error(body)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}
