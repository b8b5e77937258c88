package audit

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// Filter narrows a list of entries; empty fields do not.
type Filter struct {
	Action, Object, ObjectID, Actor string
}

// List reads a tenant's entries, newest first, and the cursor of the next part.
func (l *Log) List(ctx context.Context, tenant string, f Filter, page database.Page) (rows []Row, next string, err error) {
	key, err := page.Key(1)
	if err != nil {
		return nil, "", err
	}
	err = l.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		q := tx.NewSelect().Model(&rows).Where("tenant_id = ?", tenant).Order("seq DESC").Limit(int64(page.Size() + 1))
		for column, value := range map[string]string{"action": f.Action, "object": f.Object, "object_id": f.ObjectID, "actor": f.Actor} {
			if value != "" {
				q = q.Where("? = ?", bun.Ident(column), value)
			}
		}
		if key != nil {
			before, err := strconv.ParseInt(key[0], 10, 64)
			if err != nil {
				return fmt.Errorf("audit cursor: %w", err)
			}
			q = q.Where("seq < ?", before)
		}
		return q.Scan(ctx)
	})
	if err == nil && len(rows) > page.Size() {
		rows = rows[:page.Size()]
		next = database.Cursor(strconv.FormatInt(rows[len(rows)-1].Seq, 10))
	}
	return rows, next, err
}

// Report is what Verify found for one chain.
type Report struct {
	Tenant  string `json:"tenant"`
	Entries int64  `json:"entries"`
	Broken  *Break `json:"broken"` // nil when the chain holds
	Head    string `json:"head"`
}

// Break is the first entry that does not fit.
type Break struct {
	Seq int64  `json:"seq"`
	Why string `json:"why"`
}

// Verify recomputes a tenant's chain from its first entry to the head that it
// has now; what is appended meanwhile is not looked at.
func (l *Log) Verify(ctx context.Context, tenant string) (Report, error) {
	report := Report{Tenant: tenant}
	err := l.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		var head struct {
			Seq  int64
			Hash string
		}
		err := tx.NewSelect().Table("audit_heads").Column("seq", "hash").Where("tenant_id = ?", tenant).Scan(ctx, &head)
		if err != nil && !database.NotFound(err) {
			return err
		}
		for report.Broken == nil {
			var rows []Row
			err := tx.NewSelect().Model(&rows).Where("tenant_id = ? AND seq > ? AND seq <= ?", tenant, report.Entries, head.Seq).
				Order("seq").Limit(1000).Scan(ctx)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			report.follow(rows)
		}
		if report.Broken == nil && (report.Entries != head.Seq || report.Head != head.Hash) {
			report.Broken = &Break{report.Entries + 1, fmt.Sprintf("the chain ends at %d, its head says %d", report.Entries, head.Seq)}
		}
		return nil
	})
	return report, err
}

// follow goes on along rows as far as they fit.
func (r *Report) follow(rows []Row) {
	for _, row := range rows {
		switch {
		case row.Seq != r.Entries+1:
			r.Broken = &Break{r.Entries + 1, "the entry is missing"}
		case row.PrevHash != r.Head:
			r.Broken = &Break{row.Seq, "the entry does not follow the one before it"}
		case row.sum() != row.Hash:
			r.Broken = &Break{row.Seq, "the entry was changed after it was written"}
		default:
			r.Entries, r.Head = row.Seq, row.Hash
			continue
		}
		return
	}
}
