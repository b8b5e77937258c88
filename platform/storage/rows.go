package storage

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type row struct {
	bun.BaseModel `bun:"table:storage_objects,alias:o"`
	Object
}

// find reads what lies under the key: the zero Object when nothing does.
func find(ctx context.Context, tx bun.Tx, key string) (Object, error) {
	var r row
	err := tx.NewSelect().Model(&r).Where("o.tenant_id = ?", database.Tenant(ctx)).Where("o.key = ?", key).
		Where("o.deleted_at IS NULL").Scan(ctx)
	if database.NotFound(err) {
		return Object{}, nil
	}
	return r.Object, err
}

// lockAndFind is find while nobody else writes under the key, until the
// transaction ends.
func lockAndFind(ctx context.Context, tx bun.Tx, key string) (Object, error) {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('storage ' || ? || '/' || ?, 0))", database.Tenant(ctx), key)
	if err != nil {
		return Object{}, err
	}
	return find(ctx, tx, key)
}

func list(ctx context.Context, tx bun.Tx, prefix, after string, limit int) ([]row, error) {
	var rows []row
	query := tx.NewSelect().Model(&rows).Where("o.tenant_id = ?", database.Tenant(ctx)).Where("o.deleted_at IS NULL").
		Where(`o.key COLLATE "C" > ?`, after).OrderExpr(`o.key COLLATE "C"`).Limit(int64(limit))
	if prefix != "" {
		query.Where("starts_with(o.key, ?)", prefix)
	}
	return rows, query.Scan(ctx)
}

// upsert writes the row, over a deleted one too.
func upsert(ctx context.Context, tx bun.Tx, obj Object) error {
	_, err := tx.NewInsert().Model(&row{Object: obj}).On("CONFLICT (tenant_id, key) DO UPDATE").
		Set("version = EXCLUDED.version").Set("name = EXCLUDED.name").Set("size = EXCLUDED.size").Set("sha256 = EXCLUDED.sha256").
		Set("type = EXCLUDED.type").Set("private = EXCLUDED.private").Set("locked_until = EXCLUDED.locked_until").
		Set("created_by = EXCLUDED.created_by").Set("created_at = EXCLUDED.created_at").Set("deleted_at = NULL").Exec(ctx)
	return err
}

func bury(ctx context.Context, tx bun.Tx, obj Object) error {
	_, err := tx.ExecContext(ctx, "UPDATE storage_objects SET deleted_at = ? WHERE tenant_id = ? AND key = ?", obj.DeletedAt, obj.Tenant, obj.Key)
	return err
}

// usage is how many bytes the tenant keeps. With lock, others who would change
// it wait until the transaction ends.
func usage(ctx context.Context, tx bun.Tx, lock bool) (bytes int64, err error) {
	tenant, query := database.Tenant(ctx), tx.NewSelect().Table("storage_usage").Column("bytes")
	if lock {
		if _, err := tx.ExecContext(ctx, "INSERT INTO storage_usage VALUES (?, 0) ON CONFLICT DO NOTHING", tenant); err != nil {
			return 0, err
		}
		query.For("UPDATE")
	}
	if err = query.Where("tenant_id = ?", tenant).Scan(ctx, &bytes); database.NotFound(err) {
		return 0, nil
	}
	return bytes, err
}

func grow(ctx context.Context, tx bun.Tx, bytes int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE storage_usage SET bytes = bytes + ? WHERE tenant_id = ?", bytes, database.Tenant(ctx))
	return err
}
