package identity

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/text"
)

// Credentials are what somebody signs in with, and from where.
type Credentials struct {
	Username string
	Password string
	OTP      string // a one-time or a recovery code, for accounts with a second factor
	Address  string // of the client, as the trusted proxies report it; "" is not throttled by address
	Agent    string // the browser, for the list of sessions
	Previous string // the token of a session that this one replaces, or ""
}

// Session is a session at the moment when its token is given out.
type Session struct {
	Token   string // goes into the cookie; only its SHA-256 is kept
	ID      string
	Account Account
	Expires time.Time // at the latest
	Tenant  string    // last used by the account, or ""
}

// sessionRow is a session as it is stored.
type sessionRow struct {
	bun.BaseModel `bun:"table:identity_sessions,alias:s"`

	ID        string    `bun:"id,pk"`
	Hash      []byte    `bun:"hash"`
	AccountID string    `bun:"account_id"`
	CreatedAt time.Time `bun:"created_at"`
	SeenAt    time.Time `bun:"seen_at"`
	ExpiresAt time.Time `bun:"expires_at"`
	TenantID  string    `bun:"tenant_id"`
	Address   string    `bun:"address"`
	Agent     string    `bun:"agent"`
	Renew     bool      `bun:"renew"`
	Enrol     bool      `bun:"enrol"`

	IdleSeconds int64     `bun:"idle_seconds"`
	ProvedAt    time.Time `bun:"proved_at"`
}

// SignIn checks a password, and a code where the account has a second factor,
// and opens a session with a new token. Faults: bad_credentials (the same for an
// unknown user), too_many_attempts (see RetryAt), account_disabled (only to who
// knows the password), otp_required (see Pending) and bad_otp. Call it outside of
// any transaction: the count of attempts must outlive a failure.
func (s *Service) SignIn(ctx context.Context, c Credentials) (Session, error) {
	counted := attempts(c.Username, c.Address)
	if err := s.admit(ctx, counted); err != nil {
		return Session{}, err
	}
	account, outdated, err := s.checkPassword(ctx, c.Username, c.Password)
	if err != nil {
		return Session{}, err
	}
	upgraded := account.Password
	if outdated {
		if upgraded, err = s.hasher.hash(ctx, c.Password); err != nil {
			return Session{}, err
		}
	}
	var session Session
	var more Factors
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.forgive(ctx, tx, counted); err != nil {
			return err
		}
		if err := still(ctx, tx, account); err != nil {
			return err
		}
		if outdated {
			if _, err := tx.ExecContext(ctx, "UPDATE identity_accounts SET password = ? WHERE id = ?", upgraded, account.ID); err != nil {
				return err
			}
		}
		if more, err = factors(ctx, tx, account.ID); err != nil || more.Any() {
			return err
		}
		session, err = s.open(ctx, tx, account, c)
		return err
	})
	switch {
	case err != nil || !more.Any():
		return session, err
	case c.OTP == "":
		return Session{}, s.ask(account, more)
	}
	return s.openWithCode(ctx, account, c)
}

// checkPassword returns the account whose password it is.
func (s *Service) checkPassword(ctx context.Context, username, password string) (a Account, outdated bool, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewSelect().Model(&a).Where("username_key = ?", usernameKey(username)).Scan(ctx)
		if database.NotFound(err) {
			return nil // goes on with no hash, and takes as long
		}
		return err
	})
	if err != nil {
		return a, false, err
	}
	ok, outdated, err := s.hasher.verify(ctx, a.Password, password)
	switch {
	case err != nil:
		return a, false, err
	case !ok:
		return a, false, badCredentials()
	case !a.DisabledAt.IsZero():
		return a, false, accountDisabled()
	}
	return a, outdated, nil
}

// still holds the account until the transaction ends, and refuses when its
// password was changed, or the account disabled, while the password was compared:
// what ends all sessions must not miss the one that is being opened.
func still(ctx context.Context, tx bun.Tx, a Account) error {
	var same bool
	err := tx.QueryRowContext(ctx, `SELECT true FROM identity_accounts
		WHERE id = ? AND password_at = ? AND disabled_at IS NULL FOR NO KEY UPDATE`, a.ID, a.PasswordAt).Scan(&same)
	if database.NotFound(err) {
		return badCredentials()
	}
	return err
}

