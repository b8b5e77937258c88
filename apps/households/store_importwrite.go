package households

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// changedHouseholds marks the households of which the registry says something else
// and returns their rows.
func (store) changedHouseholds(ctx context.Context, tx database.Tx) (rows []int, err error) {
	err = tx.NewRaw(`UPDATE households_arriving a SET changed = true FROM households_households h
		WHERE h.tenant_id = ? AND h.id = a.household AND NOT a.fresh AND NOT a.kept AND (h.state <> a.state OR a.state = 'here' AND (
			(h.unit, h.village, h.head, h.head_birth, h.class, h.merit, h.no_labour, h.female_head, h.minority, h.onsite, h.persons, h.deprived, h.causes)
				<> (a.unit, a.village, a.head, a.head_birth, a.class, a.merit, a.no_labour, a.female, a.minority, a.onsite, a.persons, a.deprived, a.causes)
			OR h.b1 IS DISTINCT FROM a.b1 OR a.escaped_on IS NOT NULL AND h.escaped_on IS DISTINCT FROM a.escaped_on))
		RETURNING a.row`, database.Tenant(ctx)).Scan(ctx, &rows)
	return rows, err
}

// newCodesBeside is newCodes, beside the codes that arrive.
func (st store) newCodesBeside(ctx context.Context, tx database.Tx, commune string, n int) ([]string, error) {
	codes, err := st.newCodes(ctx, tx, commune, n)
	if err != nil {
		return nil, err
	}
	var last int
	if err := tx.NewRaw("SELECT coalesce(max(right(code, 5)::int), 0) FROM households_arriving WHERE code ~ ?", "^"+commune+"[0-9]{5}$").Scan(ctx, &last); err != nil {
		return nil, err
	}
	if after := fmt.Sprintf("%s%05d", commune, last+1); after > codes[0] {
		for i := range codes {
			codes[i] = fmt.Sprintf("%s%05d", commune, last+1+i)
		}
	}
	return codes, nil
}

// setCodes gives rows their codes.
func (store) setCodes(ctx context.Context, db *database.DB, tx database.Tx, codes iter.Seq2[[]any, error]) error {
	if err := execute(ctx, tx, `CREATE TEMPORARY TABLE households_codes (row int PRIMARY KEY, code text) ON COMMIT DROP`); err != nil {
		return err
	}
	if _, err := db.CopyIn(ctx, "households_codes", []string{"row", "code"}, codes); err != nil {
		return err
	}
	return execute(ctx, tx, `UPDATE households_arriving a SET code = c.code FROM households_codes c WHERE c.row = a.row`)
}

