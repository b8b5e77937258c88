package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/identity"
)

// maxArgs bounds the arguments in bytes: they name what to work on, they are not it.
const maxArgs = 4 << 10

// Option changes how a job is enqueued.
type Option func(*row)

// After lets the job wait until t.
func After(t time.Time) Option { return func(r *row) { r.RunAfter = t } }

// Attempts replaces the kind's number of attempts.
func Attempts(n int) Option { return func(r *row) { r.MaxAttempts = n } }

// Enqueue writes the job in the caller's transaction (InTenant) and returns its
// id: it runs if, and only after, that transaction commits. Arguments are ids,
// never personal data. The job acts as the context's actor.
func (q *Queue) Enqueue(ctx context.Context, tx database.Tx, kind string, args any, opts ...Option) (string, error) {
	tenant := database.Tenant(ctx)
	if tenant == "" {
		return "", errors.New("jobs: Enqueue outside of a tenant's transaction")
	}
	k, ok := q.kinds[kind]
	if !ok {
		return "", fmt.Errorf("jobs: no module declares the kind %q", kind)
	}
	raw, err := json.Marshal(args)
	if err != nil || len(raw) > maxArgs {
		return "", fmt.Errorf("jobs: arguments of %s are no JSON up to %d bytes (%d): %w", kind, maxArgs, len(raw), err)
	}
	id, err := uuid.NewV7() // sorts by time
	if err != nil {
		return "", err
	}
	now := q.clock.Now()
	r := &row{Args: raw, Job: Job{Tenant: tenant, ID: id.String(), Kind: kind, State: Waiting,
		MaxAttempts: k.MaxAttempts, CreatedAt: now, RunAfter: now}}
	if actor, ok := identity.From(ctx); ok {
		r.CreatedBy, r.CreatedName = actor.Account, actor.Username
	}
	for _, opt := range opts {
		opt(r)
	}
	if err := insert(ctx, tx, r); err != nil {
		return "", err
	}
	nudge(q.hint)
	return r.ID, nil
}
