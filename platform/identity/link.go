package identity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// Link lets its holder set an account's password, once.
type Link struct {
	Secret  string // goes into the address; only its SHA-256 is kept
	Account Account
	Expires time.Time
}

// PasswordLink makes a link for an account, in place of any other. Tenant is the
// one whose administrator asks (Platform: an operator); faults account_unknown,
// and account_elsewhere when the account belongs to others too.
func (s *Service) PasswordLink(ctx context.Context, tenant, account string) (link Link, err error) {
	now := s.clk.Now()
	link.Expires = now.Add(s.opts.Link)
	err = s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if link.Account, err = s.owned(ctx, tx, tenant, account); err != nil {
			return err
		}
		var hash []byte
		link.Secret, hash = newSecret("")
		_, err := tx.ExecContext(ctx, `INSERT INTO identity_links (account_id, hash, created_at, expires_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at`,
			account, hash, now, link.Expires)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.password_link", Object: "account", ObjectID: account,
			After: map[string]any{"username": link.Account.Username, "expires_at": link.Expires}})
	})
	return link, err
}

// LinkAccount tells whose password a link would set. Fault link_expired.
func (s *Service) LinkAccount(ctx context.Context, secret string) (a Account, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err = s.follow(ctx, tx, secret)
		return err
	})
	return a, err
}

func (s *Service) follow(ctx context.Context, tx bun.Tx, secret string) (a Account, err error) {
	err = tx.NewSelect().Model(&a).Join("JOIN identity_links AS l ON l.account_id = a.id").
		Where("l.hash = ? AND l.expires_at > ?", hashSecret(secret), s.clk.Now()).For("UPDATE OF l").Scan(ctx)
	if database.NotFound(err) {
		err = linkExpired()
	}
	return a, err
}

// SetPassword uses a link up: it sets the password, ends every session of the
// account and lifts its throttle. Faults link_expired, bad_password.
func (s *Service) SetPassword(ctx context.Context, secret, password string) (Account, error) {
	a, err := s.LinkAccount(ctx, secret)
	if err != nil {
		return a, err
	}
	if err := s.acceptable(ctx, a, password); err != nil {
		return a, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return a, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		// Looked at again under its lock: of two who use a link, one succeeds.
		if a, err = s.follow(ctx, tx, secret); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM identity_links WHERE account_id = ?", a.ID); err != nil {
			return err
		}
		if err := s.forgive(ctx, tx, attempts(a.Username, "")); err != nil {
			return err
		}
		ctx = With(ctx, Actor{Account: a.ID, Username: a.Username, Name: a.Name})
		return s.store(ctx, tx, a, hash)
	})
	return a, err
}

// store keeps a new password hash and ends every session opened with the old.
func (s *Service) store(ctx context.Context, tx bun.Tx, a Account, hash string) error {
	a.Password, a.PasswordAt = hash, s.clk.Now()
	if _, err := tx.NewUpdate().Model(&a).Column("password", "password_at").WherePK().Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewDelete().Table("identity_sessions").Where("account_id = ?", a.ID).Exec(ctx); err != nil {
		return err
	}
	return s.record(ctx, tx, Change{Action: "identity.set_password", Object: "account", ObjectID: a.ID,
		After: map[string]any{"username": a.Username}})
}

// ChangePassword sets a new password for whoever holds the session, who proves
// it with the current one, and ends the account's sessions; a new one takes this
// session's place. Faults as SignIn, and bad_password.
func (s *Service) ChangePassword(ctx context.Context, token, current, password string) (session Session, err error) {
	actor, err := s.Resolve(ctx, token)
	if err != nil {
		return session, err
	}
	if actor.Session == "" {
		return session, sessionExpired() // an API token may not
	}
	counted := attempts(actor.Username, "")
	if err := s.admit(ctx, counted); err != nil {
		return session, err
	}
	account, _, err := s.checkPassword(ctx, actor.Username, current)
	if err != nil {
		return session, err
	}
	if err := s.acceptable(ctx, account, password); err != nil {
		return session, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return session, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.forgive(ctx, tx, counted); err != nil {
			return err
		}
		if err := still(ctx, tx, account); err != nil {
			return err
		}
		c := Credentials{}
		err := tx.QueryRowContext(ctx, "SELECT address, agent FROM identity_sessions WHERE id = ?", actor.Session).Scan(&c.Address, &c.Agent)
		if err != nil {
			return err
		}
		if err := s.store(With(ctx, actor), tx, account, hash); err != nil {
			return err
		}
		session, err = s.open(ctx, tx, account, c)
		return err
	})
	return session, err
}
