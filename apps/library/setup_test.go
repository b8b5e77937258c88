package library_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/library"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/embedded"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
)

// servers are the embedded Redis and S3: a process can run one S3.
type servers struct {
	once sync.Once
	home string // of the package: starting the S3 server changes the working directory
	dir  string
	run  *embedded.Servers
	line *line // to the S3 server
	err  error
}

var shared servers //nolint:gochecknoglobals // one a process

func TestMain(m *testing.M) {
	shared.home, _ = os.Getwd()
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
		if s.dir, s.err = os.MkdirTemp("", "vuon-library-test-*"); s.err == nil {
			s.run, s.err = embedded.Start(context.Background(), embedded.Options{Data: s.dir, NoDatabase: true})
		}
		if s.err == nil {
			s.line, s.err = newLine(strings.TrimPrefix(s.run.S3Endpoint, "http://"))
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.run
}

// line is a network line to a server, which can be cut.
type line struct {
	net.Listener
	to  string
	cut atomic.Bool
}

func newLine(to string) (*line, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &line{Listener: l, to: to}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.carry(c)
		}
	}()
	return s, nil
}

// carry takes bytes both ways until one side ends, or the line is cut.
func (l *line) carry(c net.Conn) {
	defer c.Close()
	server, err := net.Dial("tcp", l.to)
	if err != nil || l.cut.Load() {
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	pipe := func(to, from net.Conn) {
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			if l.cut.Load() || err != nil {
				break
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				break
			}
		}
		done <- struct{}{}
	}
	go pipe(server, c)
	go pipe(c, server)
	<-done
}

// office is the library of the shipped tenants with people in two of them, in
// February 2024.
type office struct {
	*library.Service
	t        testing.TB
	db       *database.DB
	clk      *clock.Manual
	identity *identity.Service
	engine   *policy.Engine
	people   map[string]identity.Actor
	quota    atomic.Int64
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, clk: clock.NewManual(time.Date(2024, 2, 5, 2, 0, 0, 0, time.UTC)), people: map[string]identity.Actor{}}
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(), storage.Source(),
		database.Source{Module: "catalogue", FS: catalogue.New(catalogue.Deps{}).Module().Migrations},
		database.Source{Module: "library", FS: library.New(library.Deps{}).Module().Migrations})
	log, run := audit.New(db, o.clk), shared.start(t)
	d := library.Deps{DB: db, Clock: o.clk, Log: slog.New(slog.DiscardHandler), Audit: log, Tenants: tenancy.New(db, o.clk)}
	_, err := d.Tenants.Apply(t.Context(), os.DirFS(shared.home+"/../../tenants"))
	o.must(err)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		at, err := d.Tenants.Tenant(ctx, id)
		return policy.Place{Kind: at.Kind, Parent: at.Parent}, err
	}
	o.engine, err = policy.New(db, places, log, append(library.Actions(), catalogue.Actions()...), nil)
	o.must(err)
	o.must(o.engine.Refresh(t.Context()))
	d.Policy, o.db = o.engine, db
	d.Catalogue = catalogue.New(catalogue.Deps{DB: db, Clock: o.clk, Policy: o.engine, Audit: log})
	_, err = d.Catalogue.Apply(t.Context(), os.DirFS(shared.home+"/../../tenants"))
	o.must(err)
	o.identity = identity.New(db, o.clk, func(context.Context, database.Tx, identity.Change) error { return nil },
		identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}})
	d.Jobs, err = jobs.New(db, jobs.Options{RedisURL: run.RedisURL, Name: fmt.Sprint("test-", time.Now().UnixNano()), Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond}, clock.System{}, d.Log)
	o.must(err)
	t.Cleanup(func() { _ = d.Jobs.Close() })
	d.Storage, err = storage.New(t.Context(), storage.Options{Endpoint: shared.line.Addr().String(), AccessKey: run.S3AccessKey, SecretKey: run.S3SecretKey,
		Bucket: fmt.Sprintf("vuon-test-%d", time.Now().UnixNano()), Quota: func(context.Context, string) (int64, error) { return o.quota.Load(), nil }}, db, o.clk)
	o.must(err)
	o.Service = library.New(d)
	o.must(d.Jobs.Register(o.Module().Jobs...))
	for _, role := range []string{"clerk", "chair", "labour", "front", "admin"} {
		o.person(role+"@krong-no", "krong-no", role)
	}
	o.person("officer-24697@krong-no", "krong-no", "commune-officer", "24697")
	o.person("officer-24700@krong-no", "krong-no", "commune-officer", "24700")
	o.person("clerk@cu-jut", "cu-jut", "clerk")
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) want(err error, code string) {
	o.t.Helper()
	if got := fault.CodeOf(err); got != code {
		o.t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

func (o *office) person(name, tenant, role string, units ...string) {
	o.t.Helper()
	g := identity.Grant{Role: role, Scope: identity.Scope{Units: units}}
	hash, err := o.identity.Hash(o.t.Context(), password)
	o.must(err)
	a, err := o.identity.AddAccount(identity.With(o.t.Context(), identity.Operator()), identity.NewAccount{Username: name, Name: "Bà " + name, PasswordHash: hash,
		Memberships: []identity.Membership{{Tenant: tenant, Grant: g}}})
	o.must(err)
	o.people[name] = identity.Actor{Account: a.ID, Username: name, Name: "Bà " + name, Tenant: tenant, Roles: []identity.Grant{g}}
}

func (o *office) as(name string) context.Context {
	actor, there := o.people[name]
	if !there {
		o.t.Fatalf("nobody is called %s", name)
	}
	return identity.With(o.t.Context(), actor)
}

// work runs the tenant's jobs until none waits.
func (o *office) work(tenant string) {
	o.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = o.Jobs.RunRelay(ctx) })
	running.Go(func() { _ = o.Jobs.RunWorkers(ctx, 2) })
	defer running.Wait()
	defer stop()
	list, _, err := o.Jobs.List(o.t.Context(), tenant, jobs.Filter{}, database.Page{Limit: 200})
	o.must(err)
	for _, job := range list {
		if job, err := o.Jobs.Wait(o.t.Context(), tenant, job.ID); err != nil || job.State != jobs.Done {
			o.t.Fatalf("%s is %s: %v %v", job.Kind, job.State, job.Error, err)
		}
	}
}

