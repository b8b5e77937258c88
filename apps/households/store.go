package households

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}

// household reads one household (fault household_unknown).
func (store) household(ctx context.Context, tx database.Tx, id string) (h Household, err error) {
	err = tx.NewSelect().Model(&h).ModelTableExpr("households_households AS household").
		Where("tenant_id = ? AND id::text = ?", database.Tenant(ctx), id).Scan(ctx)
	if database.NotFound(err) {
		return h, faultNoHousehold()
	}
	return h, err
}

// lockHouseholds reads households that are about to change, always in the order of
// their ids: two changes of the same ones wait for each other and never in a
// circle. They are returned as they were asked for.
func (st store) lockHouseholds(ctx context.Context, tx database.Tx, ids ...string) ([]Household, error) {
	var rows []Household
	err := tx.NewSelect().Model(&rows).ModelTableExpr("households_households AS household").
		Where("tenant_id = ? AND id::text IN (?)", database.Tenant(ctx), bun.List(ids)).Order("id").For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock households: %w", err)
	}
	out := make([]Household, len(ids))
	for i, id := range ids {
		at := slices.IndexFunc(rows, func(h Household) bool { return h.ID == id })
		if at < 0 {
			return nil, faultNoHousehold()
		}
		out[i] = rows[at]
	}
	return out, nil
}

// addHousehold writes a new household (fault code_taken).
func (store) addHousehold(ctx context.Context, tx database.Tx, h Household) error {
	result, err := tx.NewInsert().Model(&h).ModelTableExpr("households_households").On("CONFLICT (tenant_id, code) DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("add household: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return faultCodeTaken(h.Code)
	}
	return nil
}

// updateHousehold writes a household, which the caller has locked, with its next
// revision (fault code_taken).
func (store) updateHousehold(ctx context.Context, tx database.Tx, h Household) error {
	_, err := tx.NewUpdate().Model(&h).ModelTableExpr("households_households AS household").WherePK().ExcludeColumn("created_at").Exec(ctx)
	if database.Unique(err, "households_households_code") {
		return faultCodeTaken(h.Code)
	}
	return err
}

// codeTaken reports whether a household has the code.
func (store) codeTaken(ctx context.Context, tx database.Tx, code string) (taken bool, err error) {
	err = tx.NewRaw("SELECT EXISTS (SELECT FROM households_households WHERE tenant_id = ? AND code = ?)", database.Tenant(ctx), code).Scan(ctx, &taken)
	return taken, err
}

// newCodes gives n codes that no household has: the commune's code and five
// digits, counted on. Whoever asks at the same time for the same commune waits.
func (store) newCodes(ctx context.Context, tx database.Tx, commune string, n int) ([]string, error) {
	tenant := database.Tenant(ctx)
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "households.codes "+tenant+" "+commune); err != nil {
		return nil, err
	}
	var last int
	err := tx.NewRaw("SELECT coalesce(max(right(code, 5)::int), 0) FROM households_households WHERE tenant_id = ? AND code ~ ?",
		tenant, "^"+commune+"[0-9]{5}$").Scan(ctx, &last)
	codes := make([]string, n)
	for i := range codes {
		codes[i] = fmt.Sprintf("%s%05d", commune, last+1+i)
	}
	return codes, err
}
