package policy

import (
	"fmt"

	"github.com/casbin/casbin/v2"
)

// bits is a set of small numbers.
type bits []uint64

func (b bits) has(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }

func (b bits) set(i int) { b[i>>6] |= 1 << (i & 63) }

// decisions are Casbin's answers for one policy of a tenant: what each role is
// allowed, and what it is denied even to those who hold another role as well.
// They do not change once made.
type decisions struct {
	actions int
	allow   [planes]bits
	deny    [planes]bits
}

func (d *decisions) at(role, action int) int { return role*d.actions + action }

// compile asks Casbin for every role and action.
func (c *catalogue) compile(kind, tenant string, overrides []Override) (*decisions, error) {
	d := &decisions{actions: len(c.actions)}
	words := len(c.roles)*len(c.actions)/64 + 1
	for p := own; p < planes; p++ {
		d.allow[p], d.deny[p] = make(bits, words), make(bits, words)
	}
	rules := c.rules(kind, tenant, overrides)
	for i, a := range c.actions {
		if len(rules[a.Name]) == 0 {
			continue
		}
		e, err := enforcer(rules[a.Name])
		if err != nil {
			return nil, err
		}
		for r, role := range c.roles {
			for p := own; p < planes && role.HeldIn(kind); p++ {
				if err := d.ask(e, p, tenant, d.at(r, i), role, a); err != nil {
					return nil, err
				}
			}
		}
	}
	return d, nil
}

// ask puts one question to Casbin and keeps the answer as bit i.
func (d *decisions) ask(e *casbin.Enforcer, p plane, tenant string, i int, role Role, a Action) error {
	object, verb := a.split()
	ok, rule, err := e.EnforceEx(rolePrefix+role.ID, p.domain(tenant), object, verb)
	switch {
	case err != nil:
		return fmt.Errorf("policy: ask Casbin: %w", err)
	case ok:
		d.allow[p].set(i)
	case len(rule) > 0: // the rule that denied
		d.deny[p].set(i)
	}
	return nil
}

// decide is what Casbin answers for somebody who holds these roles: allowed by
// one of them, denied by none.
func (d *decisions) decide(p plane, action int, roles []int) bool {
	allowed := false
	for _, role := range roles {
		i := d.at(role, action)
		if d.deny[p].has(i) {
			return false
		}
		allowed = allowed || d.allow[p].has(i)
	}
	return allowed
}
