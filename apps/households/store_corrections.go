package households

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

type correctionRow struct {
	bun.BaseModel `bun:"table:households_corrections,alias:c"`

	TenantID string `bun:"tenant_id,pk"`
	Round    string `bun:"round"`
	Unit     string `bun:"unit"`
	Correction
}

func (store) addCorrection(ctx context.Context, tx database.Tx, round, unit string, c Correction) error {
	_, err := tx.NewInsert().Model(&correctionRow{TenantID: database.Tenant(ctx), Round: round, Unit: unit, Correction: c}).Exec(ctx)
	if database.Unique(err, "households_corrections_once") {
		return faultCorrectionTwice()
	}
	return err
}

func (store) corrections(ctx context.Context, tx database.Tx, round, unit string) (list []Correction, err error) {
	var rows []correctionRow
	err = tx.NewSelect().Model(&rows).ColumnExpr("c.*, h.code, h.head").
		Join("JOIN households_households AS h ON h.tenant_id = c.tenant_id AND h.id = c.household").
		Where("c.tenant_id = ? AND c.round = ? AND c.unit = ?", database.Tenant(ctx), round, unit).OrderExpr("c.at DESC, c.id").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Correction)
	}
	return list, err
}

func (store) answerCorrection(ctx context.Context, tx database.Tx, c Correction) error {
	_, err := tx.NewUpdate().Model(&correctionRow{TenantID: database.Tenant(ctx), Correction: c}).WherePK().Column("state", "decision", "answer").Exec(ctx)
	return err
}

// reviewedID finds a household of the review by its id or code.
func (store) reviewedID(ctx context.Context, tx database.Tx, round, unit, household string) (id string, err error) {
	err = tx.NewRaw(`SELECT r.household FROM households_results r JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2 AND r.entered AND (r.household::text = ?3 OR h.code = ?3)`, database.Tenant(ctx), round, unit, household).Scan(ctx, &id)
	if database.NotFound(err) {
		return "", faultReview("household", "Không có hộ mang mã này trong kết quả rà soát của xã.", "No household of this review has the code.")
	}
	return id, err
}

// escapedBefore is the day of the recognition by which a household was newly
// escaped before a decision; "" when it was not.
func (store) escapedBefore(ctx context.Context, tx database.Tx, household string, decided declared.Date) (day declared.Date, err error) {
	var days []declared.Date
	err = tx.NewRaw(`SELECT min(valid_from) FROM households_states WHERE tenant_id = ?0 AND household = ?1 AND class = 'escaped' AND valid_from < ?2
			AND valid_from > coalesce((SELECT max(valid_from) FROM households_states WHERE tenant_id = ?0 AND household = ?1 AND class IN ('poor', 'near_poor') AND valid_from < ?2), '-infinity')`,
		database.Tenant(ctx), household, decided).Scan(ctx, &days)
	if len(days) > 0 {
		day = days[0]
	}
	return day, err
}

// decidedLater reports whether a review that began after this one was recognised
// with a result of the household.
func (store) decidedLater(ctx context.Context, tx database.Tx, household string, r Round) (yes bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM households_results o JOIN households_rounds n ON n.tenant_id = o.tenant_id AND n.id = o.round
		JOIN households_communes c ON c.tenant_id = o.tenant_id AND c.round = o.round AND c.unit = o.unit
		WHERE o.tenant_id = ? AND o.household = ? AND o.entered AND c.state = 'recognised' AND n.as_of > ?)`, database.Tenant(ctx), household, r.AsOf).Scan(ctx, &yes)
	return yes, err
}
