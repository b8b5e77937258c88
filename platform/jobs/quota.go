package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"vuon/platform/clock"
)

const (
	defaultQuota = 4
	quotaKept    = 5 * time.Second
)

// quotas remembers for a moment how many jobs a tenant may run at once.
type quotas struct {
	ask   func(ctx context.Context, tenant string) (int, error)
	clock clock.Clock
	log   *slog.Logger
	mu    sync.Mutex
	known map[string]knownQuota
}

type knownQuota struct {
	n     int
	until time.Time
}

func newQuotas(ask func(context.Context, string) (int, error), clk clock.Clock, log *slog.Logger) *quotas {
	return &quotas{ask: ask, clock: clk, log: log, known: map[string]knownQuota{}}
}

func (q *quotas) of(ctx context.Context, tenant string) int {
	if q.ask == nil {
		return defaultQuota
	}
	now := q.clock.Now()
	q.mu.Lock()
	k, ok := q.known[tenant]
	q.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.n
	}
	n, err := q.ask(ctx, tenant)
	if err != nil {
		q.log.WarnContext(ctx, "quota of jobs is not readable", "tenant", tenant, "error", err)
	}
	if err != nil || n <= 0 {
		n = defaultQuota
	}
	q.mu.Lock()
	q.known[tenant] = knownQuota{n, now.Add(quotaKept)}
	q.mu.Unlock()
	return n
}
