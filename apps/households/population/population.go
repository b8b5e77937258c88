package population

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"vuon/apps/households/classify"
)

// District is where a population lives.
type District struct {
	Code   string   // of the statistics office: "664"; three digits
	Onsite []string // codes of the peoples that are tại chỗ here
	Units  []Unit
}

// Unit is a commune, ward or township.
type Unit struct {
	Code, Name string
	Urban      bool // phường, thị trấn
}

// Population is a made-up population. It holds a few bytes a household; the people
// are made when they are asked for, the same every time.
type Population struct {
	district District
	profile  Profile
	seed     uint64
	villages []village
	lives    []life // by village
}

// life is what becomes of a household: where it is and its fate in each year.
type life struct {
	village int32
	number  int32 // of its code, within its commune
	serial  int32 // within the district
	people  uint8 // its head's, of those known
	since   int16 // the year in which it was recognised as escaped
	class   class // while the years are made: what it is by now
	fates   [maxYears]fate
}

// maxYears is how many years a population may have.
const maxYears = 2

// New makes up the population of a district.
func New(d District, p Profile) *Population {
	h := fnv.New64a()
	h.Write([]byte(d.Code)) //nolint:errcheck // a hash takes everything
	pop := &Population{district: d, profile: p, seed: h.Sum64()}
	pop.settle()
	newMaker(pop).make()
	slices.SortStableFunc(pop.lives, func(a, b life) int { return cmp.Compare(a.village, b.village) })
	return pop
}

// random is a source of its own for a purpose.
func (p *Population) random(purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(p.seed, purpose)) //nolint:gosec // made-up people, the same every time
}

// Years are the years that were reviewed.
func (p *Population) Years() []int {
	list := make([]int, len(p.profile.Years))
	for i := range list {
		list[i] = p.profile.First + i
	}
	return list
}

// Listed is how many households stand in the review of a year.
func (p *Population) Listed(year int) (n int) {
	for i := range p.lives {
		if p.lives[i].fates[year-p.profile.First].listed() {
			n++
		}
	}
	return n
}

// Recognised is the day on which the communes recognised the review of a year.
func Recognised(year int) time.Time { return time.Date(year, 12, 12, 0, 0, 0, 0, time.UTC) }

// AsOf is the day on which the review of a year takes ages.
func AsOf(year int) time.Time { return time.Date(year, 12, 14, 0, 0, 0, 0, time.UTC) }

// onsite tells whether a people is tại chỗ in the district.
func (p *Population) onsite(k people) bool { return slices.Contains(p.district.Onsite, k.code) }

// class is a class in a byte.
type class uint8

const (
	notPoor class = iota
	escaped
	near
	poor
	gone // from the district
)

func (c class) name() classify.Class {
	return [...]classify.Class{classify.NotPoor, classify.Escaped, classify.NearPoor, classify.Poor, classify.NotPoor}[c]
}

func (c class) counted() bool { return c == poor || c == near }

// fate is what a review finds of a household; none is the zero fate, for whoever
// is on the list was poor, near-poor or newly escaped, or has become it.
type fate struct {
	opening, closing class
	movement         uint8
}

// movements: those who stay, the three ways to go, the two ways to come.
var movements = [...]classify.Movement{classify.Stayed, classify.Left, classify.Died, classify.Merged, classify.Arrived, classify.Split}

func (f fate) listed() bool { return f != fate{} }

func (f fate) moved() classify.Movement { return movements[f.movement] }

// counts tells whether the household is poor or near-poor at the end of the year.
func (f fate) counts() bool { return f.closing.counted() && f.moved().Closes() }
