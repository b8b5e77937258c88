package forms

import (
	"fmt"

	"pgregory.net/rapid"

	"vuon/apps/households/classify"
)

// rural is the standard by which the generated households are classified.
func rural() classify.Standard {
	s := classify.Standard{ID: "rural-2022", B1Max: 140, B2Poor: 30, MinDeprivations: 3}
	for i := range s.Points {
		s.Points[i] = 10
	}
	return s
}

func classes() []classify.Class {
	return []classify.Class{classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor}
}

// genPerson draws a person; codes of peoples that no list has are among them.
func genPerson(t *rapid.T) classify.Person {
	p := classify.Person{Age: rapid.IntRange(0, 100).Draw(t, "age"), Female: rapid.Bool().Draw(t, "female"), Insured: rapid.Bool().Draw(t, "insured"),
		InSchool: rapid.Bool().Draw(t, "in school"), Malnourished: rapid.Bool().Draw(t, "malnourished")}
	p.Ethnic = rapid.SampledFrom([]string{"01", "20", "12", "02", "30", "55", "", "77"}).Draw(t, "ethnic")
	p.Minority = p.Ethnic != "01" && p.Ethnic != "55" && p.Ethnic != ""
	p.Onsite = p.Ethnic == "20" || p.Ethnic == "12"
	return p
}

// genCase draws a household as the review finds it; opening "" draws that too.
func genCase(t *rapid.T, opening classify.Class, moves []classify.Movement) Case {
	if opening == "" {
		opening = rapid.SampledFrom(classes()).Draw(t, "opening")
	}
	c := Case{Facts: classify.Facts{Opening: opening, Movement: rapid.SampledFrom(moves).Draw(t, "movement"), B1: rapid.IntRange(100, 180).Draw(t, "b1"),
		Deprived: classify.Set(rapid.IntRange(0, 1<<12-1).Draw(t, "deprived") & rapid.IntRange(0, 1<<12-1).Draw(t, "less deprived")),
		Average:  rapid.Bool().Draw(t, "average"), WasPoor: rapid.Bool().Draw(t, "was poor"), WasNearPoor: rapid.Bool().Draw(t, "was near")},
		Causes:   classify.Set(rapid.IntRange(0, 255).Draw(t, "causes")),
		Supports: classify.Set(rapid.IntRange(0, 63).Draw(t, "supports")), Merit: rapid.Bool().Draw(t, "merit"), NoLabour: rapid.Bool().Draw(t, "no labour"),
		People: rapid.SliceOfN(rapid.Custom(genPerson), 1, 6).Draw(t, "people")}
	outcome, err := classify.Of(rural(), c.Facts)
	if err == classify.ErrAverage { // the fault that the entry asks to mend
		c.Facts.Average = false
		outcome, err = classify.Of(rural(), c.Facts)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Outcome = outcome
	return c
}

func allMoves() []classify.Movement {
	return []classify.Movement{classify.Stayed, classify.Stayed, classify.Stayed, classify.Arrived, classify.Split, classify.Left, classify.Merged, classify.Died}
}

// genProvince draws a province of two districts with communes, some of which sent
// nothing, and the cases by commune.
func genProvince(t *rapid.T) (Unit, []Case) {
	province := Unit{Code: "67", Name: "Tỉnh Đắk Nông", Level: Province}
	var all []Case
	for d := range 2 {
		district := Unit{Code: fmt.Sprint(660 + d), Name: fmt.Sprintf("Huyện %d", d+1), Level: District}
		for c := range rapid.IntRange(1, 3).Draw(t, "communes") {
			commune := Unit{Code: fmt.Sprint(24600 + 10*d + c), Name: fmt.Sprintf("Xã %d.%d", d+1, c+1), Level: Commune}
			cases := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Case { return genCase(t, "", allMoves()) }), 0, 12).Draw(t, "cases")
			commune.count(cases)
			all = append(all, cases...)
			district.Parts = append(district.Parts, commune)
		}
		province.Parts = append(province.Parts, district)
	}
	return province, all
}

// count fills a unit with the sums of cases, and with a population around them.
func (u *Unit) count(cases []Case) {
	u.Sums, u.Population = NewSums(), Population{}
	for _, c := range cases {
		u.Reported = true
		u.Sums = u.Sums.Add(Count(c))
		if !c.Facts.Movement.Closes() {
			continue
		}
		for i, n := range people(c) {
			u.Population[i] += n
		}
	}
}

// people is what a household is of the population.
func people(c Case) (p Population) {
	head := c.People[0]
	p[0], p[1] = 1, int64(len(c.People))
	if head.Minority {
		p[3] = 1
	} else {
		p[2] = 1
	}
	if head.Onsite {
		p[4] = 1
	}
	for _, m := range c.People {
		if m.Minority {
			p[6]++
		} else {
			p[5]++
		}
		if m.Onsite {
			p[7]++
		}
	}
	return p
}
