package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/jobs"
)

// kills is how often the process is killed in each part of the test.
func kills() (starting, working int) {
	if os.Getenv("VUON_WIDE") == "1" {
		return 4, 8
	}
	return 1, 2
}

// The whole process is killed with -9 at random moments: while it starts for the
// first time, and while offices work. Each start afterwards comes up by itself
// with everything that anybody was told, and in the end every job is done.
func TestKilledAtAnyMomentNothingConfirmedIsLost(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("moments of seed %d", seed)
	moments := rand.New(rand.NewPCG(seed, 0))
	starting, working := kills()
	data := folder(t, nil, "data")
	for range starting {
		p := launch(t, nil, data, "demo", "--households=false")
		p.killAfter(time.Duration(moments.Int64N(int64(4 * time.Second))))
		t.Logf("killed after it had said: %.200s", p.words())
	}
	p, s := open(t, nil, data, "demo", "--households=false")
	d := joined(t, data)
	demonstrationStands(t, d)
	leave(t, d)

	var told atomic.Int64
	offices := []*office{newOffice(t, s, "krong-no", 2030, 30, &told), newOffice(t, s, "krong-no", 2060, 30, &told),
		newOffice(t, s, "cu-jut", 2030, 30, &told), newOffice(t, s, "dak-glong", 2030, 30, &told)}
	for round := range working {
		before := told.Load()
		crashWhileWorking(t, p, s, offices, time.Duration(moments.Int64N(int64(2*time.Second))))
		if round%3 == 2 { // and once more before it is up again
			launch(t, nil, data, "demo", "--households=false").killAfter(time.Duration(moments.Int64N(int64(time.Second))))
		}
		p, s = open(t, nil, data, "demo", "--households=false")
		t.Logf("killed after %d confirmed requests", told.Load()-before)
		for _, o := range offices {
			o.url = s.url
			o.compare(t)
		}
		if code, out, messages := invoke(t, nil, data, "audit", "verify"); code != exitDone {
			t.Errorf("audit verify: exit %d\n%s%s", code, out, messages)
		}
	}
	if told.Load() == 0 {
		t.Fatal("nothing was ever confirmed: the test showed nothing")
	}
	d = joined(t, data)
	everythingIsDone(t, d, offices)
	leave(t, d)
	p.interrupt(t)
}

// killAfter kills the process at a moment of its life.
func (p *process) killAfter(moment time.Duration) {
	select {
	case <-time.After(moment):
	case <-p.ended:
	}
	p.kill()
}

func crashWhileWorking(t testing.TB, p *process, s *stage, offices []*office, moment time.Duration) {
	t.Helper()
	var all sync.WaitGroup
	for _, o := range offices {
		o.url = s.url
		all.Go(func() {
			if err := o.work(); err != nil {
				t.Error(err)
			}
		})
	}
	p.killAfter(moment)
	all.Wait()
}

func leave(t testing.TB, d *deployment) {
	t.Helper()
	if err := d.close(); err != nil {
		t.Error(err)
	}
}

// demonstrationStands: every plan has come as far as it shall, and no further.
func demonstrationStands(t testing.TB, d *deployment) {
	t.Helper()
	ctx := asOperator(context.Background())
	for _, plan := range demoPlans() {
		n, err := d.stepsTaken(ctx, plan.tenant)
		if err != nil || n != len(plan.steps) {
			t.Errorf("%s: %d of %d steps, %v", plan.tenant, n, len(plan.steps), err)
		}
		numbersHaveNoGaps(t, d, plan.tenant, demoYear)
	}
	if differences, err := d.planTenants(ctx); err != nil || len(differences) > 0 {
		t.Errorf("configuration: %d differences, %v", len(differences), err)
	}
}

// numbersHaveNoGaps reads the plans in the register; other documents have numbers
// of their own.
func numbersHaveNoGaps(t testing.TB, d *deployment, tenant string, year int) []register.Entry {
	t.Helper()
	entries, err := d.register.List(context.Background(), tenant, year)
	if err != nil {
		t.Fatal(err)
	}
	entries = slices.DeleteFunc(entries, func(e register.Entry) bool { return e.Kind != "KH" })
	for i, e := range entries {
		if e.Number != entries[0].Number+i {
			t.Errorf("%s: number %d follows %d", tenant, e.Number, entries[i-1].Number)
		}
	}
	return entries
}

