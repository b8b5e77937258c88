package main

import (
	"context"
	"fmt"

	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// stageAccounts makes the demonstration's accounts, all with one password that
// is hashed once.
func (d *deployment) stageAccounts(ctx context.Context, password string) error {
	tenants, err := d.tenants.All(ctx)
	if err != nil {
		return err
	}
	accounts := []identity.NewAccount{demoAccount("operator", "Vận hành hệ thống", identity.Platform, "operator", identity.Scope{})}
	for _, t := range tenants {
		more, err := d.tenantAccounts(ctx, t)
		if err != nil {
			return err
		}
		accounts = append(accounts, more...)
	}
	if there, err := d.accountsThere(ctx, accounts); there || err != nil {
		return err
	}
	hash, err := d.identity.Hash(ctx, password)
	if err != nil {
		return err
	}
	for i := range accounts {
		accounts[i].PasswordHash = hash
	}
	_, err = d.identity.EnsureAccounts(ctx, accounts)
	return err
}

// accountsThere asks for the last one: they are made in one transaction.
func (d *deployment) accountsThere(ctx context.Context, accounts []identity.NewAccount) (bool, error) {
	_, err := d.identity.AccountNamed(ctx, accounts[len(accounts)-1].Username)
	if err != nil && isNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

func (d *deployment) tenantAccounts(ctx context.Context, t tenancy.Tenant) ([]identity.NewAccount, error) {
	if t.Kind == policy.KindProvince {
		return []identity.NewAccount{
			demoAccount("supervisor@"+t.ID, "Giám sát chương trình · "+t.Name, t.ID, "province-supervisor", identity.Scope{}),
			demoAccount("department@"+t.ID, "Sở LĐ-TB&XH · "+t.Name, t.ID, "province-department", identity.Scope{}),
		}, nil
	}
	var list []identity.NewAccount
	for _, role := range []string{"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front"} {
		named, _ := policy.RoleNamed(role)
		list = append(list, demoAccount(role+"@"+t.ID, named.Title.VI+" · "+t.Name, t.ID, role, identity.Scope{}))
	}
	units, err := d.tenants.Units(ctx, t.ID, demoDay(1, 15))
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		for _, role := range []struct{ prefix, id string }{
			{"commune", "commune-chair"}, {"officer", "commune-officer"}, {"accountant", "commune-accountant"}, {"reviewer", "reviewer"},
		} {
			named, _ := policy.RoleNamed(role.id)
			list = append(list, demoAccount(fmt.Sprintf("%s-%s@%s", role.prefix, u.Code, t.ID), named.Title.VI+" · "+u.Name,
				t.ID, role.id, identity.Scope{Units: []string{u.Code}}))
		}
	}
	return list, nil
}

func demoAccount(username, name, tenant, role string, scope identity.Scope) identity.NewAccount {
	return identity.NewAccount{Username: username, Name: name, Memberships: []identity.Membership{
		{Tenant: tenant, Grant: identity.Grant{Role: role, Scope: scope}}}}
}
