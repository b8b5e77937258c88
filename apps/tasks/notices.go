package tasks

import (
	"context"
	"fmt"
	"strings"

	"vuon/apps/planning"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/notify"
	"vuon/platform/policy"
	"vuon/platform/web"
)

func path(tenant, id string) string { return "/t/" + tenant + "/tasks/" + id }

// reach is whom a task concerns: its person, else the hands of its office.
func reach(o Owner) notify.To {
	if o.Account != "" {
		return notify.To{Accounts: []string{o.Account}}
	}
	to := notify.To{Roles: policy.RolesOf(o.Function)}
	if o.Unit != "" {
		to.Units = []string{o.Unit}
	}
	return to
}

// tellOwner tells whoever works on a task what somebody else did with it.
func (s *Service) tellOwner(ctx context.Context, tx database.Tx, t Task, k Kind, remark string) error {
	to := reach(t.Owner)
	if len(to.Accounts)+len(to.Roles) == 0 {
		return nil // an office without hands here
	}
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "tasks." + string(k), Title: i18n.T(k.Title().VI+": "+t.Title, k.Title().EN+": "+t.Title),
		Body: i18n.T(remark, remark), Path: path(database.Tenant(ctx), t.ID), To: to, Due: t.Due, Mail: k == Given || k == SentBack})
}

// tellConfirmers tells who confirms tasks that one was reported done.
func (s *Service) tellConfirmers(ctx context.Context, tx database.Tx, t Task) error {
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "tasks.reported",
		Title: i18n.T(t.Owner.String()+" báo cáo hoàn thành: "+t.Title, t.Owner.String()+" reports done: "+t.Title),
		Path:  path(database.Tenant(ctx), t.ID), To: notify.To{Roles: []string{"labour"}}})
}

// tellGiven tells each owner, once, how many tasks the plan has given them.
func (s *Service) tellGiven(ctx context.Context, tx database.Tx, v planning.Version, told map[Owner]int) error {
	for o, n := range told {
		to := reach(o)
		if o.Function == "commune" && o.Unit == "" || len(to.Roles) == 0 {
			continue // each commune hears of its own part
		}
		err := s.Notify.Send(ctx, tx, notify.Message{Kind: "tasks.given", To: to, Mail: true,
			Title: i18n.T(fmt.Sprintf("%s giao hoặc thay đổi %d nhiệm vụ của %s", planTitle(v).VI, n, o.Name),
				fmt.Sprintf("%s gives or changes %d tasks of %s", planTitle(v).EN, n, o.Name)),
			Path: fmt.Sprintf("/t/%s/tasks?year=%d&mine=yes", v.Tenant, v.Year)})
		if err != nil {
			return err
		}
	}
	return nil
}

// The days after which a late task is told to more people: its owner at once,
// who coordinates after a week, the leaders after two.
const (
	upToCoordinator = 7
	upToLeaders     = 14
)

// Keep tells of tasks that will soon be due, and of those that are late, to ever
// higher places. Called hourly; each is told once.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		soon := s.today().AddDate(0, 0, upToCoordinator)
		page := database.Page{Limit: 500}
		for {
			list, next, err := s.store.list(ctx, tx, Filter{Late: true}, soon.AddDate(0, 0, 1), page)
			if err != nil {
				return err
			}
			for _, t := range list {
				if err := s.remind(ctx, tx, t); err != nil {
					return err
				}
			}
			if next == "" {
				return nil
			}
			page.After = next
		}
	})
}

// remind tells of one task that is due within a week or late.
func (s *Service) remind(ctx context.Context, tx database.Tx, t Task) error {
	late := t.DaysLate(s.Clock.Now())
	m := notify.Message{Kind: "tasks.due", Title: i18n.T("Sắp đến hạn: "+t.Title, "Due soon: "+t.Title), To: reach(t.Owner),
		Path: path(database.Tenant(ctx), t.ID), Due: t.Due, Key: "due " + t.ID + " " + day(t.Due), Mail: true}
	if late == 0 {
		return s.send(ctx, tx, m)
	}
	m.Kind, m.Key = "tasks.late", "late "+t.ID+" "+day(t.Due)
	m.Title = i18n.T("Trễ hạn: "+t.Title, "Late: "+t.Title)
	if err := s.send(ctx, tx, m); err != nil {
		return err
	}
	for _, up := range []struct {
		after int
		roles []string
	}{{upToCoordinator, []string{"labour"}}, {upToLeaders, []string{"chair", "vicechair"}}} {
		if late < up.after {
			continue
		}
		m.To, m.Key = notify.To{Roles: up.roles}, fmt.Sprintf("late %s %s up %d", t.ID, day(t.Due), up.after)
		m.Title = i18n.T(fmt.Sprintf("%s trễ hạn %d ngày: %s", t.Owner, late, t.Title), fmt.Sprintf("%s is %d days late: %s", t.Owner, late, t.Title))
		if err := s.send(ctx, tx, m); err != nil {
			return err
		}
		if err := s.wentUp(ctx, tx, t, up.roles); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) send(ctx context.Context, tx database.Tx, m notify.Message) error {
	if len(m.To.Accounts)+len(m.To.Roles) == 0 {
		return nil
	}
	return s.Notify.Send(ctx, tx, m)
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

// Work lists the tasks that wait for the actor in its tenant: its own and its
// office's, and those that it may confirm.
func (s *Service) Work(ctx context.Context) (items []web.WorkItem, err error) {
	actor, _ := identity.From(ctx)
	if !s.Policy.Can(ctx, ActionReport) && !s.Policy.Can(ctx, ActionConfirm) {
		return nil, nil
	}
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		now := s.Clock.Now()
		for _, state := range []State{Open, Doing, Reported} {
			list, _, err := s.store.list(ctx, tx, Filter{State: state}, s.today(), database.Page{Limit: 500})
			if err != nil {
				return err
			}
			for _, t := range list {
				if item, waits := s.waits(ctx, actor, t); waits {
					item.Path, item.Since, item.Due, item.Late = path(actor.Tenant, t.ID), t.UpdatedAt, t.Due, t.Late(now)
					items = append(items, item)
				}
			}
		}
		return nil
	})
	return items, err
}

func (s *Service) waits(ctx context.Context, actor identity.Actor, t Task) (item web.WorkItem, waits bool) {
	item.Title = i18n.T(t.Title, "")
	if t.State == Reported {
		item.Kind = i18n.T("Xác nhận hoàn thành", "Confirm")
		return item, t.ReportedBy != actor.Account && s.Policy.Can(ctx, ActionConfirm)
	}
	item.Kind = i18n.T("Thực hiện nhiệm vụ", "Carry out")
	wide := t.Owner.Function == "commune" && t.Owner.Unit == "" // its parts wait, not the whole
	return item, t.Children == 0 && !wide && mine(actor, t) && (t.Owner.Account == "" || t.Owner.Account == actor.Account)
}
