package tasks

import (
	"context"
	"fmt"

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
