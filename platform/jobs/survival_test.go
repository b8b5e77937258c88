package jobs

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/platformtest"
)

// Two relays and two workers, one of them on a cable that is cut again and
// again, a Redis that loses everything three times, functions that fail after
// their effect and before: each job's effect happens once.
func TestEffectsHappenOnceWhateverIsLost(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		const jobs = 240
		b := newBench(t, addr)
		clk := clock.NewManual(time.Now())
		b.clk = clk
		cable := newWire(t, addr)
		var runs atomic.Int64
		effect := kind("effect", func(ctx context.Context, r *Run) error {
			n := runs.Add(1)
			if n%10 == 0 {
				cable.cut()
			}
			if n%7 == 0 {
				return errors.New("failed before the effect")
			}
			if err := b.effect(ctx, r); err != nil || n%11 != 0 {
				return err
			}
			return errors.New("failed after the effect")
		})
		effect.MaxAttempts = 50
		steady := b.queue(effect)
		b.process(steady, 4)
		b.addr = cable.addr()
		b.process(b.queue(effect), 4)
		ids := map[string]string{}
		for i := range jobs {
			tenant := []string{"a", "b", "c"}[i%3]
			ids[b.enqueue(steady, tenant, "chores.effect", nil)] = tenant
		}
		done := func() int64 { return b.effects("a") + b.effects("b") + b.effects("c") }
		for third := range int64(3) {
			until(t, "the jobs go on", func() bool { clk.Advance(100 * time.Millisecond); return done() > third*jobs/4 })
			flush(t, addr)
		}
		until(t, "all jobs are done", func() bool { clk.Advance(100 * time.Millisecond); return done() >= jobs })
		for id, tenant := range ids {
			if job := b.ended(steady, tenant, id); job.State != Done {
				t.Errorf("job %s is %s: %s", id, job.State, job.Error.EN)
			}
		}
		if n := done(); n != jobs {
			t.Errorf("%d jobs had %d effects", jobs, n)
		}
	})
}

func TestWhatRedisForgetsIsSentAgain(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		clk := clock.NewManual(time.Now())
		b.clk = clk
		q := b.queue(kind("effect", b.effect))
		id := b.enqueue(q, "a", "chores.effect", nil)
		if err := q.relay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if size := q.redis.DBSize(t.Context()).Val(); size == 0 {
			t.Fatal("nothing was sent")
		}
		flush(t, addr)
		b.process(q, 1)
		clk.Advance(q.o.Lease + time.Second)
		if job := b.ended(q, "a", id); job.State != Done || b.effects("a") != 1 {
			t.Errorf("ended as %+v", job)
		}
	})
}

func TestJobsWaitWhileRedisIsDown(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		cable := newWire(t, addr)
		b.addr = cable.addr()
		q := b.queue(kind("effect", b.effect))
		cable.down.Store(true)
		id := b.enqueue(q, "a", "chores.effect", nil)
		if err := q.relay(t.Context()); err == nil {
			t.Error("the relay sent without Redis")
		}
		cable.down.Store(false)
		b.process(q, 1)
		if job := b.ended(q, "a", id); job.State != Done {
			t.Errorf("ended as %+v", job)
		}
	})
}

func TestAnArchivedTaskRuns(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		clk := clock.NewManual(time.Now())
		b.clk = clk
		q := b.queue(kind("effect", b.effect))
		id := b.enqueue(q, "a", "chores.effect", nil)
		if err := q.relay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := q.control.ArchiveTask(q.o.Name, task(id, 0)); err != nil {
			t.Fatal(err)
		}
		b.process(q, 1)
		clk.Advance(q.o.Lease + time.Second)
		if job := b.ended(q, "a", id); job.State != Done {
			t.Errorf("ended as %+v", job)
		}
	})
}

// Redis handed the task to a worker whose connection broke before the answer:
// it counts as under way, in nobody's hands.
func TestATaskLostOnItsWayRuns(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		clk := clock.NewManual(time.Now())
		b.clk = clk
		q := b.queue(kind("effect", b.effect))
		id := b.enqueue(q, "a", "chores.effect", nil)
		if err := q.relay(t.Context()); err != nil {
			t.Fatal(err)
		}
		key := "asynq:{" + q.o.Name + "}:"
		q.redis.RPopLPush(t.Context(), key+"pending", key+"active")
		q.redis.ZAdd(t.Context(), key+"lease", redis.Z{Score: float64(time.Now().Add(time.Hour).Unix()), Member: task(id, 0)})
		q.redis.HSet(t.Context(), key+"t:"+task(id, 0), "state", "active")
		if info, err := q.control.GetTaskInfo(q.o.Name, task(id, 0)); err != nil || info.State != asynq.TaskStateActive {
			t.Fatalf("the task is %+v, %v", info, err)
		}
		b.process(q, 1)
		clk.Advance(q.o.Lease + time.Second)
		if job := b.ended(q, "a", id); job.State != Done || b.effects("a") != 1 {
			t.Errorf("ended as %+v", job)
		}
	})
}

