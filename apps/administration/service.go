package administration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"log/slog"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/module"
	"vuon/platform/notify"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// Deps are the parts of the platform that are administered.
type Deps struct {
	DB       *database.DB
	Clock    clock.Clock
	Log      *slog.Logger
	Policy   *policy.Engine
	Audit    *audit.Log
	Identity *identity.Service
	Tenants  *tenancy.Registry
	Jobs     *jobs.Queue
	Storage  *storage.Store
	Notify   *notify.Service
	Guides   fs.FS // *.md and images/*.png
	// Words are the words of the audit of all modules.
	Words func() []module.Word
	// TourSteps are those of all modules.
	TourSteps func() []web.TourStep
	// Checkpoints are the ends of a tenant's audit chain that lie under lock. Nil:
	// there are none.
	Checkpoints func(ctx context.Context, tenant string) ([]audit.Checkpoint, error)
	// Responsibilities lists the open work of a member, over all modules; HandOver
	// gives it to another member. Nil: there is none.
	Responsibilities func(ctx context.Context, tenant, account string) ([]web.WorkItem, error)
	HandOver         func(ctx context.Context, tx database.Tx, tenant, from, to string) error
	// Work lists what waits for the actor, over all modules.
	Work func(ctx context.Context) ([]web.WorkItem, error)
}

// Service is the module's one door.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// reading authorises the context's actor for the action in the tenant, and
// returns a context in which further questions are about that tenant.
func (s *Service) reading(ctx context.Context, tenant, action string) (context.Context, error) {
	ctx = policy.At(ctx, tenant)
	return ctx, s.Policy.Authorise(ctx, action)
}

// changing runs fn in the tenant's transaction for whoever may do the action
// there; a closed tenant takes no change.
func (s *Service) changing(ctx context.Context, tenant, action string, fn database.Fn) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, action); err != nil {
			return err
		}
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

func actorOf(ctx context.Context) identity.Actor {
	actor, _ := identity.From(ctx)
	return actor
}

// tag names a state: whoever changes it says which state they saw, so that a
// change made meanwhile is not written over.
func tag(state any) string {
	raw, _ := json.Marshal(state) // what was read from JSON or a row always marshals
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

func faultStale() *fault.Error {
	return fault.New(fault.Conflict, "changed_meanwhile",
		"Người khác vừa thay đổi nội dung này. Nội dung bạn nhập còn bên dưới: hãy xem giá trị mới rồi lưu lại.",
		"Somebody has just changed this. What you entered is kept below: look at the new value, then save again.")
}
