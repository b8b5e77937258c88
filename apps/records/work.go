package records

import (
	"context"
	"slices"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
)

// Work lists the documents that wait for the actor: in its boxes, and, for who
// keeps the registers, what is to be entered, numbered, sent or handed on. What
// is overdue anywhere also comes to whoever handed it on, and to the chair.
func (s *Service) Work(ctx context.Context) (items []web.WorkItem, err error) {
	actor, _ := identity.From(ctx)
	if actor.Account == "" || !s.Policy.Can(ctx, ActionInbox) {
		return nil, nil
	}
	err = s.DB.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx database.Tx) error {
		waiting, err := s.store.slips(ctx, tx, nil, true)
		if err != nil {
			return err
		}
		mine := myBoxes(ctx, actor.Tenant)
		waiting = slices.DeleteFunc(waiting, func(slip Slip) bool { return !s.concerns(slip, mine, actor) })
		letters, err := s.letters(ctx, tx, waiting)
		if err != nil {
			return err
		}
		for _, l := range letters {
			items = append(items, s.letterItem(l, mine, actor))
		}
		if !s.Policy.Can(ctx, ActionRegister) {
			return nil
		}
		more, err := s.clerical(ctx, tx)
		items = append(items, more...)
		return err
	})
	return items, err
}

// concerns reports whether a document that waits in a box waits for the actor: who
// opens the box, or once it is late those above.
func (s *Service) concerns(slip Slip, mine []string, actor identity.Actor) bool {
	return slices.Contains(mine, slip.Box) || late(slip.Due, s.Clock.Now()) && (slip.SentAccount == actor.Account || chairs(actor))
}

func (s *Service) letterItem(l Letter, mine []string, actor identity.Actor) web.WorkItem {
	item := web.WorkItem{Title: i18n.T(l.Sender+": "+l.Number+" "+l.Abstract, ""), Since: l.SentAt, Due: l.Due, Late: late(l.Due, s.Clock.Now()),
		Path: "/t/" + actor.Tenant + "/inbox/" + l.ID, Kind: i18n.T("Nhận văn bản", "Confirm a document")}
	switch {
	case !slices.Contains(mine, l.Box):
		item.Kind = i18n.T("Quá hạn ở "+l.BoxName, "Overdue at "+l.BoxName)
		item.Path = "/t/" + actor.Tenant + "/records/incoming/" + l.Incoming
		if l.Incoming == "" {
			item.Path = "/t/" + actor.Tenant + "/records/outgoing/" + l.Outgoing
		}
	case l.Incoming != "":
		item.Kind = i18n.T("Xử lý văn bản đến", "Handle an incoming document")
	}
	return item
}

func chairs(actor identity.Actor) bool {
	return slices.ContainsFunc(actor.Roles, func(g identity.Grant) bool { return g.Role == "chair" })
}

// clerical is what waits for who keeps the registers.
func (s *Service) clerical(ctx context.Context, tx database.Tx) (items []web.WorkItem, err error) {
	base := "/t/" + database.Tenant(ctx) + "/records/"
	arrivals, err := s.store.openIncoming(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, in := range arrivals {
		item := web.WorkItem{Title: i18n.T(in.Sender+": "+in.Number+" "+in.Abstract, ""), Path: base + "incoming/" + in.ID, Since: in.MadeAt, Due: in.Deadline, Late: late(in.Deadline, s.Clock.Now())}
		switch {
		case in.Arrival == 0:
			item.Kind = i18n.T("Vào sổ văn bản đến", "Register an incoming document")
		case in.State == Waiting:
			item.Kind = i18n.T("Chuyển xử lý văn bản đến", "Hand on an incoming document")
		default:
			continue // it waits for those to whom it was handed
		}
		items = append(items, item)
	}
	open, err := s.store.unsent(ctx, tx)
	for _, r := range open {
		item := web.WorkItem{Title: i18n.T(r.Name()+" "+r.Abstract, ""), Path: base + "outgoing/" + r.ID, Since: r.MadeAt, Kind: i18n.T("Cấp số văn bản đi", "Number a document")}
		if r.State == Numbered {
			item.Kind = i18n.T("Phát hành văn bản đi", "Send a document")
		}
		items = append(items, item)
	}
	return items, err
}
