package policy

import (
	"context"
	"slices"

	"vuon/platform/database"
	"vuon/platform/identity"
)

type tenantKey struct{}

// At returns a context in which questions are about this tenant, where there is
// no transaction that says so.
func At(ctx context.Context, tenant string) context.Context {
	return context.WithValue(ctx, tenantKey{}, tenant)
}

// tenantOf is the tenant that a question is about: that of the transaction, else
// of At, else the actor's own.
func tenantOf(ctx context.Context, actor identity.Actor) string {
	if id := database.Tenant(ctx); id != "" {
		return id
	}
	if id, ok := ctx.Value(tenantKey{}).(string); ok {
		return id
	}
	return actor.Tenant
}

// Resource is what an action is done to, as far as the decision needs it.
type Resource struct {
	Unit    string            // code of the commune that it belongs to; "" for the whole tenant
	Project string            // code of the project, or ""
	Did     map[string]string // action → account that did it on this object
}

// question is one question, made out against the engine's present state.
type question struct {
	actor     identity.Actor
	tenant    string
	action    int
	plane     plane
	decisions *decisions // of the tenant in which the actor's roles are held
}

// ask makes out a question; faults: sign_in_required, tenant_unknown.
func (e *Engine) ask(ctx context.Context, action string) (q question, err error) {
	at, known := e.catalogue.actionAt[action]
	if !known {
		return q, undeclared(action)
	}
	actor, ok := identity.From(ctx)
	if !ok {
		return q, signInRequired()
	}
	q = question{actor: actor, tenant: tenantOf(ctx, actor), action: at}
	if actor.System {
		return q, nil
	}
	home, err := e.tenant(ctx, actor.Tenant)
	if err != nil {
		return q, err
	}
	q.decisions = home.decisions
	if q.tenant != actor.Tenant {
		q.plane = below
		there, err := e.tenant(ctx, q.tenant)
		if err != nil {
			return q, err
		}
		if home.Kind != KindPlatform && there.Parent != actor.Tenant {
			return q, tenantUnknown()
		}
	}
	return q, nil
}

// allowed lists the actor's grants that let the action be done, as far as their
// scope reaches; none when one of the roles is denied it.
func (e *Engine) allowed(q question) (grants []identity.Grant) {
	for _, g := range q.actor.Roles {
		role, known := e.catalogue.roleAt[g.Role]
		if !known {
			continue
		}
		i := q.decisions.at(role, q.action)
		if q.decisions.deny[q.plane].has(i) {
			return nil
		}
		if q.decisions.allow[q.plane].has(i) {
			grants = append(grants, g)
		}
	}
	return grants
}

// Can reports whether the context's actor may do the action somewhere in the
// tenant: for showing or hiding it. What is shown is still authorised.
func (e *Engine) Can(ctx context.Context, action string) bool {
	q, err := e.ask(ctx, action)
	return err == nil && (q.actor.System || len(e.allowed(q)) > 0)
}

// Authorise lets the context's actor do the action on every one of the
// resources, or says why not. Faults: sign_in_required; tenant_unknown when the
// tenant is neither the actor's nor below it; forbidden, out_of_scope and
// incompatible_hands say who could do it.
func (e *Engine) Authorise(ctx context.Context, action string, resources ...Resource) error {
	q, err := e.ask(ctx, action)
	if err != nil || q.actor.System {
		return err
	}
	grants := e.allowed(q)
	if len(grants) == 0 {
		return e.forbidden(ctx, q)
	}
	for _, r := range resources {
		if e.catalogue.actions[q.action].Scoped && !slices.ContainsFunc(grants, r.within) {
			return e.outOfScope(ctx, q, grants)
		}
		if done, why := e.catalogue.conflict(action, q.actor.Account, r.Did); why != nil {
			return e.incompatibleHands(ctx, q, done, *why)
		}
	}
	return nil
}

// within reports whether the grant's scope covers the resource. A resource that
// belongs to no unit is the whole tenant's, and needs a grant for the whole.
func (r Resource) within(g identity.Grant) bool {
	return covers(g.Scope.Units, r.Unit) && covers(g.Scope.Projects, r.Project)
}

func covers(scope []string, code string) bool {
	return len(scope) == 0 || slices.Contains(scope, code)
}

// Scopes are the parts of the tenant in which the actor may do the action: for
// filtering a list. A scope that is Whole means everything, none means nothing.
func (e *Engine) Scopes(ctx context.Context, action string) ([]identity.Scope, error) {
	q, err := e.ask(ctx, action)
	if err != nil {
		return nil, err
	}
	if q.actor.System {
		return []identity.Scope{{}}, nil
	}
	var scopes []identity.Scope
	for _, g := range e.allowed(q) {
		if g.Scope.Whole() || !e.catalogue.actions[q.action].Scoped {
			return []identity.Scope{{}}, nil
		}
		scopes = append(scopes, g.Scope)
	}
	return scopes, nil
}

// conflict finds what the account did on the object that it may not combine with
// the action.
func (c *catalogue) conflict(action, account string, did map[string]string) (done string, why *Incompatible) {
	for i, x := range c.incompatible {
		other := x.Second
		if action == x.Second {
			other = x.First
		} else if action != x.First {
			continue
		}
		if by := did[other]; by != "" && by == account {
			return other, &c.incompatible[i]
		}
	}
	return "", nil
}
