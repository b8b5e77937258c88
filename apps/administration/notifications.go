package administration

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/notify"
)

// MailChoice is where and when somebody wants letters.
type MailChoice struct {
	Email      string
	Preference notify.Preference
}

// MailChoice is what the context's actor has chosen.
func (s *Service) MailChoice(ctx context.Context) (c MailChoice, err error) {
	account := actorOf(ctx).Account
	people, err := s.Identity.People(ctx, []string{account})
	if err != nil {
		return c, err
	}
	c.Email = people[account].Email
	c.Preference, err = s.Notify.Preference(ctx, account)
	return c, err
}

// ChooseMail keeps where and when the context's actor wants letters. Faults
// bad_email, bad_preference.
func (s *Service) ChooseMail(ctx context.Context, c MailChoice) error {
	account := actorOf(ctx).Account
	return s.DB.Global(ctx, func(ctx context.Context, _ database.Tx) error {
		if err := s.Identity.SetEmail(ctx, account, c.Email); err != nil {
			return err
		}
		return s.Notify.SetPreference(ctx, account, c.Preference)
	})
}

// Notices lists the actor's own notices in a tenant, newest first.
func (s *Service) Notices(ctx context.Context, tenant string, unread bool, page database.Page) ([]notify.Notice, string, error) {
	actor, _ := identity.From(ctx)
	return s.Notify.List(ctx, tenant, actor.Account, unread, page)
}
