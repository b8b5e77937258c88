package planning

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

// One section goes through everything that can be done with it: each is one revision,
// its history follows it, and the audit holds.
func TestASectionIsMovedWithItsHistory(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	labour := by(t, "labour")
	part, err := o.Edit(labour, atKrongNo, 2024, "4-2", tagAt(t, o, "4-2"), "Dự án 3: Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng", "Lời mới.")
	if err != nil {
		t.Fatal(err)
	}
	id := keyOf(planNow(t, o), "4-2")
	done, err := o.Shift(labour, atKrongNo, 2024, id, ShiftUp)
	if err != nil || done.Mark != "1." || done.Revision != 3 || len(done.Renumbered) == 0 || done.Path != id {
		t.Fatalf("%v %+v", err, done)
	}
	if history, err := o.History(labour, atKrongNo, 2024, "4-1"); err != nil || len(history) != 2 || history[1].After != joined(part) || !strings.HasPrefix(history[0].After, "[IV.1]") {
		t.Errorf("history at its new place: %v %+v", err, history)
	}
	if history, _ := o.History(labour, atKrongNo, 2024, "4-2"); len(history) != 0 {
		t.Errorf("the one that stands there now has a history: %+v", history)
	}
	if done, err = o.Move(labour, atKrongNo, 2024, id, done.From); err != nil || done.Mark != "2." {
		t.Errorf("moved back: %v %+v", err, done)
	}
	_, err = o.Remove(labour, atKrongNo, 2024, id, "0000")
	wantCode(t, err, "stale_edit")
	if _, err = o.Remove(labour, atKrongNo, 2024, id, part.Tag); err != nil {
		t.Fatal(err)
	}
	_, err = o.Shift(labour, atKrongNo, 2024, id, ShiftUp)
	wantCode(t, err, "section_gone")
	if history, err := o.History(labour, atKrongNo, 2024, id); err != nil || len(history) != 4 || history[0].After != "" || !strings.Contains(history[0].Before, "Tiểu dự án 1") {
		t.Errorf("of a removed section: %v, %d changes", err, len(history))
	}
	inserted, err := o.Insert(labour, atKrongNo, 2024, planedit.Position{After: keyOf(planNow(t, o), "6")}, "KIỂM TRA", "Đột xuất.")
	if err != nil || inserted.Mark != "VII." || inserted.ID == "" {
		t.Errorf("%v %+v", err, inserted)
	}
	if report, err := o.log.Verify(by(t, "admin"), atKrongNo); err != nil || report.Entries < 5 {
		t.Errorf("audit: %v %+v", err, report)
	}
	_, err = o.Insert(by(t, "chair"), atKrongNo, 2024, planedit.Position{}, "MỤC", "")
	wantCode(t, err, "forbidden")
}

func planNow(t *testing.T, o *office) *planreader.Plan {
	t.Helper()
	d, err := o.Plan(by(t, "labour"), atKrongNo, 2024, 0)
	if err != nil {
		t.Fatal(err)
	}
	return &d.Version.Plan
}

func tagAt(t *testing.T, o *office, path string) string {
	t.Helper()
	part, there := PartAt(planNow(t, o), path)
	if !there {
		t.Fatalf("no part at %s", path)
	}
	return part.Tag
}

