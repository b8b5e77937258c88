package population

import (
	"fmt"
	"iter"
	"math"
	"slices"

	"vuon/apps/households/workbook"
)

// Rows yields the households on the list of a year, by village, each with its
// members, as rows of the workbook, which begin with row 2.
func (p *Population) Rows(year int) iter.Seq2[workbook.Household, []workbook.Member] {
	return func(yield func(workbook.Household, []workbook.Member) bool) {
		row, member := 2, 2
		for _, l := range p.lives {
			f := l.fates[year-p.profile.First]
			if !f.listed() {
				continue
			}
			h, members := p.review(l, f, year)
			h.Row = row
			for i := range members {
				members[i].Row, members[i].Of = member+i, row
			}
			if !yield(h, members) {
				return
			}
			row, member = row+1, member+len(members)
		}
	}
}

// Book is the workbook of a year.
func (p *Population) Book(year int) workbook.Book {
	return workbook.Book{
		Households: func(yield func(workbook.Household, error) bool) {
			for h := range p.Rows(year) {
				if !yield(h, nil) {
					return
				}
			}
		},
		Members: func(yield func(workbook.Member, error) bool) {
			for _, members := range p.Rows(year) {
				for _, m := range members {
					if !yield(m, nil) {
						return
					}
				}
			}
		},
		Population: func(yield func(workbook.Population, error) bool) {
			for c := range p.Inhabitants(year) {
				if !yield(c, nil) {
					return
				}
			}
		},
	}
}

// review is what the reviewers wrote down about a household in a year.
func (p *Population) review(l life, f fate, year int) (workbook.Household, []workbook.Member) {
	v := p.villages[l.village]
	unit := p.district.Units[v.unit]
	base := p.random(uint64(l.serial)<<8 | 2) //nolint:gosec // from 0
	people := present(p.family(l, base), year)
	r := p.random(uint64(l.serial)<<8 | uint64(3+year-p.profile.First)) //nolint:gosec // from 0
	h := workbook.Household{Code: fmt.Sprintf("MH-%s-%04d", unit.Code, l.number), Commune: unit.Code, Village: v.name, Head: people[0].name,
		Opening: f.opening.name(), Movement: f.moved(), Merit: base.IntN(100) < 3, NoLabour: base.IntN(100) < 3 || idle(people, year)}
	s := &survey{base: base, random: r, people: people, year: year, closing: f.closing}
	h.Deprived = s.deprived()
	h.B1 = s.income(unit.Urban)
	h.Causes, h.Supports = s.causes(h.NoLabour), s.supports()
	h.Average = f.closing == notPoor && r.IntN(100) < 55
	if f.opening == escaped {
		h.Escaped = Recognised(int(l.since))
	}
	return h, p.members(h, l, s)
}

// idle tells that nobody in the household is of an age to work.
func idle(list []person, year int) bool {
	return !slices.ContainsFunc(list, func(p person) bool { age := p.age(year); return age >= 16 && age < 65 && !p.disabled })
}

// members are the rows of a household's people.
func (p *Population) members(h workbook.Household, l life, s *survey) []workbook.Member {
	list := make([]workbook.Member, len(s.people))
	for i, m := range s.people {
		list[i] = workbook.Member{Household: h.Code, Name: m.name, Birth: m.born, YearAlone: m.year, Female: m.female, Ethnic: m.ethnic,
			Relation: m.relation, Disabled: m.disabled, Insured: !s.uninsured(i), InSchool: s.schooled(i), Malnourished: s.malnourished(i)}
		if m.age(s.year) >= 14 {
			list[i].Citizen = p.citizen(l, m.position)
		}
	}
	return list
}

// citizen is a number of the right form that nobody can have: 999 is no province.
func (p *Population) citizen(l life, position int) string {
	var district int64
	for _, digit := range p.district.Code {
		district = district*10 + int64(digit-'0')
	}
	return fmt.Sprintf("999%09d", (district*1_000_000+int64(l.serial)*familySize+int64(position))%1_000_000_000)
}

// Inhabitants yields the whole population of a year: each commune, then its
// villages.
func (p *Population) Inhabitants(year int) iter.Seq[workbook.Population] {
	return func(yield func(workbook.Population) bool) {
		poor, row := p.headsListed(year), 2
		for u, unit := range p.district.Units {
			rows := []workbook.Population{{Commune: unit.Code}}
			for i, v := range p.villages {
				if v.unit != u {
					continue
				}
				counts := p.inhabitants(v, v.households[year-p.profile.First], poor[i])
				rows = append(rows, workbook.Population{Commune: unit.Code, Village: v.name, Counts: counts})
				for n := range counts {
					rows[0].Counts[n] += counts[n]
				}
			}
			for _, r := range rows {
				r.Row = row
				row++
				if !yield(r) {
					return
				}
			}
		}
	}
}

// heads are households by what their heads are: Kinh, tại chỗ, other minorities.
type heads struct{ kinh, onsite, other int }

// headsListed counts the poor and near-poor at the end of a year in each village.
func (p *Population) headsListed(year int) []heads {
	list := make([]heads, len(p.villages))
	for _, l := range p.lives {
		h := &list[l.village]
		switch k := known[l.people]; {
		case !l.fates[year-p.profile.First].counts():
		case k.code == "01":
			h.kinh++
		case p.onsite(k):
			h.onsite++
		default:
			h.other++
		}
	}
	return list
}

// inhabitants divides a village among the peoples, with room for those listed.
func (p *Population) inhabitants(v village, households int, listed heads) [8]int64 {
	sum, kinh, onsite := 0, 0, 0
	for i, n := range v.whole {
		sum += n
		switch {
		case known[i].code == "01":
			kinh += n
		case p.onsite(known[i]):
			onsite += n
		}
	}
	nKinh := min(max(households*kinh/sum, listed.kinh), households-listed.onsite-listed.other)
	nOnsite := min(max(households*onsite/sum, listed.onsite), households-nKinh-listed.other)
	minority := households - nKinh
	persons := func(n, perHundred int) int64 { return int64(math.Ceil(float64(n*perHundred) / 100)) }
	c := [8]int64{int64(households), 0, int64(nKinh), int64(minority), int64(nOnsite), persons(nKinh, 395), 0, persons(nOnsite, 465)}
	c[6] = c[7] + persons(minority-nOnsite, 450)
	c[1] = c[5] + c[6]
	return c
}
