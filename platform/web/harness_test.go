package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web/ui"
)

// harness is a running server on real parts: PostgreSQL, identity, policy.
type harness struct {
	t      testing.TB
	server *Server
	url    string
	clk    *clock.Manual
	db     *database.DB
	log    bytes.Buffer
	client *http.Client
}

const testPassword = "vuon-demo"

// tenants of the tests: a province with two districts, one of them closed.
func testTenant(_ context.Context, id string) (tenancy.Tenant, error) {
	for _, t := range []tenancy.Tenant{
		{ID: "dak-nong", Kind: "province", Name: "Tỉnh Đắk Nông"},
		{ID: "krong-no", Kind: "district", Parent: "dak-nong", Name: "Huyện Krông Nô"},
		{ID: "dak-mil", Kind: "district", Parent: "dak-nong", Name: "Huyện Đắk Mil"},
		{ID: "old", Kind: "district", Parent: "dak-nong", Name: "Huyện cũ", Closed: true},
	} {
		if t.ID == id {
			return t, nil
		}
	}
	return tenancy.Tenant{}, fault.New(fault.NotFound, "tenant_unknown", "Không có địa bàn này.", "There is no such tenant.")
}

// demoSource is the schema of the small module of the tests.
func demoSource() database.Source {
	return database.Source{Module: "demo", FS: fstest.MapFS{"0001_plans.sql": {Data: []byte(`-- +goose Up
CREATE TABLE demo_plans (tenant_id text NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, title text NOT NULL, PRIMARY KEY (tenant_id, id));
SELECT vuon_tenant_table('demo_plans', false);
`)}}}
}

// plans counts what was made.
func (h *harness) plans(tenant string) (n int) {
	h.t.Helper()
	err := h.db.InTenant(h.t.Context(), tenant, func(ctx context.Context, tx bun.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT count(*) FROM demo_plans").Scan(&n)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func start(t testing.TB, change ...func(*Options)) *harness {
	t.Helper()
	h := &harness{t: t, clk: clock.NewManual(time.Date(2024, 2, 5, 1, 0, 0, 0, time.UTC))}
	h.db = platformtest.Database(t, tenancy.Source(), audit.Source(), policy.Source(), identity.Source(), Source(), demoSource())
	o := h.options()
	for _, c := range change {
		c(&o)
	}
	var err error
	if h.server, err = New(o); err != nil {
		t.Fatal(err)
	}
	ln, address, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.url = address
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.server.Serve(ctx, ln) }()
	h.client = &http.Client{Transport: &http.Transport{DisableCompression: true, ExpectContinueTimeout: time.Minute}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		h.client.CloseIdleConnections()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *harness) options() Options {
	log := audit.New(h.db, h.clk)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		t, err := testTenant(ctx, id)
		return policy.Place{Kind: t.Kind, Parent: t.Parent}, err
	}
	actions := []policy.Action{
		{Name: "planning.read", Title: i18n.T("Xem kế hoạch", "Read plans"), Roles: []string{"labour", "chair"}},
		{Name: "planning.approve", Title: i18n.T("Phê duyệt kế hoạch", "Approve plans"), Roles: []string{"chair"}},
		{Name: "planning.operate", Title: i18n.T("Vận hành", "Operate"), Roles: []string{"operator"}},
	}
	engine, err := policy.New(h.db, places, log, actions, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	record := func(ctx context.Context, tx bun.Tx, c identity.Change) error {
		return log.Record(ctx, tx, audit.Entry{Action: c.Action, Object: c.Object, ObjectID: c.ObjectID, Before: c.Before, After: c.After})
	}
	users := identity.New(h.db, h.clk, record, identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}})
	h.accounts(users)
	return Options{
		Identity: users, Policy: engine, Tenant: testTenant, Database: h.db, Clock: h.clk,
		Log:    slog.New(slog.NewJSONHandler(&h.log, nil)),
		Secret: platformtest.Secret(), Version: "test",
		Routes: testRoutes(), API: testAPI(h.db),
		Nav:            []NavItem{{Title: i18n.T("Kế hoạch", "Plans"), Icon: "file", Path: "/plans", Action: "planning.read", Group: "work"}, {Title: i18n.T("Duyệt", "Approval"), Path: "/approve", Action: "planning.approve", Group: "work"}},
		Groups:         []NavGroup{{ID: "work", Title: i18n.T("Công việc", "Work")}},
		Actions:        []string{"planning.read", "planning.approve"},
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	}
}

