package households

import (
	"context"
	"time"

	"vuon/apps/households/workbook"
	"vuon/platform/database"
)

type mappingRow struct {
	TenantID string           `bun:"tenant_id,pk"`
	Mapping  workbook.Mapping `bun:"mapping,type:jsonb"`
}

// mapping reads the tenant's own headings; none is empty.
func (store) mapping(ctx context.Context, tx database.Tx) (workbook.Mapping, error) {
	var row mappingRow
	err := tx.NewSelect().Model(&row).ModelTableExpr("households_mappings AS mapping_row").Where("tenant_id = ?", database.Tenant(ctx)).Scan(ctx)
	if database.NotFound(err) {
		return workbook.Mapping{}, nil
	}
	return row.Mapping, err
}

func (store) saveMapping(ctx context.Context, tx database.Tx, m workbook.Mapping) error {
	_, err := tx.NewInsert().Model(&mappingRow{database.Tenant(ctx), m}).ModelTableExpr("households_mappings").
		On("CONFLICT (tenant_id) DO UPDATE").Set("mapping = EXCLUDED.mapping").Exec(ctx)
	return err
}

const runTable = "households_imports AS import_run"

func (store) addRun(ctx context.Context, tx database.Tx, r ImportRun) error {
	_, err := tx.NewInsert().Model(&r).ModelTableExpr("households_imports").Exec(ctx)
	return err
}

// run reads a workbook that was sent in (fault import_unknown).
func (store) run(ctx context.Context, tx database.Tx, id string, lock bool) (r ImportRun, err error) {
	q := tx.NewSelect().Model(&r).ModelTableExpr(runTable).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id)
	if lock {
		q.For("UPDATE")
	}
	err = q.Scan(ctx)
	if database.NotFound(err) {
		return r, faultNoImport()
	}
	return r, err
}

// runs reads the latest workbooks, of one account unless that is "".
func (store) runs(ctx context.Context, tx database.Tx, account string, limit int) (list []ImportRun, err error) {
	q := tx.NewSelect().Model(&list).ModelTableExpr(runTable).Where("tenant_id = ?", database.Tenant(ctx)).Order("created_at DESC").Limit(int64(limit))
	if account != "" {
		q.Where("created_by = ?", account)
	}
	err = q.Scan(ctx)
	return list, err
}

// waitingRuns are the workbooks that were checked before a time and not taken over.
func (store) waitingRuns(ctx context.Context, tx database.Tx, before time.Time) (list []ImportRun, err error) {
	err = tx.NewSelect().Model(&list).ModelTableExpr(runTable).Where("tenant_id = ? AND state = ? AND updated_at < ?", database.Tenant(ctx), RunChecked, before).
		Order("id").For("UPDATE SKIP LOCKED").Scan(ctx)
	return list, err
}

func (store) saveRun(ctx context.Context, tx database.Tx, r ImportRun) error {
	_, err := tx.NewUpdate().Model(&r).ModelTableExpr(runTable).WherePK().Exec(ctx)
	return err
}
