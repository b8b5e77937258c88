package clock_test

import (
	"testing"
	"time"

	"vuon/platform/clock"
)

// What is kept must be what was told: PostgreSQL keeps microseconds.
func TestTimeIsUTCToTheMicrosecond(t *testing.T) {
	now := clock.System{}.Now()
	if now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
		t.Error(now)
	}
}

func TestAManualClockStands(t *testing.T) {
	c := clock.NewManual(time.Date(2024, 2, 5, 7, 0, 0, 0, time.FixedZone("+07", 7*60*60)))
	began := time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC)
	for range 2 {
		if c.Now() != began {
			t.Error(c.Now())
		}
	}
	if c.Advance(time.Hour); c.Now() != began.Add(time.Hour) {
		t.Error(c.Now())
	}
}
