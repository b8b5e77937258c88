package tasks

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// Terms are what a task is given with.
type Terms struct {
	Title       string
	Deliverable string
	Owner       string // id of an office of the tenant: tenancy.Office.ID
	Due         *time.Time
}

// MaxTitle is how long title and deliverable may be, in characters.
const MaxTitle = 1000

func (t *Terms) check() error {
	t.Title, t.Deliverable = text.Line(t.Title), strings.TrimSpace(text.NFC(t.Deliverable))
	switch {
	case t.Title == "":
		return faultField("title", "chưa ghi việc phải làm.", "what is to be done is missing.")
	case utf8.RuneCountInString(t.Title) > MaxTitle:
		return faultField("title", "dài quá 1.000 ký tự.", "longer than 1,000 characters.")
	case utf8.RuneCountInString(t.Deliverable) > MaxTitle:
		return faultField("deliverable", "dài quá 1.000 ký tự.", "longer than 1,000 characters.")
	case t.Owner == "":
		return faultField("owner", "chưa chọn cơ quan thực hiện.", "the office is missing.")
	}
	return nil
}

// Offices are those to which tasks can be given, communes included.
func (s *Service) Offices(ctx context.Context, tenant string, year int) ([]tenancy.Office, error) {
	return s.Tenants.OfficesAt(ctx, tenant, inYear(year, s.Clock.Now()))
}

// inYear is now when it lies in the year, else the year's last day: offices and
// communes are those of the plan's time.
func inYear(year int, now time.Time) time.Time {
	switch at := now.In(i18n.Zone()); {
	case at.Year() == year:
		return at
	case at.Year() < year:
		return time.Date(year, 1, 1, 0, 0, 0, 0, i18n.Zone())
	default:
		return time.Date(year, 12, 31, 0, 0, 0, 0, i18n.Zone())
	}
}

func (s *Service) office(ctx context.Context, tenant string, year int, id string) (Owner, error) {
	offices, err := s.Offices(ctx, tenant, year)
	if err != nil {
		return Owner{}, err
	}
	i := slices.IndexFunc(offices, func(o tenancy.Office) bool { return o.ID == id })
	if i < 0 {
		return Owner{}, faultField("owner", "không có cơ quan này.", "there is no such office.")
	}
	o := offices[i]
	return Owner{Function: o.Function, Unit: o.UnitCode, Name: o.ShortName}, nil
}

// Give makes a task by hand: one that no plan names.
func (s *Service) Give(ctx context.Context, tenant string, year int, terms Terms, remark string) (t Task, err error) {
	if err = terms.check(); err != nil {
		return t, err
	}
	if remark, err = remarked(remark, false); err != nil {
		return t, err
	}
	err = s.in(ctx, tenant, ActionCoordinate, func(ctx context.Context, tx database.Tx) error {
		t = Task{Year: year, Role: roleTask, Title: terms.Title, Deliverable: terms.Deliverable, Due: terms.Due, State: Open}
		if t.Owner, err = s.office(ctx, tenant, year, terms.Owner); err != nil {
			return err
		}
		return s.give(ctx, tx, &t, remark)
	})
	return t, err
}

// give writes a new task and tells its owner.
func (s *Service) give(ctx context.Context, tx database.Tx, t *Task, remark string, changes ...Difference) error {
	if err := s.add(ctx, tx, t, remark, changes...); err != nil {
		return err
	}
	return s.tellOwner(ctx, tx, *t, Given, remark)
}

// add writes a new task.
func (s *Service) add(ctx context.Context, tx database.Tx, t *Task, remark string, changes ...Difference) error {
	now := s.Clock.Now()
	t.ID, t.CreatedAt, t.UpdatedAt, t.Revision = uuid.NewString(), now, now, 1
	if err := s.store.insert(ctx, tx, *t); err != nil {
		return err
	}
	return s.record(ctx, tx, ActionCoordinate, Event{Task: t.ID, Kind: Given, Remark: remark, Changes: changes}, nil,
		map[string]any{"title": t.Title, "owner": t.Owner.Name, "due": day(t.Due)})
}

func day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return i18n.Date(*t)
}

// Edit changes the terms of a task; revision is that which the author saw.
func (s *Service) Edit(ctx context.Context, tenant, id string, revision int, terms Terms, remark string) (t Task, err error) {
	if err = terms.check(); err != nil {
		return t, err
	}
	if remark, err = remarked(remark, false); err != nil {
		return t, err
	}
	err = s.in(ctx, tenant, ActionCoordinate, func(ctx context.Context, tx database.Tx) error {
		if t, err = s.store.get(ctx, tx, id, true); err != nil {
			return err
		}
		if t.Revision != revision {
			return faultStale()
		}
		owner := t.Owner
		if terms.Owner != keep {
			if owner, err = s.office(ctx, tenant, t.Year, terms.Owner); err != nil {
				return err
			}
		}
		changes := edited(t, terms, owner)
		if len(changes) == 0 {
			return nil
		}
		t.Title, t.Deliverable, t.Due, t.Owner = terms.Title, terms.Deliverable, terms.Due, owner
		if err := s.save(ctx, tx, &t); err != nil {
			return err
		}
		if err := s.record(ctx, tx, ActionCoordinate, Event{Task: id, Kind: Edited, Remark: remark, Changes: changes}, nil, changes); err != nil {
			return err
		}
		return s.tellOwner(ctx, tx, t, Edited, remark)
	})
	return t, err
}

