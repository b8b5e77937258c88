package households

import (
	"context"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// openRounds are the reviews that are not recognised everywhere yet.
func (store) openRounds(ctx context.Context, tx database.Tx) (list []Round, err error) {
	var rows []roundRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ?", database.Tenant(ctx)).
		Where("EXISTS (SELECT 1 FROM households_communes c WHERE c.tenant_id = r.tenant_id AND c.round = r.id AND c.state <> 'recognised')").
		OrderExpr("opens_on DESC, id DESC").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Round)
	}
	return list, err
}

// mineToEnter counts what an account has to enter in a commune: in its villages
// what is not entered, in a re-check what is looked into.
func (store) mineToEnter(ctx context.Context, tx database.Tx, round, unit, account string, recheck bool) (n int, err error) {
	err = tx.NewRaw(`SELECT count(*) FROM households_results r WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2
		AND EXISTS (SELECT 1 FROM households_assignments a WHERE a.tenant_id = r.tenant_id AND a.round = r.round AND a.village = r.village AND a.account = ?3)
		AND CASE WHEN ?4 THEN EXISTS (SELECT 1 FROM households_complaints c WHERE c.tenant_id = r.tenant_id AND c.round = r.round AND c.household = r.household AND c.state = 'rechecking')
			ELSE NOT r.entered END`, database.Tenant(ctx), round, unit, account, recheck).Scan(ctx, &n)
	return n, err
}

// waitingCorrection is a correction to be decided, and whose.
type waitingCorrection struct {
	Round   string    `bun:"round"`
	Unit    string    `bun:"unit"`
	Account string    `bun:"account"`
	At      time.Time `bun:"at"`
}

func (store) waitingCorrections(ctx context.Context, tx database.Tx) (list []waitingCorrection, err error) {
	err = tx.NewRaw(`SELECT round, unit, account, min(at) AS at FROM households_corrections WHERE tenant_id = ? AND state = 'proposed'
		GROUP BY round, unit, account ORDER BY 4`, database.Tenant(ctx)).Scan(ctx, &list)
	return list, err
}

// duty is a village that somebody reviews.
type duty struct {
	Round    string    `bun:"round"`
	Unit     string    `bun:"unit"`
	Village  string    `bun:"village"`
	Name     string    `bun:"name"`
	Reviewer string    `bun:"reviewer"`
	Since    time.Time `bun:"since"`
}

// dutiesOf are the villages of a person in communes that are not recognised yet.
func (store) dutiesOf(ctx context.Context, tx database.Tx, account string) (list []duty, err error) {
	err = tx.NewRaw(`SELECT a.round, v.unit, a.village, v.name, a.name AS reviewer, c.updated_at AS since FROM households_assignments a
		JOIN households_villages v ON v.tenant_id = a.tenant_id AND v.id = a.village
		JOIN households_communes c ON c.tenant_id = a.tenant_id AND c.round = a.round AND c.unit = v.unit
		WHERE a.tenant_id = ? AND a.account = ? AND c.state <> 'recognised' ORDER BY a.round, a.village`, database.Tenant(ctx), account).Scan(ctx, &list)
	return list, err
}

// passOn gives a village that one person reviews to another, or takes it from them.
func (store) passOn(ctx context.Context, tx database.Tx, round, village, from string, to Assignment) error {
	tenant := database.Tenant(ctx)
	if _, err := tx.ExecContext(ctx, `DELETE FROM households_assignments WHERE tenant_id = ? AND round = ? AND village = ? AND account = ?`, tenant, round, village, from); err != nil {
		return err
	}
	if to.Account != "" {
		if _, err := tx.ExecContext(ctx, `INSERT INTO households_assignments (tenant_id, round, village, account, name) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			tenant, round, village, to.Account, to.Name); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE households_results SET reviewer = ? WHERE tenant_id = ? AND round = ? AND village = ? AND reviewer = ? AND NOT entered`,
		to.Account, tenant, round, village, from)
	return err
}

// expireEscaped makes the newly escaped households whose months are over not poor,
// in registry and history.
func (store) expireEscaped(ctx context.Context, tx database.Tx, today declared.Date, now time.Time) (int, error) {
	return affected(tx.ExecContext(ctx, `WITH over AS (
			SELECT h.tenant_id, h.id, (h.escaped_on + ?1 * interval '1 month')::date + 1 AS day FROM households_households h
			WHERE h.tenant_id = ?0 AND h.class = 'escaped' AND h.state = 'here' AND h.escaped_on + ?1 * interval '1 month' < ?2::date ORDER BY h.id FOR UPDATE
		), spell AS (
			SELECT s.*, greatest(over.day, s.valid_from) AS day FROM over JOIN households_states s ON s.tenant_id = over.tenant_id AND s.household = over.id AND s.valid_to IS NULL
		), closed AS (
			UPDATE households_states s SET valid_to = spell.day FROM spell WHERE s.tenant_id = spell.tenant_id AND s.household = spell.household AND s.seq = spell.seq
		), begun AS (
			INSERT INTO households_states (tenant_id, household, valid_from, unit, village, head, class, merit, no_labour, state, cause, decision, seq)
			SELECT tenant_id, household, day, unit, village, head, 'not_poor', merit, no_labour, state, ?4, '', seq + 1 FROM spell
		)
		UPDATE households_households h SET class = 'not_poor', escaped_on = NULL, revision = h.revision + 1, updated_at = ?3 FROM over WHERE h.tenant_id = over.tenant_id AND h.id = over.id`,
		database.Tenant(ctx), classify.EscapedMonths, today, now, CauseRecognise))
}
