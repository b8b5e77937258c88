package households

import (
	"context"
	"iter"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// lockImports waits for the other imports of the tenant.
func (store) lockImports(ctx context.Context, tx database.Tx) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "households.import "+database.Tenant(ctx))
	return err
}

// shutCommunes are the communes whose review is at the residents' meetings or
// further: what they were shown is no longer changed by files. The others are kept
// from going on meanwhile.
func (store) shutCommunes(ctx context.Context, tx database.Tx, round string) (map[string]bool, error) {
	var rows []struct {
		Unit string `bun:"unit"`
		Shut bool   `bun:"shut"`
	}
	err := tx.NewRaw(`SELECT unit, state NOT IN ('listing', 'reviewing') AS shut FROM households_communes
		WHERE tenant_id = ? AND round = ? ORDER BY unit FOR SHARE`, database.Tenant(ctx), round).Scan(ctx, &rows)
	shut := map[string]bool{}
	for _, r := range rows {
		shut[r.Unit] = r.Shut
	}
	return shut, err
}

// arriving is the temporary table of the households of a workbook. Candidate is the
// id if the household is new; leaves is that it is no longer here; kept is that the
// registry is newer and keeps what it has.
const arriving = `CREATE TEMPORARY TABLE households_arriving (row int PRIMARY KEY, code text, unit text, village uuid, head text, folded text, head_birth int,
	head_hash bytea, persons int, class text, escaped_on date, b1 int, deprived smallint, causes smallint, merit boolean, no_labour boolean, female boolean,
	minority boolean, onsite boolean, opens boolean, state text, candidate uuid, household uuid, fresh boolean NOT NULL DEFAULT true,
	kept boolean NOT NULL DEFAULT false, changed boolean NOT NULL DEFAULT false) ON COMMIT DROP`

func arrivingColumns() []string {
	return []string{"row", "code", "unit", "village", "head", "folded", "head_birth", "persons", "class", "escaped_on", "b1", "deprived", "causes",
		"merit", "no_labour", "female", "minority", "onsite", "opens", "state", "candidate"}
}

// loadHouseholds copies the households of a workbook.
func (store) loadHouseholds(ctx context.Context, db *database.DB, tx database.Tx, rows iter.Seq2[[]any, error]) error {
	if _, err := tx.ExecContext(ctx, arriving); err != nil {
		return err
	}
	if _, err := db.CopyIn(ctx, "households_arriving", arrivingColumns(), rows); err != nil {
		return err
	}
	return execute(ctx, tx,
		`UPDATE households_arriving a SET head_hash = m.hash FROM households_joining m WHERE m.of = a.row AND m.relation = 'head' AND m.hash IS NOT NULL`,
		`ANALYZE households_arriving`)
}

func execute(ctx context.Context, tx database.Tx, statements ...string) error {
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// matchHouseholds finds the households in the registry: by code; else by the head's
// citizen number; else by commune, village, name and year of birth of the head.
func (store) matchHouseholds(ctx context.Context, tx database.Tx, round string) error {
	tenant := database.Tenant(ctx)
	for _, q := range []string{
		`UPDATE households_arriving a SET household = h.id FROM households_households h WHERE h.tenant_id = ?0 AND a.code <> '' AND h.code = a.code`,
		`UPDATE households_arriving a SET household = p.household FROM households_members p
			WHERE p.tenant_id = ?0 AND a.code = '' AND p.citizen_hash = a.head_hash AND p.relation = 'head' AND p.valid_to IS NULL`,
		`UPDATE households_arriving a SET household = f.id, changed = f.n > 1 FROM (` + byHead + `) f WHERE f.row = a.row`,
		`UPDATE households_arriving SET household = candidate WHERE household IS NULL`,
		`UPDATE households_arriving a SET fresh = false FROM households_households h WHERE h.tenant_id = ?0 AND h.id = a.household`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant, round); err != nil {
			return err
		}
	}
	if err := execute(ctx, tx, `CREATE INDEX ON households_arriving (household)`, `ANALYZE households_arriving`); err != nil {
		return err
	}
	var known int // locked in the order in which every change locks households
	return tx.NewRaw(`SELECT count(*) FROM (SELECT h.id FROM households_households h
		WHERE h.tenant_id = ? AND h.id IN (SELECT household FROM households_arriving WHERE NOT fresh) ORDER BY h.id FOR UPDATE) l`, tenant).Scan(ctx, &known)
}

// byHead finds households without a code by what is known of the head. One whose
// head has another citizen number is another household; so is one that another row
// means by its code or number; those that left are found while their review lasts.
const byHead = `SELECT a.row, (array_agg(h.id ORDER BY h.id))[1] AS id, count(*) AS n FROM households_arriving a
	JOIN households_households h ON h.tenant_id = ?0 AND h.unit = a.unit AND h.village = a.village AND h.head_birth = a.head_birth
		AND h.folded = lower(h.code) || ' ' || a.folded
	WHERE a.household IS NULL AND a.code = ''
		AND (h.state = 'here' OR EXISTS (SELECT FROM households_results r WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.household = h.id))
		AND NOT EXISTS (SELECT FROM households_arriving o WHERE o.household = h.id)
		AND NOT EXISTS (SELECT FROM households_members p WHERE p.tenant_id = ?0 AND p.household = h.id AND p.relation = 'head' AND p.valid_to IS NULL
			AND p.citizen_hash <> a.head_hash)
	GROUP BY a.row`

