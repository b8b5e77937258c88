package tasks

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

// The days after which a late task is told to more people: its owner at once,
// who coordinates after a week, the leaders after two.
const (
	upToCoordinator = 7
	upToLeaders     = 14
)

// Keep tells of tasks that will soon be due, and of those that are late, to ever
// higher places. Called hourly; each is told once, those of one day together.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		soon := s.today().AddDate(0, 0, upToCoordinator)
		page := database.Page{Limit: 500}
		batches := map[string]*batch{}
		for {
			list, next, err := s.store.list(ctx, tx, Filter{Late: true}, soon.AddDate(0, 0, 1), page)
			if err != nil {
				return err
			}
			for _, t := range list {
				if t.Children == 0 { // its parts are told of
					s.sort(batches, t)
				}
			}
			if next == "" {
				break
			}
			page.After = next
		}
		for _, key := range slices.Sorted(maps.Keys(batches)) {
			if err := s.remind(ctx, tx, key, batches[key]); err != nil {
				return err
			}
		}
		return nil
	})
}

// batch is what one message tells: tasks that are due on one day.
type batch struct {
	to    notify.To
	roles []string // to whom it went up; none: to the owner
	late  int      // days
	tasks []Task
}

// sort puts a task into the batches that tell of it.
func (s *Service) sort(batches map[string]*batch, t Task) {
	late := t.DaysLate(s.Clock.Now())
	put := func(key string, to notify.To, roles []string) {
		if len(to.Accounts)+len(to.Roles) == 0 {
			return // an office without hands here
		}
		key += " " + day(t.Due)
		if batches[key] == nil {
			batches[key] = &batch{to: to, roles: roles, late: late}
		}
		batches[key].tasks = append(batches[key].tasks, t)
	}
	owner := t.Owner.Function + t.Owner.Unit + t.Owner.Account
	if late == 0 {
		put("due "+owner, reach(t.Owner), nil)
		return
	}
	put("late "+owner, reach(t.Owner), nil)
	if late >= upToCoordinator {
		put("up labour", notify.To{Roles: []string{"labour"}}, []string{"labour"})
	}
	if late >= upToLeaders {
		leaders := []string{"chair", "vicechair"}
		put("up leaders", notify.To{Roles: leaders}, leaders)
	}
}

// remind sends one message of a batch, and leaves in each task's history that
// those above were told.
func (s *Service) remind(ctx context.Context, tx database.Tx, key string, b *batch) error {
	tenant, first := database.Tenant(ctx), b.tasks[0]
	m := notify.Message{Kind: "tasks.late", To: b.to, Due: first.Due, Key: key, Mail: true, Path: path(tenant, first.ID)}
	what := i18n.T(first.Title, first.Title)
	if n := len(b.tasks); n > 1 {
		what = i18n.T(fmt.Sprintf("%d nhiệm vụ hạn %s", n, day(first.Due)), fmt.Sprintf("%d tasks due %s", n, day(first.Due)))
		m.Path = fmt.Sprintf("/t/%s/tasks?year=%d&late=yes", tenant, first.Year)
	}
	switch {
	case b.late == 0:
		m.Kind, m.Path = "tasks.due", strings.Replace(m.Path, "late=yes", "mine=yes", 1)
		m.Title = i18n.T("Sắp đến hạn: "+what.VI, "Due soon: "+what.EN)
	case b.roles == nil:
		m.Title = i18n.T("Trễ hạn: "+what.VI, "Late: "+what.EN)
	default:
		m.Title = i18n.T(fmt.Sprintf("Trễ %d ngày: %s", b.late, what.VI), fmt.Sprintf("%d days late: %s", b.late, what.EN))
	}
	if err := s.Notify.Send(ctx, tx, m); err != nil || b.roles == nil {
		return err
	}
	for _, t := range b.tasks {
		if err := s.wentUp(ctx, tx, t, b.roles); err != nil {
			return err
		}
	}
	return nil
}

// wentUp leaves in the task's history, once, that those above were told.
func (s *Service) wentUp(ctx context.Context, tx database.Tx, t Task, roles []string) error {
	remark := strings.Join(roles, ", ") + " · " + day(t.Due)
	happened, err := s.store.events(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, e := range happened {
		if e.Kind == WentUp && e.Remark == remark {
			return nil
		}
	}
	return s.store.addEvent(ctx, tx, Event{Task: t.ID, Kind: WentUp, Remark: remark, At: s.Clock.Now(), Actor: "Vươn"})
}
