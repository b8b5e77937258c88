package library

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}

// fileColumns read a File from library_files f and its newest version v.
const fileColumns = `f.id, f.folder_id, f.name, f.description, f.version, f.internal, f.object, f.object_id, f.held, f.class,
	f.created_at, f.created_by, f.creator, f.updated_at, f.updater, f.archived_at, v.key, v.type, v.size, v.sha256, v.state, v.active, v.thumb`

// files begins a query of files that are not destroyed.
func (store) files(ctx context.Context, tx database.Tx) *bun.SelectQuery {
	return tx.NewSelect().TableExpr("library_files AS f").ColumnExpr(fileColumns).
		Join("JOIN library_versions AS v ON v.tenant_id = f.tenant_id AND v.file_id = f.id AND v.version = f.version").
		Where("f.tenant_id = ?", database.Tenant(ctx)).Where("f.destroyed_at IS NULL")
}

// file reads one file, locked when it is to be changed (fault file_unknown).
func (st store) file(ctx context.Context, tx database.Tx, id string, lock bool) (f File, err error) {
	if uuid.Validate(id) != nil {
		return f, faultNoFile()
	}
	q := st.files(ctx, tx).Where("f.id = ?", id)
	if lock {
		q = q.For("UPDATE OF f")
	}
	if err = q.Scan(ctx, &f); database.NotFound(err) {
		return File{}, faultNoFile()
	}
	return f, err
}

// named is the owner's living file of that name in the folder, locked; the zero
// File when there is none.
func (st store) named(ctx context.Context, tx database.Tx, folder, name string, o Owner) (f File, err error) {
	err = st.files(ctx, tx).Where("f.folder_id = ?", folder).Where("lower(f.name) = lower(?)", name).
		Where("f.object = ? AND f.object_id = ?", o.Object, o.ObjectID).Where("f.archived_at IS NULL").
		Order("f.created_at").Limit(1).For("UPDATE OF f").Scan(ctx, &f)
	if database.NotFound(err) {
		return File{}, nil
	}
	return f, err
}

// attached lists an owner's living files.
func (st store) attached(ctx context.Context, tx database.Tx, o Owner) (list []File, err error) {
	err = st.files(ctx, tx).Where("f.object = ? AND f.object_id = ?", o.Object, o.ObjectID).Where("f.archived_at IS NULL").
		Order("f.name", "f.created_at").Scan(ctx, &list)
	return list, err
}

// called is what a file is found by besides its content.
func called(f File) string { return distinct(f.Name + " " + f.Description) }

func (store) insertFile(ctx context.Context, tx database.Tx, f File) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO library_files (tenant_id, id, folder_id, name, description, version, internal, object, object_id,
		search, created_at, created_by, creator, updated_at, updater) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, setweight(to_tsvector('simple', ?), 'A'), ?, ?, ?, ?, ?)`,
		database.Tenant(ctx), f.ID, f.Folder, f.Name, f.Description, f.Version, f.Internal, f.Object, f.ObjectID,
		called(f), f.CreatedAt, f.CreatedBy, f.Creator, f.UpdatedAt, f.Updater)
	return err
}

// updateFile writes what may change of a file: the folder, names and the newest version.
func (store) updateFile(ctx context.Context, tx database.Tx, f File) error {
	tenant := database.Tenant(ctx)
	_, err := tx.ExecContext(ctx, `UPDATE library_files SET folder_id = ?, name = ?, description = ?, version = ?, internal = ?, held = ?, class = ?,
		search = `+indexed+`, updated_at = ?, updater = ? WHERE tenant_id = ? AND id = ?`,
		f.Folder, f.Name, f.Description, f.Version, f.Internal, f.Held, f.Class,
		called(f), tenant, f.ID, f.Version, f.UpdatedAt, f.Updater, tenant, f.ID)
	return err
}

func (store) archiveFile(ctx context.Context, tx database.Tx, id string, at time.Time) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_files SET archived_at = ? WHERE tenant_id = ? AND id = ?",
		bun.NullTime{Time: at}, database.Tenant(ctx), id)
	return err
}

func (store) insertVersion(ctx context.Context, tx database.Tx, file string, v Version) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO library_versions (tenant_id, file_id, version, name, key, type, size, sha256, state,
		created_at, created_by, creator) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		database.Tenant(ctx), file, v.Version, v.Name, v.Key, v.Type, v.Size, v.SHA256, v.State, v.CreatedAt, v.CreatedBy, v.Creator)
	return err
}

// versions lists a file's contents, newest first.
func (store) versions(ctx context.Context, tx database.Tx, file string) (list []Version, err error) {
	err = tx.NewSelect().Table("library_versions").
		Column("version", "name", "key", "type", "size", "sha256", "state", "active", "thumb", "created_at", "created_by", "creator").
		Where("tenant_id = ? AND file_id = ?", database.Tenant(ctx), file).Order("version DESC").Scan(ctx, &list)
	return list, err
}
