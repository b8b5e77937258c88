package forms

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"vuon/apps/households/classify"
)

// household makes a case of so many persons of one people.
func household(opening classify.Class, move classify.Movement, b1 int, deprived classify.Set, persons int, people classify.Person) Case {
	c := Case{Facts: classify.Facts{Opening: opening, Movement: move, B1: b1, Deprived: deprived}, Causes: classify.SetOf(1, 2)}
	for range persons {
		c.People = append(c.People, people)
	}
	outcome, err := classify.Of(rural(), c.Facts)
	if err != nil {
		panic(err)
	}
	c.Outcome = outcome
	return c
}

// sample is a small province: Krông Nô with two communes, one of which sent nothing,
// and Cư Jút with one.
func sample() Unit {
	kinh := classify.Person{Age: 40, Ethnic: "01", Insured: true}
	mnong := classify.Person{Age: 12, Female: true, Ethnic: "20", Minority: true, Onsite: true, InSchool: true, Malnourished: true}
	tay := classify.Person{Age: 15, Ethnic: "02", Minority: true}
	three, one := classify.SetOf(1, 8, 10), classify.SetOf(8)
	namDa := Unit{Code: "24697", Name: "Xã Nam Đà", Level: Commune}
	merit := household(classify.Poor, classify.Stayed, 120, three, 2, kinh)
	merit.Merit, merit.NoLabour = true, true // the first group of form 8 that fits
	average := household(classify.NotPoor, classify.Stayed, 150, one, 3, kinh)
	average.Facts.Average, average.Outcome.Average = true, true
	namDa.count([]Case{merit, average,
		household(classify.Poor, classify.Stayed, 140, one, 4, mnong),                                  // to near-poor
		household(classify.Poor, classify.Stayed, 141, three, 1, kinh),                                 // above
		household(classify.Poor, classify.Left, 100, three, 5, tay),                                    // out
		household(classify.NearPoor, classify.Stayed, 100, three, 6, tay),                              // fell back
		household(classify.Escaped, classify.Stayed, 100, three, 2, mnong),                             // relapsed
		household(classify.NotPoor, classify.Stayed, 100, three, 3, mnong),                             // new
		household(classify.NotPoor, classify.Arrived, 100, three, 7, kinh),                             // arrived
		household(classify.NearPoor, classify.Stayed, 100, one, 1, kinh),                               // stayed
		household(classify.NearPoor, classify.Stayed, 200, 0, 2, kinh),                                 // rose
		household(classify.Escaped, classify.Stayed, 100, 0, 2, kinh),                                  // relapsed, near-poor
		household(classify.NotPoor, classify.Split, 100, 0, 2, classify.Person{Age: 16, Ethnic: "55"}), // split off; 16 is no child
		household(classify.NearPoor, classify.Died, 100, 0, 1, kinh),
	})
	namDa.Population = Population{2750, 11400, 1900, 850, 210, 7600, 3800, 990}
	tamThang := Unit{Code: "24646", Name: "Xã Tâm Thắng", Level: Commune}
	tamThang.count([]Case{household(classify.Poor, classify.Stayed, 100, three, 3, kinh)})
	tamThang.Population = Population{3200, 13000, 3000, 200, 0, 12100, 900, 0}
	return Unit{Code: "67", Name: "Tỉnh Đắk Nông", Level: Province, Parts: []Unit{
		{Code: "662", Name: "Huyện Cư Jút", Level: District, Parts: []Unit{tamThang}},
		{Code: "664", Name: "Huyện Krông Nô", Level: District, Parts: []Unit{{Code: "24691", Name: "Xã Đắk Sôr", Level: Commune}, namDa}},
	}}
}

