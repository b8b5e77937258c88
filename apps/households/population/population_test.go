package population_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"vuon/apps/households/classify"
	"vuon/apps/households/population"
	"vuon/apps/households/workbook"
)

// districts are those of Đắk Nông with as many communes as they have.
func districts() []population.District {
	units := map[string]int{"660": 8, "661": 7, "662": 8, "663": 10, "664": 12, "665": 9, "666": 11, "667": 6}
	var list []population.District
	for _, code := range slices.Sorted(maps.Keys(units)) {
		d := population.District{Code: code, Onsite: []string{"20", "28", "12"}}
		for i := range units[code] {
			d.Units = append(d.Units, population.Unit{Code: fmt.Sprintf("24%s%02d", code[2:], i), Name: fmt.Sprintf("Xã %d", i), Urban: i == 0})
		}
		list = append(list, d)
	}
	return list
}

func of(t testing.TB, d population.District) *population.Population {
	t.Helper()
	p, there := population.ProfileOf(d.Code)
	if !there {
		t.Fatalf("no profile of %s", d.Code)
	}
	return population.New(d, p)
}

func sum(t *testing.T, p *population.Population) string {
	t.Helper()
	h := sha256.New()
	to := json.NewEncoder(h)
	for _, year := range p.Years() {
		for household, members := range p.Rows(year) {
			if err := to.Encode([]any{household, members}); err != nil {
				t.Fatal(err)
			}
		}
		for c := range p.Inhabitants(year) {
			if err := to.Encode(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestTheSameEveryTime(t *testing.T) {
	d := districts()[4]
	if one, two := sum(t, of(t, d)), sum(t, of(t, d)); one != two {
		t.Errorf("made twice: %s and %s", one, two)
	}
}

var rural, urban = classify.Standard{B1Max: 140, B2Poor: 30, Points: ten}, classify.Standard{B1Max: 175, B2Poor: 30, Points: ten}

var ten = [12]int{10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}

// flows are the columns of the forms 2 and 3 of a year.
type flows struct{ opening, closing, persons, into, above, gone, back, relapsed, fresh, came int }

func count(t *testing.T, p *population.Population, year int, towns map[string]bool) (poor, near flows) {
	t.Helper()
	for h, members := range p.Rows(year) {
		s := rural
		if towns[h.Commune] {
			s = urban
		}
		o, err := classify.Of(s, classify.Facts{Opening: h.Opening, Movement: h.Movement, B1: h.B1, Deprived: h.Deprived, Average: h.Average})
		if err != nil {
			t.Fatalf("%+v: %v", h, err)
		}
		poor.add(h, o, len(members), classify.Poor, classify.NearPoor)
		near.add(h, o, len(members), classify.NearPoor, classify.Poor)
	}
	return poor, near
}

func (f *flows) add(h workbook.Household, o classify.Outcome, persons int, class, other classify.Class) {
	opens := h.Movement.Opens() && h.Opening == class
	closes := h.Movement.Closes() && o.Class == class
	if opens {
		f.opening++
		switch {
		case !h.Movement.Closes():
			f.gone++
		case o.Class == other:
			f.into++
		case o.Class == classify.NotPoor:
			f.above++
		}
	}
	if !closes {
		return
	}
	f.closing++
	f.persons += persons
	switch {
	case !h.Movement.Opens():
		f.came++
	case h.Opening == other:
		f.back++
	case h.Opening == classify.Escaped:
		f.relapsed++
	case h.Opening == classify.NotPoor:
		f.fresh++
	}
}

// The published numbers of the reviews, and that a year begins where the year
// before ended.
func TestPublishedNumbers(t *testing.T) {
	poorEnd, households := map[int]int{}, map[int]int64{}
	for _, d := range districts() {
		p := of(t, d)
		towns := map[string]bool{d.Units[0].Code: true}
		poor23, near23 := count(t, p, 2023, towns)
		poor24, near24 := count(t, p, 2024, towns)
		if poor24.opening != poor23.closing || near24.opening != near23.closing {
			t.Errorf("%s: 2024 begins with %d and %d, 2023 ended with %d and %d", d.Code, poor24.opening, near24.opening, poor23.closing, near23.closing)
		}
		poorEnd[2023] += poor23.closing
		poorEnd[2024] += poor24.closing
		for _, year := range p.Years() {
			for c := range p.Inhabitants(year) {
				if c.Village == "" {
					households[year] += c.Counts[0]
				}
			}
		}
		if per := float64(poor24.persons+near24.persons) / float64(poor24.closing+near24.closing); per < 4.4 || per > 4.8 {
			t.Errorf("%s: %.2f persons a household", d.Code, per)
		}
		switch d.Code {
		case "664":
			want(t, "Krông Nô", [4]int{poor23.closing, near23.closing, poor24.closing, near24.closing}, [4]int{370, 1651, 189, 588})
		case "662":
			want(t, "Cư Jút", [6]int{poor24.opening, poor24.into, poor24.above, poor24.back, poor24.fresh, poor24.closing}, [6]int{294, 64, 45, 5, 14, 204})
			want(t, "Cư Jút, cận nghèo", [5]int{near24.opening, near24.above, near24.into, near24.fresh, near24.closing}, [5]int{276, 45, 5, 18, 305})
		case "661":
			want(t, "Đắk Glong", [6]int{poor24.opening, poor24.into, poor24.above, poor24.back, poor24.fresh, poor24.closing}, [6]int{1369, 374, 128, 39, 28, 923})
		}
	}
	want(t, "the province", [2]int{poorEnd[2023], poorEnd[2024]}, [2]int{8838, 5423})
	want(t, "the province's rate", fmt.Sprintf("%.2f", float64(poorEnd[2024])/float64(households[2024])*100), "3.15")
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, published %v", what, got, want)
	}
}

// What the poor lack is in the ranges that were published.
func TestShapeOfPoverty(t *testing.T) {
	var lacking [13]int
	n := 0
	for _, d := range districts() {
		for h := range of(t, d).Rows(2024) {
			if h.Movement.Closes() && h.Deprived.Len() >= 3 {
				n++
				for i := range h.Deprived.All() {
					lacking[i]++
				}
			}
		}
	}
	for _, c := range []struct{ indicator, least, most int }{{8, 50, 60}, {10, 40, 60}, {5, 30, 60}, {2, 40, 50}, {1, 15, 45}, {3, 3, 25}, {4, 5, 40}, {6, 3, 40}, {7, 5, 40}, {9, 5, 40}, {11, 5, 40}, {12, 5, 40}} {
		if share := lacking[c.indicator] * 100 / n; share < c.least || share > c.most {
			t.Errorf("indicator %d: %d %%, published %d to %d", c.indicator, share, c.least, c.most)
		}
	}
}

// Everybody is one person, recognisably made up, and the household's facts agree
// with its members.
func TestPeople(t *testing.T) {
	citizens, names := map[string]bool{}, map[string]bool{}
	for _, d := range districts() {
		for h, members := range of(t, d).Rows(2024) {
			if !strings.HasPrefix(h.Code, "MH-"+h.Commune+"-") || names[h.Code] {
				t.Fatalf("code %s", h.Code)
			}
			names[h.Code] = true
			if members[0].Relation != "head" || members[0].Name != h.Head || classify.Age(members[0].Birth, false, population.AsOf(2024)) < 18 {
				t.Fatalf("%s: the head is %+v", h.Code, members[0])
			}
			called := map[string]bool{}
			for i, m := range members {
				if i > 0 && m.Relation == "head" || called[m.Name] || m.Household != h.Code || m.Birth.After(population.AsOf(2024)) {
					t.Fatalf("%s: %+v", h.Code, m)
				}
				called[m.Name] = true
				if m.Citizen != "" && (citizens[m.Citizen] || len(m.Citizen) != 12 || !strings.HasPrefix(m.Citizen, "999")) {
					t.Fatalf("%s: citizen %s", h.Code, m.Citizen)
				}
				citizens[m.Citizen] = true
			}
			agree(t, h, members)
		}
	}
}

// agree checks the indicators that show in a member.
func agree(t *testing.T, h workbook.Household, members []workbook.Member) {
	t.Helper()
	var got classify.Set
	for _, m := range members {
		age := classify.Age(m.Birth, m.YearAlone, population.AsOf(2024))
		if m.Malnourished && age < 16 {
			got = got.With(3)
		}
		if !m.Insured && age >= 6 {
			got = got.With(4)
		}
		if age >= 3 && age < 16 && !m.InSchool {
			got = got.With(6)
		}
	}
	for _, n := range []int{3, 4, 6} {
		if got.Has(n) != h.Deprived.Has(n) {
			t.Fatalf("%s: indicator %d is %v in the household and %v in its members", h.Code, n, h.Deprived.Has(n), got.Has(n))
		}
	}
}

// A village has room for those who are listed in it, and a commune is its villages.
func TestInhabitants(t *testing.T) {
	for _, d := range districts() {
		p := of(t, d)
		for _, year := range p.Years() {
			listed, persons := map[string]int64{}, map[string]int64{}
			for h, members := range p.Rows(year) {
				if h.Movement.Closes() && !h.Average && h.B1 <= 175 {
					listed[h.Commune+h.Village]++
					persons[h.Commune+h.Village] += int64(len(members))
				}
			}
			communes := map[string][8]int64{}
			for c := range p.Inhabitants(year) {
				n := c.Counts
				if n[0] != n[2]+n[3] || n[1] != n[5]+n[6] || n[4] > n[3] || n[7] > n[6] || slices.Min(n[:]) < 0 {
					t.Fatalf("%s %s: %v", d.Code, c.Village, n)
				}
				if c.Village != "" && (n[0] < listed[c.Commune+c.Village] || n[1] < persons[c.Commune+c.Village]) {
					t.Errorf("%s %s: %v, listed %d with %d", d.Code, c.Village, n, listed[c.Commune+c.Village], persons[c.Commune+c.Village])
				}
				whole := communes[c.Commune]
				for i := range n {
					if c.Village == "" {
						whole[i] += n[i]
					} else {
						whole[i] -= n[i]
					}
				}
				communes[c.Commune] = whole
			}
			for code, left := range communes {
				if left != [8]int64{} {
					t.Errorf("%s in %d: the villages differ from the commune by %v", code, year, left)
				}
			}
		}
	}
}

func TestSized(t *testing.T) {
	d := districts()[4]
	p := population.New(d, population.Sized(2024, 10_000))
	households, members := 0, 0
	for _, m := range p.Rows(2024) {
		households++
		members += len(m)
	}
	if households != 10_000 || members < 43_000 || members > 48_000 {
		t.Errorf("%d households with %d members", households, members)
	}
}

// A member of one year is the same member in the next.
func TestPeopleStay(t *testing.T) {
	p := of(t, districts()[4])
	before := map[string]workbook.Member{}
	for _, members := range p.Rows(2023) {
		for _, m := range members {
			before[m.Household+m.Name] = m
		}
	}
	same, born := 0, 0
	for h, members := range p.Rows(2024) {
		for _, m := range members {
			was, there := before[m.Household+m.Name]
			switch {
			case there && (was.Birth != m.Birth || was.Citizen != "" && was.Citizen != m.Citizen || was.Female != m.Female):
				t.Fatalf("%+v was %+v", m, was)
			case there:
				same++
			case h.Opening != classify.NotPoor && m.Birth.Year() < 2024 && m.Birth.Before(population.AsOf(2023)):
				t.Fatalf("%+v came from nowhere", m)
			case m.Birth.Year() == 2024:
				born++
			}
		}
	}
	if same < 5000 || born < 20 {
		t.Errorf("%d stayed, %d were born", same, born)
	}
}
