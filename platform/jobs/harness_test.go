package jobs

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/platformtest"
)

// Every test of the queue's behaviour runs on the in-process Redis and on a real
// one: that of VUON_TEST_REDIS_URL, or the machine's redis-server.
func onEveryRedis(t *testing.T, test func(t *testing.T, addr string)) {
	t.Run("in process", func(t *testing.T) { test(t, miniredis.RunT(t).Addr()) })
	t.Run("real", func(t *testing.T) { test(t, realRedis(t)) })
}

func realRedis(t *testing.T) string {
	if raw := os.Getenv("VUON_TEST_REDIS_URL"); raw != "" {
		return strings.TrimPrefix(raw, "redis://")
	}
	server, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("no real Redis: set VUON_TEST_REDIS_URL or install redis-server")
	}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := socket.Addr().String()
	_ = socket.Close()
	_, port, _ := net.SplitHostPort(addr)
	cmd := exec.Command(server, "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	until(t, "redis-server answers", func() bool {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	return addr
}

func flush(t *testing.T, addr string) {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: addr})
	defer client.Close()
	if err := client.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
}

// chores is a module whose effects can be counted: nothing in its table keeps
// one from happening twice.
func chores() database.Source {
	return database.Source{Module: "chores", FS: fstest.MapFS{"0001_chores.sql": {Data: []byte(`-- +goose Up
CREATE TABLE chores_effects (tenant_id text NOT NULL, id uuid NOT NULL DEFAULT gen_random_uuid(), job text NOT NULL, PRIMARY KEY (tenant_id, id));
SELECT vuon_tenant_table('chores_effects', false);
`)}}}
}

// bench is one deployment of jobs: a database, a Redis, and as many queues
// ("processes") as the test wants.
type bench struct {
	t    *testing.T
	db   *database.DB
	o    database.Options
	addr string
	clk  clock.Clock
	fast Options
}

func newBench(t *testing.T, addr string) *bench {
	db, o := platformtest.DatabaseAndOptions(t, Source(), chores())
	return &bench{t: t, db: db, o: o, addr: addr, clk: clock.System{},
		fast: Options{Lease: time.Second, Beat: 100 * time.Millisecond, Poll: 20 * time.Millisecond, Idle: 10 * time.Millisecond, Grace: 2 * time.Second}}
}

func (b *bench) queue(kinds ...Kind) *Queue {
	b.t.Helper()
	o := b.fast
	o.RedisURL = "redis://" + b.addr
	q, err := New(b.db, o, b.clk, slog.New(slog.DiscardHandler))
	if err == nil {
		err = q.Register(kinds...)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = q.Close() })
	return q
}

// process runs relay and workers of q until the returned function, or the test, ends.
func (b *bench) process(q *Queue, concurrency int) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { _ = q.RunRelay(ctx) })
	ended.Go(func() {
		if err := q.RunWorkers(ctx, concurrency); err != nil {
			b.t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() { cancel(); ended.Wait() })
	b.t.Cleanup(stop)
	return stop
}

func (b *bench) enqueue(q *Queue, tenant, kind string, args any, opts ...Option) (id string) {
	b.t.Helper()
	err := b.db.InTenant(b.t.Context(), tenant, func(ctx context.Context, tx database.Tx) (err error) {
		id, err = q.Enqueue(ctx, tx, kind, args, opts...)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// ended waits for the job and returns it.
func (b *bench) ended(q *Queue, tenant, id string) Job {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	job, err := q.Wait(ctx, tenant, id)
	if err != nil {
		b.t.Fatalf("job %s is still %s (attempt %d): %v", id, job.State, job.Attempt, err)
	}
	return job
}

func (b *bench) get(q *Queue, tenant, id string) Job {
	b.t.Helper()
	job, err := q.Get(b.t.Context(), tenant, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return job
}

func (b *bench) effects(tenant string) (n int64) {
	b.t.Helper()
	err := b.db.InTenant(b.t.Context(), tenant, func(ctx context.Context, tx database.Tx) (err error) {
		n, err = tx.NewSelect().Table("chores_effects").Count(ctx)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

func kind(name string, run func(ctx context.Context, r *Run) error) Kind {
	return Kind{Name: "chores." + name, Title: i18n.T("Việc thử", "Chore"), Run: run}
}

// effect writes its mark in the transaction that finishes the job.
func (b *bench) effect(ctx context.Context, r *Run) error {
	return b.db.InTenant(ctx, r.Tenant, func(ctx context.Context, tx database.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO chores_effects (tenant_id, job) VALUES (?, ?)", r.Tenant, r.ID); err != nil {
			return err
		}
		return r.Finish(ctx, tx, map[string]string{"made": r.ID})
	})
}

// until polls for what other goroutines bring about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick, tooLong := time.NewTicker(5*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-tooLong:
			t.Fatalf("never: %s", what)
		}
	}
}

// wire is a cable to Redis that can be cut: what was under way is lost, the
// answer of a command that Redis has carried out too.
type wire struct {
	net.Listener
	to    string
	down  atomic.Bool
	mu    sync.Mutex
	conns map[net.Conn]bool
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, to: to, conns: map[net.Conn]bool{}}
	var ended sync.WaitGroup
	ended.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			ended.Go(func() { w.carry(conn) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); w.cut(); ended.Wait() })
	return w
}

func (w *wire) carry(from net.Conn) {
	defer from.Close()
	to, err := net.Dial("tcp", w.to)
	if w.down.Load() || err != nil {
		return
	}
	defer to.Close()
	w.mu.Lock()
	w.conns[from] = true
	w.mu.Unlock()
	go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
	_, _ = io.Copy(from, to)
	w.mu.Lock()
	delete(w.conns, from)
	w.mu.Unlock()
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for conn := range w.conns {
		_ = conn.Close()
	}
}

func (w *wire) addr() string { return w.Addr().String() }
