package records_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/records"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/embedded"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
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
		if s.dir, s.err = os.MkdirTemp("", "vuon-records-test-*"); s.err == nil {
			s.run, s.err = embedded.Start(context.Background(), embedded.Options{Data: s.dir, NoDatabase: true})
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.run
}

// office is the module with the shipped tenants and people in three of them, on
// the morning of 5 February 2024.
type office struct {
	*records.Service
	t      *testing.T
	clk    *clock.Manual
	engine *policy.Engine
	people map[string]identity.Actor
	hash   string // of everybody's password
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, clk: clock.NewManual(time.Date(2024, 2, 5, 2, 0, 0, 0, time.UTC)), people: map[string]identity.Actor{}}
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(), storage.Source(), register.Source(), notify.Source(), web.Source(),
		database.Source{Module: "catalogue", FS: catalogue.New(catalogue.Deps{}).Module().Migrations},
		database.Source{Module: "records", FS: records.New(records.Deps{}).Module().Migrations})
	log, run := audit.New(db, o.clk), shared.start(t)
	d := records.Deps{DB: db, Clock: o.clk, Log: slog.New(slog.DiscardHandler), Audit: log, Register: register.New(db, o.clk)}
	d.Tenants = tenancy.New(db, o.clk)
	_, err := d.Tenants.Apply(t.Context(), os.DirFS(shared.home+"/../../tenants"))
	o.must(err)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		at, err := d.Tenants.Tenant(ctx, id)
		return policy.Place{Kind: at.Kind, Parent: at.Parent}, err
	}
	o.engine, err = policy.New(db, places, log, append(records.Actions(), catalogue.Actions()...), nil)
	o.must(err)
	o.must(o.engine.Refresh(t.Context()))
	d.Policy = o.engine
	d.Catalogue = catalogue.New(catalogue.Deps{DB: db, Clock: o.clk, Policy: o.engine, Audit: log})
	_, err = d.Catalogue.Apply(t.Context(), os.DirFS(shared.home+"/../../tenants"))
	o.must(err)
	d.Identity = identity.New(db, o.clk, func(context.Context, database.Tx, identity.Change) error { return nil }, identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}})
	d.Jobs, err = jobs.New(db, jobs.Options{RedisURL: run.RedisURL, Name: fmt.Sprint("test-", time.Now().UnixNano()), Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond}, clock.System{}, d.Log)
	o.must(err)
	t.Cleanup(func() { _ = d.Jobs.Close() })
	d.Notify = notify.New(notify.Options{DB: db, Clock: o.clk, Jobs: d.Jobs, Identity: d.Identity, TenantName: func(context.Context, string) (string, error) { return "", nil }})
	d.Storage, err = storage.New(t.Context(), storage.Options{Endpoint: run.S3Endpoint, AccessKey: run.S3AccessKey, SecretKey: run.S3SecretKey,
		Bucket: fmt.Sprintf("vuon-test-%d", time.Now().UnixNano())}, db, o.clk)
	o.must(err)
	d.Published = func(_ context.Context, _, id string) (records.Published, error) {
		return records.Published{Year: 2024, Version: 1, Superseded: id == "2024/0"}, nil
	}
	o.Service = records.New(d)
	o.hash, err = o.Identity.Hash(t.Context(), password)
	o.must(err)
	o.must(d.Jobs.Register(append(o.Module().Jobs, d.Notify.Kinds()...)...))
	for _, role := range []string{"clerk", "chair", "vicechair", "labour", "agriculture", "finance", "front"} {
		o.person(role+"@krong-no", "krong-no", role)
	}
	o.person("officer-24697@krong-no", "krong-no", "commune-officer", "24697")
	o.person("officer-24700@krong-no", "krong-no", "commune-officer", "24700")
	o.person("clerk@cu-jut", "cu-jut", "clerk")
	o.person("labour@cu-jut", "cu-jut", "labour")
	o.person("department@dak-nong", "dak-nong", "province-department")
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
	a, err := o.Identity.AddAccount(identity.With(o.t.Context(), identity.Operator()), identity.NewAccount{Username: name, Name: "Bà " + name, PasswordHash: o.hash,
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

// work runs the jobs of the tenants until none waits.
func (o *office) work(tenants ...string) {
	o.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = o.Jobs.RunRelay(ctx) })
	running.Go(func() { _ = o.Jobs.RunWorkers(ctx, 2) })
	defer running.Wait()
	defer stop()
	for _, tenant := range tenants {
		list, _, err := o.Jobs.List(o.t.Context(), tenant, jobs.Filter{}, database.Page{Limit: 100})
		o.must(err)
		for _, job := range list {
			if job, err := o.Jobs.Wait(o.t.Context(), tenant, job.ID); err != nil || job.State != jobs.Done {
				o.t.Fatalf("%s is %s: %v %v", job.Kind, job.State, job.Error, err)
			}
		}
	}
}

func pdf(text string) records.Upload {
	body := []byte("%PDF-1.4\n% " + text + "\n%%EOF\n")
	return records.Upload{Name: text + ".pdf", Size: int64(len(body)), Body: bytes.NewReader(body)}
}

// sent registers a document and sends it.
func (o *office) sent(abstract string, recipients ...string) records.Record {
	o.t.Helper()
	r := o.numbered(abstract, recipients...)
	r, err := o.Send(o.as("clerk@krong-no"), "krong-no", r.ID)
	o.must(err)
	return r
}

func (o *office) numbered(abstract string, recipients ...string) records.Record {
	o.t.Helper()
	r, err := o.Prepare(o.as("labour@krong-no"), "krong-no", "", records.DraftForm{Kind: "TB", Abstract: abstract, Signatory: "Nguyễn Xuân Danh", Recipients: recipients}, pdf(abstract))
	o.must(err)
	r, err = o.Number(o.as("clerk@krong-no"), "krong-no", r.ID, time.Time{})
	o.must(err)
	return r
}

// inbox are the abstracts of what lies in somebody's boxes.
func (o *office) inbox(name string, open bool) (list []records.Letter) {
	o.t.Helper()
	list, err := o.Inbox(o.as(name), o.people[name].Tenant, records.InboxFilter{Open: open})
	o.must(err)
	return list
}
