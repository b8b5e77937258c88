package planning_test

import (
	"bytes"
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
	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/documents/signature/signaturetest"
	"vuon/platform/embedded"
	"vuon/platform/events"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
)

// signingServers are Redis and S3 for all tests of signing; home is the package's
// folder, since starting the S3 server changes the working directory.
type signingServers struct {
	home string
	run  *embedded.Servers
	s3   *wire
}

func startSigningServers(t *testing.T) *signingServers {
	t.Helper()
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	run, err := embedded.Start(context.Background(), embedded.Options{Data: t.TempDir(), NoDatabase: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Stop(context.Background()) })
	return &signingServers{home, run, newWire(t, strings.TrimPrefix(run.S3Endpoint, "http://"))}
}

// wire is a line to a server that can be cut.
type wire struct {
	addr string
	cut  atomic.Bool
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	w := &wire{addr: l.Addr().String()}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(near, to)
		}
	}()
	return w
}

func (w *wire) carry(near net.Conn, to string) {
	defer near.Close()
	far, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer far.Close()
	go func() { _, _ = io.Copy(near, far); _ = near.Close() }()
	buf := make([]byte, 32<<10)
	for {
		n, err := near.Read(buf)
		if err != nil || w.cut.Load() {
			return
		}
		if _, err := far.Write(buf[:n]); err != nil {
			return
		}
	}
}

// signingOffice is a district whose plan is approved and waits for its signature.
type signingOffice struct {
	*planning.Service
	t            *testing.T
	clk          *clock.Manual
	register     *register.Register
	tenants      *tenancy.Registry
	jobs         *jobs.Queue
	ca           *signaturetest.Authority
	leader, seal signaturetest.Hand
	people       map[string]identity.Actor
}

const (
	district  = "krong-no"
	signatory = "Nguyễn Xuân Danh"
	agency    = "ỦY BAN NHÂN DÂN HUYỆN KRÔNG NÔ"
)

func newSigningOffice(t *testing.T, servers *signingServers) *signingOffice {
	t.Helper()
	o := &signingOffice{t: t, clk: clock.NewManual(time.Date(2024, 2, 5, 2, 0, 0, 0, time.UTC)), people: map[string]identity.Actor{}}
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(), storage.Source(), register.Source(), notify.Source(),
		database.Source{Module: "catalogue", FS: catalogue.New(catalogue.Deps{}).Module().Migrations},
		database.Source{Module: "planning", FS: planning.New(planning.Deps{}).Module().Migrations})
	log := audit.New(db, o.clk)
	d := planning.Deps{DB: db, Clock: o.clk, Log: slog.New(slog.DiscardHandler), Audit: log, Register: register.New(db, o.clk), Events: events.NewBus()}
	d.Tenants = tenancy.New(db, o.clk)
	o.apply(d.Tenants.Apply(t.Context(), os.DirFS(servers.home+"/../../tenants")))
	places := func(ctx context.Context, id string) (policy.Place, error) {
		at, err := d.Tenants.Tenant(ctx, id)
		return policy.Place{Kind: at.Kind, Parent: at.Parent}, err
	}
	var err error
	d.Policy, err = policy.New(db, places, log, append(planning.Actions(), catalogue.Actions()...), planning.Incompatible())
	o.must(err)
	o.must(d.Policy.Refresh(t.Context()))
	d.Catalogue = catalogue.New(catalogue.Deps{DB: db, Clock: o.clk, Policy: d.Policy, Audit: log})
	o.apply(d.Catalogue.Apply(t.Context(), os.DirFS(servers.home+"/../../tenants")))
	d.Identity = identity.New(db, o.clk, func(context.Context, database.Tx, identity.Change) error { return nil }, identity.Options{})
	d.Jobs, err = jobs.New(db, jobs.Options{RedisURL: servers.run.RedisURL, Name: fmt.Sprint("signing-", time.Now().UnixNano()),
		Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond}, clock.System{}, d.Log)
	o.must(err)
	t.Cleanup(func() { _ = d.Jobs.Close() })
	d.Notify = notify.New(notify.Options{DB: db, Clock: o.clk, Jobs: d.Jobs, Identity: d.Identity, TenantName: func(context.Context, string) (string, error) { return "", nil }})
	d.Storage, err = storage.New(t.Context(), storage.Options{Endpoint: servers.s3.addr, AccessKey: servers.run.S3AccessKey, SecretKey: servers.run.S3SecretKey,
		Bucket: fmt.Sprintf("vuon-test-%d", time.Now().UnixNano())}, db, o.clk)
	o.must(err)
	o.ca = signaturetest.New(t, "CA công vụ", o.clk.Now())
	o.leader, o.seal = o.ca.Hand(signatory, "UBND huyện Krông Nô"), o.ca.Hand(agency, "UBND huyện Krông Nô")
	d.Authorities = o.ca.Authorities()
	o.register, o.tenants, o.jobs = d.Register, d.Tenants, d.Jobs
	o.Service = planning.New(d)
	d.Events.Subscribe(o.Module().Subscriptions...)
	o.must(d.Jobs.Register(append(o.Module().Jobs, d.Notify.Kinds()...)...))
	for _, role := range []string{"labour", "chair", "vicechair", "clerk"} {
		g := identity.Grant{Role: role}
		a, err := d.Identity.AddAccount(identity.With(t.Context(), identity.Operator()), identity.NewAccount{Username: role + "@" + district,
			Name: role, Memberships: []identity.Membership{{Tenant: district, Grant: g}}})
		o.must(err)
		o.people[role] = identity.Actor{Account: a.ID, Username: role + "@" + district, Name: role, Tenant: district, Roles: []identity.Grant{g}}
	}
	source, err := os.ReadFile(servers.home + "/../../tenants/dak-nong/" + district + "/plan-2024.txt")
	o.must(err)
	_, err = o.Import(o.as("labour"), district, 2024, planning.Upload{Name: "ke-hoach.txt", Size: int64(len(source)), Body: bytes.NewReader(source)})
	o.must(err)
	o.approve()
	return o
}

