package classify

import (
	"iter"
	"math/bits"
)

// Set is a set of numbers from 1 to 16: the deprivations T1-T12, the causes N1-N8,
// the supports H1-H6.
type Set uint16

// SetOf is the set of these numbers.
func SetOf(numbers ...int) (s Set) {
	for _, n := range numbers {
		s = s.With(n)
	}
	return s
}

// Has reports whether n is in the set.
func (s Set) Has(n int) bool { return n >= 1 && n <= 16 && s>>(n-1)&1 == 1 }

// With is the set and n, which is from 1 to 16.
func (s Set) With(n int) Set {
	if n < 1 || n > 16 {
		return s
	}
	return s | 1<<(n-1)
}

// Len is how many numbers are in the set.
func (s Set) Len() int { return bits.OnesCount16(uint16(s)) }

// Beyond reports whether the set has a number above n.
func (s Set) Beyond(n int) bool { return bits.Len16(uint16(s)) > n }

// All yields the numbers, from the lowest on.
func (s Set) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 1; n <= 16; n++ {
			if s.Has(n) && !yield(n) {
				return
			}
		}
	}
}
