package declared

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// Kept is embedded in every row of a table of declared things: what a file no
// longer names is withdrawn, not deleted.
type Kept struct {
	Withdrawn bool `json:"-" bun:"withdrawn"`
}

// Table keeps declared rows of one kind. R is a bun model that embeds Kept.
type Table[R Row] struct {
	Object string // what a row is called in differences
	Name   string // of the table, where the model does not name it
	Key    string // the primary key, as in ON CONFLICT: "id" or "tenant_id, id"
	// Scope narrows what counts as present, where files declare only a part of
	// the rows that the transaction sees; nil for all of them.
	Scope func(*bun.SelectQuery) *bun.SelectQuery
}

// Plan compares the rows that the transaction sees with those wanted.
func (t Table[R]) Plan(ctx context.Context, db bun.IDB, tenant string, wanted []R) ([]Difference, error) {
	var present []R
	q := db.NewSelect().Model(&present).Apply(t.from).Where("NOT withdrawn").OrderExpr(t.Key)
	if t.Scope != nil {
		q = t.Scope(q)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read declared %ss: %w", t.Object, err)
	}
	return Compare(t.Object, tenant, wanted, present), nil
}

// Apply carries out what Plan shows and returns it.
func (t Table[R]) Apply(ctx context.Context, db bun.IDB, tenant string, wanted []R) ([]Difference, error) {
	differences, err := t.Plan(ctx, db, tenant, wanted)
	if err != nil {
		return nil, err
	}
	write, withdraw := split(differences, wanted)
	// First make room: a withdrawn row no longer holds its code.
	if len(withdraw) > 0 {
		q := db.NewUpdate().Model((*R)(nil)).Set("withdrawn = true").Where("id IN (?)", bun.List(withdraw))
		if t.Name != "" {
			q = q.ModelTableExpr(t.Name + " AS ?TableAlias")
		}
		_, err := q.Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("withdraw %ss: %w", t.Object, err)
		}
	}
	if len(write) > 0 {
		q := db.NewInsert().Model(&write).On("CONFLICT (" + t.Key + ") DO UPDATE")
		if t.Name != "" {
			q = q.ModelTableExpr(t.Name + " AS ?TableAlias")
		}
		if _, err := q.Exec(ctx); err != nil {
			return nil, fmt.Errorf("write %ss: %w", t.Object, err)
		}
	}
	return differences, nil
}

func (t Table[R]) from(q *bun.SelectQuery) *bun.SelectQuery {
	if t.Name == "" {
		return q
	}
	return q.ModelTableExpr(t.Name + " AS ?TableAlias")
}

func split[R Row](differences []Difference, wanted []R) (write []R, withdraw []string) {
	touched := map[string]bool{}
	for _, d := range differences {
		if d.Op == Remove {
			withdraw = append(withdraw, d.ID)
		} else {
			touched[d.ID] = true
		}
	}
	for _, r := range wanted {
		if touched[r.RowID()] {
			write = append(write, r)
		}
	}
	return write, withdraw
}
