package policy

import (
	"context"
	"slices"

	"vuon/platform/fault"
	"vuon/platform/identity"
)

// Reason is what one grant of somebody says about an action.
type Reason struct {
	Grant    identity.Grant
	Role     Role
	Standard bool      // the standard policy lets the role do it
	Override *Override // what the tenant says instead, or nil
	Allowed  bool      // the role lets it be done, scope aside
	Denied   bool      // the role is denied it, whatever other roles say
	Within   bool      // the grant's scope covers what was asked about
}

// Reasoning is why somebody may do an action in a tenant, or may not.
type Reasoning struct {
	Action       Action
	Allowed      bool
	Refusal      *fault.Error // what they would be told; nil when allowed
	Reasons      []Reason     // by grant, in the order in which they are held
	Who          Explanation
	Incompatible []Incompatible // hands that one person may not have together with this one
}

// Why answers whether the actor may do the action on the resource (nil: anything
// in the tenant), and by which grants. The answer itself is Authorise's; the
// reasons are read from the same policy. Fault action_unknown.
func (e *Engine) Why(ctx context.Context, tenant string, actor identity.Actor, action string, r *Resource) (w Reasoning, err error) {
	at, known := e.catalogue.actionAt[action]
	if !known {
		return w, fault.New(fault.NotFound, "action_unknown", "Không có việc này.", "There is no such action.")
	}
	w.Action, w.Who = e.catalogue.actions[at], e.Explain(ctx, tenant, action)
	for _, x := range e.catalogue.incompatible {
		if x.First == action || x.Second == action {
			w.Incompatible = append(w.Incompatible, x)
		}
	}
	var on []Resource
	if r != nil {
		on = append(on, *r)
	}
	refusal := e.Authorise(At(identity.With(ctx, actor), tenant), action, on...)
	if w.Allowed = refusal == nil; !w.Allowed {
		if w.Refusal = fault.From(refusal); w.Refusal.Kind == fault.Internal {
			return w, refusal
		}
	}
	w.Reasons, err = e.reasons(ctx, tenant, actor, at, r)
	return w, err
}

// reasons reads each grant beside the policy of the tenant in which it is held.
func (e *Engine) reasons(ctx context.Context, tenant string, actor identity.Actor, action int, r *Resource) (list []Reason, err error) {
	home, err := e.tenant(ctx, actor.Tenant)
	if err != nil {
		return nil, err
	}
	overrides, err := e.Overrides(ctx, actor.Tenant)
	if err != nil {
		return nil, err
	}
	p := own
	if tenant != actor.Tenant {
		p = below
	}
	a := e.catalogue.actions[action]
	for _, g := range actor.Roles {
		at, known := e.catalogue.roleAt[g.Role]
		if !known {
			continue
		}
		i := home.decisions.at(at, action)
		x := Reason{Grant: g, Role: e.catalogue.roles[at], Standard: e.standard[home.Kind].allow[p].has(i),
			Allowed: home.decisions.allow[p].has(i), Denied: home.decisions.deny[p].has(i), Within: r == nil || !a.Scoped || r.within(g)}
		if n := slices.IndexFunc(overrides, func(o Override) bool { return o.Role == g.Role && o.Action == a.Name }); n >= 0 {
			x.Override = &overrides[n]
		}
		list = append(list, x)
	}
	return list, nil
}

// ActionsOf lists the actions that a kind of tenant shares out, in the order in
// which modules declare them.
func (e *Engine) ActionsOf(kind string) (list []Action) {
	for _, a := range e.catalogue.actions {
		if a.existsIn(kind) {
			list = append(list, a)
		}
	}
	return list
}
