package planning

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type guidanceRow struct {
	bun.BaseModel `bun:"table:planning_guidance"`

	TenantID   string          `bun:"tenant_id,pk"`
	Year       int             `bun:"year,pk"`
	Version    int             `bun:"version"`
	Title      string          `bun:"title"`
	Body       string          `bun:"body"`
	Targets    json.RawMessage `bun:"targets,type:jsonb"`
	Template   json.RawMessage `bun:"template,type:jsonb,nullzero"`
	Submit     *time.Time      `bun:"submit_by,type:date"`
	Issue      *time.Time      `bun:"issue_by,type:date"`
	Sender     string          `bun:"sender"`
	SentAt     time.Time       `bun:"sent_at"`
	ReceivedAt *time.Time      `bun:"received_at"`
	ReceivedBy string          `bun:"received_by"`
}

func (r guidanceRow) guidance() (g Guidance, err error) {
	g = Guidance{Year: r.Year, Version: r.Version, Title: r.Title, Body: r.Body, Submit: database.LocalDay(r.Submit), Issue: database.LocalDay(r.Issue),
		Sender: r.Sender, SentAt: r.SentAt, ReceivedAt: r.ReceivedAt, ReceivedBy: r.ReceivedBy}
	if err = json.Unmarshal(r.Targets, &g.Targets); err != nil {
		return g, fmt.Errorf("targets of guidance: %w", err)
	}
	if r.Template != nil {
		if err = json.Unmarshal(r.Template, &g.Template); err != nil {
			return g, fmt.Errorf("template of guidance: %w", err)
		}
	}
	return g, nil
}

// guidance reads that of a year; nil when there is none.
func (store) guidance(ctx context.Context, tx database.Tx, year int) (*Guidance, error) {
	var row guidanceRow
	err := tx.NewSelect().Model(&row).Where("tenant_id = ? AND year = ?", database.Tenant(ctx), year).Scan(ctx)
	if database.NotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read guidance: %w", err)
	}
	g, err := row.guidance()
	return &g, err
}

func (store) putGuidance(ctx context.Context, tx database.Tx, g Guidance) error {
	row := guidanceRow{TenantID: database.Tenant(ctx), Year: g.Year, Version: g.Version, Title: g.Title, Body: g.Body, Submit: database.DateColumn(g.Submit),
		Issue: database.DateColumn(g.Issue), Sender: g.Sender, SentAt: g.SentAt}
	var err error
	if row.Targets, err = json.Marshal(g.Targets); err != nil {
		return err
	}
	if g.Template != nil {
		if row.Template, err = json.Marshal(g.Template); err != nil {
			return err
		}
	}
	_, err = tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, year) DO UPDATE").
		Set("version = EXCLUDED.version, title = EXCLUDED.title, body = EXCLUDED.body, targets = EXCLUDED.targets, template = EXCLUDED.template").
		Set("submit_by = EXCLUDED.submit_by, issue_by = EXCLUDED.issue_by, sender = EXCLUDED.sender, sent_at = EXCLUDED.sent_at").
		Set("received_at = NULL, received_by = ''").Exec(ctx)
	return err
}

func (store) receiveGuidance(ctx context.Context, tx database.Tx, g Guidance) error {
	_, err := tx.ExecContext(ctx, "UPDATE planning_guidance SET received_at = ?, received_by = ? WHERE tenant_id = ? AND year = ? AND received_at IS NULL",
		g.ReceivedAt, g.ReceivedBy, database.Tenant(ctx), g.Year)
	return err
}

func (store) guided(ctx context.Context, tx database.Tx) (years []int, err error) {
	err = tx.NewSelect().TableExpr("planning_guidance").Column("year").Where("tenant_id = ?", database.Tenant(ctx)).Order("year DESC").Scan(ctx, &years)
	return years, err
}

// guidedDays reads the days that the guidance of each year sets.
func (store) guidedDays(ctx context.Context, tx database.Tx) (map[int]Guidance, error) {
	var rows []guidanceRow
	err := tx.NewSelect().Model(&rows).Column("year", "submit_by", "issue_by").Where("tenant_id = ?", database.Tenant(ctx)).Scan(ctx)
	at := map[int]Guidance{}
	for _, r := range rows {
		at[r.Year] = Guidance{Year: r.Year, Submit: database.LocalDay(r.Submit), Issue: database.LocalDay(r.Issue)}
	}
	return at, err
}

func (store) guidanceAcross(ctx context.Context, tx database.Tx, year int) (map[string]Guidance, error) {
	var rows []guidanceRow
	if err := tx.NewSelect().Model(&rows).ExcludeColumn("template").Where("year = ?", year).Scan(ctx); err != nil {
		return nil, err
	}
	at := map[string]Guidance{}
	for _, r := range rows {
		g, err := r.guidance()
		if err != nil {
			return nil, err
		}
		at[r.TenantID] = g
	}
	return at, nil
}

// contents reads the plans of a year that the transaction sees: of each tenant the
// one in force, else the open one.
func (store) contents(ctx context.Context, tx database.Tx, year int) (map[string]Version, error) {
	var rows []versionRow
	err := tx.NewSelect().Model(&rows).DistinctOn("tenant_id").Where("year = ? AND state <> ?", year, Withdrawn).
		OrderExpr("tenant_id, state IN ('issued', 'closed') DESC, version DESC").Scan(ctx)
	if err != nil {
		return nil, err
	}
	at := map[string]Version{}
	for i := range rows {
		v, err := rows[i].version()
		if err != nil {
			return nil, err
		}
		at[v.Tenant] = v
	}
	return at, nil
}
