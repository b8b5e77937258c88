package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/casbin/casbin/v2"
	"pgregory.net/rapid"
)

func kinds() []string {
	return []string{KindPlatform, KindProvince, KindDistrict, KindCommune, KindRegional}
}

// oracle is one Casbin over all of a tenant's rules, with the accounts that hold
// roles in it: nothing sharded, nothing compiled.
func oracle(t interface{ Fatal(...any) }, c *catalogue, kind, tenant string, overrides []Override, accounts map[string][]string) *casbin.Enforcer {
	e, err := enforcer(slices.Concat(slices.Collect(func(yield func([][]string) bool) {
		for _, rules := range c.rules(kind, tenant, overrides) {
			if !yield(rules) {
				return
			}
		}
	})...))
	if err != nil {
		t.Fatal(err)
	}
	for account, roles := range accounts {
		for _, role := range roles {
			for p := own; p < planes; p++ {
				if _, err := e.AddGroupingPolicy(userPrefix+account, rolePrefix+role, p.domain(tenant)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return e
}

func enforce(t interface{ Fatal(...any) }, e *casbin.Enforcer, subject string, p plane, tenant, action string) bool {
	object, verb, _ := strings.Cut(action, ".")
	ok, err := e.Enforce(subject, p.domain(tenant), object, verb)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// compareAll asks for every role, plane and action.
func compareAll(t interface{ Fatal(...any) }, c *catalogue, kind, tenant string, overrides []Override) (allowed int) {
	d, err := c.compile(kind, tenant, overrides)
	if err != nil {
		t.Fatal(err)
	}
	e := oracle(t, c, kind, tenant, overrides, nil)
	for r, role := range c.roles {
		for a, action := range c.actions {
			for p := own; p < planes; p++ {
				want := enforce(t, e, rolePrefix+role.ID, p, tenant, action.Name)
				if got := d.decide(p, a, []int{r}); got != want {
					t.Fatal(fmt.Sprintf("%s, plane %d: %s %s: compiled %v, Casbin %v (overrides %+v)", tenant, p, role.ID, action.Name, got, want, overrides))
				}
				if want {
					allowed++
				}
			}
		}
	}
	return allowed
}

func TestCompiledIsCasbinForEveryTriple(t *testing.T) {
	c, err := newCatalogue(declared(), hands())
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string]int{KindPlatform: 3, KindProvince: 9, KindDistrict: 14, KindCommune: 14, KindRegional: 14} {
		if got := compareAll(t, c, kind, "x", nil); got != want {
			t.Errorf("%s: %d decisions allow, want %d", kind, got, want)
		}
	}
}

func drawOverrides(t *rapid.T, c *catalogue) []Override {
	one := rapid.Custom(func(t *rapid.T) Override {
		return Override{
			Role:   c.roles[rapid.IntRange(0, len(c.roles)-1).Draw(t, "role")].ID,
			Action: c.actions[rapid.IntRange(0, len(c.actions)-1).Draw(t, "action")].Name,
			Allow:  rapid.Bool().Draw(t, "allow"),
		}
	})
	return rapid.SliceOfNDistinct(one, 0, 30, func(o Override) string { return o.Role + o.Action }).Draw(t, "overrides")
}

func TestCompiledIsCasbinUnderAnyOverrides(t *testing.T) {
	c, err := newCatalogue(declared(), hands())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds()).Draw(t, "kind")
		overrides := drawOverrides(t, c)
		compareAll(t, c, kind, "x", overrides)

		// Whoever holds several roles gets what Casbin gives the account.
		held := rapid.SliceOfNDistinct(rapid.IntRange(0, len(c.roles)-1), 0, 5, rapid.ID).Draw(t, "held")
		var names []string
		for _, i := range held {
			names = append(names, c.roles[i].ID)
		}
		d, err := c.compile(kind, "x", overrides)
		if err != nil {
			t.Fatal(err)
		}
		e := oracle(t, c, kind, "x", overrides, map[string][]string{"an": names})
		for a, action := range c.actions {
			for p := own; p < planes; p++ {
				if got, want := d.decide(p, a, held), enforce(t, e, userPrefix+"an", p, "x", action.Name); got != want {
					t.Fatalf("%v %s on plane %d: compiled %v, Casbin %v", names, action.Name, p, got, want)
				}
			}
		}
	})
}

// Canary: users and roles share Casbin's name space.
func TestAUserNamedLikeARoleGetsNothing(t *testing.T) {
	c, err := newCatalogue(declared(), nil)
	if err != nil {
		t.Fatal(err)
	}
	e := oracle(t, c, KindDistrict, "x", nil, map[string][]string{"an": {"chair"}})
	if !enforce(t, e, "u:an", own, "x", "planning.approve") || !enforce(t, e, "r:chair", own, "x", "planning.approve") {
		t.Fatal("the oracle allows nothing: the test would prove nothing")
	}
	for _, name := range []string{"chair", "u:chair", "u:r:chair", "u:"} {
		if enforce(t, e, name, own, "x", "planning.approve") {
			t.Errorf("%q may approve", name)
		}
	}
}

func TestOverridesCannotReachBeyondTheKind(t *testing.T) {
	c, err := newCatalogue(declared(), nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.compile(KindDistrict, "x", []Override{
		{"admin", "platform.tenants", true}, {"admin", "supervision.read", true},
		{"operator", "planning.read", true}, {"nobody", "planning.read", true}, {"chair", "gone.action", true}})
	if err != nil {
		t.Fatal(err)
	}
	standard, err := c.compile(KindDistrict, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.allow[own], standard.allow[own]) || !slices.Equal(d.allow[below], standard.allow[below]) {
		t.Error("an override gave what the tenant does not have")
	}
}

func TestWrongDeclarationsAreRefused(t *testing.T) {
	for name, actions := range map[string][]Action{
		"no module":    {{Name: "approve"}},
		"no verb":      {{Name: "planning."}},
		"twice":        {{Name: "a.b"}, {Name: "a.b"}},
		"unknown role": {{Name: "a.b", Roles: []string{"king"}}},
	} {
		if _, err := New(nil, places, nil, actions, nil); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := New(nil, places, nil, declared(), []Incompatible{{First: "planning.draft", Second: "no.such"}}); err == nil {
		t.Error("incompatible hands with an unknown action: taken")
	}
}

func TestRolesAreThoseOfTheContract(t *testing.T) {
	want := []string{"operator", "province-supervisor", "province-department", "admin", "chair", "vicechair", "labour", "agriculture",
		"finance", "clerk", "front", "commune-chair", "commune-officer", "commune-accountant", "reviewer"}
	for i, r := range Roles() {
		if r.ID != want[i] || r.Title.VI == "" || r.Title.EN == "" || len(r.Kinds) == 0 {
			t.Errorf("role %d: %+v, want %s", i, r, want[i])
		}
	}
	if len(Roles()) != len(want) {
		t.Errorf("%d roles, want %d", len(Roles()), len(want))
	}
}
