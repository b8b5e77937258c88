package households

import (
	"context"
	"testing"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// elsewhere is the hamlet's first household in the other commune.
func (b sheets) elsewhere() sheets {
	out := sheets{households: b.households[:1], members: b.members[:2]}
	out = out.clone()
	out.households[0].Commune, out.households[0].B1 = dakMam, 90
	return out
}

// A workbook of one commune does not take a household's result out of another's
// review: not where that is closed, and not where the importer has no hand in it.
func TestAWorkbookLeavesTheResultsOfOtherCommunes(t *testing.T) {
	w := newWorld(t)
	w.takesIn(hamlet())
	for state, want := range map[string]string{"posted": "review_closed", "recognised": "review_closed"} {
		w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE households_communes SET state = ? WHERE tenant_id = ? AND unit = ?", state, krongNo, w.commune(namDa))
			return err
		})
		before := w.tables(krongNo)
		if r := w.bring("labour", hamlet().elsewhere(), ImportOptions{}); r.Applied || len(r.Faults) == 0 || r.Faults[0].Code != want {
			t.Errorf("%s: %+v", state, r)
		}
		if w.tables(krongNo) != before {
			t.Errorf("%s: the workbook changed the results", state)
		}
	}
	w.inState("reviewing")
	village := w.hamlet(dakMam, "Tổ dân phố 1")
	list, _, err := w.Households(w.as("labour"), krongNo, Filter{Query: "ND-1"}, database.Page{})
	w.must(err)
	_, err = w.Move(w.as("labour"), krongNo, list[0].ID, Step{Day: w.today(), Revision: list[0].Revision}, dakMam, village)
	w.must(err)
	moved := hamlet().elsewhere()
	moved.households[0].Village = "Tổ dân phố 1"
	if r := w.bring("officer-dak-mam", moved, ImportOptions{}); r.Applied || len(r.Faults) == 0 || r.Faults[0].Code != "commune_forbidden" {
		t.Errorf("the officer of where it lives now: %+v", r)
	}
}

// What the audit keeps of a form tells nothing of anybody's health.
func TestTheAuditTellsNothingOfHealth(t *testing.T) {
	facts := factsOf(Result{Entered: true, Facts: classify.Facts{Deprived: classify.SetOf(3, 8)}, Causes: classify.SetOf(2, 7)})
	if facts["deprived"] != classify.SetOf(8) || facts["causes"] != classify.SetOf(2) {
		t.Errorf("%v", facts)
	}
}

// Names that no id has are not found, or wrong; they are never a failure.
func TestHostileNames(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Một"), "Nguyễn Văn Mẫu", "2021-01-01")
	w.listed(h)
	officer := w.as("officer")
	for _, id := range []string{"", "x", "'", "urn:uuid:" + h.ID, "{" + h.ID + "}", "\xff", "99999999999999999999", h.ID + " "} {
		_, entry := w.Entry(officer, krongNo, "2024", id)
		_, round := w.Entry(officer, krongNo, id, h.ID)
		_, saved := w.SaveEntry(officer, krongNo, EntryChange{Round: "2024", Household: h.ID, Client: id, Sheet: Sheet{"b1": "1"}})
		_, dossier := w.Dossier(officer, krongNo, id, "")
		_, _, list := w.Households(officer, krongNo, Filter{Query: id, Village: id, State: State(id), Round: id, Class: classify.Class(id)}, database.Page{})
		_, _, cursor := w.Households(officer, krongNo, Filter{}, database.Page{After: database.Cursor("u", id, "f", id)})
		_, _, duplicates := w.Duplicates(officer, krongNo, id)
		_, taken := w.TakeAlong(officer, krongNo, "2024", id)
		_, villages := w.Villages(officer, krongNo, []string{w.commune(dakMam)}, "")
		_, _, toReview := w.ToReview(officer, krongNo, "2024", namDa, id, database.Page{})
		_, merged := w.Merge(officer, krongNo, h.ID, Step{Day: w.today(), Revision: h.Revision}, Merging{Into: id})
		apart := w.Apart(officer, krongNo, id, id)
		assigned := w.Assign(officer, krongNo, "2024", namDa, id, nil)
		for what, err := range map[string]error{"entry": entry, "round": round, "save": saved, "dossier": dossier, "list": list, "cursor": cursor, "duplicates": duplicates,
			"package": taken, "villages": villages, "to review": toReview, "merge": merged, "apart": apart, "assign": assigned} {
			if err != nil && fault.From(err).Kind == fault.Internal {
				t.Errorf("%s of %q: %v", what, id, err)
			}
		}
	}
}
