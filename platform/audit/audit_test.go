package audit_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
)

func record(t *testing.T, db *database.DB, log *audit.Log, tenant, action string) {
	t.Helper()
	ctx := identity.With(t.Context(), identity.Actor{Account: "1", Username: "labour@" + tenant})
	err := db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return log.Record(ctx, tx, audit.Entry{Action: action, Object: "plan", ObjectID: "2024",
			Before: map[string]string{"title": "Kế hoạch"}, After: map[string]string{"title": "Kế hoạch <2>"}})
	})
	if err != nil {
		t.Error(err)
	}
}

func TestChainHoldsUnderConcurrentWriters(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	log := audit.New(db, clock.System{})
	var writers sync.WaitGroup
	for i := range 20 {
		writers.Go(func() { record(t, db, log, []string{"krong-no", "cu-jut"}[i%2], "planning.edit") })
	}
	writers.Wait()
	for _, tenant := range []string{"krong-no", "cu-jut"} {
		report, err := log.Verify(t.Context(), tenant)
		if err != nil || report.Broken != nil || report.Entries != 10 {
			t.Errorf("%s: %+v, %v", tenant, report, err)
		}
	}
}

func TestNoEntryWithoutTheChange(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	log := audit.New(db, clock.System{})
	_ = db.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx bun.Tx) error {
		if err := log.Record(ctx, tx, audit.Entry{Action: "x"}); err != nil {
			t.Error(err)
		}
		return errors.New("undone")
	})
	if rows, _, err := log.List(t.Context(), "krong-no", audit.Filter{}, database.Page{}); err != nil || len(rows) != 0 {
		t.Errorf("an undone change left %d entries (%v)", len(rows), err)
	}
}

func TestVerifyNamesTheFirstBrokenEntry(t *testing.T) {
	for name, tamper := range map[string]struct {
		sql string
		seq int64
	}{
		"content":  {"UPDATE audit_entries SET after_json = '{}' WHERE seq = 3", 3},
		"actor":    {"UPDATE audit_entries SET actor = 'chair' WHERE seq = 2", 2},
		"time":     {"UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE seq = 4", 4},
		"removed":  {"DELETE FROM audit_entries WHERE seq = 3", 3},
		"swapped":  {"UPDATE audit_entries SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE seq IN (2, 3); UPDATE audit_entries SET seq = -seq WHERE seq < 0", 2},
		"cut tail": {"DELETE FROM audit_entries WHERE seq = 5", 5},
		"head":     {"UPDATE audit_heads SET hash = 'x'", 6},
	} {
		db, o := platformtest.DatabaseAndOptions(t, audit.Source())
		log := audit.New(db, clock.NewManual(time.Date(2024, 2, 5, 0, 0, 0, 123_456_789, time.UTC)))
		for i := range 5 {
			record(t, db, log, "krong-no", fmt.Sprint("step ", i))
		}
		if _, err := platformtest.Owner(t, o).Exec(tamper.sql); err != nil {
			t.Fatal(err)
		}
		report, err := log.Verify(t.Context(), "krong-no")
		if err != nil || report.Broken == nil || report.Broken.Seq != tamper.seq {
			t.Errorf("%s: %+v %+v, %v; want broken at %d", name, report, report.Broken, err, tamper.seq)
		}
	}
}

func TestTheApplicationCannotRewriteHistory(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	log := audit.New(db, clock.System{})
	record(t, db, log, "krong-no", "planning.edit")
	for _, sql := range []string{"UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "DELETE FROM audit_heads"} {
		for role, run := range map[string]func(context.Context, string, database.Fn) error{"application": db.InTenant, "auditor": db.AsAuditor} {
			err := run(t.Context(), "krong-no", func(ctx context.Context, tx bun.Tx) error {
				_, err := tx.ExecContext(ctx, sql)
				return err
			})
			if err == nil {
				t.Errorf("%s may run %q", role, sql)
			}
		}
	}
}

func TestReadsOfAProvinceStandInTheTenantsChain(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	log := audit.New(db, clock.System{})
	ctx := identity.With(t.Context(), identity.Actor{Username: "supervisor@dak-nong"})
	if err := log.RecordRead(ctx, "krong-no", audit.Entry{Action: "supervision.read_plan", Object: "plan"}); err != nil {
		t.Fatal(err)
	}
	rows, _, err := log.List(ctx, "krong-no", audit.Filter{Actor: "supervisor@dak-nong"}, database.Page{})
	if err != nil || len(rows) != 1 || rows[0].Action != "supervision.read_plan" {
		t.Errorf("got %+v, %v", rows, err)
	}
}

