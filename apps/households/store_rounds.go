package households

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy"
)

type roundRow struct {
	bun.BaseModel `bun:"table:households_rounds,alias:r"`

	TenantID string `bun:"tenant_id,pk"`
	Round
}

func (store) round(ctx context.Context, tx database.Tx, id string) (Round, error) {
	var row roundRow
	err := tx.NewSelect().Model(&row).Where("tenant_id = ? AND id = ?", database.Tenant(ctx), id).Scan(ctx)
	switch {
	case database.NotFound(err):
		return Round{}, faultNoRound(id)
	case err != nil:
		return Round{}, fmt.Errorf("read review: %w", err)
	}
	return row.Round, nil
}

func (store) rounds(ctx context.Context, tx database.Tx) (list []Round, err error) {
	var rows []roundRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).OrderExpr("opens_on DESC, id DESC").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Round)
	}
	return list, err
}

// addRound makes a review; false when it is there already.
func (store) addRound(ctx context.Context, tx database.Tx, r Round) (made bool, err error) {
	result, err := tx.NewInsert().Model(&roundRow{TenantID: database.Tenant(ctx), Round: r}).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("open review: %w", err)
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// addCommunes begins the review in the communes; those that have begun stay as
// they are.
func (store) addCommunes(ctx context.Context, tx database.Tx, r Round, units []tenancy.Unit, now time.Time) error {
	for _, u := range units {
		_, err := tx.ExecContext(ctx, `INSERT INTO households_communes (tenant_id, round, unit, state, updated_at)
			VALUES (?, ?, ?, 'listing', ?) ON CONFLICT DO NOTHING`, database.Tenant(ctx), r.ID, u.ID, now)
		if err != nil {
			return fmt.Errorf("begin review: %w", err)
		}
	}
	return nil
}