// writeHouseholds writes the households that are new or changed, and what was so of
// them from when. A new one begins with the year; the class at the beginning of the
// year holds from there too; all else from the day on.
func (store) writeHouseholds(ctx context.Context, tx database.Tx, asOf, start, day declared.Date, now time.Time) error {
	tenant := database.Tenant(ctx)
	const spell = `INSERT INTO households_states (tenant_id, household, valid_from, valid_to, unit, village, head, class, merit, no_labour, state, cause, seq) `
	for _, q := range []string{
		`INSERT INTO households_households (tenant_id, id, code, unit, village, head, head_birth, folded, persons, class, escaped_on, b1, deprived, causes, merit, no_labour,
				female_head, minority, onsite, reviewed_on, state, ended_on, created_at, updated_at)
			SELECT ?0, household, code, unit, village, head, head_birth, lower(code) || ' ' || folded, CASE state WHEN 'here' THEN persons ELSE 0 END, class, escaped_on, b1, deprived, causes,
				merit, no_labour, female, minority, onsite, ?1::date, state, CASE WHEN state <> 'here' THEN ?3::date END, ?4, ?4
			FROM households_arriving WHERE fresh ORDER BY row`,
		spell + `SELECT ?0, household, CASE WHEN opens THEN ?2::date ELSE ?3::date END, CASE WHEN state <> 'here' THEN ?3::date END, unit, village, head, class, merit, no_labour, 'here', 'households.import', 1
			FROM households_arriving WHERE fresh`,
		spell + `SELECT ?0, household, ?3::date, NULL, unit, village, head, class, merit, no_labour, state, 'households.import', 2 FROM households_arriving WHERE fresh AND state <> 'here'`,
		`CREATE TEMPORARY TABLE households_turning ON COMMIT DROP AS SELECT a.row, s.seq, s.valid_to,
				CASE WHEN s.class <> a.class AND s.valid_from <= ?2::date THEN ?2::date ELSE greatest(?3::date, s.valid_from) END AS day
			FROM households_arriving a JOIN LATERAL (SELECT * FROM households_states s WHERE s.tenant_id = ?0 AND s.household = a.household ORDER BY seq DESC LIMIT 1) s ON true
			WHERE NOT a.fresh AND NOT a.kept AND a.changed AND (s.unit, s.village, s.head, s.class, s.merit, s.no_labour, s.state)
				<> (a.unit, a.village, a.head, a.class, a.merit, a.no_labour, a.state)`,
		`UPDATE households_states s SET valid_to = t.day FROM households_turning t JOIN households_arriving a ON a.row = t.row
			WHERE s.tenant_id = ?0 AND s.household = a.household AND s.seq = t.seq AND s.valid_to IS NULL`,
		spell + `SELECT ?0, a.household, t.day, NULL, a.unit, a.village, a.head, a.class, a.merit, a.no_labour, a.state, 'households.import', t.seq + 1
			FROM households_turning t JOIN households_arriving a ON a.row = t.row`,
		`UPDATE households_households h SET unit = a.unit, village = a.village, head = a.head, head_birth = a.head_birth, folded = lower(h.code) || ' ' || a.folded,
				persons = CASE a.state WHEN 'here' THEN a.persons ELSE 0 END, class = a.class, escaped_on = coalesce(a.escaped_on, h.escaped_on), b1 = a.b1, deprived = a.deprived,
				causes = a.causes, merit = a.merit, no_labour = a.no_labour, female_head = a.female, minority = a.minority, onsite = a.onsite, reviewed_on = ?1::date,
				state = a.state, ended_on = CASE WHEN a.state <> 'here' THEN ?3::date END, into_id = NULL, revision = h.revision + 1, updated_at = ?4
			FROM households_arriving a WHERE h.tenant_id = ?0 AND h.id = a.household AND NOT a.fresh AND NOT a.kept AND a.changed`,
		`UPDATE households_households h SET reviewed_on = ?1::date FROM households_arriving a
			WHERE h.tenant_id = ?0 AND h.id = a.household AND NOT a.fresh AND NOT a.kept AND NOT a.changed AND h.reviewed_on IS DISTINCT FROM ?1::date`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant, asOf, start, day, now); err != nil {
			return err
		}
	}
	return nil
}

// writePopulation writes the rows of the sheet Dân cư over those of the year. A
// commune of which only villages are told has the sum of its villages.
func (store) writePopulation(ctx context.Context, db *database.DB, tx database.Tx, year int, rows iter.Seq2[[]any, error]) error {
	if err := execute(ctx, tx, `CREATE TEMPORARY TABLE households_living (unit text, village uuid, counts bigint[]) ON COMMIT DROP`); err != nil {
		return err
	}
	if _, err := db.CopyIn(ctx, "households_living", []string{"unit", "village", "counts"}, rows); err != nil {
		return err
	}
	const into = `INSERT INTO households_population (tenant_id, year, unit, village, counts) `
	const over = ` ON CONFLICT (tenant_id, year, unit, village) DO UPDATE SET counts = EXCLUDED.counts WHERE households_population.counts <> EXCLUDED.counts`
	for _, q := range []string{
		into + `SELECT ?0, ?1, unit, village, counts FROM households_living` + over,
		into + `SELECT ?0, ?1, unit, ?2::uuid, array_agg(n ORDER BY i) FROM (
				SELECT p.unit, c.i, sum(c.n)::bigint AS n FROM households_population p CROSS JOIN LATERAL unnest(p.counts) WITH ORDINALITY AS c(n, i)
				WHERE p.tenant_id = ?0 AND p.year = ?1 AND p.village <> ?2::uuid AND p.unit IN (SELECT unit FROM households_living)
					AND p.unit NOT IN (SELECT unit FROM households_living WHERE village = ?2::uuid) GROUP BY p.unit, c.i) s GROUP BY unit` + over,
	} {
		if _, err := tx.ExecContext(ctx, q, database.Tenant(ctx), year, nilVillage); err != nil {
			return err
		}
	}
	return nil
}
