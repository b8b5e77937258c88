package households

import (
	"context"
	"iter"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// joining is the temporary table of the members of a workbook. Person is the id if
// it is somebody new, for whom the number is sealed.
const joining = `CREATE TEMPORARY TABLE households_joining (row int PRIMARY KEY, of int, person uuid, name text, folded text, birth date, year_alone boolean,
	female boolean, ethnic text, relation text, position int, disabled boolean, insured boolean, in_school boolean, malnourished boolean,
	citizen bytea, hash bytea, index bytea) ON COMMIT DROP`

func joiningColumns() []string {
	return []string{"row", "of", "person", "name", "folded", "birth", "year_alone", "female", "ethnic", "relation", "position", "disabled", "insured",
		"in_school", "malnourished", "citizen", "hash", "index"}
}

// loadMembers copies the members of a workbook.
func (store) loadMembers(ctx context.Context, db *database.DB, tx database.Tx, rows iter.Seq2[[]any, error]) error {
	if _, err := tx.ExecContext(ctx, joining); err != nil {
		return err
	}
	if _, err := db.CopyIn(ctx, "households_joining", joiningColumns(), rows); err != nil {
		return err
	}
	return execute(ctx, tx, `CREATE INDEX ON households_joining (of)`, `ANALYZE households_joining`)
}

// matchPersons finds who the members are in the registry: by their citizen numbers,
// wherever they are or were; else, within their household, by name and birth, then
// by name. Members of households that leave are not looked for.
func (store) matchPersons(ctx context.Context, tx database.Tx) error {
	tenant := database.Tenant(ctx)
	for _, q := range []string{
		`CREATE TEMPORARY TABLE households_matched (row int PRIMARY KEY, person uuid UNIQUE, seq int, household uuid) ON COMMIT DROP`,
		`INSERT INTO households_matched SELECT m.row, p.person, p.seq, p.household FROM ` + staying + `
			JOIN households_members p ON p.tenant_id = ?0 AND p.citizen_hash = m.hash AND p.valid_to IS NULL ON CONFLICT DO NOTHING`,
		`INSERT INTO households_matched SELECT DISTINCT ON (m.row) m.row, p.person, p.seq, p.household FROM ` + staying + `
			JOIN households_members p ON p.tenant_id = ?0 AND p.citizen_hash = m.hash AND p.valid_to IS NOT NULL
			WHERE NOT EXISTS (SELECT FROM households_members n WHERE n.tenant_id = ?0 AND n.person = p.person AND n.seq > p.seq)
				AND NOT EXISTS (SELECT FROM households_matched t WHERE t.row = m.row)
			ORDER BY m.row, p.valid_to DESC, p.seq DESC ON CONFLICT DO NOTHING`,
		`ANALYZE households_matched`,
		byName("m.birth", "p.birth"),
		byName("0", "0"),
		`ANALYZE households_matched`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant); err != nil {
			return err
		}
	}
	return nil
}

// staying are the members m of households a that are taken and stay.
const staying = `households_joining m JOIN households_arriving a ON a.row = m.of AND a.state = 'here' AND NOT a.kept`

// byName pairs what is left of a household's members in the workbook and in the
// registry by their names and one more thing, in the order of their rows.
func byName(theirs, ours string) string {
	return `INSERT INTO households_matched SELECT x.row, y.person, y.seq, y.household FROM
		(SELECT m.row, a.household, m.folded, ` + theirs + ` AS more, row_number() OVER (PARTITION BY a.household, m.folded, ` + theirs + ` ORDER BY m.row) AS n
			FROM ` + staying + ` WHERE NOT a.fresh AND NOT EXISTS (SELECT FROM households_matched t WHERE t.row = m.row)) x
		JOIN (SELECT p.person, p.seq, p.household, p.folded, ` + ours + ` AS more, row_number() OVER (PARTITION BY p.household, p.folded, ` + ours + ` ORDER BY p.position, p.person) AS n
			FROM households_members p JOIN households_arriving a ON a.household = p.household AND NOT a.fresh
			WHERE p.tenant_id = ?0 AND p.valid_to IS NULL AND NOT EXISTS (SELECT FROM households_matched t WHERE t.person = p.person)) y
		ON y.household = x.household AND y.folded = x.folded AND y.more = x.more AND y.n = x.n`
}

