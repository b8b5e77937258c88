package tasks

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"vuon/apps/library"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/text"
)

// MaxRemark is how long a remark may be, in characters.
const MaxRemark = 4000

// remarked is a remark as it is kept: composed, trimmed, of bounded length.
func remarked(s string, needed bool) (string, error) {
	s = strings.TrimSpace(text.NFC(s))
	switch {
	case utf8.RuneCountInString(s) > MaxRemark:
		return s, fault.New(fault.Invalid, "remark_too_long", "Nội dung dài quá 4.000 ký tự.", "The text is longer than 4,000 characters.").
			At("remark", "Dài quá 4.000 ký tự.", "Longer than 4,000 characters.")
	case s == "" && needed:
		return s, faultRemark()
	}
	return s, nil
}

// own runs fn on a task, locked, for its people and for who coordinates.
func (s *Service) own(ctx context.Context, tenant, id string, fn func(ctx context.Context, tx database.Tx, t *Task) error) (t Task, err error) {
	err = s.in(ctx, tenant, s.workAction(ctx, tenant), func(ctx context.Context, tx database.Tx) error {
		if t, err = s.store.get(ctx, tx, id, true); err != nil {
			return err
		}
		if err := s.mayWork(ctx, t); err != nil {
			return err
		}
		return fn(ctx, tx, &t)
	})
	return t, err
}

// workAction is the action by which the actor works on tasks here.
func (s *Service) workAction(ctx context.Context, tenant string) string {
	if s.Policy.Can(policy.At(ctx, tenant), ActionCoordinate) {
		return ActionCoordinate
	}
	return ActionReport
}

// step changes the state of a task as its rule says, and tells what happened.
func (s *Service) step(ctx context.Context, tx database.Tx, t *Task, action string, k Kind, remark string, changes ...Difference) error {
	r := rules()[k]
	if !r.allows(t.State) {
		return faultState(t.State, k)
	}
	before := map[string]any{"state": t.State, "progress": t.Progress}
	t.State = r.to
	if err := s.save(ctx, tx, t); err != nil {
		return err
	}
	return s.record(ctx, tx, action, Event{Task: t.ID, Kind: k, Remark: remark, Changes: changes}, before,
		map[string]any{"state": t.State, "progress": t.Progress})
}

// save writes the task, and carries progress up to what it is a part of.
func (s *Service) save(ctx context.Context, tx database.Tx, t *Task) error {
	t.UpdatedAt = s.Clock.Now()
	if err := s.store.update(ctx, tx, t); err != nil || t.Parent == "" {
		return err
	}
	parent, err := s.store.get(ctx, tx, t.Parent, true)
	if err != nil {
		return err
	}
	parts, _, err := s.store.list(ctx, tx, Filter{Parent: parent.ID}, s.today(), database.Page{Limit: 500})
	if err != nil {
		return err
	}
	progress, counted := rolled(parts)
	if counted == 0 || parent.State.Ended() || parent.Progress == progress {
		return nil
	}
	parent.Progress = progress
	if parent.State == Open && progress > 0 {
		parent.State = Doing
	}
	return s.save(ctx, tx, &parent)
}

// Advance says how far a task is, in percent. One that has parts is as far as they are.
func (s *Service) Advance(ctx context.Context, tenant, id string, progress int, remark string) (Task, error) {
	remark, err := remarked(remark, false)
	if err != nil {
		return Task{}, err
	}
	if progress < 0 || progress > 100 {
		return Task{}, faultField("progress", "tiến độ từ 0 đến 100.", "progress is from 0 to 100.")
	}
	return s.own(ctx, tenant, id, func(ctx context.Context, tx database.Tx, t *Task) error {
		if t.Children > 0 {
			return faultField("progress", "tiến độ được tính từ các phần việc.", "progress is that of its parts.")
		}
		change := Difference{"progress", percent(t.Progress), percent(progress)}
		t.Progress = progress
		return s.step(ctx, tx, t, ActionReport, Advanced, remark, change)
	})
}

func percent(n int) string { return fmt.Sprintf("%d%%", n) }

// Report says that a task is done and waits for confirmation.
func (s *Service) Report(ctx context.Context, tenant, id, remark string) (Task, error) {
	remark, err := remarked(remark, false)
	if err != nil {
		return Task{}, err
	}
	return s.own(ctx, tenant, id, func(ctx context.Context, tx database.Tx, t *Task) error {
		parts, _, err := s.store.list(ctx, tx, Filter{Parent: t.ID}, s.today(), database.Page{Limit: 500})
		if err != nil {
			return err
		}
		for _, p := range parts {
			if !p.State.Ended() {
				return faultParts()
			}
		}
		t.Progress = 100
		t.ReportedBy, _ = who(ctx)
		if err := s.step(ctx, tx, t, ActionReport, ReportDone, remark); err != nil {
			return err
		}
		return s.tellConfirmers(ctx, tx, *t)
	})
}

