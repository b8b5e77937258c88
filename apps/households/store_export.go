package households

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// exportPage is how many households are written at a time.
const exportPage = 2000

// outgoing reads a page of the households of a review, after a code on.
func (store) outgoing(ctx context.Context, tx database.Tx, round string, units []string, after string) (list []outgoing, err error) {
	err = tx.NewRaw(`SELECT h.id, h.code, r.unit, v.name AS village, h.head, r.opening, r.movement, r.b1, r.deprived, r.causes, r.supports, r.merit, r.no_labour, r.average, h.escaped_on
		FROM households_results r JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
		WHERE r.tenant_id = ? AND r.round = ? AND r.entered AND r.unit IN (?) AND h.code > ? ORDER BY h.code LIMIT ?`,
		database.Tenant(ctx), round, bun.List(units), after, exportPage).Scan(ctx, &list)
	return list, err
}

// membersOf reads the members of households as they were on a day; of one that left
// by then, those with whom it left.
func (store) membersOf(ctx context.Context, tx database.Tx, households []string, day declared.Date) (list []Member, err error) {
	err = tx.NewRaw(`SELECT m.* FROM households_members m JOIN households_households h ON h.tenant_id = m.tenant_id AND h.id = m.household
		WHERE m.tenant_id = ?0 AND m.household IN (?1) AND (m.valid_from <= ?2 AND (m.valid_to IS NULL OR m.valid_to > ?2)
			OR h.state <> 'here' AND m.valid_to = h.ended_on AND m.ended IN ('left', 'died'))
		ORDER BY h.code, m.relation <> 'head', m.position, m.person`, database.Tenant(ctx), bun.List(households), day).Scan(ctx, &list)
	return list, err
}

// peopled is a row of the population of a year; Village is a name, "" the commune.
type peopled struct {
	Unit    string  `bun:"unit"`
	Village string  `bun:"village"`
	Counts  []int64 `bun:"counts,array"`
}

// populationOf reads the population of communes in a year: the villages' rows, or the
// commune's own where it has none.
func (store) populationOf(ctx context.Context, tx database.Tx, year int, units []string) (list []peopled, err error) {
	err = tx.NewRaw(`SELECT p.unit, coalesce(v.name, '') AS village, p.counts FROM households_population p
		LEFT JOIN households_villages v ON v.tenant_id = p.tenant_id AND v.id = p.village
		WHERE p.tenant_id = ?0 AND p.year = ?1 AND p.unit IN (?2)
			AND (p.village <> ?3 OR NOT EXISTS (SELECT FROM households_population o WHERE o.tenant_id = p.tenant_id AND o.year = p.year AND o.unit = p.unit AND o.village <> ?3))
		ORDER BY p.unit, v.position, v.name`, database.Tenant(ctx), year, bun.List(units), nilVillage).Scan(ctx, &list)
	return list, err
}
