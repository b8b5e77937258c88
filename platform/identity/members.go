package identity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/text"
)

// membershipRow is a membership as it is stored.
type membershipRow struct {
	bun.BaseModel `bun:"table:identity_memberships,alias:m"`

	TenantID  string    `bun:"tenant_id,pk"`
	AccountID string    `bun:"account_id,pk"`
	Role      string    `bun:"role,pk"`
	Scope     Scope     `bun:"scope,type:jsonb"`
	GrantedAt time.Time `bun:"granted_at"`
}

// Memberships lists where an account holds which roles.
func (s *Service) Memberships(ctx context.Context, account string) (list []Membership, err error) {
	var rows []membershipRow
	err = s.db.Reader(ctx).NewSelect().Model(&rows).Where("account_id = ?", account).Order("tenant_id", "role").Scan(ctx)
	for _, r := range rows {
		list = append(list, Membership{r.TenantID, Grant{r.Role, r.Scope}})
	}
	return list, err
}

// Member is an account as a tenant's administrators see it.
type Member struct {
	ID          string
	Username    string
	Name        string
	Email       string
	Disabled    bool
	HasPassword bool
	SeenAt      time.Time // last use of any session; zero: never
	Roles       []Grant   // in this tenant alone
}

const memberColumns = `SELECT a.id, a.username, a.name, a.email, a.disabled_at IS NOT NULL, a.password <> '',
	(SELECT max(s.seen_at) FROM identity_sessions s WHERE s.account_id = a.id),
	json_agg(json_build_object('role', m.role, 'scope', m.scope) ORDER BY m.role), a.username_key
	FROM identity_memberships m JOIN identity_accounts a ON a.id = m.account_id WHERE m.tenant_id = ?`

// MemberFilter narrows a list of members; empty fields do not.
type MemberFilter struct {
	Query  string   // part of a name or username, without regard to case and diacritics
	Roles  []string // who holds one of them
	Active bool     // leave out who is disabled
}

// Members lists the accounts with a role in the tenant, by username.
func (s *Service) Members(ctx context.Context, tenant string, page database.Page) (list []Member, next string, err error) {
	return s.FindMembers(ctx, tenant, MemberFilter{}, page)
}

// FindMembers is Members for those whom a filter lets through.
func (s *Service) FindMembers(ctx context.Context, tenant string, f MemberFilter, page database.Page) (list []Member, next string, err error) {
	key, err := page.Key(1)
	if err != nil {
		return nil, "", err
	}
	after := ""
	if key != nil {
		after = key[0]
	}
	keys := []string{}
	where, args := f.where(tenant)
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		rows, err := tx.QueryContext(ctx, memberColumns+where+" AND a.username_key > ? GROUP BY a.id ORDER BY a.username_key LIMIT ?",
			append(args, after, page.Size()+1)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			m, key, err := scanMember(rows.Scan)
			if err != nil {
				return err
			}
			list, keys = append(list, m), append(keys, key)
		}
		return rows.Err()
	})
	if len(list) > page.Size() {
		list = list[:page.Size()]
		next = database.Cursor(keys[len(list)-1])
	}
	return list, next, err
}

// where is the filter as conditions, with the arguments of the whole statement so far.
func (f MemberFilter) where(tenant string) (where string, args []any) {
	where, args = "", []any{tenant}
	if q := text.Fold(f.Query); q != "" {
		where += " AND a.folded LIKE ?"
		args = append(args, "%"+database.Literal(q)+"%")
	}
	if len(f.Roles) > 0 {
		where += " AND EXISTS (SELECT FROM identity_memberships h WHERE h.tenant_id = m.tenant_id AND h.account_id = a.id AND h.role IN (?))"
		args = append(args, bun.List(f.Roles))
	}
	if f.Active {
		where += " AND a.disabled_at IS NULL"
	}
	return where, args
}

