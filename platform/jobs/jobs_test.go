package jobs

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
)

func TestAJobRunsAsTheAccountThatAsked(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		seen := make(chan identity.Actor, 1)
		q := b.queue(kind("echo", func(ctx context.Context, r *Run) error {
			actor, _ := identity.From(ctx)
			seen <- actor
			var args struct{ Plan string }
			if err := r.Arguments(&args); err != nil {
				return err
			}
			return r.Result(args)
		}))
		b.process(q, 2)
		asked := identity.Actor{Account: "0192f1d0-0000-7000-8000-000000000001", Username: "labour@krong-no", Tenant: "krong-no"}
		var id string
		err := b.db.InTenant(identity.With(t.Context(), asked), "krong-no", func(ctx context.Context, tx database.Tx) (err error) {
			id, err = q.Enqueue(ctx, tx, "chores.echo", map[string]string{"plan": "42"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		job := b.ended(q, "krong-no", id)
		if job.State != Done || string(job.Result) != `{"Plan": "42"}` || job.CreatedName != "labour@krong-no" || job.Title.VI != "Việc thử" || job.Attempt != 1 {
			t.Errorf("the job ended as %+v, result %s", job, job.Result)
		}
		if a := <-seen; a.Account != asked.Account || a.Username != asked.Username || a.Tenant != "krong-no" || !a.System {
			t.Errorf("it ran as %+v", a)
		}
		if _, err := q.Get(t.Context(), "cu-jut", id); fault.CodeOf(err) != "job_unknown" {
			t.Errorf("another tenant sees it: %v", err)
		}
	})
}

func TestWhatIsRolledBackNeverRuns(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		q := b.queue(kind("effect", b.effect))
		b.process(q, 2)
		undo := errors.New("undo")
		err := b.db.InTenant(t.Context(), "a", func(ctx context.Context, tx database.Tx) error {
			if _, err := q.Enqueue(ctx, tx, "chores.effect", nil); err != nil {
				return err
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		b.ended(q, "a", b.enqueue(q, "a", "chores.effect", nil))
		if n := b.effects("a"); n != 1 {
			t.Errorf("%d effects, want that of the committed job", n)
		}
	})
}

func TestTemporaryErrorsAreTriedAgain(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		clk := clock.NewManual(time.Now())
		b.clk = clk
		var calls atomic.Int32
		q := b.queue(kind("flaky", func(ctx context.Context, r *Run) error {
			if calls.Add(1) < 3 {
				return errors.New("connection reset, password=hunter2")
			}
			return b.effect(ctx, r)
		}))
		b.process(q, 2)
		id := b.enqueue(q, "a", "chores.flaky", nil)
		for attempt := 1; attempt < 3; attempt++ {
			until(t, "the attempt is over", func() bool { j := b.get(q, "a", id); return j.State == Waiting && j.Attempt == attempt })
			job := b.get(q, "a", id)
			if want := clk.Now().Add(backoff(attempt)); job.RunAfter.Sub(want).Abs() > time.Millisecond {
				t.Errorf("attempt %d runs again at %v, want %v", attempt, job.RunAfter, want)
			}
			if job.ErrorCode != "internal" || strings.Contains(job.Error.VI+job.Error.EN, "hunter2") || job.Error.VI == "" {
				t.Errorf("the error shown is %q %+v", job.ErrorCode, job.Error)
			}
			clk.Advance(backoff(attempt))
		}
		if job := b.ended(q, "a", id); job.State != Done || job.Attempt != 3 || job.ErrorCode != "" || b.effects("a") != 1 {
			t.Errorf("ended as %+v", job)
		}
	})
}

func TestFinalErrorsPanicsAndTimeoutsEndTheJob(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		slow := kind("slow", func(ctx context.Context, _ *Run) error { <-ctx.Done(); return ctx.Err() })
		slow.Timeout, slow.MaxAttempts = 20*time.Millisecond, 1
		q := b.queue(slow,
			kind("refused", func(context.Context, *Run) error {
				return fault.New(fault.Conflict, "plan_issued", "Kế hoạch đã ban hành.", "The plan is issued.")
			}),
			kind("panics", func(context.Context, *Run) error { panic("address of the database") }))
		b.process(q, 2)
		for name, code := range map[string]string{"chores.slow": "job_timeout", "chores.refused": "plan_issued", "chores.panics": "job_panicked"} {
			job := b.ended(q, "a", b.enqueue(q, "a", name, nil))
			if job.State != Failed || job.ErrorCode != code || job.Attempt != 1 || job.Error.VI == "" || strings.Contains(job.Error.EN, "database") {
				t.Errorf("%s ended as %+v, want %s", name, job, code)
			}
		}
	})
}

