package catalogue_test

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/apps/catalogue"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

func TestWorkingDays(t *testing.T) {
	s, _ := applied(t)
	holidays, err := s.Holidays(context.Background())
	if err != nil || len(holidays) == 0 {
		t.Fatal(len(holidays), err)
	}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2024-12-02", 0, "2024-12-02"}, // a Monday
		{"2024-12-02", 3, "2024-12-05"},
		{"2024-12-05", 3, "2024-12-10"}, // over a week's end
		{"2024-12-07", 1, "2024-12-09"}, // from a Saturday
		{"2024-02-07", 1, "2024-02-15"}, // over Tết
		{"2024-04-26", 1, "2024-05-02"}, // Monday 29 April was exchanged …
		{"2024-05-03", 1, "2024-05-04"}, // … for Saturday 4 May
		{"2024-05-03", 2, "2024-05-06"},
		{"2024-12-31", 3, "2025-01-06"},
		{"2025-04-25", 2, "2025-04-28"}, // Saturday 26 April was worked
	} {
		if got := declared.DateOf(catalogue.WorkingDays(holidays, day(c.from), c.n)); string(got) != c.want {
			t.Errorf("%d working days after %s: %s, want %s", c.n, c.from, got, c.want)
		}
	}
	late := time.Date(2024, 12, 2, 18, 0, 0, 0, time.UTC) // 1 a.m. of 3 December in Vietnam
	if got := declared.DateOf(catalogue.WorkingDays(holidays, late, 1)); got != "2024-12-04" {
		t.Errorf("a posting at night ends on %s", got)
	}
}

// A term ends on a working day, and between its ends lie just so many.
func TestWorkingDaysCount(t *testing.T) {
	n, err := catalogue.Load(shipped())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := day("2022-01-01").AddDate(0, 0, rapid.IntRange(0, 1800).Draw(t, "day"))
		days := rapid.IntRange(1, 40).Draw(t, "n")
		end := catalogue.WorkingDays(n.Holidays, from, days)
		if !catalogue.WorkingDay(n.Holidays, end) {
			t.Fatalf("%s is no working day", end)
		}
		count := 0
		for d := from.AddDate(0, 0, 1); !d.After(end); d = d.AddDate(0, 0, 1) {
			if catalogue.WorkingDay(n.Holidays, d) {
				count++
			}
		}
		if count != days {
			t.Fatalf("%d working days from %s to %s, not %d", count, from, end, days)
		}
	})
}

func TestWrongHolidaysAreRefused(t *testing.T) {
	const file, tet = "national/holidays.yaml", "valid_from: 2024-02-08, valid_to: 2024-02-14"
	for name, wrong := range map[string]string{
		"without an end": "valid_from: 2024-02-08",
		"too long":       "valid_from: 2024-02-08, valid_to: 2024-03-10",
		"twice":          "valid_from: 2024-04-18, valid_to: 2024-04-18",
		"backwards":      "valid_from: 2024-02-08, valid_to: 2024-02-01",
	} {
		_, err := catalogue.Load(edited(t, file, tet, wrong))
		f := fault.From(err)
		if f.Code != "configuration_wrong" || len(f.Fields) == 0 || f.Fields[0].Name[:len(file)] != file {
			t.Errorf("%s: %v", name, err)
		}
	}
}
