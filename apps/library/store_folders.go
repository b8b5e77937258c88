package library

import (
	"context"
	"time"

	"github.com/google/uuid"
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

// lockFolder makes others who add to the folder wait, but not who moves a file into it.
func (store) lockFolder(ctx context.Context, tx database.Tx, id string) error {
	var found string
	err := tx.NewRaw("SELECT id FROM library_folders WHERE tenant_id = ? AND id = ? FOR NO KEY UPDATE", database.Tenant(ctx), id).Scan(ctx, &found)
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

const folderColumns = `d.id, coalesce(d.parent_id::text, '') AS parent_id, coalesce(d.place, '') AS place, d.name, d.unit, d.project,
	d.internal, d.class, d.creator, d.created_at, d.archived_at`

// folder reads one folder's row (fault folder_unknown).
func (store) folder(ctx context.Context, tx database.Tx, id string) (f Folder, err error) {
	if uuid.Validate(id) != nil {
		return f, faultNoFolder()
	}
	err = tx.NewSelect().TableExpr("library_folders AS d").ColumnExpr(folderColumns).
		Where("d.tenant_id = ? AND d.id = ?", database.Tenant(ctx), id).Scan(ctx, &f)
	if database.NotFound(err) {
		return f, faultNoFolder()
	}
	return f, err
}

// folders lists the rows directly in a folder; "" is the top.
func (store) folders(ctx context.Context, tx database.Tx, parent string, archived bool) (list []Folder, err error) {
	q := tx.NewSelect().TableExpr("library_folders AS d").ColumnExpr(folderColumns).Where("d.tenant_id = ?", database.Tenant(ctx)).
		Where("(d.archived_at IS NOT NULL) = ?", archived).Order("d.name").Limit(maxFolders)
	switch {
	case parent == "" && !archived:
		q = q.Where("d.parent_id IS NULL")
	case parent != "":
		q = q.Where("d.parent_id = ?", parent)
	}
	return list, q.Scan(ctx, &list)
}

func (store) allFolders(ctx context.Context, tx database.Tx) (list []Folder, err error) {
	err = tx.NewSelect().TableExpr("library_folders AS d").ColumnExpr(folderColumns).Where("d.tenant_id = ?", database.Tenant(ctx)).
		Where("d.archived_at IS NULL").Where("coalesce(split_part(d.place, '/', 1), '') NOT IN ('task', 'record', 'legal_document', 'attached')").
		Order("d.name").Limit(5*maxFolders).Scan(ctx, &list)
	return list, err
}

func (store) insertFolder(ctx context.Context, tx database.Tx, row folderRow) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO library_folders (tenant_id, id, parent_id, name, unit, project, internal, created_at, created_by, creator)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row.TenantID, row.ID, null(row.Parent), row.Name, row.Unit, row.Project, row.Internal,
		row.CreatedAt, row.CreatedBy, row.Creator)
	if database.Unique(err, "library_folders_name") {
		return faultFolderThere(row.Name)
	}
	return err
}

// saveFolder writes what may change of an own folder.
func (store) saveFolder(ctx context.Context, tx database.Tx, f Folder) error {
	_, err := tx.ExecContext(ctx, `UPDATE library_folders SET parent_id = ?, name = ?, unit = ?, project = ?, internal = ?, class = ?, archived_at = ?
		WHERE tenant_id = ? AND id = ?`, null(f.Parent), f.Name, f.Unit, f.Project, f.Internal, f.Class, bun.NullTime{Time: f.ArchivedAt}, database.Tenant(ctx), f.ID)
	if database.Unique(err, "library_folders_name") {
		return faultFolderThere(f.Name)
	}
	return err
}

// subtree lists the ids of a folder and of all below it.
func (store) subtree(ctx context.Context, tx database.Tx, id string) (ids []string, err error) {
	err = tx.NewRaw(`WITH RECURSIVE t(id, depth) AS (
		SELECT ?::uuid, 0 UNION ALL
		SELECT d.id, t.depth + 1 FROM library_folders d JOIN t ON d.parent_id = t.id WHERE d.tenant_id = ? AND t.depth < ?)
		SELECT id FROM t`, id, database.Tenant(ctx), 2*maxDepth).Scan(ctx, &ids)
	return ids, err
}

// inherit gives all folders below the same commune and project, and makes them
// and their files internal where the folder is.
func (store) inherit(ctx context.Context, tx database.Tx, ids []string, f Folder) error {
	_, err := tx.ExecContext(ctx, `UPDATE library_folders SET unit = ?, project = ?, internal = internal OR ? WHERE tenant_id = ? AND id IN (?)`,
		f.Unit, f.Project, f.Internal, database.Tenant(ctx), bun.List(ids))
	if err != nil || !f.Internal {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE library_files SET internal = true WHERE tenant_id = ? AND folder_id IN (?)", database.Tenant(ctx), bun.List(ids))
	return err
}

// lockTree makes others who change the shape of the tree wait.
func (store) lockTree(ctx context.Context, tx database.Tx) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('library folders ' || ?, 0))", database.Tenant(ctx))
	return err
}

// archiveTree archives those of the folders that are not yet.
func (store) archiveTree(ctx context.Context, tx database.Tx, ids []string, at time.Time) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_folders SET archived_at = ? WHERE tenant_id = ? AND id IN (?) AND archived_at IS NULL",
		at, database.Tenant(ctx), bun.List(ids))
	return err
}

// restoreTree takes back those that were archived together.
func (store) restoreTree(ctx context.Context, tx database.Tx, ids []string, at time.Time) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_folders SET archived_at = NULL WHERE tenant_id = ? AND id IN (?) AND archived_at = ?",
		database.Tenant(ctx), bun.List(ids), at)
	return err
}
