package households

import (
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/platform/tenancy/declared"
)

// shippedRules are the rules of the files as they hold on a day, of every project.
func shippedRules(t testing.TB, day declared.Date) rulebook {
	t.Helper()
	n, err := catalogue.Load(os.DirFS(shared.home + "/../../tenants"))
	if err != nil {
		t.Fatal(err)
	}
	b := rulebook{day: day, kinds: map[string]catalogue.PersonKind{}}
	for _, k := range n.PersonKinds {
		if k.Covers(day) {
			b.kinds[k.Code] = k
		}
	}
	for _, e := range n.Eligibility {
		if e.Covers(day) {
			b.rules = append(b.rules, e)
		}
	}
	return b
}

func (b rulebook) of(t testing.TB, project string, a Applicant) Chance {
	t.Helper()
	for _, c := range b.chances(a) {
		if c.Project == project {
			return c
		}
	}
	t.Fatalf("no rule for %s", project)
	return Chance{}
}

func TestEligibilityOnEveryBoundary(t *testing.T) {
	b := shippedRules(t, "2024-12-14")
	man := func(months int) []ApplicantPerson { return []ApplicantPerson{{Months: months}} }
	woman := func(months int) []ApplicantPerson { return []ApplicantPerson{{Months: months, Female: true}} }
	poor := func(people []ApplicantPerson) Applicant { return Applicant{Class: classify.Poor, People: people} }
	for name, c := range map[string]struct {
		project string
		a       Applicant
		order   int // 0: not eligible
	}{
		"labourer of 15":          {"DA2", poor(man(180)), 4},
		"a month before 15":       {"DA2", poor(man(179)), 0},
		"not born yet":            {"DA3.2", poor(man(-1)), 0},
		"old labourer":            {"DA2", poor(man(1200)), 4},
		"nobody can work":         {"DA2", Applicant{Class: classify.Poor, NoLabour: true, People: man(500)}, 0},
		"disabled, cannot work":   {"DA2", Applicant{Class: classify.Poor, NoLabour: true, People: []ApplicantPerson{{Months: 500, Disabled: true}}}, 4},
		"disabled, not poor":      {"DA2", Applicant{Class: classify.NotPoor, People: []ApplicantPerson{{Months: 500, Disabled: true}}}, 7},
		"not poor":                {"DA2", Applicant{Class: classify.NotPoor, People: man(500)}, 0},
		"not poor, hard village":  {"DA2", Applicant{Class: classify.NotPoor, Difficult: true}, 7},
		"hard village elsewhere":  {"DA3.1", Applicant{Class: classify.NotPoor, Difficult: true, People: man(500)}, 0},
		"minority comes first":    {"DA2", Applicant{Class: classify.Poor, Minority: true, Merit: true, People: woman(500)}, 1},
		"then merit":              {"DA2", Applicant{Class: classify.Poor, Merit: true, People: woman(500)}, 2},
		"then women":              {"DA2", poor(woman(500)), 3},
		"a girl of 15":            {"DA2", poor(woman(191)), 4},
		"a woman of 16":           {"DA2", poor(woman(192)), 3},
		"near-poor":               {"DA2", Applicant{Class: classify.NearPoor, Minority: true, People: man(500)}, 5},
		"newly escaped":           {"DA3.1", Applicant{Class: classify.Escaped, People: man(500)}, 6},
		"child of 15":             {"DA3.2", poor(man(191)), 3},
		"16 is no child":          {"DA3.2", poor(man(192)), 0},
		"a newborn":               {"DA3.2", poor(man(0)), 3},
		"malnourished child":      {"DA3.2", poor([]ApplicantPerson{{Months: 60, Malnourished: true}}), 1},
		"malnourished, near-poor": {"DA3.2", Applicant{Class: classify.NearPoor, People: []ApplicantPerson{{Months: 60, Malnourished: true}}}, 2},
		"child, not poor":         {"DA3.2", Applicant{Class: classify.NotPoor, People: man(60)}, 0},
		"a man before retirement": {"DA4.1", poor(man(731)), 4},
		"a man retired":           {"DA4.1", poor(man(732)), 0},
		"a woman before it":       {"DA4.1", poor(woman(675)), 3},
		"a woman retired":         {"DA4.1", poor(woman(676)), 0},
		"an old learner":          {"DA4.1", poor([]ApplicantPerson{{Months: 800, InSchool: true}}), 4},
		"low income":              {"DA4.1", Applicant{Class: classify.NotPoor, Average: true, People: man(400)}, 7},
		"more than that":          {"DA4.1", Applicant{Class: classify.NotPoor, People: man(400)}, 0},
		"abroad at 18":            {"DA4.2", poor(man(216)), 2},
		"not before":              {"DA4.2", poor(man(215)), 0},
		"jobs for everybody":      {"DA4.3", Applicant{Class: classify.NotPoor, People: man(400)}, 4},
		"jobs first for the poor": {"DA4.3", poor(man(400)), 1},
		"a house":                 {"DA5", Applicant{Class: classify.Poor, Deprived: classify.SetOf(7)}, 4},
		"room":                    {"DA5", Applicant{Class: classify.NearPoor, Deprived: classify.SetOf(8)}, 5},
		"a disabled person's":     {"DA5", Applicant{Class: classify.Poor, Deprived: classify.SetOf(8), People: []ApplicantPerson{{Disabled: true}}}, 3},
		"a house that is good":    {"DA5", Applicant{Class: classify.Poor, Deprived: classify.SetOf(6, 9)}, 0},
		"houses, newly escaped":   {"DA5", Applicant{Class: classify.Escaped, Deprived: classify.SetOf(7)}, 0},
		"no internet":             {"DA6.1", Applicant{Class: classify.NearPoor, Deprived: classify.SetOf(11)}, 3},
		"no radio":                {"DA6.1", Applicant{Class: classify.Poor, Deprived: classify.SetOf(12)}, 2},
		"everybody hears":         {"DA6.2", Applicant{Class: classify.NotPoor}, 2},
	} {
		got := b.of(t, c.project, c.a)
		if got.Order != c.order || got.Eligible != (c.order > 0) {
			t.Errorf("%s: %+v, want order %d", name, got, c.order)
		}
	}
}

