package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"vuon/platform/clock"
)

// A process was killed, and its queue with it: one job ran, one lay in the
// queue. The next process does not wait until their lease has run out.
func TestReclaimedJobsRunAtOnce(t *testing.T) {
	b := newBench(t, miniredis.RunT(t).Addr())
	b.fast.Lease = 24 * time.Hour
	dead := b.queue(kind("effect", b.effect))
	running, waiting := b.enqueue(dead, "a", "chores.effect", nil), b.enqueue(dead, "b", "chores.effect", nil)
	if err := dead.relay(t.Context()); err != nil {
		t.Fatal(err)
	}
	if run, _, err := dead.claim(t.Context(), delivery{Tenant: "a", ID: running}); err != nil || run == nil {
		t.Fatalf("the job was not begun: %v", err)
	}
	b.addr = miniredis.RunT(t).Addr()
	next := b.queue(kind("effect", b.effect))
	if n, _, err := next.Backlog(t.Context()); err != nil || n != 0 {
		t.Fatalf("%d jobs are due though somebody holds them, %v", n, err)
	}
	if err := next.Reclaim(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.process(next, 2)
	for tenant, id := range map[string]string{"a": running, "b": waiting} {
		if job := b.ended(next, tenant, id); job.State != Done || b.effects(tenant) != 1 {
			t.Errorf("%s: %s, %d effects", tenant, job.State, b.effects(tenant))
		}
	}
}

func TestBacklogIsWhatIsDueAndNotSent(t *testing.T) {
	b := newBench(t, miniredis.RunT(t).Addr())
	clk := clock.NewManual(time.Now())
	b.clk = clk
	q := b.queue(kind("effect", b.effect))
	expect := func(waiting int, oldest time.Duration) {
		t.Helper()
		n, age, err := q.Backlog(t.Context())
		if err != nil || n != waiting || age.Round(time.Millisecond) != oldest {
			t.Errorf("%d since %s, %v; want %d since %s", n, age, err, waiting, oldest)
		}
	}
	expect(0, 0)
	b.enqueue(q, "a", "chores.effect", nil)
	clk.Advance(3 * time.Second)
	b.enqueue(q, "b", "chores.effect", nil)
	clk.Advance(time.Second)
	expect(2, 4*time.Second)
	if err := q.relay(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect(0, 0)
}

func TestPruneForgetsOldEndsOnly(t *testing.T) {
	b := newBench(t, miniredis.RunT(t).Addr())
	clk := clock.NewManual(time.Now())
	b.clk = clk
	q := b.queue(kind("effect", func(context.Context, *Run) error { return nil }))
	old, kept := b.enqueue(q, "a", "chores.effect", nil), b.enqueue(q, "a", "chores.effect", nil)
	other := b.enqueue(q, "b", "chores.effect", nil)
	for tenant, id := range map[string]string{"a": old, "b": other} {
		if err := q.Cancel(t.Context(), tenant, id); err != nil {
			t.Fatal(err)
		}
	}
	clk.Advance(time.Hour)
	if n, err := q.Prune(t.Context(), "a", clk.Now().Add(-2*time.Hour)); err != nil || n != 0 {
		t.Errorf("%d jobs were forgotten before their time, %v", n, err)
	}
	if n, err := q.Prune(t.Context(), "a", clk.Now()); err != nil || n != 1 {
		t.Errorf("%d jobs were forgotten, %v; want 1", n, err)
	}
	if _, err := q.Get(t.Context(), "a", old); err == nil {
		t.Error("the old job is still there")
	}
	b.get(q, "a", kept)
	b.get(q, "b", other)
}
