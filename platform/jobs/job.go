package jobs

import (
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/i18n"
)

// State is what became of a job so far.
type State string

// The states. A waiting job may have failed before: then Error says how.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Finished reports whether the job will not go on by itself.
func (s State) Finished() bool { return s == Done || s == Failed || s == Cancelled }

// Job is a job as lists and pages show it.
type Job struct {
	Tenant      string          `bun:"tenant_id,pk" json:"tenant"`
	ID          string          `bun:"id,pk,type:uuid" json:"id"`
	Kind        string          `bun:"kind" json:"kind"`
	Title       i18n.Text       `bun:"-" json:"title"`
	State       State           `bun:"state" json:"state"`
	Done        int             `bun:"done" json:"done"`
	Total       int             `bun:"total" json:"total"` // 0: not known
	Note        i18n.Text       `bun:"note,type:jsonb" json:"note"`
	ErrorCode   string          `bun:"error_code" json:"error_code,omitempty"`
	Error       i18n.Text       `bun:"error,type:jsonb" json:"error"`
	Result      json.RawMessage `bun:"result,type:jsonb" json:"result,omitempty"`
	Attempt     int             `bun:"attempt" json:"attempt"`
	MaxAttempts int             `bun:"max_attempts" json:"max_attempts"`
	CreatedBy   string          `bun:"created_by" json:"created_by"` // account
	CreatedName string          `bun:"created_name" json:"created_name"`
	CreatedAt   time.Time       `bun:"created_at" json:"created_at"`
	RunAfter    time.Time       `bun:"run_after" json:"run_after"`
	StartedAt   time.Time       `bun:"started_at,nullzero" json:"started_at,omitzero"`
	FinishedAt  time.Time       `bun:"finished_at,nullzero" json:"finished_at,omitzero"`

	CancelRequested bool `bun:"cancel_requested" json:"cancel_requested"`

	Args json.RawMessage `bun:"-" json:"-"` // as enqueued: for the module that knows the kind, never shown
}

// Percent is how far the job is, 0 to 100; 0 when its size is not known.
func (j Job) Percent() int {
	if j.State == Done {
		return 100
	}
	if j.Total <= 0 {
		return 0
	}
	return int(min(100, int64(j.Done)*100/int64(j.Total)))
}

// row is a job with what only the queue needs.
type row struct {
	bun.BaseModel `bun:"table:jobs_jobs,alias:j"`
	Job

	Args        json.RawMessage `bun:"args,type:jsonb"`
	Claim       int64           `bun:"claim"`
	HeartbeatAt time.Time       `bun:"heartbeat_at,nullzero"`
}

// verdict is what a worker does with a job that it was handed.
type verdict int

const (
	skip   verdict = iota // finished, not yet due, or in other hands
	start                 // run it
	drop                  // its cancelling was asked for while nobody ran it
	giveUp                // it took every worker down with it
)

// verdict judges the row at a time, when a worker that has not been heard of
// since stale counts as dead.
func (r *row) verdict(now, stale time.Time) verdict {
	switch {
	case r.State.Finished(),
		r.State == Running && r.HeartbeatAt.After(stale),
		r.State == Waiting && r.RunAfter.After(now):
		return skip
	case r.CancelRequested:
		return drop
	case r.Attempt >= r.MaxAttempts:
		return giveUp
	}
	return start
}
