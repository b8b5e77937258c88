package records

import (
	"cmp"
	"context"
	"log/slog"

	"github.com/google/uuid"

	"vuon/apps/catalogue"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
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
	Register  *register.Register
	Identity  *identity.Service
	Notify    *notify.Service
	Catalogue *catalogue.Service

	// Authorities are those whose signatures are trusted on files that are
	// checked; nil: trust is not checked.
	Authorities *signature.Authorities

	// Published reads an object that was distributed, as the public may read it,
	// and whether it still holds; nil where nothing is ever shown.
	Published func(ctx context.Context, tenant, objectID string) (Published, error)
}

// Service does what the module is for. Every call of people authorises the
// context's actor in the tenant; what it changes stands in the tenant's audit.
type Service struct {
	Deps
	store store
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// reading opens the tenant's transaction for whoever may do the action.
func (s *Service) reading(ctx context.Context, tenant, action string, fn database.Fn) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, action); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// changing is reading where something is changed: a closed tenant refuses.
func (s *Service) changing(ctx context.Context, tenant, action string, fn database.Fn) error {
	return s.reading(ctx, tenant, action, func(ctx context.Context, tx database.Tx) error {
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// record leaves an entry in the tenant's audit.
func (s *Service) record(ctx context.Context, tx database.Tx, action, object, id, reason string, after any) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Action: "records." + action, Object: object, ObjectID: id, Reason: reason, After: after})
}

// who is the name of the context's actor, as people read it.
func who(ctx context.Context) string {
	actor, _ := identity.From(ctx)
	return cmp.Or(actor.Name, actor.Username)
}

func account(ctx context.Context) string {
	actor, _ := identity.From(ctx)
	return actor.Account
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	return id.String(), err
}
