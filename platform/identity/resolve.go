package identity

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// seenEvery is how old the time of last use may be before it is written again,
// so that reading a page does not write a row each time.
const seenEvery = time.Minute

// Resolve tells who a token stands for, in the first of the tenants in which
// the account holds a role: pass the tenant of the request, then its province,
// then Platform, as far as the request may be answered from there. Without
// tenants the actor is signed in and holds no role.
//
// Faults: session_expired (also for an unknown token, or one idle for too long),
// account_disabled, tenant_unknown when no role is held in any of the tenants.
func (s *Service) Resolve(ctx context.Context, token string, tenants ...string) (actor Actor, err error) {
	state, err := s.lookup(ctx, s.db.Reader(ctx), token, tenants)
	if err != nil {
		return actor, err
	}
	actor = Actor{Account: state.AccountID, Username: state.Username, Name: state.Name,
		Session: state.SessionID, Token: state.TokenID, Renew: state.Renew, Enrol: state.Enrol}
	if len(tenants) > 0 && !actor.enter(tenants, state.memberships) {
		return actor, tenantUnknown()
	}
	return actor, s.seen(ctx, state, actor.Tenant)
}

// enter takes the roles of the first tenant in which there are any.
func (a *Actor) enter(tenants []string, memberships []Membership) bool {
	for _, tenant := range tenants {
		for _, m := range memberships {
			if m.Tenant == tenant {
				a.Tenant, a.Roles = tenant, append(a.Roles, m.Grant)
			}
		}
		if a.Tenant != "" {
			return true
		}
	}
	return false
}

// tokenState is what one query finds behind a token: of a session or of the API.
type tokenState struct {
	SessionID  string
	TokenID    string
	AccountID  string
	Username   string
	Name       string
	DisabledAt bun.NullTime
	SeenAt     bun.NullTime
	ExpiresAt  time.Time
	TenantID   string
	Renew      bool
	Enrol      bool

	IdleSeconds int64
	memberships []Membership
}

const heldIn = `coalesce((SELECT json_agg(json_build_object('tenant', m.tenant_id, 'role', m.role, 'scope', m.scope) ORDER BY m.role)
	FROM identity_memberships m WHERE m.account_id = a.id AND m.tenant_id IN (?0)), '[]')`

const bySession = `SELECT s.id, '', a.id, a.username, a.name, a.disabled_at, s.seen_at, s.expires_at, s.tenant_id, s.renew, s.enrol, s.idle_seconds, '[]', ` + heldIn + `
	FROM identity_sessions s JOIN identity_accounts a ON a.id = s.account_id
	WHERE s.hash = ?1 OR (s.previous_hash = ?1 AND s.previous_until > ?2)`

const byToken = `SELECT '', t.id, a.id, a.username, a.name, a.disabled_at, t.seen_at, t.expires_at, '', false, false, 0, t.roles, ` + heldIn + `
	FROM identity_tokens t JOIN identity_accounts a ON a.id = t.account_id
	WHERE t.hash = ?1 AND t.expires_at > ?2`

func (s *Service) lookup(ctx context.Context, db bun.IDB, token string, tenants []string) (state tokenState, err error) {
	query := bySession
	if isAPIToken(token) {
		query = byToken
	}
	now := s.clk.Now()
	var only, held []byte
	err = db.QueryRowContext(ctx, query, bun.List(append([]string{""}, tenants...)), hashSecret(token), now).Scan(
		&state.SessionID, &state.TokenID, &state.AccountID, &state.Username, &state.Name, &state.DisabledAt,
		&state.SeenAt, &state.ExpiresAt, &state.TenantID, &state.Renew, &state.Enrol, &state.IdleSeconds, &only, &held)
	switch {
	case database.NotFound(err):
		return state, sessionExpired()
	case err != nil:
		return state, err
	case !now.Before(state.ExpiresAt), state.SessionID != "" && now.Sub(state.SeenAt.Time) >= time.Duration(state.IdleSeconds)*time.Second:
		return state, sessionExpired()
	case !state.DisabledAt.IsZero():
		return state, accountDisabled()
	}
	if err := json.Unmarshal(held, &state.memberships); err != nil {
		return state, err
	}
	return state, state.narrow(only)
}

// narrow leaves only the roles that an API token was made for.
func (t *tokenState) narrow(only []byte) error {
	var roles []string
	if err := json.Unmarshal(only, &roles); err != nil || len(roles) == 0 {
		return err
	}
	t.memberships = slices.DeleteFunc(t.memberships, func(m Membership) bool { return !slices.Contains(roles, m.Role) })
	return nil
}

// seen keeps the time of last use, and the tenant, when either has moved.
func (s *Service) seen(ctx context.Context, state tokenState, tenant string) error {
	now := s.clk.Now()
	recent := now.Sub(state.SeenAt.Time) < seenEvery
	if tenant == "" {
		tenant = state.TenantID
	}
	if recent && (state.TokenID != "" || tenant == state.TenantID) {
		return nil
	}
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
		if state.TokenID != "" {
			_, err = tx.ExecContext(ctx, "UPDATE identity_tokens SET seen_at = ? WHERE id = ?", now, state.TokenID)
		} else {
			_, err = tx.ExecContext(ctx, "UPDATE identity_sessions SET seen_at = ?, tenant_id = ? WHERE id = ?", now, tenant, state.SessionID)
		}
		return err
	})
}
