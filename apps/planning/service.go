package planning

import (
	"cmp"
	"context"
	"log/slog"

	"vuon/apps/catalogue"
	"vuon/apps/households"
	"vuon/apps/records"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/events"
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
	Events    *events.Bus
	Catalogue *catalogue.Service
	Notify    *notify.Service
	// Authorities are those whose signatures are trusted; nil: trust is not checked.
	Authorities *signature.Authorities
	Identity    *identity.Service   // nil: nobody can be named in comments
	Records     *records.Service    // nil: what is released reaches nobody
	Households  *households.Service // nil: targets are held against no review
}

// Service does what the module is for. Every call authorises the context's actor
// in the tenant, and what it changes stands in the tenant's audit.
type Service struct {
	Deps
	store  store
	prints prints // of parts, for the editor
	plans  plans  // decoded, for the editor
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

// List reads the tenant's plans, newest year first.
func (s *Service) List(ctx context.Context, tenant string) (list []Summary, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.summaries(ctx, tx, 0)
		return err
	})
	return list, err
}

// Dossier is a version of a plan with all that was done with it.
type Dossier struct {
	Version Version
	Steps   []StepRecord
	Files   []File
	InForce int // the issued version, 0 when there is none

	Way    tenancy.Workflow  // on which the version is
	Rounds []Round           // of asking offices about it, oldest first
	Did    map[string]string // what the reader did on it: action → account
}

// Plan reads the plan of a year: version 0 is the open one, else the one in force.
func (s *Service) Plan(ctx context.Context, tenant string, year, version int) (d Dossier, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if d.Version, err = s.store.version(ctx, tx, year, which(version), false); err != nil {
			return err
		}
		if d.Steps, err = s.store.steps(ctx, tx, year); err != nil {
			return err
		}
		if d.Files, err = s.store.files(ctx, tx, year); err != nil {
			return err
		}
		if d.Rounds, err = s.store.rounds(ctx, tx, year, d.Version.Version); err != nil {
			return err
		}
		if d.Way, err = s.workflow(ctx, d.Version); err != nil {
			return err
		}
		d.InForce = inForceOf(d.Steps)
		d.Did, err = s.did(ctx, tx, d.Version)
		return err
	})
	return d, err
}

// History reads the changes of one part, newest first; "" is the whole plan. That of
// a section follows its id wherever it moved, and is found by its place too.
func (s *Service) History(ctx context.Context, tenant string, year int, section string) (list []Change, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if section == "" {
			list, err = s.store.changes(ctx, tx, year, "")
			return err
		}
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		list, err = s.store.changesOf(ctx, tx, year, historyKeys(&v.Plan, section))
		return err
	})
	return list, err
}

// Summaries reads the plans of a year that the running transaction sees: for the
// province, inside database.AcrossTenants.
func (s *Service) Summaries(ctx context.Context, tx database.Tx, year int) ([]Summary, error) {
	return s.store.summaries(ctx, tx, year)
}

// NewestYear is the newest year of which the running transaction sees a plan, or
// 0: for the province, inside database.AcrossTenants.
func (s *Service) NewestYear(ctx context.Context, tx database.Tx) (int, error) {
	return s.store.newestYear(ctx, tx)
}

// ReadAcross reads a tenant's plan of a year in the running transaction: for the
// province, inside database.AcrossTenants. The one in force goes first.
func (s *Service) ReadAcross(ctx context.Context, tx database.Tx, tenant string, year int) (Version, error) {
	return s.store.content(ctx, tx, tenant, year)
}

// who is the account of the context's actor, and its name as people read it.
func who(ctx context.Context) (account, name string) {
	actor, _ := identity.From(ctx)
	return actor.Account, cmp.Or(actor.Name, actor.Username)
}
