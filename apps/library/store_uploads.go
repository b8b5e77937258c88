package library

import (
	"context"
	"time"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/storage"
)

func (store) insertUpload(ctx context.Context, tx database.Tx, u Sending) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO library_uploads (tenant_id, id, folder_id, file_id, name, size, sha256, created_at, created_by, touched_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, database.Tenant(ctx), u.ID, u.Folder, null(u.File), u.Name, u.Size, u.SHA256, u.CreatedAt, u.CreatedBy, u.TouchedAt)
	return err
}

// upload reads one upload, locked when it is to be changed (fault upload_unknown).
func (store) upload(ctx context.Context, tx database.Tx, id string, lock bool) (u Sending, err error) {
	if uuid.Validate(id) != nil {
		return u, faultNoUpload()
	}
	q := tx.NewSelect().Table("library_uploads").
		Column("id", "folder_id", "name", "size", "sha256", "received", "created_at", "created_by", "touched_at").
		ColumnExpr("coalesce(file_id::text, '') AS file_id, coalesce(done_id::text, '') AS done_id").
		Where("tenant_id = ? AND id = ?", database.Tenant(ctx), id)
	if lock {
		q = q.For("UPDATE")
	}
	if err = q.Scan(ctx, &u); database.NotFound(err) {
		return u, faultNoUpload()
	}
	return u, err
}

func (store) lockUploads(ctx context.Context, tx database.Tx) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('library uploads ' || ?, 0))", database.Tenant(ctx))
	return err
}

// coming is how many bytes are announced and not yet kept, and how many uploads
// of the account are open.
func (store) coming(ctx context.Context, tx database.Tx, account string, since time.Time) (bytes int64, mine int, err error) {
	err = tx.NewSelect().Table("library_uploads").ColumnExpr("coalesce(sum(size), 0), count(*) FILTER (WHERE created_by = ?)", account).
		Where("tenant_id = ? AND done_id IS NULL AND touched_at > ?", database.Tenant(ctx), since).Scan(ctx, &bytes, &mine)
	return bytes, mine, err
}

func (store) insertPart(ctx context.Context, tx database.Tx, upload string, p storage.Part) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO library_parts (tenant_id, upload_id, start, size, sha256) VALUES (?, ?, ?, ?, ?)",
		database.Tenant(ctx), upload, p.Start, p.Size, p.SHA256)
	return err
}

func (store) parts(ctx context.Context, tx database.Tx, upload string) (list []storage.Part, err error) {
	err = tx.NewSelect().Table("library_parts").ColumnExpr(`start, size, sha256 AS "sha256"`).
		Where("tenant_id = ? AND upload_id = ?", database.Tenant(ctx), upload).Order("start").Scan(ctx, &list)
	return list, err
}

func (store) touch(ctx context.Context, tx database.Tx, upload string, received int64, at time.Time) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_uploads SET received = ?, touched_at = ? WHERE tenant_id = ? AND id = ?",
		received, at, database.Tenant(ctx), upload)
	return err
}

func (store) finishUpload(ctx context.Context, tx database.Tx, upload, file string) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_uploads SET done_id = ? WHERE tenant_id = ? AND id = ?", file, database.Tenant(ctx), upload)
	return err
}

func (st store) deleteUpload(ctx context.Context, tx database.Tx, upload string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM library_parts WHERE tenant_id = ? AND upload_id = ?", database.Tenant(ctx), upload); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM library_uploads WHERE tenant_id = ? AND id = ?", database.Tenant(ctx), upload)
	return err
}

// abandoned lists the uploads that nobody has touched since.
func (store) abandoned(ctx context.Context, tx database.Tx, since time.Time) (ids []string, err error) {
	err = tx.NewSelect().Table("library_uploads").Column("id").Where("tenant_id = ? AND touched_at < ?", database.Tenant(ctx), since).
		Limit(500).Scan(ctx, &ids)
	return ids, err
}
