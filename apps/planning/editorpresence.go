package planning

import (
	"context"
	"time"

	"vuon/platform/database"
)

// present is for how long a tab counts as open after it was last heard of; tabs
// say so every few seconds, hidden ones every twenty.
const present = 45 * time.Second

// Presence is a browser tab in which somebody has a plan open.
type Presence struct {
	Client  string `json:"client"` // the tab's own name
	Name    string `json:"name"`
	Part    string `json:"part"` // id of the part, "" none
	Writing bool   `json:"writing"`
	Account string `json:"-"`
}

// Here says where the actor's tab is and tells who else is there. It never keeps
// anybody from writing.
func (s *Service) Here(ctx context.Context, tenant string, year int, p Presence) (d Desk, err error) {
	account, name := who(ctx)
	p.Name = name
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if d.Version, err = s.look(ctx, tx, year); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := s.store.beHere(ctx, tx, year, p, account, now); err != nil {
			return err
		}
		if d.Comments, err = s.store.openComments(ctx, tx, year); err != nil {
			return err
		}
		d.People, err = s.people(ctx, tx, year)
		return err
	})
	return d, err
}

// Leave says that the actor's tab was closed, and forgets what was left behind.
func (s *Service) Leave(ctx context.Context, tenant string, year int, client string) error {
	account, _ := who(ctx)
	return s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		return s.store.gone(ctx, tx, year, client, account, s.Clock.Now().Add(-time.Hour))
	})
}

func (s *Service) people(ctx context.Context, tx database.Tx, year int) ([]Presence, error) {
	return s.store.here(ctx, tx, year, s.Clock.Now().Add(-present))
}