// A plan written before there were ids: reading gives them, the next write keeps them,
// and what was changed at a place is found at the section that stood there.
func TestOlderPlansGetIdsWithTheirHistory(t *testing.T) {
	o := openOffice(t)
	p := planOf(t, "krong-no")
	o.put(t, 2024, p)
	old := planOf(t, "krong-no") // without ids
	raw, err := json.Marshal(old)
	if err != nil {
		t.Fatal(err)
	}
	err = o.DB.InTenant(t.Context(), atKrongNo, func(ctx context.Context, tx database.Tx) error {
		if _, err := tx.NewRaw("UPDATE planning_versions SET content = ?::jsonb WHERE tenant_id = ?", string(raw), atKrongNo).Exec(ctx); err != nil {
			return err
		}
		return o.store.addChange(ctx, tx, 2024, Change{Version: 1, Revision: 1, Section: "4-1", Title: "Dự án 2", Before: "a", After: "b", At: o.clk.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	id := planNow(t, o).Sections[3].Children[0].ID
	if id == "" || id != planNow(t, o).Sections[3].Children[0].ID {
		t.Fatalf("read twice, the ids differ: %q", id)
	}
	if _, err := o.Shift(by(t, "labour"), atKrongNo, 2024, id, ShiftDown); err != nil {
		t.Fatal(err)
	}
	if now := planNow(t, o).Sections[3].Children[1]; now.ID != id {
		t.Errorf("moved and read again it is %q", now.ID)
	}
	for path, want := range map[string]int{id: 2, "4-2": 2, "4-1": 0} {
		if list, err := o.History(by(t, "labour"), atKrongNo, 2024, path); err != nil || len(list) != want {
			t.Errorf("%s: %v, %d changes, want %d", path, err, len(list), want)
		}
	}
}

func TestRowsAreWrittenOnce(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	labour := by(t, "labour")
	rows, err := o.Assignments(labour, atKrongNo, 2024, "DA2")
	if err != nil || len(rows.Rows) < 5 {
		t.Fatalf("%v %+v", err, rows)
	}
	seen := rows.Tag
	rows.Rows = append(rows.Rows, planreader.Assignment{Role: "coordinate", Unit: "Hội Nông dân huyện"})
	dry, err := o.SetAssignments(labour, atKrongNo, 2024, "DA2", rows, true)
	if err != nil || len(dry.Changes) != 1 || dry.Revision != 1 {
		t.Fatalf("%v %+v", err, dry)
	}
	if again, _ := o.Assignments(labour, atKrongNo, 2024, "DA2"); again.Tag != seen {
		t.Error("a dry run wrote")
	}
	if done, err := o.SetAssignments(labour, atKrongNo, 2024, "DA2", rows, false); err != nil || done.Revision != 2 {
		t.Fatalf("%v %+v", err, done)
	}
	_, err = o.SetAssignments(labour, atKrongNo, 2024, "DA2", rows, false)
	wantCode(t, err, "stale_edit")
	targets, err := o.Targets(labour, atKrongNo, 2024)
	if err != nil || len(targets.Rows) == 0 {
		t.Fatal(err)
	}
	targets.Rows[0].Amount = 2
	if done, err := o.SetTargets(labour, atKrongNo, 2024, targets, false); err != nil || done.Revision != 3 {
		t.Errorf("%v %+v", err, done)
	}
	money := Rows[planedit.MoneyRow]{Rows: []planedit.MoneyRow{{Project: "DA2", Source: "central", Capital: "recurrent", Amount: 1_200_000_000}}}
	_, err = o.SetMoney(labour, atKrongNo, 2024, "5", money, false)
	wantCode(t, err, "stale_edit")
	there, err := o.Money(labour, atKrongNo, 2024, "5")
	if err != nil {
		t.Fatal(err)
	}
	money.Tag = there.Tag
	if done, err := o.SetMoney(labour, atKrongNo, 2024, "5", money, false); err != nil || done.Revision != 4 || !strings.Contains(done.Changes[0].After, "Tổng cộng\t1.200.000.000") {
		t.Errorf("%v %+v", err, done)
	}
}

func TestPasteIntoAPlan(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	labour := by(t, "labour")
	done, err := o.Paste(labour, atKrongNo, 2024, "6", -1, "<h1>Kiểm tra</h1><p>Hằng quý.</p><h2>Đoàn kiểm tra</h2><p>Do lãnh đạo huyện.</p>")
	if err != nil || done.Mark != "VII." || done.Revision != 2 {
		t.Fatalf("%v %+v", err, done)
	}
	if s := planNow(t, o).Section(done.ID); len(s.Children) != 1 || s.Children[0].Mark != "1." || s.Text != "Hằng quý." {
		t.Errorf("%+v", s)
	}
	if done, err = o.Paste(labour, atKrongNo, 2024, "1-1", 0, "<ul><li>Một</li><li>Hai</li></ul>"); err != nil || !strings.Contains(done.Text, "2021-2025.\n- Một\n- Hai\n- Thực hiện tốt") {
		t.Errorf("%v %q", err, done.Text)
	}
	_, err = o.Paste(labour, atKrongNo, 2024, "1-1", 0, "<p> </p>")
	wantCode(t, err, "plan_incomplete")
}
