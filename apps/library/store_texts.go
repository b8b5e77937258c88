package library

import (
	"context"

	"vuon/platform/database"
)

// indexed is the value of library_files.search: name and description before the
// text of the newest version. It takes the words, tenant, file and version.
const indexed = `setweight(to_tsvector('simple', ?), 'A') || coalesce((SELECT t.search FROM library_texts t
	WHERE t.tenant_id = ? AND t.file_id = ? AND t.version = ?), ''::tsvector)`

// version reads one content (fault file_unknown).
func (store) version(ctx context.Context, tx database.Tx, file string, version int) (v Version, err error) {
	err = tx.NewSelect().TableExpr("library_versions AS v").
		ColumnExpr("v.version, v.name, v.key, v.type, v.size, v.sha256, v.state, v.active, v.thumb, v.created_at, v.created_by, v.creator").
		Join("JOIN library_files AS f ON f.tenant_id = v.tenant_id AND f.id = v.file_id").
		Where("v.tenant_id = ? AND v.file_id = ? AND v.version = ? AND f.destroyed_at IS NULL", database.Tenant(ctx), file, version).Scan(ctx, &v)
	if database.NotFound(err) {
		return v, faultNoFile()
	}
	return v, err
}

// keepReading writes what a version says. Its text is that of the file when it is
// the newest.
func (store) keepReading(ctx context.Context, tx database.Tx, file string, version int, got reading) error {
	tenant := database.Tenant(ctx)
	_, err := tx.ExecContext(ctx, `UPDATE library_versions SET state = ?, active = ?, thumb = ? WHERE tenant_id = ? AND file_id = ? AND version = ?`,
		got.state, got.active, got.thumb, tenant, file, version)
	if err != nil {
		return err
	}
	var name, description string
	err = tx.NewRaw(`SELECT name, description FROM library_files WHERE tenant_id = ? AND id = ? AND version = ? AND destroyed_at IS NULL FOR UPDATE`,
		tenant, file, version).Scan(ctx, &name, &description)
	if database.NotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "DELETE FROM library_texts WHERE tenant_id = ? AND file_id = ?", tenant, file); err != nil {
		return err
	}
	if got.text != "" {
		_, err = tx.ExecContext(ctx, `INSERT INTO library_texts (tenant_id, file_id, version, body, search) VALUES (?, ?, ?, ?, to_tsvector('simple', ?))`,
			tenant, file, version, got.text, distinct(got.text))
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "UPDATE library_files SET search = "+indexed+" WHERE tenant_id = ? AND id = ?",
		distinct(name+" "+description), tenant, file, version, tenant, file)
	return err
}

// search lists the files that fit, the best first.
func (st store) search(ctx context.Context, tx database.Tx, q query, limit int) (hits []Hit, err error) {
	s := q.where(st.files(ctx, tx)).ColumnExpr("coalesce(t.body, '') AS body").
		Join("LEFT JOIN library_texts AS t ON t.tenant_id = f.tenant_id AND t.file_id = f.id AND t.version = f.version").
		Where("f.search @@ to_tsquery('simple', ?)", q.words).
		OrderExpr("ts_rank('{0, 0, 0, 1}', f.search, to_tsquery('simple', ?)) > 0 DESC", q.words).
		OrderExpr("f.updated_at DESC, f.id").Limit(int64(limit))
	return hits, s.Scan(ctx, &hits)
}

// contents lists the keys of all that is kept of a file.
func (store) contents(ctx context.Context, tx database.Tx, file string) (keys []string, err error) {
	err = tx.NewSelect().Table("library_versions").Column("key").Where("tenant_id = ? AND file_id = ?", database.Tenant(ctx), file).Scan(ctx, &keys)
	if err != nil {
		return nil, err
	}
	var small []string
	err = tx.NewSelect().Table("library_versions").Column("thumb").Where("tenant_id = ? AND file_id = ? AND thumb <> ''", database.Tenant(ctx), file).Scan(ctx, &small)
	return append(keys, small...), err
}
