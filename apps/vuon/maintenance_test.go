package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/module"
	"vuon/platform/storage"
	"vuon/platform/telemetry"
	"vuon/platform/tenancy"
)

// later is the stage's deployment some time from now.
func (s *stage) later(d time.Duration) *deployment {
	clk := &stagedClock{}
	clk.set(time.Now().Add(d))
	later := *s.d
	later.clock = clk
	return &later
}

// Housekeeping puts each chain's end under lock, once, and forgets jobs that
// ended long ago; the chains hold against their checkpoints.
func TestHousekeeping(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	ctx := asOperator(t.Context())
	var made struct{ Job string }
	s.api(t, "labour@"+tenant, http.MethodPost, "/api/tenants/"+tenant+"/plans/2024/documents", map[string]string{"format": "pdf"}).decode(t, &made)
	if job, err := s.d.jobs.Wait(ctx, tenant, made.Job); err != nil || job.State != jobs.Done {
		t.Fatalf("%s: %v", job.State, err)
	}
	before, err := s.d.audit.Head(ctx, tenant)
	if err != nil || before.Seq == 0 {
		t.Fatalf("head %+v, %v", before, err)
	}
	for range 2 {
		if err := s.d.keepHouse(ctx); err != nil {
			t.Fatal(err)
		}
	}
	points, err := s.d.checkpoints(ctx, tenant)
	if err != nil || len(points) == 0 || points[len(points)-1].Seq < before.Seq {
		t.Errorf("checkpoints %+v after %+v, %v", points, before, err)
	}
	for _, chain := range []string{tenant, audit.Platform} {
		points, err := s.d.checkpoints(ctx, chain)
		if err != nil || len(points) == 0 {
			t.Errorf("%s: %d checkpoints, %v", chain, len(points), err)
		}
		if report, err := s.d.audit.Verify(ctx, chain, points...); err != nil || report.Broken != nil {
			t.Errorf("%s: %+v, %v", chain, report, err)
		}
	}
	objects, _, err := s.d.storage.List(ctx, tenant, checkpointKeys, database.Page{Limit: 500})
	if err != nil || len(objects) != len(points) {
		t.Fatalf("%d objects for %d checkpoints, %v", len(objects), len(points), err)
	}
	if !objects[0].Locked(time.Now().AddDate(checkpointYears, 0, -1)) {
		t.Errorf("a checkpoint is locked until %s only", objects[0].LockedUntil)
	}
	if _, err := s.d.jobs.Get(ctx, tenant, made.Job); err != nil {
		t.Errorf("the job of today is gone: %v", err)
	}
	if err := s.later(jobsKept + time.Hour).keepHouse(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.d.jobs.Get(ctx, tenant, made.Job); fault.CodeOf(err) != "job_unknown" {
		t.Errorf("the job of %s ago is still there: %v", jobsKept, err)
	}
}

// A tenant's limits hold from its settings; where it has none, the standard does.
func TestLimitsComeFromSettings(t *testing.T) {
	s := staged(t)
	const tenant = "dak-rlap"
	ctx := asOperator(t.Context())
	put := func(key string) error {
		_, err := s.d.storage.Put(ctx, tenant, key, bytes.NewReader([]byte("Chỉ là một dòng chữ.")), storage.PutOptions{Name: "chu.txt", Types: []string{"text/plain"}})
		return err
	}
	if err := put("limits/a.txt"); err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]any{tenancy.StorageQuota: 10, tenancy.JobsConcurrent: 3} {
		if err := s.d.tenants.Set(ctx, tenant, key, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.d.tenants.Unset(context.WithoutCancel(ctx), tenant, key) })
	}
	if err := put("limits/b.txt"); fault.CodeOf(err) != "storage_quota_exceeded" {
		t.Errorf("over the quota: %v", err)
	}
	if n, err := s.d.jobOptions().Quota(ctx, tenant); n != 3 || err != nil {
		t.Errorf("%d jobs at once, %v", n, err)
	}
	if n, err := s.d.jobOptions().Quota(ctx, "krong-no"); n != 0 || err != nil {
		t.Errorf("without a setting: %d, %v", n, err)
	}
	if err := s.d.tenants.Set(ctx, tenant, tenancy.JobsConcurrent, "ba"); fault.CodeOf(err) != "setting_wrong" {
		t.Errorf("a word as number: %v", err)
	}
}

// The metrics tell of the pools and of the outbox.
func TestMetricsOfOutboxAndPools(t *testing.T) {
	s := staged(t)
	d := *s.d
	d.metrics = telemetry.NewMetrics("test")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.observe(ctx) }()
	shown := func() string {
		w := &recorder{}
		d.metrics.Handler().ServeHTTP(w, &http.Request{Method: http.MethodGet, Header: http.Header{}})
		return w.String()
	}
	for _, name := range []string{`go_sql_open_connections{db_name="vuon_app"}`, `go_sql_open_connections{db_name="vuon_relay"}`, "vuon_outbox_waiting 0", "vuon_outbox_lag_seconds 0"} {
		if !eventually(t, func() bool { return strings.Contains(shown(), name) }) {
			t.Errorf("no %s", name)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// recorder keeps what a handler answers.
type recorder struct{ bytes.Buffer }

func (*recorder) Header() http.Header { return http.Header{} }
func (*recorder) WriteHeader(int)     {}

// Every module keeps house for every open tenant; what fails for one keeps none
// of the others waiting.
func TestEveryOpenTenantIsKept(t *testing.T) {
	s := staged(t)
	ctx := asOperator(t.Context())
	all, err := s.d.tenants.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]int{}
	err = s.d.keepEach(ctx, []module.Module{{Name: "test", Keep: func(ctx context.Context, tenant string) error {
		if actor, _ := identity.From(ctx); !actor.System {
			t.Errorf("%s is kept by %+v", tenant, actor)
		}
		if kept[tenant]++; tenant == all[0].ID {
			return errors.New("ill")
		}
		return nil
	}}})
	open := 0
	for _, tenant := range all {
		if want := map[bool]int{true: 0, false: 1}[tenant.Closed]; kept[tenant.ID] != want {
			t.Errorf("%s is kept %d times, want %d", tenant.ID, kept[tenant.ID], want)
		} else {
			open += want
		}
	}
	if open < 2 || err == nil || !strings.Contains(err.Error(), "test in "+all[0].ID+": ill") {
		t.Errorf("%d open, %v", open, err)
	}
}
