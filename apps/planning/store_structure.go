package planning

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"vuon/apps/planning/planedit"
	"vuon/platform/database"
)

// changesOf reads the history kept under any of the keys, newest first.
func (store) changesOf(ctx context.Context, tx database.Tx, year int, keys []string) (list []Change, err error) {
	err = tx.NewSelect().Table("planning_changes").
		ColumnExpr("version, revision, section, title, before_text AS before, after_text AS after, at, account_id AS account, actor").
		Where("tenant_id = ? AND year = ? AND section IN (?)", database.Tenant(ctx), year, bun.List(keys)).
		Order("version DESC", "revision DESC").Limit(200).Scan(ctx, &list)
	return list, err
}

type undoRow struct {
	bun.BaseModel `bun:"table:planning_undo"`

	TenantID string          `bun:"tenant_id,pk"`
	Year     int             `bun:"year,pk"`
	Version  int             `bun:"version,pk"`
	Revision int             `bun:"revision,pk"`
	Section  string          `bun:"section"`
	Removed  bool            `bun:"removed"`
	Memory   json.RawMessage `bun:"memory,type:jsonb"`
}

// remember keeps what takes the version's last change back.
func (store) remember(ctx context.Context, tx database.Tx, v *Version, m planedit.Memory) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	row := undoRow{TenantID: database.Tenant(ctx), Year: v.Year, Version: v.Version, Revision: v.Revision, Section: m.Section, Removed: m.Removed != nil, Memory: raw}
	_, err = tx.NewInsert().Model(&row).Exec(ctx)
	return err
}

// remembered reads what takes a change back (fault nothing_to_undo).
func (store) remembered(ctx context.Context, tx database.Tx, year, version, revision int) (m planedit.Memory, err error) {
	var row undoRow
	err = tx.NewSelect().Model(&row).Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).
		Where("version = ? AND revision = ?", version, revision).Scan(ctx)
	if database.NotFound(err) {
		return m, faultNoUndo()
	}
	if err == nil {
		err = json.Unmarshal(row.Memory, &m)
	}
	return m, err
}

// removals lists the changes that took a section away.
func (store) removals(ctx context.Context, tx database.Tx, year int) (list []undoRow, err error) {
	err = tx.NewSelect().Model(&list).ExcludeColumn("memory").Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).
		Where("removed").Scan(ctx)
	return list, err
}
