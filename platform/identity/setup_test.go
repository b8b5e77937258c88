package identity_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
)

// cheap keeps the tests quick; one test uses the real cost.
func cheap() identity.Cost { return identity.Cost{MemoryKiB: 64, Passes: 1, Threads: 1} }

type world struct {
	*identity.Service
	db  *database.DB
	log *audit.Log
	clk *clock.Manual
}

func newWorld(t testing.TB, change ...func(*identity.Options)) *world {
	t.Helper()
	db := platformtest.Database(t, audit.Source(), identity.Source())
	clk := clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	log := audit.New(db, clk)
	o := identity.Options{Cost: cheap()}
	for _, fn := range change {
		fn(&o)
	}
	record := func(ctx context.Context, tx bun.Tx, c identity.Change) error {
		return log.Record(ctx, tx, audit.Entry{Action: c.Action, Object: c.Object, ObjectID: c.ObjectID, Before: c.Before, After: c.After})
	}
	return &world{identity.New(db, clk, record, o), db, log, clk}
}

const password = "mot cau de nho 1"

// account makes an account with the password above.
func (w *world) account(t testing.TB, username string, memberships ...identity.Membership) identity.Account {
	t.Helper()
	hash, err := w.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.AddAccount(t.Context(), identity.NewAccount{Username: username, Name: "Người dùng", PasswordHash: hash, Memberships: memberships})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func in(tenant, role string, units ...string) identity.Membership {
	return identity.Membership{Tenant: tenant, Grant: identity.Grant{Role: role, Scope: identity.Scope{Units: units}}}
}

func (w *world) signIn(t testing.TB, username string) identity.Session {
	t.Helper()
	s, err := w.SignIn(t.Context(), identity.Credentials{Username: username, Password: password, Address: "10.1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// want checks the code of an error; "" is success.
func want(t testing.TB, err error, code string) {
	t.Helper()
	if got := fault.CodeOf(err); got != code {
		t.Fatalf("got %q (%v), want %q", got, err, code)
	}
}
