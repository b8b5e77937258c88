package tasks

import (
	"cmp"
	"context"
	"time"

	"vuon/apps/library"
	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/notify"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// Deps are the parts of the platform, and the modules above, that this one works with.
type Deps struct {
	DB       *database.DB
	Clock    clock.Clock
	Policy   *policy.Engine
	Audit    *audit.Log
	Tenants  *tenancy.Registry
	Identity *identity.Service
	Notify   *notify.Service
	Library  *library.Service
	Planning *planning.Service
}

// Service does what the module is for. Every call authorises the context's actor
// in the tenant, and what it changes stands in the tenant's audit.
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

// today is the present day in Vietnam, at its beginning.
func (s *Service) today() time.Time {
	y, m, d := s.Clock.Now().In(i18n.Zone()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, i18n.Zone())
}

// List reads tasks, what is due first first.
func (s *Service) List(ctx context.Context, tenant string, f Filter, p database.Page) (list []Task, next string, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, next, err = s.store.list(ctx, tx, f, s.today(), p)
		return err
	})
	return list, next, err
}

// Counts tells how many of the tasks that the filter lets through are in which state.
func (s *Service) Counts(ctx context.Context, tenant string, f Filter) (list []Count, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.counts(ctx, tx, f, s.today())
		return err
	})
	return list, err
}

// Years are the years that have tasks, the newest first.
func (s *Service) Years(ctx context.Context, tenant string) (years []int, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		years, err = s.store.years(ctx, tx)
		return err
	})
	return years, err
}

// Dossier is a task with all that belongs to it.
type Dossier struct {
	Task   Task
	Parent *Task
	Parts  []Task
	Events []Event
	Files  []library.File
}

// Task reads one task whole (fault task_unknown).
func (s *Service) Task(ctx context.Context, tenant, id string) (d Dossier, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if d.Task, err = s.store.get(ctx, tx, id, false); err != nil {
			return err
		}
		if d.Task.Parent != "" {
			parent, err := s.store.get(ctx, tx, d.Task.Parent, false)
			if err != nil {
				return err
			}
			d.Parent = &parent
		}
		if d.Parts, _, err = s.store.list(ctx, tx, Filter{Parent: id}, s.today(), database.Page{Limit: 500}); err != nil {
			return err
		}
		if d.Events, err = s.store.events(ctx, tx, id); err != nil {
			return err
		}
		d.Files, err = s.Library.Attached(ctx, tx, fileOwner(id))
		return err
	})
	return d, err
}

// fileOwner is the task as the owner of its evidence.
func fileOwner(id string) library.Owner { return library.Owner{Object: "task", ObjectID: id} }

// who is the account of the context's actor, and its name as people read it.
func who(ctx context.Context) (account, name string) {
	actor, _ := identity.From(ctx)
	return actor.Account, cmp.Or(actor.Name, actor.Username)
}

// record leaves what happened in the task's history and in the audit.
func (s *Service) record(ctx context.Context, tx database.Tx, action string, e Event, before, after any) error {
	e.At = s.Clock.Now()
	e.Account, e.Actor = who(ctx)
	if err := s.store.addEvent(ctx, tx, e); err != nil {
		return err
	}
	return s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: "task", ObjectID: e.Task, Before: before, After: after, Reason: e.Remark})
}

// mine reports whether the actor works on the task: it was given to them, or they
// are a hand of the office that answers for it.
func mine(actor identity.Actor, t Task) bool {
	return actor.System || t.Owner.Account != "" && t.Owner.Account == actor.Account || policy.SpeaksFor(actor, t.Owner.Function, t.Owner.Unit)
}

// mayWork lets the task's own people, and who coordinates, work on it.
func (s *Service) mayWork(ctx context.Context, t Task) error {
	actor, _ := identity.From(ctx)
	if s.Policy.Can(ctx, ActionCoordinate) {
		return nil
	}
	if !mine(actor, t) {
		return faultNotYours(t.Owner.String())
	}
	return s.Policy.Authorise(ctx, ActionReport, policy.Resource{Unit: t.Owner.Unit, Project: t.Project})
}
