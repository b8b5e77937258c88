package households

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

func TestNearlyTheSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"nguyen van an", "nguyen van an", true}, {"nguyen van an", "nguyen van a", true}, {"giang seo ruc", "giang seo luc", true},
		{"giang seo ruc", "giang seo r", false}, {"y an", "y on", false}, {"tran thi be", "tran thi ba nam", false}, {"nguyen van an", "nguyen an van", false},
	} {
		if nearly(c.a, c.b) != c.want || nearly(c.b, c.a) != c.want {
			t.Errorf("%q and %q: want %v", c.a, c.b, c.want)
		}
	}
}

// One letter more, less or another is nearly the same, whichever it is.
func TestOneLetterIsNearlyTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := []rune(rapid.StringMatching(`[a-z]{3} [a-z]{3,8}`).Draw(t, "name"))
		i := rapid.IntRange(0, len(name)-1).Draw(t, "place")
		other := append(append([]rune{}, name[:i]...), name[i+1:]...)
		changed := append([]rune{}, name...)
		changed[i] = 'z'
		if !nearly(string(name), string(other)) || !nearly(string(name), string(changed)) {
			t.Fatalf("%q, %q, %q", string(name), string(other), string(changed))
		}
	})
}

func TestWhoIsLikelyOnePerson(t *testing.T) {
	base := Likeness{Person: "p", Household: "h", Village: "v", Folded: "tran van an", Birth: "1980-05-06"}
	for name, c := range map[string]struct {
		change func(*Likeness)
		want   bool
	}{
		"the same":                {func(*Likeness) {}, true},
		"a year apart":            {func(l *Likeness) { l.Birth = "1981-01-01" }, true},
		"two years apart":         {func(l *Likeness) { l.Birth = "1982-01-01" }, false},
		"a letter":                {func(l *Likeness) { l.Folded = "tran van on" }, true},
		"the same household":      {func(l *Likeness) { l.Household = "h" }, false},
		"another sex":             {func(l *Likeness) { l.Female = true }, false},
		"another village":         {func(l *Likeness) { l.Village = "w" }, true},
		"another village, letter": {func(l *Likeness) { l.Village, l.Folded = "w", "tran van on" }, false},
		"another village, day":    {func(l *Likeness) { l.Village, l.Birth = "w", "1980-05-07" }, false},
	} {
		other := base
		other.Person, other.Household = "q", "g"
		c.change(&other)
		if got := len(likely([]Likeness{base, other}, nil)) == 1; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	a, b := base, base
	b.Person, b.Household = "q", "g"
	if len(likely([]Likeness{a, b}, map[[2]string]bool{pairKey("q", "p"): true})) != 0 {
		t.Error("who were told apart are shown again")
	}
	if a.Numbered, b.Numbered = true, true; len(likely([]Likeness{a, b}, nil)) != 0 {
		t.Error("two with numbers of their own are shown")
	}
}

// Two households of one family are merged: who is in both is one person
// afterwards, with the citizen number, and both histories are read.
func TestMergingKeepsBothHistories(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Nam Sơn")
	a, b := w.enrolled(village, "Trần Văn An", day1), w.enrolled(village, "Trần Văn Ân", day1)
	pairs, _, err := w.Duplicates(w.as("officer"), krongNo, namDa)
	if err != nil || len(pairs) != 3 {
		t.Fatalf("%d pairs, %v", len(pairs), err)
	}
	number := aNumber
	d := MemberData{Details: bornOn("Trần Văn Ân", "1980-05-06"), Citizen: &number}
	b, err = w.EditMember(w.as("officer"), krongNo, b.ID, w.headOf(b.ID), Step{Day: day1, Revision: b.Revision}, d, true)
	w.must(err)
	stays, err := w.Merge(w.as("officer"), krongNo, b.ID, Step{Day: "2024-05-01", Revision: b.Revision},
		Merging{Into: a.ID, Same: map[string]string{w.headOf(b.ID): w.headOf(a.ID)}, Relations: map[string]Relation{w.second(b.ID): RelationSibling}})
	w.must(err)
	if stays.ID != a.ID || stays.Persons != 5 {
		t.Errorf("%s has %d persons, want 5", stays.Head, stays.Persons)
	}
	if found, there, _ := w.SearchByCitizen(w.as("officer"), krongNo, aNumber); !there || found.ID != a.ID {
		t.Errorf("the number leads to %s", found.Code)
	}
	kept, err := w.Dossier(w.as("officer"), krongNo, a.ID, "")
	if err != nil || len(kept.Joined) == 0 {
		t.Errorf("the other row's history is lost: %v", err)
	}
	gone, err := w.Dossier(w.as("officer"), krongNo, b.ID, "")
	if err != nil || gone.Household.State != StateMerged || gone.Into == nil || gone.Into.ID != a.ID || len(gone.Rows) != 4 {
		t.Errorf("the household that went: %s, %d rows, %v", gone.Household.State, len(gone.Rows), err)
	}
	was, err := w.Dossier(w.as("officer"), krongNo, b.ID, "2024-04-30")
	if err != nil || len(was.Members) != 3 || was.Household.State != StateHere {
		t.Errorf("before the day it had %d members, %v", len(was.Members), err)
	}
}

func TestToldApartStayApart(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Nam Sơn")
	a, b := w.enrolled(village, "Trần Văn An", day1), w.enrolled(village, "Trần Văn Ân", day1)
	w.must(w.Apart(w.as("officer"), krongNo, w.headOf(b.ID), w.headOf(a.ID)))
	w.want(w.Apart(w.as("officer-dak-mam"), krongNo, w.second(b.ID), w.second(a.ID)), "member_unknown")
	pairs, _, err := w.Duplicates(w.as("officer"), krongNo, namDa)
	if err != nil || len(pairs) != 2 {
		t.Errorf("%d pairs, %v", len(pairs), err)
	}
	_, err = w.JoinPersons(w.as("officer"), krongNo, Step{Day: "2024-05-01"}, w.second(a.ID), w.second(b.ID))
	w.must(err)
	var left []Member
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) (err error) {
		left, err = w.store.present(ctx, tx, b.ID)
		return err
	})
	if len(left) != 2 {
		t.Errorf("%d are left", len(left))
	}
	_, err = w.JoinPersons(w.as("officer"), krongNo, Step{Day: declared.Date("2024-05-02")}, w.headOf(a.ID), w.headOf(b.ID))
	w.want(err, "head_needed")
}
