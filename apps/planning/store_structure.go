package planning

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// changesOf reads the history kept under any of the keys, newest first.
func (store) changesOf(ctx context.Context, tx database.Tx, year int, keys []string) (list []Change, err error) {
	err = tx.NewSelect().Table("planning_changes").
		ColumnExpr("version, revision, section, title, before_text AS before, after_text AS after, at, account_id AS account, actor").
		Where("tenant_id = ? AND year = ? AND section IN (?)", database.Tenant(ctx), year, bun.In(keys)).
		Order("version DESC", "revision DESC").Limit(200).Scan(ctx, &list)
	return list, err
}
