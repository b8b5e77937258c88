package planning

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// living reads the versions of every year that are open or in force, oldest year
// first.
func (store) living(ctx context.Context, tx database.Tx) (list []Version, err error) {
	var rows []versionRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).
		Where("state NOT IN (?)", bun.List([]State{Superseded, Withdrawn})).Order("year", "version").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the plans: %w", err)
	}
	for i := range rows {
		v, err := rows[i].version()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

type citationRow struct {
	bun.BaseModel `bun:"table:planning_citations"`

	TenantID string    `bun:"tenant_id,pk"`
	Year     int       `bun:"year,pk"`
	Version  int       `bun:"version,pk"`
	Number   string    `bun:"number,pk"`
	Effect   string    `bun:"effect"`
	SeenAt   time.Time `bun:"seen_at"`
}

// seen reads the effect that each document cited by a version was last seen to
// have, and keeps others from telling of it at the same time.
func (store) seen(ctx context.Context, tx database.Tx, v Version) (map[string]string, error) {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('planning citations ' || ?, 0))", database.Tenant(ctx))
	if err != nil {
		return nil, err
	}
	var rows []citationRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND year = ? AND version = ?", database.Tenant(ctx), v.Year, v.Version).Scan(ctx)
	effects := map[string]string{}
	for _, r := range rows {
		effects[r.Number] = r.Effect
	}
	return effects, err
}

// see writes down the effect that a document has now.
func (store) see(ctx context.Context, tx database.Tx, v Version, number, effect string, at time.Time) error {
	row := citationRow{TenantID: database.Tenant(ctx), Year: v.Year, Version: v.Version, Number: number, Effect: effect, SeenAt: at}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, year, version, number) DO UPDATE").Exec(ctx)
	return err
}
