package planning

import "testing"

// What was removed or moved comes back as one revision; where somebody was in the
// same place meanwhile nothing is done, and the history page still brings it back.
func TestStructureIsTakenBack(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	labour := by(t, "labour")
	before := planNow(t, o).Printed()
	same := func(what string) {
		t.Helper()
		after := planNow(t, o).Printed()
		if len(after) != len(before) {
			t.Fatalf("%s: %d lines, before %d", what, len(after), len(before))
		}
		for i := range after {
			if after[i] != before[i] {
				t.Fatalf("%s: %q, before %q", what, after[i], before[i])
			}
		}
	}
	id := planNow(t, o).Sections[3].Children[1].ID
	gone, err := o.Remove(labour, atKrongNo, 2024, id, tagAt(t, o, id))
	if err != nil || !gone.Undo || gone.Revision != 2 {
		t.Fatalf("%v %+v", err, gone)
	}
	back, err := o.Undo(labour, atKrongNo, 2024, gone.Revision)
	if err != nil || back.ID != id || back.Revision != 3 {
		t.Fatalf("%v %+v", err, back)
	}
	same("after undoing the removal")
	_, err = o.Undo(labour, atKrongNo, 2024, gone.Revision)
	wantCode(t, err, "section_back")
	_, err = o.Undo(labour, atKrongNo, 2024, 99)
	wantCode(t, err, "nothing_to_undo")
	_, err = o.Undo(by(t, "finance"), atKrongNo, 2024, gone.Revision)
	wantCode(t, err, "forbidden")

	moved, err := o.Shift(labour, atKrongNo, 2024, id, ShiftUp)
	if err != nil || !moved.Undo {
		t.Fatalf("%v %+v", err, moved)
	}
	if _, err := o.Undo(labour, atKrongNo, 2024, moved.Revision); err != nil {
		t.Fatal(err)
	}
	same("after undoing the move")

	gone, err = o.Remove(labour, atKrongNo, 2024, id, tagAt(t, o, id))
	if err != nil {
		t.Fatal(err)
	}
	first := planNow(t, o).Sections[3].Children[0].ID
	if _, err := o.Remove(labour, atKrongNo, 2024, first, tagAt(t, o, first)); err != nil {
		t.Fatal(err)
	}
	_, err = o.Undo(labour, atKrongNo, 2024, gone.Revision)
	wantCode(t, err, "section_gone")
	lost, err := o.lost(labour, atKrongNo, 2024, planNow(t, o))
	if err != nil || !lost[[2]int{1, gone.Revision}] || len(lost) != 3 {
		t.Fatalf("%v %v", err, lost)
	}
	if back, err = o.Reinstate(labour, atKrongNo, 2024, 1, gone.Revision); err != nil || back.ID != id {
		t.Errorf("%v %+v", err, back)
	}
	changes, err := o.History(labour, atKrongNo, 2024, id)
	if err != nil || len(changes) == 0 || changes[0].Before != "" || changes[0].After == "" {
		t.Errorf("%v %+v", err, changes)
	}
}