// Confirm ends a task that was reported done; whoever reported it does not.
func (s *Service) Confirm(ctx context.Context, tenant, id, remark string) (Task, error) {
	return s.judge(ctx, tenant, id, ConfirmDone, remark, false)
}

// SendBack lets a task that was reported done go on; the remark says why.
func (s *Service) SendBack(ctx context.Context, tenant, id, remark string) (Task, error) {
	return s.judge(ctx, tenant, id, SentBack, remark, true)
}

func (s *Service) judge(ctx context.Context, tenant, id string, k Kind, remark string, needed bool) (t Task, err error) {
	if remark, err = remarked(remark, needed); err != nil {
		return t, err
	}
	err = s.in(ctx, tenant, ActionConfirm, func(ctx context.Context, tx database.Tx) error {
		if t, err = s.store.get(ctx, tx, id, true); err != nil {
			return err
		}
		if err := s.Policy.Authorise(ctx, ActionConfirm, policy.Resource{Unit: t.Owner.Unit, Project: t.Project,
			Did: map[string]string{ActionReport: t.ReportedBy}}); err != nil {
			return err
		}
		if k == SentBack {
			t.ReportedBy = ""
		}
		if err := s.step(ctx, tx, &t, ActionConfirm, k, remark); err != nil {
			return err
		}
		return s.tellOwner(ctx, tx, t, k, remark)
	})
	return t, err
}

// Delegate gives a task to a person of the office that answers for it, or back to
// the office (account "").
func (s *Service) Delegate(ctx context.Context, tenant, id, account, remark string) (Task, error) {
	remark, err := remarked(remark, false)
	if err != nil {
		return Task{}, err
	}
	return s.own(ctx, tenant, id, func(ctx context.Context, tx database.Tx, t *Task) error {
		if t.State.Ended() {
			return faultState(t.State, Delegated)
		}
		before := t.Owner.Person
		t.Owner.Account, t.Owner.Person = "", ""
		if account != "" {
			person, err := s.person(ctx, tenant, t.Owner, account)
			if err != nil {
				return err
			}
			t.Owner.Account, t.Owner.Person = account, person.Name
		}
		if before == t.Owner.Person {
			return nil
		}
		if err := s.save(ctx, tx, t); err != nil {
			return err
		}
		change := Difference{"person", before, t.Owner.Person}
		if err := s.record(ctx, tx, ActionReport, Event{Task: t.ID, Kind: Delegated, Remark: remark, Changes: []Difference{change}},
			map[string]any{"person": before}, map[string]any{"person": t.Owner.Person}); err != nil {
			return err
		}
		return s.tellOwner(ctx, tx, *t, Delegated, remark)
	})
}

// person is a member who works in the office that answers for a task. Where the
// office has no hands of its own here, whoever may report tasks can do it.
func (s *Service) person(ctx context.Context, tenant string, o Owner, account string) (identity.Person, error) {
	people, err := s.people(ctx, tenant, o)
	if err != nil {
		return identity.Person{}, err
	}
	for _, p := range people {
		if p.ID == account {
			return p, nil
		}
	}
	return identity.Person{}, faultPerson()
}

// people are the members of the office that answers for a task.
func (s *Service) people(ctx context.Context, tenant string, o Owner) ([]identity.Person, error) {
	a := identity.Audience{Roles: policy.RolesOf(o.Function)}
	if len(a.Roles) == 0 {
		a.Roles = []string{"labour", "agriculture", "finance"}
	}
	if o.Unit != "" {
		a.Units = []string{o.Unit}
	}
	return s.Identity.Audience(ctx, tenant, a)
}

// Say adds a remark; everybody who sees tasks may.
func (s *Service) Say(ctx context.Context, tenant, id, remark string) error {
	remark, err := remarked(remark, true)
	if err != nil {
		return err
	}
	return s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		t, err := s.store.get(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, ActionView, Event{Task: id, Kind: Said, Remark: remark}, nil, nil); err != nil {
			return err
		}
		return s.tellOwner(ctx, tx, t, Said, remark)
	})
}

// Attach adds a file as evidence.
func (s *Service) Attach(ctx context.Context, tenant, id string, up library.Upload) (f library.File, err error) {
	_, err = s.own(ctx, tenant, id, func(ctx context.Context, tx database.Tx, t *Task) error {
		up.Title, up.Unit = t.Title, t.Owner.Unit
		if f, err = s.Library.Attach(ctx, tx, fileOwner(id), up); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionReport, Event{Task: id, Kind: Evidence, Remark: f.Name}, nil,
			map[string]any{"file": f.Name, "sha256": f.SHA256})
	})
	return f, err
}
