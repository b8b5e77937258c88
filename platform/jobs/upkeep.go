package jobs

import (
	"context"
	"time"

	"vuon/platform/database"
)

// Backlog tells how many jobs are due and not in the queue, and since when the
// oldest is.
func (q *Queue) Backlog(ctx context.Context) (waiting int, oldest time.Duration, err error) {
	now, stale := q.now()
	var first time.Time
	err = q.db.AsRelay(ctx, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw("WITH "+open+" SELECT count(*), coalesce(min(run_after), ?) FROM open WHERE NOT busy AND run_after <= ?",
			stale, now, now).Scan(ctx, &waiting, &first)
	})
	return waiting, max(0, now.Sub(first)), err
}

// Reclaim makes every unfinished job due at once, instead of when the lease of
// whoever had it runs out. Only the one process of a deployment may call it,
// before its relay and workers run: the holders that it takes them from are dead.
func (q *Queue) Reclaim(ctx context.Context) error {
	var tenants []string
	err := q.db.AsRelay(ctx, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw("SELECT DISTINCT tenant_id FROM jobs_jobs WHERE state IN ('waiting', 'running')").Scan(ctx, &tenants)
	})
	for _, tenant := range tenants {
		if err := q.db.InTenant(ctx, tenant, release); err != nil {
			return err
		}
	}
	return err
}

// Prune forgets the tenant's jobs that ended before a time, and returns how many.
func (q *Queue) Prune(ctx context.Context, tenant string, before time.Time) (n int64, err error) {
	err = q.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		n, err = forget(ctx, tx, before)
		return err
	})
	return n, err
}
