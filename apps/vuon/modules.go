package main

import (
	"context"

	"vuon/apps/administration"
	"vuon/apps/catalogue"
	"vuon/apps/households"
	"vuon/apps/households/forms"
	"vuon/apps/library"
	"vuon/apps/planning"
	"vuon/apps/records"
	"vuon/apps/supervision"
	"vuon/apps/tasks"
	"vuon/docs"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/module"
	"vuon/platform/web"
)

// apps are the services of the modules.
type apps struct {
	administration *administration.Service
	catalogue      *catalogue.Service
	library        *library.Service
	records        *records.Service
	households     *households.Service
	planning       *planning.Service
	tasks          *tasks.Service
	supervision    *supervision.Service
}

// newApps makes the modules' services, each from what stands above it.
func newApps(p parts) apps {
	var a apps
	work := func(ctx context.Context) ([]web.WorkItem, error) { return a.work(ctx) }
	a.administration = administration.New(administration.Deps{DB: p.db, Clock: p.clock, Log: p.log, Policy: p.policy, Audit: p.audit,
		Identity: p.identity, Tenants: p.tenants, Jobs: p.jobs, Storage: p.storage, Guides: docs.Guides(), Notify: p.notify,
		Work: work,
		Checkpoints: func(ctx context.Context, tenant string) ([]audit.Checkpoint, error) {
			return checkpoints(ctx, p.storage, tenant)
		},
		Responsibilities: func(ctx context.Context, tenant, account string) ([]web.WorkItem, error) {
			return a.responsibilities(ctx, tenant, account)
		},
		HandOver: func(ctx context.Context, tx database.Tx, tenant, from, to string) error {
			return a.handOver(ctx, tx, tenant, from, to)
		},
		Words:     func() []module.Word { return a.words() },
		TourSteps: func() []web.TourStep { return a.tour() }})
	uses := func(ctx context.Context, tenant, number string) ([]catalogue.Use, error) {
		return a.planning.Uses(ctx, tenant, number)
	}
	a.catalogue = catalogue.New(catalogue.Deps{DB: p.db, Clock: p.clock, Policy: p.policy, Audit: p.audit, Events: p.events,
		Jobs: p.jobs, Storage: p.storage, Uses: uses})
	a.library = library.New(library.Deps{DB: p.db, Clock: p.clock, Log: p.log, Policy: p.policy, Audit: p.audit, Jobs: p.jobs,
		Storage: p.storage, Tenants: p.tenants, Catalogue: a.catalogue})
	a.records = records.New(records.Deps{DB: p.db, Clock: p.clock, Log: p.log, Policy: p.policy, Audit: p.audit, Jobs: p.jobs,
		Storage: p.storage, Tenants: p.tenants, Register: p.register, Identity: p.identity, Notify: p.notify, Catalogue: a.catalogue,
		Authorities: p.authorities,
		Published: func(ctx context.Context, tenant, id string) (records.Published, error) {
			return a.published(ctx, tenant, id)
		}})
	a.households = households.New(households.Deps{DB: p.db, Clock: p.clock, Policy: p.policy, Audit: p.audit, Tenants: p.tenants, Identity: p.identity,
		Notify: p.notify, Jobs: p.jobs, Storage: p.storage, Register: p.register, Events: p.events, Personal: p.personal, Catalogue: a.catalogue,
		Library: a.library, Records: a.records,
		ProvinceForm: func(ctx context.Context, province string, f households.FormOf) (forms.Table, error) {
			return a.supervision.Form(ctx, province, f)
		},
		ProvinceFormYears: func(ctx context.Context, province string) ([]int, error) {
			return a.supervision.FormYears(ctx, province)
		}})
	a.planning = planning.New(planning.Deps{Authorities: p.authorities, DB: p.db, Clock: p.clock, Log: p.log, Policy: p.policy, Audit: p.audit, Jobs: p.jobs,
		Storage: p.storage, Tenants: p.tenants, Register: p.register, Events: p.events, Catalogue: a.catalogue, Notify: p.notify, Identity: p.identity, Records: a.records, Households: a.households})
	a.tasks = tasks.New(tasks.Deps{DB: p.db, Clock: p.clock, Policy: p.policy, Audit: p.audit, Tenants: p.tenants, Identity: p.identity,
		Notify: p.notify, Library: a.library, Planning: a.planning})
	a.supervision = supervision.New(supervision.Deps{DB: p.db, Clock: p.clock, Policy: p.policy, Audit: p.audit, Tenants: p.tenants,
		Households: a.households, Planning: a.planning, Notify: p.notify, Jobs: p.jobs})
	return a
}

// work lists what waits for the actor, over all modules.
func (a apps) work(ctx context.Context) (items []web.WorkItem, err error) {
	for _, m := range a.modules() {
		if m.Work == nil {
			continue
		}
		more, err := m.Work(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

// responsibilities lists a member's open work, over all modules.
func (a apps) responsibilities(ctx context.Context, tenant, account string) (items []web.WorkItem, err error) {
	for _, m := range a.modules() {
		if m.Responsibilities == nil {
			continue
		}
		more, err := m.Responsibilities(ctx, tenant, account)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

// handOver gives a member's open work to another, in all modules.
func (a apps) handOver(ctx context.Context, tx database.Tx, tenant, from, to string) error {
	for _, m := range a.modules() {
		if m.HandOver == nil {
			continue
		}
		if err := m.HandOver(ctx, tx, tenant, from, to); err != nil {
			return err
		}
	}
	return nil
}

// words are the words of the audit of all modules.
func (a apps) words() (words []module.Word) {
	for _, m := range a.modules() {
		words = append(words, m.Words...)
	}
	return words
}

// tour is the tour of all modules.
func (a apps) tour() (steps []web.TourStep) {
	for _, m := range a.modules() {
		steps = append(steps, m.Tour...)
	}
	return steps
}

// modules is the only list of modules, in the order in which they may import
// each other.
func (a apps) modules() []module.Module {
	return []module.Module{a.administration.Module(), a.catalogue.Module(), a.library.Module(), a.records.Module(), a.households.Module(), a.planning.Module(), a.tasks.Module(), a.supervision.Module()}
}
