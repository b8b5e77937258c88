package households

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/text"
)

// Three sources have the same columns: the registry as it is, as it was on a day,
// and as a review found it. The planner takes the subqueries apart, so that a page
// costs what its rows cost.
const (
	columnsAlways = `h.id, h.code, h.folded, h.head_birth, h.female_head, h.minority, h.onsite, h.into_id, h.revision, h.created_at, h.updated_at, h.tenant_id`

	sourceNow = `households_households AS h`

	sourceOn = `(SELECT ` + columnsAlways + `, p.unit, p.village, p.head, p.class, p.merit, p.no_labour, p.state, h.escaped_on, h.ended_on,
			(SELECT count(*) FROM households_members m WHERE m.tenant_id = h.tenant_id AND m.household = h.id
				AND m.valid_from <= ?on AND (m.valid_to IS NULL OR m.valid_to > ?on)) AS persons,
			r.b1, coalesce(r.deprived, 0) AS deprived, coalesce(r.causes, 0) AS causes, r.entered_at::date AS reviewed_on
		FROM households_states p JOIN households_households h ON h.tenant_id = p.tenant_id AND h.id = p.household
		LEFT JOIN households_results r ON r.tenant_id = p.tenant_id AND r.round = left(?on, 4) AND r.household = p.household AND r.entered
		WHERE p.tenant_id = ?tenant AND p.valid_from <= ?on AND (p.valid_to IS NULL OR p.valid_to > ?on)) AS h`

	sourceRound = `(SELECT ` + columnsAlways + `, r.unit, r.village, h.head, CASE WHEN r.class = '' THEN r.opening ELSE r.class END AS class,
			r.merit, r.no_labour, h.state, h.escaped_on, h.ended_on, jsonb_array_length(r.members) AS persons, r.b1, r.deprived, r.causes,
			r.entered_at::date AS reviewed_on, r.counts
		FROM households_results r JOIN households_households h ON h.tenant_id = r.tenant_id AND h.id = r.household
		WHERE r.tenant_id = ?tenant AND r.round = ?round) AS h`
)

// from begins a query of what the filter asks for.
func (n narrowed) from(ctx context.Context, tx database.Tx) *bun.SelectQuery {
	tenant := database.Tenant(ctx)
	q := tx.NewSelect()
	switch {
	case n.Round != "":
		q = q.TableExpr(strings.NewReplacer("?tenant", "?0", "?round", "?1").Replace(sourceRound), tenant, n.Round)
	case n.On != "":
		q = q.TableExpr(strings.NewReplacer("?tenant", "?0", "?on", "?1").Replace(sourceOn), tenant, string(n.On))
	default:
		q = q.TableExpr(sourceNow)
	}
	return q.Where("h.tenant_id = ?", tenant)
}

// apply narrows the query.
func (n narrowed) apply(ctx context.Context, q *bun.SelectQuery) *bun.SelectQuery {
	if n.units != nil {
		q = q.Where("h.unit IN (?)", bun.List(append([]string{""}, n.units...)))
	}
	if n.Round == "" {
		state := n.State
		if state == "" {
			state = StateHere
		}
		q = q.Where("h.state = ?", state)
	}
	for _, c := range []struct {
		is     bool
		clause string
		arg    any
	}{
		{n.Village != "", "h.village::text = ?", n.Village},
		{n.Deprived > 0, "h.deprived & ? <> 0", int(classify.SetOf(n.Deprived))},
		{n.Cause > 0, "h.causes & ? <> 0", int(classify.SetOf(n.Cause))},
		{n.Group == GroupMerit, "h.merit = ?", true}, {n.Group == GroupNoLabour, "h.no_labour = ?", true},
		{n.Group == GroupFemale, "h.female_head = ?", true}, {n.Group == GroupMinority, "h.minority = ?", true}, {n.Group == GroupOnsite, "h.onsite = ?", true},
		{len(n.measures) > 0 && n.Round != "", "h.counts && ARRAY[?]::smallint[]", bun.List(n.measures)},
	} {
		if c.is {
			q = q.Where(c.clause, c.arg)
		}
	}
	return n.search(ctx, n.classed(q))
}

