package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// filedPolicies is what the files that were applied last say of roles, by tenant.
func (d *deployment) filedPolicies(ctx context.Context) (map[string][]tenancy.PolicyOverride, error) {
	all, err := d.tenants.All(ctx)
	if err != nil {
		return nil, err
	}
	filed := map[string][]tenancy.PolicyOverride{}
	for _, t := range all {
		settings, err := d.tenants.Settings(ctx, t.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range settings {
			if s.Key != tenancy.PolicyOverrides || s.File == nil {
				continue
			}
			var list []tenancy.PolicyOverride
			if err := json.Unmarshal(s.File, &list); err != nil {
				return nil, err
			}
			filed[t.ID] = list
		}
	}
	return filed, nil
}

// applyPolicies carries what the files say of roles over into the policy, where
// it differs from what they said before. What an administrator has said on the
// screen since stays.
func (d *deployment) applyPolicies(ctx context.Context, before map[string][]tenancy.PolicyOverride) error {
	after, err := d.filedPolicies(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range slices.Sorted(maps.Keys(merged(before, after))) { // in one order: two at once must not wait for each other
		if slices.Equal(before[tenant], after[tenant]) {
			continue
		}
		if err := d.applyPolicy(ctx, tenant, before[tenant], after[tenant]); err != nil {
			return err
		}
	}
	return nil
}

func merged(a, b map[string][]tenancy.PolicyOverride) map[string][]tenancy.PolicyOverride {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

type cell struct{ role, action string }

func (d *deployment) applyPolicy(ctx context.Context, tenant string, before, after []tenancy.PolicyOverride) error {
	present, err := d.policy.Overrides(ctx, tenant)
	if err != nil {
		return err
	}
	said := byCell(before)
	for _, o := range after {
		if !changedOnScreen(present, said, cell{o.Role, o.Action}) {
			if err := d.policy.Override(ctx, tenant, o.Role, o.Action, o.Allow); err != nil {
				return err
			}
		}
	}
	wanted := byCell(after)
	for c := range said {
		if _, stays := wanted[c]; !stays && !changedOnScreen(present, said, c) {
			if err := d.policy.Reset(ctx, tenant, c.role, c.action); err != nil {
				return err
			}
		}
	}
	return nil
}

func byCell(list []tenancy.PolicyOverride) map[cell]bool {
	m := map[cell]bool{}
	for _, o := range list {
		m[cell{o.Role, o.Action}] = o.Allow
	}
	return m
}

// changedOnScreen reports whether the policy says something of the cell that the
// files did not say.
func changedOnScreen(present []policy.Override, said map[cell]bool, c cell) bool {
	for _, o := range present {
		if o.Role == c.role && o.Action == c.action {
			allow, declared := said[c]
			return !declared || allow != o.Allow
		}
	}
	return false
}
