package households

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

type certificateRow struct {
	bun.BaseModel `bun:"table:households_certificates,alias:c"`

	TenantID string `bun:"tenant_id,pk"`
	Certificate
}

// certify numbers certificates for the poor and near-poor households of a review
// that have no valid one, by village and name. The commune's row is locked, and
// with the lock on the year's numbers no other review takes them meanwhile.
func (store) certify(ctx context.Context, tx database.Tx, round, unit string, day declared.Date, account string) (int, error) {
	tenant, year := database.Tenant(ctx), day.Time().Year()
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, "households.certificates "+tenant+" "+unit); err != nil {
		return 0, err
	}
	return affected(tx.ExecContext(ctx, `WITH decided AS (
			SELECT DISTINCT ON (e.household) e.household, d.id FROM households_decisions d, jsonb_to_recordset(d.entries) AS e(household uuid)
			WHERE d.tenant_id = ?0 AND d.round = ?1 AND d.unit = ?2 ORDER BY e.household, d.at DESC)
		INSERT INTO households_certificates (tenant_id, unit, year, number, round, household, village, decision, class, head, issued_on, account)
		SELECT r.tenant_id, r.unit, ?3, (SELECT coalesce(max(number), 0) FROM households_certificates m WHERE m.tenant_id = ?0 AND m.unit = ?2 AND m.year = ?3)
				+ row_number() OVER (ORDER BY v.position, v.folded, h.folded, r.household),
			r.round, r.household, r.village, decided.id, r.class, h.head, ?4, ?5
		FROM households_results r JOIN decided ON decided.household = r.household
		JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
		WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2 AND r.entered AND r.class IN ('poor', 'near_poor') AND r.movement IN ('', 'arrived', 'split')
			AND NOT EXISTS (SELECT 1 FROM households_certificates c WHERE c.tenant_id = r.tenant_id AND c.round = r.round AND c.household = r.household AND c.revoked_on IS NULL)`,
		tenant, round, unit, year, day, account))
}

// certificates are those of a commune's review, or of one household in it.
func (store) certificates(ctx context.Context, tx database.Tx, round, unit, household string) (list []Certificate, err error) {
	var rows []certificateRow
	q := tx.NewSelect().Model(&rows).ColumnExpr("c.*, h.code, v.name AS place_name").
		Join("JOIN households_households AS h ON h.tenant_id = c.tenant_id AND h.id = c.household").
		Join("JOIN households_villages AS v ON v.tenant_id = c.tenant_id AND v.id = c.village").
		Where("c.tenant_id = ? AND c.round = ? AND c.unit = ?", database.Tenant(ctx), round, unit).OrderExpr("c.year, c.number")
	if household != "" {
		q = q.Where("c.household::text = ?", household)
	}
	err = q.Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Certificate)
	}
	return list, err
}

func (store) certificatesOf(ctx context.Context, tx database.Tx, household string) (list []Certificate, err error) {
	var rows []certificateRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND household = ?", database.Tenant(ctx), household).OrderExpr("year DESC, number DESC").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Certificate)
	}
	return list, err
}

// revoke ends the valid certificate of a household by a decision.
func (store) revoke(ctx context.Context, tx database.Tx, round, household string, day declared.Date, decision string) error {
	_, err := tx.ExecContext(ctx, `UPDATE households_certificates SET revoked_on = greatest(?, issued_on), revoked_by = ? WHERE tenant_id = ? AND round = ? AND household = ? AND revoked_on IS NULL`,
		day, decision, database.Tenant(ctx), round, household)
	return err
}

type printRow struct {
	bun.BaseModel `bun:"table:households_prints,alias:p"`

	TenantID string `bun:"tenant_id,pk"`
	Print
}

func (store) addPrint(ctx context.Context, tx database.Tx, p Print) error {
	_, err := tx.NewInsert().Model(&printRow{TenantID: database.Tenant(ctx), Print: p}).On("CONFLICT (tenant_id, round, unit, village) DO UPDATE").
		Set("key = EXCLUDED.key, name = EXCLUDED.name, size = EXCLUDED.size, sha256 = EXCLUDED.sha256, count = EXCLUDED.count, job = EXCLUDED.job, made_at = EXCLUDED.made_at").Exec(ctx)
	return err
}

func (store) prints(ctx context.Context, tx database.Tx, round, unit string) (list []Print, err error) {
	var rows []printRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit).Order("village").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Print)
	}
	return list, err
}

// inhabitant is a member as a certificate names it: no number, no ethnicity, no
// health.
type inhabitant struct {
	Household string   `bun:"household"`
	Name      string   `bun:"name"`
	Year      int      `bun:"year"` // of birth
	Female    bool     `bun:"female"`
	Relation  Relation `bun:"relation"`
}

// inhabitants are the present members of households, the heads first.
func (store) inhabitants(ctx context.Context, tx database.Tx, households []string) (map[string][]inhabitant, error) {
	var rows []inhabitant
	err := tx.NewRaw(`SELECT household, name, extract(year FROM birth)::int AS year, female, relation FROM households_members
		WHERE tenant_id = ? AND household::text IN (?) AND valid_to IS NULL ORDER BY household, relation <> 'head', position, person`,
		database.Tenant(ctx), bun.List(households)).Scan(ctx, &rows)
	out := map[string][]inhabitant{}
	for _, r := range rows {
		out[r.Household] = append(out[r.Household], r)
	}
	return out, err
}
