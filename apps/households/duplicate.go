package households

import (
	"cmp"
	"slices"

	"vuon/platform/tenancy/declared"
)

// Likeness is what is compared of a present member.
type Likeness struct {
	Person    string        `bun:"person"`
	Household string        `bun:"household"`
	Code      string        `bun:"code"`
	Village   string        `bun:"village"`
	Name      string        `bun:"name"`
	Folded    string        `bun:"folded"`
	Birth     declared.Date `bun:"birth,type:date"`
	YearAlone bool          `bun:"year_alone"`
	Female    bool          `bun:"female"`
	Relation  Relation      `bun:"relation"`
	Numbered  bool          `bun:"numbered"` // has a citizen number
}

func (l Likeness) year() int { return l.Birth.Time().Year() }

// Pair is two members of different households who are likely one person.
type Pair struct{ A, B Likeness }

// likely finds pairs among the present members of a commune: of one village with
// names that are equal or differ in one letter, or of two villages with equal names
// and the same date of birth; born at most one year apart, of one sex. Two who have
// different citizen numbers are two persons. What was said to be two persons
// (apart) is left out.
func likely(list []Likeness, apart map[[2]string]bool) (pairs []Pair) {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(a.year(), b.year()), cmp.Compare(a.Person, b.Person))
	})
	for i, a := range list {
		for _, b := range list[i+1:] {
			if b.year() > a.year()+1 {
				break
			}
			if alike(a, b) && !apart[pairKey(a.Person, b.Person)] {
				pairs = append(pairs, Pair{a, b})
			}
		}
	}
	slices.SortFunc(pairs, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(p.A.Folded, q.A.Folded), cmp.Compare(p.A.Person, q.A.Person), cmp.Compare(p.B.Person, q.B.Person))
	})
	return pairs
}

func alike(a, b Likeness) bool {
	switch {
	case a.Household == b.Household, a.Female != b.Female, a.Numbered && b.Numbered:
		return false
	case a.Village == b.Village:
		return nearly(a.Folded, b.Folded)
	}
	return a.Folded == b.Folded && a.Birth == b.Birth && a.YearAlone == b.YearAlone
}

// pairKey names two persons, in whatever order.
func pairKey(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// nearly reports whether two folded names are equal or differ in one letter: one
// that is another, or one too many.
func nearly(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 || len(y) < 5 && a != b {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i == len(x) || slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i:], y[i+1:])
}
