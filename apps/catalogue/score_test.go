package catalogue_test

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/catalogue"
	"vuon/platform/fault"
)

func tables(t testing.TB) []catalogue.ScoreTable {
	t.Helper()
	n, err := catalogue.Load(shipped())
	if err != nil || len(n.ScoreTables) == 0 {
		t.Fatal(len(n.ScoreTables), err)
	}
	return n.ScoreTables
}

func TestScore(t *testing.T) {
	table := catalogue.ScoreTable{Items: []catalogue.ScoreItem{
		{Code: "house", Choices: []catalogue.ScoreChoice{{Code: "weak", Points: 0}, {Code: "solid", Points: 15}}},
		{Code: "cattle", Each: new(5), Unit: "con", Max: new(20)},
	}}
	for name, c := range map[string]struct {
		answers map[string]string
		points  int
		missing []string
		wrong   string
	}{
		"nothing":       {nil, 0, []string{"house", "cattle"}, ""},
		"blank":         {map[string]string{"house": " ", "cattle": ""}, 0, []string{"house", "cattle"}, ""},
		"a part":        {map[string]string{"house": "solid"}, 15, []string{"cattle"}, ""},
		"none":          {map[string]string{"house": "weak", "cattle": "0"}, 0, nil, ""},
		"below the cap": {map[string]string{"house": "solid", "cattle": "3"}, 30, nil, ""},
		"the cap":       {map[string]string{"house": "solid", "cattle": "4"}, 35, nil, ""},
		"above the cap": {map[string]string{"house": "solid", "cattle": "99999"}, 35, nil, ""},
		"too many":      {map[string]string{"house": "solid", "cattle": "100001"}, 0, nil, "cattle"},
		"negative":      {map[string]string{"house": "solid", "cattle": "-1"}, 0, nil, "cattle"},
		"no number":     {map[string]string{"house": "solid", "cattle": "vài"}, 0, nil, "cattle"},
		"no choice":     {map[string]string{"house": "tent", "cattle": "1"}, 0, nil, "house"},
		"no item":       {map[string]string{"house": "solid", "cattle": "1", "boat": "1"}, 0, nil, "boat"},
	} {
		points, missing, err := table.Score(c.answers)
		if points != c.points || !slices.Equal(missing, c.missing) || (err != nil) != (c.wrong != "") {
			t.Errorf("%s: %d %v %v", name, points, missing, err)
		}
		if c.wrong != "" && (fault.CodeOf(err) != "score_answers" || fault.From(err).Fields[0].Name != c.wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Answers of the table score the sum of their points, whatever they are, and one
// left out is missing.
func TestScoreAdds(t *testing.T) {
	all := tables(t)
	rapid.Check(t, func(t *rapid.T) {
		table := rapid.SampledFrom(all).Draw(t, "table")
		answers, want := map[string]string{}, 0
		for _, item := range table.Items {
			if item.Each != nil {
				n := rapid.IntRange(0, 200).Draw(t, item.Code)
				answers[item.Code] = strconv.Itoa(n)
				want += min(n**item.Each, *item.Max)
				continue
			}
			choice := rapid.SampledFrom(item.Choices).Draw(t, item.Code)
			answers[item.Code] = choice.Code
			want += choice.Points
		}
		points, missing, err := table.Score(answers)
		if err != nil || len(missing) != 0 || points != want {
			t.Fatalf("%d instead of %d, %v, %v", points, want, missing, err)
		}
		left := rapid.SampledFrom(table.Items).Draw(t, "left out").Code
		delete(answers, left)
		if _, missing, err := table.Score(answers); err != nil || !slices.Equal(missing, []string{left}) {
			t.Fatalf("without %s: %v, %v", left, missing, err)
		}
	})
}

func TestShippedTablesAreMarkedAsIllustrative(t *testing.T) {
	for _, table := range tables(t) {
		if !table.Illustrative || table.Warning == "" {
			t.Errorf("%s passes for official", table.ID)
		}
	}
}

func TestScoreTableOfTheNarrowestRegion(t *testing.T) {
	table := func(id string, area catalogue.Area, units ...string) catalogue.ScoreTable {
		return catalogue.ScoreTable{ID: id, Area: area, Units: units}
	}
	all := []catalogue.ScoreTable{table("nation", catalogue.Rural, "all"), table("province", catalogue.Rural, "66", "67"),
		table("district", catalogue.Rural, "67-664"), table("town", catalogue.Urban, "67-664")}
	for unit, want := range map[string]string{"67-664-24697": "district", "67-663-24679": "province", "68-672-24800": "nation", "6-7": "nation"} {
		if got, ok := catalogue.ScoreTableFor(all, unit, catalogue.Rural); !ok || got.ID != want {
			t.Errorf("%s: %s, want %s", unit, got.ID, want)
		}
	}
	if got, ok := catalogue.ScoreTableFor(all, "67-663-24679", catalogue.Urban); ok {
		t.Errorf("a table of nowhere: %s", got.ID)
	}
}

func TestScoreTablesFollowTime(t *testing.T) {
	s, _ := applied(t)
	for when, want := range map[string]int{"2021-12-31": 0, "2024-12-14": 2, "2027-01-01": 0} {
		if list, err := s.ScoreTables(context.Background(), day(when)); err != nil || len(list) != want {
			t.Errorf("%s: %d, %v", when, len(list), err)
		}
	}
}
