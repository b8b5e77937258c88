package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vuon/platform/identity"
)

// The reasons always add up to the answer that Authorise gives.
func TestReasonsAddUpToTheAnswer(t *testing.T) {
	w := newWorld(t)
	ctx := as(t, "krong-no", "admin")
	want(t, w.Override(ctx, "krong-no", "vicechair", "planning.approve", false), "")
	want(t, w.Override(ctx, "krong-no", "agriculture", "planning.draft", true), "")
	var names, roles []string
	for _, a := range declared() {
		names = append(names, a.Name)
	}
	for _, r := range RolesFor(KindDistrict) {
		roles = append(roles, r.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		actor := identity.Actor{Account: "x", Tenant: "krong-no"}
		for _, role := range rapid.SliceOfNDistinct(rapid.SampledFrom(roles), 0, 4, rapid.ID[string]).Draw(t, "roles") {
			units := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2"}), 0, 2).Draw(t, "units")
			actor.Roles = append(actor.Roles, identity.Grant{Role: role, Scope: identity.Scope{Units: units}})
		}
		var r *Resource
		if rapid.Bool().Draw(t, "on something") {
			r = &Resource{Unit: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "unit")}
		}
		got, err := w.Why(ctx, "krong-no", actor, rapid.SampledFrom(names).Draw(t, "action"), r)
		if err != nil {
			t.Fatal(err)
		}
		denied := slices.ContainsFunc(got.Reasons, func(x Reason) bool { return x.Denied })
		lets := slices.ContainsFunc(got.Reasons, func(x Reason) bool { return x.Allowed && x.Within })
		if got.Allowed != (lets && !denied) {
			t.Fatalf("%s: allowed %v, reasons %+v", got.Action.Name, got.Allowed, got.Reasons)
		}
		if got.Allowed != (got.Refusal == nil) {
			t.Fatal("a refusal without a reason to refuse")
		}
		for _, x := range got.Reasons {
			if x.Override != nil && x.Override.Allow != x.Allowed {
				t.Fatalf("the override does not say what holds: %+v", x)
			}
			if x.Override == nil && x.Allowed != x.Standard {
				t.Fatalf("against the standard without an override: %+v", x)
			}
		}
	})
}

func TestWhyOfSomebodyAbove(t *testing.T) {
	w := newWorld(t)
	above := identity.Actor{Account: "x", Tenant: "dak-nong", Roles: []identity.Grant{{Role: "province-supervisor"}}}
	got, err := w.Why(t.Context(), "krong-no", above, "supervision.read", nil)
	if err != nil || !got.Allowed || !got.Reasons[0].Allowed {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = w.Why(t.Context(), "krong-no", above, "planning.approve", nil)
	if err != nil || got.Allowed || got.Refusal.Code != "forbidden" || len(got.Incompatible) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = w.Why(t.Context(), "krong-no", above, "planning.unheard", nil)
	want(t, err, "action_unknown")
}
