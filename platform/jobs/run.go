package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
)

const (
	progressEvery = 500 * time.Millisecond
	writeWithin   = 10 * time.Second
)

// Run is one attempt at a job, as its function sees it.
type Run struct {
	ID, Tenant, Kind string
	Attempt          int // from 1
	Args             json.RawMessage

	q      *Queue
	claim  int64
	ctx    context.Context //nolint:containedctx // outside of any transaction, unlike the function's own
	cancel context.CancelCauseFunc

	mu       sync.Mutex
	told     time.Time // of the last progress written
	finished bool
	result   json.RawMessage
}

// Arguments decodes the arguments into v.
func (r *Run) Arguments(v any) error {
	if err := json.Unmarshal(r.Args, v); err != nil {
		return fmt.Errorf("arguments of job %s: %w", r.ID, err)
	}
	return nil
}

// Result sets what the job gives back (JSON), written when the function returns nil.
func (r *Run) Result(v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("result of job %s: %w", r.ID, err)
	}
	r.mu.Lock()
	r.result = raw
	r.mu.Unlock()
	return nil
}

func (r *Run) given() json.RawMessage {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.result
}

// Finish marks the job as done, with its result (nil: the one set before), in
// the caller's transaction: the effects made there and the mark commit together
// or not at all, so that they happen once however often the job is delivered.
// It fails, and the transaction must roll back, when the job is in other hands.
func (r *Run) Finish(ctx context.Context, tx database.Tx, result any) error {
	if result != nil {
		if err := r.Result(result); err != nil {
			return err
		}
	}
	held, err := complete(ctx, tx, r.ID, r.claim, r.q.clock.Now(), r.given())
	if err != nil {
		return err
	}
	if !held {
		r.cancel(errLost)
		return errLost
	}
	r.mu.Lock()
	r.finished = true
	r.mu.Unlock()
	return nil
}

// Progress tells how far the job is (total 0: not known), with a note for
// people. It is written at most twice a second, in a transaction of its own; not
// after Finish. It returns why when the job should stop.
func (r *Run) Progress(ctx context.Context, done, total int, note i18n.Text) error {
	if err := r.Stopped(); err != nil {
		return err
	}
	now := r.q.clock.Now()
	r.mu.Lock()
	quiet := r.finished || (total == 0 || done < total) && now.Sub(r.told) < progressEvery
	if !quiet {
		r.told = now
	}
	r.mu.Unlock()
	if quiet {
		return ctx.Err()
	}
	raw, err := json.Marshal(note)
	if err != nil {
		return err
	}
	return r.sign(func(ctx context.Context, tx database.Tx) (bool, bool, error) {
		return progress(ctx, tx, r.ID, r.claim, now, done, total, string(raw))
	})
}

// Stopped tells why the job should stop: cancelled, out of time, the worker
// shuts down, or the job is in other hands; nil while it may go on.
func (r *Run) Stopped() error { return context.Cause(r.ctx) }

// sign writes a sign of life outside of the function's transaction, and ends
// the job's context when there is a reason to.
func (r *Run) sign(write func(context.Context, database.Tx) (held, cancel bool, err error)) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(r.ctx), writeWithin)
	defer stop()
	return r.q.db.InTenant(ctx, r.Tenant, func(ctx context.Context, tx database.Tx) error {
		held, cancelled, err := write(ctx, tx)
		switch {
		case err != nil:
			return err
		case !held:
			r.cancel(errLost)
			return errLost
		case cancelled:
			r.cancel(errCancelled)
		}
		return nil
	})
}

// keepAlive signs until the returned function is called. It looks at once when
// the queue passes on that the job is to be cancelled.
func (r *Run) keepAlive(delivery context.Context) (stop func()) {
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(r.q.o.Beat)
		defer ticker.Stop()
		word := delivery.Done()
		for {
			select {
			case <-quit:
				return
			case <-word:
				word = nil
			case <-ticker.C:
			}
			err := r.sign(func(ctx context.Context, tx database.Tx) (bool, bool, error) {
				return beat(ctx, tx, r.ID, r.claim, r.q.clock.Now())
			})
			if err != nil && !errors.Is(err, errLost) {
				r.q.log.Warn("a job's sign of life is not written", "job", r.ID, "error", err)
			}
		}
	}()
	return func() { close(quit); <-ended }
}
