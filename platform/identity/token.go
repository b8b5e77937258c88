package identity

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/text"
)

// APIToken is a token for programs, as its owner sees it.
type APIToken struct {
	bun.BaseModel `bun:"table:identity_tokens,alias:t"`

	ID        string    `bun:"id,pk"`
	Hash      []byte    `bun:"hash"`
	AccountID string    `bun:"account_id"`
	Name      string    `bun:"name"`
	Roles     []string  `bun:"roles,type:jsonb"` // empty: all that the account holds
	CreatedAt time.Time `bun:"created_at"`
	ExpiresAt time.Time `bun:"expires_at"`
	SeenAt    time.Time `bun:"seen_at,nullzero"`
}

// longestToken is how long an API token may be made to live.
const longestToken = 366 * 24 * time.Hour

// CreateToken makes an API token for an account, limited to some of its roles
// (none given: all that it holds at the time of use), and returns the secret,
// which is shown once. Fault bad_token marks the field that is wrong.
func (s *Service) CreateToken(ctx context.Context, account, name string, roles []string, expires time.Time) (secret string, t APIToken, err error) {
	now := s.clk.Now()
	name = text.Line(name)
	bad := fault.New(fault.Invalid, "bad_token", "Chưa tạo được mã truy cập.", "The token was not made.")
	if name == "" || len([]rune(name)) > maxName {
		return "", t, bad.At("name", "Ghi mục đích dùng, tối đa 100 ký tự.", "Say what it is for, in at most 100 characters.")
	}
	if !expires.After(now) || expires.After(now.Add(longestToken)) {
		return "", t, bad.At("expires", "Ngày hết hạn phải sau hôm nay và trong vòng một năm.", "It must expire after today and within a year.")
	}
	memberships, err := s.Memberships(ctx, account)
	if err != nil {
		return "", t, err
	}
	for _, role := range roles {
		if !slices.ContainsFunc(memberships, func(m Membership) bool { return m.Role == role }) {
			return "", t, bad.At("roles", "Bạn không giữ vai trò "+role+".", "You do not hold the role "+role+".")
		}
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", t, err
	}
	secret, hash := newSecret(tokenPrefix)
	t = APIToken{ID: id.String(), Hash: hash, AccountID: account, Name: name, Roles: append([]string{}, roles...), CreatedAt: now, ExpiresAt: expires.UTC()}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&t).Exec(ctx); err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.create_token", Object: "token", ObjectID: t.ID,
			After: map[string]any{"name": name, "roles": t.Roles, "expires_at": t.ExpiresAt}})
	})
	return secret, t, err
}

// Tokens lists an account's API tokens, newest first.
func (s *Service) Tokens(ctx context.Context, account string) (list []APIToken, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&list).Where("account_id = ?", account).Order("created_at DESC").Limit(500).Scan(ctx)
	})
	return list, err
}

// RevokeToken ends an API token of the account; another's is no error and stays.
func (s *Service) RevokeToken(ctx context.Context, account, id string) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM identity_tokens WHERE account_id = ? AND id::text = ?", account, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.revoke_token", Object: "token", ObjectID: id})
	})
}

// HeldToken is an API token with whose it is.
type HeldToken struct {
	APIToken
	Account  string // id
	Username string
	Holder   string // the person's name
}

// TenantTokens lists the API tokens of a tenant's members that are still good, the
// newest first, at most 500.
func (s *Service) TenantTokens(ctx context.Context, tenant string) (list []HeldToken, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		var tokens []APIToken
		err := tx.NewSelect().Model(&tokens).Where("t.expires_at > ?", s.clk.Now()).
			Where("EXISTS (SELECT FROM identity_memberships m WHERE m.tenant_id = ? AND m.account_id = t.account_id)", tenant).
			Order("t.created_at DESC").Limit(500).Scan(ctx)
		if err != nil {
			return err
		}
		for _, t := range tokens {
			a, err := find(ctx, tx, "id", t.AccountID)
			if err != nil {
				return err
			}
			list = append(list, HeldToken{t, a.ID, a.Username, a.Name})
		}
		return nil
	})
	return list, err
}

// RevokeMemberToken ends an API token of a member, for the tenant's
// administrators. Fault token_unknown.
func (s *Service) RevokeMemberToken(ctx context.Context, tenant, id string) (t APIToken, err error) {
	err = s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewSelect().Model(&t).Where("t.id::text = ?", id).
			Where("EXISTS (SELECT FROM identity_memberships m WHERE m.tenant_id = ? AND m.account_id = t.account_id)", tenant).Scan(ctx)
		if database.NotFound(err) {
			return fault.New(fault.NotFound, "token_unknown", "Không có khoá này.", "There is no such token.")
		} else if err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model(&t).WherePK().Exec(ctx); err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.revoke_token", Object: "token", ObjectID: id, Before: map[string]any{"name": t.Name}})
	})
	return t, err
}