func TestNewlyEscapedEndsAfter36Months(t *testing.T) {
	for _, c := range []struct {
		escaped, day declared.Date
		want         classify.Class
	}{
		{"2021-12-14", "2024-12-14", classify.Escaped},
		{"2021-12-14", "2024-12-15", classify.NotPoor},
		{"2022-02-28", "2025-02-28", classify.Escaped},
		{"2024-02-29", "2027-02-28", classify.Escaped}, // ends with the month
		{"2024-02-29", "2027-03-01", classify.NotPoor},
		{"", "2030-01-01", classify.Escaped}, // the day is not known
	} {
		if got := classOn(classify.Escaped, c.escaped, c.day); got != c.want {
			t.Errorf("recognised on %s: %s on %s", c.escaped, got, c.day)
		}
	}
	if got := classOn(classify.Poor, "2010-01-01", "2024-01-01"); got != classify.Poor {
		t.Errorf("poor became %s", got)
	}
}

// Months are full ones, and twelve of them are a year of the age that forms count.
func TestMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := declared.DateOf(time.Unix(rapid.Int64Range(-2e9, 2e9).Draw(t, "birth"), 0)).Time()
		on := birth.AddDate(0, 0, rapid.IntRange(0, 47000).Draw(t, "days"))
		alone := rapid.Bool().Draw(t, "year alone")
		if got, age := months(birth, alone, on), classify.Age(birth, alone, on); got/12 != age || got < 0 {
			t.Fatalf("%d months, %d years", got, age)
		}
	})
	for _, c := range []struct {
		birth, on string
		want      int
	}{{"2008-12-15", "2024-12-14", 191}, {"2008-12-14", "2024-12-14", 192}, {"2024-11-30", "2024-12-29", 0}, {"2024-11-30", "2024-12-30", 1}} {
		if got := months(declared.Date(c.birth).Time(), false, declared.Date(c.on).Time()); got != c.want {
			t.Errorf("born %s, on %s: %d months", c.birth, c.on, got)
		}
	}
}

// Whoever may take part has a reason and a place in the order, whoever may not has
// neither; to lose a priority never moves a household forward.
func TestChancesAreConsistent(t *testing.T) {
	b := shippedRules(t, "2024-12-14")
	people := rapid.Custom(func(t *rapid.T) ApplicantPerson {
		return ApplicantPerson{Months: rapid.IntRange(0, 1300).Draw(t, "months"), Female: rapid.Bool().Draw(t, "female"), Disabled: rapid.Bool().Draw(t, "disabled"),
			InSchool: rapid.Bool().Draw(t, "in school"), Malnourished: rapid.Bool().Draw(t, "malnourished")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a := Applicant{Class: rapid.SampledFrom([]classify.Class{classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor}).Draw(t, "class"),
			Minority: rapid.Bool().Draw(t, "minority"), Merit: rapid.Bool().Draw(t, "merit"), NoLabour: rapid.Bool().Draw(t, "no labour"),
			Average: rapid.Bool().Draw(t, "average"), Difficult: rapid.Bool().Draw(t, "difficult"),
			Deprived: classify.Set(rapid.IntRange(0, 1<<12-1).Draw(t, "deprived")), People: rapid.SliceOfN(people, 0, 8).Draw(t, "people")}
		without := a
		without.Minority, without.Merit = false, false
		later := b.chances(without)
		for i, c := range b.chances(a) {
			if c.Eligible != (len(c.Reasons) > 0) || c.Eligible != (c.Order > 0) || c.Order > len(b.rules[i].Priority)+1 {
				t.Fatalf("%+v", c)
			}
			if c.Eligible != later[i].Eligible || later[i].Order < c.Order {
				t.Fatalf("%s: order %d, without priorities %d", c.Project, c.Order, later[i].Order)
			}
			for _, r := range c.Reasons {
				if shown := strings.ToLower(r.Shown()); strings.Contains(shown, "khuyết tật") || strings.Contains(shown, "dinh dưỡng") || strings.Contains(shown, "dân tộc") {
					t.Fatalf("%s tells %q", c.Project, r.Shown())
				}
			}
			if c.Priority != nil && (strings.Contains(c.Priority.Shown(), "dân tộc") || strings.Contains(c.Priority.Shown(), "khuyết tật") || strings.Contains(c.Priority.Shown(), "dinh dưỡng")) {
				t.Fatalf("%s tells %q", c.Project, c.Priority.Shown())
			}
		}
	})
}
