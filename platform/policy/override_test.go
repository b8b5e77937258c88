package policy

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
)

func TestOverridesReachAnotherProcess(t *testing.T) {
	w := newWorld(t)
	other := newEngine(t, w.db, w.log)
	labour, elsewhere := as(t, "krong-no", "labour"), as(t, "dak-mil", "labour")
	admin := identity.With(t.Context(), identity.Actor{Account: "x", Username: "admin@krong-no", Tenant: "krong-no"})
	if other.Can(labour, "planning.approve") {
		t.Fatal("allowed from the start")
	}
	check := func(step string, allowed bool) {
		t.Helper()
		want(t, other.Refresh(t.Context()), "")
		for i, e := range []*Engine{w.Engine, other} {
			if e.Can(labour, "planning.approve") != allowed {
				t.Errorf("%s: engine %d does not follow", step, i)
			}
			if e.Can(elsewhere, "planning.approve") {
				t.Errorf("%s: engine %d changed another tenant", step, i)
			}
		}
	}
	want(t, w.Override(admin, "krong-no", "labour", "planning.approve", true), "")
	check("allow", true)
	want(t, w.Override(admin, "krong-no", "labour", "planning.approve", false), "")
	check("deny", false)
	want(t, w.Reset(admin, "krong-no", "labour", "planning.approve"), "")
	check("reset", false)
	want(t, w.Override(admin, "krong-no", "labour", "planning.approve", true), "")
	check("allow again", true)
	want(t, w.ResetAll(admin, "krong-no"), "")
	check("reset all", false)

	entries, _, err := w.log.List(t.Context(), "krong-no", audit.Filter{Action: "policy.override"}, database.Page{})
	want(t, err, "")
	if len(entries) != 3 || entries[0].Actor != "admin@krong-no" || !strings.Contains(entries[0].After, `"planning.approve"`) {
		t.Errorf("audit %+v", entries)
	}
}

func TestProcessesFollowAtEachTick(t *testing.T) {
	w := newWorld(t)
	other := newEngine(t, w.db, w.log)
	ctx, cancel := context.WithCancel(t.Context())
	ended, ticks := make(chan struct{}), make(chan time.Time)
	go func() { defer close(ended); other.follow(ctx, ticks) }()
	labour := as(t, "krong-no", "labour")
	ticks <- time.Time{} // taken after the first look
	want(t, w.Override(t.Context(), "krong-no", "labour", "planning.approve", true), "")
	ticks <- time.Time{}
	ticks <- time.Time{} // taken after the look that the one before asked for
	if !other.Can(labour, "planning.approve") {
		t.Error("the change was not followed")
	}
	for range 2 * relocateEvery {
		ticks <- time.Time{}
	}
	if !other.Can(labour, "planning.approve") {
		t.Error("the change was forgotten")
	}
	cancel()
	<-ended
}

func TestADenialHoldsAgainstOtherRoles(t *testing.T) {
	w := newWorld(t)
	want(t, w.Override(t.Context(), "krong-no", "labour", "planning.read", false), "")
	ctx := as(t, "krong-no", "labour", "chair")
	err := w.Authorise(ctx, "planning.read")
	want(t, err, "forbidden")
	if text := fault.From(err).Message.VI; !strings.Contains(text, "đã thu quyền") {
		t.Errorf("text %q", text)
	}
	want(t, w.Authorise(as(t, "krong-no", "chair"), "planning.read"), "")
}

func TestOverridesThatAreRefusedChangeNothing(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	want(t, w.Override(ctx, "krong-no", "king", "planning.read", true), "role_unknown")
	want(t, w.Override(ctx, "krong-no", "operator", "planning.read", true), "role_unknown")
	want(t, w.Override(ctx, "krong-no", "admin", "platform.tenants", true), "action_not_here")
	want(t, w.Override(ctx, "krong-no", "admin", "supervision.remark", true), "action_not_here")
	want(t, w.Override(ctx, "krong-no", "admin", "administration.members", false), "last_holder")
	want(t, w.Override(ctx, "krong-no", "chair", "planning.approve", false), "")
	want(t, w.Override(ctx, "krong-no", "vicechair", "planning.approve", false), "last_holder")
	want(t, w.Override(ctx, "nowhere", "chair", "planning.approve", true), "tenant_unknown")
	list, err := w.Overrides(ctx, "krong-no")
	if err != nil || len(list) != 1 || list[0] != (Override{"chair", "planning.approve", false}) {
		t.Errorf("overrides %+v, %v", list, err)
	}
}

