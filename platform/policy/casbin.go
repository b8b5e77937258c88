package policy

import (
	"fmt"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
)

// casbinModel is RBAC with domains in which a denial overrides. Everything is
// compared exactly: no patterns, no evaluated expressions. Subjects are "u:" and
// an account, or "r:" and a role, so that no user is taken for a role.
const casbinModel = `
[request_definition]
r = sub, dom, obj, act

[policy_definition]
p = sub, dom, obj, act, eft

[role_definition]
g = _, _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.act == p.act && r.obj == p.obj && r.dom == p.dom && g(r.sub, p.sub, r.dom)
`

const (
	userPrefix = "u:"
	rolePrefix = "r:"
)

// plane is from where somebody acts on a tenant: from within it, or from the
// level above. In Casbin each is a domain.
type plane int

const (
	own plane = iota
	below
	planes
)

func (p plane) domain(tenant string) string {
	if p == below {
		return "below:" + tenant
	}
	return "in:" + tenant
}

// Override is one change that a tenant makes to the standard policy.
type Override struct {
	Role   string
	Action string
	Allow  bool
}

// rules are Casbin's policy for one tenant, by action: a decision scans only the
// rules of its own.
func (c *catalogue) rules(kind, tenant string, overrides []Override) map[string][][]string {
	byAction := map[string][][]string{}
	add := func(role string, a Action, effect string) {
		if !c.roles[c.roleAt[role]].HeldIn(kind) {
			return
		}
		object, verb := a.split()
		for p := own; p < planes; p++ {
			if p == own || a.Across {
				byAction[a.Name] = append(byAction[a.Name], []string{rolePrefix + role, p.domain(tenant), object, verb, effect})
			}
		}
	}
	for _, a := range c.actions {
		for _, role := range a.Roles {
			add(role, a, "allow")
		}
	}
	for _, o := range overrides {
		at, known := c.actionAt[o.Action]
		if _, role := c.roleAt[o.Role]; !known || !role || !c.actions[at].existsIn(kind) {
			continue // left from an earlier version of a module
		}
		effect := "deny"
		if o.Allow {
			effect = "allow"
		}
		add(o.Role, c.actions[at], effect)
	}
	return byAction
}

// enforcer is a Casbin over these rules.
func enforcer(rules [][]string) (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		return nil, fmt.Errorf("policy: Casbin's model: %w", err)
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("policy: Casbin: %w", err)
	}
	// A rule given twice is one rule (an override that allows what is standard).
	if _, err := e.AddPoliciesEx(rules); err != nil {
		return nil, fmt.Errorf("policy: Casbin's rules: %w", err)
	}
	return e, nil
}
