package households

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/apps/households/forms"
	"vuon/platform/database"
)

// listedMembers reads the households that a list names in a commune with the members
// that they had on the day of the review, or, for a household that came into the
// registry later, on its first: a row a member, in the order of the list.
func (store) listedMembers(ctx context.Context, tx database.Tx, f FormOf, unit string) (rows []listedRow, err error) {
	err = tx.NewRaw(`SELECT r.household, v.name AS village_name, r.kind, r.merit, r.no_labour, coalesce((r.members -> 0 ->> 'onsite')::boolean, false) AS onsite,
			r.supports, coalesce(m.name, h.head) AS name, coalesce(extract(year FROM m.birth)::int, h.head_birth) AS birth_year, coalesce(m.female, false) AS female,
			coalesce(m.ethnic, '') AS ethnic, coalesce(m.relation, 'head') AS relation
		FROM households_results r
		JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		JOIN households_villages v ON v.tenant_id = r.tenant_id AND v.id = r.village
		CROSS JOIN LATERAL (SELECT greatest(?4::date, min(d.valid_from)) AS day FROM households_members d WHERE d.tenant_id = r.tenant_id AND d.household = r.household) d
		LEFT JOIN households_members m ON m.tenant_id = r.tenant_id AND m.household = r.household AND m.valid_from <= d.day AND (m.valid_to IS NULL OR m.valid_to > d.day)
		WHERE r.tenant_id = ?0 AND r.round = ?1 AND r.unit = ?2 AND ?3 = ANY (r.counts)
		ORDER BY v.position, v.folded, v.id, h.folded, r.household, m.relation IS DISTINCT FROM 'head', m.position, m.person`,
		database.Tenant(ctx), f.round(), unit, int16(forms.Households(forms.ListedClass(f.Number))), string(f.day())).Scan(ctx, &rows)
	return rows, err
}

// behindRow is a household behind a figure.
type behindRow struct {
	Household string `bun:"household"`
	Code      string `bun:"code"`
	Head      string `bun:"head"`
	Village   string `bun:"village_name"`
	Unit      string `bun:"unit"`
	Folded    string `bun:"folded"`
	Class     string `bun:"class"`
	Persons   int    `bun:"persons"`
}

// behind reads the households of a review that count in one of the measures, by
// commune and name; a keyset page of them.
func (store) behind(ctx context.Context, tx database.Tx, q Behind, units []string, page database.Page) (rows []behindRow, err error) {
	measures := make([]int16, len(q.Measures))
	for i, m := range q.Measures {
		measures[i] = int16(m)
	}
	query := tx.NewSelect().TableExpr("households_results AS r").
		Join("JOIN households_households AS h ON h.tenant_id = r.tenant_id AND h.id = r.household").
		Join("JOIN households_villages AS v ON v.tenant_id = r.tenant_id AND v.id = r.village").
		ColumnExpr("r.household, h.code, h.head, v.name AS village_name, r.unit, h.folded, r.class, jsonb_array_length(r.members) AS persons").
		Where("r.tenant_id = ?", database.Tenant(ctx)).Where("r.round = ?", FormOf{Year: q.Year}.round()).
		Where("r.unit IN (?)", bun.List(units)).Where("r.counts && ARRAY[?]::smallint[]", bun.List(measures))
	if q.Village != "" {
		query.Where("r.village::text = ?", q.Village)
	}
	if page.After != "" {
		key, err := page.Key(3)
		if err != nil {
			return nil, err
		}
		query.Where("(r.unit, h.folded, r.household::text) > (?, ?, ?)", key[0], key[1], key[2])
	}
	err = query.OrderExpr("r.unit, h.folded, r.household::text").Limit(int64(page.Size())+1).Scan(ctx, &rows)
	return rows, err
}
