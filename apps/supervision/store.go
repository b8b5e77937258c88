package supervision

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}

type letterRow struct {
	bun.BaseModel `bun:"table:supervision_letters"`

	TenantID  string      `bun:"tenant_id,pk"`
	ID        string      `bun:"id,pk"`
	Year      int         `bun:"year"`
	Kind      Kind        `bun:"kind"`
	Section   string      `bun:"section"`
	Title     string      `bun:"title"`
	Body      string      `bun:"body"`
	Due       *time.Time  `bun:"due,type:date"`
	State     LetterState `bun:"state"`
	Sender    string      `bun:"sender"`
	Account   string      `bun:"account_id"`
	Actor     string      `bun:"actor"`
	CreatedAt time.Time   `bun:"created_at"`
	ReadAt    *time.Time  `bun:"read_at"`
	ReadBy    string      `bun:"read_by"`
}

func (r letterRow) letter() Letter {
	return Letter{Tenant: r.TenantID, ID: r.ID, Year: r.Year, Kind: r.Kind, Section: r.Section, Title: r.Title, Body: r.Body, Due: database.LocalDay(r.Due),
		State: r.State, Sender: r.Sender, Account: r.Account, Actor: r.Actor, CreatedAt: r.CreatedAt, ReadAt: r.ReadAt, ReadBy: r.ReadBy}
}

func (store) insertLetter(ctx context.Context, tx database.Tx, l Letter) error {
	_, err := tx.NewInsert().Model(&letterRow{TenantID: l.Tenant, ID: l.ID, Year: l.Year, Kind: l.Kind, Section: l.Section, Title: l.Title, Body: l.Body,
		Due: database.DateColumn(l.Due), State: l.State, Sender: l.Sender, Account: l.Account, Actor: l.Actor, CreatedAt: l.CreatedAt}).Exec(ctx)
	return err
}

func (store) letter(ctx context.Context, tx database.Tx, id string, lock bool) (Letter, error) {
	var row letterRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id)
	if lock {
		q = q.For("UPDATE")
	}
	if err := q.Scan(ctx); err != nil {
		if database.NotFound(err) {
			return Letter{}, faultNoLetter()
		}
		return Letter{}, fmt.Errorf("read letter: %w", err)
	}
	return row.letter(), nil
}

func (store) readLetter(ctx context.Context, tx database.Tx, l Letter) error {
	_, err := tx.ExecContext(ctx, "UPDATE supervision_letters SET read_at = ?, read_by = ? WHERE tenant_id = ? AND id = ? AND read_at IS NULL",
		l.ReadAt, l.ReadBy, l.Tenant, l.ID)
	return err
}

// letters lists letters, the newest first; tenant "" is all that the transaction
// sees, year 0 is every year.
func (store) letters(ctx context.Context, tx database.Tx, tenant string, year int) (list []Letter, err error) {
	var rows []letterRow
	q := tx.NewSelect().Model(&rows)
	if tenant != "" {
		q = q.Where("tenant_id = ?", tenant)
	}
	if year != 0 {
		q = q.Where("year = ?", year)
	}
	err = q.Order("created_at DESC", "id").Limit(1000).Scan(ctx)
	for _, r := range rows {
		list = append(list, r.letter())
	}
	return list, err
}

type answerRow struct {
	bun.BaseModel `bun:"table:supervision_answers"`

	TenantID string      `bun:"tenant_id,pk"`
	Letter   string      `bun:"letter_id,pk"`
	Seq      int         `bun:"seq,pk"`
	Body     string      `bun:"body"`
	State    LetterState `bun:"state"`
	Account  string      `bun:"account_id"`
	Actor    string      `bun:"actor"`
	Outside  bool        `bun:"outside"`
	At       time.Time   `bun:"at"`
}

// addAnswer appends an answer and puts the letter, which is locked, into its state.
func (store) addAnswer(ctx context.Context, tx database.Tx, l Letter, a Answer) error {
	row := answerRow{TenantID: l.Tenant, Letter: l.ID, Body: a.Body, State: a.State, Account: a.Account, Actor: a.Actor, Outside: a.Outside, At: a.At}
	_, err := tx.NewInsert().Model(&row).
		Value("seq", "(SELECT coalesce(max(seq), 0) + 1 FROM supervision_answers WHERE tenant_id = ? AND letter_id = ?)", l.Tenant, l.ID).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE supervision_letters SET state = ? WHERE tenant_id = ? AND id = ?", a.State, l.Tenant, l.ID)
	return err
}

