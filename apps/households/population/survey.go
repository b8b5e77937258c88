package population

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"vuon/apps/households/classify"
)

// survey is what is found in a household in a year. What stays the same from year
// to year is drawn from base, what changes from random.
type survey struct {
	base, random *rand.Rand
	people       []person
	year         int
	closing      class
	set          classify.Set
	one          [classify.Indicators + 1]int // the member in whom an indicator shows, -1 none
}

// often is how often the poor lack what, in hundredths, before the rules of the
// classes; dependants are counted, not drawn.
var often = [classify.Indicators + 1]int{1: 30, 3: 14, 4: 22, 5: 150, 6: 16, 7: 26, 8: 64, 9: 20, 10: 60, 11: 22, 12: 18}

// deprived draws the indicators: at least three of the poor, at most two of the
// near-poor, few of the others. Nutrition, schooling and adult education need
// somebody in whom they show.
func (s *survey) deprived() classify.Set {
	s.one[4] = s.somebody(6, 200)
	s.one[3] = s.somebody(0, 15)
	s.one[5] = s.somebody(16, 30)
	s.one[6] = s.somebody(3, 15)
	order := s.order()
	if s.dependent() {
		s.set = s.set.With(2)
	}
	for n := s.many(); s.set.Len() < n && len(order) > 0; order = order[1:] {
		s.set = s.set.With(order[0])
	}
	return s.set
}

// many is how many indicators a household of the class lacks.
func (s *survey) many() int {
	n := s.random.IntN(100)
	least := []int{55, 82, 94, 100} // of a hundred poor: three, four, five, six
	if s.closing != poor {
		least = []int{20, 62, 100} // none, one, two
	}
	for i, limit := range least {
		if n < limit {
			if s.closing == poor {
				return 3 + i
			}
			return i
		}
	}
	return 0
}

// order sorts the indicators that can be drawn, the likeliest for this household
// first: drawing without putting back, by the Efraimidis-Spirakis key.
func (s *survey) order() []int {
	type keyed struct {
		n   int
		key float64
	}
	var list []keyed
	for n := 1; n <= classify.Indicators; n++ {
		key := -math.Log(1 - s.base.Float64())
		if often[n] > 0 && (n < 3 || n > 6 || s.one[n] >= 0) {
			list = append(list, keyed{n, key / float64(often[n])})
		}
	}
	slices.SortFunc(list, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	order := make([]int, len(list))
	for i, k := range list {
		order[i] = k.n
	}
	return order
}

// somebody is a member of an age, -1 when there is none.
func (s *survey) somebody(from, to int) int {
	start := s.base.IntN(familySize)
	for i := range s.people {
		at := (start + i) % len(s.people)
		if age := s.people[at].age(s.year); age >= from && age <= to {
			return at
		}
	}
	return -1
}

// dependent tells that more than half are children, or old or disabled people on
// an allowance.
func (s *survey) dependent() bool {
	n := 0
	for _, p := range s.people {
		if age := p.age(s.year); age < 16 || age >= 80 || p.disabled {
			n++
		}
	}
	return 2*n > len(s.people)
}

func (s *survey) uninsured(i int) bool    { return s.set.Has(4) && s.one[4] == i }
func (s *survey) malnourished(i int) bool { return s.set.Has(3) && s.one[3] == i }

func (s *survey) schooled(i int) bool {
	age := s.people[i].age(s.year)
	return age >= 3 && age < 16 && !(s.set.Has(6) && s.one[6] == i) || age >= 16 && age < 18 && !(s.set.Has(5) && s.one[5] == i)
}

// The scores up to which the income is within the standard of 2022-2025.
const (
	ruralScore = 140
	urbanScore = 175
)

// income is the score B1: within the standard for the poor and near-poor, above it
// for the others.
func (s *survey) income(urban bool) int {
	limit := ruralScore
	if urban {
		limit = urbanScore
	}
	switch s.closing {
	case poor:
		return limit - 5*s.random.IntN(15)
	case near:
		return limit - 5*s.random.IntN(8)
	}
	return limit + 5 + 5*s.random.IntN(16)
}

// causes are those that people name; a household that is counted has one at least.
func (s *survey) causes(noLabour bool) (set classify.Set) {
	if !s.closing.counted() {
		return 0
	}
	for i, odds := range []int{42, 48, 18, 28, 40, 34, 14, 6} {
		if s.base.IntN(100) < odds {
			set = set.With(i + 1)
		}
	}
	if noLabour {
		set = set.With(3)
	}
	if set == 0 {
		set = set.With(2)
	}
	return set
}

// supports are what a household that is counted received.
func (s *survey) supports() (set classify.Set) {
	if !s.closing.counted() {
		return 0
	}
	for i, odds := range []int{96, 0, 30, 36, 9, 18} {
		if s.random.IntN(100) < odds {
			set = set.With(i + 1)
		}
	}
	if s.one[6] >= 0 { // there is somebody who goes to school
		set = set.With(2)
	}
	return set
}
