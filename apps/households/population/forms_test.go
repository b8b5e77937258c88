package population_test

import (
	"testing"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/population"
	"vuon/apps/households/workbook"
)

// district is a district with its communes' sums and population of a year.
func district(t *testing.T, d population.District, p *population.Population, year int) forms.Unit {
	t.Helper()
	at := map[string]int{}
	whole := forms.Unit{Code: d.Code, Name: d.Code, Level: forms.District}
	for i, u := range d.Units {
		at[u.Code] = i
		whole.Parts = append(whole.Parts, forms.Unit{Code: u.Code, Name: u.Name, Level: forms.Commune, Reported: true, Sums: forms.NewSums()})
	}
	for h, members := range p.Rows(year) {
		part := &whole.Parts[at[h.Commune]]
		part.Sums = part.Sums.Add(forms.Count(counted(t, d, h, members, year)))
	}
	for c := range p.Inhabitants(year) {
		if c.Village == "" {
			whole.Parts[at[c.Commune]].Population = c.Counts
		}
	}
	return whole
}

// counted is a row of the list as the forms count it.
func counted(t *testing.T, d population.District, h workbook.Household, members []workbook.Member, year int) forms.Case {
	t.Helper()
	standard := rural
	if h.Commune == d.Units[0].Code {
		standard = urban
	}
	c := forms.Case{Unit: h.Commune, Village: h.Village, Causes: h.Causes, Supports: h.Supports, Merit: h.Merit, NoLabour: h.NoLabour,
		Facts: classify.Facts{Opening: h.Opening, Movement: h.Movement, B1: h.B1, Deprived: h.Deprived, Average: h.Average}}
	var err error
	if c.Outcome, err = classify.Of(standard, c.Facts); err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		c.People = append(c.People, classify.Person{Age: classify.Age(m.Birth, m.YearAlone, population.AsOf(year)), Female: m.Female,
			Minority: m.Ethnic != "Kinh", Onsite: m.Ethnic == "M'Nông" || m.Ethnic == "Ê Đê" || m.Ethnic == "Mạ",
			Insured: m.Insured, InSchool: m.InSchool, Malnourished: m.Malnourished})
	}
	return c
}

// The forms of a year begin where those of the year before ended, balance, and show
// no rate above a hundred.
func TestForms(t *testing.T) {
	for _, d := range districts() {
		p := of(t, d)
		before, now := district(t, d, p, 2023), district(t, d, p, 2024)
		for _, form := range []int{2, 3} {
			last, this := table(t, form, 2023, before), table(t, form, 2024, now)
			for i, r := range this.Rows {
				if r.Part != forms.OfHouseholds {
					continue
				}
				at := func(of forms.Table, key string) int64 { v, _ := of.At(of.Rows[i], key); return v }
				if opening, closing := at(this, "1"), at(last, "9"); opening != closing {
					t.Errorf("form %d of %s: 2024 begins with %d, 2023 ended with %d", form, r.Unit.Code, opening, closing)
				}
				if sum := at(this, "1") - at(this, "2") - at(this, "3") - at(this, "4") + at(this, "5") + at(this, "6") + at(this, "7") + at(this, "8"); sum != at(this, "9") {
					t.Errorf("form %d of %s: %d, summed up %d", form, r.Unit.Code, at(this, "9"), sum)
				}
			}
		}
		for form, keys := range map[int][]string{1: {"4", "6", "8", "10", "12"}, 12: {"20", "21", "22"}, 13: {"20", "21", "22"}} {
			drawn := table(t, form, 2024, now)
			for _, r := range drawn.Rows {
				for _, key := range keys {
					if v, _ := drawn.At(r, key); v < 0 || v > 100_00 {
						t.Errorf("form %d of %s, column %s: %d hundredths of a per cent", form, r.Unit.Code, key, v)
					}
				}
			}
		}
	}
}

func table(t *testing.T, form, year int, whole forms.Unit) forms.Table {
	t.Helper()
	drawn, err := forms.Build(form, year, forms.Options{Peoples: []forms.People{{Code: "20", Name: "M'Nông"}}}, whole)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}
