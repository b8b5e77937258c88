package tasks_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"vuon/apps/library"
	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/apps/tasks"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
)

// world is Krông Nô as it is shipped, on 5 March 2024, with accounts of the
// labour and agriculture offices, the chair and two communes.
type world struct {
	*tasks.Service
	t        *testing.T
	db       *database.DB
	clk      *clock.Manual
	identity *identity.Service
	notices  *notify.Service
	accounts map[string]identity.Account
}

const krongNo = "krong-no"

func newWorld(t *testing.T) *world {
	t.Helper()
	clk := clock.NewManual(time.Date(2024, 3, 5, 9, 0, 0, 0, i18n.Zone()))
	files := tasks.New(tasks.Deps{}).Module().Migrations
	plans := planning.New(planning.Deps{}).Module().Migrations
	shelf := library.New(library.Deps{}).Module().Migrations
	db := platformtest.Database(t, tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(), storage.Source(), notify.Source(),
		database.Source{Module: "library", FS: shelf}, database.Source{Module: "planning", FS: plans}, database.Source{Module: "tasks", FS: files})
	tenants := tenancy.New(db, clk)
	if _, err := tenants.Apply(t.Context(), os.DirFS("../../tenants")); err != nil {
		t.Fatal(err)
	}
	log := audit.New(db, clk)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		tenant, err := tenants.Tenant(ctx, id)
		return policy.Place{Kind: tenant.Kind, Parent: tenant.Parent}, err
	}
	engine, err := policy.New(db, places, log, append(planning.Actions(), tasks.Actions()...), append(planning.Incompatible(), tasks.Incompatible()...))
	if err != nil {
		t.Fatal(err)
	}
	people := identity.New(db, clk, func(context.Context, database.Tx, identity.Change) error { return nil },
		identity.Options{Cost: identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1}, CheckRole: engine.CheckRole})
	notices := notify.New(notify.Options{DB: db, Clock: clk, Identity: people})
	w := &world{t: t, db: db, clk: clk, identity: people, notices: notices, accounts: map[string]identity.Account{}}
	w.Service = tasks.New(tasks.Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants, Identity: people, Notify: notices,
		Library:  library.New(library.Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants}),
		Planning: planning.New(planning.Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants})})
	for _, a := range []struct {
		name, role string
		units      []string
	}{{"labour", "labour", nil}, {"labour2", "labour", nil}, {"agriculture", "agriculture", nil}, {"chair", "chair", nil},
		{"nam-da", "commune-officer", []string{"24697"}}, {"nam-nung", "commune-officer", []string{"24703"}}} {
		made, err := people.AddAccount(identity.With(t.Context(), identity.Operator()), identity.NewAccount{Username: a.name + "@krong-no", Name: a.name})
		if err != nil {
			t.Fatal(err)
		}
		if err := people.Grant(identity.With(t.Context(), identity.Operator()), krongNo, made.ID, identity.Grant{Role: a.role, Scope: identity.Scope{Units: a.units}}); err != nil {
			t.Fatal(err)
		}
		w.accounts[a.name] = made
	}
	return w
}

// as is a context in which one of the accounts acts.
func (w *world) as(name string) context.Context {
	w.t.Helper()
	account := w.accounts[name]
	m, err := w.identity.Member(identity.With(w.t.Context(), identity.Operator()), krongNo, account.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return identity.With(w.t.Context(), identity.Actor{Account: account.ID, Username: account.Username, Name: account.Name, Tenant: krongNo, Roles: m.Roles})
}

// seed is what the reader reads of the plan of Krông Nô.
func seed(t *testing.T) planreader.Plan {
	t.Helper()
	raw, err := os.ReadFile("../planning/planreader/testdata/krong-no.json")
	if err != nil {
		t.Fatal(err)
	}
	var p planreader.Plan
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// issue puts a version of the plan of 2024 into force, as planning does, and lets
// the tasks follow.
func (w *world) issue(version int, p planreader.Plan) {
	w.t.Helper()
	raw, err := json.Marshal(p)
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.db.InTenant(w.t.Context(), krongNo, func(ctx context.Context, tx database.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE planning_versions SET state = 'superseded' WHERE state = 'issued'"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO planning_versions (tenant_id, year, version, state, state_since, title, content, revision,
			source_name, source_key, number, symbol, dated, heading, created_at, updated_at, updated_by)
			VALUES (?0, 2024, ?1, 'issued', ?2, 'Kế hoạch', ?3, 1, '', '', ?1, 'KH-UBND', '2024-02-05', '{}', ?2, ?2, '')`,
			krongNo, version, w.clk.Now(), string(raw))
		return err
	})
	if err == nil {
		err = w.Follow(identity.With(w.t.Context(), identity.Operator()), krongNo, 2024)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// all are the tasks that a filter lets through.
func (w *world) all(f tasks.Filter) []tasks.Task {
	w.t.Helper()
	list, _, err := w.List(w.as("labour"), krongNo, f, database.Page{Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// one is the only task that a filter lets through.
func (w *world) one(f tasks.Filter) tasks.Task {
	w.t.Helper()
	list := w.all(f)
	if len(list) != 1 {
		w.t.Fatalf("%d tasks for %+v, want one", len(list), f)
	}
	return list[0]
}

func (w *world) must(_ tasks.Task, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if got := fault.CodeOf(err); got != code {
		t.Errorf("got %q (%v), want %q", got, err, code)
	}
}
