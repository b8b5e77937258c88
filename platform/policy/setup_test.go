package policy

import (
	"context"
	"testing"
	"time"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
)

// declared are actions of every sort.
func declared() []Action {
	titled := func(name, vi string, a Action) Action {
		a.Name, a.Title = name, i18n.T(vi, name)
		return a
	}
	return []Action{
		titled("planning.read", "Xem kế hoạch", Action{Roles: []string{"admin", "chair", "vicechair", "labour", "clerk", "commune-officer"}}),
		titled("planning.draft", "Soạn thảo kế hoạch", Action{Roles: []string{"labour"}}),
		titled("planning.approve", "Phê duyệt kế hoạch", Action{Roles: []string{"chair", "vicechair"}}),
		titled("planning.number", "Cấp số kế hoạch", Action{Roles: []string{"clerk"}}),
		titled("households.edit", "Cập nhật hộ nghèo", Action{Roles: []string{"labour", "commune-officer", "reviewer"}, Scoped: true}),
		titled("supervision.read", "Theo dõi địa bàn", Action{Roles: []string{"province-supervisor", "province-department"}, Across: true}),
		titled("supervision.remark", "Ghi nhận xét", Action{Roles: []string{"province-supervisor"}, Across: true}),
		titled("supervision.plan", "Lập chương trình giám sát", Action{Roles: []string{"province-supervisor"}}),
		titled("administration.members", "Quản lý thành viên", Action{Roles: []string{"admin"}}),
		titled("platform.tenants", "Quản lý địa bàn", Action{Roles: []string{"operator"}}),
		titled("platform.audit", "Kiểm tra nhật ký", Action{Roles: []string{"operator"}, Across: true}),
	}
}

func hands() []Incompatible {
	return []Incompatible{{"drafter-approver", "planning.draft", "planning.approve", i18n.T("người soạn không tự duyệt", "nobody approves their own draft")}}
}

// map of two provinces: dak-nong over krong-no and dak-mil, dak-lak over buon-don.
func places(_ context.Context, id string) (Place, error) {
	known := map[string]Place{
		"dak-nong": {KindProvince, ""}, "krong-no": {KindDistrict, "dak-nong"}, "dak-mil": {KindDistrict, "dak-nong"},
		"dak-lak": {KindProvince, ""}, "buon-don": {KindDistrict, "dak-lak"},
	}
	if p, ok := known[id]; ok {
		return p, nil
	}
	return Place{}, fault.New(fault.NotFound, "tenant_unknown", "Không có", "None")
}

type world struct {
	*Engine
	db  *database.DB
	log *audit.Log
}

func newWorld(t testing.TB) *world {
	t.Helper()
	db := platformtest.Database(t, audit.Source(), Source())
	log := audit.New(db, clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)))
	return &world{newEngine(t, db, log), db, log}
}

func newEngine(t testing.TB, db *database.DB, log *audit.Log) *Engine {
	t.Helper()
	e, err := New(db, places, log, declared(), hands())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// as is a context in which somebody with these roles acts in a tenant.
func as(t testing.TB, tenant string, roles ...string) context.Context {
	actor := identity.Actor{Account: "account-of-an", Username: "an", Tenant: tenant}
	for _, r := range roles {
		actor.Roles = append(actor.Roles, identity.Grant{Role: r})
	}
	return identity.With(t.Context(), actor)
}

// want checks the code of an error; "" is success.
func want(t testing.TB, err error, code string) {
	t.Helper()
	if got := fault.CodeOf(err); got != code {
		t.Fatalf("got %q (%v), want %q", got, err, code)
	}
}
