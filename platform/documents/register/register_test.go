package register_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/fault"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

func take(ctx context.Context, db *database.DB, r *register.Register, tenant string, first int, fail bool) (n int, err error) {
	err = db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		n, err = r.Next(ctx, tx, first, register.Entry{Year: 2024, Kind: "KH", Symbol: "KH-UBND",
			Dated: time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC), Object: "plan", ObjectID: "x"})
		if fail {
			return errors.New("the rest of the transaction failed")
		}
		return err
	})
	return n, err
}

// Fifty at once, every third of which fails after it took its number.
func TestNumbersHaveNoGapsAndAreNotReused(t *testing.T) {
	db := platformtest.Database(t, tenancy.Source(), register.Source())
	r := register.New(db, clock.System{})
	var all sync.WaitGroup
	var mu sync.Mutex
	given := map[int]bool{}
	for i := range 50 {
		all.Go(func() {
			n, err := take(t.Context(), db, r, "krong-no", 0, i%3 == 0)
			mu.Lock()
			defer mu.Unlock()
			if err == nil && given[n] {
				t.Errorf("number %d was given out twice", n)
			}
			given[n] = given[n] || err == nil
		})
	}
	all.Wait()
	entries, err := r.List(t.Context(), "krong-no", 2024)
	if err != nil || len(entries) != 33 {
		t.Fatalf("%d entries, %v; want 33", len(entries), err)
	}
	for i, e := range entries {
		if e.Number != i+1 || !given[e.Number] {
			t.Errorf("entry %d has number %d", i+1, e.Number)
		}
	}
}

func expected(t *testing.T, db *database.DB, r *register.Register, tenant string, first int) (n int) {
	t.Helper()
	err := db.InTenant(t.Context(), tenant, func(ctx context.Context, tx bun.Tx) (err error) {
		n, err = r.Expected(ctx, tx, first, 2024, "KH")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAYearMayBeginAfterNumbersOnPaper(t *testing.T) {
	db := platformtest.Database(t, tenancy.Source(), register.Source())
	r := register.New(db, clock.System{})
	for _, want := range []int{12, 13} {
		if n := expected(t, db, r, "krong-no", 12); n != want {
			t.Errorf("%d is expected next; want %d", n, want)
		}
		if n, err := take(t.Context(), db, r, "krong-no", 12, false); n != want || err != nil {
			t.Errorf("got %d, %v; want %d", n, err, want)
		}
	}
	if n, err := take(t.Context(), db, r, "cu-jut", 0, false); n != 1 || err != nil {
		t.Errorf("another tenant got %d, %v; want 1", n, err)
	}
}

func TestAVoidedNumberStaysAndIsNotGivenOutAgain(t *testing.T) {
	db := platformtest.Database(t, tenancy.Source(), register.Source())
	r := register.New(db, clock.System{})
	if n, err := take(t.Context(), db, r, "krong-no", 0, false); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	void := func(number int, reason string) string {
		return fault.CodeOf(db.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx bun.Tx) error {
			return r.Void(ctx, tx, 2024, "KH", number, reason)
		}))
	}
	for _, c := range []struct {
		number       int
		reason, want string
	}{{1, " ", "remark_missing"}, {2, "Nhầm.", "number_unknown"}, {1, "Nhầm.", ""}, {1, "Nhầm.", "number_voided"}} {
		if got := void(c.number, c.reason); got != c.want {
			t.Errorf("void %d because %q: %q, want %q", c.number, c.reason, got, c.want)
		}
	}
	if n, err := take(t.Context(), db, r, "krong-no", 0, false); n != 2 || err != nil {
		t.Errorf("after 1 was voided %d, %v is given out; want 2", n, err)
	}
	entries, err := r.List(t.Context(), "krong-no", 2024)
	if err != nil || len(entries) != 2 || entries[0].Void == nil || entries[0].Void.Reason != "Nhầm." || entries[1].Void != nil {
		t.Errorf("the register holds %+v, %v", entries, err)
	}
	if other, err := r.List(t.Context(), "cu-jut", 2024); err != nil || len(other) != 0 {
		t.Errorf("another tenant sees %v, %v", other, err)
	}
}