// classed narrows to a class; newly escaped ends after 36 months.
func (n narrowed) classed(q *bun.SelectQuery) *bun.SelectQuery {
	const over = "(h.escaped_on + interval '36 months')::date < ?"
	switch n.Class {
	case "":
		return q
	case classify.Escaped:
		return q.Where("h.class = 'escaped' AND NOT coalesce("+over+", false)", n.today)
	case classify.NotPoor:
		return q.Where("(h.class = 'not_poor' OR h.class = 'escaped' AND "+over+")", n.today)
	}
	return q.Where("h.class = ?", n.Class)
}

// search finds the query in code, head, village and commune, or a citizen number.
func (n narrowed) search(ctx context.Context, q *bun.SelectQuery) *bun.SelectQuery {
	switch {
	case n.citizen != nil:
		return q.Where("h.id IN (SELECT household FROM households_members WHERE tenant_id = ? AND citizen_hash = ? AND valid_to IS NULL)", database.Tenant(ctx), n.citizen)
	case n.Query == "":
		return q
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text.Fold(n.Query)) + "%"
	return q.Where(`(h.folded LIKE ? OR h.unit IN (?) OR h.village IN (SELECT id FROM households_villages WHERE tenant_id = ? AND folded LIKE ?))`,
		like, bun.List(append([]string{""}, n.named...)), database.Tenant(ctx), like)
}

// households reads a page of the registry.
func (store) households(ctx context.Context, tx database.Tx, n narrowed, p database.Page) (list []Household, next string, err error) {
	key, err := p.Key(4)
	if err != nil {
		return nil, "", err
	}
	q := n.apply(ctx, n.from(ctx, tx)).ColumnExpr(columnsAlways + `, h.unit, h.village, h.head, h.persons, h.class, h.escaped_on, h.b1, h.deprived, h.causes,
		h.merit, h.no_labour, h.reviewed_on, h.state, h.ended_on`)
	if key != nil {
		if !isUUID(key[1]) || !isUUID(key[3]) {
			return nil, "", database.BadCursor()
		}
		q = q.Where("(h.unit, h.village, h.folded, h.id) > (?, ?::uuid, ?, ?::uuid)", key[0], key[1], key[2], key[3])
	}
	err = q.OrderExpr("h.unit, h.village, h.folded, h.id").Limit(int64(p.Size()+1)).Scan(ctx, &list)
	if err != nil {
		return nil, "", fmt.Errorf("list households: %w", err)
	}
	if len(list) > p.Size() {
		list = list[:p.Size()]
		h := list[len(list)-1]
		next = database.Cursor(h.Unit, h.Village, h.Folded, h.ID)
	}
	return list, next, nil
}

// countHouseholds counts what households lists, by class.
func (store) countHouseholds(ctx context.Context, tx database.Tx, n narrowed) (list []ClassCount, err error) {
	err = n.apply(ctx, n.from(ctx, tx)).ColumnExpr(`CASE WHEN h.class = 'escaped' AND (h.escaped_on + interval '36 months')::date < ? THEN 'not_poor' ELSE h.class END AS class,
		count(*) AS n`, n.today).GroupExpr("1").Scan(ctx, &list)
	return list, err
}

// firstYear is the year of the registry's first entry, 0 when there is none: from
// then on it can be shown as it was.
func (store) firstYear(ctx context.Context, tx database.Tx) (year int, err error) {
	err = tx.NewRaw("SELECT coalesce(extract(year FROM min(valid_from))::int, 0) FROM households_states WHERE tenant_id = ?", database.Tenant(ctx)).Scan(ctx, &year)
	return year, err
}

// resultsOf reads what reviews found out about a household, the latest first.
func (store) resultsOf(ctx context.Context, tx database.Tx, household string) (list []Result, err error) {
	var rows []resultRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND household = ? AND entered", database.Tenant(ctx), household).Order("round DESC").Scan(ctx)
	for _, row := range rows {
		list = append(list, row.result())
	}
	return list, err
}
