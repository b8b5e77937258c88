package households

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// listed puts households on the list of the review of 2024, not entered yet.
func (w *world) listed(list ...Household) {
	w.t.Helper()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		if _, err := w.EnsureRound(ctx, tx, krongNo, 2024); err != nil {
			return err
		}
		for _, h := range list {
			r := Result{Round: "2024", Household: h.ID, Unit: h.Unit, Village: h.Village, ListedFor: "managed", Facts: classify.Facts{Opening: h.Class, WasPoor: h.Class == classify.Poor}}
			if _, err := w.saveResult(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) inState(state string) {
	w.t.Helper()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE households_communes SET state = ? WHERE tenant_id = ? AND round = '2024'", state, krongNo)
		return err
	})
}

func (w *world) assign(village, person string) {
	w.t.Helper()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO households_assignments (tenant_id, round, village, account, name) VALUES (?, '2024', ?, ?, ?)",
			krongNo, village, w.actors[person].Account, person)
		return err
	})
}

// change is a form on the entry as it is, with some fields otherwise.
func change(e Entry, fields Sheet) EntryChange {
	sheet := maps.Clone(e.Sheet)
	maps.Copy(sheet, fields)
	return EntryChange{Round: e.Round.ID, Household: e.Household.ID, Revision: e.Revision, Client: uuid.NewString(), Sheet: sheet}
}

func (w *world) entry(name string, h Household) Entry {
	w.t.Helper()
	e, err := w.Entry(w.as(name), krongNo, "2024", h.ID)
	w.must(err)
	return e
}

// A form is one transaction over the result, the members and the sums; sent twice
// under one name it counts once.
func TestEntryCountsOnce(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Nhập Phiếu")
	h := w.enrolled(village, "Nguyễn Văn Mẫu", "2021-01-01")
	w.listed(h)
	w.inState("reviewing")
	e := w.entry("officer", h)
	if persons := e.Sheet.persons(); len(persons) != 3 || e.Sheet[field(persons[0], "relation")] != "head" {
		t.Fatalf("the form has %v", e.Sheet)
	}
	baby, gone := uuid.NewString(), e.Sheet.persons()[2]
	c := change(e, Sheet{"b1": "120", "t1": "1", "t4": "1", "t10": "1", "n2": "1", "h4": "1", field(gone, "end"): EndedLeft,
		field(baby, "order"): "4", field(baby, "name"): "Nguyễn Thị Bé", field(baby, "birth"): "01/11/2024", field(baby, "sex"): "female",
		field(baby, "ethnic"): "M'Nông", field(baby, "relation"): "child"})
	for again := range 3 {
		saved, err := w.SaveEntry(w.as("officer"), krongNo, c)
		w.must(err)
		if saved.Again != (again > 0) || saved.Result.Outcome.Class != classify.Poor || saved.Result.Outcome.B2 != 30 || saved.Result.Revision != 2 {
			t.Errorf("sending %d gives %+v", again, saved.Result)
		}
		if got := saved.Sheet.persons(); len(got) != 3 || !slices.Contains(got, baby) || slices.Contains(got, gone) {
			t.Errorf("the members are %v", got)
		}
		if saved.Sheet[field(baby, "ethnic")] != "Mnông" {
			t.Errorf("the child's people is %q", saved.Sheet[field(baby, "ethnic")])
		}
	}
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		var sums forms.Sums
		var row sumsRow
		err := tx.NewSelect().Model(&row).Where("round = '2024' AND unit = ? AND village = ?", h.Unit, village).Scan(ctx)
		sums = row.Counts
		want := forms.Sums(nil)
		r, _, err2 := w.store.result(ctx, tx, "2024", h.ID)
		measures, amounts := r.counted()
		want = want.Add(measures, amounts)
		if !slices.Equal(sums, want) {
			t.Errorf("the village's sums are %v, of its one household %v", sums, want)
		}
		return errors.Join(err, err2)
	})
}