// compareMembers tells of each member whether it is new, changed or the same. A
// number that is not stated stays as it is.
func (store) compareMembers(ctx context.Context, tx database.Tx) error {
	tenant := database.Tenant(ctx)
	for _, q := range []string{
		`CREATE TEMPORARY TABLE households_compared ON COMMIT DROP AS
			SELECT m.row, a.row AS of, a.household, coalesce(t.person, m.person) AS person, t.seq, t.household AS was,
				CASE WHEN t.person IS NULL THEN 'new'
					WHEN p.valid_to IS NOT NULL OR p.household <> a.household OR m.hash IS NOT NULL AND p.citizen_hash IS DISTINCT FROM m.hash
						OR (p.name, p.birth, p.year_alone, p.female, p.ethnic, p.relation, p.disabled, p.insured, p.in_school, p.malnourished)
							<> (m.name, m.birth, m.year_alone, m.female, m.ethnic, m.relation, m.disabled, m.insured, m.in_school, m.malnourished) THEN 'changed'
					ELSE 'same' END AS kind,
				m.hash IS NOT NULL AND p.citizen_hash IS DISTINCT FROM m.hash AS numbered
			FROM households_joining m JOIN households_arriving a ON a.row = m.of AND NOT a.kept AND (a.state = 'here' OR a.fresh)
			LEFT JOIN households_matched t ON t.row = m.row
			LEFT JOIN households_members p ON p.tenant_id = ?0 AND p.person = t.person AND p.seq = t.seq
			WHERE a.state = 'here' OR m.hash IS NULL OR NOT EXISTS (SELECT FROM households_joining o JOIN households_arriving b ON b.row = o.of AND b.state = 'here' WHERE o.hash = m.hash)`,
		`CREATE UNIQUE INDEX ON households_compared (row)`,
		`CREATE INDEX ON households_compared (person)`,
		`ANALYZE households_compared`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant); err != nil {
			return err
		}
	}
	return nil
}

// contested is a member whose citizen number is somebody else's.
type contested struct {
	Row    int    `bun:"row"`
	Of     int    `bun:"of"`
	Person string `bun:"person"` // for whom it is sealed
	Sealed []byte `bun:"citizen"`
	Code   string `bun:"code"`  // reason
	Where  string `bun:"where"` // code of the tenant's household that has it
	Unit   string `bun:"unit"`
}

// heldBack finds members that are in a household of the tenant which the workbook
// does not name, or does not name without a fault.
func (store) heldBack(ctx context.Context, tx database.Tx) (list []contested, err error) {
	err = tx.NewRaw(`SELECT m.row, m.of, m.person, m.citizen, 'citizen_taken' AS code, h.code AS "where", h.unit FROM households_compared c
		JOIN households_joining m ON m.row = c.row
		JOIN households_members p ON p.tenant_id = ?0 AND p.person = c.person AND p.seq = c.seq AND p.valid_to IS NULL
		JOIN households_households h ON h.tenant_id = ?0 AND h.id = p.household
		WHERE c.was <> c.household AND NOT EXISTS (SELECT FROM households_arriving a WHERE a.household = c.was AND NOT a.kept) ORDER BY m.row`, database.Tenant(ctx)).Scan(ctx, &list)
	return list, err
}

// claimCitizens takes who goes out of the index of citizens, enters who comes, in
// one order for all tenants, and returns whose number somebody else has.
func (store) claimCitizens(ctx context.Context, tx database.Tx) (list []contested, err error) {
	tenant := database.Tenant(ctx)
	for _, q := range []string{
		`DELETE FROM households_citizens z USING households_members p, households_arriving a
			WHERE z.tenant_id = ?0 AND p.tenant_id = ?0 AND z.person = p.person AND p.household = a.household AND p.valid_to IS NULL AND NOT a.fresh AND NOT a.kept
				AND NOT EXISTS (SELECT FROM households_compared c WHERE c.person = p.person AND NOT c.numbered)`,
		`INSERT INTO households_citizens (tenant_id, citizen, person) SELECT ?0, m.index, c.person FROM households_compared c JOIN households_joining m ON m.row = c.row
			JOIN households_arriving a ON a.row = c.of AND a.state = 'here'
			WHERE m.index IS NOT NULL AND c.kind <> 'same' ORDER BY m.index ON CONFLICT (citizen) DO NOTHING`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant); err != nil {
			return nil, err
		}
	}
	err = tx.NewRaw(`SELECT m.row, m.of, m.person, m.citizen, CASE WHEN z.person IS NULL THEN 'citizen_elsewhere' ELSE 'citizen_taken' END AS code
		FROM households_compared c JOIN households_joining m ON m.row = c.row JOIN households_arriving a ON a.row = c.of AND a.state = 'here'
		LEFT JOIN households_citizens z ON z.tenant_id = ?0 AND z.citizen = m.index
		WHERE m.index IS NOT NULL AND c.kind <> 'same' AND z.person IS DISTINCT FROM c.person ORDER BY m.row`, tenant).Scan(ctx, &list)
	return list, err
}

// savepoint, undo and release bracket what may have to be done again.
func (store) savepoint(ctx context.Context, tx database.Tx) error {
	return execute(ctx, tx, `SAVEPOINT households_import`)
}

func (store) undo(ctx context.Context, tx database.Tx) error {
	return execute(ctx, tx, `ROLLBACK TO SAVEPOINT households_import`, `RELEASE SAVEPOINT households_import`)
}

func (store) release(ctx context.Context, tx database.Tx) error {
	return execute(ctx, tx, `RELEASE SAVEPOINT households_import`)
}

