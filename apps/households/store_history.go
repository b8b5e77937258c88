package households

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

const spellTable = "households_states AS spell"

// spells reads all that was ever so of a household, the oldest first.
func (store) spells(ctx context.Context, tx database.Tx, household string) (list []Spell, err error) {
	err = tx.NewSelect().Model(&list).ModelTableExpr(spellTable).
		Where("tenant_id = ? AND household = ?", database.Tenant(ctx), household).Order("seq").Scan(ctx)
	return list, err
}

// spellOn reads what was so of a household on a day; false when it was not in the
// registry then.
func (store) spellOn(ctx context.Context, tx database.Tx, household string, day declared.Date) (p Spell, there bool, err error) {
	err = tx.NewSelect().Model(&p).ModelTableExpr(spellTable).
		Where("tenant_id = ? AND household = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)", database.Tenant(ctx), household, day, day).
		Order("seq DESC").Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return p, false, nil
	}
	return p, err == nil, err
}

// lastSpell reads the latest that was said of a household; false when nothing was.
func (store) lastSpell(ctx context.Context, tx database.Tx, household string) (p Spell, there bool, err error) {
	err = tx.NewSelect().Model(&p).ModelTableExpr(spellTable).
		Where("tenant_id = ? AND household = ?", database.Tenant(ctx), household).Order("seq DESC").Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return p, false, nil
	}
	return p, err == nil, err
}

// closeSpell ends what was so on a day.
func (store) closeSpell(ctx context.Context, tx database.Tx, p Spell, day declared.Date) error {
	_, err := tx.ExecContext(ctx, "UPDATE households_states SET valid_to = ? WHERE tenant_id = ? AND household = ? AND seq = ?",
		day, p.TenantID, p.Household, p.Seq)
	return err
}

// addSpell appends to a household's history; the household is locked by the caller.
func (store) addSpell(ctx context.Context, tx database.Tx, p Spell) error {
	_, err := tx.NewInsert().Model(&p).ModelTableExpr("households_states").Exec(ctx)
	return err
}
