package households

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

const memberTable = "households_members AS member"

// present reads the members of a household, the head first.
func (store) present(ctx context.Context, tx database.Tx, household string) (list []Member, err error) {
	err = tx.NewSelect().Model(&list).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND household = ? AND valid_to IS NULL", database.Tenant(ctx), household).
		OrderExpr("relation <> 'head', position, person").Scan(ctx)
	return list, err
}

// membersOn reads the members that a household had on a day, as they were then,
// the head first.
func (store) membersOn(ctx context.Context, tx database.Tx, household string, day declared.Date) (list []Member, err error) {
	err = tx.NewSelect().Model(&list).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND household = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)", database.Tenant(ctx), household, day, day).
		OrderExpr("relation <> 'head', position, person").Scan(ctx)
	return list, err
}

// memberRows reads every row that a household ever had of its members, the oldest
// first.
func (store) memberRows(ctx context.Context, tx database.Tx, household string) (list []Member, err error) {
	err = tx.NewSelect().Model(&list).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND household = ?", database.Tenant(ctx), household).Order("valid_from", "position", "person", "seq").Scan(ctx)
	return list, err
}

// closeMember ends a row of a member on a day; why is one of the Ended constants.
func (store) closeMember(ctx context.Context, tx database.Tx, m Member, day declared.Date, why string) error {
	_, err := tx.ExecContext(ctx, "UPDATE households_members SET valid_to = ?, ended = ? WHERE tenant_id = ? AND person = ? AND seq = ?",
		day, why, m.TenantID, m.Person, m.Seq)
	return err
}

// addMember appends to a person's history and returns the number of the row.
func (store) addMember(ctx context.Context, tx database.Tx, m Member) (seq int, err error) {
	_, err = tx.NewInsert().Model(&m).ModelTableExpr("households_members").
		Value("seq", "(SELECT coalesce(max(seq), 0) + 1 FROM households_members WHERE tenant_id = ? AND person = ?)", m.TenantID, m.Person).
		Returning("seq").Exec(ctx, &seq)
	return seq, err
}

// lastRow reads the latest row of a person; false when there is none.
func (store) lastRow(ctx context.Context, tx database.Tx, person string) (m Member, there bool, err error) {
	if !isUUID(person) {
		return m, false, nil
	}
	err = tx.NewSelect().Model(&m).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND person = ?", database.Tenant(ctx), person).Order("seq DESC").Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return m, false, nil
	}
	return m, err == nil, err
}

// lastMembersDay is the last day on which something of a household's members
// changed; "" when it never had any.
func (store) lastMembersDay(ctx context.Context, tx database.Tx, household string) (day declared.Date, err error) {
	err = tx.NewRaw("SELECT max(greatest(valid_from, valid_to)) FROM households_members WHERE tenant_id = ? AND household = ?",
		database.Tenant(ctx), household).Scan(ctx, &day)
	return day, err
}

// byCitizen finds the present member with a citizen number, by its keyed hash.
func (store) byCitizen(ctx context.Context, tx database.Tx, hash []byte) (m Member, there bool, err error) {
	err = tx.NewSelect().Model(&m).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND citizen_hash = ? AND valid_to IS NULL", database.Tenant(ctx), hash).Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return m, false, nil
	}
	return m, err == nil, err
}

// onceHere finds the latest row of somebody who left the tenant's households, by
// the keyed hash of the citizen number.
func (store) onceHere(ctx context.Context, tx database.Tx, hash []byte) (m Member, there bool, err error) {
	err = tx.NewSelect().Model(&m).ModelTableExpr(memberTable).
		Where("tenant_id = ? AND citizen_hash = ? AND valid_to IS NOT NULL", database.Tenant(ctx), hash).
		Where("NOT EXISTS (SELECT FROM households_members p WHERE p.tenant_id = member.tenant_id AND p.person = member.person AND p.valid_to IS NULL)").
		Order("valid_to DESC", "seq DESC").Limit(1).Scan(ctx)
	if database.NotFound(err) {
		return m, false, nil
	}
	return m, err == nil, err
}

// claimCitizen enters a person in the index of citizens of the deployment; false
// when somebody has the number, here or elsewhere. It waits for who enters the
// same number at the same time.
func (store) claimCitizen(ctx context.Context, tx database.Tx, index []byte, person string) (bool, error) {
	result, err := tx.ExecContext(ctx, "INSERT INTO households_citizens (tenant_id, citizen, person) VALUES (?, ?, ?) ON CONFLICT (citizen) DO NOTHING",
		database.Tenant(ctx), index, person)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// releaseCitizens takes persons out of the index of citizens.
func (store) releaseCitizens(ctx context.Context, tx database.Tx, persons ...string) error {
	if len(persons) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM households_citizens WHERE tenant_id = ? AND person::text IN (?)", database.Tenant(ctx), bun.List(persons))
	return err
}

// takenBy reads which of the numbers are in households, and of which tenant. It
// runs as the role that alone may know (database.AsCitizens).
func (store) takenBy(ctx context.Context, tx database.Tx, indexes [][]byte) (map[string]string, error) {
	var rows []struct {
		Citizen  []byte `bun:"citizen"`
		TenantID string `bun:"tenant_id"`
	}
	if len(indexes) == 0 {
		return nil, nil
	}
	err := tx.NewSelect().TableExpr("households_citizens").Column("citizen", "tenant_id").Where("citizen IN (?)", bun.List(indexes)).Scan(ctx, &rows)
	taken := make(map[string]string, len(rows))
	for _, r := range rows {
		taken[string(r.Citizen)] = r.TenantID
	}
	return taken, err
}
