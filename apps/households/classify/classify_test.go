package classify

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func tens() (points [Indicators]int) {
	for i := range points {
		points[i] = 10
	}
	return points
}

func rural() Standard {
	return Standard{ID: "rural-2022", B1Max: 140, B2Poor: 30, MinDeprivations: 3, Points: tens(), Source: "07/2021/NĐ-CP", Article: "Điều 3"}
}

func urban() Standard {
	s := rural()
	s.ID, s.Urban, s.B1Max = "urban-2022", true, 175
	return s
}

// Every boundary of the standard of 2022-2025, from both sides.
func TestBoundaries(t *testing.T) {
	two, three := SetOf(1, 12), SetOf(1, 6, 12)
	for _, c := range []struct {
		name     string
		standard Standard
		b1       int
		deprived Set
		want     Class
		b2       int
	}{
		{"rural, on the limit, three", rural(), 140, three, Poor, 30},
		{"rural, on the limit, two", rural(), 140, two, NearPoor, 20},
		{"rural, on the limit, none", rural(), 140, 0, NearPoor, 0},
		{"rural, above the limit, all", rural(), 141, SetOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), NotPoor, 120},
		{"rural, no point, all", rural(), 0, SetOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), Poor, 120},
		{"urban, on the limit, three", urban(), 175, three, Poor, 30},
		{"urban, on the limit, two", urban(), 175, two, NearPoor, 20},
		{"urban, above the limit", urban(), 176, three, NotPoor, 30},
		{"urban, above the rural limit", urban(), 141, three, Poor, 30},
		{"the highest score", rural(), MaxB1, 0, NotPoor, 0},
	} {
		got, err := Of(c.standard, Facts{Opening: NotPoor, B1: c.b1, Deprived: c.deprived})
		if err != nil || got.Class != c.want || got.B2 != c.b2 {
			t.Errorf("%s: %s with B2 %d (%v), want %s with %d", c.name, got.Class, got.B2, err, c.want, c.b2)
		}
		if len(got.Reasons) == 0 || got.Reasons[0].Value != c.b1 || got.Reasons[0].Limit != c.standard.B1Max || got.Reasons[0].Text.VI == "" || got.Reasons[0].Text.EN == "" {
			t.Errorf("%s: it does not say why: %+v", c.name, got.Reasons)
		}
	}
}

// What became of a household since the review before.
func TestNewRelapsedOldEscaped(t *testing.T) {
	poor, near, above := Facts{B1: 100, Deprived: SetOf(1, 2, 3)}, Facts{B1: 100}, Facts{B1: 200}
	with := func(f Facts, opening Class, change func(*Facts)) Facts {
		f.Opening = opening
		if change != nil {
			change(&f)
		}
		return f
	}
	was := func(f *Facts) { f.WasPoor = true }
	wasNear := func(f *Facts) { f.WasNearPoor = true }
	moved := func(m Movement) func(*Facts) { return func(f *Facts) { f.Movement = m } }
	for _, c := range []struct {
		name    string
		facts   Facts
		kind    Kind
		escapes bool
	}{
		{"stays poor", with(poor, Poor, nil), Old, false},
		{"stays near-poor", with(near, NearPoor, nil), Old, false},
		{"poor for the first time", with(poor, NotPoor, nil), New, false},
		{"near-poor for the first time", with(near, NotPoor, nil), New, false},
		{"poor again within 36 months", with(poor, Escaped, nil), Relapsed, false},
		{"near-poor again within 36 months", with(near, Escaped, nil), Relapsed, false},
		{"poor again, as the registry knows", with(poor, NotPoor, was), Relapsed, false},
		{"near-poor, was poor long ago", with(near, NotPoor, was), New, false},
		{"near-poor again, as the registry knows", with(near, NotPoor, wasNear), Relapsed, false},
		{"poor, was near-poor long ago", with(poor, NotPoor, wasNear), New, false},
		{"from near-poor to poor", with(poor, NearPoor, was), New, false},
		{"from poor to near-poor", with(near, Poor, wasNear), New, false},
		{"escapes", with(above, Poor, nil), "", true},
		{"leaves near-poverty, which is no escape", with(above, NearPoor, nil), "", false},
		{"still above", with(above, Escaped, nil), "", false},
		{"moves away poor", with(poor, Poor, moved(Left)), "", false},
		{"moves away above", with(above, Poor, moved(Left)), "", false},
		{"arrives poor and stays poor", with(poor, Poor, moved(Arrived)), Old, false},
		{"arrives above, poor where it came from", with(above, Poor, moved(Arrived)), "", false},
		{"is split off, poor", with(poor, NotPoor, moved(Split)), New, false},
		{"goes into another", with(near, NearPoor, moved(Merged)), "", false},
		{"died out", with(poor, Poor, moved(Died)), "", false},
	} {
		got, err := Of(rural(), c.facts)
		if err != nil || got.Kind != c.kind || got.Escapes != c.escapes {
			t.Errorf("%s: kind %q, escapes %v (%v), want %q, %v", c.name, got.Kind, got.Escapes, err, c.kind, c.escapes)
		}
	}
}