func TestFormsAsJSON(t *testing.T) {
	for n := First; n <= LastOfSums; n++ {
		table, err := Build(n, 2024, krongNo(), sample())
		if err != nil {
			t.Fatal(err)
		}
		table.Preliminary = n == 1
		packed, err := json.Marshal(table)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := json.Indent(&got, packed, "", " "); err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("testdata/form-%02d.json", n)
		if *update {
			if err := os.WriteFile(file, append(got.Bytes(), '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got.String()+"\n" != string(want) {
			t.Errorf("form %d differs from %s", n, file)
		}
	}
	for _, n := range []int{0, 14, 15, 16} {
		if _, err := Build(n, 2024, krongNo(), sample()); err == nil {
			t.Errorf("form %d was cut from sums", n)
		}
	}
}

// The figures of the sample, counted by hand.
func TestFiguresByHand(t *testing.T) {
	s := draw(t, sample())
	want := func(form int, unit string, part Part, values ...int64) {
		t.Helper()
		var got []int64
		for _, c := range s[form].Columns {
			got = append(got, s.at(form, unit, part, c.Key))
		}
		if !slices.Equal(got, values) {
			t.Errorf("form %d %s %s: %v, not %v", form, unit, part, got, values)
		}
	}
	want(1, "24697", "", 2750, 11400, 5, 18, 4, 15, 1, 4, 20, 18, 9, 8, 3, 3)
	want(1, "24691", "", 0, 0, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1)
	want(2, "24697", OfHouseholds, 4, 1, 1, 1, 1, 1, 1, 1, 5)
	want(2, "24697", OfPersons, 12, 4, 1, 5, 6, 2, 3, 7, 20)
	want(3, "24697", OfHouseholds, 4, 1, 1, 1, 1, 1, 0, 1, 4)
	want(3, "24697", OfPersons, 10, 2, 6, 1, 4, 2, 0, 2, 9)
	want(4, "24697", "", 5, 15, 5, 0, 0, 0, 0, 0, 0, 5, 0, 5, 0, 0)
	want(5, "67", "", 6, 10000, 0, 0, 0, 0, 0, 0, 10000, 0, 10000, 0, 0)
	want(6, "24697", "", 4, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0)
	want(8, "24697", OfHouseholds, 5, 3, 1, 0, 1, 4, 1, 0, 0, 3)
	want(8, "24697", OfPersons, 20, 11, 2, 0, 7, 9, 4, 0, 0, 5)
	want(9, "24697", "", 5, 2, 3, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 4, 3, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0)
	want(10, "67", OfPoor, 6, 6, 0, 0, 0, 0, 0, 0)
	want(11, "24697", "", 11, 11, 5, 6, 4, 4, 4, 0)
	want(12, "24697", "", 2750, 1900, 850, 210, 11400, 7600, 3800, 990, 5, 2, 3, 2, 1, 1, 2, 20, 9, 11, 5, 18, 35, 95)
}

// Ages decide at their boundaries, and a household that was not entered counts
// nowhere.
func TestChildrenAtTheBoundaries(t *testing.T) {
	c := household(classify.Poor, "", 100, classify.SetOf(1, 2, 3), 1, classify.Person{Age: 40})
	for _, age := range []int{0, 2, 3, 15, 16} {
		c.People = append(c.People, classify.Person{Age: age})
	}
	sums := NewSums().Add(Count(c))
	if a, s := sums.At(of(classify.Poor, children)), sums.At(of(classify.Poor, childrenOutOfSchool)); a != 4 || s != 2 {
		t.Errorf("%d children, %d out of school", a, s)
	}
	c.Outcome = classify.Outcome{}
	if m, _ := Count(c); m != nil {
		t.Errorf("not entered, but counts in %v", m)
	}
}

func TestWhatAFigureMeans(t *testing.T) {
	table, err := Build(2, 2024, krongNo(), sample())
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[int]string{0: "Hộ › Tổng số hộ nghèo đầu kỳ", 4: "Hộ › Số tăng trong kỳ › Hộ cận nghèo trở thành hộ nghèo"} {
		if got := Meaning(2, krongNo(), table.Behind(table.Rows[0], column)); got != want {
			t.Errorf("column %d means %q", column, got)
		}
	}
	if got := Meaning(9, krongNo(), []Measure{Ethnic(classify.Poor, "20")}); got != "Hộ nghèo › Dân tộc thiểu số › M'Nông" {
		t.Errorf("M'Nông are %q", got)
	}
	if got := Meaning(15, krongNo(), []Measure{1}); got != "" {
		t.Errorf("a list has %q", got)
	}
}
