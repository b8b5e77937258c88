package households

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"vuon/apps/households/classify"
	"vuon/platform/database"
)

// resultRow is a row of households_results.
type resultRow struct {
	bun.BaseModel `bun:"table:households_results,alias:r"`

	TenantID    string            `bun:"tenant_id,pk"`
	Round       string            `bun:"round,pk"`
	Household   string            `bun:"household,pk"`
	Unit        string            `bun:"unit"`
	Village     string            `bun:"village"`
	Entered     bool              `bun:"entered"`
	ListedFor   string            `bun:"listed_for"`
	Opening     classify.Class    `bun:"opening"`
	Movement    classify.Movement `bun:"movement"`
	B1          int               `bun:"b1"`
	Deprived    classify.Set      `bun:"deprived"`
	Causes      classify.Set      `bun:"causes"`
	Supports    classify.Set      `bun:"supports"`
	Merit       bool              `bun:"merit"`
	NoLabour    bool              `bun:"no_labour"`
	Average     bool              `bun:"average"`
	WasPoor     bool              `bun:"was_poor"`
	WasNearPoor bool              `bun:"was_near_poor"`
	Standard    string            `bun:"standard"`
	Class       classify.Class    `bun:"class"`
	Kind        classify.Kind     `bun:"kind"`
	Escapes     bool              `bun:"escapes"`
	B2          int               `bun:"b2"`
	Answers     json.RawMessage   `bun:"answers,type:jsonb,nullzero"`
	Members     []classify.Person `bun:"members,type:jsonb"`
	Counts      []int16           `bun:"counts,array"`
	Amounts     []int16           `bun:"amounts,array"`
	Reviewer    string            `bun:"reviewer"`
	EnteredAt   *time.Time        `bun:"entered_at"`
	EnteredBy   string            `bun:"entered_by"`
	Revision    int               `bun:"revision"`
}

func resultRowOf(tenant string, r Result) *resultRow {
	row := &resultRow{TenantID: tenant, Round: r.Round, Household: r.Household, Unit: r.Unit, Village: r.Village, Entered: r.Entered, ListedFor: r.ListedFor,
		Opening: r.Facts.Opening, Movement: r.Facts.Movement, B1: r.Facts.B1, Deprived: r.Facts.Deprived, Causes: r.Causes, Supports: r.Supports,
		Merit: r.Merit, NoLabour: r.NoLabour, Average: r.Facts.Average, WasPoor: r.Facts.WasPoor, WasNearPoor: r.Facts.WasNearPoor,
		Standard: r.Standard, Class: r.Outcome.Class, Kind: r.Outcome.Kind, Escapes: r.Outcome.Escapes, B2: r.Outcome.B2, Answers: r.Answers,
		Members: r.People, Reviewer: r.Reviewer, EnteredAt: r.EnteredAt, EnteredBy: r.EnteredBy, Revision: r.Revision}
	if row.Members == nil {
		row.Members = []classify.Person{}
	}
	row.Counts, row.Amounts = r.counted()
	return row
}

// result is the row without the reasons, which classify.Of gives again.
func (r resultRow) result() Result {
	return Result{Round: r.Round, Household: r.Household, Unit: r.Unit, Village: r.Village, Entered: r.Entered, ListedFor: r.ListedFor,
		Facts: classify.Facts{Opening: r.Opening, Movement: r.Movement, B1: r.B1, Deprived: r.Deprived, Average: r.Average,
			WasPoor: r.WasPoor, WasNearPoor: r.WasNearPoor},
		Causes: r.Causes, Supports: r.Supports, Merit: r.Merit, NoLabour: r.NoLabour, People: r.Members,
		Outcome:  classify.Outcome{Class: r.Class, B2: r.B2, Average: r.Average, Kind: r.Kind, Escapes: r.Escapes},
		Standard: r.Standard, Answers: r.Answers, Reviewer: r.Reviewer, EnteredAt: r.EnteredAt, EnteredBy: r.EnteredBy, Revision: r.Revision}
}

// result reads a household's result; false when the round has none.
func (store) result(ctx context.Context, tx database.Tx, round, household string) (Result, bool, error) {
	return resultWhere(tx.NewSelect().Where("round = ? AND household = ?", round, household), ctx)
}

// lockResult reads a result that is about to change.
func (store) lockResult(ctx context.Context, tx database.Tx, round, household string) (Result, bool, error) {
	return resultWhere(tx.NewSelect().Where("round = ? AND household = ?", round, household).For("UPDATE"), ctx)
}

func resultWhere(q *bun.SelectQuery, ctx context.Context) (Result, bool, error) {
	var row resultRow
	err := q.Model(&row).Scan(ctx)
	if database.NotFound(err) {
		return Result{}, false, nil
	}
	return row.result(), err == nil, err
}

// results reads what a round knows of a commune, or with a village of that, by
// household.
func (store) results(ctx context.Context, tx database.Tx, round, unit, village string) (list []Result, err error) {
	var rows []resultRow
	q := tx.NewSelect().Model(&rows).Where("round = ? AND unit = ?", round, unit).Order("village", "household")
	if village != "" {
		q.Where("village = ?", village)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	for _, row := range rows {
		list = append(list, row.result())
	}
	return list, nil
}

// putResult inserts or replaces a result; whoever calls keeps the sums.
func (store) putResult(ctx context.Context, tx database.Tx, r Result) error {
	row := resultRowOf(database.Tenant(ctx), r)
	_, err := tx.NewInsert().Model(row).On("CONFLICT (tenant_id, round, household) DO UPDATE").
		Set(`unit = EXCLUDED.unit, village = EXCLUDED.village, entered = EXCLUDED.entered, listed_for = EXCLUDED.listed_for, opening = EXCLUDED.opening,
			movement = EXCLUDED.movement, b1 = EXCLUDED.b1, deprived = EXCLUDED.deprived, causes = EXCLUDED.causes, supports = EXCLUDED.supports,
			merit = EXCLUDED.merit, no_labour = EXCLUDED.no_labour, average = EXCLUDED.average, was_poor = EXCLUDED.was_poor,
			was_near_poor = EXCLUDED.was_near_poor, standard = EXCLUDED.standard, class = EXCLUDED.class, kind = EXCLUDED.kind,
			escapes = EXCLUDED.escapes, b2 = EXCLUDED.b2, answers = EXCLUDED.answers, members = EXCLUDED.members, counts = EXCLUDED.counts,
			amounts = EXCLUDED.amounts, reviewer = EXCLUDED.reviewer, entered_at = EXCLUDED.entered_at, entered_by = EXCLUDED.entered_by,
			revision = EXCLUDED.revision`).Exec(ctx)
	return err
}

// sumsRow is a row of households_sums.
type sumsRow struct {
	bun.BaseModel `bun:"table:households_sums,alias:s"`

	TenantID string  `bun:"tenant_id,pk"`
	Round    string  `bun:"round,pk"`
	Unit     string  `bun:"unit,pk"`
	Village  string  `bun:"village,pk"`
	Counts   []int64 `bun:"counts,array"`
}

// addSums adds a tally to the sums of its villages and communes. The rows stay
// locked until the transaction ends, and are taken in one order.
func (store) addSums(ctx context.Context, tx database.Tx, t *tally) error {
	for _, p := range t.places() {
		row := sumsRow{TenantID: database.Tenant(ctx), Round: t.round, Unit: p.unit, Village: p.village, Counts: t.sums[p]}
		_, err := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, round, unit, village) DO UPDATE").
			Set("counts = households_added(s.counts, EXCLUDED.counts)").Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
