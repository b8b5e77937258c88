package catalogue

import (
	"context"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// reconcile compares every table with what is declared, and writes when asked.
func reconcile(ctx context.Context, tx bun.Tx, n *National, write bool) ([]declared.Difference, error) {
	r := reconciler{ctx: ctx, tx: tx, write: write}
	step(&r, "programme", "catalogue_programmes", n.Programmes)
	step(&r, "project", "catalogue_projects", n.Projects)
	step(&r, "document", "catalogue_documents", n.Documents)
	step(&r, "standard", "catalogue_standards", n.Standards)
	step(&r, "indicator", "catalogue_indicators", n.Indicators)
	step(&r, "term", "catalogue_terms", n.Terms)
	step(&r, "ethnic_group", "catalogue_ethnic_groups", n.EthnicGroups)
	step(&r, "function", "catalogue_functions", n.Functions)
	step(&r, "document_type", "catalogue_document_types", n.DocumentTypes)
	step(&r, "holiday", "catalogue_holidays", n.Holidays)
	step(&r, "score_table", "catalogue_score_tables", n.ScoreTables)
	step(&r, "person_kind", "catalogue_person_kinds", n.PersonKinds)
	step(&r, "eligibility", "catalogue_eligibility", n.Eligibility)
	return r.all, r.err
}

// reconciler goes from table to table until one fails.
type reconciler struct {
	ctx   context.Context
	tx    bun.Tx
	write bool
	all   []declared.Difference
	err   error
}

func step[R declared.Row](r *reconciler, object, table string, wanted []R) {
	if r.err != nil {
		return
	}
	rows := declared.Table[R]{Object: object, Name: table, Key: "id"}
	do := rows.Plan
	if r.write {
		do = rows.Apply
	}
	var differences []declared.Difference
	differences, r.err = do(r.ctx, r.tx, "", wanted)
	r.all = append(r.all, differences...)
}

// rows reads a table in order; with a day, only the versions that hold on it.
func rows[R any](ctx context.Context, db *database.DB, table, order string, on declared.Date) (list []R, err error) {
	err = db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		q := tx.NewSelect().Model(&list).ModelTableExpr(table + " AS ?TableAlias").Where("NOT withdrawn").OrderExpr(order)
		if on != "" {
			q = q.Where("valid_from <= ?", on).Where("valid_to IS NULL OR valid_to >= ?", on)
		}
		return q.Scan(ctx)
	})
	return list, err
}