func TestWrongFacts(t *testing.T) {
	for name, c := range map[string]struct {
		standard Standard
		facts    Facts
		want     error
	}{
		"no scores":              {Standard{ID: "rural-2027"}, Facts{Opening: Poor}, ErrNoStandard},
		"negative score":         {rural(), Facts{Opening: Poor, B1: -1}, ErrScore},
		"score too high":         {rural(), Facts{Opening: Poor, B1: MaxB1 + 1}, ErrScore},
		"thirteenth indicator":   {rural(), Facts{Opening: Poor, Deprived: SetOf(13)}, ErrDeprived},
		"no opening class":       {rural(), Facts{B1: 100}, ErrOpening},
		"unknown opening class":  {rural(), Facts{Opening: "rich"}, ErrOpening},
		"average and poor":       {rural(), Facts{Opening: Poor, B1: 10, Deprived: SetOf(1, 2, 3), Average: true}, ErrAverage},
		"average and near-poor":  {rural(), Facts{Opening: Poor, B1: 140, Average: true}, ErrAverage},
		"average, above (right)": {rural(), Facts{Opening: Poor, B1: 141, Average: true}, nil},
	} {
		if _, err := Of(c.standard, c.facts); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestNewlyEscapedFor36Months(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for from, until := range map[string]string{
		"2022-12-20": "2025-12-20",
		"2021-11-30": "2024-11-30",
		"2021-02-28": "2024-02-28",
		"2024-02-29": "2027-02-28", // no such day: the month's end
		"2022-08-31": "2025-08-31",
	} {
		if got := EscapedUntil(day(from)); !got.Equal(day(until)) {
			t.Errorf("escaped on %s: until %s, want %s", from, got.Format(time.DateOnly), until)
		}
	}
	if got := AddMonths(day("2023-11-30"), 3); !got.Equal(day("2024-02-29")) {
		t.Errorf("30 November and 3 months: %s", got)
	}
	if got := AddMonths(day("2023-01-31"), -2); !got.Equal(day("2022-11-30")) {
		t.Errorf("31 January less 2 months: %s", got)
	}
}

func TestAge(t *testing.T) {
	on := time.Date(2024, 12, 14, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		birth     time.Time
		yearAlone bool
		want      int
	}{
		{time.Date(2008, 12, 14, 0, 0, 0, 0, time.UTC), false, 16},
		{time.Date(2008, 12, 15, 0, 0, 0, 0, time.UTC), false, 15},
		{time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC), true, 16},
		{time.Date(2021, 12, 31, 0, 0, 0, 0, time.UTC), false, 2},
		{time.Date(2024, 12, 14, 0, 0, 0, 0, time.UTC), false, 0},
		{time.Date(2004, 2, 29, 0, 0, 0, 0, time.UTC), false, 20},
	} {
		if got := Age(c.birth, c.yearAlone, on); got != c.want {
			t.Errorf("born %s: %d, want %d", c.birth.Format(time.DateOnly), got, c.want)
		}
	}
}

// More points never make a household poorer, more deprivations never less poor.
func TestClassificationIsMonotonous(t *testing.T) {
	rank := map[Class]int{NotPoor: 0, NearPoor: 1, Poor: 2}
	rapid.Check(t, func(t *rapid.T) {
		standard := rapid.SampledFrom([]Standard{rural(), urban()}).Draw(t, "standard")
		f := Facts{Opening: NotPoor, B1: rapid.IntRange(0, 300).Draw(t, "b1"), Deprived: Set(rapid.IntRange(0, 1<<12-1).Draw(t, "deprived"))}
		base, err := Of(standard, f)
		if err != nil {
			t.Fatal(err)
		}
		more := f
		more.Deprived = more.Deprived.With(rapid.IntRange(1, 12).Draw(t, "one more"))
		if got, _ := Of(standard, more); rank[got.Class] < rank[base.Class] {
			t.Errorf("deprived of more, %s became %s", base.Class, got.Class)
		}
		richer := f
		richer.B1 += rapid.IntRange(0, 300).Draw(t, "points")
		if got, _ := Of(standard, richer); rank[got.Class] > rank[base.Class] {
			t.Errorf("with more points, %s became %s", base.Class, got.Class)
		}
	})
}
