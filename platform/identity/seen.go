package identity

import (
	"context"

	"github.com/uptrace/bun"
)

// Seen reports whether an account has put something away that is shown once, as
// the tour of a tenant: "tour krong-no".
func (s *Service) Seen(ctx context.Context, account, what string) (seen bool, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM identity_seen WHERE account_id = ? AND what = ?)", account, what).Scan(&seen)
	})
	return seen, err
}

// SetSeen puts it away, or brings it out again.
func (s *Service) SetSeen(ctx context.Context, account, what string, seen bool) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if !seen {
			_, err := tx.ExecContext(ctx, "DELETE FROM identity_seen WHERE account_id = ? AND what = ?", account, what)
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO identity_seen (account_id, what, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
			account, what, s.clk.Now())
		return err
	})
}
