package notify

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

const tenant = "krong-no"

// office is a tenant with people, and the notices of its deployment.
type office struct {
	*Service
	t      *testing.T
	people map[string]string // username → account id
	queue  *jobs.Queue
	clk    *clock.Manual
}

func newOffice(t *testing.T, mail *Mail) *office {
	t.Helper()
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), jobs.Source(), Source())
	clk := clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)) // 8 o'clock here
	ids := identity.New(db, clk, func(context.Context, database.Tx, identity.Change) error { return nil }, identity.Options{})
	queue, err := jobs.New(db, jobs.Options{RedisURL: "redis://" + miniredis.RunT(t).Addr(), Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond},
		clock.System{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = queue.Close() })
	o := &office{t: t, people: map[string]string{}, queue: queue, clk: clk}
	o.Service = New(Options{DB: db, Clock: clk, Jobs: queue, Identity: ids, Mail: mail,
		TenantName: func(context.Context, string) (string, error) { return "Huyện Krông Nô", nil }})
	if err := queue.Register(o.Kinds()...); err != nil {
		t.Fatal(err)
	}
	o.person("chi", tenant, "labour")
	o.person("hoa", tenant, "labour")
	o.person("tam", tenant, "commune-officer", "24682")
	o.person("tu", tenant, "commune-officer", "24685")
	o.person("nam", "cu-jut", "labour")
	return o
}

func (o *office) person(name, tenant, role string, units ...string) {
	o.t.Helper()
	a, err := o.o.Identity.AddAccount(o.t.Context(), identity.NewAccount{Username: name, Name: "Bà " + name, Email: name + "@example.vn",
		Memberships: []identity.Membership{{Tenant: tenant, Grant: identity.Grant{Role: role, Scope: identity.Scope{Units: units}}}}})
	if err != nil {
		o.t.Fatal(err)
	}
	o.people[name] = a.ID
}

// as is a context in which the person acts.
func (o *office) as(name string) context.Context {
	return identity.With(o.t.Context(), identity.Actor{Account: o.people[name], Username: name, Name: "Bà " + name, Tenant: tenant})
}

func (o *office) send(ctx context.Context, m Message) {
	o.t.Helper()
	err := o.o.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error { return o.Send(ctx, tx, m) })
	if err != nil {
		o.t.Fatal(err)
	}
}

// have lists who has how many unread messages.
func (o *office) have() map[string]int {
	o.t.Helper()
	unread := map[string]int{}
	for name, id := range o.people {
		n, err := o.Unread(o.t.Context(), tenant, id)
		if err != nil {
			o.t.Fatal(err)
		}
		if n > 0 {
			unread[name] = n
		}
	}
	return unread
}

func (o *office) receipts(key string) (list []Receipt) {
	o.t.Helper()
	err := o.o.DB.InTenant(o.t.Context(), tenant, func(ctx context.Context, tx database.Tx) (err error) {
		list, err = o.Receipts(ctx, tx, key)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return list
}

// work runs the jobs until none is open.
func (o *office) work() {
	o.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = o.queue.RunRelay(ctx) })
	running.Go(func() { _ = o.queue.RunWorkers(ctx, 2) })
	defer running.Wait()
	defer stop()
	list, _, err := o.queue.List(o.t.Context(), tenant, jobs.Filter{}, database.Page{Limit: 100})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, job := range list {
		if job, err := o.queue.Wait(o.t.Context(), tenant, job.ID); err != nil || job.State != jobs.Done {
			o.t.Fatalf("%s is %s: %v %v", job.Kind, job.State, job.Error, err)
		}
	}
}

func returned(to To) Message {
	return Message{Kind: "planning.returned", Title: i18n.T("Kế hoạch năm 2026 được trả lại", "The plan of 2026 was returned"),
		Body: i18n.T("Hộ ông Nguyễn Văn A ghi hai lần", "A household is there twice"), Path: "/t/krong-no/plans/2026", To: to, Key: "k1", Mail: true}
}

func (o *office) accounts(names ...string) (ids []string) {
	for _, n := range names {
		ids = append(ids, o.people[n])
	}
	return slices.Clip(ids)
}

func pageOfAll() database.Page { return database.Page{Limit: 100} }

func letterTo(address string) letter {
	return letter{id: "a", to: identity.Person{Name: "Bà Hoa", Email: address}, subject: "Việc", text: "x", html: "<p>x</p>", date: time.Now()}
}
