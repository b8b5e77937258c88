package identity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// provedFor is how long a proof lasts: who finds a browser open an hour later
// shall not change how its owner signs in.
const provedFor = 15 * time.Minute

// Proved tells that the session's holder proved a moment ago who they are.
func (s *Service) Proved(ctx context.Context, session string) (recent bool, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT proved_at > ? FROM identity_sessions WHERE id::text = ?", s.clk.Now().Add(-provedFor), session).Scan(&recent)
		if database.NotFound(err) {
			return nil
		}
		return err
	})
	return recent, err
}

// Prove takes the actor's password once more. Faults wrong_password,
// too_many_attempts, no_password when the account signs in by other means.
func (s *Service) Prove(ctx context.Context, actor Actor, password string) error {
	counted := attempts(actor.Username, "")
	if err := s.admit(ctx, counted); err != nil {
		return err
	}
	account, _, err := s.checkPassword(ctx, actor.Username, password)
	if fault.CodeOf(err) == "bad_credentials" {
		return wrongPassword()
	}
	if err != nil {
		return err
	}
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.forgive(ctx, tx, counted); err != nil {
			return err
		}
		if err := still(ctx, tx, account); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE identity_sessions SET proved_at = ? WHERE id::text = ? AND account_id = ?", s.clk.Now(), actor.Session, account.ID)
		return err
	})
}

// MustProve is nil while the session's last proof lasts, else prove_again.
func (s *Service) MustProve(ctx context.Context, session string) error {
	recent, err := s.Proved(ctx, session)
	if err == nil && !recent {
		err = fault.New(fault.Forbidden, "prove_again", "Hãy nhập lại mật khẩu trước khi thay đổi cách đăng nhập.",
			"Enter your password again before you change how you sign in.")
	}
	return err
}

func wrongPassword() error {
	return fault.New(fault.Invalid, "wrong_password", "Mật khẩu không đúng.", "The password is wrong.").
		At("current", "Nhập mật khẩu đang dùng.", "Enter your present password.")
}
