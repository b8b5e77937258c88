package households

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

const villageTable = "households_villages AS village"

// villages reads the villages of communes (nil: all) on a day, "" being those that
// have no end, with how many households are there now.
func (store) villages(ctx context.Context, tx database.Tx, units []string, day declared.Date) (list []Village, err error) {
	q := tx.NewSelect().Model(&list).ModelTableExpr(villageTable).ColumnExpr("village.*").
		ColumnExpr(`(SELECT count(*) FROM households_households h WHERE h.tenant_id = village.tenant_id AND h.unit = village.unit AND h.village = village.id AND h.state = 'here') AS households`).
		Where("tenant_id = ?", database.Tenant(ctx)).Order("unit", "position", "folded", "id")
	if units != nil {
		q.Where("unit IN (?)", bun.List(units))
	}
	if day == "" {
		q.Where("valid_to IS NULL")
	} else {
		q.Where("valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)", day, day)
	}
	err = q.Scan(ctx)
	return list, err
}

// villageNames reads what villages are called, whenever they were, by id.
func (store) villageNames(ctx context.Context, tx database.Tx, units []string) (map[string]string, error) {
	var rows []struct {
		ID   string `bun:"id"`
		Name string `bun:"name"`
	}
	q := tx.NewSelect().TableExpr("households_villages").Column("id", "name").Where("tenant_id = ?", database.Tenant(ctx))
	if units != nil {
		q.Where("unit IN (?)", bun.List(units))
	}
	err := q.Scan(ctx, &rows)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// villageOn reports whether a commune has the village on a day.
func (store) villageOn(ctx context.Context, tx database.Tx, unit, id string, day declared.Date) (there bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT FROM households_villages WHERE tenant_id = ? AND unit = ? AND id::text = ?
		AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?))`, database.Tenant(ctx), unit, id, day, day).Scan(ctx, &there)
	return there, err
}

// lockVillage reads a village that is about to change (fault village_unknown).
func (store) lockVillage(ctx context.Context, tx database.Tx, id string) (v Village, err error) {
	err = tx.NewSelect().Model(&v).ModelTableExpr(villageTable).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id).For("UPDATE").Scan(ctx)
	if database.NotFound(err) {
		return v, faultNoVillage()
	}
	return v, err
}

func (store) addVillage(ctx context.Context, tx database.Tx, v Village) error {
	_, err := tx.NewInsert().Model(&v).ModelTableExpr("households_villages").
		Value("position", "(SELECT coalesce(max(position), 0) + 1 FROM households_villages WHERE tenant_id = ? AND unit = ?)", v.TenantID, v.Unit).Exec(ctx)
	return err
}

func (store) updateVillage(ctx context.Context, tx database.Tx, v Village) error {
	_, err := tx.NewUpdate().Model(&v).ModelTableExpr(villageTable).WherePK().Exec(ctx)
	return err
}

// villageLoad tells how many households a village has and the latest day on which
// one of them changed. They are locked in the order of all changes.
func (store) villageLoad(ctx context.Context, tx database.Tx, id string) (n int, last declared.Date, err error) {
	err = tx.NewRaw(`WITH locked AS (SELECT id FROM households_households WHERE tenant_id = ?0 AND village = ?1 AND state = 'here' ORDER BY id FOR UPDATE)
		SELECT count(DISTINCT l.id), max(s.valid_from) FROM locked l
		LEFT JOIN households_states s ON s.tenant_id = ?0 AND s.household = l.id AND s.valid_to IS NULL`, database.Tenant(ctx), id).Scan(ctx, &n, &last)
	return n, last, err
}

// moveVillage takes all households of a village into another one of the commune on
// a day: their rows, and their histories.
func (store) moveVillage(ctx context.Context, tx database.Tx, from, into string, day declared.Date, now time.Time) error {
	tenant := database.Tenant(ctx)
	for _, q := range []string{
		`INSERT INTO households_states (tenant_id, household, valid_from, unit, village, head, class, merit, no_labour, state, cause, seq)
			SELECT s.tenant_id, s.household, ?3::date, s.unit, ?2::uuid, s.head, s.class, s.merit, s.no_labour, s.state, 'households.village', s.seq + 1
			FROM households_states s WHERE s.tenant_id = ?0 AND s.village = ?1 AND s.valid_to IS NULL AND s.state = 'here'`,
		`UPDATE households_states SET valid_to = ?3 WHERE tenant_id = ?0 AND village = ?1 AND valid_to IS NULL AND state = 'here'`,
		`UPDATE households_households SET village = ?2, revision = revision + 1, updated_at = ?4 WHERE tenant_id = ?0 AND village = ?1 AND state = 'here'`,
	} {
		if _, err := tx.ExecContext(ctx, q, tenant, from, into, day, now); err != nil {
			return err
		}
	}
	return nil
}
