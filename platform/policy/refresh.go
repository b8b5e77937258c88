package policy

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/fault"
)

// pollEvery is how soon a change made by another process is followed at the
// latest; after relocateEvery polls tenants are looked up again, since
// configuration may have moved them.
const (
	pollEvery     = time.Second
	relocateEvery = 60
)

// Run follows changes that other processes make, until the context ends.
func (e *Engine) Run(ctx context.Context) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	e.follow(ctx, ticker.C)
}

func (e *Engine) follow(ctx context.Context, ticks <-chan time.Time) {
	for n := 1; ; n++ {
		look := e.Refresh
		if n%relocateEvery == 0 {
			look = e.relocate
		}
		if err := look(ctx); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "policy: versions could not be read; the last known policy stays in force", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// firstRefresh loads what there is when a question comes before Run. It must not
// use the asker's transaction, which may see one tenant only.
func (e *Engine) firstRefresh(ctx context.Context) error {
	fresh, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	return e.Refresh(fresh)
}

// Refresh reads the versions of all tenants' policies and compiles those that
// have changed. Call it outside of any transaction.
func (e *Engine) Refresh(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	versions, err := e.versions(ctx)
	if err != nil {
		return err
	}
	old := e.state.Load()
	if old == nil {
		old = &state{}
	} else if maps.Equal(old.versions, versions) {
		return nil
	}
	next := &state{versions: versions, tenants: map[string]tenant{}}
	maps.Copy(next.tenants, old.tenants)
	for id := range old.versions {
		if _, there := versions[id]; !there {
			delete(next.tenants, id) // met again as a tenant without overrides
		}
	}
	for id, version := range versions {
		if at, there := old.versions[id]; there && at == version {
			continue
		}
		t, err := e.load(ctx, id)
		if fault.From(err).Kind == fault.NotFound {
			continue // the tenant is gone, its version is left
		} else if err != nil {
			return err
		}
		next.tenants[id] = t
	}
	e.state.Store(next)
	return nil
}

// relocate forgets where tenants stand: those without overrides are met again
// when they are asked for, the others are looked up now.
func (e *Engine) relocate(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	old := e.state.Load()
	if old == nil {
		return nil
	}
	next := &state{versions: old.versions, tenants: map[string]tenant{}}
	for id := range old.versions {
		t, known := old.tenants[id]
		place, err := e.place(ctx, id)
		if err == nil && (!known || place.Kind != t.Kind) {
			t, err = e.load(ctx, id)
		}
		if fault.From(err).Kind == fault.NotFound {
			continue
		} else if err != nil {
			return err
		}
		next.tenants[id] = tenant{place, t.decisions}
	}
	e.state.Store(next)
	return nil
}

func (e *Engine) versions(ctx context.Context) (map[string]int64, error) {
	var rows []struct {
		TenantID string
		Version  int64
	}
	err := e.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Table("policy_versions").Column("tenant_id", "version").Scan(ctx, &rows)
	})
	versions := make(map[string]int64, len(rows))
	for _, r := range rows {
		versions[r.TenantID] = r.Version
	}
	return versions, err
}

// load compiles a tenant's policy. It was read after its version, so it is that
// version's or newer: in doubt it is loaded once more, never missed.
func (e *Engine) load(ctx context.Context, id string) (t tenant, err error) {
	if t.Place, err = e.place(ctx, id); err != nil {
		return t, err
	}
	overrides, err := e.Overrides(ctx, id)
	if err != nil {
		return t, err
	}
	t.decisions = e.standard[t.Kind]
	if len(overrides) > 0 {
		t.decisions, err = e.catalogue.compile(t.Kind, id, overrides)
	}
	return t, err
}

// Overrides lists what a tenant changed in the standard policy.
func (e *Engine) Overrides(ctx context.Context, tenant string) (list []Override, err error) {
	err = e.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Table("policy_overrides").Column("role", "action", "allow").
			Where("tenant_id = ?", tenant).Order("action", "role").Scan(ctx, &list)
	})
	return list, err
}

// CheckRole refuses a role that cannot be held in a tenant (fault role_unknown).
func (e *Engine) CheckRole(ctx context.Context, tenant, role string) error {
	place, err := e.place(ctx, tenant)
	if err != nil {
		return err
	}
	if r, known := RoleNamed(role); !known || !r.HeldIn(place.Kind) {
		return roleUnknown(role, place.Kind)
	}
	return nil
}
