package forms

import (
	"time"

	"vuon/apps/households/classify"
)

// Case is a household as a review found it. The first of the people is the head; a
// Case whose outcome has no class was not entered yet and counts nowhere.
type Case struct {
	Unit, Village    string // keys; the count does not look at them
	Facts            classify.Facts
	Outcome          classify.Outcome
	Causes, Supports classify.Set
	Merit, NoLabour  bool
	People           []classify.Person
}

// Children are the persons below this age (Luật Trẻ em 2016, Điều 1); of those from
// SchoolAge on the forms ask whether they go to school.
const (
	ChildAge  = 16
	SchoolAge = 3
)

// AsOf is the day on which the ages of a year's periodic review are taken: its last
// one (Quyết định 24/2021/QĐ-TTg).
func AsOf(year int) time.Time { return time.Date(year, time.December, 14, 0, 0, 0, 0, time.UTC) }

// Count says in which measures a household counts, in ascending order, and how much:
// 1 household, or so many persons or children. A measure in which it would count 0 is
// left out.
func Count(c Case) (measures, amounts []int16) {
	if c.Outcome.Class == "" {
		return nil, nil
	}
	k := counter{c: c, persons: len(c.People), measures: make([]int16, 0, 40), amounts: make([]int16, 0, 40)}
	for _, class := range [...]classify.Class{classify.Poor, classify.NearPoor} {
		k.class = class
		k.classes()
	}
	k.others()
	return k.measures, k.amounts
}

// counter collects the measures of a case.
type counter struct {
	c                 Case
	class             classify.Class // of the two, which one is being counted
	persons           int
	measures, amounts []int16
}

func (k *counter) put(m Measure, amount int) {
	if amount > 0 {
		k.measures, k.amounts = append(k.measures, int16(m)), append(k.amounts, int16(amount))
	}
}

// one counts a household, pair a household and its persons.
func (k *counter) one(m Measure, when bool) {
	if when {
		k.put(of(k.class, m), 1)
	}
}

func (k *counter) pair(m Measure, when bool) {
	if when {
		k.put(of(k.class, m), 1)
		k.put(of(k.class, m)+1, k.persons)
	}
}

// classes counts the case in the measures of one class.
func (k *counter) classes() {
	f, o := k.c.Facts, k.c.Outcome
	opens, closes := f.Movement.Opens(), f.Movement.Closes()
	was, is := opens && f.Opening == k.class, closes && o.Class == k.class
	k.pair(households, is)
	k.pair(opening, was)
	k.pair(toOther, was && closes && o.Class.Counted() && !is)
	k.pair(above, was && closes && !o.Class.Counted())
	k.pair(out, was && !closes)
	came := is && opens && !f.Opening.Counted()
	k.pair(inRelapsed, came && o.Kind == classify.Relapsed)
	k.pair(inNew, came && o.Kind != classify.Relapsed)
	k.pair(inArrived, is && !opens)
	if is {
		k.groups()
		k.peoples()
		k.marks()
	}
}

// groups puts the household into the first group of form 8 that fits.
func (k *counter) groups() {
	minor := k.head().Minority
	k.pair(groupNoLabour, !minor && k.c.NoLabour)
	k.pair(groupMerit, !minor && !k.c.NoLabour && k.c.Merit)
	k.pair(groupOther, !minor && !k.c.NoLabour && !k.c.Merit)
	k.pair(groupMinority, minor)
}

// peoples counts the household by its head and the persons by their own ethnicity.
func (k *counter) peoples() {
	head := k.head()
	minors, onsites := 0, 0
	for _, p := range k.c.People {
		if p.Minority {
			minors++
		}
		if p.Minority && p.Onsite {
			onsites++
		}
	}
	k.one(minority, head.Minority)
	k.put(of(k.class, minorityPersons), minors)
	k.one(onsite, head.Minority && head.Onsite)
	k.put(of(k.class, onsitePersons), onsites)
	k.one(kinh, !head.Minority)
	k.put(of(k.class, kinhPersons), k.persons-minors)
}

// marks counts the other marks of the household and of its children.
func (k *counter) marks() {
	head := k.head()
	k.one(merit, k.c.Merit)
	k.one(noLabour, k.c.NoLabour)
	k.one(femaleHead, head.Female)
	k.children()
	for n := range k.c.Facts.Deprived.All() {
		k.one(deprived+Measure(n-1), n <= classify.Indicators)
	}
	for n := range k.c.Causes.All() {
		k.one(causes+Measure(n-1), n <= Causes)
	}
	k.one(ethnic+Measure(ethnicNumber(head.Ethnic)), head.Minority)
}

func (k *counter) children() {
	var all, uninsured, malnourished, away int
	for _, p := range k.c.People {
		if p.Age >= ChildAge {
			continue
		}
		all++
		if !p.Insured {
			uninsured++
		}
		if p.Malnourished {
			malnourished++
		}
		if p.Age >= SchoolAge && !p.InSchool {
			away++
		}
	}
	k.put(of(k.class, children), all)
	k.put(of(k.class, childrenUninsured), uninsured)
	k.put(of(k.class, childrenMalnourished), malnourished)
	k.put(of(k.class, childrenOutOfSchool), away)
}

// others counts the case in the measures that are of no class.
func (k *counter) others() {
	f, o := k.c.Facts, k.c.Outcome
	both := func(m Measure, when bool) {
		if when {
			k.put(m, 1)
			k.put(m+1, k.persons)
		}
	}
	both(AverageHouseholds, o.Average && !o.Class.Counted() && f.Movement.Closes())
	both(ReviewedHouseholds, true)
	both(EscapesHouseholds, o.Escapes)
	both(OpeningEscapedHouseholds, f.Opening == classify.Escaped && f.Movement.Opens())
	if closes := f.Movement.Closes() && k.c.Supports != 0; closes && o.Class == classify.Poor {
		k.put(SupportedPoor, 1)
	} else if closes && o.Class == classify.NearPoor {
		k.put(SupportedNearPoor, 1)
	}
}

func (k *counter) head() classify.Person {
	if len(k.c.People) == 0 {
		return classify.Person{}
	}
	return k.c.People[0]
}
