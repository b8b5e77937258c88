package identity

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"

	"github.com/uptrace/bun"
)

// recoveryCodes is how many codes an account gets for the day on which the
// telephone is gone; each works once.
const recoveryCodes = 10

// NewRecoveryCodes makes new recovery codes in place of all old ones. They are
// shown once: only their keyed hashes are kept.
func (s *Service) NewRecoveryCodes(ctx context.Context, account string) (codes []string, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if codes, err = s.makeCodes(ctx, tx, account); err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.recovery_codes", Object: "account", ObjectID: account})
	})
	return codes, err
}

func (s *Service) makeCodes(ctx context.Context, tx bun.Tx, account string) (codes []string, err error) {
	if _, err := tx.ExecContext(ctx, "DELETE FROM identity_recovery_codes WHERE account_id = ?", account); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		raw := make([]byte, 7) // 56 bits, of which 50 are shown
		rand.Read(raw)         // never fails
		code := strings.ToLower(base32.StdEncoding.EncodeToString(raw))[:10]
		if _, err := tx.ExecContext(ctx, "INSERT INTO identity_recovery_codes (account_id, hash) VALUES (?, ?)", account, s.vault.sum(account, code)); err != nil {
			return nil, err
		}
		codes = append(codes, code[:5]+"-"+code[5:])
	}
	return codes, nil
}

// takeRecovery uses a recovery code up; false when it is none.
func (s *Service) takeRecovery(ctx context.Context, tx bun.Tx, account, code string) (bool, error) {
	result, err := tx.ExecContext(ctx, "DELETE FROM identity_recovery_codes WHERE account_id = ? AND hash = ?", account, s.vault.sum(account, code))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.record(ctx, tx, Change{Action: "identity.use_recovery_code", Object: "account", ObjectID: account})
}
