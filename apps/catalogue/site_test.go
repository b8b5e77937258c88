package catalogue_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/embedded"
	"vuon/platform/events"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// servers are the embedded Redis and S3: a process can run one S3.
type servers struct {
	once sync.Once
	dir  string
	run  *embedded.Servers
	err  error
}

var shared servers

func TestMain(m *testing.M) {
	home, err := os.Getwd() // starting the S3 server changes the working directory
	if err != nil {
		panic(err)
	}
	shippedAt = home + "/../../tenants"
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
		if s.dir, s.err = os.MkdirTemp("", "vuon-catalogue-test-*"); s.err == nil {
			s.run, s.err = embedded.Start(context.Background(), embedded.Options{Data: s.dir, NoDatabase: true})
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.run
}

// site is the module behind a real server, visited as the labour office of Krông Nô.
type site struct {
	*catalogue.Service
	t     testing.TB
	url   string
	token string
	users *identity.Service
	clk   *clock.Manual
	told  *[]catalogue.DocumentChanged // what was published, in order
}

func newSite(t testing.TB) site {
	t.Helper()
	ctx, clk, run := t.Context(), clock.NewManual(day("2026-11-23")), shared.start(t)
	files := catalogue.New(catalogue.Deps{}).Module().Migrations
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), web.Source(), jobs.Source(), storage.Source(),
		database.Source{Module: "catalogue", FS: files})
	log, registry := audit.New(db, clk), tenancy.New(db, clk)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	engine, err := policy.New(db, func(ctx context.Context, id string) (policy.Place, error) {
		at, err := registry.Tenant(ctx, id)
		return policy.Place{Kind: at.Kind, Parent: at.Parent}, err
	}, log, catalogue.Actions(), nil)
	must(err)
	queue, err := jobs.New(db, jobs.Options{RedisURL: run.RedisURL, Name: fmt.Sprint("test-", time.Now().UnixNano()), Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond},
		clock.System{}, slog.New(slog.DiscardHandler))
	must(err)
	t.Cleanup(func() { _ = queue.Close() })
	store, err := storage.New(ctx, storage.Options{Endpoint: run.S3Endpoint, AccessKey: run.S3AccessKey, SecretKey: run.S3SecretKey,
		Bucket: fmt.Sprintf("vuon-test-%d", time.Now().UnixNano())}, db, clk)
	must(err)
	bus, told := events.NewBus(), []catalogue.DocumentChanged{}
	bus.Subscribe(events.On(func(ctx context.Context, e catalogue.DocumentChanged) error {
		if database.Tenant(ctx) != e.Tenant {
			t.Errorf("%+v was published in a transaction of %q", e, database.Tenant(ctx))
		}
		told = append(told, e)
		return nil
	}))
	module := catalogue.New(catalogue.Deps{DB: db, Clock: clk, Audit: log, Policy: engine, Events: bus, Jobs: queue, Storage: store,
		Uses: func(_ context.Context, tenant, number string) ([]catalogue.Use, error) {
			return []catalogue.Use{{Kind: "basis", Title: "Kế hoạch thử: " + number, Path: "/t/" + tenant + "/plans/2024", Open: true}}, nil
		}})
	_, err = module.Apply(ctx, shipped())
	must(err)
	_, err = registry.Apply(ctx, shipped())
	must(err)
	m := module.Module()
	must(queue.Register(m.Jobs...))
	users := identity.New(db, clk, func(context.Context, database.Tx, identity.Change) error { return nil },
		identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}})
	server, err := web.New(web.Options{Identity: users, Policy: engine, Tenant: registry.Tenant, Database: db, Clock: clk,
		Log: slog.New(slog.DiscardHandler), Secret: platformtest.Secret(), Routes: m.Routes, API: m.API, Actions: []string{catalogue.ActionView, catalogue.ActionEdit}})
	must(err)
	s := site{Service: module, t: t, url: serve(t, server), users: users, clk: clk, told: &told}
	s.token = s.signIn("krong-no", "labour")
	return s
}

func serve(t testing.TB, server *web.Server) string {
	ln, url, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return url
}

// signIn makes an account with a role and returns the token of its session.
func (s site) signIn(tenant, role string) string {
	s.t.Helper()
	ctx, name := s.t.Context(), role+"@"+tenant
	hash, err := s.users.Hash(ctx, "vuon-demo")
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.users.AddAccount(ctx, identity.NewAccount{Username: name, PasswordHash: hash,
		Memberships: []identity.Membership{{Tenant: tenant, Grant: identity.Grant{Role: role}}}})
	if err != nil {
		s.t.Fatal(err)
	}
	session, err := s.users.SignIn(ctx, identity.Credentials{Username: name, Password: "vuon-demo", Address: "127.0.0.1"})
	if err != nil {
		s.t.Fatal(err)
	}
	return session.Token
}

// as is the site visited by somebody else.
func (s site) as(tenant, role string) site {
	s.t.Helper()
	s.token = s.signIn(tenant, role)
	return s
}

// actor is a context in which the role acts, for calls without a browser.
func (s site) actor(tenant, role string) context.Context {
	return identity.With(s.t.Context(), identity.Actor{Account: "01890000-0000-7000-8000-000000000001", Username: role + "@" + tenant, Tenant: tenant,
		Roles: []identity.Grant{{Role: role}}})
}

func (s site) get(path string) (int, string) {
	s.t.Helper()
	status, _, body := s.send(http.MethodGet, path, "", nil)
	return status, body
}

// post sends a form whose fields and values come in pairs.
func (s site) post(path string, fields ...string) (status int, location, body string) {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return s.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload sends a file in the field "file".
func (s site) upload(path, name string, content []byte) (status int, location, body string) {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || w.Close() != nil {
		s.t.Fatal(err)
	}
	return s.send(http.MethodPost, path, w.FormDataContentType(), &b)
}

func (s site) send(method, path, kind string, content io.Reader) (status int, location, body string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, content)
	if err != nil {
		s.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if !strings.HasPrefix(path, "/api/") {
		req.Header.Del("Authorization")
		req.AddCookie(&http.Cookie{Name: "vuon", Value: s.token})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(raw)
}
