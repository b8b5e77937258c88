package classify

import (
	"errors"
	"time"
)

// Class is what a household is.
type Class string

// The classes. Escaped is a household that was recognised as having left poverty
// less than 36 months ago: scores never yield it, a recognition does.
const (
	Poor     Class = "poor"      // hộ nghèo
	NearPoor Class = "near_poor" // hộ cận nghèo
	Escaped  Class = "escaped"   // hộ mới thoát nghèo
	NotPoor  Class = "not_poor"
)

// Counted reports whether the class is one of the two that the forms count.
func (c Class) Counted() bool { return c == Poor || c == NearPoor }

// Movement is why a household came or went between two reviews (Biến động).
type Movement string

// The movements.
const (
	Stayed  Movement = ""
	Arrived Movement = "arrived" // chuyển đến
	Split   Movement = "split"   // tách hộ: newly made of a part of another
	Left    Movement = "left"    // chuyển đi
	Merged  Movement = "merged"  // nhập hộ: went into another
	Died    Movement = "died"    // chết: nobody is left
)

// Opens reports whether the household belongs to the count at the beginning.
func (m Movement) Opens() bool { return m != Arrived && m != Split }

// Closes reports whether the household belongs to the count at the end.
func (m Movement) Closes() bool { return m != Left && m != Merged && m != Died }

// Standard is the poverty standard of an area on a day, with what the scores of
// its period mean.
type Standard struct {
	ID              string // of the catalogue: "rural-2022"
	Urban           bool   // phường, thị trấn
	B1Max           int    // points of B1 up to which the income is within the standard
	B2Poor          int    // points of B2 from which a household is poor
	MinDeprivations int    // the same as a number of indicators
	Points          [Indicators]int
	Source, Article string
}

// Indicators is how many indicators of deprivation the standards have.
const Indicators = 12

// Facts are what a review found out about a household.
type Facts struct {
	Opening  Class // at the beginning of the period
	Movement Movement
	B1       int // points, from 0
	Deprived Set // indicators, 1 to 12, in the forms' order
	Average  bool
	// What the registry knows of recognitions before the opening class.
	WasPoor, WasNearPoor bool
}

// Kind is how a household came to be counted: nghèo mới, tái nghèo, nghèo cũ.
type Kind string

// The kinds; none for a household that is neither poor nor near-poor at the end.
const (
	New      Kind = "new"
	Relapsed Kind = "relapsed"
	Old      Kind = "old"
)

// Outcome is what the rules make of the facts.
type Outcome struct {
	Class   Class // Poor, NearPoor or NotPoor
	B2      int   // points
	Average bool  // hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình
	Kind    Kind
	Escapes bool // by recognition of this outcome the household is newly escaped
	Reasons []Reason
}

// Faults of the facts.
var (
	ErrScore      = errors.New("classify: B1 is not from 0 to 1000")
	ErrDeprived   = errors.New("classify: an indicator that is not from 1 to 12")
	ErrOpening    = errors.New("classify: not an opening class")
	ErrAverage    = errors.New("classify: a poor or near-poor household has no average living standard")
	ErrNoStandard = errors.New("classify: the standard of the day has no scores")
)

// MaxB1 is the highest score that any table gives, with room to spare: what is
// above it is a slip of the keyboard.
const MaxB1 = 1000

// Of classifies. The error is one of the package's; with ErrAverage the outcome is
// whole all the same, so that it can be shown.
func Of(s Standard, f Facts) (Outcome, error) {
	switch {
	case s.B1Max <= 0 || s.B2Poor <= 0:
		return Outcome{}, ErrNoStandard
	case f.B1 < 0 || f.B1 > MaxB1:
		return Outcome{}, ErrScore
	case f.Deprived.Beyond(Indicators):
		return Outcome{}, ErrDeprived
	case f.Opening != Poor && f.Opening != NearPoor && f.Opening != Escaped && f.Opening != NotPoor:
		return Outcome{}, ErrOpening
	}
	o := Outcome{Class: NotPoor, Average: f.Average}
	for n := range f.Deprived.All() {
		o.B2 += s.Points[n-1]
	}
	switch {
	case f.B1 > s.B1Max:
	case o.B2 >= s.B2Poor:
		o.Class = Poor
	default:
		o.Class = NearPoor
	}
	o.Kind = kind(f, o.Class)
	o.Escapes = f.Opening == Poor && o.Class == NotPoor && f.Movement.Opens() && f.Movement.Closes()
	o.Reasons = reasons(s, f, o)
	if o.Average && o.Class != NotPoor {
		return o, ErrAverage
	}
	return o, nil
}

// kind tells new, relapsed and old apart. A household that left is none of them.
func kind(f Facts, class Class) Kind {
	switch {
	case !class.Counted() || !f.Movement.Closes():
		return ""
	case f.Opening == class:
		return Old
	case f.Opening == Escaped || class == Poor && f.WasPoor || class == NearPoor && f.WasNearPoor:
		if f.Opening.Counted() { // from one class into the other is a move, no relapse
			return New
		}
		return Relapsed
	}
	return New
}

// EscapedMonths is how long a household counts as newly escaped, from the
// recognition on (Thông tư 07/2021/TT-BLĐTBXH; the plans say "trong vòng 36 tháng").
const EscapedMonths = 36

// EscapedUntil is the last day on which a household that was recognised as having
// escaped on a day is newly escaped: a term of months ends with the same day of its
// last month (Bộ luật Dân sự 2015, Điều 148), or with that month's end.
func EscapedUntil(recognised time.Time) time.Time { return AddMonths(recognised, EscapedMonths) }

// AddMonths goes n months on and stays within the month: 30 November and 3 months
// are the last of February.
func AddMonths(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, day.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// Age is the full years of a person on a day. With a year alone it is the
// difference of the years (the workbook's rule).
func Age(birth time.Time, yearAlone bool, on time.Time) int {
	age := on.Year() - birth.Year()
	if !yearAlone && (on.Month() < birth.Month() || on.Month() == birth.Month() && on.Day() < birth.Day()) {
		age--
	}
	return age
}

// Person is a member as the forms count them: no name and no number.
type Person struct {
	Age          int    `json:"age"` // full years on the review's day
	Female       bool   `json:"female,omitempty"`
	Ethnic       string `json:"ethnic,omitempty"`   // code; "" is not known
	Minority     bool   `json:"minority,omitempty"` // dân tộc thiểu số
	Onsite       bool   `json:"onsite,omitempty"`   // dân tộc thiểu số tại chỗ
	Disabled     bool   `json:"disabled,omitempty"`
	Insured      bool   `json:"insured,omitempty"`
	InSchool     bool   `json:"in_school,omitempty"`
	Malnourished bool   `json:"malnourished,omitempty"`
}