// A worker that sleeps through its lease wakes up to find the job in other
// hands: its effect is rolled back.
func TestASleeperCannotFinishAnothersJob(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		b.fast.Beat = time.Hour
		clk := clock.NewManual(time.Now())
		b.clk = clk
		asleep, wake := make(chan struct{}), make(chan struct{})
		woken := make(chan error, 1)
		sleeper := b.queue(kind("effect", func(ctx context.Context, r *Run) error {
			close(asleep)
			<-wake
			err := b.effect(ctx, r)
			woken <- err
			return err
		}))
		id := b.enqueue(sleeper, "a", "chores.effect", nil)
		b.process(sleeper, 1)
		<-asleep
		clk.Advance(sleeper.o.Lease + time.Second)
		b.process(b.queue(kind("effect", b.effect)), 1)
		job := b.ended(sleeper, "a", id)
		close(wake)
		if err := <-woken; !errors.Is(err, errLost) {
			t.Errorf("the sleeper finished: %v", err)
		}
		if job.State != Done || job.Attempt != 2 || b.effects("a") != 1 {
			t.Errorf("ended as %+v with %d effects", job, b.effects("a"))
		}
	})
}

func TestShutdownHandsJobsBack(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		b.fast.Grace = 50 * time.Millisecond
		started := make(chan struct{}, 9)
		hold := kind("hold", func(ctx context.Context, _ *Run) error { started <- struct{}{}; <-ctx.Done(); return ctx.Err() })
		first := b.queue(hold)
		id := b.enqueue(first, "a", "chores.hold", nil)
		stop := b.process(first, 1)
		<-started
		stop()
		if job := b.get(first, "a", id); job.State != Waiting || job.Attempt != 0 || job.ErrorCode != "" {
			t.Errorf("after shutdown it is %+v", job)
		}
		second := b.queue(kind("hold", b.effect))
		b.process(second, 1)
		if job := b.ended(second, "a", id); job.State != Done || job.Attempt != 1 {
			t.Errorf("after the next start it ended as %+v", job)
		}
	})
}

// The worker is a process of its own, killed with -9 in the middle of a job.
func TestAKilledWorkersJobRunsAgain(t *testing.T) {
	if addr := os.Getenv("VUON_TEST_KILL_REDIS"); addr != "" {
		runUntilKilled(t, addr)
		return
	}
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		q := b.queue(kind("effect", b.effect))
		id := b.enqueue(q, "a", "chores.effect", nil)
		child := exec.Command(os.Args[0], "-test.run=^TestAKilledWorkersJobRunsAgain$")
		child.Env = append(os.Environ(), "VUON_TEST_KILL_REDIS="+addr, "VUON_TEST_KILL_DATABASE="+b.o.URL)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = child.Process.Kill(); _ = child.Wait() })
		until(t, "the child tells of its progress", func() bool { return b.get(q, "a", id).State == Running })
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		b.process(q, 1)
		if job := b.ended(q, "a", id); job.State != Done || job.Attempt != 2 || b.effects("a") != 1 {
			t.Errorf("ended as %+v with %d effects", job, b.effects("a"))
		}
	})
}

func runUntilKilled(t *testing.T, addr string) {
	db, err := database.Open(t.Context(), database.Options{URL: os.Getenv("VUON_TEST_KILL_DATABASE"), Secret: platformtest.Secret()})
	if err != nil {
		t.Fatal(err)
	}
	q, err := New(db, Options{RedisURL: "redis://" + addr, Beat: 100 * time.Millisecond}, clock.System{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = q.Register(kind("effect", func(ctx context.Context, r *Run) error {
		return db.InTenant(ctx, r.Tenant, func(ctx context.Context, tx database.Tx) error {
			if _, err := tx.ExecContext(ctx, "INSERT INTO chores_effects (tenant_id, job) VALUES (?, ?)", r.Tenant, r.ID); err != nil {
				return err
			}
			<-ctx.Done() // killed before it commits
			return ctx.Err()
		})
	}))
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = q.RunRelay(t.Context()) }()
	_ = q.RunWorkers(t.Context(), 1)
}
