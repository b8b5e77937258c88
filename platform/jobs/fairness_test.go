package jobs

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vuon/platform/clock"
)

// One tenant floods the queue with jobs that hold their workers; another's jobs
// run all the same, and the first never has more than its quota running.
func TestATenantCannotStarveTheOthers(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		b.fast.Quota = func(context.Context, string) (int, error) { return 2, nil }
		let := make(chan struct{})
		var now, most atomic.Int64
		flood := kind("flood", func(ctx context.Context, r *Run) error {
			n := now.Add(1)
			defer now.Add(-1)
			for {
				m := most.Load()
				if n <= m || most.CompareAndSwap(m, n) {
					break
				}
			}
			select {
			case <-let:
			case <-ctx.Done():
			}
			return b.effect(ctx, r)
		})
		small := kind("small", b.effect)
		q := b.queue(flood, small)
		var last string
		for range 40 {
			last = b.enqueue(q, "a", "chores.flood", nil)
		}
		b.process(q, 4)
		b.process(b.queue(flood, small), 4)
		until(t, "the flood runs", func() bool { return now.Load() == 2 })
		for range 6 {
			if job := b.ended(q, "b", b.enqueue(q, "b", "chores.small", nil)); job.State != Done {
				t.Fatalf("the small tenant's job ended as %+v", job)
			}
		}
		if b.effects("a") != 0 {
			t.Error("the flood was let through")
		}
		close(let)
		b.ended(q, "a", last)
		until(t, "the flood is over", func() bool { return b.effects("a") == 40 })
		if most.Load() != 2 {
			t.Errorf("%d of one tenant's jobs ran at once, want 2", most.Load())
		}
	})
}

func TestTheRelayServesTenantsInTurn(t *testing.T) {
	b := newBench(t, "127.0.0.1:1")
	b.clk = clock.NewManual(time.Now())
	q := b.queue(kind("effect", b.effect))
	quotas := map[string]int{"big": 4}
	for range 30 {
		b.enqueue(q, "big", "chores.effect", nil)
	}
	for i := range 3 {
		tenant := fmt.Sprintf("small-%d", i)
		quotas[tenant] = 4
		b.enqueue(q, tenant, "chores.effect", nil)
	}
	batch, err := q.take(t.Context(), quotas)
	if err != nil {
		t.Fatal(err)
	}
	if len(batch) != 7 {
		t.Fatalf("%d sent, want 4 of the big tenant and 3 others: %+v", len(batch), batch)
	}
	for i, d := range batch {
		if (i >= 4) != (d.Place > 1) || d.Place > 1 && d.Tenant != "big" {
			t.Errorf("delivery %d is of %s, place %d", i, d.Tenant, d.Place)
		}
	}
	if again, err := q.take(t.Context(), quotas); err != nil || len(again) != 0 {
		t.Errorf("sent again within the lease: %+v, %v", again, err)
	}
}

func TestTheQueueStaysShort(t *testing.T) {
	b := newBench(t, "127.0.0.1:1")
	q := b.queue(kind("effect", b.effect))
	quotas := map[string]int{}
	for i := range backlog + 20 {
		tenant := fmt.Sprintf("tenant-%d", i)
		quotas[tenant] = 4
		b.enqueue(q, tenant, "chores.effect", nil)
	}
	// Relays that work at the same moment take each job once.
	var mu sync.Mutex
	taken := map[string]int{}
	var relays sync.WaitGroup
	for range 4 {
		relays.Go(func() {
			batch, err := q.take(context.Background(), quotas)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, d := range batch {
				taken[d.ID]++
			}
		})
	}
	relays.Wait()
	for id, n := range taken {
		if n != 1 {
			t.Errorf("job %s was taken %d times", id, n)
		}
	}
	if batch, err := q.take(t.Context(), quotas); err != nil || len(batch) != 0 || len(taken) < backlog {
		t.Errorf("%d taken, then %d more, %v", len(taken), len(batch), err)
	}
}