// doubled are rows that cannot be told apart from another.
type doubled struct {
	Row   int    `bun:"row"`
	Code  string `bun:"code"`  // reason
	First int    `bun:"first"` // row of the other
}

// doubles finds rows that mean the same household as an earlier one, or one of
// several households.
func (store) doubles(ctx context.Context, tx database.Tx) (list []doubled, err error) {
	err = tx.NewRaw(`SELECT DISTINCT ON (row) * FROM (SELECT row, 'household_ambiguous' AS code, 0 AS first FROM households_arriving WHERE changed
		UNION ALL SELECT row, 'household_twice', first FROM (SELECT row, min(row) OVER (PARTITION BY household) AS first FROM households_arriving) d WHERE row > first
		UNION ALL SELECT row, 'household_twice', first FROM (SELECT row, min(row) OVER same AS first, count(head_hash) OVER same AS numbered, count(*) OVER same AS n
			FROM households_arriving WHERE code = '' WINDOW same AS (PARTITION BY unit, village, folded, head_birth)) d WHERE row > first AND numbered < n) d ORDER BY row`).Scan(ctx, &list)
	return list, err
}

// refuseHouseholds takes rows out of what arrives.
func (store) refuseHouseholds(ctx context.Context, tx database.Tx, rows []int) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM households_arriving WHERE row IN (?)", bun.List(rows))
	return err
}

// met is what the registry knows of a household that arrives.
type met struct {
	Row       int            `bun:"row"`
	Household uuid.UUID      `bun:"household"`
	Code      string         `bun:"code"`
	Unit      string         `bun:"unit"`
	Reviewed  string         `bun:"reviewed"` // commune whose review of the year has a result of it, "" none
	EscapedOn declared.Date  `bun:"escaped_on"`
	Newer     bool           `bun:"newer"`
	Poor      bool           `bun:"poor"` // before the year
	NearPoor  bool           `bun:"near_poor"`
	Class     classify.Class `bun:"last_class"` // recognised in the year before, "" none
	Opening   classify.Class `bun:"last_opening"`
	Escapes   bool           `bun:"last_escapes"`
}

// page is how many households are read at a time. They are named by the first and
// the last of their rows, from which the planner knows that it is few of many: with
// a LIMIT it reads the registry whole for every page.
const page = 2000

// meet reads the households of these rows that are known.
func (store) meet(ctx context.Context, tx database.Tx, round, last string, asOf, day, start declared.Date, from, to int32) (list []met, err error) {
	err = tx.NewRaw(`SELECT a.row, h.id AS household, h.code, h.unit, coalesce(t.unit, '') AS reviewed, h.escaped_on,
			coalesce(h.reviewed_on > ?1, false) OR EXISTS (SELECT FROM households_states s WHERE s.tenant_id = ?0 AND s.household = h.id AND s.valid_to IS NULL AND s.valid_from > ?2)
				OR EXISTS (SELECT FROM households_members p WHERE p.tenant_id = ?0 AND p.household = h.id AND p.valid_to IS NULL AND p.valid_from > ?2) AS newer,
			coalesce(w.poor, false) AS poor, coalesce(w.near_poor, false) AS near_poor,
			coalesce(l.class, '') AS last_class, coalesce(l.opening, '') AS last_opening, coalesce(l.escapes, false) AS last_escapes
		FROM households_arriving a JOIN households_households h ON h.tenant_id = ?0 AND h.id = a.household
		LEFT JOIN LATERAL (SELECT bool_or(s.class = 'poor') AS poor, bool_or(s.class = 'near_poor') AS near_poor FROM households_states s
			WHERE s.tenant_id = ?0 AND s.household = h.id AND s.valid_from < ?3 AND (s.valid_to IS NULL OR s.valid_to > s.valid_from)) w ON true
		LEFT JOIN (SELECT r.household, r.class, r.opening, r.escapes FROM households_results r
			JOIN households_communes c ON c.tenant_id = r.tenant_id AND c.round = r.round AND c.unit = r.unit AND c.state = 'recognised'
			WHERE r.tenant_id = ?0 AND r.round = ?4) l ON l.household = h.id
		LEFT JOIN households_results t ON t.tenant_id = ?0 AND t.round = ?7 AND t.household = h.id
		WHERE NOT a.fresh AND a.row BETWEEN ?5 AND ?6 ORDER BY a.row`, database.Tenant(ctx), asOf, day, start, last, from, to, round).Scan(ctx, &list)
	return list, err
}

// keepNewer marks the rows of which the registry knows something newer.
func (store) keepNewer(ctx context.Context, tx database.Tx, rows []int) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "UPDATE households_arriving SET kept = true WHERE row IN (?)", bun.List(rows))
	return err
}

// savedResults reads the results that the review has of the households of these
// rows, with their rows.
func (store) savedResults(ctx context.Context, tx database.Tx, round string, from, to int32) (rows []int, list []Result, err error) {
	var found []struct {
		Row int `bun:"row"`
		resultRow
	}
	err = tx.NewRaw(`SELECT a.row, r.* FROM households_arriving a JOIN households_results r ON r.tenant_id = ? AND r.round = ? AND r.household = a.household
		WHERE NOT a.fresh AND a.row BETWEEN ? AND ?`, database.Tenant(ctx), round, from, to).Scan(ctx, &found)
	for _, f := range found {
		rows, list = append(rows, f.Row), append(list, f.result())
	}
	return rows, list, err
}