// countMembers counts what was compared. Members of households that left are the
// same as before; those of which the registry is newer too.
func (store) countMembers(ctx context.Context, tx database.Tx) (n ImportCounts, err error) {
	err = tx.NewRaw(`SELECT count(*) FILTER (WHERE c.kind = 'new'), count(*) FILTER (WHERE c.kind = 'changed'), count(*) FILTER (WHERE coalesce(c.kind, 'same') = 'same')
		FROM households_joining m JOIN households_arriving a ON a.row = m.of LEFT JOIN households_compared c ON c.row = m.row`).Scan(ctx, &n.New, &n.Changed, &n.Same)
	if err != nil {
		return n, err
	}
	err = tx.NewRaw(`SELECT count(*) FROM households_members p JOIN households_arriving a ON a.household = p.household AND NOT a.fresh AND NOT a.kept
		WHERE p.tenant_id = ? AND p.valid_to IS NULL AND NOT EXISTS (SELECT FROM households_compared c WHERE c.person = p.person)`, database.Tenant(ctx)).Scan(ctx, &n.Ended)
	return n, err
}

// resealed is a number that was sealed for somebody new and belongs to a person who
// is known.
type resealed struct {
	Row    int    `bun:"row"`
	For    string `bun:"sealed_for"`
	Person string `bun:"person"`
	Sealed []byte `bun:"citizen"`
}

// toReseal reads a page of them.
func (store) toReseal(ctx context.Context, tx database.Tx, after int) (list []resealed, err error) {
	err = tx.NewRaw(`SELECT m.row, m.person AS sealed_for, c.person, m.citizen FROM households_compared c JOIN households_joining m ON m.row = c.row
		WHERE c.numbered AND c.kind = 'changed' AND m.row > ? ORDER BY m.row LIMIT ?`, after, page).Scan(ctx, &list)
	return list, err
}

// reseal replaces the sealed numbers of rows.
func (store) reseal(ctx context.Context, db *database.DB, tx database.Tx, list []resealed) error {
	err := execute(ctx, tx, `DROP TABLE IF EXISTS households_resealed`, `CREATE TEMPORARY TABLE households_resealed (row int, citizen bytea) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	if _, err := db.CopyIn(ctx, "households_resealed", []string{"row", "citizen"}, func(yield func([]any, error) bool) {
		for _, r := range list {
			if !yield([]any{r.Row, r.Sealed}, nil) {
				return
			}
		}
	}); err != nil {
		return err
	}
	return execute(ctx, tx, `UPDATE households_joining m SET citizen = r.citizen FROM households_resealed r WHERE r.row = m.row`)
}

// writeMembers ends the rows of who goes and of what changed, and begins the new
// ones. A household that is new has its members from the beginning of the year, or
// from their birth; a change holds from the day on.
func (store) writeMembers(ctx context.Context, tx database.Tx, start, day declared.Date) error {
	tenant := database.Tenant(ctx)
	for _, q := range []string{
		`UPDATE households_members p SET valid_to = greatest(?2::date, p.valid_from), ended = CASE a.state WHEN 'died' THEN 'died' ELSE 'left' END
			FROM households_arriving a WHERE p.tenant_id = ?0 AND p.household = a.household AND p.valid_to IS NULL AND NOT a.fresh AND NOT a.kept
				AND NOT EXISTS (SELECT FROM households_compared c WHERE c.person = p.person)`,
		`UPDATE households_members p SET valid_to = greatest(?2::date, p.valid_from), ended = CASE WHEN p.household <> c.household THEN 'moved' ELSE 'changed' END
			FROM households_compared c WHERE p.tenant_id = ?0 AND p.person = c.person AND p.seq = c.seq AND p.valid_to IS NULL AND c.kind = 'changed'`,
		`INSERT INTO households_members (tenant_id, household, person, seq, valid_from, valid_to, name, folded, birth, year_alone, female, ethnic, relation, position,
				disabled, insured, in_school, malnourished, citizen, citizen_hash, ended)
			SELECT ?0, c.household, c.person, coalesce(c.seq, 0) + 1, f.day, CASE WHEN a.state <> 'here' THEN greatest(?2::date, f.day) END, m.name, m.folded, m.birth, m.year_alone,
				m.female, m.ethnic, m.relation, m.position, m.disabled, m.insured, m.in_school, m.malnourished,
				CASE WHEN c.kind = 'new' OR c.numbered THEN m.citizen ELSE p.citizen END, CASE WHEN c.kind = 'new' OR c.numbered THEN m.hash ELSE p.citizen_hash END,
				CASE a.state WHEN 'here' THEN '' WHEN 'died' THEN 'died' ELSE 'left' END
			FROM households_compared c JOIN households_joining m ON m.row = c.row JOIN households_arriving a ON a.row = c.of
			LEFT JOIN households_members p ON p.tenant_id = ?0 AND p.person = c.person AND p.seq = c.seq
			CROSS JOIN LATERAL (SELECT CASE WHEN c.kind = 'changed' THEN greatest(?2::date, p.valid_from, p.valid_to)
				WHEN m.birth > ?1::date THEN m.birth WHEN a.fresh AND a.opens THEN ?1::date ELSE ?2::date END AS day) f
			WHERE c.kind <> 'same'`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant, start, day); err != nil {
			return err
		}
	}
	return nil
}
