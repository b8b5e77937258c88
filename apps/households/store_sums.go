package households

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// sumsQuery reads the sums of a year's periodic review: of one commune with its
// villages, or, with no unit, of all communes that the transaction sees.
type sumsQuery struct {
	round, unit string
	year        int
}

// here narrows a query to the tenant of the transaction; one across tenants sees the
// rows of its province and no others.
func here(ctx context.Context, q *bun.SelectQuery) *bun.SelectQuery {
	if tenant := database.Tenant(ctx); tenant != "" {
		q.Where("tenant_id = ?", tenant)
	}
	return q
}

// figures reads what a form adds: three queries, whatever it is about.
func (st store) figures(ctx context.Context, tx database.Tx, q sumsQuery) (f figures, err error) {
	if f.sums, err = st.formSums(ctx, tx, q); err != nil {
		return f, fmt.Errorf("read sums: %w", err)
	}
	if f.people, err = st.population(ctx, tx, q); err != nil {
		return f, fmt.Errorf("read population: %w", err)
	}
	if f.states, err = st.communeStates(ctx, tx, q); err != nil {
		return f, fmt.Errorf("read states: %w", err)
	}
	return f, nil
}

func (store) formSums(ctx context.Context, tx database.Tx, q sumsQuery) (map[place]forms.Sums, error) {
	var rows []struct {
		Unit    string     `bun:"unit"`
		Village string     `bun:"village"`
		Counts  forms.Sums `bun:"counts,array"`
	}
	query := here(ctx, tx.NewSelect().Table("households_sums").Column("unit", "village", "counts").Where("round = ?", q.round))
	if q.unit == "" {
		query.Where("village = ?", nilVillage)
	} else {
		query.Where("unit = ?", q.unit)
	}
	err := query.Scan(ctx, &rows)
	sums := make(map[place]forms.Sums, len(rows))
	for _, r := range rows {
		at := place{r.Unit, r.Village}
		sums[at] = sums[at].Plus(r.Counts)
	}
	return sums, err
}

// population is that of the villages and of the communes.
func (store) population(ctx context.Context, tx database.Tx, q sumsQuery) (map[place]forms.Population, error) {
	var rows []struct {
		Unit    string  `bun:"unit"`
		Village string  `bun:"village"`
		Counts  []int64 `bun:"counts,array"`
	}
	query := here(ctx, tx.NewSelect().Table("households_population").Column("unit", "village", "counts").Where("year = ?", q.year))
	if q.unit != "" {
		query.Where("unit = ?", q.unit)
	}
	err := query.Scan(ctx, &rows)
	people := make(map[place]forms.Population, len(rows))
	for _, r := range rows {
		var p forms.Population
		copy(p[:], r.Counts)
		people[place{r.Unit, r.Village}] = p
	}
	whole(people)
	return people, err
}

func (store) communeStates(ctx context.Context, tx database.Tx, q sumsQuery) (map[string]string, error) {
	var rows []struct {
		Unit  string `bun:"unit"`
		State string `bun:"state"`
	}
	query := here(ctx, tx.NewSelect().Table("households_communes").Column("unit", "state").Where("round = ?", q.round))
	if q.unit != "" {
		query.Where("unit = ?", q.unit)
	}
	err := query.Scan(ctx, &rows)
	states := make(map[string]string, len(rows))
	for _, r := range rows {
		states[r.Unit] = r.State
	}
	return states, err
}

// formVillage is a village as a row of a form.
type formVillage struct {
	ID   string `bun:"id"`
	Name string `bun:"name"`
}

// formVillages are the villages of a commune on a day, in their order, and those of
// another day that have sums in the review.
func (store) formVillages(ctx context.Context, tx database.Tx, unit, round string, on declared.Date) (list []formVillage, err error) {
	err = tx.NewRaw(`SELECT v.id, v.name FROM households_villages v WHERE v.tenant_id = ?0 AND v.unit = ?1
		AND (v.valid_from <= ?2 AND coalesce(v.valid_to, 'infinity') >= ?2
			OR EXISTS (SELECT FROM households_sums s WHERE s.tenant_id = ?0 AND s.round = ?3 AND s.unit = ?1 AND s.village = v.id))
		ORDER BY v.position, v.folded, v.id`, database.Tenant(ctx), unit, string(on), round).Scan(ctx, &list)
	return list, err
}

// formYears are the years whose periodic review the transaction sees, the newest
// first.
func (store) formYears(ctx context.Context, tx database.Tx) (years []int, err error) {
	err = here(ctx, tx.NewSelect().Table("households_rounds").ColumnExpr("DISTINCT year").Where("kind = 'periodic'")).OrderExpr("year DESC").Scan(ctx, &years)
	return years, err
}
