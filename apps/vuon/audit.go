package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"vuon/platform/audit"
	"vuon/platform/fault"
)

func auditVerifyCommand() command {
	return command{name: "audit verify", summary: "prove the audit chain of a tenant, or of all, against its checkpoints",
		flags: func(f *pflag.FlagSet) {
			f.String("tenant", "", "only this tenant's chain")
			f.Bool("json", false, "as JSON")
		},
		run: auditVerify}
}

func auditVerify(ctx context.Context, c *call) error {
	return with(ctx, c, func(d *deployment) error {
		chains, err := d.chains(ctx, c.text("tenant"))
		if err != nil {
			return err
		}
		var reports []audit.Report
		for _, tenant := range chains {
			points, err := d.checkpoints(ctx, tenant)
			if err != nil {
				return err
			}
			report, err := d.audit.Verify(ctx, tenant, points...)
			if err != nil {
				return err
			}
			reports = append(reports, report)
		}
		return tell(c, reports)
	})
}

// chains are the chains to verify: one tenant's, or everybody's and the platform's.
func (d *deployment) chains(ctx context.Context, tenant string) ([]string, error) {
	if tenant == audit.Platform {
		return []string{tenant}, nil
	}
	if tenant != "" {
		t, err := d.tenants.Tenant(ctx, tenant)
		return []string{t.ID}, err
	}
	all, err := d.tenants.All(ctx)
	chains := []string{audit.Platform}
	for _, t := range all {
		chains = append(chains, t.ID)
	}
	return chains, err
}

// tell prints the reports; a broken chain is a failure.
func tell(c *call, reports []audit.Report) error {
	var broken error
	for _, r := range reports {
		if r.Broken != nil && broken == nil {
			broken = fault.New(fault.Conflict, "audit_broken",
				fmt.Sprintf("Chuỗi nhật ký của %s bị đứt tại mục %d.", r.Tenant, r.Broken.Seq),
				fmt.Sprintf("The audit chain of %s is broken at entry %d: %s.", r.Tenant, r.Broken.Seq, r.Broken.Why))
		}
	}
	if c.is("json") {
		if err := c.json(reports); err != nil {
			return err
		}
		return broken
	}
	for _, r := range reports {
		state := "ok"
		if r.Broken != nil {
			state = fmt.Sprintf("BROKEN at %d: %s", r.Broken.Seq, r.Broken.Why)
		}
		fmt.Fprintf(c.out, "%-12s %6d entries  %s\n", r.Tenant, r.Entries, state)
	}
	return broken
}
