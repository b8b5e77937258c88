package households

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// PopulationRow is the whole population of a commune (Village "") or of one of its
// villages. Counts are those of forms.Population; nil where nothing is stated.
type PopulationRow struct {
	Village string  `bun:"village"`
	Name    string  `bun:"name"`
	Counts  []int64 `bun:"counts,array"`
}

// CommunePopulation is what is stated of a commune's people in the year of a
// periodic review: the commune first, then its villages in their order.
type CommunePopulation struct {
	Review Review
	Rows   []PopulationRow
}

// Sum adds the villages of which the population is stated; false when it is of none.
func (p CommunePopulation) Sum() (sum forms.Population, some bool) { return villagesOf(p.Rows) }

func villagesOf(rows []PopulationRow) (sum forms.Population, some bool) {
	for _, row := range rows {
		if row.Village == "" || row.Counts == nil {
			continue
		}
		some = true
		for i, n := range row.Counts {
			sum[i] += n
		}
	}
	return sum, some
}

// CausePopulation is how the audit names a change of what is stated of the population.
const CausePopulation = "households.population"

// maxPopulation is the largest figure that is taken, as the workbook does.
const maxPopulation = 100_000_000

// populationTitles are the headings of the workbook's sheet Dân cư.
func populationTitles() [8]i18n.Text {
	return [8]i18n.Text{i18n.T("Số hộ", "Households"), i18n.T("Nhân khẩu", "Persons"),
		i18n.T("Hộ Kinh", "Kinh households"), i18n.T("Hộ DTTS", "Minority households"), i18n.T("Hộ DT tại chỗ", "On-site minority households"),
		i18n.T("Khẩu Kinh", "Kinh persons"), i18n.T("Khẩu DTTS", "Minority persons"), i18n.T("Khẩu DT tại chỗ", "On-site minority persons")}
}

// Population reads the population of a commune in a periodic review's year, for
// whoever may see the households there. Fault: population_none in a regular review.
func (s *Service) Population(ctx context.Context, tenant, round, code string) (p CommunePopulation, err error) {
	if p.Review, err = s.Review(ctx, tenant, round, code); err != nil {
		return p, err
	}
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		p.Rows, err = s.populationOf(ctx, tx, w)
		return err
	})
	return p, err
}

func (s *Service) populationOf(ctx context.Context, tx database.Tx, w review) ([]PopulationRow, error) {
	if w.Round.Kind != Periodic {
		return nil, faultNoPopulation(w)
	}
	return s.store.populationRows(ctx, tx, w)
}

// SavePopulation states the population of a commune ("") and of its villages (id)
// in a periodic review's year, in place of what was stated; a commune that is left
// out has the sum of its villages. Faults: population_wrong with the fields (see
// populationField), village_unknown, population_none, review_closed once the
// commune is recognised.
func (s *Service) SavePopulation(ctx context.Context, tenant, round, code string, stated map[string]forms.Population) error {
	return s.working(ctx, tenant, round, code, ActionList, nil, func(ctx context.Context, tx database.Tx, w *review) error {
		before, err := s.populationOf(ctx, tx, *w)
		if err != nil {
			return err
		}
		if w.Commune.Stage == Recognised {
			return faultStage(*w)
		}
		after, err := restated(before, stated)
		if err != nil {
			return err
		}
		if err := checkPopulation(*w, after); err != nil {
			return err
		}
		if sum, some := villagesOf(after); some {
			after[0].Counts = sum[:]
		}
		was, is := populationWords(before), populationWords(after)
		if slices.Equal(was, is) {
			return nil
		}
		if err := s.store.replacePopulation(ctx, tx, *w, after); err != nil {
			return err
		}
		return s.record(ctx, tx, CausePopulation, "population", w.id(), map[string]any{"rows": was}, map[string]any{"rows": is}, "")
	})
}

// restated are the rows with what is stated of them now (fault village_unknown).
func restated(rows []PopulationRow, stated map[string]forms.Population) ([]PopulationRow, error) {
	rows, known := slices.Clone(rows), 0
	for i := range rows {
		rows[i].Counts = nil
		if n, is := stated[rows[i].Village]; is {
			rows[i].Counts, known = n[:], known+1
		}
	}
	if known != len(stated) {
		return nil, faultNoVillage()
	}
	return rows, nil
}

// populationWords are the stated rows as the audit keeps them.
func populationWords(rows []PopulationRow) []string {
	words := []string{}
	for _, row := range rows {
		if row.Counts != nil {
			words = append(words, fmt.Sprint(row.Village, row.Name, row.Counts))
		}
	}
	return words
}

// populationField names the field of a figure: "commune-0", or the village's id and
// the figure's place.
func populationField(village string, i int) string {
	if village == "" {
		village = "commune"
	}
	return village + "-" + strconv.Itoa(i)
}

// checkPopulation checks what a sheet Dân cư is checked for, all in one pass: hộ =
// Kinh + DTTS, tại chỗ within DTTS, the same of persons, and the commune's own row
// against its villages.
func checkPopulation(w review, rows []PopulationRow) error {
	c := populationCheck{commune: w.Unit.Name}
	for _, row := range rows {
		if row.Counts != nil {
			c.row(row)
		}
	}
	if sum, some := villagesOf(rows); some && rows[0].Counts != nil && len(c.wrong) == 0 {
		for i, n := range rows[0].Counts {
			if n != sum[i] {
				c.add(rows[0], i, "phải là "+count(sum[i])+", tổng của các thôn", "must be "+count(sum[i])+", the sum of the villages")
			}
		}
	}
	if len(c.wrong) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Code: "population_wrong", Fields: c.wrong,
		Message: i18n.T("Số dân cư chưa khớp. Hãy sửa các số được đánh dấu.", "The population does not add up. Mend what is marked.")}
}

func count(n int64) string { return strconv.FormatInt(n, 10) }

type populationCheck struct {
	commune string
	wrong   wrongs
}

func (c *populationCheck) add(row PopulationRow, i int, vi, en string) {
	name, title := row.Name, populationTitles()[i]
	if row.Village == "" {
		name = c.commune
	}
	c.wrong.add(populationField(row.Village, i), name+", "+title.VI+": "+vi, name+", "+title.EN+": "+en)
}

func (c *populationCheck) row(row PopulationRow) {
	n, unread := row.Counts, false
	for i := range n {
		if n[i] < 0 || n[i] > maxPopulation {
			unread = true
			c.add(row, i, "nhập số nguyên, không có thì ghi 0", "enter a whole number, 0 for none")
		}
	}
	if unread {
		return
	}
	titles := populationTitles()
	for _, g := range []struct{ total, kinh, minority, onsite int }{{0, 2, 3, 4}, {1, 5, 6, 7}} {
		if sum := n[g.kinh] + n[g.minority]; n[g.total] != sum {
			c.add(row, g.total, "phải là "+count(sum)+" = "+titles[g.kinh].VI+" + "+titles[g.minority].VI, "must be "+count(sum)+" = "+titles[g.kinh].EN+" + "+titles[g.minority].EN)
		}
		if n[g.onsite] > n[g.minority] {
			c.add(row, g.onsite, "không quá "+count(n[g.minority])+" ("+titles[g.minority].VI+")", "at most "+count(n[g.minority])+" ("+titles[g.minority].EN+")")
		}
	}
}

func faultNoPopulation(w review) *fault.Error {
	return fault.New(fault.NotFound, "population_none", w.Round.Title().VI+" không lập biểu 1; dân cư nhập ở đợt rà soát định kỳ của năm.",
		w.Round.Title().EN+" has no form 1: the population is entered in the year's periodic review.")
}
