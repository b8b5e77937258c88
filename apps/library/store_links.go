package library

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
)

const linkColumns = "id, file_id, note, most, downloads, password, tries, expires_at, revoked_at, created_at, created_by, creator"

func (store) insertLink(ctx context.Context, tx database.Tx, l Link, hash string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO library_links (tenant_id, id, file_id, hash, password, note, most, expires_at, created_at, created_by, creator)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, database.Tenant(ctx), l.ID, l.File, hash, l.Password, l.Note, l.Most, l.ExpiresAt, l.CreatedAt, l.CreatedBy, l.Creator)
	return err
}

// link finds a link by its id or hash (fault link_unknown).
func (store) link(ctx context.Context, tx database.Tx, column, value string) (l Link, err error) {
	if column == "id" && uuid.Validate(value) != nil {
		return l, faultNoLink()
	}
	err = tx.NewSelect().Table("library_links").ColumnExpr(linkColumns).
		Where("tenant_id = ?", database.Tenant(ctx)).Where("? = ?", bun.Ident(column), value).Scan(ctx, &l)
	if database.NotFound(err) {
		return l, faultNoLink()
	}
	return l, err
}

func (store) lockLink(ctx context.Context, tx database.Tx, id string) (l Link, err error) {
	err = tx.NewSelect().Table("library_links").ColumnExpr(linkColumns).Where("tenant_id = ? AND id = ?", database.Tenant(ctx), id).
		For("UPDATE").Scan(ctx, &l)
	return l, err
}

func (store) links(ctx context.Context, tx database.Tx, file string) (list []Link, err error) {
	err = tx.NewSelect().Table("library_links").ColumnExpr(linkColumns).Where("tenant_id = ? AND file_id = ?", database.Tenant(ctx), file).
		Order("created_at DESC").Limit(100).Scan(ctx, &list)
	return list, err
}

func (store) revoke(ctx context.Context, tx database.Tx, id string, at time.Time) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_links SET revoked_at = coalesce(revoked_at, ?) WHERE tenant_id = ? AND id = ?", at, database.Tenant(ctx), id)
	return err
}

func (store) countTry(ctx context.Context, tx database.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_links SET tries = tries + 1 WHERE tenant_id = ? AND id = ?", database.Tenant(ctx), id)
	return err
}

func (store) countDownload(ctx context.Context, tx database.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_links SET downloads = downloads + 1, tries = 0 WHERE tenant_id = ? AND id = ?", database.Tenant(ctx), id)
	return err
}