func TestOverrideIsUndoneWithItsTransaction(t *testing.T) {
	w := newWorld(t)
	undo := errors.New("undo")
	err := w.db.InTenant(t.Context(), "krong-no", func(ctx context.Context, _ bun.Tx) error {
		want(t, w.Override(ctx, "krong-no", "labour", "planning.approve", true), "")
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	want(t, w.Refresh(t.Context()), "")
	if w.Can(as(t, "krong-no", "labour"), "planning.approve") {
		t.Error("what was undone holds")
	}
}

// Configuration is applied for all tenants in one transaction of none.
func TestOverrideOfManyTenantsIsUndoneWithItsTransaction(t *testing.T) {
	w := newWorld(t)
	front := as(t, "krong-no", "front")
	if w.Can(front, "planning.read") {
		t.Fatal("the standard policy lets the front read plans")
	}
	undo := errors.New("undo")
	err := w.db.Global(t.Context(), func(ctx context.Context, _ bun.Tx) error {
		for _, tenant := range []string{"krong-no", "dak-mil"} {
			want(t, w.Override(ctx, tenant, "front", "planning.read", true), "")
		}
		return undo
	})
	if !errors.Is(err, undo) || w.Can(front, "planning.read") {
		t.Errorf("decided by a policy that was undone (%v)", err)
	}
}

// Whoever asks may hold the connection that a refresh is waiting for.
func TestAQuestionWaitsForNoRefresh(t *testing.T) {
	w := newWorld(t)
	want(t, w.Refresh(t.Context()), "")
	w.mu.Lock() // a refresh is under way
	defer w.mu.Unlock()
	answered := make(chan bool)
	go func() { answered <- w.Can(as(t, "krong-no", "chair"), "planning.approve") }()
	select {
	case can := <-answered:
		if !can {
			t.Error("the chair may not approve")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("a question about a new tenant waits for the refresh")
	}
}

func TestTenantsThatMoveAreFoundAgain(t *testing.T) {
	w := newWorld(t)
	parent := "dak-nong"
	w.places = func(ctx context.Context, id string) (Place, error) {
		p, err := places(ctx, id)
		if id == "krong-no" {
			p.Parent = parent
		}
		return p, err
	}
	want(t, w.Override(t.Context(), "krong-no", "labour", "planning.approve", true), "")
	supervisor := At(as(t, "dak-nong", "province-supervisor"), "krong-no")
	want(t, w.Authorise(supervisor, "supervision.read"), "")
	parent = "dak-lak"
	want(t, w.relocate(t.Context()), "")
	want(t, w.Authorise(supervisor, "supervision.read"), "tenant_unknown")
	want(t, w.Authorise(as(t, "krong-no", "labour"), "planning.approve"), "") // the override stays
}

func TestCheckRole(t *testing.T) {
	w := newWorld(t)
	for pair, code := range map[[2]string]string{
		{"krong-no", "labour"}: "", {"krong-no", "operator"}: "role_unknown", {"dak-nong", "province-supervisor"}: "",
		{"dak-nong", "labour"}: "role_unknown", {identity.Platform, "operator"}: "", {identity.Platform, "admin"}: "role_unknown",
		{"nowhere", "labour"}: "tenant_unknown", {"krong-no", ""}: "role_unknown",
	} {
		want(t, w.CheckRole(t.Context(), pair[0], pair[1]), code)
	}
}

func TestMatrix(t *testing.T) {
	w := newWorld(t)
	want(t, w.Override(t.Context(), "krong-no", "clerk", "planning.approve", true), "")
	m, err := w.Matrix(t.Context(), "krong-no")
	want(t, err, "")
	if len(m.Roles) != len(RolesFor(KindDistrict)) || len(m.Rows) != 6 {
		t.Fatalf("%d roles, %d actions", len(m.Roles), len(m.Rows))
	}
	for _, row := range m.Rows {
		for i, cell := range row.Cells {
			changed := m.Roles[i].ID == "clerk" && row.Action.Name == "planning.approve"
			if cell.Overridden != changed || changed && (!cell.Allowed || cell.Standard) || !changed && cell.Allowed != cell.Standard {
				t.Errorf("%s %s: %+v", m.Roles[i].ID, row.Action.Name, cell)
			}
		}
	}
}

func TestTablesAreDeclared(t *testing.T) {
	_, o := platformtest.DatabaseAndOptions(t, audit.Source(), Source())
	findings, err := database.Lint(t.Context(), o, GlobalTables())
	if err != nil || len(findings) > 0 {
		t.Errorf("lint: %v, %v", findings, err)
	}
}
