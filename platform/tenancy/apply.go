package tenancy

import (
	"context"
	"encoding/json"
	"io/fs"
	"slices"

	"github.com/uptrace/bun"

	"vuon/platform/tenancy/declared"
)

// Plan lists how the deployment differs from the files, drift included. A wrong
// file is the fault configuration_wrong.
func (r *Registry) Plan(ctx context.Context, fsys fs.FS) ([]declared.Difference, error) {
	return r.reconcile(ctx, fsys, false)
}

// Apply makes the deployment equal to the files, in one transaction, and returns
// what Plan would have listed. Applied again it changes nothing. Nothing is
// deleted, and what an administrator set on the screen is kept. The caller audits.
func (r *Registry) Apply(ctx context.Context, fsys fs.FS) ([]declared.Difference, error) {
	return r.reconcile(ctx, fsys, true)
}

func (r *Registry) reconcile(ctx context.Context, fsys fs.FS, write bool) (all []declared.Difference, err error) {
	config, err := Load(fsys, r.resolve)
	if err != nil {
		return nil, err
	}
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		all = nil
		if err := reconcileGlobal(ctx, tx, config, write, &all); err != nil {
			return err
		}
		for _, t := range config.tenants {
			err := r.db.InTenant(ctx, t.ID, func(ctx context.Context, tx bun.Tx) error {
				return r.reconcileTenant(ctx, tx, config, t.ID, write, &all)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func reconcileGlobal(ctx context.Context, tx bun.Tx, c *Configuration, write bool, all *[]declared.Difference) error {
	if err := step(ctx, tx, declared.Table[Unit]{Object: "unit", Key: "id"}, "", c.units, write, all); err != nil {
		return err
	}
	if err := step(ctx, tx, declared.Table[Lineage]{Object: "lineage", Key: "id"}, "", c.lineage, write, all); err != nil {
		return err
	}
	filed := declared.Table[Tenant]{Object: "tenant", Key: "id", Scope: func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("made_by = ''") }}
	if err := step(ctx, tx, filed, "", c.tenants, write, all); err != nil {
		return err
	}
	return madeOnScreen(ctx, tx, c, all)
}

// madeOnScreen lists the tenants that only the screen knows: they are kept until
// the files name them, and are the files' from then on.
func madeOnScreen(ctx context.Context, tx bun.Tx, c *Configuration, all *[]declared.Difference) error {
	var made []Tenant
	if err := tx.NewSelect().Model(&made).Where("made_by <> '' AND NOT withdrawn").OrderExpr("id").Scan(ctx); err != nil {
		return err
	}
	for _, t := range made {
		if !slices.ContainsFunc(c.tenants, func(filed Tenant) bool { return filed.ID == t.ID }) {
			*all = append(*all, declared.Difference{Op: declared.Drift, Object: "tenant", ID: t.ID, Name: t.Name})
		}
	}
	return nil
}

// reconcileTenant leaves alone what belongs to a tenant that the files no longer
// name: it is closed and stays readable as it was.
func (r *Registry) reconcileTenant(ctx context.Context, tx bun.Tx, c *Configuration, tenant string, write bool, all *[]declared.Difference) error {
	covers := declared.Table[coverage]{Object: "coverage", Key: "id", Scope: func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("covered_by = ?", tenant)
	}}
	if err := step(ctx, tx, covers, tenant, c.covered(tenant), write, all); err != nil {
		return err
	}
	offices := declared.Table[Office]{Object: "office", Key: "tenant_id, id"}
	if err := step(ctx, tx, offices, tenant, c.offices[tenant], write, all); err != nil {
		return err
	}
	rows, err := r.readSettings(ctx, tenant)
	if err != nil {
		return err
	}
	differences := compareSettings(tenant, rows, c.settings[tenant])
	*all = append(*all, differences...)
	if !write {
		return nil
	}
	return writeSettings(ctx, tx, tenant, differences, c.settings[tenant])
}

func step[R declared.Row](ctx context.Context, tx bun.Tx, table declared.Table[R], tenant string, wanted []R, write bool, all *[]declared.Difference) error {
	do := table.Plan
	if write {
		do = table.Apply
	}
	differences, err := do(ctx, tx, tenant, wanted)
	*all = append(*all, differences...)
	return err
}

// compareSettings sets the files' values beside the stored ones; what the screen
// says otherwise is drift, once for each run until one of them gives in.
func compareSettings(tenant string, rows map[string]settingRow, wanted map[string]json.RawMessage) (differences []declared.Difference) {
	for _, def := range Definitions() {
		row, file := rows[def.Key], wanted[def.Key]
		d := declared.Difference{Op: declared.Change, Object: "setting", Tenant: tenant, ID: def.Key, Name: def.Title.VI}
		switch {
		case file == nil && row.File == nil:
		case row.File == nil:
			d.Op = declared.Add
			differences = append(differences, d)
		case file == nil:
			d.Op = declared.Remove
			differences = append(differences, d)
		case !declared.SameJSON(row.File, file):
			d.Fields = delta(row.File, file)
			differences = append(differences, d)
		}
		if row.Screen != nil && !declared.SameJSON(row.Screen, file) {
			d.Op, d.Fields = declared.Drift, delta(row.Screen, file)
			differences = append(differences, d)
		}
	}
	return differences
}

func delta(before, after json.RawMessage) []declared.Delta {
	return []declared.Delta{{Field: "value", Before: decoded(before), After: decoded(after)}}
}

func decoded(raw json.RawMessage) (v any) {
	if raw != nil {
		_ = json.Unmarshal(raw, &v) // only checked values are stored
	}
	return v
}

func writeSettings(ctx context.Context, tx bun.Tx, tenant string, differences []declared.Difference, wanted map[string]json.RawMessage) error {
	var rows []settingRow
	for _, d := range differences {
		if d.Op != declared.Drift {
			rows = append(rows, settingRow{Tenant: tenant, Key: d.ID, File: wanted[d.ID]})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (tenant_id, key) DO UPDATE").Set("file_value = EXCLUDED.file_value").Exec(ctx)
	return err
}
