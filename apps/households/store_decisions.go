package households

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

type decisionRow struct {
	bun.BaseModel `bun:"table:households_decisions,alias:d"`

	TenantID string `bun:"tenant_id,pk"`
	Decision
}

func (store) addDecision(ctx context.Context, tx database.Tx, d Decision) error {
	_, err := tx.NewInsert().Model(&decisionRow{TenantID: database.Tenant(ctx), Decision: d}).Exec(ctx)
	if database.Unique(err, "households_decisions_number") {
		return faultNumberTaken(d)
	}
	return err
}

func (store) decisions(ctx context.Context, tx database.Tx, round, unit string) (list []Decision, err error) {
	var rows []decisionRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit).
		OrderExpr("kind = 'correct', at, id").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Decision)
	}
	return list, err
}

// recognisable reads the results of a commune with what the registry holds of
// their households, which are locked in the order of all changes.
func (st store) recognisable(ctx context.Context, tx database.Tx, round, unit string) ([]found, error) {
	return st.found(ctx, tx, round, unit, "")
}

// found reads the results of a commune, or of one household of it.
func (store) found(ctx context.Context, tx database.Tx, round, unit, household string) (list []found, err error) {
	tenant := database.Tenant(ctx)
	_, err = tx.ExecContext(ctx, `SELECT h.id FROM households_households h JOIN households_results r ON r.tenant_id = h.tenant_id AND r.household = h.id
		WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2 AND r.entered AND (?3 = '' OR r.household::text = ?3) ORDER BY h.id FOR UPDATE OF h`, tenant, round, unit, household)
	if err != nil {
		return nil, err
	}
	err = tx.NewRaw(`SELECT r.household, h.code, h.head, v.name AS village, h.persons, r.opening, r.class, r.kind, r.escapes, r.movement, r.b1, r.deprived,
			r.causes, r.merit, r.no_labour, h.class AS now, h.escaped_on, h.state
		FROM households_results r JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
		WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2 AND r.entered AND (?3 = '' OR r.household::text = ?3)
		ORDER BY v.position, v.folded, h.folded, r.household`, tenant, round, unit, household).Scan(ctx, &list)
	return list, err
}

// takeClasses writes what a decision made of the households, which are locked.
func (store) takeClasses(ctx context.Context, tx database.Tx, list []taken, decided declared.Date, now time.Time) error {
	rows, err := json.Marshal(list)
	if err != nil || len(list) == 0 {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE households_households h SET class = x.class, escaped_on = x.escaped_on, b1 = x.b1, deprived = x.deprived,
			causes = x.causes, merit = x.merit, no_labour = x.no_labour, reviewed_on = greatest(h.reviewed_on, ?2), revision = h.revision + 1, updated_at = ?3
		FROM jsonb_to_recordset(?1::jsonb) AS x(id uuid, class text, escaped_on date, b1 int, deprived smallint, causes smallint, merit boolean, no_labour boolean)
		WHERE h.tenant_id = ?0 AND h.id = x.id`, database.Tenant(ctx), string(rows), decided, now)
	return err
}

// takeSpells leaves in the households' history what a decision made of them: of all
// that it classes as poor, near-poor or newly escaped, and of those that it
// changed.
func (store) takeSpells(ctx context.Context, tx database.Tx, list []taken, decided declared.Date, cause, decision string) error {
	ids := make([]string, 0, len(list))
	for _, t := range list {
		ids = append(ids, t.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `WITH changed AS (
			SELECT h.*, s.seq AS last, s.valid_from AS since FROM households_households h
			JOIN LATERAL (SELECT * FROM households_states s WHERE s.tenant_id = h.tenant_id AND s.household = h.id ORDER BY seq DESC LIMIT 1) s ON true
			WHERE h.tenant_id = ?0 AND h.id::text IN (?1) AND (h.class <> 'not_poor' OR s.class <> h.class OR s.merit <> h.merit OR s.no_labour <> h.no_labour)
		), closed AS (
			UPDATE households_states s SET valid_to = greatest(s.valid_from, ?2::date) FROM changed c
			WHERE s.tenant_id = c.tenant_id AND s.household = c.id AND s.valid_to IS NULL
		)
		INSERT INTO households_states (tenant_id, household, valid_from, unit, village, head, class, merit, no_labour, state, cause, decision, seq)
		SELECT tenant_id, id, greatest(since, ?2::date), unit, village, head, class, merit, no_labour, state, ?3, ?4, last + 1 FROM changed`,
		database.Tenant(ctx), bun.List(ids), decided, cause, decision)
	return err
}
