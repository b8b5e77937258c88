package records

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/text"
)

type incomingRow struct {
	bun.BaseModel `bun:"table:records_incoming"`

	TenantID     string     `bun:"tenant_id,pk"`
	ID           string     `bun:"id,pk,type:uuid"`
	Year         int        `bun:"year,nullzero"`
	Arrival      int        `bun:"arrival,nullzero"`
	Arrived      *time.Time `bun:"arrived,type:date"`
	Sender       string     `bun:"sender"`
	Number       string     `bun:"number"`
	Dated        *time.Time `bun:"dated,type:date"`
	Abstract     string     `bun:"abstract"`
	Deadline     *time.Time `bun:"deadline,type:date"`
	Files        []File     `bun:"files,type:jsonb"`
	Folded       string     `bun:"folded"`
	State        Handling   `bun:"state"`
	Result       string     `bun:"result"`
	AnswerID     string     `bun:"answer_id,type:uuid,nullzero"`
	SourceTenant string     `bun:"source_tenant"`
	SourceID     string     `bun:"source_id,type:uuid,nullzero"`
	SourceName   string     `bun:"source_name"`
	MadeBy       string     `bun:"made_by"`
	MadeAt       time.Time  `bun:"made_at"`
	RegisteredAt *time.Time `bun:"registered_at"`
	RegisteredBy string     `bun:"registered_by"`
	DoneAt       *time.Time `bun:"done_at"`
	DoneBy       string     `bun:"done_by"`
	RecalledAt   *time.Time `bun:"recalled_at"`
	RecallReason string     `bun:"recall_reason"`
}

func (r *incomingRow) incoming() Incoming {
	return Incoming{ID: r.ID, Year: r.Year, Arrival: r.Arrival, Arrived: r.Arrived, Sender: r.Sender, Number: r.Number, Dated: r.Dated,
		Abstract: r.Abstract, Deadline: r.Deadline, Files: r.Files, State: r.State, Result: r.Result, Answer: r.AnswerID,
		SourceTenant: r.SourceTenant, SourceID: r.SourceID, SourceName: r.SourceName, MadeBy: r.MadeBy, MadeAt: r.MadeAt, RegisteredAt: r.RegisteredAt,
		RegisteredBy: r.RegisteredBy, DoneAt: r.DoneAt, DoneBy: r.DoneBy, RecalledAt: r.RecalledAt, RecallReason: r.RecallReason}
}

func incomingOf(ctx context.Context, i Incoming) *incomingRow {
	return &incomingRow{TenantID: database.Tenant(ctx), ID: i.ID, Year: i.Year, Arrival: i.Arrival, Arrived: i.Arrived, Sender: i.Sender, Number: i.Number,
		Dated: i.Dated, Abstract: i.Abstract, Deadline: i.Deadline, Files: some(i.Files), State: i.State, Result: i.Result, AnswerID: i.Answer,
		Folded:       text.Fold(i.Sender + " " + i.Number + " " + i.Abstract),
		SourceTenant: i.SourceTenant, SourceID: i.SourceID, SourceName: i.SourceName, MadeBy: i.MadeBy, MadeAt: i.MadeAt, RegisteredAt: i.RegisteredAt,
		RegisteredBy: i.RegisteredBy, DoneAt: i.DoneAt, DoneBy: i.DoneBy, RecalledAt: i.RecalledAt, RecallReason: i.RecallReason}
}

// addIncoming enters a document; what another tenant delivered before is left
// alone, and the answer is false.
func (store) addIncoming(ctx context.Context, tx database.Tx, i Incoming) (bool, error) {
	return changed(tx.NewInsert().Model(incomingOf(ctx, i)).On("CONFLICT DO NOTHING").Exec(ctx))
}

func (store) saveIncoming(ctx context.Context, tx database.Tx, i Incoming) error {
	_, err := tx.NewUpdate().Model(incomingOf(ctx, i)).ExcludeColumn("made_at", "made_by", "source_tenant", "source_id").WherePK().Exec(ctx)
	return err
}

