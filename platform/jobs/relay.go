package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hibiken/asynq"

	"vuon/platform/database"
)

const (
	backlog    = 100 // deliveries that wait in Redis at most: a short queue lets a newcomer be next
	deliveries = 25  // of one task, when workers cannot reach the database
	outOfSight = 24 * time.Hour
	eager      = 2 * time.Millisecond
	sendWithin = 5 * time.Second
)

// delivery is what Redis holds of a job.
type delivery struct {
	Tenant string `bun:"tenant_id" json:"tenant"`
	ID     string `bun:"id" json:"id"`
	Kind   string `bun:"kind" json:"-"`
	Claim  int64  `bun:"claim" json:"-"`
	Place  int64  `bun:"place" json:"-"` // its tenant's jobs under way, with it
}

// task names the delivery in Redis: sending the same one twice is refused
// there, while the next attempt at the job is a new one.
func task(id string, claim int64) string { return fmt.Sprintf("%s.%d", id, claim) }

// RunRelay carries jobs from the outbox to the queue until ctx ends. Any number
// of processes may do so at once.
func (q *Queue) RunRelay(ctx context.Context) error {
	wait, failing := time.Duration(0), false
	for {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-q.hint: // its transaction commits any moment: look often, then less and less
			wait = eager
		case <-q.freed:
		case <-timer.C:
			wait = min(2*max(wait, eager), q.o.Poll)
		}
		timer.Stop()
		err := q.relay(ctx)
		if ctx.Err() == nil && (err != nil) != failing {
			failing = err != nil
			q.logRelay(ctx, err)
		}
		if err != nil {
			wait = q.o.Poll
		}
	}
}

func (q *Queue) logRelay(ctx context.Context, err error) {
	if err != nil {
		q.log.WarnContext(ctx, "jobs wait: the relay cannot send", "error", err)
		return
	}
	q.log.InfoContext(ctx, "jobs go on: the relay sends again")
}

// relay sends once what is due.
func (q *Queue) relay(ctx context.Context) error {
	tenants, err := q.tenantsDue(ctx)
	if err != nil || len(tenants) == 0 {
		return err
	}
	if err := q.Ping(ctx); err != nil {
		return err
	}
	quotas := map[string]int{}
	for _, tenant := range tenants {
		quotas[tenant] = q.quotas.of(ctx, tenant)
	}
	batch, err := q.take(ctx, quotas)
	if err != nil {
		return err
	}
	for i, d := range batch {
		if err := q.send(ctx, d); err != nil {
			return errors.Join(err, q.untake(context.WithoutCancel(ctx), batch[i:]))
		}
	}
	return nil
}

// open are the jobs that are not finished; busy those that are sent, or run,
// and have been heard of since.
const open = `open AS (SELECT tenant_id, id, state, run_after,
	coalesce(greatest(sent_at, heartbeat_at) > ?, false) AS busy
	FROM jobs_jobs WHERE state IN ('waiting', 'running'))`

func (q *Queue) tenantsDue(ctx context.Context) (tenants []string, err error) {
	now, stale := q.now()
	err = q.db.AsRelay(ctx, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw("WITH "+open+" SELECT DISTINCT tenant_id FROM open WHERE NOT busy AND run_after <= ?", stale, now).Scan(ctx, &tenants)
	})
	return tenants, err
}

