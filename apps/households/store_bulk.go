package households

import (
	"context"
	"iter"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// resultColumns are those of households_results, in the order of values.
const resultColumns = `tenant_id, round, household, unit, village, entered, listed_for, opening, movement, b1, deprived, causes, supports, merit, no_labour,
	average, was_poor, was_near_poor, standard, class, kind, escapes, b2, answers, members, counts, amounts, reviewer, entered_at, entered_by, revision`

// copyResults loads many results of one round at once: by COPY into a temporary
// table, from there over those that are there, and the sums once a village. The
// revision of a result that is replaced goes on by one.
func (s *Service) copyResults(ctx context.Context, tx database.Tx, round string, results iter.Seq2[Result, error]) (n int64, err error) {
	sums := newTally(round)
	if n, err = s.store.loadResults(ctx, s.DB, tx, func(yield func(Result, error) bool) {
		for r, err := range results {
			if err == nil {
				sums.add(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}); err != nil {
		return 0, err
	}
	if err := s.store.subtractReplaced(ctx, tx, sums); err != nil {
		return 0, err
	}
	if err := s.store.takeResults(ctx, tx); err != nil {
		return 0, err
	}
	return n, s.store.addSums(ctx, tx, sums)
}

// loadResults copies results into the temporary table households_incoming.
func (store) loadResults(ctx context.Context, db *database.DB, tx database.Tx, results iter.Seq2[Result, error]) (int64, error) {
	if _, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS households_incoming`); err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, `CREATE TEMPORARY TABLE households_incoming ON COMMIT DROP AS SELECT `+resultColumns+` FROM households_results WITH NO DATA`); err != nil {
		return 0, err
	}
	columns := []string{"tenant_id", "round", "household", "unit", "village", "entered", "listed_for", "opening", "movement", "b1", "deprived", "causes",
		"supports", "merit", "no_labour", "average", "was_poor", "was_near_poor", "standard", "class", "kind", "escapes", "b2", "answers", "members",
		"counts", "amounts", "reviewer", "entered_at", "entered_by", "revision"}
	tenant := database.Tenant(ctx)
	return db.CopyIn(ctx, "households_incoming", columns, func(yield func([]any, error) bool) {
		for r, err := range results {
			if err != nil {
				yield(nil, err)
				return
			}
			w := resultRowOf(tenant, r)
			if !yield([]any{w.TenantID, w.Round, w.Household, w.Unit, w.Village, w.Entered, w.ListedFor, string(w.Opening), string(w.Movement), w.B1,
				int16(w.Deprived), int16(w.Causes), int16(w.Supports), w.Merit, w.NoLabour, w.Average, w.WasPoor, w.WasNearPoor, w.Standard,
				string(w.Class), string(w.Kind), w.Escapes, w.B2, w.Answers, w.Members, w.Counts, w.Amounts, w.Reviewer, w.EnteredAt, w.EnteredBy, 1}, nil) {
				return
			}
		}
	})
}

// subtractReplaced takes what is replaced out of the sums, and locks it, a page at
// a time: of a whole province it would be a hundred thousand pairs of lists.
func (store) subtractReplaced(ctx context.Context, tx database.Tx, sums *tally) error {
	if err := execute(ctx, tx, `CREATE INDEX ON households_incoming (household)`, `ANALYZE households_incoming`); err != nil {
		return err
	}
	for after := nilVillage; ; {
		var old []struct {
			Household string  `bun:"household"`
			Unit      string  `bun:"unit"`
			Village   string  `bun:"village"`
			Counts    []int16 `bun:"counts,array"`
			Amounts   []int16 `bun:"amounts,array"`
		}
		if err := tx.NewRaw(`SELECT r.household, r.unit, r.village, r.counts, r.amounts FROM households_incoming i
			JOIN households_results r ON r.tenant_id = i.tenant_id AND r.round = i.round AND r.household = i.household
			WHERE i.household > ? AND r.tenant_id = ? AND r.round = ? ORDER BY i.household LIMIT ? FOR UPDATE OF r`,
			after, database.Tenant(ctx), sums.round, page).Scan(ctx, &old); err != nil {
			return err
		}
		for _, o := range old {
			sums.remove(o.Unit, o.Village, o.Counts, o.Amounts)
			after = o.Household
		}
		if len(old) < page {
			return nil
		}
	}
}

// takeResults writes what was loaded.
func (store) takeResults(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO households_results (`+resultColumns+`) SELECT `+resultColumns+` FROM households_incoming
		ON CONFLICT (tenant_id, round, household) DO UPDATE SET unit = EXCLUDED.unit, village = EXCLUDED.village, entered = EXCLUDED.entered,
			listed_for = EXCLUDED.listed_for, opening = EXCLUDED.opening, movement = EXCLUDED.movement, b1 = EXCLUDED.b1, deprived = EXCLUDED.deprived,
			causes = EXCLUDED.causes, supports = EXCLUDED.supports, merit = EXCLUDED.merit, no_labour = EXCLUDED.no_labour, average = EXCLUDED.average,
			was_poor = EXCLUDED.was_poor, was_near_poor = EXCLUDED.was_near_poor, standard = EXCLUDED.standard, class = EXCLUDED.class,
			kind = EXCLUDED.kind, escapes = EXCLUDED.escapes, b2 = EXCLUDED.b2, answers = EXCLUDED.answers, members = EXCLUDED.members,
			counts = EXCLUDED.counts, amounts = EXCLUDED.amounts, entered_at = EXCLUDED.entered_at, entered_by = EXCLUDED.entered_by,
			revision = households_results.revision + 1`)
	return err
}
