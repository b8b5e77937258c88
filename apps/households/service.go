package households

import (
	"cmp"
	"context"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/households/forms"
	"vuon/apps/library"
	"vuon/apps/records"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/events"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/personal"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Deps are the parts of the platform, and the modules above, that this one works with.
type Deps struct {
	DB        *database.DB
	Clock     clock.Clock
	Policy    *policy.Engine
	Audit     *audit.Log
	Tenants   *tenancy.Registry
	Identity  *identity.Service
	Notify    *notify.Service
	Jobs      *jobs.Queue
	Storage   *storage.Store
	Register  *register.Register
	Events    *events.Bus
	Personal  *personal.Keys
	Catalogue *catalogue.Service
	Library   *library.Service
	Records   *records.Service

	// ProvinceForm cuts a form of a province from its tenants' sums, and
	// ProvinceFormYears lists the years of which they have any: whoever may look
	// across tenants gives them.
	ProvinceForm      func(ctx context.Context, province string, f FormOf) (forms.Table, error)
	ProvinceFormYears func(ctx context.Context, province string) ([]int, error)
}

// Service does what the module is for. Every call authorises the context's actor
// in the tenant, and what it changes stands in the tenant's audit.
type Service struct {
	Deps
	store store
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// reads opens the tenant's transaction for whoever holds the action, in whatever
// communes: what is read is then narrowed to those (see communes).
func (s *Service) reads(ctx context.Context, tenant, action string, fn database.Fn) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, action); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// writes opens the transaction of a tenant that is not closed. Which commune it is
// about is known only inside: ask for it there (see allowed).
func (s *Service) writes(ctx context.Context, tenant, action string, fn database.Fn) error {
	return s.reads(ctx, tenant, action, func(ctx context.Context, tx database.Tx) error {
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// allowed asks for the action in one commune, by its key.
func (s *Service) allowed(ctx context.Context, action, unit string) error {
	return s.Policy.Authorise(ctx, action, policy.Resource{Unit: codeOf(unit)})
}

// today is the present day in Vietnam.
func (s *Service) today() declared.Date { return declared.DateOf(s.Clock.Now()) }

// now is the present moment.
func (s *Service) now() time.Time { return s.Clock.Now() }

// who is the account of the context's actor, and its name as people read it.
func who(ctx context.Context) (account, name string) {
	actor, _ := identity.From(ctx)
	return actor.Account, cmp.Or(actor.Name, actor.Username)
}

// record leaves a change in the tenant's audit.
func (s *Service) record(ctx context.Context, tx database.Tx, action, object, id string, before, after any, reason string) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: object, ObjectID: id, Before: before, After: after, Reason: reason})
}

// zone is where dates are dates.
func zone() *time.Location { return i18n.Zone() }
