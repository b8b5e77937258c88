package administration_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/administration"
	"vuon/docs"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/embedded"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/module"
	"vuon/platform/notify"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

const password = "một câu dễ nhớ"

// servers are the embedded Redis and S3: a process can run one S3.
type servers struct {
	once sync.Once
	home string // of the package: starting the S3 server changes the working directory
	dir  string
	run  *embedded.Servers
	err  error
}

var shared servers

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.run != nil {
		_ = shared.run.Stop(context.Background())
	}
	_ = os.RemoveAll(shared.dir)
	os.Exit(code)
}

func (s *servers) start(t testing.TB) *embedded.Servers {
	t.Helper()
	s.once.Do(func() {
		if s.home, s.err = os.Getwd(); s.err != nil {
			return
		}
		if s.dir, s.err = os.MkdirTemp("", "vuon-administration-test-*"); s.err == nil {
			s.run, s.err = embedded.Start(context.Background(), embedded.Options{Data: s.dir, NoDatabase: true})
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.run
}

// site is the module behind a real server, with the shipped tenants and an
// account for each role that the tests need.
type site struct {
	*administration.Service
	t    testing.TB
	url  string
	clk  *clock.Manual
	work []web.WorkItem // what the other modules would let wait
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{t: t, clk: clock.NewManual(time.Date(2024, 2, 5, 2, 0, 0, 0, time.UTC))}
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(),
		storage.Source(), web.Source(), notify.Source())
	log := audit.New(db, s.clk)
	d := administration.Deps{DB: db, Clock: s.clk, Log: slog.New(slog.DiscardHandler), Audit: log, Guides: docs.Guides(),
		Words:     func() []module.Word { return nil },
		TourSteps: func() []web.TourStep { return s.Module().Tour },
		Work:      func(context.Context) ([]web.WorkItem, error) { return s.work, nil }}
	d.Tenants = tenancy.New(db, s.clk, tenancy.ChangedBy(func(ctx context.Context) string { a, _ := identity.From(ctx); return a.Username }))
	run := shared.start(t)
	_, err := d.Tenants.Apply(t.Context(), os.DirFS(shared.home+"/../../tenants"))
	s.must(err)
	d.Policy, err = policy.New(db, func(ctx context.Context, id string) (policy.Place, error) {
		at, err := d.Tenants.Tenant(ctx, id)
		return policy.Place{Kind: at.Kind, Parent: at.Parent}, err
	}, log, administration.Actions(), nil)
	s.must(err)
	record := func(ctx context.Context, tx database.Tx, c identity.Change) error {
		return log.Record(ctx, tx, audit.Entry{Action: c.Action, Object: c.Object, ObjectID: c.ObjectID, Before: c.Before, After: c.After})
	}
	d.Identity = identity.New(db, s.clk, record, identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}, CheckRole: d.Policy.CheckRole,
		Secret: platformtest.Secret(), Rules: func(ctx context.Context, tenant string) (identity.Rules, error) {
			return administration.AccountRules(ctx, d.Tenants, tenant)
		}})
	d.Jobs, err = jobs.New(db, jobs.Options{RedisURL: run.RedisURL, Name: fmt.Sprint("test-", time.Now().UnixNano())}, s.clk, d.Log)
	s.must(err)
	t.Cleanup(func() { _ = d.Jobs.Close() })
	d.Notify = notify.New(notify.Options{DB: db, Clock: s.clk, Jobs: d.Jobs, Identity: d.Identity})
	s.must(d.Jobs.Register(jobs.Kind{Name: "test.slow", Title: i18n.T("Việc lâu", "Slow"), Run: func(context.Context, *jobs.Run) error { return nil }}))
	d.Storage, err = storage.New(t.Context(), storage.Options{Endpoint: run.S3Endpoint, AccessKey: run.S3AccessKey, SecretKey: run.S3SecretKey,
		Bucket: fmt.Sprintf("vuon-test-%d", time.Now().UnixNano())}, db, s.clk)
	s.must(err)
	s.Service = administration.New(d)
	for _, kind := range s.Service.Module().Jobs {
		s.must(d.Jobs.Register(kind))
	}
	s.accounts()
	s.serve()
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) operator() context.Context { return identity.With(s.t.Context(), identity.Operator()) }