func (h *harness) accounts(users *identity.Service) {
	ctx := identity.With(h.t.Context(), identity.Operator())
	hash, err := users.Hash(ctx, testPassword)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, a := range []struct{ username, tenant, role string }{
		{"labour@krong-no", "krong-no", "labour"}, {"chair@krong-no", "krong-no", "chair"},
		{"labour@dak-mil", "dak-mil", "labour"}, {"labour@old", "old", "labour"},
		{"supervisor@dak-nong", "dak-nong", "province-supervisor"}, {"operator", identity.Platform, "operator"},
	} {
		_, err := users.AddAccount(ctx, identity.NewAccount{Username: a.username, PasswordHash: hash,
			Memberships: []identity.Membership{{Tenant: a.tenant, Grant: identity.Grant{Role: a.role}}}})
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

func say(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	})
}

// testRoutes is a small module: a page, a form, an upload, things that fail.
func testRoutes() []Route {
	page := ui.Page{Title: i18n.T("Kế hoạch", "Plans")}
	return []Route{
		{Method: "GET", Path: "/", Access: Public, Handle: func(r *Request) error { return r.Page(page, say("<p>home</p>")) }},
		{Method: "GET", Path: SignInPath, Access: Public, Handle: func(r *Request) error { return r.Page(page, say("<p>sign in</p>")) }},
		{Method: "GET", Path: "/account", Access: SignedIn, Handle: func(r *Request) error { return r.Page(page, say(r.Actor().Username)) }},
		{Method: "GET", Path: "/t/:tenant", Access: SignedIn, Handle: func(r *Request) error { return r.Page(page, say("<p>"+r.Tenant().Name+"</p>")) }},
		{Method: "GET", Path: "/t/:tenant/plans/:id", Action: "planning.read", Handle: func(r *Request) error {
			return r.Page(page, ui.Region("results"))
		}},
		{Method: "GET", Path: "/t/:tenant/plans/new", Action: "planning.read", Handle: func(r *Request) error { return r.Page(page, say("the form of a new plan")) }},
		{Method: "POST", Path: "/t/:tenant/plans", Action: "planning.read", Handle: func(r *Request) error {
			return r.RedirectWith("/t/krong-no/plans/"+url.PathEscape(r.Form("title")), i18n.T("Đã lưu “"+r.Form("title")+"”.", "Saved."))
		}},
		{Method: "POST", Path: "/t/:tenant/approve", Action: "planning.approve", Handle: func(r *Request) error { return r.Page(page, say("approved")) }},
		{Method: "POST", Path: "/t/:tenant/upload", Action: "planning.read", MaxBody: 4 << 20, Handle: func(r *Request) error {
			f, err := r.Upload("file")
			if err != nil {
				return err
			}
			b, err := io.ReadAll(f)
			if err != nil {
				return err
			}
			return r.Download(f.Name, "application/octet-stream", int64(len(b)), bytes.NewReader(b))
		}},
		{Method: "GET", Path: "/panic", Access: Public, Handle: func(*Request) error { panic("a secret of the program") }},
		{Method: "GET", Path: "/late", Access: Public, Timeout: time.Millisecond, Handle: func(r *Request) error {
			<-r.Context().Done()
			return r.Context().Err()
		}},
		{Method: "GET", Path: "/address", Access: Public, Handle: func(r *Request) error { return r.Page(page, say("address="+r.Address()+" base="+r.BaseURL())) }},
	}
}

type planInput struct {
	Tenant string `path:"tenant"`
	Body   struct {
		Year  int    `json:"year" minimum:"2021" maximum:"2030"`
		Title string `json:"title" minLength:"1" maxLength:"200"`
		Items []struct {
			Code string `json:"code"`
		} `json:"items,omitempty"`
	}
}

type planOutput struct {
	Body struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
}

