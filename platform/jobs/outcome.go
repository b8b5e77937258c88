package jobs

import (
	"errors"
	"fmt"
	"time"

	"vuon/platform/fault"
)

// Why a running job's context ended.
var (
	errCancelled = errors.New("jobs: the job was cancelled")
	errShutdown  = errors.New("jobs: the worker is shutting down")
	errLost      = errors.New("jobs: the job is in other hands")
	errTimeout   = errors.New("jobs: the job took too long")
)

// panicked is what a function that panicked returned.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// outcome is what is written about an attempt that ended.
type outcome struct {
	state    State // Waiting: again after delay; "": nothing is written, the job is in other hands
	fault    *fault.Error
	delay    time.Duration
	uncount  bool // the attempt does not count: it was interrupted, it did not fail
	internal bool // worth the operator's attention
}

// judge turns what the function returned, and why its context ended (nil if it
// did not), into what becomes of the job.
func judge(err, cause error, attempt, attempts int) outcome {
	var p *panicked
	switch {
	case err == nil:
		return outcome{state: Done}
	case errors.Is(cause, errLost):
		return outcome{}
	case errors.As(err, &p):
		return outcome{state: Failed, internal: true, fault: fault.New(fault.Internal, "job_panicked",
			"Công việc dừng vì lỗi của phần mềm. Hãy báo mã công việc cho quản trị viên.",
			"The job stopped on a fault of the software. Give the job's id to your administrator.").Because(err)}
	case errors.Is(cause, errCancelled):
		return outcome{state: Cancelled}
	case errors.Is(cause, errShutdown):
		return outcome{state: Waiting, uncount: true}
	}
	f := fault.From(err)
	if errors.Is(cause, errTimeout) {
		f = fault.New(fault.Unavailable, "job_timeout", "Công việc quá thời gian cho phép. Hãy thử lại, hoặc chia nhỏ công việc.",
			"The job took longer than allowed. Try again, or split the work.").Because(err)
	}
	if temporary(f.Kind) && attempt < attempts {
		return outcome{state: Waiting, fault: f, delay: backoff(attempt)}
	}
	return outcome{state: Failed, fault: f, internal: f.Kind == fault.Internal}
}

// temporary reports whether another attempt may end better.
func temporary(k fault.Kind) bool {
	return k == fault.Internal || k == fault.Unavailable || k == fault.TooMany
}

// backoff is how long to wait after the n-th failed attempt (from 1): 2 s, 8 s,
// 32 s … up to 10 minutes.
func backoff(n int) time.Duration {
	return min(2*time.Second<<(2*min(max(n, 1)-1, 5)), 10*time.Minute)
}