// keep, as the owner of Terms, leaves the owner as it is.
const keep = "keep"

func edited(t Task, terms Terms, owner Owner) (out []Difference) {
	for _, d := range []Difference{{"title", t.Title, terms.Title}, {"deliverable", t.Deliverable, terms.Deliverable},
		{"owner", t.Owner.String(), owner.String()}, {"due", day(t.Due), day(terms.Due)}} {
		if d.Before != d.After {
			out = append(out, d)
		}
	}
	return out
}

// SetDue gives several tasks the same day at once.
func (s *Service) SetDue(ctx context.Context, tenant string, ids []string, due time.Time) (n int, err error) {
	err = s.in(ctx, tenant, ActionCoordinate, func(ctx context.Context, tx database.Tx) error {
		if err := s.store.lock(ctx, tx, ids...); err != nil {
			return err
		}
		for _, id := range ids {
			t, err := s.store.get(ctx, tx, id, true)
			if err != nil {
				return err
			}
			before := day(t.Due)
			if t.State.Ended() || before == day(&due) {
				continue
			}
			t.Due = &due
			if err := s.save(ctx, tx, &t); err != nil {
				return err
			}
			change := Difference{"due", before, day(&due)}
			if err := s.record(ctx, tx, ActionCoordinate, Event{Task: id, Kind: Edited, Changes: []Difference{change}}, nil, change); err != nil {
				return err
			}
			if err := s.tellOwner(ctx, tx, t, Edited, ""); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// SplitOff makes a part of a task, with an owner and a day of its own. Whoever
// the task belongs to may split it inside of their office, who coordinates for
// everybody.
func (s *Service) SplitOff(ctx context.Context, tenant, id string, terms Terms, remark string) (part Task, err error) {
	if err = terms.check(); err != nil {
		return part, err
	}
	if remark, err = remarked(remark, false); err != nil {
		return part, err
	}
	_, err = s.own(ctx, tenant, id, func(ctx context.Context, tx database.Tx, t *Task) error {
		if t.State.Ended() || t.State == Reported {
			return faultState(t.State, Split)
		}
		if t.Parent != "" {
			return faultField("title", "phần việc không chia nhỏ thêm được nữa.", "a part cannot be split again.")
		}
		part = Task{Year: t.Year, Plan: t.Plan, Parent: t.ID, Project: t.Project, Role: t.Role, At: t.At, Title: terms.Title,
			Deliverable: terms.Deliverable, Due: terms.Due, State: Open, Owner: t.Owner}
		part.Owner.Account, part.Owner.Person = "", ""
		if terms.Owner != keep {
			if part.Owner, err = s.office(ctx, tenant, t.Year, terms.Owner); err != nil {
				return err
			}
		}
		if part.Owner.Name != t.Owner.Name {
			if err := s.Policy.Authorise(ctx, ActionCoordinate); err != nil {
				return err
			}
		}
		if err := s.give(ctx, tx, &part, remark); err != nil {
			return err
		}
		t.Progress = 0
		if t.Children > 0 {
			return s.record(ctx, tx, ActionReport, Event{Task: id, Kind: Split, Remark: part.Title}, nil, nil)
		}
		if err := s.save(ctx, tx, t); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionReport, Event{Task: id, Kind: Split, Remark: part.Title}, nil, nil)
	})
	return part, err
}

// Withdraw takes a task from its owner, with its parts; the remark says why.
func (s *Service) Withdraw(ctx context.Context, tenant, id, remark string) (Task, error) {
	return s.turn(ctx, tenant, id, Taken, remark)
}

// Reopen gives a task again that was ended; the remark says why.
func (s *Service) Reopen(ctx context.Context, tenant, id, remark string) (Task, error) {
	return s.turn(ctx, tenant, id, Reopened, remark)
}

func (s *Service) turn(ctx context.Context, tenant, id string, k Kind, remark string) (t Task, err error) {
	if remark, err = remarked(remark, true); err != nil {
		return t, err
	}
	err = s.in(ctx, tenant, ActionCoordinate, func(ctx context.Context, tx database.Tx) error {
		if t, err = s.store.get(ctx, tx, id, true); err != nil {
			return err
		}
		t.ReportedBy = ""
		if err := s.step(ctx, tx, &t, ActionCoordinate, k, remark); err != nil {
			return err
		}
		if err := s.tellOwner(ctx, tx, t, k, remark); err != nil || k != Taken {
			return err
		}
		return s.withdrawParts(ctx, tx, t, remark)
	})
	return t, err
}

func (s *Service) withdrawParts(ctx context.Context, tx database.Tx, t Task, remark string, changes ...Difference) error {
	list, _, err := s.store.list(ctx, tx, Filter{Parent: t.ID}, s.today(), database.Page{Limit: 500})
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.State.Ended() {
			continue
		}
		if err := s.step(ctx, tx, &p, ActionCoordinate, Taken, remark, changes...); err != nil {
			return err
		}
	}
	return nil
}
