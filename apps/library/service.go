package library

import (
	"cmp"
	"context"
	"log/slog"

	"vuon/apps/catalogue"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
)

// Deps are the parts of the platform that the module works with.
type Deps struct {
	DB        *database.DB
	Clock     clock.Clock
	Log       *slog.Logger
	Policy    *policy.Engine
	Audit     *audit.Log
	Jobs      *jobs.Queue
	Storage   *storage.Store
	Tenants   *tenancy.Registry
	Catalogue *catalogue.Service
}

// Service does what the module is for. Every call but those for files attached to
// other modules' things authorises the context's actor in the tenant.
type Service struct {
	Deps
	store store
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// in opens the tenant's transaction and asks for the action first; what changes
// something needs a tenant that is not closed.
func (s *Service) in(ctx context.Context, tenant, action string, fn database.Fn) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, action); err != nil {
			return err
		}
		if action != ActionView {
			if err := s.Tenants.Writable(ctx, tenant); err != nil {
				return err
			}
		}
		return fn(ctx, tx)
	})
}

// who is the account of the context's actor, and its name as people read it.
func who(ctx context.Context) (account, name string) {
	actor, _ := identity.From(ctx)
	return actor.Account, cmp.Or(actor.Name, actor.Username)
}
