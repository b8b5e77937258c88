package administration

import (
	"context"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// CreateTenant makes a tenant after the pattern of another: offices, settings,
// what roles may do; and invites its first administrator. Place is where the
// actor holds the right: the platform, or the province that the tenant belongs
// to. Faults of tenancy.Registry.Create and of InviteMember.
func (s *Service) CreateTenant(ctx context.Context, place string, n tenancy.NewTenant, first identity.NewInvitation) (t tenancy.Tenant, i Invited, err error) {
	if place != identity.Platform {
		n.Parent = place
	}
	err = s.DB.Global(ctx, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(policy.At(ctx, place), ActionCreateTenant); err != nil {
			return err
		}
		if t, err = s.Tenants.Create(ctx, n); err != nil {
			return err
		}
		if err := s.copyPolicy(ctx, n.Template, t.ID); err != nil {
			return err
		}
		entry := audit.Entry{Action: ActionCreateTenant, Object: "tenant", ObjectID: t.ID, After: map[string]any{"title": t.Name, "kind": t.Kind, "template": n.Template, "units": n.Covers}}
		if err := s.Audit.Record(ctx, tx, entry); err != nil { // the platform's chain
			return err
		}
		if err := s.DB.InTenant(ctx, t.ID, func(ctx context.Context, tx database.Tx) error { return s.Audit.Record(ctx, tx, entry) }); err != nil {
			return err
		}
		first.Roles = []identity.Grant{{Role: "admin"}}
		i.Invitation, i.Secret, err = s.Identity.Invite(ctx, t.ID, first)
		return err
	})
	if err == nil {
		err = s.Policy.Refresh(ctx) // what was copied holds from now on
	}
	return t, i, err
}

// copyPolicy gives a new tenant what the template's roles may do beside the
// standard, as far as its kind knows it.
func (s *Service) copyPolicy(ctx context.Context, template, tenant string) error {
	overrides, err := s.Policy.Overrides(ctx, template)
	if err != nil {
		return err
	}
	for _, o := range overrides {
		err := s.Policy.Override(ctx, tenant, o.Role, o.Action, o.Allow)
		if err != nil && fault.From(err).Kind == fault.Internal {
			return err
		}
	}
	return nil
}

// Quota is a limit of a tenant with what is used of it.
type Quota struct {
	Key   string
	Used  int64 // -1: is not counted
	Limit int64 // what the operator set; 0: the standard
	Holds int64 // the limit that holds; 0: none
}

// Quotas are the limits of a tenant: for its administrators and for operators.
func (s *Service) Quotas(ctx context.Context, tenant string) ([]Quota, error) {
	if err := s.mayCount(ctx, tenant); err != nil {
		return nil, err
	}
	used, holds, err := s.Storage.Usage(ctx, tenant)
	if err != nil {
		return nil, err
	}
	members, err := s.Identity.CountFound(ctx, tenant, identity.MemberFilter{})
	if err != nil {
		return nil, err
	}
	storage, users, jobs := Quota{Key: tenancy.StorageQuota, Used: used, Holds: holds}, Quota{Key: tenancy.UsersQuota, Used: int64(members)}, Quota{Key: tenancy.JobsConcurrent, Used: -1}
	for _, q := range []*Quota{&storage, &users, &jobs} {
		if err := s.Tenants.Setting(ctx, tenant, q.Key, &q.Limit); err != nil {
			return nil, err
		}
	}
	users.Holds, jobs.Holds = users.Limit, jobs.Limit
	if jobs.Holds == 0 {
		jobs.Holds = standardJobs
	}
	return []Quota{storage, users, jobs}, nil
}

// standardJobs is how many jobs of a tenant run at once where nothing else is set.
const standardJobs = 4

// mayCount lets operators count everywhere, administrators in their own tenant.
func (s *Service) mayCount(ctx context.Context, tenant string) error {
	if actorOf(ctx).Tenant == identity.Platform {
		return s.Policy.Authorise(policy.At(ctx, identity.Platform), ActionTenants)
	}
	_, err := s.reading(ctx, tenant, ActionConfiguration)
	return err
}

// SetQuotas changes a tenant's limits, for operators. Fault setting_wrong.
func (s *Service) SetQuotas(ctx context.Context, tenant string, limits map[string]int64) error {
	return s.DB.Global(ctx, func(ctx context.Context, _ database.Tx) error {
		if err := s.Policy.Authorise(policy.At(ctx, identity.Platform), ActionTenants); err != nil {
			return err
		}
		before, err := s.Quotas(ctx, tenant)
		if err != nil {
			return err
		}
		was := map[string]int64{}
		for _, q := range before {
			limit, given := limits[q.Key]
			if !given || limit == q.Limit {
				delete(limits, q.Key)
				continue
			}
			was[q.Key] = q.Limit
			if err := s.Tenants.Set(ctx, tenant, q.Key, limit); err != nil {
				return err
			}
		}
		if len(limits) == 0 {
			return nil
		}
		return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
			return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionTenants, Object: "tenant", ObjectID: tenant, Before: was, After: limits})
		})
	})
}
