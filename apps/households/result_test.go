package households

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/identity"
)

// settled makes n households of a commune directly in the tables, and the periodic
// review of 2024, and returns their ids.
func (w *world) settled(n int) (unit string, villages, ids []string) {
	w.t.Helper()
	u, err := w.unit(w.as("labour"), krongNo, namDa, "2024-12-14")
	w.must(err)
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		if _, err := w.EnsureRound(ctx, tx, krongNo, 2024); err != nil {
			return err
		}
		for i := range 3 {
			villages = append(villages, uuid.NewString())
			if _, err := tx.ExecContext(ctx, `INSERT INTO households_villages (tenant_id, id, unit, name, folded, kind, valid_from) VALUES (?, ?, ?, ?, ?, 'thon', '2004-01-01')`,
				krongNo, villages[i], u.ID, fmt.Sprintf("Thôn %d", i), fmt.Sprintf("thon %d", i)); err != nil {
				return err
			}
		}
		for i := range n {
			ids = append(ids, uuid.NewString())
			if _, err := tx.ExecContext(ctx, `INSERT INTO households_households (tenant_id, id, code, unit, village, head, folded, persons, class, created_at, updated_at)
				VALUES (?0, ?1, ?2, ?3, ?4, 'Nguyễn Văn A', 'nguyen van a', 1, 'not_poor', now(), now())`, krongNo, ids[i], fmt.Sprint("H", i), u.ID, villages[i%3]); err != nil {
				return err
			}
		}
		return nil
	})
	return u.ID, villages, ids
}

// someResult is a result of random facts.
func someResult(r *rand.Rand, unit, village, household string) Result {
	opening := []classify.Class{classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor}[r.IntN(4)]
	movement := []classify.Movement{classify.Stayed, classify.Stayed, classify.Arrived, classify.Split, classify.Left}[r.IntN(5)]
	out := Result{Round: "2024", Household: household, Unit: unit, Village: village, Entered: r.IntN(10) > 0, ListedFor: "managed",
		Facts:  classify.Facts{Opening: opening, Movement: movement, B1: r.IntN(200), Deprived: classify.Set(r.IntN(1 << 12))},
		Causes: classify.Set(r.IntN(1 << 8)), Merit: r.IntN(5) == 0, NoLabour: r.IntN(5) == 0}
	for range 1 + r.IntN(6) {
		out.People = append(out.People, classify.Person{Age: r.IntN(90), Female: r.IntN(2) == 0, Ethnic: "20", Minority: r.IntN(2) == 0, InSchool: r.IntN(2) == 0})
	}
	return out
}

// recount adds up everything again from the results.
func (w *world) recount(ctx context.Context, tx database.Tx) (map[place]forms.Sums, error) {
	out := map[place]forms.Sums{}
	var rows []resultRow
	if err := tx.NewSelect().Model(&rows).Where("round = '2024'").Scan(ctx); err != nil {
		return nil, err
	}
	for _, row := range rows {
		measures, amounts := row.result().counted()
		for _, p := range whereCounted(row.Unit, row.Village) {
			out[p] = out[p].Add(measures, amounts)
		}
	}
	return out, nil
}

// checkSums holds the kept sums against a recount.
func (w *world) checkSums() {
	w.t.Helper()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		want, err := w.recount(ctx, tx)
		if err != nil {
			return err
		}
		var kept []sumsRow
		if err := tx.NewSelect().Model(&kept).Where("round = '2024'").Scan(ctx); err != nil {
			return err
		}
		for _, row := range kept {
			p := place{row.Unit, row.Village}
			if sums := want[p]; !slices.Equal(forms.NewSums().Plus(row.Counts), forms.NewSums().Plus(sums)) {
				w.t.Errorf("%v: kept %v, counted %v", p, row.Counts, sums)
			}
			delete(want, p)
		}
		for p := range want {
			w.t.Errorf("%v: no sums are kept", p)
		}
		return nil
	})
}

func TestSumsAreWhatACountGives(t *testing.T) {
	w := newWorld(t)
	unit, villages, ids := w.settled(60)
	r := rand.New(rand.NewPCG(1, 2))
	standards, err := w.standards(w.as("labour"), "2024-12-14")
	w.must(err)
	judged := func(household string) Result {
		result := someResult(r, unit, villages[r.IntN(3)], household)
		_ = result.judge(standards.rural)
		return result
	}
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error { // many at once
		_, err := w.copyResults(ctx, tx, "2024", func(yield func(Result, error) bool) {
			for _, id := range ids[:40] {
				if !yield(judged(id), nil) {
					return
				}
			}
		})
		return err
	})
	w.checkSums()
	var hands sync.WaitGroup // one by one, several at the same time
	for hand := range 4 {
		results := make([]Result, 0, 15)
		for i := range 15 {
			results = append(results, judged(ids[hand*15+i]))
		}
		hands.Go(func() {
			for _, result := range results {
				err := w.db.InTenant(identity.With(t.Context(), identity.Operator()), krongNo, func(ctx context.Context, tx database.Tx) error {
					before, _, err := w.store.result(ctx, tx, "2024", result.Household)
					if err != nil {
						return err
					}
					result.Revision = before.Revision
					_, err = w.saveResult(ctx, tx, result)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	hands.Wait()
	w.checkSums()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error { // over what is there
		_, err := w.copyResults(ctx, tx, "2024", func(yield func(Result, error) bool) {
			for _, id := range ids {
				if !yield(judged(id), nil) {
					return
				}
			}
		})
		return err
	})
	w.checkSums()
}

func TestAResultThatSomebodyElseSavedIsNotOverwritten(t *testing.T) {
	w := newWorld(t)
	unit, villages, ids := w.settled(1)
	result := someResult(rand.New(rand.NewPCG(1, 2)), unit, villages[0], ids[0])
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		first, err := w.saveResult(ctx, tx, result)
		w.must(err)
		if _, err = w.saveResult(ctx, tx, first); err != nil {
			t.Fatal(err)
		}
		_, err = w.saveResult(ctx, tx, first)
		w.want(err, "result_changed")
		return nil
	})
}
