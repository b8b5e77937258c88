package library

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type folderRow struct {
	bun.BaseModel `bun:"table:library_folders,alias:d"`

	TenantID string `bun:"tenant_id,pk"`
	Folder
	CreatedBy string `bun:"created_by"`
}

// ensure makes the row of a folder unless it is there; a given one takes the name
// that it has now.
func (store) ensure(ctx context.Context, tx database.Tx, row folderRow) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO library_folders (tenant_id, id, parent_id, place, name, unit, project, internal, created_at, created_by, creator)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE SET name = EXCLUDED.name
		WHERE library_folders.name <> EXCLUDED.name`,
		row.TenantID, row.ID, null(row.Parent), null(row.Place), row.Name, row.Unit, row.Project, row.Internal, row.CreatedAt, row.CreatedBy, row.Creator)
	return err
}

// lockFolder makes others who add to the folder wait.
func (store) lockFolder(ctx context.Context, tx database.Tx, id string) error {
	var found string
	err := tx.NewRaw("SELECT id FROM library_folders WHERE tenant_id = ? AND id = ? FOR UPDATE", database.Tenant(ctx), id).Scan(ctx, &found)
	if database.NotFound(err) {
		return faultNoFolder()
	}
	return err
}

// null writes "" as NULL.
func null(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
