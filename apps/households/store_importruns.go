package households

import (
	"context"

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
