package households

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type communeRow struct {
	bun.BaseModel `bun:"table:households_communes,alias:c"`

	TenantID string `bun:"tenant_id,pk"`
	Commune
}

// commune reads how far a commune is; lock keeps others from changing it, and
// from entering results in the meantime.
func (store) commune(ctx context.Context, tx database.Tx, round, unit string, lock bool) (Commune, error) {
	var row communeRow
	q := tx.NewSelect().Model(&row).Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit)
	if lock {
		q = q.For("UPDATE")
	}
	err := q.Scan(ctx)
	switch {
	case database.NotFound(err):
		return Commune{}, faultNoReview()
	case err != nil:
		return Commune{}, fmt.Errorf("read review of commune: %w", err)
	}
	return row.Commune, nil
}

func (store) reviewCommunes(ctx context.Context, tx database.Tx, round string) (list []Commune, err error) {
	var rows []communeRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND round = ?", database.Tenant(ctx), round).Order("unit").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.Commune)
	}
	return list, err
}

func (store) updateCommune(ctx context.Context, tx database.Tx, c Commune) error {
	_, err := tx.NewUpdate().Model(&communeRow{TenantID: database.Tenant(ctx), Commune: c}).WherePK().Exec(ctx)
	return err
}

type stepRow struct {
	bun.BaseModel `bun:"table:households_steps,alias:s"`

	TenantID string `bun:"tenant_id,pk"`
	Round    string `bun:"round,pk"`
	Unit     string `bun:"unit,pk"`
	StepRecord
}

// addStep appends to the history of a commune's review, whose row is locked.
func (store) addStep(ctx context.Context, tx database.Tx, round, unit string, s StepRecord) error {
	tenant := database.Tenant(ctx)
	err := tx.NewRaw(`SELECT coalesce(max(seq), 0) + 1 FROM households_steps WHERE tenant_id = ? AND round = ? AND unit = ?`, tenant, round, unit).Scan(ctx, &s.Seq)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&stepRow{TenantID: tenant, Round: round, Unit: unit, StepRecord: s}).Exec(ctx)
	return err
}

func (store) stepRecords(ctx context.Context, tx database.Tx, round, unit string) (list []StepRecord, err error) {
	var rows []stepRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND round = ? AND unit = ?", database.Tenant(ctx), round, unit).Order("seq").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.StepRecord)
	}
	return list, err
}

// hasEntered reports whether an account entered a result of the commune, be it one
// that somebody saved over since.
func (store) hasEntered(ctx context.Context, tx database.Tx, round, unit, account string) (yes bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT FROM households_results r WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2 AND r.entered AND (r.entered_by = ?3
			OR EXISTS (SELECT FROM households_entries e WHERE e.tenant_id = r.tenant_id AND e.round = r.round AND e.household = r.household AND e.account = ?3)))`,
		database.Tenant(ctx), round, unit, account).Scan(ctx, &yes)
	return yes, err
}

// VillageProgress is how far the review of a village is.
type VillageProgress struct {
	Village  string `bun:"village" json:"village"`
	Name     string `bun:"name" json:"name"`
	Listed   int    `bun:"listed" json:"listed"`
	Entered  int    `bun:"entered" json:"entered"`
	Poor     int    `bun:"poor" json:"poor"`
	NearPoor int    `bun:"near_poor" json:"near_poor"`
	Escapes  int    `bun:"escapes" json:"escapes"`
}

// villageProgress counts the list of a commune by village.
func (store) villageProgress(ctx context.Context, tx database.Tx, round, unit string) (list []VillageProgress, err error) {
	err = tx.NewRaw(`SELECT v.id AS village, v.name, count(*) AS listed, count(*) FILTER (WHERE r.entered) AS entered,
			count(*) FILTER (WHERE r.class = 'poor' AND r.movement IN ('', 'arrived', 'split')) AS poor,
			count(*) FILTER (WHERE r.class = 'near_poor' AND r.movement IN ('', 'arrived', 'split')) AS near_poor,
			count(*) FILTER (WHERE r.escapes) AS escapes
		FROM households_results r JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
		WHERE r.tenant_id = ? AND r.round = ? AND r.unit = ? GROUP BY v.id, v.name, v.position, v.folded ORDER BY v.position, v.folded`,
		database.Tenant(ctx), round, unit).Scan(ctx, &list)
	return list, err
}

// unitProgress counts a review by commune.
func (store) unitProgress(ctx context.Context, tx database.Tx, round string) (map[string]VillageProgress, error) {
	var rows []struct {
		Unit string `bun:"unit"`
		VillageProgress
	}
	err := tx.NewRaw(`SELECT r.unit, count(*) AS listed, count(*) FILTER (WHERE r.entered) AS entered,
			count(*) FILTER (WHERE r.class = 'poor' AND r.movement IN ('', 'arrived', 'split')) AS poor,
			count(*) FILTER (WHERE r.class = 'near_poor' AND r.movement IN ('', 'arrived', 'split')) AS near_poor,
			count(*) FILTER (WHERE r.escapes) AS escapes
		FROM households_results r WHERE r.tenant_id = ? AND r.round = ? GROUP BY r.unit`, database.Tenant(ctx), round).Scan(ctx, &rows)
	out := map[string]VillageProgress{}
	for _, r := range rows {
		out[r.Unit] = r.VillageProgress
	}
	return out, err
}