func (store) answers(ctx context.Context, tx database.Tx, letter string) (list []Answer, err error) {
	var rows []answerRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND letter_id::text = ?", database.Tenant(ctx), letter).Order("seq").Scan(ctx)
	for _, r := range rows {
		list = append(list, Answer{Body: r.Body, State: r.State, Account: r.Account, Actor: r.Actor, Outside: r.Outside, At: r.At})
	}
	return list, err
}

type guidanceRow struct {
	bun.BaseModel `bun:"table:supervision_guidance,alias:g"`

	TenantID     string          `bun:"tenant_id,pk"`
	Year         int             `bun:"year,pk"`
	Version      int             `bun:"version"`
	Title        string          `bun:"title"`
	Body         string          `bun:"body"`
	Targets      json.RawMessage `bun:"targets,type:jsonb"`
	Template     json.RawMessage `bun:"template,type:jsonb,nullzero"`
	TemplateName string          `bun:"template_name"`
	Submit       *time.Time      `bun:"submit_by,type:date"`
	Issue        *time.Time      `bun:"issue_by,type:date"`
	Revision     int             `bun:"revision"`
	Sent         int             `bun:"sent"`
	SentAt       *time.Time      `bun:"sent_at"`
	UpdatedAt    time.Time       `bun:"updated_at"`
	UpdatedBy    string          `bun:"updated_by"`
}

// guidance reads the province's guidance for a year; nil when there is none.
func (store) guidance(ctx context.Context, tx database.Tx, year int, lock bool) (*Guidance, error) {
	var row guidanceRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year)
	if lock {
		q = q.For("UPDATE")
	}
	err := q.Scan(ctx)
	if database.NotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read guidance: %w", err)
	}
	g := Guidance{Revision: row.Revision, Sent: row.Sent, SentAt: row.SentAt, TemplateName: row.TemplateName, UpdatedAt: row.UpdatedAt, UpdatedBy: row.UpdatedBy}
	g.Year, g.Version, g.Title, g.Body, g.Submit, g.Issue = row.Year, row.Version, row.Title, row.Body, database.LocalDay(row.Submit), database.LocalDay(row.Issue)
	if err := json.Unmarshal(row.Targets, &g.Targets); err != nil {
		return nil, err
	}
	if row.Template != nil {
		err = json.Unmarshal(row.Template, &g.Template)
	}
	return &g, err
}

// putGuidance writes it over the revision that was read; false when somebody was
// faster.
func (store) putGuidance(ctx context.Context, tx database.Tx, g Guidance) (bool, error) {
	row := guidanceRow{TenantID: database.Tenant(ctx), Year: g.Year, Version: g.Version, Title: g.Title, Body: g.Body, TemplateName: g.TemplateName,
		Submit: database.DateColumn(g.Submit), Issue: database.DateColumn(g.Issue), Revision: g.Revision + 1, Sent: g.Sent, SentAt: g.SentAt, UpdatedAt: g.UpdatedAt, UpdatedBy: g.UpdatedBy}
	var err error
	if row.Targets, err = json.Marshal(g.Targets); err != nil {
		return false, err
	}
	if g.Template != nil {
		if row.Template, err = json.Marshal(g.Template); err != nil {
			return false, err
		}
	}
	q := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, year) DO UPDATE")
	for _, c := range []string{"version", "title", "body", "targets", "template", "template_name", "submit_by", "issue_by", "revision", "sent", "sent_at",
		"updated_at", "updated_by"} {
		q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
	}
	result, err := q.Where("g.revision = ?", g.Revision).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func (store) guided(ctx context.Context, tx database.Tx) (years []int, err error) {
	err = tx.NewSelect().TableExpr("supervision_guidance").Column("year").Where("tenant_id = ?", database.Tenant(ctx)).Order("year DESC").Scan(ctx, &years)
	return years, err
}
