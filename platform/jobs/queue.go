package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// Options say which Redis, and how patient the queue is. Zero values are good.
type Options struct {
	RedisURL string // see RedisOptions
	Name     string // of the queue in Redis; "" means vuon. Two deployments on one Redis need two names

	// Quota tells how many of a tenant's jobs may run at once (setting
	// jobs.concurrent); nil, an error or 0 mean 4. Asked at most every 5 s a tenant.
	Quota func(ctx context.Context, tenant string) (int, error)

	Lease time.Duration // a worker not heard of for so long is dead; 0 means 30 s
	Beat  time.Duration // between signs of life, at which cancelling is seen too; 0 means 2 s
	Poll  time.Duration // of the relay when nothing wakes it; 0 means 1 s
	Idle  time.Duration // of a worker on an empty queue; 0 means 50 ms
	Grace time.Duration // that running jobs are given at shutdown; 0 means 5 s
}

func (o Options) withDefaults() Options {
	or := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	or(&o.Lease, 30*time.Second)
	or(&o.Beat, 2*time.Second)
	or(&o.Poll, time.Second)
	or(&o.Idle, 50*time.Millisecond)
	or(&o.Grace, 5*time.Second)
	if o.Name == "" {
		o.Name = "vuon"
	}
	return o
}

// Queue is a deployment's jobs. Every process that enqueues or works should run
// the relay too: it is woken by what happens in its own process, and otherwise polls.
type Queue struct {
	db      *database.DB
	clock   clock.Clock
	log     *slog.Logger
	o       Options
	kinds   map[string]Kind
	redis   redis.UniversalClient
	client  *asynq.Client
	control *asynq.Inspector
	quotas  *quotas
	hint    chan struct{} // something was enqueued; its transaction may still run
	freed   chan struct{} // a job ended, so that its tenant may start another
}

// New makes the queue; it does not yet speak to Redis. Kinds are registered
// before RunRelay and RunWorkers are called.
func New(db *database.DB, o Options, clk clock.Clock, log *slog.Logger) (*Queue, error) {
	hush()
	opts, err := RedisOptions(o.RedisURL)
	if err != nil {
		return nil, err
	}
	client, ok := opts.MakeRedisClient().(redis.UniversalClient)
	if !ok {
		return nil, fmt.Errorf("jobs: %T makes no Redis client", opts)
	}
	return &Queue{
		db: db, clock: clk, log: log, o: o.withDefaults(), kinds: map[string]Kind{}, redis: client,
		client: asynq.NewClientFromRedisClient(client), control: asynq.NewInspectorFromRedisClient(client),
		quotas: newQuotas(o.Quota, clk, log), hint: make(chan struct{}, 1), freed: make(chan struct{}, 1),
	}, nil
}

// Register declares kinds; one that is declared twice, or could not run, is an error.
func (q *Queue) Register(kinds ...Kind) error {
	for _, k := range kinds {
		k, err := k.check()
		if err != nil {
			return err
		}
		if _, twice := q.kinds[k.Name]; twice {
			return fmt.Errorf("jobs: kind %s is declared twice", k.Name)
		}
		q.kinds[k.Name] = k
	}
	return nil
}

// Ping asks whether Redis answers (fault queue_unavailable).
func (q *Queue) Ping(ctx context.Context) error {
	if err := q.redis.Ping(ctx).Err(); err != nil {
		return fault.New(fault.Unavailable, "queue_unavailable",
			"Hàng đợi công việc (Redis) không trả lời. Công việc đã nhận vẫn được giữ và sẽ chạy khi Redis hoạt động lại.",
			"The job queue (Redis) does not answer. Jobs already accepted are kept and run when it is back.").Because(err)
	}
	return nil
}

// Close closes the connections to Redis, after the relay and workers have ended.
func (q *Queue) Close() error {
	if err := q.redis.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("close the queue: %w", err)
	}
	return nil
}

// now is the time, and the time before which a sign of life is too old.
func (q *Queue) now() (now, stale time.Time) {
	now = q.clock.Now()
	return now, now.Add(-q.o.Lease)
}

// nudge signals without waiting: one pending signal is as good as many.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
