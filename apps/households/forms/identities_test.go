package forms

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/households/classify"
)

func krongNo() Options {
	return Options{Peoples: []People{{"12", "Ê Đê"}, {"28", "Mạ"}, {"06", "Mường"}, {"03", "Thái"}, {"20", "M'Nông"}, {"02", "Tày"}, {"07", "Nùng"}, {"08", "Mông"}, {"09", "Dao"}}}
}

// sheaf is all forms of one unit.
type sheaf map[int]Table

func draw(t interface{ Fatal(...any) }, u Unit) sheaf {
	s := sheaf{}
	for n := First; n <= LastOfSums; n++ {
		table, err := Build(n, 2024, krongNo(), u)
		if err != nil {
			t.Fatal(err)
		}
		s[n] = table
	}
	return s
}

// at reads a figure: the form, the unit's code, the part, the column. A blank rate
// is -1.
func (s sheaf) at(form int, unit string, part Part, key string) int64 {
	for _, r := range s[form].Rows {
		if r.Unit.Code == unit && r.Part == part {
			if v, is := s[form].At(r, key); is {
				return v
			}
			return -1
		}
	}
	panic(fmt.Sprintf("form %d has no row %s %s", form, unit, part))
}

// The identities that an inspector checks by hand hold for every unit of every
// generated population.
func TestFormsObeyTheirIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		province, _ := genProvince(t)
		s := draw(t, province)
		for _, r := range s[1].Rows {
			u := r.Unit.Code
			equal := func(what string, values ...int64) {
				for _, v := range values[1:] {
					if v != values[0] {
						t.Fatalf("%s: %s: %v", u, what, values)
					}
				}
			}
			at := func(form int, part Part, key string) int64 { return s.at(form, u, part, key) }
			h, p := OfHouseholds, OfPersons
			equal("poor", at(1, "", "3"), at(2, h, "9"), at(4, "", "1"), at(5, "", "1"), at(12, "", "9"), at(8, h, "1"), at(9, "", "1.0"))
			equal("near-poor", at(1, "", "5"), at(3, h, "9"), at(6, "", "1"), at(7, "", "1"), at(13, "", "9"), at(8, h, "6"), at(9, "", "2.0"))
			equal("persons of the poor", at(1, "", "9"), at(2, p, "9"), at(12, "", "16"), at(8, p, "1"))
			equal("persons of the near-poor", at(1, "", "11"), at(3, p, "9"), at(13, "", "16"), at(8, p, "6"))
			equal("population", at(1, "", "1"), at(12, "", "1"), at(13, "", "1"), at(12, "", "2")+at(12, "", "3"))
			equal("persons", at(1, "", "2"), at(12, "", "5"), at(13, "", "5"), at(13, "", "6")+at(13, "", "7"))
			for _, part := range []Part{h, p} {
				equal("poor to near-poor", at(2, part, "2"), at(3, part, "5"))
				equal("near-poor to poor", at(2, part, "5"), at(3, part, "3"))
				for _, f := range []int{2, 3} {
					equal("closing", at(f, part, "9"), at(f, part, "1")-at(f, part, "2")-at(f, part, "3")-at(f, part, "4")+
						at(f, part, "5")+at(f, part, "6")+at(f, part, "7")+at(f, part, "8"))
				}
				equal("form 8", at(8, part, "5"), at(8, part, "1")-at(8, part, "2")-at(8, part, "3")-at(8, part, "4"))
				equal("form 8, near-poor", at(8, part, "10"), at(8, part, "6")-at(8, part, "7")-at(8, part, "8")-at(8, part, "9"))
			}
			for f := 4; f <= 6; f += 2 {
				var sum int64
				for k := 3; k <= 14; k++ {
					sum += at(f, "", fmt.Sprint(k))
				}
				equal("deprivations", at(f, "", "2"), sum)
			}
			for f, class := range map[int]string{12: "1", 13: "2"} {
				equal("by people", at(f, "", "9"), at(f, "", "10")+at(f, "", "11"), at(9, "", class+".1")+at(9, "", class+".2"))
				equal("persons by people", at(f, "", "16"), at(f, "", "17")+at(f, "", "18"))
				equal("minorities", at(f, "", "11"), at(9, "", class+".2"), at(8, h, map[string]string{"1": "2", "2": "7"}[class]))
				var named int64
				for n := range 10 {
					named += at(9, "", fmt.Sprintf("%s.2.%d", class, n+1))
				}
				equal("named peoples", at(9, "", class+".2"), named)
			}
		}
	})
}

// A parent's row is the sum of its children's, in every column that is no rate; a
// rate is that of the sums, and blank where nothing is below the line.
func TestAParentIsTheSumOfItsParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		province, _ := genProvince(t)
		for n, table := range draw(t, province) {
			for _, part := range table.Parts {
				of := slices.DeleteFunc(slices.Clone(table.Rows), func(r Row) bool { return r.Part != part })
				for i, c := range table.Columns {
					sums, whole := map[string]int64{}, of[len(of)-1].Cells[i].Value
					for _, r := range of[:len(of)-1] {
						district, _, commune := strings.Cut(r.Number, ".")
						if !commune {
							sums[""] += r.Cells[i].Value
							sums[district] -= r.Cells[i].Value
							continue
						}
						sums[district] += r.Cells[i].Value
					}
					if !c.Rate {
						sums[""] -= whole
						for at, difference := range sums {
							if difference != 0 {
								t.Fatalf("form %d, column %s, unit %q: parts and whole differ by %d", n, c.Key, at, difference)
							}
						}
					}
				}
			}
		}
	})
}

