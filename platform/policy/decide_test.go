package policy

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

func TestWhoMayDoWhat(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		tenant, role, at, action, code string
	}{
		{"krong-no", "chair", "krong-no", "planning.approve", ""},
		{"krong-no", "labour", "krong-no", "planning.approve", "forbidden"},
		{"krong-no", "", "krong-no", "planning.read", "forbidden"},
		{"krong-no", "king", "krong-no", "planning.read", "forbidden"},
		{"krong-no", "chair", "dak-mil", "planning.approve", "tenant_unknown"},
		{"krong-no", "chair", "dak-nong", "planning.approve", "tenant_unknown"},
		{"krong-no", "chair", "nowhere", "planning.approve", "tenant_unknown"},
		{"krong-no", "chair", identity.Platform, "platform.tenants", "tenant_unknown"},
		{"", "chair", "krong-no", "planning.approve", "tenant_unknown"},
		// A role that the kind of tenant does not know gives nothing in it.
		{"krong-no", "operator", "krong-no", "platform.tenants", "forbidden"},
		{"krong-no", "province-supervisor", "krong-no", "supervision.read", "forbidden"},
		{"dak-nong", "chair", "dak-nong", "planning.approve", "forbidden"},
		// The province reaches its own tenants, through actions made for that.
		{"dak-nong", "province-supervisor", "dak-nong", "supervision.plan", ""},
		{"dak-nong", "province-supervisor", "krong-no", "supervision.remark", ""},
		{"dak-nong", "province-department", "krong-no", "supervision.remark", "forbidden"},
		{"dak-nong", "province-supervisor", "krong-no", "supervision.plan", "forbidden"},
		{"dak-nong", "province-supervisor", "krong-no", "planning.approve", "forbidden"},
		{"dak-nong", "admin", "krong-no", "administration.members", "forbidden"},
		{"dak-nong", "admin", "dak-nong", "administration.members", ""},
		{"dak-nong", "province-supervisor", "buon-don", "supervision.read", "tenant_unknown"},
		{"dak-nong", "province-supervisor", "dak-lak", "supervision.read", "tenant_unknown"},
		// The operator works on the platform.
		{identity.Platform, "operator", identity.Platform, "platform.tenants", ""},
		{identity.Platform, "operator", "krong-no", "platform.tenants", "forbidden"},
		{identity.Platform, "operator", "krong-no", "platform.audit", ""},
		{identity.Platform, "operator", "krong-no", "planning.read", "forbidden"},
	} {
		ctx := At(as(t, c.tenant, c.role), c.at)
		err := w.Authorise(ctx, c.action)
		if got := fault.CodeOf(err); got != c.code {
			t.Errorf("%s@%s %s in %s: %q (%v), want %q", c.role, c.tenant, c.action, c.at, got, err, c.code)
		}
		if can := w.Can(ctx, c.action); can != (c.code == "") {
			t.Errorf("%s@%s %s in %s: Can is %v", c.role, c.tenant, c.action, c.at, can)
		}
	}
}

func TestTheTransactionSaysWhichTenant(t *testing.T) {
	w := newWorld(t)
	ctx := At(as(t, "krong-no", "chair"), "krong-no")
	err := w.db.InTenant(ctx, "dak-mil", func(ctx context.Context, _ bun.Tx) error { return w.Authorise(ctx, "planning.approve") })
	want(t, err, "tenant_unknown")
	err = w.db.InTenant(ctx, "krong-no", func(ctx context.Context, _ bun.Tx) error { return w.Authorise(ctx, "planning.approve") })
	want(t, err, "")
}

func TestNobodyAndTheSystem(t *testing.T) {
	w := newWorld(t)
	want(t, w.Authorise(t.Context(), "planning.read"), "sign_in_required")
	if w.Can(t.Context(), "planning.read") {
		t.Error("nobody can read")
	}
	system := At(identity.With(t.Context(), identity.Operator()), "krong-no")
	want(t, w.Authorise(system, "planning.approve"), "")
	want(t, w.Authorise(system, "no.such"), "internal")
	want(t, w.Authorise(as(t, "krong-no", "chair"), "no.such"), "internal")
	if w.Can(system, "no.such") {
		t.Error("an undeclared action can be done")
	}
}

func scoped(t *testing.T, scopes ...identity.Scope) context.Context {
	actor := identity.Actor{Account: "a", Tenant: "krong-no"}
	for _, s := range scopes {
		actor.Roles = append(actor.Roles, identity.Grant{Role: "commune-officer", Scope: s})
	}
	return identity.With(t.Context(), actor)
}

