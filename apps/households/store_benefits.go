package households

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/money"
	"vuon/platform/tenancy/declared"
)

const benefitTable = "households_benefits AS benefit"

// benefits reads what a household received, the latest first, what was withdrawn
// included.
func (store) benefits(ctx context.Context, tx database.Tx, household string) (list []Benefit, err error) {
	err = tx.NewSelect().Model(&list).ModelTableExpr(benefitTable).Where("tenant_id = ? AND household = ?", database.Tenant(ctx), household).
		Order("received_on DESC", "created_at DESC", "id").Scan(ctx)
	return list, err
}

// benefit reads one benefit of a household, locked (fault benefit_unknown).
func (store) lockBenefit(ctx context.Context, tx database.Tx, household, id string) (b Benefit, err error) {
	err = tx.NewSelect().Model(&b).ModelTableExpr(benefitTable).
		Where("tenant_id = ? AND household = ? AND id::text = ?", database.Tenant(ctx), household, id).For("UPDATE").Scan(ctx)
	if database.NotFound(err) {
		return b, faultNoBenefit()
	}
	return b, err
}

func (store) addBenefit(ctx context.Context, tx database.Tx, b Benefit) error {
	_, err := tx.NewInsert().Model(&b).ModelTableExpr("households_benefits").Exec(ctx)
	return err
}

func (store) withdrawBenefit(ctx context.Context, tx database.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "UPDATE households_benefits SET withdrawn = true WHERE tenant_id = ? AND id = ?", database.Tenant(ctx), id)
	return err
}

// sameBenefit reports whether the household has just such a benefit already.
func (store) sameBenefit(ctx context.Context, tx database.Tx, b Benefit) (there bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT FROM households_benefits WHERE tenant_id = ? AND household = ? AND NOT withdrawn AND project = ? AND kind = ?
		AND title = ? AND received_on = ? AND amount IS NOT DISTINCT FROM ? AND person IS NOT DISTINCT FROM ?)`,
		database.Tenant(ctx), b.Household, b.Project, b.Kind, b.Title, b.ReceivedOn, b.Amount, nullable(b.Person)).Scan(ctx, &there)
	return there, err
}

func nullable(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// candidate is a household as the rules look at it, with what lists show.
type candidate struct {
	ID          string         `bun:"id"`
	Code        string         `bun:"code"`
	Unit        string         `bun:"unit"`
	Village     string         `bun:"village"`
	VillageName string         `bun:"village_name"`
	Head        string         `bun:"head"`
	Folded      string         `bun:"folded"`
	Class       classify.Class `bun:"class"`
	EscapedOn   declared.Date  `bun:"escaped_on,type:date"`
	Merit       bool           `bun:"merit"`
	NoLabour    bool           `bun:"no_labour"`
	FemaleHead  bool           `bun:"female_head"`
	Minority    bool           `bun:"minority"`
	Onsite      bool           `bun:"onsite"`
	Deprived    classify.Set   `bun:"deprived"`
	Average     bool           `bun:"average"`
	Difficult   bool           `bun:"difficult"`

	people   []ApplicantPerson
	received map[string]received // by project
}

// received is what a household had of a project.
type received struct {
	Household string        `bun:"household"`
	Project   string        `bun:"project"`
	N         int           `bun:"n"`
	Amount    money.Dong    `bun:"amount"`
	Latest    declared.Date `bun:"latest,type:date"`
}

// candidateQuery says which households are looked at; empty fields do not narrow.
type candidateQuery struct {
	household string
	units     []string // keys; nil: all
	classes   []classify.Class
	day       declared.Date // on which ages are taken
	year      int           // benefits of that year alone; 0: all
}

func (c candidateQuery) where(ctx context.Context, q *bun.SelectQuery) *bun.SelectQuery {
	q = q.Where("h.tenant_id = ?", database.Tenant(ctx))
	if c.household != "" {
		return q.Where("h.id::text = ?", c.household)
	}
	q = q.Where("h.state = 'here'")
	if c.units != nil {
		q = q.Where("h.unit IN (?)", bun.List(append([]string{""}, c.units...)))
	}
	if len(c.classes) > 0 {
		q = q.Where("h.class IN (?)", bun.List(c.classes))
	}
	return q
}

// candidates reads households with their members and what they received, in three
// queries whatever their number.
func (st store) candidates(ctx context.Context, tx database.Tx, c candidateQuery) ([]*candidate, error) {
	var list []*candidate
	err := c.where(ctx, tx.NewSelect().TableExpr("households_households AS h")).
		ColumnExpr("h.id, h.code, h.unit, h.village, v.name AS village_name, h.head, h.folded, h.class, h.escaped_on, h.merit, h.no_labour, h.female_head").
		ColumnExpr("h.minority, h.onsite, h.deprived, v.difficult").
		ColumnExpr(`coalesce((SELECT r.average FROM households_results r WHERE r.tenant_id = h.tenant_id AND r.household = h.id AND r.entered
			ORDER BY r.round DESC LIMIT 1), false) AS average`).
		Join("JOIN households_villages v ON v.tenant_id = h.tenant_id AND v.id = h.village").Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read candidates: %w", err)
	}
	byID := make(map[string]*candidate, len(list))
	for _, h := range list {
		byID[h.ID], h.received = h, map[string]received{}
	}
	if err := st.candidatePeople(ctx, tx, c, byID); err != nil {
		return nil, err
	}
	return list, st.candidateBenefits(ctx, tx, c, byID)
}

func (store) candidatePeople(ctx context.Context, tx database.Tx, c candidateQuery, byID map[string]*candidate) error {
	var rows []struct {
		Household    string        `bun:"household"`
		Birth        declared.Date `bun:"birth,type:date"`
		YearAlone    bool          `bun:"year_alone"`
		Female       bool          `bun:"female"`
		Disabled     bool          `bun:"disabled"`
		InSchool     bool          `bun:"in_school"`
		Malnourished bool          `bun:"malnourished"`
	}
	err := c.where(ctx, tx.NewSelect().TableExpr("households_households AS h")).
		ColumnExpr("m.household, m.birth, m.year_alone, m.female, m.disabled, m.in_school, m.malnourished").
		Join("JOIN households_members m ON m.tenant_id = h.tenant_id AND m.household = h.id AND m.valid_to IS NULL").Scan(ctx, &rows)
	for _, r := range rows {
		if h := byID[r.Household]; h != nil {
			h.people = append(h.people, ApplicantPerson{Months: months(r.Birth.Time(), r.YearAlone, c.day.Time()), Female: r.Female, Disabled: r.Disabled,
				InSchool: r.InSchool, Malnourished: r.Malnourished})
		}
	}
	return err
}

func (store) candidateBenefits(ctx context.Context, tx database.Tx, c candidateQuery, byID map[string]*candidate) error {
	var rows []received
	q := c.where(ctx, tx.NewSelect().TableExpr("households_households AS h")).
		ColumnExpr("b.household, b.project, count(*) AS n, coalesce(sum(b.amount), 0)::bigint AS amount, max(b.received_on) AS latest").
		Join("JOIN households_benefits b ON b.tenant_id = h.tenant_id AND b.household = h.id AND NOT b.withdrawn AND b.project <> ''").
		GroupExpr("b.household, b.project")
	if c.year > 0 {
		q = q.Where("b.year = ?", c.year)
	}
	err := q.Scan(ctx, &rows)
	for _, r := range rows {
		if h := byID[r.Household]; h != nil {
			h.received[r.Project] = r
		}
	}
	return err
}