const password = "một mật khẩu dài"

const krongNo, labour, clerk, front = "krong-no", "labour@krong-no", "clerk@krong-no", "front@krong-no"

// folder makes a folder at the top.
func (o *office) folder(name string) string {
	o.t.Helper()
	f, err := o.CreateFolder(o.as(labour), krongNo, "", name, false)
	o.must(err)
	return f.ID
}

// put keeps a file as the labour office does.
func (o *office) put(folder, name, content string) library.File {
	o.t.Helper()
	f, err := o.Put(o.as(labour), krongNo, folder, "", "", library.Upload{Name: name, Size: int64(len(content)), Body: strings.NewReader(content)})
	o.must(err)
	return f
}

// begin starts an upload of so many bytes.
func (o *office) begin(folder, name string, size int) library.Sending {
	o.t.Helper()
	u, err := o.Begin(o.as(labour), krongNo, library.Announced{Folder: folder, Name: name, Size: int64(size)})
	o.must(err)
	return u
}

// read is the content of a version; 0 is the newest.
func (o *office) read(who, id string, version int) (string, error) {
	body, _, err := o.Open(o.as(who), krongNo, id, version)
	if err != nil {
		return "", err
	}
	defer body.Close()
	raw, err := io.ReadAll(body)
	return string(raw), err
}

// names are what somebody finds.
func (o *office) names(who, words string) string {
	o.t.Helper()
	hits, _, err := o.Search(o.as(who), krongNo, words, "", library.Filter{})
	o.must(err)
	var names []string
	for _, h := range hits {
		names = append(names, h.Name)
	}
	return strings.Join(names, " | ")
}
