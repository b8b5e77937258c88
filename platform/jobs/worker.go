package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
)

// RunWorkers runs jobs, at most concurrency at once, until ctx ends. A job may
// hold two database connections: one of its own, one to tell its progress. At the end jobs
// under way are given Options.Grace to end; those that do not are handed back
// and run elsewhere, or after the next start.
func (q *Queue) RunWorkers(ctx context.Context, concurrency int) error {
	work, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(errShutdown)
	var running sync.WaitGroup
	server := asynq.NewServerFromRedisClient(q.redis, asynq.Config{
		Concurrency: concurrency, Queues: map[string]int{q.o.Name: 1}, TaskCheckInterval: q.o.Idle,
		ShutdownTimeout: q.o.Grace + time.Second, RetryDelayFunc: redeliver, Logger: quiet{q.log}, LogLevel: asynq.WarnLevel,
		IsFailure: func(error) bool { return true },
	})
	err := server.Start(asynq.HandlerFunc(func(delivered context.Context, t *asynq.Task) error {
		running.Add(1)
		defer running.Done()
		return q.deliver(work, delivered, t)
	}))
	if err != nil {
		return fmt.Errorf("start the workers: %w", err)
	}
	<-ctx.Done()
	grace := time.AfterFunc(q.o.Grace, func() { stop(errShutdown) })
	defer grace.Stop()
	server.Shutdown()
	stop(errShutdown)
	q.await(&running)
	return nil
}

// await waits for what still writes its state, but not for a function that does
// not heed its context: its lease runs out.
func (q *Queue) await(running *sync.WaitGroup) {
	ended := make(chan struct{})
	go func() { running.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(q.o.Grace):
		q.log.Warn("a job does not end with its context; it will run again elsewhere")
	}
}

// redeliver is how long Asynq waits when a worker could not even reach the database.
func redeliver(n int, _ error, _ *asynq.Task) time.Duration {
	return min(time.Second<<min(n, 5), 30*time.Second)
}

// deliver handles what the queue handed over. Its error means that the row
// could not be read or written: the queue then delivers again.
func (q *Queue) deliver(work, delivered context.Context, t *asynq.Task) error {
	var d delivery
	if err := json.Unmarshal(t.Payload(), &d); err != nil {
		q.log.Error("the queue delivered what no relay sent", "error", err)
		return nil
	}
	kind, known := q.kinds[t.Type()]
	if !known {
		q.log.Warn("a job of a kind that this version does not know waits for another", "kind", t.Type(), "job", d.ID)
		return nil
	}
	run, r, err := q.claim(work, d)
	if err != nil || run == nil {
		return err
	}
	defer nudge(q.freed)
	nudge(q.freed) // the delivery has left the queue
	return q.execute(work, delivered, kind, run, r)
}

// claim takes the job if it is to be run now, by this delivery.
func (q *Queue) claim(ctx context.Context, d delivery) (run *Run, r *row, err error) {
	ctx, cancel := context.WithTimeout(ctx, writeWithin)
	defer cancel()
	quota := q.quotas.of(ctx, d.Tenant)
	now, stale := q.now()
	err = q.db.InTenant(ctx, d.Tenant, func(ctx context.Context, tx database.Tx) error {
		if err := lockTenant(ctx, tx); err != nil {
			return err
		}
		r, err = find(ctx, tx, d.ID, true)
		if database.NotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		switch r.verdict(now, stale) {
		case start:
			if run, err = q.begin(ctx, tx, r, quota, now, stale); err != nil {
				return err
			}
		case drop:
			return end(ctx, tx, r, Cancelled, now, "", nil)
		case giveUp:
			f := fault.New(fault.Internal, "job_worker_lost", "Công việc nhiều lần dừng giữa chừng. Hãy thử lại; nếu vẫn lỗi, báo quản trị viên.",
				"The job stopped midway several times. Try again; if it persists, tell your administrator.")
			text, _ := json.Marshal(f.Message) // two strings always marshal
			return end(ctx, tx, r, Failed, now, f.Code, text)
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("claim job %s: %w", d.ID, err)
	}
	return run, r, nil
}

// begin starts the attempt, unless the tenant has its quota running already.
func (q *Queue) begin(ctx context.Context, tx database.Tx, r *row, quota int, now, stale time.Time) (*Run, error) {
	n, err := countRunning(ctx, tx, stale)
	if err != nil {
		return nil, err
	}
	if n >= int64(quota) {
		return nil, handBack(ctx, tx, r)
	}
	if err := begin(ctx, tx, r, now); err != nil {
		return nil, err
	}
	return &Run{ID: r.ID, Tenant: r.Tenant, Kind: r.Kind, Attempt: r.Attempt, Args: r.Args, q: q, claim: r.Claim}, nil
}

// execute runs the function and writes what became of the job.
func (q *Queue) execute(work, delivered context.Context, kind Kind, run *Run, r *row) error {
	ctx, cancel := context.WithCancelCause(work)
	defer cancel(nil)
	ctx, stop := context.WithTimeoutCause(ctx, kind.Timeout, errTimeout)
	defer stop()
	run.ctx, run.cancel = ctx, cancel
	rest := run.keepAlive(delivered)
	err := call(identity.With(ctx, identity.Actor{Account: r.CreatedBy, Username: r.CreatedName, Tenant: r.Tenant, System: true}), kind, run)
	cause := context.Cause(ctx)
	rest()
	return q.settle(work, kind, run, judge(err, cause, r.Attempt, r.MaxAttempts), err)
}

func call(ctx context.Context, kind Kind, run *Run) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return kind.Run(ctx, run)
}

func (q *Queue) settle(work context.Context, kind Kind, run *Run, o outcome, cause error) error {
	if o.internal {
		q.log.Error("a job failed", "kind", kind.Name, "job", run.ID, "tenant", run.Tenant, "attempt", run.Attempt, "error", cause)
	}
	if o.state == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(work), writeWithin)
	defer cancel()
	err := q.db.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) (err error) {
		if o.state == Done { // no row: Finish has marked it
			_, err = complete(ctx, tx, run.ID, run.claim, q.clock.Now(), run.given())
			return err
		}
		_, err = settle(ctx, tx, run.ID, run.claim, q.clock.Now(), o)
		return err
	})
	if err != nil {
		return fmt.Errorf("write what became of job %s: %w", run.ID, err)
	}
	return nil
}
