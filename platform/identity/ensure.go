package identity

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"vuon/platform/fault"
)

// EnsureAccounts makes many accounts in a few statements, for the demonstration
// and for configuration. It may be called again: an account that exists keeps
// its name, and its password unless PasswordHash is given; memberships that are
// missing are added, none is taken away. Made is the number of new accounts.
func (s *Service) EnsureAccounts(ctx context.Context, accounts []NewAccount) (made int64, err error) {
	rows := make([]Account, 0, len(accounts))
	given := map[string]NewAccount{}
	for _, n := range accounts {
		row, err := n.row(s.clk.Now())
		if err != nil {
			return 0, err
		}
		if _, twice := given[row.UsernameKey]; twice {
			return 0, fault.New(fault.Invalid, "account_twice", "Tài khoản "+n.Username+" được ghi hai lần.", "The account "+n.Username+" is given twice.")
		}
		given[row.UsernameKey] = n
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return 0, nil
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		// Nothing is returned: bun would empty the slice into which it reads no rows.
		result, err := tx.NewInsert().Model(&rows).On("CONFLICT (username_key) DO NOTHING").Returning("NULL").Exec(ctx)
		if err != nil {
			return err
		}
		if made, err = result.RowsAffected(); err != nil {
			return err
		}
		passwords, err := s.settle(ctx, tx, rows)
		if err != nil {
			return err
		}
		added, err := s.join(ctx, tx, given)
		if err != nil || made+added+passwords == 0 {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.ensure_accounts", Object: "account",
			After: map[string]any{"accounts": made, "memberships": added, "passwords": passwords}})
	})
	return made, err
}

// settle gives the accounts that were there the passwords that are given, and
// returns how many. Their sessions go on.
func (s *Service) settle(ctx context.Context, tx bun.Tx, rows []Account) (changed int64, err error) {
	withPassword := slices.DeleteFunc(slices.Clone(rows), func(a Account) bool { return a.Password == "" })
	if len(withPassword) == 0 {
		return 0, nil
	}
	result, err := tx.NewUpdate().With("given", tx.NewValues(&withPassword).Column("username_key", "password", "password_at")).
		Model((*Account)(nil)).TableExpr("given").Set("password = given.password, password_at = given.password_at").
		Where("a.username_key = given.username_key AND a.password <> given.password").Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// join adds the memberships that are missing and returns how many.
func (s *Service) join(ctx context.Context, tx bun.Tx, given map[string]NewAccount) (added int64, err error) {
	ids, err := idsOf(ctx, tx, slices.Collect(maps.Keys(given)))
	if err != nil {
		return 0, err
	}
	var rows []membershipRow
	for key, n := range given {
		for _, m := range n.Memberships {
			if err := s.opts.CheckRole(ctx, m.Tenant, m.Role); err != nil {
				return 0, err
			}
			rows = append(rows, membershipRow{TenantID: m.Tenant, AccountID: ids[key], Role: m.Role, Scope: m.Scope, GrantedAt: s.clk.Now()})
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	result, err := tx.NewInsert().Model(&rows).On("CONFLICT (tenant_id, account_id, role) DO NOTHING").Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// idsOf finds the accounts with these keys.
func idsOf(ctx context.Context, tx bun.Tx, keys []string) (map[string]string, error) {
	var found []Account
	if err := tx.NewSelect().Model(&found).Column("id", "username_key").Where("username_key IN (?)", bun.List(keys)).Scan(ctx); err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(found))
	for _, a := range found {
		ids[a.UsernameKey] = a.ID
	}
	return ids, nil
}
