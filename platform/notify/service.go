package notify

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the schema of notices.
func Source() database.Source { return database.Files("notify", migrations) }

// GlobalTables names the tables that belong to no tenant.
func GlobalTables() []string { return []string{"notify_preferences"} }

// Options are what the service is made of.
type Options struct {
	DB       *database.DB
	Clock    clock.Clock
	Jobs     *jobs.Queue
	Identity *identity.Service
	// TenantName names the unit in letters.
	TenantName func(ctx context.Context, tenant string) (string, error)
	Mail       *Mail // nil: nothing is mailed
}

// Service is the one door of notices.
type Service struct{ o Options }

// New returns the service of a deployment. Its Kinds must be registered with
// the queue.
func New(o Options) *Service { return &Service{o} }

// CanMail reports whether the deployment has a mail server.
func (s *Service) CanMail() bool { return s.o.Mail != nil }

// Send tells everybody whom the message concerns but the acting account, in the
// caller's transaction (InTenant). Roles mean who holds them now. Nobody to tell
// is no error.
func (s *Service) Send(ctx context.Context, tx database.Tx, m Message) error {
	tenant := database.Tenant(ctx)
	if tenant == "" {
		return errors.New("notify: Send outside of a tenant's transaction")
	}
	if err := m.check(); err != nil {
		return err
	}
	people, err := s.o.Identity.Audience(ctx, tenant, identity.Audience(m.To))
	if err != nil {
		return err
	}
	actor, _ := identity.From(ctx)
	people = slices.DeleteFunc(people, func(p identity.Person) bool { return p.ID == actor.Account })
	rows, err := s.rows(ctx, tx, tenant, m, people)
	if err != nil || len(rows) == 0 {
		return err
	}
	for i := range rows {
		rows[i].Sender = actor.Name
	}
	if rows, err = insert(ctx, tx, rows); err != nil {
		return fmt.Errorf("notify: send %s: %w", m.Kind, err)
	}
	return s.post(ctx, tx, rows)
}

// rows makes the message's row for each of the people.
func (s *Service) rows(ctx context.Context, tx database.Tx, tenant string, m Message, people []identity.Person) ([]row, error) {
	chosen := map[string]Preference{}
	if m.Mail && s.CanMail() && len(people) > 0 {
		ids := make([]string, len(people))
		for i, p := range people {
			ids[i] = p.ID
		}
		var err error
		if chosen, err = preferences(ctx, tx, ids); err != nil {
			return nil, err
		}
	}
	rows := make([]row, 0, len(people))
	for _, p := range people {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, err
		}
		r := row{Tenant: tenant, Account: p.ID, Key: m.Key, Notice: Notice{ID: id.String(), Kind: m.Kind, Title: m.Title,
			Body: m.Body, Path: m.Path, Due: m.Due, CreatedAt: s.o.Clock.Now()}}
		switch {
		case m.Mail && !s.CanMail():
			r.Mail = MailNoServer
		case m.Mail:
			r.Mail = chosen[p.ID].orInstant().state(p.Email)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// post lets jobs mail those of the rows that wait for it.
func (s *Service) post(ctx context.Context, tx database.Tx, rows []row) error {
	var ids []string
	for _, r := range rows {
		if r.Mail == MailWaiting {
			ids = append(ids, r.ID)
		}
	}
	for part := range slices.Chunk(ids, lettersPerJob) {
		if _, err := s.o.Jobs.Enqueue(ctx, tx, mailKind, letters{part}); err != nil {
			return err
		}
	}
	return nil
}