// everythingIsDone: all jobs end well, every number in the register is a plan's,
// and every issued plan has both documents, with the bytes that were noted.
func everythingIsDone(t testing.TB, d *deployment, offices []*office) {
	t.Helper()
	for _, tenant := range []string{"krong-no", "cu-jut", "dak-glong"} {
		jobsAreDone(t, d, tenant)
		numbers := map[string]int{}
		for _, e := range numbersHaveNoGaps(t, d, tenant, time.Now().Year()) {
			numbers[e.ObjectID] = e.Number
		}
		issued := 0
		for _, o := range offices {
			if o.tenant == tenant {
				issued += issuedPlansAreWhole(t, d, o, numbers)
			}
		}
		if issued != len(numbers) {
			t.Errorf("%s: %d numbers for %d issued plans", tenant, len(numbers), issued)
		}
		if told, all := issuesInAudit(t, d, tenant), issued+len(numbersHaveNoGaps(t, d, tenant, demoYear)); told != all {
			t.Errorf("%s: %d entries in the audit for %d issued plans", tenant, told, all)
		}
	}
}

func issuesInAudit(t testing.TB, d *deployment, tenant string) (n int) {
	t.Helper()
	for page := (database.Page{Limit: 500}); ; {
		rows, next, err := d.audit.List(context.Background(), tenant, audit.Filter{Action: planning.ActionIssue}, page)
		if err != nil {
			t.Fatal(err)
		}
		if n += len(rows); next == "" {
			return n
		}
		page.After = next
	}
}

func jobsAreDone(t testing.TB, d *deployment, tenant string) {
	t.Helper()
	open := []jobs.State{jobs.Waiting, jobs.Running}
	none := eventually(t, func() bool {
		for _, state := range open {
			list, _, err := d.jobs.List(context.Background(), tenant, jobs.Filter{State: state}, database.Page{Limit: 1})
			if err != nil || len(list) > 0 {
				return false
			}
		}
		return true
	})
	failed, _, err := d.jobs.List(context.Background(), tenant, jobs.Filter{State: jobs.Failed}, database.Page{Limit: 5})
	if !none || err != nil || len(failed) > 0 {
		t.Errorf("%s: all jobs ended: %v; failed: %+v, %v", tenant, none, failed, err)
	}
}

// issuedPlansAreWhole returns how many versions the office has issued.
func issuedPlansAreWhole(t testing.TB, d *deployment, o *office, numbers map[string]int) (issued int) {
	t.Helper()
	ctx := asOperator(context.Background())
	for year, p := range o.plans {
		for version := 1; version <= p.confirmed.Version; version++ {
			dossier, err := d.apps.planning.Plan(ctx, o.tenant, year, version)
			if err != nil {
				t.Fatal(err)
			}
			v := dossier.Version
			if v.Number == 0 {
				continue
			}
			issued++
			if id := fmt.Sprintf("%d/%d", year, version); numbers[id] != v.Number {
				t.Errorf("%s %s: number %d, in the register %d", o.tenant, id, v.Number, numbers[id])
			}
			documentsAreThere(t, d, o.tenant, v, dossier.Files)
		}
	}
	return issued
}

func documentsAreThere(t testing.TB, d *deployment, tenant string, v planning.Version, files []planning.File) {
	t.Helper()
	formats := map[string]bool{}
	for _, f := range files {
		if f.Version != v.Version || f.Revision != v.Revision {
			continue
		}
		body, _, err := d.storage.Open(context.Background(), tenant, f.Key)
		if err != nil {
			t.Errorf("%s %s: %v", tenant, f.Key, err)
			continue
		}
		sum := sha256.New()
		_, err = io.Copy(sum, body)
		_ = body.Close()
		if got := hex.EncodeToString(sum.Sum(nil)); err != nil || got != f.SHA256 {
			t.Errorf("%s %s: the bytes are %s, noted is %s, %v", tenant, f.Key, got, f.SHA256, err)
		}
		formats[f.Format] = true
	}
	if !formats["pdf"] || !formats["docx"] {
		t.Errorf("%s %d version %d is issued and has only %v", tenant, v.Year, v.Version, formats)
	}
}
