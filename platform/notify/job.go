package notify

import (
	"context"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
)

const (
	mailKind      = "notify.mail"
	digestKind    = "notify.digest"
	lettersPerJob = 50 // their ids fit into a job's arguments
	mailAttempts  = 8
	mailTimeout   = 10 * time.Minute
)

// letters are the arguments of a job: the messages to mail.
type letters struct {
	IDs []string `json:"ids"`
}

// Kinds are the jobs of this package.
func (s *Service) Kinds() []jobs.Kind {
	return []jobs.Kind{
		{Name: mailKind, Title: i18n.T("Gửi thư điện tử", "Send e-mail"), Timeout: mailTimeout, MaxAttempts: mailAttempts, Run: s.runMail},
		{Name: digestKind, Title: i18n.T("Gửi thư tổng hợp trong ngày", "Send the daily e-mail"), Timeout: mailTimeout,
			MaxAttempts: mailAttempts, Run: s.runDigest},
	}
}

// runMail sends a letter for each of the job's messages. One that fails keeps
// none of the others back, and a new attempt sends only what still waits.
func (s *Service) runMail(ctx context.Context, run *jobs.Run) error {
	var todo letters
	if err := run.Arguments(&todo); err != nil {
		return err
	}
	var failed error
	for i, id := range todo.IDs {
		if err := run.Progress(ctx, i, len(todo.IDs), i18n.Text{}); err != nil {
			return err
		}
		if err := s.mail(ctx, run, MailWaiting, []string{id}); err != nil {
			failed = err
		}
	}
	return failed
}

// runDigest sends the job's messages, all of one account, in one letter.
func (s *Service) runDigest(ctx context.Context, run *jobs.Run) error {
	var todo letters
	if err := run.Arguments(&todo); err != nil {
		return err
	}
	return s.mail(ctx, run, MailDaily, todo.IDs)
}

// mail sends those of the messages that are still in the state in one letter and
// writes down what became of it. Its error is worth another attempt. No
// transaction is open while the mail server is spoken to: a worker that dies in
// between sends the letter again, under the same Message-ID.
func (s *Service) mail(ctx context.Context, run *jobs.Run, state MailState, ids []string) error {
	var rows []row
	err := s.o.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) (err error) {
		rows, err = toMail(ctx, tx, state, ids)
		return err
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	became, why, err := s.deliver(ctx, run.Tenant, rows, run.Attempt >= mailAttempts)
	if err != nil {
		return err
	}
	return s.o.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) error {
		return mailed(ctx, tx, ids, became, why, s.o.Clock.Now())
	})
}

// deliver tells what became of a letter to the account of the rows.
func (s *Service) deliver(ctx context.Context, tenant string, rows []row, last bool) (became MailState, why string, err error) {
	if s.o.Mail == nil {
		return MailNoServer, "", nil
	}
	people, err := s.o.Identity.People(ctx, []string{rows[0].Account})
	if err != nil {
		return "", "", err
	}
	to := people[rows[0].Account]
	if to.Email == "" {
		return MailNoWhere, "", nil
	}
	unit, err := s.o.TenantName(ctx, tenant)
	if err != nil {
		return "", "", err
	}
	switch err := s.send(ctx, to, unit, rows); {
	case err == nil:
		return MailSent, "", nil
	case permanent(err) || last:
		return MailFailed, shorten(err.Error()), nil
	default:
		return "", "", err
	}
}

func (s *Service) send(ctx context.Context, to identity.Person, unit string, rows []row) error {
	l := compose(unit, s.o.Mail.PublicURL, rows)
	l.to, l.date = to, s.o.Clock.Now()
	return s.o.Mail.send(ctx, l)
}