func (s *Service) open(ctx context.Context, tx bun.Tx, a Account, c Credentials) (Session, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Session{}, err
	}
	token, hash := newSecret("")
	now := s.clk.Now()
	row := sessionRow{ID: id.String(), Hash: hash, AccountID: a.ID, CreatedAt: now, SeenAt: now, ProvedAt: now, Address: cut(c.Address, 64), Agent: cut(c.Agent, 200)}
	err = tx.QueryRowContext(ctx, `SELECT coalesce((SELECT tenant_id FROM identity_sessions
		WHERE account_id = ? ORDER BY seen_at DESC LIMIT 1), '')`, a.ID).Scan(&row.TenantID)
	if err != nil {
		return Session{}, err
	}
	rules, err := s.rules(ctx, tx, a.ID)
	if err != nil {
		return Session{}, err
	}
	row.ExpiresAt, row.IdleSeconds = now.Add(rules.absolute), int64(rules.idle/time.Second)
	if rules.must {
		more, err := factors(ctx, tx, a.ID)
		if err != nil {
			return Session{}, err
		}
		row.Enrol = !more.Any()
	}
	if c.Previous != "" {
		if _, err := tx.NewDelete().Model(&row).Where("hash = ?", hashSecret(c.Previous)).Exec(ctx); err != nil {
			return Session{}, err
		}
	}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return Session{}, err
	}
	ctx = With(ctx, Actor{Account: a.ID, Username: a.Username, Name: a.Name, Session: row.ID})
	err = s.record(ctx, tx, Change{Action: "identity.sign_in", Object: "session", ObjectID: row.ID,
		After: map[string]any{"username": a.Username, "address": row.Address}})
	return Session{Token: token, ID: row.ID, Account: a, Expires: row.ExpiresAt, Tenant: row.TenantID}, err
}

// cut makes what a client sent a line of valid text of at most n characters.
func cut(s string, n int) string {
	r := []rune(text.Line(s))
	return string(r[:min(n, len(r))])
}

// renewGrace is how long a rotated token is still taken: requests that were
// under way when the new one was given carry the old one.
const renewGrace = 30 * time.Second

// Rotate gives a session a new token, after a change of its rights. If another
// request has just done so, the token comes back as it is.
func (s *Service) Rotate(ctx context.Context, token string) (session Session, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		state, err := s.lookup(ctx, tx, token, nil)
		if err != nil {
			return err
		}
		if state.SessionID == "" {
			return sessionExpired() // an API token does not rotate
		}
		session = Session{Token: token, ID: state.SessionID, Expires: state.ExpiresAt, Tenant: state.TenantID}
		if session.Account, err = find(ctx, tx, "id", state.AccountID); err != nil {
			return err
		}
		fresh, hash := newSecret("")
		result, err := tx.ExecContext(ctx, `UPDATE identity_sessions SET previous_hash = hash, previous_until = ?0, hash = ?1, renew = false
			WHERE hash = ?2`, s.clk.Now().Add(renewGrace), hash, hashSecret(token))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		session.Token = fresh
		return nil
	})
	return session, err
}

// SignOut ends the session of a token; an unknown one is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		var id string
		hash := hashSecret(token)
		err := tx.QueryRowContext(ctx, "DELETE FROM identity_sessions WHERE hash = ?0 OR previous_hash = ?0 RETURNING id", hash).Scan(&id)
		if database.NotFound(err) {
			return nil
		} else if err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.sign_out", Object: "session", ObjectID: id})
	})
}

// SignOutAll ends every session of an account but the one named by keep (its
// id, or "" for none) and returns how many.
func (s *Service) SignOutAll(ctx context.Context, account, keep string) (ended int64, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM identity_sessions WHERE account_id = ? AND id::text <> ?", account, keep)
		if err != nil {
			return err
		}
		if ended, err = result.RowsAffected(); err != nil || ended == 0 {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.sign_out_all", Object: "account", ObjectID: account,
			After: map[string]any{"sessions": ended}})
	})
	return ended, err
}

// SignOutSession ends one session of an account by its id; another's is no error
// and stays.
func (s *Service) SignOutSession(ctx context.Context, account, id string) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM identity_sessions WHERE account_id = ? AND id::text = ?", account, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.sign_out", Object: "session", ObjectID: id})
	})
}

// SessionInfo is a session as its owner sees it.
type SessionInfo struct {
	ID        string
	CreatedAt time.Time
	SeenAt    time.Time
	Address   string
	Agent     string
}

// Sessions lists the account's sessions that are still good, last used first.
func (s *Service) Sessions(ctx context.Context, account string) (list []SessionInfo, err error) {
	var rows []sessionRow
	now := s.clk.Now()
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).Where("account_id = ?0 AND expires_at > ?1 AND seen_at + make_interval(secs => idle_seconds) > ?1", account, now).
			Order("seen_at DESC").Limit(100).Scan(ctx)
	})
	for _, r := range rows {
		list = append(list, SessionInfo{r.ID, r.CreatedAt, r.SeenAt, r.Address, r.Agent})
	}
	return list, err
}
