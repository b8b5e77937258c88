package households

import (
	"context"
	"testing"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
)

// The opening of a year is the closing of the one before: what a regular review
// recognised in between is new, and who has gone since still opens.
func TestAYearOpensAsTheOneBeforeClosed(t *testing.T) {
	c := newCircle(newWorld(t))
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := c.EnsureRound(ctx, tx, krongNo, 2023)
		c.must(err)
		standards, err := c.standards(ctx, "2023-12-14")
		c.must(err)
		for _, code := range []string{"1-poor", "2-poor", "1-near", "2-near"} {
			h := c.held(code)
			r := Result{Round: "2023", Household: c.ids[code], Unit: c.unit, Village: h.Village, Entered: true, ListedFor: listedManaged,
				Facts: classify.Facts{Opening: classify.NotPoor, B1: 100}, People: []classify.Person{{Age: 44}, {Age: 40}}}
			if h.Class == classify.Poor {
				r.Facts.Deprived = classify.SetOf(1, 2, 3)
			}
			c.must(r.judge(standards.rural))
			_, err := c.saveResult(ctx, tx, r)
			c.must(err)
		}
		for _, sql := range []string{
			"UPDATE households_communes SET state = 'recognised' WHERE round = '2023'",
			"UPDATE households_households SET state = 'left', persons = 0, ended_on = '2024-03-01' WHERE id = ?1", // 2-poor moves away
			"UPDATE households_households SET class = 'poor' WHERE id = ?2",                                       // 1-not is recognised in May
			"UPDATE households_states SET valid_to = '2024-05-20' WHERE household = ?2",
			`INSERT INTO households_states (tenant_id, household, valid_from, unit, village, head, class, merit, no_labour, state, cause, seq)
				SELECT tenant_id, household, '2024-05-20', unit, village, head, 'poor', false, false, 'here', 'households.recognise', 2 FROM households_states WHERE household = ?2`,
		} {
			_, err := tx.ExecContext(ctx, sql, krongNo, c.ids["2-poor"], c.ids["1-not"])
			c.must(err)
		}
		return nil
	})
	_, err := c.on("2024-09-03").OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.must(err)
	_, err = c.FillList(c.as("officer"), krongNo, "2024", namDa)
	c.must(err)
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		for code, want := range map[string]classify.Facts{
			"1-poor":    {Opening: classify.Poor, WasPoor: true},
			"2-near":    {Opening: classify.NearPoor, WasNearPoor: true},
			"1-not":     {Opening: classify.NotPoor},
			"1-escaped": {Opening: classify.Escaped},
			"2-poor":    {Opening: classify.Poor, Movement: classify.Left, B1: 100, Deprived: classify.SetOf(1, 2, 3)},
		} {
			r, there, err := c.store.result(ctx, tx, "2024", c.ids[code])
			if err != nil || !there || r.Facts != want {
				t.Errorf("%s: %+v (%v, %v), want %+v", code, r.Facts, there, err, want)
			}
		}
		var closed, opened sumsRow
		c.must(tx.NewSelect().Model(&closed).Where("round = '2023' AND village = ?", nilVillage).Scan(ctx))
		c.must(tx.NewSelect().Model(&opened).Where("round = '2024' AND village = ?", nilVillage).Scan(ctx))
		if n := closed.Counts[forms.Households(classify.Poor)]; n != 2 {
			t.Errorf("2023 closed with %d poor", n)
		}
		if n := opened.Counts[forms.Opening(classify.Poor)]; n != 1 { // the other opens when it is entered
			t.Errorf("of who has gone, %d open as poor", n)
		}
		return nil
	})
	for code, found := range map[string][2]int{"1-poor": {200, 1}, "1-near": {100, 4}, "1-not": {100, 5}, "2-near": {100, 0}, "1-escaped": {200, 0}, "2-escaped": {200, 0}} {
		c.enter("officer", "2024", code, found[0], found[1])
	}
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		var opened sumsRow
		c.must(tx.NewSelect().Model(&opened).Where("round = '2024' AND village = ?", nilVillage).Scan(ctx))
		for _, class := range []classify.Class{classify.Poor, classify.NearPoor} {
			if n := opened.Counts[forms.Opening(class)]; n != 2 {
				t.Errorf("2024 opens with %d %s, 2023 closed with 2", n, class)
			}
		}
		r, _, err := c.store.result(ctx, tx, "2024", c.ids["1-not"])
		if err != nil || r.Outcome.Kind != classify.New {
			t.Errorf("who was recognised in May is %s, want new (%v)", r.Outcome.Kind, err)
		}
		return nil
	})
	c.checkSums()
}
