package identity

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/fault"
)

// stepLife is how long somebody who gave the right password has for the second step.
const stepLife = 10 * time.Minute

// Factors are what an account has beside its password.
type Factors struct {
	TOTP     bool
	Passkeys []Passkey
	Recovery int // codes that are left
}

// Any tells that signing in with the password needs a second step.
func (f Factors) Any() bool { return f.TOTP || len(f.Passkeys) > 0 }

// Factors lists the account's second factors.
func (s *Service) Factors(ctx context.Context, account string) (f Factors, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		f, err = factors(ctx, tx, account)
		return err
	})
	return f, err
}

func factors(ctx context.Context, tx bun.Tx, account string) (f Factors, err error) {
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM identity_totp WHERE account_id = ?0 AND confirmed_at IS NOT NULL),
		(SELECT count(*) FROM identity_recovery_codes WHERE account_id = ?0)`, account).Scan(&f.TOTP, &f.Recovery)
	if err != nil {
		return f, err
	}
	f.Passkeys, err = passkeys(ctx, tx, account)
	return f, err
}

// SecondStep is what somebody still has to prove who has given the right
// password. It is the cause within the fault otp_required.
type SecondStep struct {
	Ticket   string // goes through the browser, sealed
	TOTP     bool
	Passkeys bool
}

func (SecondStep) Error() string { return "a second factor is needed" }

// Pending is the second step that a sign-in still needs.
func Pending(err error) (SecondStep, bool) { return errors.AsType[SecondStep](err) }

// passed names who gave the right password, and which.
type passed struct {
	Account    string
	PasswordAt time.Time
}

const stepTicket = "second step"

// ask refuses with otp_required, holding what the second step needs.
func (s *Service) ask(a Account, f Factors) error {
	t, err := s.issue(stepTicket, passed{a.ID, a.PasswordAt}, stepLife)
	if err != nil {
		return err
	}
	return fault.New(fault.Unauthenticated, "otp_required", "Tài khoản này cần thêm mã xác thực. Hãy nhập mã trong ứng dụng xác thực hoặc một mã dự phòng (trường otp).",
		"This account needs a one-time code too. Enter the code of your authenticator application or a recovery code (field otp).").
		Because(SecondStep{t, f.TOTP, len(f.Passkeys) > 0})
}

// Continue goes on with a sign-in whose password was right, by a one-time or a
// recovery code (Credentials.OTP). Faults bad_otp, too_many_attempts,
// step_expired.
func (s *Service) Continue(ctx context.Context, ticket string, c Credentials) (Session, error) {
	a, err := s.stepped(ctx, ticket)
	if err != nil {
		return Session{}, err
	}
	return s.openWithCode(ctx, a, c)
}

// Step tells again what a second step needs, after a wrong code. Fault step_expired.
func (s *Service) Step(ctx context.Context, ticket string) (SecondStep, error) {
	a, err := s.stepped(ctx, ticket)
	if err != nil {
		return SecondStep{}, err
	}
	f, err := s.Factors(ctx, a.ID)
	return SecondStep{ticket, f.TOTP, len(f.Passkeys) > 0}, err
}

// stepped is the account of a second step that is still good.
func (s *Service) stepped(ctx context.Context, ticket string) (a Account, err error) {
	var p passed
	if !s.redeem(stepTicket, ticket, &p) {
		return a, stepExpired()
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err = find(ctx, tx, "id", p.Account)
		return err
	})
	if err == nil && !a.PasswordAt.Equal(p.PasswordAt) {
		err = stepExpired()
	}
	return a, err
}

// openWithCode opens a session for who proves the second factor by a code. Codes
// are counted by themselves: who knows the password does not get more of them.
func (s *Service) openWithCode(ctx context.Context, a Account, c Credentials) (session Session, err error) {
	counted := factorAttempts(a.ID)
	if err := s.admit(ctx, counted); err != nil {
		return session, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := still(ctx, tx, a); err != nil {
			return err
		}
		if err := s.prove(With(ctx, Actor{Account: a.ID, Username: a.Username, Name: a.Name}), tx, a.ID, c.OTP); err != nil {
			return err
		}
		if err := s.forgive(ctx, tx, counted); err != nil {
			return err
		}
		session, err = s.open(ctx, tx, a, c)
		return err
	})
	return session, err
}

// prove takes a one-time or a recovery code of the account, once.
func (s *Service) prove(ctx context.Context, tx bun.Tx, account, code string) error {
	code = plainCode(code)
	if len(code) == 10 {
		if taken, err := s.takeRecovery(ctx, tx, account, code); err != nil || taken {
			return err
		}
		return badOTP()
	}
	t, err := s.readTOTP(ctx, tx, account)
	if err != nil {
		return err
	}
	if !t.confirmed {
		return badOTP()
	}
	return s.takeTOTP(ctx, tx, account, t, code)
}

// factorAttempts counts wrong codes by account.
func factorAttempts(account string) []attempt { return []attempt{{"factor:" + account, freeForUser}} }

// enrolled ends the set-up of a factor: the first brings recovery codes, and
// whoever had to have one may go on.
func (s *Service) enrolled(ctx context.Context, tx bun.Tx, account string, c Change) (recovery []string, err error) {
	var left int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM identity_recovery_codes WHERE account_id = ?", account).Scan(&left); err != nil {
		return nil, err
	}
	if left == 0 {
		if recovery, err = s.makeCodes(ctx, tx, account); err != nil {
			return nil, err
		}
	}
	if _, err := tx.ExecContext(ctx, "UPDATE identity_sessions SET enrol = false WHERE account_id = ?", account); err != nil {
		return nil, err
	}
	return recovery, s.record(ctx, tx, c)
}

// removed ends the removal of a factor: without any left the recovery codes go
// too, and who must have one has to set one up again.
func (s *Service) removed(ctx context.Context, tx bun.Tx, account string, result sql.Result, err error, c Change) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	f, err := factors(ctx, tx, account)
	if err != nil {
		return err
	}
	if !f.Any() {
		if _, err := tx.ExecContext(ctx, "DELETE FROM identity_recovery_codes WHERE account_id = ?", account); err != nil {
			return err
		}
		must, err := s.mustEnrol(ctx, tx, account)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE identity_sessions SET enrol = ? WHERE account_id = ?", must, account); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, c)
}

// ResetFactors takes every second factor from an account whose holder has lost
// them, and ends its sessions. Tenant is the one whose administrator asks
// (Platform: an operator). Faults account_unknown, account_elsewhere.
func (s *Service) ResetFactors(ctx context.Context, tenant, account string) (a Account, err error) {
	err = s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if a, err = s.owned(ctx, tx, tenant, account); err != nil {
			return err
		}
		for _, table := range []string{"identity_totp", "identity_passkeys", "identity_recovery_codes", "identity_sessions"} {
			if _, err := tx.NewDelete().Table(table).Where("account_id = ?", account).Exec(ctx); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, Change{Action: "identity.reset_factors", Object: "account", ObjectID: account,
			After: map[string]any{"username": a.Username}})
	})
	return a, err
}

// mustEnrol tells that a role which the account holds somewhere needs a second
// factor, and it has none.
func (s *Service) mustEnrol(ctx context.Context, tx bun.Tx, account string) (bool, error) {
	r, err := s.rules(ctx, tx, account)
	if err != nil || !r.must {
		return false, err
	}
	f, err := factors(ctx, tx, account)
	return err == nil && !f.Any(), err
}

// RequireFactor makes the sessions of members with one of the roles who have no
// second factor lead to setting one up, from their next request on.
func (s *Service) RequireFactor(ctx context.Context, tenant string, roles []string) error {
	if len(roles) == 0 {
		return nil
	}
	return s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE identity_sessions s SET enrol = true
			FROM identity_memberships m WHERE m.account_id = s.account_id AND m.tenant_id = ? AND m.role IN (?)
			AND NOT EXISTS (SELECT FROM identity_totp t WHERE t.account_id = s.account_id AND t.confirmed_at IS NOT NULL)
			AND NOT EXISTS (SELECT FROM identity_passkeys p WHERE p.account_id = s.account_id)`, tenant, bun.List(roles))
		return err
	})
}

func stepExpired() error {
	return fault.New(fault.Unauthenticated, "step_expired", "Bước xác thực đã quá thời hạn. Hãy đăng nhập lại từ đầu.",
		"The second step took too long. Sign in again from the start.")
}
