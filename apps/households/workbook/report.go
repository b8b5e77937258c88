package workbook

import (
	"cmp"
	"slices"
)

// MaxFaults is how many faults and how many warnings are kept of one file; the
// rest is counted.
const MaxFaults = 10_000

// Fault is a place in the workbook that is not as it must be, or, as a warning,
// one that was mended or left out.
type Fault struct {
	Sheet    string `json:"sheet"`
	Row      int    `json:"row"` // as the spreadsheet shows it; 0: the sheet itself
	Heading  string `json:"heading"`
	Value    string `json:"value"`
	Expected string `json:"expected"` // in Vietnamese, what should stand there
	Code     string `json:"code"`     // for programs
}

// Report gathers what was found. It is for one goroutine.
type Report struct {
	Faults, Warnings         []Fault // the first MaxFaults of each
	FaultCount, WarningCount int     // of all
	refused                  bits    // rows of the sheet Hộ that must not be taken
	wrong                    bits    // rows of the sheet Dân cư, likewise
}

// Add keeps a fault. Household is the row of the sheet Hộ that must not be taken
// because of it, 0 when there is none.
func (r *Report) Add(f Fault, household int) {
	r.FaultCount++
	f.Value = cut(f.Value)
	if len(r.Faults) < MaxFaults {
		r.Faults = append(r.Faults, f)
	}
	r.refused.set(household)
}

// Sort puts what was kept into the order of the sheets, rows and headings.
func (r *Report) Sort() {
	for _, list := range [][]Fault{r.Faults, r.Warnings} {
		slices.SortStableFunc(list, func(a, b Fault) int {
			return cmp.Or(cmp.Compare(place(a.Sheet), place(b.Sheet)), cmp.Compare(a.Row, b.Row))
		})
	}
}

func place(sheet string) int {
	return slices.Index([]string{SheetHouseholds, SheetMembers, SheetPopulation}, sheet) & 3 // others, a tenant's own too, last
}

// Warn keeps a warning.
func (r *Report) Warn(f Fault) {
	r.WarningCount++
	f.Value = cut(f.Value)
	if len(r.Warnings) < MaxFaults {
		r.Warnings = append(r.Warnings, f)
	}
}

// Refused reports whether a fault was found in the household of this row of the
// sheet Hộ, or in one of its members.
func (r *Report) Refused(row int) bool { return r.refused.has(row) }

// Wrong reports whether a fault was found in this row of the sheet Dân cư.
func (r *Report) Wrong(row int) bool { return r.wrong.has(row) }

// bits is a set of row numbers; 0 is never in it.
type bits []uint64

func (b *bits) set(n int) {
	if n <= 0 {
		return
	}
	for len(*b) <= n/64 {
		*b = append(*b, 0)
	}
	(*b)[n/64] |= 1 << (n % 64)
}

func (b bits) has(n int) bool { return n > 0 && n/64 < len(b) && b[n/64]>>(n%64)&1 == 1 }

// maxShown is how many characters of a wrong value are repeated.
const maxShown = 100

func cut(value string) string {
	n := 0
	for i := range value {
		if n == maxShown {
			return value[:i] + "…"
		}
		n++
	}
	return value
}
