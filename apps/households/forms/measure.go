package forms

import (
	"fmt"

	"vuon/apps/households/classify"
)

// Measure is one thing that is counted, by its ordinal from 1 on. The ordinals are
// stored with every result: they are never given another meaning, and a new measure
// goes to the end.
type Measure int16

// What is counted of the poor and, in the same order, of the near-poor. Where it
// says nothing else, it is of the households that are of the class at the end.
const (
	households Measure = iota
	persons
	opening // two each from here to inArrived: households, then persons
	_
	toOther // from this class into the other of the two
	_
	above // above both
	_
	out // left, merged or died
	_
	inRelapsed
	_
	inNew
	_
	inArrived // arrived, or split off
	_
	groupNoLabour // the groups of form 8: each household in one of them
	_
	groupMerit
	_
	groupOther
	_
	groupMinority // form 8's DTTS: the persons are all of the household
	_
	minority // households by their head, persons by their own
	minorityPersons
	onsite
	onsitePersons
	kinh // all that are no minority
	kinhPersons
	merit // in whatever other group they are
	noLabour
	femaleHead
	children
	childrenUninsured
	childrenMalnourished
	childrenOutOfSchool
	deprived                                     // 12, in the forms' order
	causes   = deprived + classify.Indicators    // Causes, in form 10's order
	ethnic   = causes + Causes                   // households of minorities by the head's code, 0 is one not known
	perClass = ethnic + Measure(ethnicCodes) + 1 // how many there are of a class
)

// Causes is how many causes of poverty (nguyên nhân nghèo) the forms know.
const Causes = 8

// ethnicCodes is the highest code of the list of ethnic groups.
const ethnicCodes = 55

// What is counted of all households, whatever their class.
const (
	// AverageHouseholds are those of agriculture, forestry, fishery or salt making
	// with an average living standard (hộ có mức sống trung bình).
	AverageHouseholds Measure = 2*perClass + 1 + iota
	AveragePersons
	// ReviewedHouseholds are those of which a review entered a result.
	ReviewedHouseholds
	ReviewedPersons
	// EscapesHouseholds leave poverty by the recognition of this review.
	EscapesHouseholds
	EscapesPersons
	// OpeningEscapedHouseholds were newly escaped (mới thoát nghèo) at the beginning.
	OpeningEscapedHouseholds
	OpeningEscapedPersons
	// SupportedPoor and SupportedNearPoor received any support.
	SupportedPoor
	SupportedNearPoor

	last = SupportedNearPoor
)

// Measures is how many measures there are: the ordinals are 1 to Measures.
func Measures() int { return int(last) }

// of is the measure of a class, which is poor or near-poor.
func of(class classify.Class, m Measure) Measure {
	if class == classify.NearPoor {
		m += perClass
	}
	return m + 1
}

// Households, Persons, Deprived and the others name measures that pages beside the
// forms show.

// Households counts the households of a class (poor or near-poor) at the end.
func Households(class classify.Class) Measure { return of(class, households) }

// Persons counts the members of the households of a class at the end.
func Persons(class classify.Class) Measure { return of(class, persons) }

// Opening counts the households of a class at the beginning.
func Opening(class classify.Class) Measure { return of(class, opening) }

// Deprived counts the households of a class that lack an indicator, 1 to 12.
func Deprived(class classify.Class, indicator int) Measure {
	return of(class, deprived+Measure(indicator-1))
}

// Cause counts the households of a class with a cause of poverty, 1 to 8.
func Cause(class classify.Class, cause int) Measure { return of(class, causes+Measure(cause-1)) }

// Ethnic counts the households of a class whose head is of an ethnic minority, by
// the code of the national list ("12"); any other code is the minority that is not
// known.
func Ethnic(class classify.Class, code string) Measure {
	return of(class, ethnic+Measure(ethnicNumber(code)))
}

// Minority, Kinh and Onsite count the households of a class by their head; Kinh is
// whoever is of no minority.
func Minority(class classify.Class) Measure { return of(class, minority) }

// Kinh is described with Minority.
func Kinh(class classify.Class) Measure { return of(class, kinh) }

// Onsite counts the minorities on site (dân tộc thiểu số tại chỗ).
func Onsite(class classify.Class) Measure { return of(class, onsite) }

func ethnicNumber(code string) (n int) {
	if len(code) == 0 || len(code) > 2 {
		return 0
	}
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return 0
		}
		n = 10*n + int(code[i]-'0')
	}
	if n > ethnicCodes {
		return 0
	}
	return n
}

// String names the measure: "poor.households", "near.in.relapsed.persons",
// "poor.deprived.3", "near.ethnic.12".
func (m Measure) String() string {
	switch {
	case m < 1 || m > last:
		return fmt.Sprintf("measure(%d)", int16(m))
	case m > 2*perClass:
		return [...]string{"average.households", "average.persons", "reviewed.households", "reviewed.persons", "escapes.households",
			"escapes.persons", "opening.escaped.households", "opening.escaped.persons", "poor.supported", "near.supported"}[m-2*perClass-1]
	case m > perClass:
		return "near." + ofClass(m-perClass-1)
	}
	return "poor." + ofClass(m-1)
}

func ofClass(m Measure) string {
	switch {
	case m >= ethnic:
		return fmt.Sprintf("ethnic.%02d", m-ethnic)
	case m >= causes:
		return fmt.Sprintf("cause.%d", m-causes+1)
	case m >= deprived:
		return fmt.Sprintf("deprived.%d", m-deprived+1)
	case m >= minority:
		return [...]string{"minority.households", "minority.persons", "onsite.households", "onsite.persons", "kinh.households", "kinh.persons",
			"merit.households", "no_labour.households", "female_head.households", "children", "children.uninsured", "children.malnourished",
			"children.out_of_school"}[m-minority]
	}
	pair := [...]string{"", "opening.", "to_other.", "above.", "out.", "in.relapsed.", "in.new.", "in.arrived.", "group.no_labour.", "group.merit.",
		"group.other.", "group.minority."}[m/2]
	return pair + [...]string{"households", "persons"}[m%2]
}