// A form that was based on an older one changes nothing and comes back with what
// stands there.
func TestEntryShowsTheOtherVersion(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Hai Bản")
	h := w.enrolled(village, "Nguyễn Văn Mẫu", "2021-01-01")
	w.listed(h)
	w.assign(village, "reviewer")
	e := w.entry("reviewer", h)
	mine, theirs := change(e, Sheet{"b1": "150"}), change(e, Sheet{"b1": "90", "t2": "1"})
	if _, err := w.SaveEntry(w.as("officer"), krongNo, theirs); err != nil {
		t.Fatal(err)
	}
	_, err := w.SaveEntry(w.as("reviewer"), krongNo, mine)
	conflict, ok := errors.AsType[*EntryConflict](err)
	if !ok || conflict.Theirs.Sheet["b1"] != "90" || conflict.Theirs.By != "officer" || fault.CodeOf(err) != "result_changed" {
		t.Fatalf("the second form gives %v", err)
	}
	mine.Revision = conflict.Theirs.Revision
	if _, err = w.SaveEntry(w.as("reviewer"), krongNo, mine); err != nil {
		t.Fatal(err)
	}
	if got := w.entry("officer", h); got.Sheet["b1"] != "150" || got.Result.Outcome.Class != classify.NotPoor || got.By != "reviewer" {
		t.Errorf("the form has %v by %q", got.Sheet, got.By)
	}
	answers, err := w.Receive(w.as("reviewer"), krongNo, []EntryChange{theirs, mine, change(e, w.entry("reviewer", h).Sheet)})
	w.must(err)
	for i, want := range []string{"refused", "same", "same"} {
		if answers[i].Status != want {
			t.Errorf("answer %d is %+v, want %s", i, answers[i], want)
		}
	}
}

// Whatever is wrong is said beside its field, all of it, and nothing changes.
func TestEntrySaysWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Sai"), "Nguyễn Văn Mẫu", "2021-01-01")
	w.listed(h)
	e := w.entry("officer", h)
	p := e.Sheet.persons()
	for name, c := range map[string]struct {
		fields Sheet
		at     string
	}{
		"no points":             {Sheet{"b1": ""}, "b1"},
		"too many points":       {Sheet{"b1": "1001"}, "b1"},
		"no number":             {Sheet{"b1": "12a"}, "b1"},
		"unknown movement":      {Sheet{"b1": "1", "movement": "flew"}, "movement"},
		"poor and average":      {Sheet{"b1": "1", "average": "1"}, "average"},
		"two heads":             {Sheet{"b1": "1", field(p[1], "relation"): "head"}, field(p[1], "relation")},
		"no head":               {Sheet{"b1": "1", field(p[0], "end"): EndedDied}, field(p[1], "relation")},
		"born tomorrow":         {Sheet{"b1": "1", field(p[2], "birth"): "21/11/2024"}, field(p[2], "birth")},
		"older than 130":        {Sheet{"b1": "1", field(p[2], "birth"): "1893"}, field(p[2], "birth")},
		"no day":                {Sheet{"b1": "1", field(p[2], "birth"): "31/02/2001"}, field(p[2], "birth")},
		"no name":               {Sheet{"b1": "1", field(p[1], "name"): ""}, field(p[1], "name")},
		"unknown people":        {Sheet{"b1": "1", field(p[1], "ethnic"): "Sao Hỏa"}, field(p[1], "ethnic")},
		"eleven digits":         {Sheet{"b1": "1", field(p[1], "citizen"): "01234567890"}, field(p[1], "citizen")},
		"an adult malnourished": {Sheet{"b1": "1", field(p[1], "malnourished"): "1"}, field(p[1], "malnourished")},
	} {
		_, err := w.SaveEntry(w.as("officer"), krongNo, change(e, c.fields))
		f := fault.From(err)
		if f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(f fault.Field) bool { return f.Name == c.at }) {
			t.Errorf("%s: %v %v", name, err, f.Fields)
		}
	}
	if after := w.entry("officer", h); after.Revision != e.Revision || !maps.Equal(after.Sheet, e.Sheet) {
		t.Errorf("refused forms changed the household: %v", after.Sheet)
	}
}

