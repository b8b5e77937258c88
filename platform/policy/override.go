package policy

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/audit"
	"vuon/platform/database"
)

// Override allows a role an action in one tenant, or denies it there, against
// the standard policy. The caller has authorised it. Faults: role_unknown,
// action_not_here, last_holder when nobody would be left to do it. This process
// follows at once (within a second, when the caller's transaction is still
// open), the others within a second.
func (e *Engine) Override(ctx context.Context, tenant, role, action string, allow bool) error {
	place, err := e.place(ctx, tenant)
	if err != nil {
		return err
	}
	at, known := e.catalogue.actionAt[action]
	if !known {
		return undeclared(action)
	}
	if err := e.CheckRole(ctx, tenant, role); err != nil {
		return err
	}
	if !e.catalogue.actions[at].existsIn(place.Kind) {
		return actionElsewhere(e.catalogue.actions[at])
	}
	return e.change(ctx, tenant, "policy.override", Override{role, action, allow}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO policy_overrides (tenant_id, role, action, allow) VALUES (?, ?, ?, ?)
			ON CONFLICT (tenant_id, role, action) DO UPDATE SET allow = excluded.allow`, tenant, role, action, allow)
		if err != nil || allow {
			return err
		}
		return e.keepHolder(ctx, place.Kind, tenant, at)
	})
}

// keepHolder refuses a policy in which no role of the tenant may do the action.
func (e *Engine) keepHolder(ctx context.Context, kind, tenant string, action int) error {
	overrides, err := e.Overrides(ctx, tenant)
	if err != nil {
		return err
	}
	d, err := e.catalogue.compile(kind, tenant, overrides)
	if err != nil {
		return err
	}
	for role := range e.catalogue.roles {
		if d.decide(own, action, []int{role}) {
			return nil
		}
	}
	return lastHolder(e.catalogue.actions[action])
}

// Reset takes one override back: the standard policy holds again.
func (e *Engine) Reset(ctx context.Context, tenant, role, action string) error {
	return e.change(ctx, tenant, "policy.reset", Override{Role: role, Action: action}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM policy_overrides WHERE tenant_id = ? AND role = ? AND action = ?", tenant, role, action)
		return err
	})
}

// ResetAll takes all of a tenant's overrides back.
func (e *Engine) ResetAll(ctx context.Context, tenant string) error {
	return e.change(ctx, tenant, "policy.reset", Override{}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM policy_overrides WHERE tenant_id = ?", tenant)
		return err
	})
}

// change runs fn, moves the tenant's version on and records it, in one
// transaction. The version's row keeps changes of one tenant in order.
func (e *Engine) change(ctx context.Context, tenant, action string, o Override, fn database.Fn) error {
	err := e.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO policy_versions AS v (tenant_id, version) VALUES (?, 1)
			ON CONFLICT (tenant_id) DO UPDATE SET version = v.version + 1`, tenant)
		if err != nil {
			return err
		}
		before, err := e.Overrides(ctx, tenant)
		if err != nil {
			return err
		}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		after, err := e.Overrides(ctx, tenant)
		if err != nil {
			return err
		}
		return e.log.Record(ctx, tx, audit.Entry{Action: action, Object: "policy", ObjectID: o.Role + " " + o.Action, Before: before, After: after})
	})
	if err != nil || database.Running(ctx) { // what is not committed yet may still be undone
		return err
	}
	return e.Refresh(ctx)
}
