package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

func tenantsPlanCommand() command {
	return command{name: "tenants plan", args: "[DIR]", summary: "difference between configuration and deployment",
		flags: func(f *pflag.FlagSet) { f.Bool("json", false, "as JSON") },
		run: func(ctx context.Context, c *call) error {
			return withFiles(ctx, c, func(d *deployment) error {
				differences, err := d.planTenants(ctx)
				if err != nil {
					return err
				}
				return showDifferences(c, differences)
			})
		}}
}

func tenantsApplyCommand() command {
	return command{name: "tenants apply", args: "[DIR]", summary: "carry the difference out",
		flags: func(f *pflag.FlagSet) { f.Bool("json", false, "as JSON") },
		run: func(ctx context.Context, c *call) error {
			return withFiles(ctx, c, func(d *deployment) error {
				differences, err := d.applyTenants(ctx)
				if err != nil {
					return err
				}
				return showDifferences(c, differences)
			})
		}}
}

// withFiles opens the deployment with the configuration of DIR, when it is given.
func withFiles(ctx context.Context, c *call, fn func(*deployment) error) error {
	if len(c.args) > 1 {
		return usageError{"nhiều nhất một thư mục (at most one DIR)"}
	}
	var files fs.FS
	if len(c.args) == 1 {
		dir, err := filepath.Abs(c.args[0]) // before the embedded storage changes the working directory
		if err != nil {
			return err
		}
		files = os.DirFS(dir)
	}
	return with(ctx, c, func(d *deployment) error {
		if files != nil {
			d.files = files
		}
		return fn(d)
	})
}

func (d *deployment) planTenants(ctx context.Context) ([]declared.Difference, error) {
	// Tenants' files first: they are checked together with the national ones, so
	// that one run names every fault.
	local, err := d.tenants.Plan(ctx, d.files)
	if err != nil {
		return nil, err
	}
	national, err := d.apps.catalogue.Plan(ctx, d.files)
	return append(national, local...), err
}

// applyTenants carries out both parts in one transaction, with one entry in the
// audit for each thing that changed.
func (d *deployment) applyTenants(ctx context.Context) (all []declared.Difference, err error) {
	err = d.db.Global(ctx, func(ctx context.Context, tx database.Tx) error {
		policies, err := d.filedPolicies(ctx)
		if err != nil {
			return err
		}
		local, err := d.tenants.Apply(ctx, d.files)
		if err != nil {
			return err
		}
		national, err := d.apps.catalogue.Apply(ctx, d.files)
		if err != nil {
			return err
		}
		all = append(national, local...)
		if len(all) == 0 {
			return nil
		}
		if err := d.applyPolicies(ctx, policies); err != nil {
			return err
		}
		return d.audit.Record(ctx, tx, audit.Entry{Action: "tenants.apply", Object: "configuration", After: summary(all)})
	})
	return all, err
}

func summary(differences []declared.Difference) []string {
	lines := make([]string, 0, len(differences))
	for _, x := range differences {
		lines = append(lines, x.Line(i18n.Vietnamese))
	}
	return lines
}

func showDifferences(c *call, differences []declared.Difference) error {
	if c.is("json") {
		if differences == nil {
			differences = []declared.Difference{}
		}
		return c.json(map[string]any{"differences": differences})
	}
	for _, x := range differences {
		fmt.Fprintln(c.out, x.Line(i18n.Vietnamese))
	}
	if len(differences) == 0 {
		fmt.Fprintln(c.out, "không có khác biệt (no differences)")
	}
	return nil
}
