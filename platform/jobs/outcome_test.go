package jobs

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/platform/fault"
)

func TestJudge(t *testing.T) {
	plain := errors.New("connection reset")
	conflict := fault.New(fault.Conflict, "plan_issued", "Kế hoạch đã ban hành.", "The plan is issued.")
	busy := fault.New(fault.Unavailable, "storage_unavailable", "Kho tệp không trả lời.", "Storage does not answer.")
	for name, c := range map[string]struct {
		err, cause error
		attempt    int
		state      State
		code       string
		uncount    bool
	}{
		"ended well":             {nil, nil, 1, Done, "", false},
		"ended well, asked late": {nil, errCancelled, 1, Done, "", false},
		"temporary":              {plain, nil, 1, Waiting, "internal", false},
		"temporary, last time":   {plain, nil, 3, Failed, "internal", false},
		"unavailable":            {busy, nil, 2, Waiting, "storage_unavailable", false},
		"final at once":          {conflict, nil, 1, Failed, "plan_issued", false},
		"panic":                  {&panicked{value: "secret"}, nil, 1, Failed, "job_panicked", false},
		"cancelled":              {context.Canceled, errCancelled, 1, Cancelled, "", false},
		"shutdown":               {context.Canceled, errShutdown, 3, Waiting, "", true},
		"timeout":                {context.DeadlineExceeded, errTimeout, 1, Waiting, "job_timeout", false},
		"timeout, last time":     {context.DeadlineExceeded, errTimeout, 3, Failed, "job_timeout", false},
		"in other hands":         {errLost, errLost, 1, "", "", false},
	} {
		o := judge(c.err, c.cause, c.attempt, 3)
		code := ""
		if o.fault != nil {
			code = o.fault.Code
		}
		if o.state != c.state || code != c.code || o.uncount != c.uncount {
			t.Errorf("%s: %q %q %v, want %q %q %v", name, o.state, code, o.uncount, c.state, c.code, c.uncount)
		}
	}
}

func TestBackoffGrowsToItsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-1, 1000).Draw(t, "n")
		if a, b := backoff(n), backoff(n+1); a < 2*time.Second || a > b || b > 10*time.Minute {
			t.Fatalf("backoff(%d) = %v, then %v", n, a, b)
		}
	})
}

// Whatever the row, a worker starts only what is open, due and in nobody's hands.
func TestVerdictStartsOnlyWhatIsFree(t *testing.T) {
	now := time.Date(2024, 2, 5, 1, 0, 0, 0, time.UTC)
	stale := now.Add(-30 * time.Second)
	rapid.Check(t, func(t *rapid.T) {
		seconds := func(label string) time.Time {
			return now.Add(time.Duration(rapid.IntRange(-60, 60).Draw(t, label)) * time.Second)
		}
		r := &row{HeartbeatAt: seconds("heartbeat"), Job: Job{
			State:    rapid.SampledFrom([]State{Waiting, Running, Done, Failed, Cancelled}).Draw(t, "state"),
			RunAfter: seconds("run after"), Attempt: rapid.IntRange(0, 3).Draw(t, "attempt"), MaxAttempts: 3,
			CancelRequested: rapid.Bool().Draw(t, "cancel"),
		}}
		free := r.State == Waiting && !r.RunAfter.After(now) || r.State == Running && !r.HeartbeatAt.After(stale)
		got := r.verdict(now, stale)
		if (got == start) != (free && !r.CancelRequested && r.Attempt < 3) || (got == skip) == free {
			t.Fatalf("verdict %d of %+v", got, r)
		}
	})
}
