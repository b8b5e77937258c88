package identity

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// Rules are what a tenant asks of its members' accounts; a zero field asks
// nothing beside the standard.
type Rules struct {
	SecondFactor []string      // roles whose holders must have a second factor
	MinPassword  int           // characters; more than the standard's, never fewer
	Idle         time.Duration // a session not used for so long ends
	Absolute     time.Duration // a session ends after so long however it is used
}

// Bounds of what tenants may ask for: a session of a minute keeps nobody safe.
const (
	shortestIdle     = 5 * time.Minute
	shortestAbsolute = time.Hour
	longestMin       = 64
)

// accountRules are the rules that hold for one account: of all its tenants, each
// time the strictest.
type accountRules struct {
	must           bool // have a second factor
	min            int
	idle, absolute time.Duration
}

func (s *Service) rules(ctx context.Context, tx bun.Tx, account string) (r accountRules, err error) {
	r = accountRules{min: minPassword, idle: s.opts.Idle, absolute: s.opts.Absolute}
	var rows []membershipRow
	if err := tx.NewSelect().Model(&rows).Where("account_id = ?", account).Scan(ctx); err != nil {
		return r, err
	}
	known := map[string]Rules{}
	for _, m := range rows {
		if here := database.Tenant(ctx); here != "" && here != m.TenantID {
			continue // another tenant is not asked from within this one; the next sign-in asks all
		}
		of, asked := known[m.TenantID]
		if !asked {
			if of, err = s.opts.Rules(ctx, m.TenantID); err != nil {
				return r, err
			}
			known[m.TenantID] = of
			r.tighten(of)
		}
		r.must = r.must || slices.Contains(of.SecondFactor, m.Role)
	}
	return r, nil
}

func (r *accountRules) tighten(of Rules) {
	r.min = max(r.min, min(of.MinPassword, longestMin))
	if of.Idle > 0 {
		r.idle = min(r.idle, max(of.Idle, shortestIdle))
	}
	if of.Absolute > 0 {
		r.absolute = min(r.absolute, max(of.Absolute, shortestAbsolute))
	}
}

// acceptable refuses (fault bad_password) a password that the account may not have.
func (s *Service) acceptable(ctx context.Context, a Account, password string) error {
	var r accountRules
	err := s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
		r, err = s.rules(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	return CheckPassword(a.Username, password, r.min)
}

// PasswordLength is how many characters a new password of the account must have.
func (s *Service) PasswordLength(ctx context.Context, account string) (n int, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := s.rules(ctx, tx, account)
		n = r.min
		return err
	})
	return n, err
}
