package administration

import (
	"context"
	"time"

	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// AccountRules are what the tenant's settings ask of its members' accounts.
func AccountRules(ctx context.Context, tenants *tenancy.Registry, tenant string) (r identity.Rules, err error) {
	if err := tenants.Setting(ctx, tenant, tenancy.SecondFactor, &r.SecondFactor); err != nil {
		return r, err
	}
	var password tenancy.Password
	if err := tenants.Setting(ctx, tenant, tenancy.PasswordRule, &password); err != nil {
		return r, err
	}
	var sessions tenancy.Sessions
	if err := tenants.Setting(ctx, tenant, tenancy.SessionRule, &sessions); err != nil {
		return r, err
	}
	r.MinPassword = password.Min
	r.Idle, r.Absolute = time.Duration(sessions.IdleMinutes)*time.Minute, time.Duration(sessions.AbsoluteHours)*time.Hour
	return r, nil
}
