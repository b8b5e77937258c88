package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// One-time codes by time (RFC 6238): six digits, a new one every 30 seconds; the
// one before and the one after are taken too, for clocks that go wrong.
const (
	totpPeriod = 30 // seconds
	totpSkew   = 1  // steps
	totpIssuer = "Vươn"
)

// Enrolment is a secret that an authenticator application is to learn.
type Enrolment struct {
	Secret string // base32, for who types it
	URI    string // otpauth://…, for the QR code
}

// BeginTOTP makes a secret for the account, in place of one that was not
// confirmed. Fault factor_exists when there is one that counts.
func (s *Service) BeginTOTP(ctx context.Context, account string) (e Enrolment, err error) {
	secret := make([]byte, 20)
	rand.Read(secret) // never fails
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err := find(ctx, tx, "id", account)
		if err != nil {
			return err
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: a.Username, Secret: secret, Period: totpPeriod})
		if err != nil {
			return err
		}
		e = Enrolment{Secret: key.Secret(), URI: key.URL()}
		result, err := tx.ExecContext(ctx, `INSERT INTO identity_totp AS t (account_id, secret, created_at) VALUES (?0, ?1, ?2)
			ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at WHERE t.confirmed_at IS NULL`,
			account, s.vault.seal(secret, "identity_totp", "secret", account), s.clk.Now())
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return factorExists()
	})
	return e, err
}

// PendingTOTP is the secret that was begun and not confirmed yet, to be shown
// again; false when there is none.
func (s *Service) PendingTOTP(ctx context.Context, account string) (e Enrolment, pending bool, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		t, err := s.readTOTP(ctx, tx, account)
		if err != nil || t.secret == nil || t.confirmed {
			return err
		}
		a, err := find(ctx, tx, "id", account)
		if err != nil {
			return err
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: a.Username, Secret: t.secret, Period: totpPeriod})
		if err != nil {
			return err
		}
		e, pending = Enrolment{Secret: key.Secret(), URI: key.URL()}, true
		return nil
	})
	return e, pending, err
}

// ConfirmTOTP makes the secret count once the application shows the right code,
// and returns the recovery codes when these are the first. Faults bad_otp,
// too_many_attempts, factor_exists.
func (s *Service) ConfirmTOTP(ctx context.Context, account, code string) (recovery []string, err error) {
	counted := factorAttempts(account)
	if err := s.admit(ctx, counted); err != nil {
		return nil, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		t, err := s.readTOTP(ctx, tx, account)
		switch {
		case err != nil:
			return err
		case t.confirmed:
			return factorExists()
		case t.secret == nil:
			return badOTP()
		}
		if err := s.takeTOTP(ctx, tx, account, t, plainCode(code)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE identity_totp SET confirmed_at = ? WHERE account_id = ?", s.clk.Now(), account); err != nil {
			return err
		}
		if err := s.forgive(ctx, tx, counted); err != nil {
			return err
		}
		recovery, err = s.enrolled(ctx, tx, account, Change{Action: "identity.add_totp", Object: "account", ObjectID: account})
		return err
	})
	return recovery, err
}

// RemoveTOTP takes the account's one-time codes away; none is no error.
func (s *Service) RemoveTOTP(ctx context.Context, account string) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM identity_totp WHERE account_id = ?", account)
		return s.removed(ctx, tx, account, result, err, Change{Action: "identity.remove_totp", Object: "account", ObjectID: account})
	})
}

// totpState is what is kept of an account's one-time codes.
type totpState struct {
	secret    []byte
	confirmed bool
	lastStep  int64
}

func (s *Service) readTOTP(ctx context.Context, tx bun.Tx, account string) (t totpState, err error) {
	var sealed []byte
	err = tx.QueryRowContext(ctx, "SELECT secret, confirmed_at IS NOT NULL, last_step FROM identity_totp WHERE account_id = ?", account).
		Scan(&sealed, &t.confirmed, &t.lastStep)
	if database.NotFound(err) {
		return totpState{}, nil
	}
	if err != nil {
		return t, err
	}
	t.secret, err = s.vault.open(sealed, "identity_totp", "secret", account)
	return t, err
}

// takeTOTP accepts a code, once: of two requests with the same one only the
// first moves the step on.
func (s *Service) takeTOTP(ctx context.Context, tx bun.Tx, account string, t totpState, code string) error {
	step, ok := matchingStep(t.secret, code, s.clk.Now())
	if !ok {
		return badOTP()
	}
	result, err := tx.ExecContext(ctx, "UPDATE identity_totp SET last_step = ?0 WHERE account_id = ?1 AND last_step < ?0", step, account)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return badOTP() // it was used before
}

// matchingStep is the step of time to which the code belongs.
func matchingStep(secret []byte, code string, now time.Time) (int64, bool) {
	if len(code) != 6 {
		return 0, false
	}
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	at := now.Unix() / totpPeriod
	for step := at - totpSkew; step <= at+totpSkew; step++ {
		want, err := hotp.GenerateCodeCustom(text, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// plainCode is a code without what people put between its parts.
func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

func badOTP() error {
	return fault.New(fault.Unauthenticated, "bad_otp", "Mã xác thực không đúng hoặc đã dùng rồi. Hãy chờ mã mới trong ứng dụng rồi nhập lại; nếu vẫn không được, kiểm tra giờ của điện thoại.",
		"The code is wrong or was used before. Wait for the next one in your application; if that fails too, check the clock of the phone.").
		At("otp", "Nhập 6 chữ số đang hiện trong ứng dụng, hoặc một mã dự phòng.", "Enter the 6 digits that the application shows, or a recovery code.")
}

func factorExists() error {
	return fault.New(fault.Conflict, "factor_exists", "Tài khoản đã có mã xác thực. Hãy gỡ mã cũ trước khi thiết lập mã mới.",
		"The account has one-time codes already. Remove them before you set up new ones.")
}
