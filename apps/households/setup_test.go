package households

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/library"
	"vuon/apps/records"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/embedded"
	"vuon/platform/events"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/personal"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

const (
	krongNo = "krong-no"
	cuJut   = "cu-jut"
	namDa   = "24697" // Xã Nam Đà
	dakMam  = "24688" // Thị trấn Đắk Mâm
)

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
		if s.dir, s.err = os.MkdirTemp("", "vuon-households-test-*"); s.err == nil {
			s.run, s.err = embedded.Start(context.Background(), embedded.Options{Data: s.dir, NoDatabase: true})
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.run
}

// world is the module with the shipped tenants and catalogue, on the morning of
// 20 November 2024, and people of Krông Nô and Cư Jút: see people.
type world struct {
	*Service
	t      testing.TB
	db     *database.DB
	clk    *clock.Manual
	opts   database.Options
	actors map[string]identity.Actor
}

// people are those who act in the tests, by name.
func people() map[string]struct {
	tenant, role string
	units        []string
} {
	type person = struct {
		tenant, role string
		units        []string
	}
	return map[string]person{
		"labour":          {krongNo, "labour", nil},
		"agriculture":     {krongNo, "agriculture", nil},
		"chair":           {krongNo, "chair", nil},
		"admin":           {krongNo, "admin", nil},
		"front":           {krongNo, "front", nil},
		"officer":         {krongNo, "commune-officer", []string{namDa}},
		"officer-dak-mam": {krongNo, "commune-officer", []string{dakMam}},
		"commune-chair":   {krongNo, "commune-chair", []string{namDa}},
		"reviewer":        {krongNo, "reviewer", []string{namDa}},
		"labour@cu-jut":   {cuJut, "labour", nil},
	}
}

// sources are the schemas that the module needs.
func sources() []database.Source {
	list := []database.Source{tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(), storage.Source(),
		register.Source(), notify.Source(), web.Source()}
	for name, files := range map[string]fs.FS{"catalogue": catalogue.New(catalogue.Deps{}).Module().Migrations,
		"library": library.New(library.Deps{}).Module().Migrations, "records": records.New(records.Deps{}).Module().Migrations,
		"households": New(Deps{}).Module().Migrations} {
		list = append(list, database.Source{Module: name, FS: files})
	}
	return list
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, clk: clock.NewManual(time.Date(2024, 11, 20, 9, 0, 0, 0, i18n.Zone())), actors: map[string]identity.Actor{}}
	w.db, w.opts = platformtest.DatabaseAndOptions(t, sources()...)
	tenants := tenancy.New(w.db, w.clk)
	files := os.DirFS(shared.home + "/../../tenants")
	if _, err := tenants.Apply(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	log, servers := audit.New(w.db, w.clk), shared.start(t)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		tenant, err := tenants.Tenant(ctx, id)
		return policy.Place{Kind: tenant.Kind, Parent: tenant.Parent}, err
	}
	engine, err := policy.New(w.db, places, log, Actions(), Incompatible())
	if err != nil {
		t.Fatal(err)
	}
	accounts := identity.New(w.db, w.clk, func(context.Context, database.Tx, identity.Change) error { return nil },
		identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}, CheckRole: engine.CheckRole})
	queue, err := jobs.New(w.db, jobs.Options{RedisURL: servers.RedisURL, Name: fmt.Sprintf("households-%p", w), Poll: 50 * time.Millisecond, Idle: 20 * time.Millisecond},
		w.clk, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = queue.Close() })
	objects, err := storage.New(t.Context(), storage.Options{Endpoint: servers.S3Endpoint, AccessKey: servers.S3AccessKey, SecretKey: servers.S3SecretKey,
		Bucket: servers.S3Bucket}, w.db, w.clk)
	if err != nil {
		t.Fatal(err)
	}
	d := Deps{DB: w.db, Clock: w.clk, Policy: engine, Audit: log, Tenants: tenants, Identity: accounts, Jobs: queue, Storage: objects,
		Register: register.New(w.db, w.clk), Events: events.NewBus(), Personal: personal.New(bytes.Repeat([]byte{7}, 32))}
	d.Notify = notify.New(notify.Options{DB: w.db, Clock: w.clk, Identity: accounts})
	d.Catalogue = catalogue.New(catalogue.Deps{DB: w.db, Clock: w.clk, Policy: engine, Audit: log, Events: d.Events, Jobs: queue, Storage: objects})
	if _, err := d.Catalogue.Apply(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	d.Library = library.New(library.Deps{DB: w.db, Clock: w.clk, Policy: engine, Audit: log, Tenants: tenants, Jobs: queue, Storage: objects, Catalogue: d.Catalogue})
	w.Service = New(d)
	w.hire(accounts)
	return w
}

// hire gives everybody an account and a role.
func (w *world) hire(accounts *identity.Service) {
	w.t.Helper()
	operator := identity.With(w.t.Context(), identity.Operator())
	for name, p := range people() {
		made, err := accounts.AddAccount(operator, identity.NewAccount{Username: name, Name: name})
		if err != nil {
			w.t.Fatal(err)
		}
		grant := identity.Grant{Role: p.role, Scope: identity.Scope{Units: p.units}}
		if err := accounts.Grant(operator, p.tenant, made.ID, grant); err != nil {
			w.t.Fatal(err)
		}
		w.actors[name] = identity.Actor{Account: made.ID, Username: made.Username, Name: made.Name, Tenant: p.tenant, Roles: []identity.Grant{grant}}
	}
}

// as is a context in which one of the people acts.
func (w *world) as(name string) context.Context {
	w.t.Helper()
	actor, there := w.actors[name]
	if !there {
		w.t.Fatalf("nobody is called %s", name)
	}
	return identity.With(w.t.Context(), actor)
}

// work runs the queue's relay and workers until the test ends. Kinds are those of
// the module.
func (w *world) work() {
	w.t.Helper()
	if err := w.Jobs.Register(w.Module().Jobs...); err != nil {
		w.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(identity.With(context.Background(), identity.Operator()))
	var both sync.WaitGroup
	both.Go(func() { _ = w.Jobs.RunRelay(ctx) })
	both.Go(func() { _ = w.Jobs.RunWorkers(ctx, 2) })
	w.t.Cleanup(func() {
		stop()
		both.Wait()
	})
}

// inside runs fn in the tenant's transaction, and fails the test when it fails.
func (w *world) inside(tenant string, fn database.Fn) {
	w.t.Helper()
	if err := w.db.InTenant(identity.With(w.t.Context(), identity.Operator()), tenant, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// want checks the code of a fault.
func (w *world) want(err error, code string) {
	w.t.Helper()
	if got := fault.CodeOf(err); got != code {
		w.t.Errorf("got %q (%v), want %q", got, err, code)
	}
}