func TestAFailedJobRunsAgainByHand(t *testing.T) {
	onEveryRedis(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		var mended atomic.Bool
		q := b.queue(kind("mend", func(ctx context.Context, r *Run) error {
			if !mended.Load() {
				return fault.New(fault.Invalid, "file_missing", "Thiếu tệp.", "The file is missing.")
			}
			return b.effect(ctx, r)
		}))
		b.process(q, 2)
		id := b.enqueue(q, "a", "chores.mend", nil)
		if job := b.ended(q, "a", id); job.State != Failed {
			t.Fatalf("ended as %+v", job)
		}
		mended.Store(true)
		if err := q.Retry(t.Context(), "a", id); err != nil {
			t.Fatal(err)
		}
		if job := b.ended(q, "a", id); job.State != Done || job.Attempt != 1 || job.ErrorCode != "" {
			t.Errorf("after Retry it ended as %+v", job)
		}
		if err := q.Retry(t.Context(), "a", id); fault.CodeOf(err) != "job_not_ended" {
			t.Errorf("a job that is done ran again: %v", err)
		}
		if err := q.Cancel(t.Context(), "a", id); fault.CodeOf(err) != "job_finished" {
			t.Errorf("a job that is done was cancelled: %v", err)
		}
	})
}

func TestProgressAndCancelReachAnotherProcess(t *testing.T) {
	for name, beat := range map[string]time.Duration{"by sign of life": 50 * time.Millisecond, "by the queue's word": time.Hour} {
		t.Run(name, func(t *testing.T) {
			onEveryRedis(t, func(t *testing.T, addr string) {
				b := newBench(t, addr)
				b.fast.Beat, b.fast.Lease = beat, 2*time.Hour
				going := kind("going", func(ctx context.Context, r *Run) error {
					if err := r.Progress(ctx, 3, 10, i18n.T("Trang 3/10", "Page 3 of 10")); err != nil {
						return err
					}
					<-ctx.Done()
					return ctx.Err()
				})
				web := b.queue(going)
				b.process(b.queue(going), 2)
				id := b.enqueue(web, "a", "chores.going", nil)
				until(t, "progress shows", func() bool { return b.get(web, "a", id).Done == 3 })
				if job := b.get(web, "a", id); job.Total != 10 || job.Note.VI != "Trang 3/10" || job.Percent() != 30 || job.State != Running {
					t.Errorf("progress shows %+v", job)
				}
				if err := web.Cancel(t.Context(), "a", id); err != nil {
					t.Fatal(err)
				}
				if job := b.ended(web, "a", id); job.State != Cancelled {
					t.Errorf("ended as %+v", job)
				}
			})
		})
	}
}

func TestAWaitingJobIsCancelledAtOnce(t *testing.T) {
	b := newBench(t, "127.0.0.1:1") // no Redis is needed for it
	q := b.queue(kind("effect", b.effect))
	id := b.enqueue(q, "a", "chores.effect", nil)
	if err := q.Cancel(t.Context(), "a", id); err != nil {
		t.Fatal(err)
	}
	if job := b.get(q, "a", id); job.State != Cancelled || job.FinishedAt.IsZero() {
		t.Errorf("it is %+v", job)
	}
	run, _, err := q.claim(t.Context(), delivery{Tenant: "a", ID: id})
	if run != nil || err != nil {
		t.Errorf("a late delivery still runs it: %v", err)
	}
	for _, unknown := range []string{"", "1", "0192f1d0-0000-7000-8000-000000000001", "'; DROP TABLE jobs_jobs"} {
		if err := q.Cancel(t.Context(), "a", unknown); fault.CodeOf(err) != "job_unknown" {
			t.Errorf("Cancel(%q): %v", unknown, err)
		}
	}
}

