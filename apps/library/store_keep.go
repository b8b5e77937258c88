package library

import (
	"context"
	"slices"
	"strings"
	"time"

	"vuon/platform/database"
)

func (store) classify(ctx context.Context, tx database.Tx, folder, class string) error {
	_, err := tx.ExecContext(ctx, "UPDATE library_folders SET class = ? WHERE tenant_id = ? AND id = ?", class, database.Tenant(ctx), folder)
	return err
}

// destroy notes that a file's contents are gone: its text and links go with them.
func (store) destroy(ctx context.Context, tx database.Tx, file string, at time.Time, who, reason string) error {
	tenant := database.Tenant(ctx)
	for _, table := range []string{"library_links", "library_texts"} {
		if _, err := tx.NewDelete().Table(table).Where("tenant_id = ? AND file_id = ?", tenant, file).Exec(ctx); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE library_files SET destroyed_at = ?, destroyer = ?, reason = ?, search = ''::tsvector WHERE tenant_id = ? AND id = ?`,
		at, who, reason, tenant, file)
	return err
}

// shares sums the library's versions by kind.
func (store) shares(ctx context.Context, tx database.Tx) (list []Share, err error) {
	var rows []struct {
		Type  string `bun:"type"`
		Files int    `bun:"files"`
		Bytes int64  `bun:"bytes"`
	}
	err = tx.NewSelect().TableExpr("library_versions AS v").ColumnExpr("v.type, count(DISTINCT v.file_id) AS files, sum(v.size)::bigint AS bytes").
		Join("JOIN library_files AS f ON f.tenant_id = v.tenant_id AND f.id = v.file_id").
		Where("v.tenant_id = ? AND f.destroyed_at IS NULL", database.Tenant(ctx)).Group("v.type").Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		kind := kindOf(r.Type)
		i := slices.IndexFunc(list, func(s Share) bool { return s.Kind == kind })
		if i < 0 {
			list, i = append(list, Share{Kind: kind}), len(list)
		}
		list[i].Files += r.Files
		list[i].Bytes += r.Bytes
	}
	slices.SortFunc(list, func(a, b Share) int {
		if a.Bytes != b.Bytes {
			return int(min(1, max(-1, b.Bytes-a.Bytes)))
		}
		return strings.Compare(a.Kind, b.Kind)
	})
	return list, nil
}

// kindOf is the word of Filter.Kind for a type.
func kindOf(t string) string {
	for kind, types := range kinds() {
		if slices.Contains(types, t) {
			return kind
		}
	}
	return "other"
}
