package population

import (
	"math/rand/v2"
	"time"

	"vuon/apps/households/classify"
)

// person is a member of a household, the same in every year.
type person struct {
	position int // in the family, those still to be born too
	name     string
	born     time.Time
	year     bool // only the year is known
	female   bool
	ethnic   string
	relation string
	disabled bool
}

// familySize is how many members a household has at most: the last digit of a
// citizen number tells them apart.
const familySize = 10

// family makes the members of a household, the head first. Who is born later
// than a year of a review is in it and not yet counted then.
func (p *Population) family(l life, r *rand.Rand) []person {
	k := known[l.people]
	f := &kin{random: r, names: newNamer(r, k), people: k, year: p.profile.First, last: p.profile.First + len(p.profile.Years) - 1}
	head := f.head()
	f.spouse(head)
	f.elders(head)
	f.young(head)
	if r.IntN(100) < 5 {
		f.add("sibling", f.year-head.born.Year()-4+r.IntN(9), r.IntN(2) == 0, true)
	}
	return f.list
}

// kin is a household while its members are made.
type kin struct {
	random     *rand.Rand
	names      *namer
	people     people
	year, last int
	list       []person
}

func (f *kin) add(relation string, age int, female, own bool) *person {
	if len(f.list) == familySize {
		return &person{}
	}
	r := f.random
	p := person{position: len(f.list), name: f.names.name(female, own), female: female, ethnic: f.people.name, relation: relation}
	p.born = time.Date(f.year-max(age, -1), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(340))
	if age > 45 && r.IntN(100) < 8 {
		p.year, p.born = true, time.Date(p.born.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	p.disabled = r.IntN(100) < 2 || age > 70 && r.IntN(100) < 15
	f.list = append(f.list, p)
	return &f.list[len(f.list)-1]
}

func (f *kin) head() person {
	r := f.random
	age := 24 + r.IntN(34)
	if r.IntN(100) < 22 {
		age = 55 + r.IntN(25)
	}
	return *f.add("head", age, r.IntN(100) < 21, true)
}

func (f *kin) spouse(head person) {
	r, age := f.random, f.year-head.born.Year()
	odds := 90
	if head.female {
		odds = 20
	}
	if age > 65 {
		odds -= 30
	}
	if r.IntN(100) >= odds {
		return
	}
	s := f.add("spouse", max(19, age-4+r.IntN(8)), !head.female, false)
	if r.IntN(100) < 5 && f.people.code != "01" {
		s.ethnic = known[0].name
	}
}

func (f *kin) elders(head person) {
	age := f.year - head.born.Year()
	if age < 50 && f.random.IntN(100) < 16 {
		f.add("parent", age+20+f.random.IntN(12), f.random.IntN(3) > 0, true)
	}
}

// young are the children, the oldest first, those still to be born, and the
// grandchildren.
func (f *kin) young(head person) {
	r, age := f.random, f.year-head.born.Year()
	var ages []int
	for child, more := max(0, age-44)+r.IntN(5), 1+r.IntN(3)+r.IntN(2); more > 0 && child <= age-19; child, more = child+1+r.IntN(4), more-1 {
		if child <= 20 || r.IntN(2) == 0 { // else with a household of its own
			ages = append(ages, child)
		}
	}
	for i := range ages {
		f.add("child", ages[len(ages)-1-i], r.IntN(2) == 0, true)
	}
	if age < 42 && len(ages) > 0 && ages[0] > 1 && r.IntN(100) < 14 {
		f.add("child", f.year-f.last, r.IntN(2) == 0, true)
	}
	if age > 46 && r.IntN(100) < 52 {
		for range 1 + r.IntN(3) {
			f.add("grandchild", r.IntN(min(age-42, 13)), r.IntN(2) == 0, true)
		}
	}
}

// present are those who were born by a year's review.
func present(list []person, year int) []person {
	there := list[:0:0]
	for _, p := range list {
		if !p.born.After(AsOf(year)) {
			there = append(there, p)
		}
	}
	return there
}

func (p person) age(year int) int { return classify.Age(p.born, p.year, AsOf(year)) }