// CountFound is how many members a filter lets through.
func (s *Service) CountFound(ctx context.Context, tenant string, f MemberFilter) (n int, err error) {
	where, args := f.where(tenant)
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(DISTINCT a.id) FROM identity_memberships m
			JOIN identity_accounts a ON a.id = m.account_id WHERE m.tenant_id = ?`+where, args...).Scan(&n)
	})
	return n, err
}

// Member is one account of the tenant. Fault account_unknown.
func (s *Service) Member(ctx context.Context, tenant, account string) (m Member, err error) {
	if _, err := uuid.Parse(account); err != nil {
		return m, accountUnknown()
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		m, _, err = scanMember(tx.QueryRowContext(ctx, memberColumns+" AND a.id = ? GROUP BY a.id", tenant, account).Scan)
		return err
	})
	if database.NotFound(err) {
		err = accountUnknown()
	}
	return m, err
}

func scanMember(scan func(...any) error) (m Member, key string, err error) {
	var seen bun.NullTime
	var roles []byte
	err = scan(&m.ID, &m.Username, &m.Name, &m.Email, &m.Disabled, &m.HasPassword, &seen, &roles, &key)
	if err != nil {
		return m, "", err
	}
	m.SeenAt = seen.Time
	return m, key, json.Unmarshal(roles, &m.Roles)
}

// SetRoles replaces, in one step, what an account holds in a tenant; no grants
// remove it from the tenant. Its sessions take a new token at their next request.
func (s *Service) SetRoles(ctx context.Context, tenant, account string, grants []Grant) error {
	if _, err := uuid.Parse(account); err != nil {
		return accountUnknown()
	}
	return s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		// The account's row orders changes of its roles one after the other.
		var username string
		err := tx.QueryRowContext(ctx, "SELECT username FROM identity_accounts WHERE id = ? FOR UPDATE", account).Scan(&username)
		if database.NotFound(err) {
			return accountUnknown()
		} else if err != nil {
			return err
		}
		before, err := held(ctx, tx, tenant, account)
		if err != nil {
			return err
		}
		for _, g := range grants {
			if slices.ContainsFunc(before, func(b Grant) bool { return b.Role == g.Role }) {
				continue // what is held already may be kept, so that the rest can be changed
			}
			if err := s.opts.CheckRole(ctx, tenant, g.Role); err != nil {
				return err
			}
		}
		return s.replace(ctx, tx, tenant, account, username, before, grants)
	})
}

func held(ctx context.Context, tx bun.Tx, tenant, account string) (grants []Grant, err error) {
	var rows []membershipRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND account_id = ?", tenant, account).Order("role").Scan(ctx)
	for _, r := range rows {
		grants = append(grants, Grant{r.Role, r.Scope})
	}
	return grants, err
}

func (s *Service) replace(ctx context.Context, tx bun.Tx, tenant, account, username string, before, after []Grant) error {
	if _, err := tx.NewDelete().Model((*membershipRow)(nil)).Where("tenant_id = ? AND account_id = ?", tenant, account).Exec(ctx); err != nil {
		return err
	}
	rows := make([]membershipRow, 0, len(after))
	for _, g := range after {
		if slices.ContainsFunc(rows, func(r membershipRow) bool { return r.Role == g.Role }) {
			return fault.New(fault.Invalid, "role_twice", "Vai trò được ghi hai lần. Hãy gộp phạm vi vào một dòng.",
				"A role is given twice. Put its scope into one row.").At("roles", g.Role, g.Role)
		}
		rows = append(rows, membershipRow{TenantID: tenant, AccountID: account, Role: g.Role, Scope: g.Scope, GrantedAt: s.clk.Now()})
	}
	if len(rows) > 0 {
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return err
		}
	}
	if len(before) == 0 {
		// A link that the administrator of one tenant holds must not open another.
		_, err := tx.ExecContext(ctx, `DELETE FROM identity_links WHERE account_id = ?0
			AND 1 < (SELECT count(DISTINCT tenant_id) FROM identity_memberships WHERE account_id = ?0)`, account)
		if err != nil {
			return err
		}
	}
	must, err := s.mustEnrol(ctx, tx, account)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE identity_sessions SET renew = true, enrol = enrol OR ? WHERE account_id = ?", must, account); err != nil {
		return err
	}
	return s.record(ctx, tx, Change{Action: "identity.set_roles", Object: "account", ObjectID: account,
		Before: map[string]any{"username": username, "roles": before}, After: map[string]any{"username": username, "roles": after}})
}

// Grant gives an account a role in a tenant, or changes the scope of one it has.
func (s *Service) Grant(ctx context.Context, tenant, account string, grant Grant) error {
	return s.edit(ctx, tenant, account, func(grants []Grant) []Grant { return append(without(grants, grant.Role), grant) })
}

// Revoke takes a role in a tenant from an account.
func (s *Service) Revoke(ctx context.Context, tenant, account, role string) error {
	return s.edit(ctx, tenant, account, func(grants []Grant) []Grant { return without(grants, role) })
}

func without(grants []Grant, role string) []Grant {
	return slices.DeleteFunc(grants, func(g Grant) bool { return g.Role == role })
}

func (s *Service) edit(ctx context.Context, tenant, account string, change func([]Grant) []Grant) error {
	if _, err := uuid.Parse(account); err != nil {
		return accountUnknown()
	}
	return s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "SELECT FROM identity_accounts WHERE id = ? FOR UPDATE", account); err != nil {
			return fmt.Errorf("identity: lock account: %w", err)
		}
		grants, err := held(ctx, tx, tenant, account)
		if err != nil {
			return err
		}
		return s.SetRoles(ctx, tenant, account, change(grants))
	})
}
