package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// Filter narrows a list of jobs; zero fields do not.
type Filter struct {
	State     State
	Kind      string
	CreatedBy string // account
}

// Get returns one job of the tenant (fault job_unknown). Who may see, cancel or
// retry it is the caller's to decide, and to audit.
func (q *Queue) Get(ctx context.Context, tenant, id string) (Job, error) {
	var job Job
	err := q.with(ctx, tenant, id, false, func(_ context.Context, _ database.Tx, r *row) error {
		job = q.shown(r)
		return nil
	})
	return job, err
}

// List returns the tenant's jobs, newest first, and the cursor of the next part
// ("" at the end).
func (q *Queue) List(ctx context.Context, tenant string, f Filter, p database.Page) (jobs []Job, next string, err error) {
	key, err := p.Key(1)
	if err != nil {
		return nil, "", err
	}
	before := ""
	if key != nil {
		before = key[0]
		if _, err := uuid.Parse(before); err != nil {
			return nil, "", fault.New(fault.Malformed, "bad_cursor", "Trang danh sách không còn hợp lệ. Hãy mở lại danh sách từ đầu.",
				"The list position is not valid. Open the list from its beginning.")
		}
	}
	err = q.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		rows, err := list(ctx, tx, f, before, p.Size()+1)
		if len(rows) > p.Size() {
			rows = rows[:p.Size()]
			next = database.Cursor(rows[len(rows)-1].ID)
		}
		for i := range rows {
			jobs = append(jobs, q.shown(&rows[i]))
		}
		return err
	})
	return jobs, next, err
}

// Cancel ends a waiting job at once, and asks a running one to stop, wherever it
// runs. A finished one is the fault job_finished.
func (q *Queue) Cancel(ctx context.Context, tenant, id string) error {
	running := ""
	err := q.with(ctx, tenant, id, true, func(ctx context.Context, tx database.Tx, r *row) error {
		switch r.State {
		case Waiting:
			return end(ctx, tx, r, Cancelled, q.clock.Now(), "", nil)
		case Running:
			running = task(r.ID, r.Claim-1) // the delivery under which it was claimed
			return askCancel(ctx, tx, r)
		}
		return fault.New(fault.Conflict, "job_finished", "Công việc đã kết thúc, không hủy được nữa.", "The job has ended and cannot be cancelled any more.")
	})
	if err == nil && running != "" {
		// Only to be quicker: the worker sees it at its next sign of life anyway.
		if err := q.control.CancelProcessing(running); err != nil {
			q.log.DebugContext(ctx, "cancelling is not passed on at once", "job", id, "error", err)
		}
	}
	return err
}

// Retry lets a failed or cancelled job run again from the beginning. Any other
// is the fault job_not_ended.
func (q *Queue) Retry(ctx context.Context, tenant, id string) error {
	err := q.with(ctx, tenant, id, true, func(ctx context.Context, tx database.Tx, r *row) error {
		if r.State != Failed && r.State != Cancelled {
			return fault.New(fault.Conflict, "job_not_ended", "Chỉ chạy lại được công việc đã lỗi hoặc đã hủy.",
				"Only a job that failed or was cancelled can be run again.")
		}
		return again(ctx, tx, r, q.clock.Now())
	})
	if err == nil {
		nudge(q.hint)
	}
	return err
}

// Wait returns the job when it has ended, or ctx's error: for the command line.
func (q *Queue) Wait(ctx context.Context, tenant, id string) (Job, error) {
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 250*time.Millisecond) {
		job, err := q.Get(ctx, tenant, id)
		if err != nil || job.State.Finished() {
			return job, err
		}
		select {
		case <-ctx.Done():
			return job, ctx.Err()
		case <-time.After(pause):
		}
	}
}

func (q *Queue) with(ctx context.Context, tenant, id string, lock bool, fn func(context.Context, database.Tx, *row) error) error {
	unknown := fault.New(fault.NotFound, "job_unknown", "Không tìm thấy công việc này.", "There is no such job.")
	if _, err := uuid.Parse(id); err != nil {
		return unknown
	}
	return q.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		r, err := find(ctx, tx, id, lock)
		if database.NotFound(err) {
			return unknown
		}
		if err != nil {
			return err
		}
		return fn(ctx, tx, r)
	})
}

// shown is the job with its kind's title; the kind's name where a newer version
// enqueued what this one does not know.
func (q *Queue) shown(r *row) Job {
	job := r.Job
	job.Args = r.Args
	job.Title = q.kinds[job.Kind].Title
	if job.Title.VI == "" {
		job.Title.VI = job.Kind
	}
	return job
}