// Reviewers fill in the villages that are theirs, officers those of their commune,
// and nobody once the commune has gone on to its meeting.
func TestEntryIsForWhoIsAssigned(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Phân Công")
	h := w.enrolled(village, "Nguyễn Văn Mẫu", "2021-01-01")
	w.listed(h)
	open := func(name string) string {
		_, err := w.Entry(w.as(name), krongNo, "2024", h.ID)
		return fault.CodeOf(err)
	}
	for name, want := range map[string]string{"reviewer": "not_assigned", "officer": "", "officer-dak-mam": "out_of_scope", "labour": "forbidden", "front": "forbidden"} {
		if got := open(name); got != want {
			t.Errorf("%s gets %q, want %q", name, got, want)
		}
	}
	if list, err := w.EntryPlaces(w.as("reviewer"), krongNo); err != nil || len(list) != 0 {
		t.Errorf("before the assignment the reviewer has %v, %v", list, err)
	}
	w.assign(village, "reviewer")
	list, err := w.EntryPlaces(w.as("reviewer"), krongNo)
	if err != nil || len(list) != 1 || list[0].Todo != 1 || open("reviewer") != "" {
		t.Errorf("after it %v, %v, %q", list, err, open("reviewer"))
	}
	taken, err := w.TakeAlong(w.as("reviewer"), krongNo, "2024", village)
	if err != nil || len(taken.Households) != 1 || taken.Place.Standard.B1Max != 140 || len(taken.Households[0].Sheet.persons()) != 3 {
		t.Errorf("the package is %+v, %v", taken, err)
	}
	e := w.entry("officer", h)
	for state, want := range map[string]string{"meeting": "entry_closed", "posted": "entry_closed", "recognised": "entry_closed", "rechecking": "not_rechecked"} {
		w.inState(state)
		if got := open("officer"); got != want {
			t.Errorf("while %s the form gives %q, want %q", state, got, want)
		}
	}
	w.inState("meeting")
	if _, err := w.SaveEntry(w.as("officer"), krongNo, change(e, Sheet{"b1": "1"})); fault.CodeOf(err) != "entry_closed" {
		t.Errorf("saving while they meet gives %v", err)
	}
	if _, err := w.TakeAlong(w.as("reviewer"), krongNo, "2024", village); fault.CodeOf(err) != "village_not_yours" {
		t.Errorf("taking along while they meet gives %v", err)
	}
}

// Where the score table is answered, B1 is its sum whatever was typed, the answers
// stay with the result, and one that is missing is asked for.
func TestEntryScoresByTheTable(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Chấm Điểm"), "Nguyễn Văn Mẫu", "2021-01-01")
	w.listed(h)
	e := w.entry("officer", h)
	if e.Scores == nil || len(e.Scores.Items) < 2 {
		t.Fatalf("the commune has no score table: %+v", e.Scores)
	}
	fields, answers := Sheet{"b1": "999"}, map[string]string{}
	for _, item := range e.Scores.Items {
		answers[item.Code] = "1"
		if item.Each == nil {
			answers[item.Code] = item.Choices[0].Code
		}
		fields[answerPrefix+item.Code] = answers[item.Code]
	}
	want, _, err := e.Scores.Score(answers)
	w.must(err)
	saved, err := w.SaveEntry(w.as("officer"), krongNo, change(e, fields))
	w.must(err)
	if got := w.entry("officer", h); got.Result.Facts.B1 != want || !maps.Equal(got.Sheet.answers(), answers) || saved.Result.Facts.B1 != want {
		t.Errorf("B1 is %d by %v, want %d", got.Result.Facts.B1, got.Sheet.answers(), want)
	}
	first := answerPrefix + e.Scores.Items[0].Code
	c := change(saved.Entry, Sheet{first: ""})
	if _, err = w.SaveEntry(w.as("officer"), krongNo, c); !slices.ContainsFunc(fault.From(err).Fields, func(f fault.Field) bool { return f.Name == first }) {
		t.Errorf("a missing answer gives %v", err)
	}
}
