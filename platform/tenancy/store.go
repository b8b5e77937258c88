package tenancy

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

func (r *Registry) readTenant(ctx context.Context, id string) (t Tenant, err error) {
	err = r.db.Reader(ctx).NewSelect().Model(&t).Where("t.id = ?", id).Scan(ctx)
	return t, err
}

func (r *Registry) listTenants(ctx context.Context, parent string) (tenants []Tenant, err error) {
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		q := tx.NewSelect().Model(&tenants).OrderExpr("t.parent_id IS NOT NULL, t.code, t.id")
		if parent != "" {
			q = q.Where("t.parent_id = ?", parent)
		}
		return q.Scan(ctx)
	})
	now := r.clock.Now()
	for i := range tenants {
		tenants[i].Closed = tenants[i].closedOn(now)
	}
	return tenants, err
}

// lastCovered is the last day of a tenant's coverage, or that it has no end.
func (r *Registry) lastCovered(ctx context.Context, tenant string) (last declared.Date, open bool, err error) {
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Table("tenancy_tenant_units").
			ColumnExpr("max(valid_to)").ColumnExpr("coalesce(bool_or(valid_to IS NULL), false)").
			Where("covered_by = ? AND NOT withdrawn", tenant).Scan(ctx, &last, &open)
	})
	return last, open, err
}

func (r *Registry) unitsOf(ctx context.Context, tenant string, on declared.Date) (units []Unit, err error) {
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&units).
			Join("JOIN tenancy_tenant_units c ON c.unit_id = u.id AND NOT c.withdrawn").
			Where("c.covered_by = ? AND c.valid_from <= ?", tenant, on).
			Where("c.valid_to IS NULL OR c.valid_to >= ?", on).
			OrderExpr("u.code").Scan(ctx)
	})
	return units, err
}

func (r *Registry) readOffices(ctx context.Context, tenant string) (offices []Office, err error) {
	err = r.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&offices).Where("NOT o.withdrawn").OrderExpr("o.position, o.id").Scan(ctx)
	})
	return offices, err
}

func (r *Registry) readUnit(ctx context.Context, id string) (u Unit, err error) {
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&u).Where("u.id = ?", id).Scan(ctx)
	})
	return u, err
}

func (r *Registry) readUnitByCode(ctx context.Context, code string, on declared.Date) (u Unit, err error) {
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return valid(tx.NewSelect().Model(&u), on).Where("u.code = ?", code).Scan(ctx)
	})
	return u, err
}

func (r *Registry) findUnits(ctx context.Context, query string, on declared.Date, limit int) (units []Unit, err error) {
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return valid(tx.NewSelect().Model(&units), on).Where("u.folded LIKE ?", "%"+database.Literal(query)+"%").
			OrderExpr("length(u.folded), u.id").Limit(int64(limit)).Scan(ctx)
	})
	return units, err
}

func valid(q *bun.SelectQuery, on declared.Date) *bun.SelectQuery {
	return q.Where("NOT u.withdrawn AND u.valid_from <= ?", on).Where("u.valid_to IS NULL OR u.valid_to >= ?", on)
}

// walk follows the lineage from a unit to the units that existed on a day. UNION
// drops what was met before, so that faulty rows in a circle end too.
func (r *Registry) walk(ctx context.Context, there, here, when, unit string, on declared.Date) (units []Unit, err error) {
	steps := fmt.Sprintf(`WITH RECURSIVE steps(id) AS (
		SELECT ?::text
		UNION
		SELECT l.%s FROM steps s JOIN tenancy_lineage l ON l.%s = s.id AND NOT l.withdrawn AND l.effective %s ?)
		SELECT u.* FROM tenancy_units u JOIN steps s ON s.id = u.id
		WHERE NOT u.withdrawn AND u.valid_from <= ? AND (u.valid_to IS NULL OR u.valid_to >= ?) ORDER BY u.code`, there, here, when)
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(steps, unit, on, on, on).Scan(ctx, &units)
	})
	return units, err
}
