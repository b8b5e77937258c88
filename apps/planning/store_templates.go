package planning

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

type templateRow struct {
	bun.BaseModel `bun:"table:planning_templates"`

	TenantID    string          `bun:"tenant_id,pk"`
	ID          int64           `bun:"id,pk,autoincrement"`
	Name        string          `bun:"name"`
	Content     json.RawMessage `bun:"content,type:jsonb"`
	FromYear    int             `bun:"from_year"`
	FromVersion int             `bun:"from_version"`
	KeptAt      time.Time       `bun:"kept_at"`
	KeptBy      string          `bun:"kept_by"`
}

func (r templateRow) template() Template {
	return Template{r.ID, r.Name, r.FromYear, r.FromVersion, r.KeptAt, r.KeptBy}
}

// keepTemplate writes a pattern, over one of the same name.
func (store) keepTemplate(ctx context.Context, tx database.Tx, t Template, p planreader.Plan) (Template, error) {
	content, err := json.Marshal(p)
	if err != nil {
		return t, fmt.Errorf("plan template: %w", err)
	}
	row := templateRow{TenantID: database.Tenant(ctx), Name: t.Name, Content: content, FromYear: t.FromYear,
		FromVersion: t.FromVersion, KeptAt: t.KeptAt, KeptBy: t.KeptBy}
	_, err = tx.NewInsert().Model(&row).ExcludeColumn("id").On("CONFLICT (tenant_id, name) DO UPDATE").
		Set("content = EXCLUDED.content, from_year = EXCLUDED.from_year, from_version = EXCLUDED.from_version").
		Set("kept_at = EXCLUDED.kept_at, kept_by = EXCLUDED.kept_by").Returning("id").Exec(ctx)
	return row.template(), err
}

func (store) templates(ctx context.Context, tx database.Tx) (list []Template, err error) {
	var rows []templateRow
	err = tx.NewSelect().Model(&rows).ExcludeColumn("content").Where("tenant_id = ?", database.Tenant(ctx)).Order("name").Limit(200).Scan(ctx)
	for _, r := range rows {
		list = append(list, r.template())
	}
	return list, err
}

func (store) template(ctx context.Context, tx database.Tx, id int64) (t Template, p planreader.Plan, err error) {
	var row templateRow
	err = tx.NewSelect().Model(&row).Where("tenant_id = ? AND id = ?", database.Tenant(ctx), id).Scan(ctx)
	if database.NotFound(err) {
		return t, p, faultNoTemplate()
	}
	if err == nil {
		err = json.Unmarshal(row.Content, &p)
	}
	return row.template(), p, err
}

func (store) dropTemplate(ctx context.Context, tx database.Tx, id int64) error {
	_, err := tx.NewDelete().Model((*templateRow)(nil)).Where("tenant_id = ? AND id = ?", database.Tenant(ctx), id).Exec(ctx)
	return err
}