// approve takes the open version to its approval.
func (o *signingOffice) approve() {
	o.t.Helper()
	_, err := o.Submit(o.as("labour"), district, 2024)
	o.must(err)
	_, err = o.Approve(o.as("chair"), district, 2024)
	o.must(err)
	o.clk.Advance(time.Hour)
}

func (o *signingOffice) apply(_ any, err error) { o.t.Helper(); o.must(err) }

func (o *signingOffice) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *signingOffice) want(err error, code string) {
	o.t.Helper()
	if got := fault.CodeOf(err); got != code {
		o.t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

func (o *signingOffice) as(role string) context.Context {
	return identity.With(o.t.Context(), o.people[role])
}

// offer is the file to sign.
func (o *signingOffice) offer() []byte {
	o.t.Helper()
	f, err := o.OfferForSigning(o.as("chair"), district, 2024)
	o.must(err)
	return o.read(f.Seq)
}

func (o *signingOffice) read(seq int) []byte {
	o.t.Helper()
	body, _, _, err := o.OpenSigning(o.as("labour"), district, 2024, 0, seq)
	o.must(err)
	defer body.Close()
	data, err := io.ReadAll(body)
	o.must(err)
	return data
}

func (o *signingOffice) signed(data []byte, by signaturetest.Hand) []byte {
	o.t.Helper()
	return signaturetest.Sign(o.t, data, by, signaturetest.Options{Field: documents.FieldLeader, At: o.clk.Now(), Picture: signaturetest.Line})
}

func (o *signingOffice) sealed(data []byte, by signaturetest.Hand) []byte {
	o.t.Helper()
	return signaturetest.Sign(o.t, data, by, signaturetest.Options{Field: documents.FieldSeal, At: o.clk.Now(), Picture: signaturetest.Seal})
}

func (o *signingOffice) accept(role string, stage planning.Stage, data []byte) (planning.Version, signature.Report, error) {
	return o.AcceptSigned(o.as(role), district, 2024, stage, planning.Upload{Name: "ban-ky.pdf", Size: int64(len(data)), Body: bytes.NewReader(data)})
}

// numbered is the way up to the file that waits for the seal.
func (o *signingOffice) numbered() []byte {
	o.t.Helper()
	_, _, err := o.accept("chair", planning.StageLeader, o.signed(o.offer(), o.leader))
	o.must(err)
	_, err = o.Number(o.as("clerk"), district, 2024)
	o.must(err)
	return o.read(o.signing().Numbered.Seq)
}

func (o *signingOffice) signing() planning.Signing {
	o.t.Helper()
	_, g, err := o.Signing(o.as("labour"), district, 2024, 0)
	o.must(err)
	return g
}

// work runs the jobs until none waits.
func (o *signingOffice) work() {
	o.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = o.jobs.RunRelay(ctx) })
	running.Go(func() { _ = o.jobs.RunWorkers(ctx, 2) })
	defer running.Wait()
	defer stop()
	list, _, err := o.jobs.List(o.t.Context(), district, jobs.Filter{}, database.Page{Limit: 100})
	o.must(err)
	for _, job := range list {
		if job, err := o.jobs.Wait(o.t.Context(), district, job.ID); err != nil || job.State != jobs.Done {
			o.t.Fatalf("%s is %s: %v %v", job.Kind, job.State, job.Error, err)
		}
	}
}