func TestScope(t *testing.T) {
	w := newWorld(t)
	units := scoped(t, identity.Scope{Units: []string{"24697", "24700"}})
	want(t, w.Authorise(units, "households.edit"), "")
	want(t, w.Authorise(units, "households.edit", Resource{Unit: "24697"}, Resource{Unit: "24700", Project: "DA2"}), "")
	want(t, w.Authorise(units, "households.edit", Resource{Unit: "24697"}, Resource{Unit: "24703"}), "out_of_scope")
	want(t, w.Authorise(units, "households.edit", Resource{}), "out_of_scope")
	want(t, w.Authorise(units, "planning.read", Resource{Unit: "24703"}), "") // not limited by scope
	projects := scoped(t, identity.Scope{Projects: []string{"DA2"}})
	want(t, w.Authorise(projects, "households.edit", Resource{Unit: "24697", Project: "DA2"}), "")
	want(t, w.Authorise(projects, "households.edit", Resource{Unit: "24697", Project: "DA3"}), "out_of_scope")
	want(t, w.Authorise(scoped(t, identity.Scope{}), "households.edit", Resource{}, Resource{Unit: "1", Project: "2"}), "")
	both := scoped(t, identity.Scope{Units: []string{"24697"}}, identity.Scope{Units: []string{"24700"}})
	want(t, w.Authorise(both, "households.edit", Resource{Unit: "24697"}, Resource{Unit: "24700"}), "")

	err := fault.From(w.Authorise(units, "households.edit", Resource{Unit: "24703"}))
	if !strings.Contains(err.Message.VI, "24697, 24700") || !strings.Contains(err.Message.VI, "Phòng Lao động - Thương binh và Xã hội") {
		t.Errorf("text: %s", err.Message.VI)
	}
	for ctx, expected := range map[context.Context]int{units: 1, both: 2, as(t, "krong-no", "chair"): 0} {
		if list, err := w.Scopes(ctx, "households.edit"); err != nil || len(list) != expected {
			t.Errorf("scopes %+v, %v; want %d", list, err, expected)
		}
	}
	for _, ctx := range []context.Context{as(t, "krong-no", "labour"), identity.With(t.Context(), identity.Operator())} {
		if list, err := w.Scopes(ctx, "households.edit"); err != nil || len(list) != 1 || !list[0].Whole() {
			t.Errorf("scopes %+v, %v", list, err)
		}
	}
}

func TestIncompatibleHands(t *testing.T) {
	w := newWorld(t)
	ctx := as(t, "krong-no", "labour", "chair")
	err := w.Authorise(ctx, "planning.approve", Resource{Did: map[string]string{"planning.draft": "account-of-an"}})
	want(t, err, "incompatible_hands")
	text := fault.From(err).Message
	for _, part := range []string{"“Soạn thảo kế hoạch”", "“Phê duyệt kế hoạch”", "người soạn không tự duyệt", "Phó Chủ tịch UBND huyện"} {
		if !strings.Contains(text.In(i18n.Vietnamese), part) {
			t.Errorf("%q does not say %s", text.VI, part)
		}
	}
	want(t, w.Authorise(ctx, "planning.draft", Resource{Did: map[string]string{"planning.approve": "account-of-an"}}), "incompatible_hands")
	want(t, w.Authorise(ctx, "planning.approve", Resource{Did: map[string]string{"planning.draft": "another", "planning.read": "account-of-an"}}), "")
	want(t, w.Authorise(ctx, "planning.approve", Resource{Did: map[string]string{"planning.draft": ""}}), "")
}

func TestDenialsSayWhyAndWho(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		ctx    context.Context
		action string
		parts  []string
	}{
		{as(t, "krong-no", "clerk"), "planning.approve", []string{"(Văn thư)", "“Phê duyệt kế hoạch”", "Chủ tịch UBND huyện hoặc Phó Chủ tịch UBND huyện"}},
		{as(t, "krong-no"), "planning.draft", []string{"chưa có vai trò nào", "Phòng Lao động - Thương binh và Xã hội"}},
		{At(as(t, "dak-nong", "province-supervisor"), "krong-no"), "planning.approve", []string{"không làm thay", "Chủ tịch UBND huyện"}},
		{as(t, "krong-no", "chair"), "supervision.remark", []string{"Giám sát chương trình cấp tỉnh"}},
		{as(t, "krong-no", "chair"), "platform.tenants", []string{"chưa có vai trò nào được giao"}},
	} {
		message := fault.From(w.Authorise(c.ctx, c.action)).Message
		for _, part := range c.parts {
			if !strings.Contains(message.VI, part) {
				t.Errorf("%s: %q does not say %q", c.action, message.VI, part)
			}
		}
		if message.EN == "" || strings.Contains(message.EN, "%!") || strings.Contains(message.VI, "%!") {
			t.Errorf("texts %+v", message)
		}
	}
	x := w.Explain(t.Context(), "krong-no", "planning.number")
	if !slices.EqualFunc(x.Roles, []string{"clerk"}, func(r Role, id string) bool { return r.ID == id }) {
		t.Errorf("explanation %+v", x)
	}
	if x := w.Explain(t.Context(), "nowhere", "planning.number"); len(x.Roles) != 0 {
		t.Errorf("in an unknown tenant: %+v", x)
	}
}
