package tasks

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"vuon/apps/planning"
	"vuon/platform/database"
	"vuon/platform/events"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// planField is the difference that every event has which a version of the plan
// caused: the version before, and the one that caused it.
const planField = "plan"

// Subscriptions are the events of planning that tasks follow.
func (s *Service) Subscriptions() []events.Subscription {
	return []events.Subscription{
		events.On(func(ctx context.Context, e planning.PlanIssued) error { return s.Follow(ctx, e.Tenant, e.Year) }),
		events.On(s.TakenBack),
	}
}

// TakenBack lets the tasks go back with a plan that is not in force any more.
func (s *Service) TakenBack(ctx context.Context, e planning.PlanTakenBack) error {
	switch {
	case e.Step != planning.StepIssue:
		return nil // it was not in force; one before it may be
	case e.Restored > 0:
		return s.Follow(ctx, e.Tenant, e.Year)
	default:
		return s.leave(ctx, e.Tenant, e.Year, e.Version)
	}
}

// Follow makes the tasks of a year those of its plan in force: new assignments
// become tasks, changed ones change them, and tasks that are no longer asked for
// are withdrawn unless they are done. It runs in the transaction in which the
// plan came into force, and asks for no permission of its own.
func (s *Service) Follow(ctx context.Context, tenant string, year int) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		v, err := s.Planning.ReadAcross(ctx, tx, tenant, year)
		if err != nil {
			return err
		}
		wanted, err := s.wanted(ctx, tenant, v)
		if err != nil {
			return err
		}
		f := follower{Service: s, ctx: ctx, tx: tx, version: v.Version, told: map[Owner]int{}, there: map[string]Task{}, ids: map[string]string{}}
		existing, err := s.store.ofPlan(ctx, tx, year, true)
		if err != nil {
			return err
		}
		for _, t := range existing {
			f.there[t.Origin] = t
		}
		for _, t := range wanted {
			if err := f.take(t); err != nil {
				return err
			}
		}
		for _, t := range existing {
			if err := f.drop(t); err != nil {
				return err
			}
		}
		return s.tellGiven(ctx, tx, v, f.told)
	})
}

// wanted are the tasks of a version, what goes to single communes behind what
// goes to all of them.
func (s *Service) wanted(ctx context.Context, tenant string, v planning.Version) (list []Task, err error) {
	var reports tenancy.HalfYearly
	if err := s.Tenants.Setting(ctx, tenant, tenancy.ReportDeadlines, &reports); err != nil {
		return nil, err
	}
	communes, err := s.Tenants.Units(ctx, tenant, inYear(v.Year, s.Clock.Now()))
	if err != nil {
		return nil, err
	}
	for _, t := range fromPlan(&v.Plan, v.Year, reports) {
		t.Plan = v.Version
		list = append(list, t)
		for _, p := range parts(t, communes) {
			p.Parent = t.Origin // replaced by the id when it is written
			list = append(list, p)
		}
	}
	return list, nil
}

// follower carries a version of the plan into the tasks of its year.
type follower struct {
	*Service
	ctx     context.Context
	tx      database.Tx
	version int
	there   map[string]Task   // by origin: what has not been looked at yet
	ids     map[string]string // by origin: of what was taken
	told    map[Owner]int     // how many new or changed tasks an owner has
}

func (f *follower) caused(before int) Difference {
	return Difference{planField, strconv.Itoa(before), strconv.Itoa(f.version)}
}

// take makes the task that the plan wants, or changes the one that is there.
func (f *follower) take(want Task) error {
	want.Parent = f.ids[want.Parent]
	have, there := f.there[want.Origin]
	delete(f.there, want.Origin)
	if !there {
		if err := f.add(f.ctx, f.tx, &want, "", f.caused(0)); err != nil {
			return err
		}
		f.ids[want.Origin] = want.ID
		f.told[want.Owner]++
		return nil
	}
	f.ids[want.Origin] = have.ID
	changes := differences(have, want)
	again, err := f.dropped(have)
	if err != nil {
		return err
	}
	if len(changes) == 0 && !again {
		have.Plan = want.Plan
		return f.store.update(f.ctx, f.tx, &have)
	}
	changes = append(changes, f.caused(have.Plan))
	have.Plan, have.Title, have.Text, have.At, have.Owner.Name = want.Plan, want.Title, want.Text, want.At, want.Owner.Name
	kind := Amended
	if again {
		kind, have.State = Reopened, Open
		if have.Progress > 0 {
			have.State = Doing
		}
	}
	have.UpdatedAt = f.Clock.Now()
	if err := f.store.update(f.ctx, f.tx, &have); err != nil {
		return err
	}
	f.told[want.Owner]++
	return f.record(f.ctx, f.tx, ActionCoordinate, Event{Task: have.ID, Kind: kind, Changes: changes}, nil, changes)
}

// dropped reports whether it was the plan that withdrew a task. What a person
// withdrew stays so.
func (f *follower) dropped(t Task) (bool, error) {
	if t.State != Withdrawn {
		return false, nil
	}
	happened, err := f.store.events(f.ctx, f.tx, t.ID)
	if err != nil || len(happened) == 0 {
		return false, err
	}
	last := happened[len(happened)-1]
	return last.Kind == Taken && slices.ContainsFunc(last.Changes, func(d Difference) bool { return d.Field == planField }), nil
}

// drop withdraws a task that the plan does not want any more.
func (f *follower) drop(t Task) error {
	if _, left := f.there[t.Origin]; !left || t.State.Ended() {
		return nil
	}
	before := t.Plan
	t.Plan, t.State, t.UpdatedAt = f.version, Withdrawn, f.Clock.Now()
	if err := f.store.update(f.ctx, f.tx, &t); err != nil {
		return err
	}
	change := f.caused(before)
	if err := f.record(f.ctx, f.tx, ActionCoordinate, Event{Task: t.ID, Kind: Taken,
		Remark: "Kế hoạch không còn giao nhiệm vụ này.", Changes: []Difference{change}}, nil, change); err != nil {
		return err
	}
	return f.withdrawParts(f.ctx, f.tx, t, "Kế hoạch không còn giao nhiệm vụ này.", change)
}

// leave withdraws what a plan gave that is not in force any more.
func (s *Service) leave(ctx context.Context, tenant string, year, version int) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		existing, err := s.store.ofPlan(ctx, tx, year, true)
		if err != nil {
			return err
		}
		f := follower{Service: s, ctx: ctx, tx: tx, version: version, there: map[string]Task{}}
		for _, t := range existing {
			f.there[t.Origin] = t
		}
		slices.SortFunc(existing, func(a, b Task) int { return len(b.Parent) - len(a.Parent) }) // parts first
		for _, t := range existing {
			if err := f.drop(t); err != nil {
				return err
			}
		}
		return nil
	})
}

// Change is a task with what a version of the plan changed in it.
type Change struct {
	Task  Task
	Event Event
}

// Changes lists what a version of the plan changed in the tasks of its year.
func (s *Service) Changes(ctx context.Context, tenant string, year, version int) (list []Change, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		happened, err := s.store.planEvents(ctx, tx, year, version)
		if err != nil {
			return err
		}
		var ids []string
		for _, e := range happened {
			ids = append(ids, e.Task)
		}
		at, err := s.store.named(ctx, tx, ids)
		for _, e := range happened {
			list = append(list, Change{at[e.Task], e})
		}
		return err
	})
	return list, err
}

func planTitle(v planning.Version) i18n.Text {
	return i18n.T(fmt.Sprintf("Kế hoạch năm %d", v.Year), fmt.Sprintf("Plan of %d", v.Year))
}
