package identity

import (
	"context"
	"encoding/hex"
	"net/netip"
	"time"

	"github.com/uptrace/bun"
)

// Attempts that are free, and how long the next ones wait: 2 s after the last
// free one, twice as long after each further one, at most a quarter of an hour.
// An address is shared by a whole office, so it has more of them.
const (
	freeForUser    = 5
	freeForAddress = 100
	firstWait      = 2 // seconds
	longestWait    = 15 * 60
	forgetAfter    = 24 * time.Hour // without an attempt
)

// attempt is one subject that an attempt is counted against.
type attempt struct {
	subject string
	free    int
}

// attempts names who is counted. What was typed as a username may be somebody's
// password, so it is kept only as a hash; IPv6 counts by network (/64).
func attempts(username, address string) []attempt {
	return append(addressAttempts(address), attempt{"user:" + hex.EncodeToString(hashSecret(usernameKey(username))), freeForUser})
}

// addressAttempts counts by address alone: nobody has said yet who they are.
func addressAttempts(address string) (list []attempt) {
	if ip, err := netip.ParseAddr(address); err == nil {
		if ip = ip.Unmap(); ip.Is6() {
			if network, err := ip.WithZone("").Prefix(64); err == nil {
				ip = network.Addr()
			}
		}
		list = append(list, attempt{"address:" + ip.String(), freeForAddress})
	}
	return list
}

// admit counts an attempt as failed before it is made, so that guesses made at
// the same moment cannot outrun the count; success takes it back. It is refused
// (too_many_attempts) while a subject has to wait, and then counts for nobody.
func (s *Service) admit(ctx context.Context, list []attempt) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, a := range list {
			if err := s.count(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// count counts an attempt against a subject that does not have to wait. A wait that
// ends later than any can was set by a clock that stood wrong, and holds nobody.
func (s *Service) count(ctx context.Context, tx bun.Tx, a attempt) error {
	now := s.clk.Now()
	result, err := tx.ExecContext(ctx, `
		INSERT INTO identity_attempts AS t (subject, failures, blocked_until, seen_at) VALUES (?0, 1, ?1, ?1)
		ON CONFLICT (subject) DO UPDATE SET seen_at = ?1,
		  failures = CASE WHEN t.seen_at < ?2 THEN 1 ELSE t.failures + 1 END,
		  blocked_until = CASE WHEN t.seen_at < ?2 OR t.failures + 1 < ?3 THEN ?1::timestamptz
		    ELSE ?1::timestamptz + make_interval(secs => least(?5, ?4 * power(2, least(t.failures + 1 - ?3, 20)))) END
		WHERE t.blocked_until <= ?1 OR t.blocked_until > ?6`,
		a.subject, now, now.Add(-forgetAfter), a.free, firstWait, longestWait, now.Add(forgetAfter))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var until time.Time
	err = tx.QueryRowContext(ctx, "SELECT blocked_until FROM identity_attempts WHERE subject = ?", a.subject).Scan(&until)
	if err != nil {
		return err
	}
	return tooManyAttempts(now, until.UTC())
}

// forgive takes back what a successful attempt had counted: all for the user,
// only its own for the address, lest one who has an account could guess at
// others without end.
func (s *Service) forgive(ctx context.Context, tx bun.Tx, list []attempt) error {
	for _, a := range list {
		statement := "DELETE FROM identity_attempts WHERE subject = ?0"
		if a.free == freeForAddress {
			statement = `UPDATE identity_attempts SET failures = greatest(failures - 1, 0),
				blocked_until = CASE WHEN failures - 1 < ?1 THEN ?2 ELSE blocked_until END WHERE subject = ?0`
		}
		if _, err := tx.ExecContext(ctx, statement, a.subject, a.free, s.clk.Now()); err != nil {
			return err
		}
	}
	return nil
}