func TestListIsFilteredAndContinues(t *testing.T) {
	b := newBench(t, "127.0.0.1:1")
	q := b.queue(kind("one", b.effect), kind("two", b.effect))
	var want []string
	for range 5 {
		want = append([]string{b.enqueue(q, "a", "chores.one", nil)}, want...)
		b.enqueue(q, "a", "chores.two", nil)
		b.enqueue(q, "b", "chores.one", nil)
	}
	var got []string
	for page := (database.Page{Limit: 2}); ; {
		jobs, next, err := q.List(t.Context(), "a", Filter{Kind: "chores.one", State: Waiting}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range jobs {
			got = append(got, j.ID)
		}
		if page.After = next; next == "" {
			break
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("listed %v, want %v", got, want)
	}
	if _, _, err := q.List(t.Context(), "a", Filter{}, database.Page{After: database.Cursor("x")}); fault.CodeOf(err) != "bad_cursor" {
		t.Errorf("a cursor that is no id: %v", err)
	}
}

func TestTheRelaySeesNoArgumentsAndWritesOnlyItsMark(t *testing.T) {
	b := newBench(t, "127.0.0.1:1")
	q := b.queue(kind("effect", b.effect))
	id := b.enqueue(q, "a", "chores.effect", map[string]string{"household": "7"})
	for sql, allowed := range map[string]bool{
		"SELECT tenant_id, id, kind, state, claim, run_after, sent_at, heartbeat_at FROM jobs_jobs": true,
		"UPDATE jobs_jobs SET sent_at = now()":                                                      true,
		"SELECT args FROM jobs_jobs":                                                                false,
		"SELECT result FROM jobs_jobs":                                                              false,
		"SELECT created_name FROM jobs_jobs":                                                        false,
		"UPDATE jobs_jobs SET state = 'done'":                                                       false,
		"UPDATE jobs_jobs SET kind = 'chores.other'":                                                false,
		"DELETE FROM jobs_jobs":                                                                     false,
		"INSERT INTO jobs_jobs (tenant_id, id) VALUES ('a', NULL)":                                  false,
	} {
		err := b.db.AsRelay(t.Context(), func(ctx context.Context, tx database.Tx) error {
			_, err := tx.ExecContext(ctx, sql)
			return err
		})
		if (err == nil) != allowed {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if err := q.Cancel(t.Context(), "a", id); err != nil {
		t.Fatal(err)
	}
	var n int
	err := b.db.AsRelay(t.Context(), func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw("SELECT count(*) FROM jobs_jobs").Scan(ctx, &n)
	})
	if err != nil || n != 0 {
		t.Errorf("the relay sees %d finished jobs, %v", n, err)
	}
}

func TestWrongUseIsRefused(t *testing.T) {
	b := newBench(t, "127.0.0.1:1")
	one := kind("one", b.effect)
	q := b.queue(one)
	for name, bad := range map[string]Kind{"twice": one, "no function": kind("two", nil), "no module": {Name: "two", Title: one.Title, Run: one.Run}} {
		if err := q.Register(bad); err == nil {
			t.Errorf("%s: was registered", name)
		}
	}
	for name, try := range map[string]func(ctx context.Context, tx database.Tx) error{
		"unknown kind": func(ctx context.Context, tx database.Tx) error {
			_, err := q.Enqueue(ctx, tx, "chores.nine", nil)
			return err
		},
		"large arguments": func(ctx context.Context, tx database.Tx) error {
			_, err := q.Enqueue(ctx, tx, "chores.one", strings.Repeat("x", maxArgs))
			return err
		},
	} {
		if err := b.db.InTenant(t.Context(), "a", try); err == nil {
			t.Errorf("%s: was enqueued", name)
		}
	}
	if _, err := q.Enqueue(t.Context(), database.Tx{}, "chores.one", nil); err == nil {
		t.Error("enqueued outside of a tenant's transaction")
	}
	if err := q.Ping(t.Context()); fault.CodeOf(err) != "queue_unavailable" {
		t.Errorf("Ping without Redis: %v", err)
	}
}

func TestTheSchemaIsClean(t *testing.T) {
	_, o := platformtest.DatabaseAndOptions(t, Source(), chores())
	if found, err := database.Lint(t.Context(), o, nil); err != nil || len(found) > 0 {
		t.Errorf("%q, %v", found, err)
	}
}
