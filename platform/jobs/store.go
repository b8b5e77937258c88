package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

func insert(ctx context.Context, tx bun.Tx, r *row) error {
	_, err := tx.NewInsert().Model(r).ExcludeColumn("result", "note", "error").Exec(ctx)
	return err
}

// find reads one job; database.NotFound tells when there is none.
func find(ctx context.Context, tx bun.Tx, id string, lock bool) (*row, error) {
	r := new(row)
	query := tx.NewSelect().Model(r).Where("j.tenant_id = ?", database.Tenant(ctx)).Where("j.id = ?", id)
	if lock {
		query.For("UPDATE")
	}
	return r, query.Scan(ctx)
}

// list reads one job more than asked for, newest first, to know whether more follow.
func list(ctx context.Context, tx bun.Tx, f Filter, before string, limit int) ([]row, error) {
	var rows []row
	query := tx.NewSelect().Model(&rows).Where("j.tenant_id = ?", database.Tenant(ctx)).Order("j.id DESC").Limit(int64(limit))
	if f.State != "" {
		query.Where("j.state = ?", f.State)
	}
	if f.Kind != "" {
		query.Where("j.kind = ?", f.Kind)
	}
	if f.CreatedBy != "" {
		query.Where("j.created_by = ?", f.CreatedBy)
	}
	if before != "" {
		query.Where("j.id < ?", before)
	}
	return rows, query.Scan(ctx)
}

// lockTenant lets only one worker at a time decide about a tenant's jobs, so
// that its quota is never exceeded.
func lockTenant(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('jobs ' || ?, 0))", database.Tenant(ctx))
	return err
}

func countRunning(ctx context.Context, tx bun.Tx, stale time.Time) (int64, error) {
	return tx.NewSelect().Table("jobs_jobs").Where("tenant_id = ?", database.Tenant(ctx)).
		Where("state = ?", Running).Where("heartbeat_at > ?", stale).Count(ctx)
}

// begin marks the locked row as running under a new claim.
func begin(ctx context.Context, tx bun.Tx, r *row, now time.Time) error {
	r.State, r.StartedAt = Running, now
	r.Attempt++
	r.Claim++
	_, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = ?, attempt = ?, claim = ?, started_at = ?, heartbeat_at = ?,
		done = 0, total = 0, note = NULL, error_code = '', error = NULL WHERE tenant_id = ? AND id = ?`,
		r.State, r.Attempt, r.Claim, now, now, r.Tenant, r.ID)
	return err
}

// handBack lets the relay send the locked row again, under a new number, since
// the queue may still hold the delivery of the old one.
func handBack(ctx context.Context, tx bun.Tx, r *row) error {
	_, err := tx.ExecContext(ctx, "UPDATE jobs_jobs SET sent_at = NULL, claim = claim + 1 WHERE tenant_id = ? AND id = ?", r.Tenant, r.ID)
	return err
}

// beat is a sign of life of the claim. held is false when the job is finished
// or in other hands.
func beat(ctx context.Context, tx bun.Tx, id string, claim int64, now time.Time) (held, cancel bool, err error) {
	return scanHeld(ctx, tx.NewRaw(`UPDATE jobs_jobs SET heartbeat_at = ? WHERE tenant_id = ? AND id = ? AND claim = ?
		AND state = 'running' RETURNING cancel_requested`, now, database.Tenant(ctx), id, claim))
}

// progress is a sign of life that tells how far the job is.
func progress(ctx context.Context, tx bun.Tx, id string, claim int64, now time.Time, done, total int, note string) (held, cancel bool, err error) {
	return scanHeld(ctx, tx.NewRaw(`UPDATE jobs_jobs SET heartbeat_at = ?, done = ?, total = ?, note = ?::jsonb
		WHERE tenant_id = ? AND id = ? AND claim = ? AND state = 'running' RETURNING cancel_requested`,
		now, done, total, note, database.Tenant(ctx), id, claim))
}

func scanHeld(ctx context.Context, query *bun.RawQuery) (held, cancel bool, err error) {
	err = query.Scan(ctx, &cancel)
	if database.NotFound(err) {
		return false, false, nil
	}
	return err == nil, cancel, err
}

func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// complete marks the claim's job as done; false when the claim no longer holds.
func complete(ctx context.Context, tx bun.Tx, id string, claim int64, now time.Time, result json.RawMessage) (bool, error) {
	return changed(tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = 'done', finished_at = ?, result = ?::jsonb, cancel_requested = false,
		total = greatest(total, done), done = greatest(total, done), error_code = '', error = NULL
		WHERE tenant_id = ? AND id = ? AND claim = ? AND state = 'running'`,
		now, orNull(result), database.Tenant(ctx), id, claim))
}

// settle writes an outcome other than done; false when the claim no longer holds.
func settle(ctx context.Context, tx bun.Tx, id string, claim int64, now time.Time, o outcome) (bool, error) {
	code, text := "", json.RawMessage(nil)
	if o.fault != nil {
		code = o.fault.Code
		text, _ = json.Marshal(o.fault.Message) // two strings always marshal
	}
	uncount, finished := 0, bun.NullTime{}
	if o.uncount {
		uncount = 1
	}
	if o.state.Finished() {
		finished.Time = now
	}
	return changed(tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = ?, run_after = ?, sent_at = NULL, heartbeat_at = NULL,
		attempt = attempt - ?, finished_at = ?, error_code = ?, error = ?::jsonb
		WHERE tenant_id = ? AND id = ? AND claim = ? AND state = 'running'`,
		o.state, now.Add(o.delay), uncount, finished, code, orNull(text), database.Tenant(ctx), id, claim))
}

// end marks a job that nobody runs as cancelled or failed.
func end(ctx context.Context, tx bun.Tx, r *row, state State, now time.Time, code string, text json.RawMessage) error {
	_, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = ?, finished_at = ?, error_code = ?, error = ?::jsonb,
		claim = claim + 1 WHERE tenant_id = ? AND id = ?`, state, now, code, orNull(text), r.Tenant, r.ID)
	return err
}

// askCancel leaves word for whoever runs the job.
func askCancel(ctx context.Context, tx bun.Tx, r *row) error {
	_, err := tx.ExecContext(ctx, "UPDATE jobs_jobs SET cancel_requested = true WHERE tenant_id = ? AND id = ?", r.Tenant, r.ID)
	return err
}

// again makes a job that ended wait as if it were new.
func again(ctx context.Context, tx bun.Tx, r *row, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = 'waiting', attempt = 0, claim = claim + 1, run_after = ?, sent_at = NULL,
		heartbeat_at = NULL, started_at = NULL, finished_at = NULL, done = 0, total = 0, note = NULL, error_code = '', error = NULL,
		result = NULL, cancel_requested = false WHERE tenant_id = ? AND id = ?`, now, r.Tenant, r.ID)
	return err
}

func orNull(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return string(raw)
}

// release takes every unfinished job out of the hands that hold it.
func release(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET sent_at = NULL, heartbeat_at = NULL
		WHERE tenant_id = ? AND state IN ('waiting', 'running')`, database.Tenant(ctx))
	return err
}

func forget(ctx context.Context, tx bun.Tx, before time.Time) (int64, error) {
	result, err := tx.ExecContext(ctx, `DELETE FROM jobs_jobs WHERE tenant_id = ? AND state IN ('done', 'failed', 'cancelled')
		AND finished_at < ?`, database.Tenant(ctx), before)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
