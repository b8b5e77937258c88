package policy

import (
	"fmt"
	"testing"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// manyActions is about what the whole product declares.
func manyActions() (list []Action) {
	roles := RolesFor(KindDistrict)
	for m := range 10 {
		for v := range 10 {
			a := Action{Name: fmt.Sprintf("m%d.v%d", m, v), Title: i18n.T("x", "x")}
			for i := range 6 {
				a.Roles = append(a.Roles, roles[(i*2+v)%len(roles)].ID)
			}
			list = append(list, a)
		}
	}
	return list
}

// BenchmarkDecision asks one question of the engine, and reports how many times
// longer Casbin takes for the same, with a tenant's rules all in one and with
// those of the action alone.
func BenchmarkDecision(b *testing.B) {
	e, err := New(nil, places, nil, manyActions(), nil)
	if err != nil {
		b.Fatal(err)
	}
	e.state.Store(&state{tenants: map[string]tenant{}})
	ctx := identity.With(b.Context(), identity.Actor{Account: "an", Tenant: "krong-no", Roles: []identity.Grant{{Role: "labour"}, {Role: "clerk"}}})
	accounts := map[string][]string{"an": {"labour", "clerk"}}
	whole := oracle(b, e.catalogue, KindDistrict, "krong-no", nil, accounts)
	shard, err := enforcer(e.catalogue.rules(KindDistrict, "krong-no", nil)["m5.v5"])
	if err != nil {
		b.Fatal(err)
	}
	per := func(fn func()) float64 {
		const times = 1000
		start := time.Now()
		for range times {
			fn()
		}
		return float64(time.Since(start).Nanoseconds()) / times
	}
	casbinWhole := per(func() { enforce(b, whole, "u:an", own, "krong-no", "m5.v5") })
	casbinShard := per(func() { enforce(b, shard, "r:labour", own, "krong-no", "m5.v5") })
	for b.Loop() {
		e.Can(ctx, "m5.v5")
	}
	compiled := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	b.ReportMetric(casbinWhole/compiled, "casbin/decision")
	b.ReportMetric(casbinShard/compiled, "casbin-shard/decision")
}

// BenchmarkCompile makes one tenant's decisions anew, as after an override.
func BenchmarkCompile(b *testing.B) {
	c, err := newCatalogue(manyActions(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.compile(KindDistrict, "krong-no", []Override{{"clerk", "m5.v5", false}}); err != nil {
			b.Fatal(err)
		}
	}
}
