package population

import (
	"math/rand/v2"
)

// maker makes the lives of a population, year after year.
type maker struct {
	*Population
	random *rand.Rand
	room   []int // in each village, for households that are listed
	pull   []int // how easily each village gets one: its room times its hardship
	pulls  int
	number []int32 // the last one in each commune
}

func newMaker(p *Population) *maker {
	m := &maker{Population: p, random: p.random(1), number: make([]int32, len(p.district.Units)),
		room: make([]int, len(p.villages)), pull: make([]int, len(p.villages))}
	for i, v := range p.villages {
		m.room[i] = v.households[0] * 3 / 4
		m.pull[i] = m.room[i] * v.hardship
		m.pulls += m.pull[i]
	}
	return m
}

func (m *maker) make() {
	p := m.profile
	for _, begin := range []struct {
		class class
		n     int
	}{{poor, p.Poor}, {near, p.Near}, {escaped, p.Escaped}} {
		for range begin.n {
			l := m.born()
			l.class = begin.class
			if begin.class == escaped {
				l.since = int16(p.First - 1 - m.random.IntN(2)) //nolint:gosec // a year
			}
			m.lives = append(m.lives, l)
		}
	}
	for year := range p.Years {
		m.year(year)
	}
}

// born is a household in a village that has room.
func (m *maker) born() life {
	at := m.random.IntN(m.pulls)
	i := 0
	for ; at >= m.pull[i]; i++ {
		at -= m.pull[i]
	}
	v := m.villages[i]
	m.room[i]--
	m.pull[i] -= v.hardship
	m.pulls -= v.hardship
	m.number[v.unit]++
	return life{village: int32(i), number: m.number[v.unit], serial: int32(len(m.lives)), people: v.poorly.draw(m.random)} //nolint:gosec // small numbers
}

// year gives every household its fate of a year.
func (m *maker) year(y int) {
	f := m.profile.Years[y]
	var stock [gone + 1][]int
	for i := range m.lives {
		stock[m.lives[i].class] = append(stock[m.lives[i].class], i)
	}
	fromPoor, fromNear := f.escaping(len(stock[poor]), len(stock[near]))
	m.part(y, stock[poor], poor, turn{near, f.PoorToNear}, turn{gone, f.PoorGone}, turn{notPoor, fromPoor})
	m.part(y, stock[near], near, turn{poor, f.NearToPoor}, turn{gone, f.NearGone}, turn{notPoor, fromNear})
	m.part(y, stock[escaped], notPoor, turn{poor, f.RelapsedPoor}, turn{near, f.RelapsedNear})
	m.join(y, poor, f.NewPoor, false)
	m.join(y, near, f.NewNear, false)
	m.join(y, poor, f.PoorArrived, true)
	m.join(y, near, f.NearArrived, true)
}

// turn is how many households of a class go into another.
type turn struct {
	into class
	n    int
}

// part lets some of the households of one class turn, and the rest end the year in
// a class.
func (m *maker) part(y int, stock []int, rest class, turns ...turn) {
	m.random.Shuffle(len(stock), func(i, j int) { stock[i], stock[j] = stock[j], stock[i] })
	for _, t := range turns {
		for _, i := range stock[:t.n] {
			m.end(y, i, t.into)
		}
		stock = stock[t.n:]
	}
	for _, i := range stock {
		m.end(y, i, rest)
	}
}

// end writes down the fate of a household that was there when the year began.
func (m *maker) end(y, i int, into class) {
	l := &m.lives[i]
	f := fate{opening: l.class, closing: into}
	switch {
	case into == gone:
		f.closing = l.class
		f.movement = uint8(1 + m.random.IntN(3)) //nolint:gosec // 1 to 3
		l.class = gone
	case into == notPoor && l.class == poor:
		l.class, l.since = escaped, int16(m.profile.First+y) //nolint:gosec // a year
	case into == notPoor && l.class == escaped: // it stays newly escaped
		if y > 0 && m.random.IntN(8) > 0 { // known, and reviewed only where it asked
			return
		}
	default:
		l.class = into
	}
	l.fates[y] = f
}

// join lets households be counted that were not before: of the district's own, or
// new in it.
func (m *maker) join(y int, into class, n int, moved bool) {
	for range n {
		l := m.born()
		l.class = into
		l.fates[y] = fate{closing: into}
		if moved {
			l.fates[y].movement = uint8(4 + m.random.IntN(2)) //nolint:gosec // 4 or 5
		}
		m.lives = append(m.lives, l)
	}
}
