package households

import (
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

func someTerms() Terms {
	return Terms{HouseholdReview: tenancy.StandardHouseholdReview(), Holidays: []catalogue.Holiday{
		{Title: "Quốc khánh 2024", Period: declared.Period{ValidFrom: "2024-08-31", ValidTo: "2024-09-03"}}}}
}

func TestDaysOfAReview(t *testing.T) {
	terms, periodical := someTerms(), periodic(2024)
	periodical.District = true
	for _, c := range []struct {
		what string
		r    Round
		c    Commune
		want declared.Date
	}{
		{"ten working days over the holiday", periodical, Commune{Stage: Listing}, "2024-09-17"},
		{"so that posting and opinion are still done", periodical, Commune{Stage: Meeting}, "2024-12-02"},
		{"five working days before", periodical, Commune{Stage: Reviewing}, "2024-11-25"},
		{"so that the opinion is still given", periodical, Commune{Stage: Posted}, "2024-12-06"},
		{"three working days over a week's end", periodical, Commune{Stage: Rechecking, RecheckedOn: "2024-11-07"}, "2024-11-12"},
		{"five working days", periodical, Commune{Stage: Submitted, SubmittedOn: "2024-11-12"}, "2024-11-19"},
		{"the end", periodical, Commune{Stage: Opined}, "2024-12-14"},
		{"nothing", periodical, Commune{Stage: Recognised}, ""},
		{"without a district until the end", periodic(2025), Commune{Stage: Posted}, "2025-12-14"},
		{"fifteen days from the 15th", regular(2024, 5, 15), Commune{Stage: Posted}, "2024-05-30"},
	} {
		if got := terms.due(c.r, c.c); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	if got := terms.postedUntil("2024-08-29"); got != "2024-09-05" {
		t.Errorf("posted over the holiday until %s", got)
	}
	for id, known := range map[string]bool{"2024": true, "2024-05": true, "2024-13": false, "24": false, "2024-5": false, "1999": false, "": false} {
		if r, got := roundNamed(id); got != known || got && r.ID != id {
			t.Errorf("%q names %v, %v", id, r, got)
		}
	}
}

// Forwards and back again over holidays and weeks' ends no working day is lost.
func TestWorkingDaysForwardsAndBack(t *testing.T) {
	terms := someTerms()
	rapid.Check(t, func(t *rapid.T) {
		from := plusDays("2024-08-01", rapid.IntRange(0, 200).Draw(t, "day"))
		n := rapid.IntRange(1, 30).Draw(t, "n")
		to := terms.after(from, n)
		if back := terms.before(to, n); back > from || terms.after(back, n) != to {
			t.Fatalf("%s and %d working days is %s, and back %s", from, n, to, back)
		}
	})
}

// What the registry says after a decision: poor and near-poor as decided, newly
// escaped only for whoever leaves poverty or left it in the last 36 months.
func TestStandingAfterADecision(t *testing.T) {
	for _, c := range []struct {
		class   classify.Class
		escapes bool
		now     classify.Class
		since   declared.Date
		want    classify.Class
		day     declared.Date
	}{
		{classify.Poor, false, classify.Escaped, "2024-01-31", classify.Poor, ""},
		{classify.NearPoor, false, classify.Escaped, "2024-01-31", classify.NearPoor, ""},
		{classify.NotPoor, true, classify.Poor, "", classify.Escaped, "2024-12-10"},
		{classify.NotPoor, false, classify.Escaped, "2021-12-10", classify.Escaped, "2021-12-10"}, // the last day of 36 months
		{classify.NotPoor, false, classify.Escaped, "2021-12-09", classify.NotPoor, ""},
		{classify.NotPoor, false, classify.NearPoor, "", classify.NotPoor, ""},
	} {
		class, day := standing(c.class, c.escapes, c.now, c.since, "2024-12-10")
		if class != c.want || day != c.day {
			t.Errorf("%+v: %s, %q", c, class, day)
		}
	}
}
