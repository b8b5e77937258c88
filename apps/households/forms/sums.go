package forms

// Sums are the sums of the measures over some households: the index is the measure,
// the place 0 is empty. Sums that were written before a measure was known are shorter.
type Sums []int64

// NewSums are sums of nothing yet, with room for every measure.
func NewSums() Sums { return make(Sums, Measures()+1) }

// At is the sum of a measure.
func (s Sums) At(m Measure) int64 {
	if m < 1 || int(m) >= len(s) {
		return 0
	}
	return s[m]
}

// Add adds what Count gave of a household, and returns the sums.
func (s Sums) Add(measures, amounts []int16) Sums { return s.add(measures, amounts, 1) }

// Subtract takes away what Count gave of a household, and returns the sums.
func (s Sums) Subtract(measures, amounts []int16) Sums { return s.add(measures, amounts, -1) }

func (s Sums) add(measures, amounts []int16, sign int64) Sums {
	s = s.whole()
	for i, m := range measures {
		s[m] += sign * int64(amounts[i])
	}
	return s
}

// Plus adds the sums of other households, and returns the sums.
func (s Sums) Plus(other Sums) Sums {
	s = s.whole()
	for i, n := range other {
		s[i] += n
	}
	return s
}

// Empty reports whether nothing was counted.
func (s Sums) Empty() bool {
	for _, n := range s {
		if n != 0 {
			return false
		}
	}
	return true
}

// whole makes room for every measure.
func (s Sums) whole() Sums {
	if len(s) > Measures() {
		return s
	}
	out := NewSums()
	copy(out, s)
	return out
}
