package households

import (
	"cmp"
	"maps"
	"slices"

	"vuon/apps/households/forms"
)

// place is a row of households_sums: a village, or with the nil village its commune.
type place struct{ unit, village string }

// nilVillage stands for the whole commune.
const nilVillage = "00000000-0000-0000-0000-000000000000"

// tally adds up what results change in the sums of a round.
type tally struct {
	round string
	sums  map[place]forms.Sums
}

func newTally(round string) *tally { return &tally{round, map[place]forms.Sums{}} }

// add takes a result in.
func (t *tally) add(r Result) {
	measures, amounts := r.counted()
	for _, p := range whereCounted(r.Unit, r.Village) {
		t.sums[p] = t.sums[p].Add(measures, amounts)
	}
}

// remove takes out a result that is replaced, as it was counted then.
func (t *tally) remove(unit, village string, measures, amounts []int16) {
	for _, p := range whereCounted(unit, village) {
		t.sums[p] = t.sums[p].Subtract(measures, amounts)
	}
}

func whereCounted(unit, village string) [2]place {
	return [2]place{{unit, village}, {unit, nilVillage}}
}

// places are those that change, in one order for all transactions: two that touch
// the same rows wait for each other and never in a circle.
func (t *tally) places() []place {
	changed := maps.Keys(t.sums)
	return slices.SortedFunc(changed, func(a, b place) int { return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.village, b.village)) })
}
