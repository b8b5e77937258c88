package policy_test

import (
	"slices"
	"testing"

	"vuon/platform/identity"
	"vuon/platform/policy"
)

func TestSpeaksFor(t *testing.T) {
	commune := identity.Actor{Roles: []identity.Grant{{Role: "commune-officer", Scope: identity.Scope{Units: []string{"24697"}}}}}
	labour := identity.Actor{Roles: []identity.Grant{{Role: "labour"}, {Role: "admin"}}}
	for _, c := range []struct {
		actor          identity.Actor
		function, unit string
		want           bool
	}{
		{commune, "commune", "24697", true}, {commune, "commune", "24700", false}, {commune, "commune", "", true}, {commune, "labour", "", false},
		{labour, "labour", "", true}, {labour, "commune", "24697", false}, {labour, "", "", false}, {labour, "admin", "", false},
	} {
		if got := policy.SpeaksFor(c.actor, c.function, c.unit); got != c.want {
			t.Errorf("%v for %q in %q: %v", c.actor.Roles, c.function, c.unit, got)
		}
	}
	if roles := policy.RolesOf("commune"); !slices.Equal(roles, []string{"commune-chair", "commune-officer", "commune-accountant"}) {
		t.Errorf("hands of a commune: %v", roles)
	}
	if roles := policy.RolesOf(""); len(roles) > 0 {
		t.Errorf("hands of no office: %v", roles)
	}
}
