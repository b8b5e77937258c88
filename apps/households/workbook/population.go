package workbook

import (
	"context"
	"fmt"
	"iter"
	"strconv"
)

const (
	maxPeople  = 100_000_000 // of a commune, with room to spare
	maxVillage = 200_000     // rows of the sheet
)

// places gather a commune's rows to compare its own with those of its villages.
type places struct {
	own      *[8]int64 // the commune's own row
	row      int
	villages [8]int64
	some     bool // there are rows of villages
	unsure   bool // a row of it is wrong: there is nothing to compare
	rows     []int
}

// Population yields the rows of the sheet Dân cư in which nothing is wrong, after
// all of them were read and compared.
func (w *Workbook) Population(ctx context.Context) iter.Seq2[Population, error] {
	if w.given != nil {
		return w.given.Population
	}
	return func(yield func(Population, error) bool) {
		var list []Population
		communes, seen, full := map[string]*places{}, map[string]int{}, false
		_, err := w.each(ctx, SheetPopulation, func(x *reading) bool {
			if full = len(list) >= maxVillage; full {
				return false
			}
			p := x.population(seen)
			if gather(communes, p, x.wrong); !x.wrong {
				list = append(list, p)
			}
			return true
		})
		if err == nil && full {
			err = tooLarge()
		}
		if err != nil {
			yield(Population{}, err)
			return
		}
		for commune, p := range communes {
			w.agree(commune, p)
		}
		for _, p := range list {
			if !w.Report.Wrong(p.Row) && !yield(p, nil) {
				return
			}
		}
	}
}

func (x *reading) population(seen map[string]int) Population {
	p := Population{Row: x.row, Commune: x.commune(pCommune)}
	if p.Village = x.raw(pVillage); long(p.Village, maxName) {
		x.fault(pVillage, "too_long", fmt.Sprintf("tên thôn, tối đa %d ký tự", maxName))
	}
	for i := range p.Counts {
		p.Counts[i] = x.whole(pCounts+i, 0, maxPeople)
	}
	if !x.wrong {
		x.balance(p.Counts)
		place := p.Commune + " " + key(p.Village)
		if first, twice := seen[place]; twice {
			x.fault(pVillage, "population_twice", fmt.Sprintf("mỗi xã, mỗi thôn một dòng; đã có ở dòng %d", first))
		}
		seen[place] = x.row
	}
	if x.wrong {
		x.w.Report.wrong.set(x.row)
	}
	return p
}

// balance checks hộ = Kinh + DTTS, tại chỗ within DTTS, and the same of persons.
func (x *reading) balance(n [8]int64) {
	for _, c := range []struct{ total, kinh, minority, onsite int }{{0, 2, 3, 4}, {1, 5, 6, 7}} {
		title := func(i int) string { return x.head.titles[pCounts+i] }
		if n[c.total] != n[c.kinh]+n[c.minority] {
			x.fault(pCounts+c.total, "population_sum", fmt.Sprintf("%d = %s + %s", n[c.kinh]+n[c.minority], title(c.kinh), title(c.minority)))
		}
		if n[c.onsite] > n[c.minority] {
			x.fault(pCounts+c.onsite, "population_part", fmt.Sprintf("không quá %d (%s)", n[c.minority], title(c.minority)))
		}
	}
}

func gather(communes map[string]*places, p Population, wrong bool) {
	at := communes[p.Commune]
	if at == nil {
		at = &places{}
		communes[p.Commune] = at
	}
	at.rows = append(at.rows, p.Row)
	at.unsure = at.unsure || wrong
	if p.Village == "" {
		at.own, at.row = &p.Counts, p.Row
		return
	}
	at.some = true
	for i, n := range p.Counts {
		at.villages[i] += n
	}
}

// agree compares the commune's own row with the sum of its villages.
func (w *Workbook) agree(commune string, p *places) {
	if p.own == nil || !p.some || p.unsure {
		return
	}
	for i, n := range p.own {
		if n == p.villages[i] {
			continue
		}
		for _, row := range p.rows {
			w.Report.wrong.set(row)
		}
		w.Fault(SheetPopulation, Fault{Row: p.row, Heading: columns(SheetPopulation)[pCounts+i].heading, Value: strconv.FormatInt(n, 10),
			Expected: fmt.Sprintf("%d, tổng của các thôn thuộc xã %s", p.villages[i], commune), Code: "population_villages"}, 0)
	}
}
