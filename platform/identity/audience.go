package identity

import (
	"context"
	"net/mail"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/fault"
	"vuon/platform/text"
)

// Audience says whom something in a tenant concerns.
type Audience struct {
	Accounts []string // account ids
	Roles    []string // role ids; who holds one of them now
	Units    []string // with Roles: only grants whose scope covers one of these units
}

// Person is an account as letters address it.
type Person struct {
	ID       string
	Username string
	Name     string
	Email    string // "" where none is known
}

// Audience lists, each once and by username, the accounts that an audience means
// and that may sign in and hold a role in the tenant.
func (s *Service) Audience(ctx context.Context, tenant string, a Audience) (people []Person, err error) {
	var rows []struct {
		Person
		Role  string
		Scope Scope `bun:"scope,type:jsonb"`
	}
	accounts := slices.DeleteFunc(slices.Clone(a.Accounts), func(id string) bool { return uuid.Validate(id) != nil })
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().TableExpr("identity_memberships AS m").Join("JOIN identity_accounts AS a ON a.id = m.account_id").
			ColumnExpr("a.id, a.username, a.name, a.email, m.role, m.scope").
			Where("m.tenant_id = ?", tenant).Where("a.disabled_at IS NULL").
			WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
				return q.Where("m.role IN (?)", bun.List(orNone(a.Roles))).
					WhereOr("m.account_id::text IN (?)", bun.List(orNone(accounts)))
			}).OrderExpr("a.username_key, m.role").Scan(ctx, &rows)
	})
	for _, r := range rows {
		meant := slices.Contains(accounts, r.ID) || slices.Contains(a.Roles, r.Role) && r.Scope.coversOne(a.Units)
		if meant && (len(people) == 0 || people[len(people)-1].ID != r.ID) {
			people = append(people, r.Person)
		}
	}
	return people, err
}

// orNone keeps an empty list from becoming an empty IN (), which is no SQL.
func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}

// coversOne reports whether the scope reaches one of the units; no units are
// reached by every scope.
func (s Scope) coversOne(units []string) bool {
	return len(units) == 0 || len(s.Units) == 0 ||
		slices.ContainsFunc(units, func(u string) bool { return slices.Contains(s.Units, u) })
}

// People finds accounts by their ids, disabled ones too; unknown ids are left out.
func (s *Service) People(ctx context.Context, ids []string) (map[string]Person, error) {
	people := map[string]Person{}
	var rows []Person
	err := s.db.Reader(ctx).NewSelect().TableExpr("identity_accounts AS a").ColumnExpr("a.id, a.username, a.name, a.email").
		Where("a.id::text IN (?)", bun.List(orNone(ids))).Scan(ctx, &rows)
	for _, p := range rows {
		people[p.ID] = p
	}
	return people, err
}

// SetEmail changes where letters to an account go; "" sends none. Fault bad_email.
func (s *Service) SetEmail(ctx context.Context, account, email string) error {
	email = text.Line(email)
	if a, err := mail.ParseAddress(email); email != "" && (err != nil || a.Address != email || len(email) > maxName) {
		return fault.New(fault.Invalid, "bad_email", "Địa chỉ thư điện tử chưa đúng.", "The e-mail address is wrong.").
			At("email", "Nhập dạng ten@co-quan.gov.vn, không quá 100 ký tự.", "Write it as name@office.gov.vn, at most 100 characters.")
	}
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err := find(ctx, tx, "id", account)
		if err != nil || a.Email == email {
			return err
		}
		if _, err := tx.NewUpdate().Model(&a).Set("email = ?", email).WherePK().Exec(ctx); err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.set_email", Object: "account", ObjectID: a.ID,
			Before: map[string]any{"username": a.Username, "address": a.Email != ""}, After: map[string]any{"username": a.Username, "address": email != ""}})
	})
}