func (store) incoming(ctx context.Context, tx database.Tx, id string, lock bool) (Incoming, error) {
	var row incomingRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id)
	if lock {
		q = q.For("UPDATE")
	}
	err := q.Scan(ctx)
	if database.NotFound(err) {
		return Incoming{}, faultNoDocument()
	}
	return row.incoming(), err
}

// fromTenant finds what another tenant delivered; zero when it did not.
func (store) fromTenant(ctx context.Context, tx database.Tx, tenant, id string) (i Incoming, err error) {
	var row incomingRow
	err = tx.NewSelect().Model(&row).Where("tenant_id = ? AND source_tenant = ? AND source_id = ?", database.Tenant(ctx), tenant, id).For("UPDATE").Scan(ctx)
	if database.NotFound(err) {
		return i, nil
	}
	return row.incoming(), err
}

// IncomingFilter narrows the register of incoming documents; zero fields do not.
type IncomingFilter struct {
	Year  int // of the arrival number; 0: all, those without one too
	State Handling
	Query string // in sender, number and abstract, without diacritics
}

// incomings reads the register: what is not entered yet first, then the latest
// numbers.
func (store) incomings(ctx context.Context, tx database.Tx, f IncomingFilter, p database.Page) (list []Incoming, next string, err error) {
	var rows []incomingRow
	q := tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).Order("made_at DESC", "id DESC").Limit(int64(p.Size()) + 1)
	if f.Year > 0 {
		q = q.Where("year = ? OR year IS NULL AND recalled_at IS NULL", f.Year)
	}
	if f.State != "" {
		q = q.Where("state = ? AND recalled_at IS NULL", f.State)
	}
	if f.Query != "" {
		q = q.Where("folded LIKE ?", "%"+database.Literal(text.Fold(f.Query))+"%")
	}
	key, err := p.Key(2)
	if err != nil {
		return nil, "", err
	}
	if key != nil {
		at, err := time.Parse(time.RFC3339Nano, key[0])
		if err != nil {
			return nil, "", database.BadCursor()
		}
		q = q.Where("(made_at, id::text) < (?, ?)", at, key[1])
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", err
	}
	if len(rows) > p.Size() {
		rows = rows[:p.Size()]
		last := rows[len(rows)-1]
		next = database.Cursor(last.MadeAt.Format(time.RFC3339Nano), last.ID)
	}
	for i := range rows {
		list = append(list, rows[i].incoming())
	}
	return list, next, nil
}

// book reads a year's arrivals in the order of their numbers.
func (store) book(ctx context.Context, tx database.Tx, year int) (list []Incoming, err error) {
	var rows []incomingRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Order("arrival").Limit(10_000).Scan(ctx)
	for i := range rows {
		list = append(list, rows[i].incoming())
	}
	return list, err
}

// open reads what waits to be entered or to be dealt with, the oldest first.
func (store) openIncoming(ctx context.Context, tx database.Tx) (list []Incoming, err error) {
	var rows []incomingRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND state <> ? AND recalled_at IS NULL", database.Tenant(ctx), Handled).
		Order("made_at").Limit(500).Scan(ctx)
	for i := range rows {
		list = append(list, rows[i].incoming())
	}
	return list, err
}

// arrival gives out the next arrival number of a year. Until the transaction ends
// nobody else gets one, so that a number that was given out stands in the register.
func (store) arrival(ctx context.Context, tx database.Tx, year int) (n int, err error) {
	err = tx.NewRaw(`INSERT INTO records_arrivals (tenant_id, year, last) VALUES (?, ?, 1)
		ON CONFLICT (tenant_id, year) DO UPDATE SET last = records_arrivals.last + 1 RETURNING last`, database.Tenant(ctx), year).Scan(ctx, &n)
	if err != nil {
		return 0, fmt.Errorf("arrival number: %w", err)
	}
	return n, nil
}

func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
