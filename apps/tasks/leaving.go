package tasks

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// Responsibilities are the open tasks that were given to a person, for who takes
// them out of the tenant.
func (s *Service) Responsibilities(ctx context.Context, tenant, account string) (items []web.WorkItem, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		list, err := s.store.openOf(ctx, tx, account)
		for _, t := range list {
			items = append(items, web.WorkItem{Title: i18n.T(t.Title, t.Title), Path: path(tenant, t.ID), Since: t.UpdatedAt, Due: t.Due,
				Late: t.Late(s.Clock.Now()), Kind: i18n.T("Nhiệm vụ được giao", "Task")})
		}
		return err
	})
	return items, err
}

// HandOver gives the open tasks of a person who leaves to another, or back to
// their offices (to ""), in the caller's transaction.
func (s *Service) HandOver(ctx context.Context, tx database.Tx, tenant, from, to string) error {
	list, err := s.store.openOf(ctx, tx, from)
	if err != nil || len(list) == 0 {
		return err
	}
	ids := make([]string, 0, len(list))
	for _, t := range list {
		ids = append(ids, t.ID)
	}
	if err := s.store.lock(ctx, tx, ids...); err != nil {
		return err
	}
	if list, err = s.store.openOf(ctx, tx, from); err != nil { // as they are now
		return err
	}
	people, err := s.Identity.People(ctx, []string{to})
	if err != nil {
		return err
	}
	for _, t := range list {
		before := t.Owner.Person
		t.Owner.Account, t.Owner.Person = to, people[to].Name
		if err := s.save(ctx, tx, &t); err != nil {
			return err
		}
		change := Difference{"person", before, t.Owner.Person}
		if err := s.record(ctx, tx, ActionReport, Event{Task: t.ID, Kind: Delegated, Remark: "Bàn giao khi rời đơn vị.", Changes: []Difference{change}}, nil, change); err != nil {
			return err
		}
		if err := s.tellOwner(ctx, tx, t, Delegated, ""); err != nil {
			return err
		}
	}
	return nil
}