// testAPI makes plans that are rows, so that done twice shows.
func testAPI(db *database.DB) []APIRoute {
	return []APIRoute{
		Operation("POST", "/api/tenants/{tenant}/plans", "planning.read", "Make a plan", func(ctx context.Context, in *planInput) (*planOutput, error) {
			out := &planOutput{}
			out.Body.ID, out.Body.Title = "1", in.Body.Title
			err := db.InTenant(ctx, in.Tenant, func(ctx context.Context, tx bun.Tx) error {
				_, err := tx.ExecContext(ctx, "INSERT INTO demo_plans (tenant_id, title) VALUES (?, ?)", in.Tenant, in.Body.Title)
				return err
			})
			if in.Body.Title == "fail" {
				return nil, fault.New(fault.Conflict, "plan_exists", "Đã có kế hoạch năm này.", "There is a plan of this year.")
			}
			return out, err
		}).Answers(201),
		Operation("GET", "/api/tenants/{tenant}/plans", "planning.read", "Plans", func(_ context.Context, in *struct {
			Tenant string `path:"tenant"`
			ListInput
		}) (*Listed[string], error) {
			return ListOf([]string{in.Tenant}, ""), nil
		}),
		Operation("POST", "/api/tenants/{tenant}/approve", "planning.approve", "Approve", func(context.Context, *struct {
			Tenant string `path:"tenant"`
		}) (*struct{}, error) {
			return nil, nil
		}),
		Operation("POST", "/api/tenants/{tenant}/import", "planning.read", "Import", func(ctx context.Context, _ *struct {
			Tenant string `path:"tenant"`
		}) (*planOutput, error) {
			f, err := Uploaded(ctx, "file")
			if err != nil {
				return nil, err
			}
			out := &planOutput{}
			out.Body.ID = f.Name
			return out, nil
		}).Uploads("file", 1<<20),
		FileOperation("/api/tenants/{tenant}/plans/{id}/file", "planning.read", "The document", func(_ context.Context, in *struct {
			Tenant string `path:"tenant"`
			ID     string `path:"id"`
		}) (*File, error) {
			return &File{Name: "Kế hoạch " + in.ID + ".pdf", Type: "application/pdf", Size: 4, Body: strings.NewReader("%PDF")}, nil
		}),
		Operation("GET", "/api/boom", "", "Fails", func(context.Context, *struct{}) (*struct{}, error) {
			return nil, fs.ErrInvalid
		}).Public(),
	}
}

// answer is a response read to its end.
type answer struct {
	*http.Response
	body string
}

func (h *harness) do(req *http.Request) answer {
	h.t.Helper()
	resp, err := h.client.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{resp, string(b)}
}

// send makes a request: header values come in pairs.
func (h *harness) send(method, path, body string, headers ...string) answer {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return h.do(req)
}

func (h *harness) get(path string, headers ...string) answer {
	h.t.Helper()
	return h.send("GET", path, "", headers...)
}

const formType = "application/x-www-form-urlencoded"

func (h *harness) post(path, form string, headers ...string) answer {
	h.t.Helper()
	return h.send("POST", path, form, append([]string{"Content-Type", formType}, headers...)...)
}

// token signs in through the API.
func (h *harness) token(username string) string {
	h.t.Helper()
	a := h.send("POST", "/api/session", `{"username":"`+username+`","password":"`+testPassword+`"}`, "Content-Type", "application/json")
	var out SessionAnswer
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || out.Token == "" {
		h.t.Fatalf("sign in as %s: %d %s", username, a.StatusCode, a.body)
	}
	return out.Token
}

// cookie signs in and returns the header of a browser that has done so.
func (h *harness) cookie(username string) []string {
	h.t.Helper()
	return []string{"Cookie", "vuon=" + h.token(username)}
}

func (h *harness) bearer(username string) []string {
	h.t.Helper()
	return []string{"Authorization", "Bearer " + h.token(username)}
}

func (h *harness) problem(a answer) Problem {
	h.t.Helper()
	var p Problem
	if ct := a.Header.Get("Content-Type"); ct != problemType {
		h.t.Fatalf("content type %q: %s", ct, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		h.t.Fatal(err)
	}
	return p
}

// raw speaks to the socket itself, for what no HTTP client would send.
func (h *harness) raw(request string) string {
	h.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		h.t.Fatal(err)
	}
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	b, _ := io.ReadAll(conn)
	return string(b)
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
