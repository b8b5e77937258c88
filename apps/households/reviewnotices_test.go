package households

import (
	"context"
	"testing"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/identity"
)

func TestRemindersComeOnce(t *testing.T) {
	c := newCircle(newWorld(t))
	c.on("2024-09-03")
	_, err := c.OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.must(err)
	count := func(kind string) (n int) {
		c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
			return tx.NewRaw("SELECT count(*) FROM notify_messages WHERE kind = ?", kind).Scan(ctx, &n)
		})
		return n
	}
	operator := identity.With(t.Context(), identity.Operator())
	c.must(c.keepReviews(operator, krongNo))
	if n := count("households.due"); n != 0 {
		t.Errorf("%d reminders on the first day", n)
	}
	c.on("2024-09-16") // due on the 17th: ten working days after 2 and 3 September
	c.must(c.keepReviews(operator, krongNo))
	c.must(c.keepReviews(operator, krongNo))
	due := count("households.due")
	if due == 0 {
		t.Error("nobody was reminded")
	}
	c.on("2024-09-25")
	c.must(c.keepReviews(operator, krongNo))
	c.must(c.keepReviews(operator, krongNo))
	if count("households.due") != due || count("households.late") == 0 {
		t.Errorf("%d reminders, %d late", count("households.due"), count("households.late"))
	}
}

func TestThirtySixMonthsEnd(t *testing.T) {
	c := newCircle(newWorld(t))
	operator := identity.With(t.Context(), identity.Operator())
	c.must(c.on("2024-09-03").keepReviews(operator, krongNo))
	c.wantHeld("1-over", classify.NotPoor, "")
	c.wantHeld("1-escaped", classify.Escaped, "2023-12-20")
	c.must(c.on("2026-12-20").keepReviews(operator, krongNo))
	c.wantHeld("1-escaped", classify.Escaped, "2023-12-20")
	c.must(c.on("2026-12-21").keepReviews(operator, krongNo))
	c.wantHeld("1-escaped", classify.NotPoor, "")
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		spells, err := c.store.spells(ctx, tx, c.ids["1-over"])
		if err != nil || len(spells) != 2 || spells[1].From != "2023-12-21" {
			t.Errorf("history %+v (%v)", spells, err)
		}
		return nil
	})
}
