package households

import (
	"context"
	"time"

	"vuon/platform/database"
)

// likenesses reads the present members of a commune, to be compared.
func (store) likenesses(ctx context.Context, tx database.Tx, unit string) (list []Likeness, err error) {
	err = tx.NewRaw(`SELECT m.person, m.household, h.code, h.village, m.name, m.folded, m.birth, m.year_alone, m.female, m.relation,
			m.citizen_hash IS NOT NULL AS numbered
		FROM households_households h JOIN households_members m ON m.tenant_id = h.tenant_id AND m.household = h.id AND m.valid_to IS NULL
		WHERE h.tenant_id = ? AND h.unit = ? AND h.state = 'here'`, database.Tenant(ctx), unit).Scan(ctx, &list)
	return list, err
}

// apart reads which persons alike were said to be two.
func (store) apart(ctx context.Context, tx database.Tx) (map[[2]string]bool, error) {
	var rows []struct {
		Stays string `bun:"stays"`
		Other string `bun:"other"`
	}
	err := tx.NewRaw("SELECT stays, other FROM households_likenesses WHERE tenant_id = ? AND NOT same", database.Tenant(ctx)).Scan(ctx, &rows)
	apart := make(map[[2]string]bool, len(rows))
	for _, r := range rows {
		apart[pairKey(r.Stays, r.Other)] = true
	}
	return apart, err
}

// addLikeness keeps that two rows of persons are of one, or of two.
func (store) addLikeness(ctx context.Context, tx database.Tx, stays, other string, same bool, at time.Time, by string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO households_likenesses (tenant_id, stays, other, same, at, by_name) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (tenant_id, stays, other) DO UPDATE SET same = EXCLUDED.same, at = EXCLUDED.at, by_name = EXCLUDED.by_name`,
		database.Tenant(ctx), stays, other, same, at, by)
	return err
}

// joined reads the rows of those who turned out to be members of a household: the
// histories that are read under the persons who stayed.
func (store) joined(ctx context.Context, tx database.Tx, household string) (list []Member, err error) {
	err = tx.NewRaw(`SELECT member.* FROM households_members member WHERE member.tenant_id = ?0 AND member.household <> ?1 AND member.person IN (
			SELECT l.other FROM households_likenesses l WHERE l.tenant_id = ?0 AND l.same AND l.stays IN (
				SELECT person FROM households_members WHERE tenant_id = ?0 AND household = ?1))
		ORDER BY member.valid_from, member.person, member.seq`, database.Tenant(ctx), household).Scan(ctx, &list)
	return list, err
}