func (s *site) accounts() {
	hash, err := s.Identity.Hash(s.operator(), password)
	s.must(err)
	in := func(tenant, role string, units ...string) identity.Membership {
		return identity.Membership{Tenant: tenant, Grant: identity.Grant{Role: role, Scope: identity.Scope{Units: units}}}
	}
	var list []identity.NewAccount
	for name, memberships := range map[string][]identity.Membership{
		"admin@krong-no": {in("krong-no", "admin")}, "admin2@krong-no": {in("krong-no", "admin")}, "chair@krong-no": {in("krong-no", "chair")},
		"labour@krong-no": {in("krong-no", "labour")}, "front@krong-no": {in("krong-no", "front")}, "officer@krong-no": {in("krong-no", "commune-officer", "24688")},
		"admin@dak-mil": {in("dak-mil", "admin")}, "supervisor@dak-nong": {in("dak-nong", "province-supervisor")},
		"both": {in("krong-no", "clerk"), in("dak-mil", "clerk")}, "nobody": nil, "operator": {in(identity.Platform, "operator")},
	} {
		list = append(list, identity.NewAccount{Username: name, Name: "Người " + name, PasswordHash: hash, Memberships: memberships})
	}
	_, err = s.Identity.EnsureAccounts(s.operator(), list)
	s.must(err)
}

func (s *site) serve() {
	m := s.Module()
	var actions []string
	for _, a := range m.Actions {
		actions = append(actions, a.Name)
	}
	slices.Reverse(m.Nav) // items come in the order of the modules, and are shown in their own
	server, err := web.New(web.Options{Identity: s.Identity, Policy: s.Policy, Tenant: s.Tenants.Tenant, Database: s.DB, Clock: s.clk, Log: s.Log,
		Secret: platformtest.Secret(), Routes: m.Routes, API: m.API, Nav: m.Nav, Actions: actions, Unread: s.Notify.Unread,
		Groups: []web.NavGroup{{ID: "overview"}, {ID: "work"}, {ID: "admin"}}})
	s.must(err)
	ln, address, err := web.Listen("127.0.0.1:0")
	s.must(err)
	s.url = strings.TrimSuffix(address, "/")
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			s.t.Error(err)
		}
	})
}

func (s *site) account(username string) string {
	s.t.Helper()
	a, err := s.Identity.AccountNamed(s.operator(), username)
	s.must(err)
	return a.ID
}

// visitor is a browser.
type visitor struct {
	*site
	client *http.Client
	bearer string
}

func (s *site) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	s.must(err)
	client := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &visitor{s, client, ""}
}

// as is a browser in which somebody has signed in.
func (s *site) as(username string) *visitor {
	s.t.Helper()
	v := s.visitor()
	if a := v.post("/sign-in", "username", username, "password", password); a.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("sign in as %s: %d\n%s", username, a.StatusCode, a.body)
	}
	return v
}

// program is a client of the API.
func (s *site) program(username string) *visitor {
	s.t.Helper()
	session, err := s.Identity.SignIn(s.t.Context(), identity.Credentials{Username: username, Password: password})
	s.must(err)
	v := s.visitor()
	v.bearer = session.Token
	return v
}

type answer struct {
	*http.Response
	body string
}

func (v *visitor) do(method, path, body, kind string) answer {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.url+path, strings.NewReader(body))
	v.must(err)
	if body != "" || method == http.MethodPost {
		req.Header.Set("Content-Type", kind)
	}
	if v.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+v.bearer)
	}
	resp, err := v.client.Do(req)
	v.must(err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	v.must(err)
	return answer{resp, string(raw)}
}

func (v *visitor) get(path string) answer {
	v.t.Helper()
	return v.do(http.MethodGet, path, "", "")
}

// post sends a form whose fields and values come in pairs.
func (v *visitor) post(path string, fields ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.do(http.MethodPost, path, form.Encode(), "application/x-www-form-urlencoded")
}

func (v *visitor) json(method, path, body string) answer {
	v.t.Helper()
	return v.do(method, path, body, "application/json")
}

// want checks the status and that the page holds every one of the texts.
func (a answer) want(t testing.TB, status int, texts ...string) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s %s: %d, want %d\n%s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("%s %s lacks %q:\n%s", a.Request.Method, a.Request.URL.Path, text, a.body)
		}
	}
	return a
}

// moved checks that the answer leads on to path.
func (a answer) moved(t testing.TB, path string) {
	t.Helper()
	if a.want(t, http.StatusSeeOther); a.Header.Get("Location") != path {
		t.Fatalf("%s leads to %q, want %q", a.Request.URL.Path, a.Header.Get("Location"), path)
	}
}
