package households

import (
	"cmp"
	"context"

	"vuon/platform/database"
)

// populationRows reads the commune's row and those of its villages on the review's
// day; a village of another day is there when its population is stated.
func (store) populationRows(ctx context.Context, tx database.Tx, w review) (list []PopulationRow, err error) {
	err = tx.NewRaw(`SELECT village, name, counts FROM (SELECT '' AS village, '' AS name, (SELECT p.counts FROM households_population p
				WHERE p.tenant_id = ?0 AND p.year = ?1 AND p.unit = ?2 AND p.village = ?3) AS counts, -1 AS position, '' AS folded
		UNION ALL SELECT v.id::text, v.name, p.counts, v.position, v.folded FROM households_villages v
			LEFT JOIN households_population p ON p.tenant_id = v.tenant_id AND p.year = ?1 AND p.unit = v.unit AND p.village = v.id
			WHERE v.tenant_id = ?0 AND v.unit = ?2 AND (p.counts IS NOT NULL OR v.valid_from <= ?4 AND coalesce(v.valid_to, 'infinity') >= ?4)
		) rows ORDER BY position, folded, village`, database.Tenant(ctx), w.Round.Year, w.Unit.ID, nilVillage, string(w.Round.AsOf)).Scan(ctx, &list)
	return list, err
}

// populated tells whether something is stated of a commune's population in a year.
func (store) populated(ctx context.Context, tx database.Tx, w review) (some bool, err error) {
	err = tx.NewRaw("SELECT EXISTS (SELECT FROM households_population WHERE tenant_id = ? AND year = ? AND unit = ?)",
		database.Tenant(ctx), w.Round.Year, w.Unit.ID).Scan(ctx, &some)
	return some, err
}

// replacePopulation writes the stated rows in place of all that the commune had.
func (store) replacePopulation(ctx context.Context, tx database.Tx, w review, rows []PopulationRow) error {
	tenant := database.Tenant(ctx)
	if _, err := tx.ExecContext(ctx, "DELETE FROM households_population WHERE tenant_id = ? AND year = ? AND unit = ?", tenant, w.Round.Year, w.Unit.ID); err != nil {
		return err
	}
	type stated struct {
		TenantID string  `bun:"tenant_id"`
		Year     int     `bun:"year"`
		Unit     string  `bun:"unit"`
		Village  string  `bun:"village"`
		Counts   []int64 `bun:"counts,array"`
	}
	var list []stated
	for _, row := range rows {
		if row.Counts != nil {
			list = append(list, stated{tenant, w.Round.Year, w.Unit.ID, cmp.Or(row.Village, nilVillage), row.Counts})
		}
	}
	if len(list) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&list).ModelTableExpr("households_population").Exec(ctx)
	return err
}