// Rates are those of the row's own figures.
func TestRatesComeFromTheSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		province, _ := genProvince(t)
		s := draw(t, province)
		check := func(form int, r Row, key string, of, over int64) {
			got := s.at(form, r.Unit.Code, r.Part, key)
			switch {
			case over == 0 && got != -1:
				t.Fatalf("form %d %s: %d over nothing", form, key, got)
			case over > 0 && (2*got*over > 20_000*of+over || 2*got*over <= 20_000*of-over):
				t.Fatalf("form %d %s: %d of %d is not %d", form, key, of, over, got)
			}
		}
		for _, r := range s[1].Rows {
			at := func(form int, key string) int64 { return s.at(form, r.Unit.Code, "", key) }
			for k := 3; k <= 13; k += 2 {
				base := "1"
				if k > 8 {
					base = "2"
				}
				check(1, r, fmt.Sprint(k+1), at(1, fmt.Sprint(k)), at(1, base))
			}
			for k := 2; k <= 13; k++ {
				check(5, r, fmt.Sprint(k), at(4, fmt.Sprint(k+1)), at(5, "1"))
				check(7, r, fmt.Sprint(k), at(6, fmt.Sprint(k+1)), at(7, "1"))
			}
			for _, form := range []int{12, 13} {
				check(form, r, "20", at(form, "9"), at(form, "1"))
				check(form, r, "21", at(form, "11"), at(form, "3"))
				check(form, r, "22", at(form, "12"), at(form, "4"))
			}
		}
	})
}

// Adding the cases one by one, as entries come in, and adding what whole villages
// sum up to give the same; taking a case away undoes it.
func TestAddingOneByOneIsAddingAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, cases := genProvince(t)
		one := NewSums()
		parts := []Sums{nil, nil, nil}
		for i, c := range cases {
			measures, amounts := Count(c)
			one = one.Add(measures, amounts)
			parts[i%3] = parts[i%3].Add(measures, amounts)
		}
		if all := parts[0].Plus(parts[1]).Plus(parts[2]); !slices.Equal(all, one) {
			t.Fatal("the sums differ")
		}
		for _, c := range cases {
			one = one.Subtract(Count(c))
		}
		if !one.Empty() {
			t.Fatal("taking all away leaves something")
		}
	})
}

// A household has each measure once, in ascending order, with an amount above 0; the
// number on the screen is the sum of the amounts of the households behind it.
func TestTheHouseholdsBehindAFigureMakeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cases := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Case { return genCase(t, "", allMoves()) }), 1, 15).Draw(t, "cases")
		u := Unit{Code: "24697", Name: "Xã Nam Đà", Level: Commune}
		u.count(cases)
		for _, c := range cases {
			measures, amounts := Count(c)
			for i, m := range measures {
				if m < 1 || int(m) > Measures() || amounts[i] <= 0 || i > 0 && measures[i-1] >= m {
					t.Fatalf("measures %v, amounts %v", measures, amounts)
				}
			}
		}
		for n, table := range draw(t, u) {
			for _, r := range table.Rows {
				for i, c := range table.Columns {
					behind := table.Behind(r, i)
					if c.Rate || len(behind) == 0 {
						continue
					}
					var sum int64
					for _, c := range cases {
						measures, amounts := Count(c)
						for k, m := range measures {
							if slices.Contains(behind, Measure(m)) {
								sum += int64(amounts[k])
							}
						}
					}
					if sum != r.Cells[i].Value {
						t.Fatalf("form %d, column %s: %d, behind it %d", n, c.Key, r.Cells[i].Value, sum)
					}
				}
			}
		}
	})
}

// living is a household from year to year.
type dwelling struct {
	class        classify.Class
	poor, near   bool // ever recognised as
	escapedSince int
}

// The opening count of a year is the closing count of the year before, whatever the
// years bring.
func TestAYearOpensAsTheOneBeforeClosed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var here []dwelling
		last := map[classify.Class]int64{}
		for year := 2022; year < 2027; year++ {
			u := Unit{Code: "24697", Level: Commune}
			var cases []Case
			var next []dwelling
			for _, d := range here {
				c := genCase(t, d.class, []classify.Movement{"", "", "", classify.Left, classify.Merged, classify.Died})
				c.Facts.WasPoor, c.Facts.WasNearPoor = d.poor, d.near
				cases = append(cases, c)
				if c.Facts.Movement.Closes() {
					next = append(next, d.after(c, year))
				}
			}
			moves := []classify.Movement{"", classify.Arrived, classify.Split}
			if year == 2022 {
				moves = moves[1:]
			}
			for range rapid.IntRange(0, 8).Draw(t, "newcomers") {
				opening := classify.NotPoor
				move := rapid.SampledFrom(moves).Draw(t, "move")
				if move != "" {
					opening = ""
				}
				c := genCase(t, opening, []classify.Movement{move})
				cases, next = append(cases, c), append(next, dwelling{}.after(c, year))
			}
			u.count(cases)
			s := draw(t, u)
			for form, class := range map[int]classify.Class{2: classify.Poor, 3: classify.NearPoor} {
				if opened := s.at(form, u.Code, OfHouseholds, "1"); opened != last[class] {
					t.Fatalf("%d opens with %d %s, the year before closed with %d", year, opened, class, last[class])
				}
				last[class] = s.at(form, u.Code, OfHouseholds, "9")
			}
			here = next
		}
	})
}

// after is the household as the recognition of a year leaves it.
func (d dwelling) after(c Case, year int) dwelling {
	was := d.class
	d.class = c.Outcome.Class
	d.poor, d.near = d.poor || d.class == classify.Poor, d.near || d.class == classify.NearPoor
	switch {
	case c.Outcome.Escapes:
		d.class, d.escapedSince = classify.Escaped, year
	case was == classify.Escaped && d.class == classify.NotPoor && year < d.escapedSince+3:
		d.class = classify.Escaped
	}
	return d
}
