package audit

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// Filter narrows a list of entries; empty fields do not.
type Filter struct {
	Action, Object, ObjectID, Actor string
	From, Before                    time.Time // from this moment on, before that one
	Text                            string    // anywhere in the reason, before, after, or the object's id; case aside
}

func (f Filter) narrow(q *bun.SelectQuery) *bun.SelectQuery {
	for column, value := range map[string]string{"action": f.Action, "object": f.Object, "object_id": f.ObjectID, "actor": f.Actor} {
		if value != "" {
			q = q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if !f.From.IsZero() {
		q = q.Where("at >= ?", f.From)
	}
	if !f.Before.IsZero() {
		q = q.Where("at < ?", f.Before)
	}
	if f.Text != "" {
		like := "%" + database.Literal(f.Text) + "%"
		q = q.Where("(reason ILIKE ?0 OR before_json ILIKE ?0 OR after_json ILIKE ?0 OR object_id ILIKE ?0)", like)
	}
	return q
}

// Entry reads one entry of a tenant's chain. Fault entry_unknown.
func (l *Log) Entry(ctx context.Context, tenant string, seq int64) (row Row, err error) {
	err = l.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&row).Where("tenant_id = ? AND seq = ?", tenant, seq).Scan(ctx)
	})
	if database.NotFound(err) {
		err = fault.New(fault.NotFound, "entry_unknown", "Nhật ký không có mục này.", "The audit has no such entry.")
	}
	return row, err
}

// List reads a tenant's entries, newest first, and the cursor of the next part.
func (l *Log) List(ctx context.Context, tenant string, f Filter, page database.Page) (rows []Row, next string, err error) {
	key, err := page.Key(1)
	if err != nil {
		return nil, "", err
	}
	err = l.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		q := tx.NewSelect().Model(&rows).Where("tenant_id = ?", tenant).Order("seq DESC").Limit(int64(page.Size() + 1))
		q = f.narrow(q)
		if key != nil {
			before, err := strconv.ParseInt(key[0], 10, 64)
			if err != nil {
				return database.BadCursor()
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
	Tenant      string `json:"tenant"`
	Entries     int64  `json:"entries"`
	Checkpoints int    `json:"checkpoints"` // that the chain was held against
	Broken      *Break `json:"broken"`      // nil when the chain holds
	Head        string `json:"head"`

	points map[int64]string
}

// Break is the first entry that does not fit.
type Break struct {
	Seq int64  `json:"seq"`
	Why string `json:"why"`
}

// Checkpoint is the end of a chain at some moment. Kept where the database's
// owner cannot write, it shows a chain that was cut off or written anew.
type Checkpoint struct {
	Tenant string `json:"tenant"`
	Seq    int64  `json:"seq"`
	Hash   string `json:"hash"`
}

// Head is the present end of a tenant's chain; Seq 0 when it has no entry.
func (l *Log) Head(ctx context.Context, tenant string) (c Checkpoint, err error) {
	err = l.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		c, err = head(ctx, tx, tenant)
		return err
	})
	return c, err
}

func head(ctx context.Context, tx bun.Tx, tenant string) (Checkpoint, error) {
	c := Checkpoint{Tenant: tenant}
	err := tx.QueryRowContext(ctx, "SELECT seq, hash FROM audit_heads WHERE tenant_id = ?", tenant).Scan(&c.Seq, &c.Hash)
	if database.NotFound(err) {
		err = nil
	}
	return c, err
}

// Verify recomputes a tenant's chain from its first entry to the head that it
// has now, and holds it against checkpoints; what is appended meanwhile is not
// looked at.
func (l *Log) Verify(ctx context.Context, tenant string, checkpoints ...Checkpoint) (Report, error) {
	return l.VerifyTelling(ctx, tenant, func(int64, int64) error { return nil }, checkpoints...)
}

// VerifyTelling is Verify for long chains: tell hears after each thousand entries
// how many of all are done, and may stop it.
func (l *Log) VerifyTelling(ctx context.Context, tenant string, tell func(done, all int64) error, checkpoints ...Checkpoint) (Report, error) {
	report := Report{Tenant: tenant, Checkpoints: len(checkpoints), points: map[int64]string{}}
	var last Checkpoint
	for _, c := range checkpoints {
		report.points[c.Seq] = c.Hash
		if c.Seq > last.Seq {
			last = c
		}
	}
	err := l.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		end, err := head(ctx, tx, tenant)
		if err != nil {
			return err
		}
		for report.Broken == nil {
			var rows []Row
			err := tx.NewSelect().Model(&rows).Where("tenant_id = ? AND seq > ? AND seq <= ?", tenant, report.Entries, end.Seq).
				Order("seq").Limit(1000).Scan(ctx)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			report.follow(rows)
			if err := tell(report.Entries, end.Seq); err != nil {
				return err
			}
		}
		report.close(end, last)
		return nil
	})
	return report, err
}

// follow goes on along rows as far as they fit.
func (r *Report) follow(rows []Row) {
	for _, row := range rows {
		point, marked := r.points[row.Seq]
		switch {
		case row.Seq != r.Entries+1:
			r.Broken = &Break{r.Entries + 1, "the entry is missing"}
		case row.PrevHash != r.Head:
			r.Broken = &Break{row.Seq, "the entry does not follow the one before it"}
		case row.sum() != row.Hash:
			r.Broken = &Break{row.Seq, "the entry was changed after it was written"}
		case marked && point != row.Hash:
			r.Broken = &Break{row.Seq, "the chain was written anew: a checkpoint says otherwise"}
		default:
			r.Entries, r.Head = row.Seq, row.Hash
			continue
		}
		return
	}
}

// close compares where the chain ended with its head and the last checkpoint.
func (r *Report) close(end, last Checkpoint) {
	switch {
	case r.Broken != nil:
	case r.Entries != end.Seq || r.Head != end.Hash:
		r.Broken = &Break{r.Entries + 1, fmt.Sprintf("the chain ends at %d, its head says %d", r.Entries, end.Seq)}
	case r.Entries < last.Seq:
		r.Broken = &Break{r.Entries + 1, fmt.Sprintf("the chain ends at %d, a checkpoint says %d", r.Entries, last.Seq)}
	}
}