// take leases what is to be sent now: tenant by tenant the one with the least
// under way first, none above its quota, and all together only as much as keeps
// the queue short. What another relay holds is skipped.
func (q *Queue) take(ctx context.Context, quotas map[string]int) (batch []delivery, err error) {
	now, stale := q.now()
	limits, err := json.Marshal(quotas)
	if err != nil {
		return nil, err
	}
	err = q.db.AsRelay(ctx, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw(`WITH `+open+`,
			load AS (SELECT tenant_id, count(*) AS n FROM open WHERE busy GROUP BY tenant_id),
			due AS (SELECT o.tenant_id, o.id, coalesce(l.n, 0) + row_number() OVER (PARTITION BY o.tenant_id ORDER BY o.run_after, o.id) AS place
				FROM open o LEFT JOIN load l USING (tenant_id) WHERE NOT o.busy AND o.run_after <= ?),
			chosen AS (SELECT * FROM due WHERE place <= (?::jsonb ->> tenant_id)::int ORDER BY place, id
				LIMIT (SELECT greatest(0, ? - count(*)) FROM open WHERE busy AND state = 'waiting')),
			taken AS (SELECT j.tenant_id, j.id, c.place FROM jobs_jobs j JOIN chosen c ON c.tenant_id = j.tenant_id AND c.id = j.id
				WHERE j.state IN ('waiting', 'running') AND coalesce(greatest(j.sent_at, j.heartbeat_at) <= ?, true)
				FOR UPDATE OF j SKIP LOCKED)
			UPDATE jobs_jobs j SET sent_at = ? FROM taken t WHERE j.tenant_id = t.tenant_id AND j.id = t.id
			RETURNING j.tenant_id, j.id, j.kind, j.claim, t.place`,
			stale, now, string(limits), backlog, stale, now).Scan(ctx, &batch)
	})
	slices.SortFunc(batch, func(a, b delivery) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.ID, b.ID))
	})
	return batch, err
}

// untake lets go of what could not be sent, instead of waiting for the lease.
func (q *Queue) untake(ctx context.Context, batch []delivery) error {
	return q.db.AsRelay(ctx, func(ctx context.Context, tx database.Tx) error {
		for _, d := range batch {
			_, err := tx.ExecContext(ctx, "UPDATE jobs_jobs SET sent_at = NULL WHERE tenant_id = ? AND id = ? AND claim = ?", d.Tenant, d.ID, d.Claim)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// send puts the delivery on the queue. One that lies there already is fine; one
// that got stuck there is let go on.
func (q *Queue) send(ctx context.Context, d delivery) error {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	id := task(d.ID, d.Claim)
	err := q.put(ctx, d, id)
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return q.resume(ctx, d, id)
	}
	return err
}

func (q *Queue) put(ctx context.Context, d delivery, id string) error {
	payload, err := json.Marshal(d)
	if err != nil {
		return err
	}
	// No retention: a kept id would block sending again. The timeout is the kind's
	// and kept by the worker; Asynq's own would end a long job after 30 minutes.
	_, err = q.client.EnqueueContext(ctx, asynq.NewTask(d.Kind, payload), asynq.TaskID(id),
		asynq.Queue(q.o.Name), asynq.MaxRetry(deliveries), asynq.Timeout(outOfSight))
	return err
}

// resume mends a delivery that the queue holds though its lease is over: one
// that was archived, or waits for a retry of Asynq's own, runs now; one that is
// under way in nobody's hands (the worker died, or never got the answer with
// which it was handed the task) is sent under another name, instead of waiting
// a minute or two for Asynq to find out.
func (q *Queue) resume(ctx context.Context, d delivery, id string) error {
	// After FLUSHALL the client does not register its queue anew, and the
	// inspector knows none that is not registered.
	if err := q.redis.SAdd(ctx, "asynq:queues", q.o.Name).Err(); err != nil {
		return err
	}
	info, err := q.control.GetTaskInfo(q.o.Name, id)
	if err == nil {
		switch info.State {
		case asynq.TaskStateArchived, asynq.TaskStateRetry:
			err = q.control.RunTask(q.o.Name, id)
		case asynq.TaskStateActive:
			err = q.put(ctx, d, fmt.Sprintf("%s.%d", id, q.clock.Now().Unix()))
		}
	}
	if errors.Is(err, asynq.ErrTaskNotFound) || errors.Is(err, asynq.ErrTaskIDConflict) {
		return nil // it has just ended, or another relay was quicker
	}
	return err
}