func TestListRefusesACursorOfAnotherList(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	log := audit.New(db, clock.System{})
	if _, _, err := log.List(t.Context(), "krong-no", audit.Filter{}, database.Page{After: database.Cursor("plan")}); fault.CodeOf(err) != "bad_cursor" {
		t.Errorf("%v", err)
	}
}

func TestListGoesOnWhereItStopped(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	log := audit.New(db, clock.System{})
	for range 5 {
		record(t, db, log, "krong-no", "planning.edit")
	}
	var seen []int64
	page := database.Page{Limit: 2}
	for {
		rows, next, err := log.List(t.Context(), "krong-no", audit.Filter{Action: "planning.edit"}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			seen = append(seen, row.Seq)
		}
		if next == "" {
			break
		}
		page.After = next
	}
	if fmt.Sprint(seen) != "[5 4 3 2 1]" {
		t.Errorf("the list showed %v", seen)
	}
}

// An owner who rewrites the whole chain, hashes and head included, is found out
// by a checkpoint that was kept elsewhere.
func TestCheckpointsShowAChainThatWasWrittenAnew(t *testing.T) {
	db, o := platformtest.DatabaseAndOptions(t, audit.Source())
	log := audit.New(db, clock.System{})
	for range 4 {
		record(t, db, log, "krong-no", "planning.edit")
	}
	point, err := log.Head(t.Context(), "krong-no")
	if err != nil || point.Seq != 4 {
		t.Fatalf("head is %+v, %v", point, err)
	}
	if report, err := log.Verify(t.Context(), "krong-no", point); err != nil || report.Broken != nil {
		t.Errorf("an honest chain: %+v, %v", report.Broken, err)
	}
	owner := platformtest.Owner(t, o)
	for _, sql := range []string{"DELETE FROM audit_entries WHERE seq = 4",
		"UPDATE audit_heads SET seq = 3, hash = (SELECT hash FROM audit_entries WHERE seq = 3)"} {
		if _, err := owner.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	if report, err := log.Verify(t.Context(), "krong-no"); err != nil || report.Broken != nil {
		t.Errorf("without a checkpoint the cut cannot be seen: %+v, %v", report.Broken, err)
	}
	if report, err := log.Verify(t.Context(), "krong-no", point); err != nil || report.Broken == nil || report.Broken.Seq != 4 {
		t.Errorf("a cut chain against its checkpoint: %+v, %v", report.Broken, err)
	}
	record(t, db, log, "krong-no", "planning.other")
	if report, err := log.Verify(t.Context(), "krong-no", point); err != nil || report.Broken == nil || report.Broken.Seq != 4 {
		t.Errorf("a chain written anew against its checkpoint: %+v, %v", report.Broken, err)
	}
}

func TestEntriesAreFoundByTimeAndText(t *testing.T) {
	db := platformtest.Database(t, audit.Source())
	clk := clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	log := audit.New(db, clk)
	for i, reason := range []string{"Sửa sai 100%", "theo Công văn 12", "khác"} {
		err := db.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx bun.Tx) error {
			return log.Record(ctx, tx, audit.Entry{Action: "planning.edit", Object: "plan", ObjectID: fmt.Sprint(2024 + i), Reason: reason, After: map[string]string{"title": "Kế hoạch"}})
		})
		if err != nil {
			t.Fatal(err)
		}
		clk.Advance(24 * time.Hour)
	}
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		f    audit.Filter
		want string
	}{
		"all": {audit.Filter{}, "[3 2 1]"}, "from": {audit.Filter{From: day(3)}, "[3 2]"}, "one day": {audit.Filter{From: day(3), Before: day(4)}, "[2]"},
		"reason": {audit.Filter{Text: "CÔNG VĂN"}, "[2]"}, "literal percent": {audit.Filter{Text: "0%"}, "[1]"}, "no wildcard": {audit.Filter{Text: "_"}, "[]"},
		"after": {audit.Filter{Text: "kế hoạch", Before: day(3)}, "[1]"}, "object": {audit.Filter{Text: "2026"}, "[3]"},
	} {
		rows, _, err := log.List(t.Context(), "krong-no", c.f, database.Page{})
		if err != nil {
			t.Fatal(err)
		}
		seen := []int64{}
		for _, r := range rows {
			seen = append(seen, r.Seq)
		}
		if fmt.Sprint(seen) != c.want {
			t.Errorf("%s: %v, want %s", name, seen, c.want)
		}
	}
	if row, err := log.Entry(t.Context(), "krong-no", 2); err != nil || row.ObjectID != "2025" {
		t.Errorf("%+v, %v", row, err)
	}
	if _, err := log.Entry(t.Context(), "dak-mil", 2); fault.CodeOf(err) != "entry_unknown" {
		t.Errorf("another tenant's entry: %v", err)
	}
}
