package identity

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/text"
)

// Account is a person or a system that may sign in.
type Account struct {
	bun.BaseModel `bun:"table:identity_accounts,alias:a"`

	ID          string    `bun:"id,pk" json:"id"`
	Username    string    `bun:"username" json:"username"`
	UsernameKey string    `bun:"username_key" json:"-"`
	Name        string    `bun:"name" json:"name"`
	Folded      string    `bun:"folded" json:"-"` // name and username, as they are searched
	Email       string    `bun:"email" json:"email"`
	Password    string    `bun:"password" json:"-"` // PHC; "" until one is set
	PasswordAt  time.Time `bun:"password_at,nullzero" json:"-"`
	DisabledAt  time.Time `bun:"disabled_at,nullzero" json:"disabled_at,omitzero"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`
}

// NewAccount is an account to be made.
type NewAccount struct {
	Username     string
	Name         string // "" takes the username
	Email        string
	PasswordHash string // from Hash; "" until the person sets a password by a link
	Memberships  []Membership
}

// row checks what was given and makes it an account.
func (n NewAccount) row(now time.Time) (Account, error) {
	username, err := checkUsername(n.Username)
	if err != nil {
		return Account{}, err
	}
	bad := fault.New(fault.Invalid, "bad_account", "Thông tin tài khoản chưa đúng.", "The account's data are wrong.")
	a := Account{Username: username, UsernameKey: usernameKey(username), Name: text.Line(n.Name),
		Email: text.Line(n.Email), Password: n.PasswordHash, CreatedAt: now}
	if a.Name == "" {
		a.Name = a.Username
	}
	a.Folded = text.Fold(a.Name + " " + a.Username)
	if len([]rune(a.Name)) > maxName {
		return a, bad.At("name", "Họ và tên dài quá 100 ký tự.", "The name is longer than 100 characters.")
	}
	if len([]rune(a.Email)) > maxName {
		return a, bad.At("email", "Thư điện tử dài quá 100 ký tự.", "The e-mail address is longer than 100 characters.")
	}
	if a.Password != "" {
		if _, _, _, err := decodePHC(a.Password); err != nil {
			return a, err
		}
		a.PasswordAt = now
	}
	id, err := uuid.NewV7()
	a.ID = id.String()
	return a, err
}

// AddAccount makes an account with its memberships. A username that is taken is
// the fault username_taken.
func (s *Service) AddAccount(ctx context.Context, n NewAccount) (Account, error) {
	a, err := n.row(s.clk.Now())
	if err != nil {
		return Account{}, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.NewInsert().Model(&a).On("CONFLICT (username_key) DO NOTHING").Exec(ctx)
		if err != nil {
			return err
		}
		if made, err := result.RowsAffected(); err != nil {
			return err
		} else if made == 0 {
			return usernameTaken()
		}
		if err := s.record(ctx, tx, Change{Action: "identity.add_account", Object: "account", ObjectID: a.ID,
			After: map[string]any{"username": a.Username}}); err != nil {
			return err
		}
		for _, m := range n.Memberships {
			if err := s.Grant(ctx, m.Tenant, a.ID, m.Grant); err != nil {
				return err
			}
		}
		return nil
	})
	return a, err
}

func usernameTaken() error {
	return fault.New(fault.Conflict, "username_taken", "Tên đăng nhập này đã có người dùng.", "This username is taken.").
		At("username", "Hãy chọn tên khác, ví dụ thêm tên địa bàn: an.nguyen@krong-no.",
			"Choose another, for example with the tenant's name: an.nguyen@krong-no.")
}

// Hash returns the PHC string of a password, for NewAccount. It does not judge
// the password: CheckPassword does.
func (s *Service) Hash(ctx context.Context, password string) (string, error) {
	return s.hasher.hash(ctx, password)
}

// AccountNamed finds an account by its username, whatever its tenants: for
// operators and the command line. Fault account_unknown.
func (s *Service) AccountNamed(ctx context.Context, username string) (a Account, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err = find(ctx, tx, "username_key", usernameKey(username))
		return err
	})
	return a, err
}

// find reads one account by a unique column.
func find(ctx context.Context, tx bun.Tx, column, value string) (a Account, err error) {
	err = tx.NewSelect().Model(&a).Where("? = ?", bun.Ident(column), value).Scan(ctx)
	if database.NotFound(err) {
		err = accountUnknown()
	}
	return a, err
}

// Disable locks an account out at once, or lets it in again. Tenant is the one
// whose administrator asks (Platform: an operator): an account that belongs to
// others too is the fault account_elsewhere.
func (s *Service) Disable(ctx context.Context, tenant, account string, disabled bool) error {
	return s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		a, err := s.owned(ctx, tx, tenant, account)
		if err != nil || a.DisabledAt.IsZero() == !disabled {
			return err
		}
		action := "identity.enable"
		a.DisabledAt = time.Time{}
		if disabled {
			action, a.DisabledAt = "identity.disable", s.clk.Now()
			if _, err := tx.NewDelete().Table("identity_sessions").Where("account_id = ?", a.ID).Exec(ctx); err != nil {
				return err
			}
		}
		if _, err := tx.NewUpdate().Model(&a).Column("disabled_at").WherePK().Exec(ctx); err != nil {
			return err
		}
		return s.record(ctx, tx, Change{Action: action, Object: "account", ObjectID: a.ID, After: map[string]any{"username": a.Username}})
	})
}

// owned reads an account that the tenant alone may change: otherwise the
// administrator of one tenant could take over a person's rights in another.
func (s *Service) owned(ctx context.Context, tx bun.Tx, tenant, account string) (Account, error) {
	if _, err := uuid.Parse(account); err != nil {
		return Account{}, accountUnknown()
	}
	a, err := find(ctx, tx, "id", account)
	if err != nil || tenant == Platform {
		return a, err
	}
	var here, elsewhere int
	err = tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE tenant_id = ?0), count(*) FILTER (WHERE tenant_id <> ?0)
		FROM identity_memberships WHERE account_id = ?1`, tenant, account).Scan(&here, &elsewhere)
	switch {
	case err != nil:
		return Account{}, err
	case here == 0:
		return Account{}, accountUnknown()
	case elsewhere > 0:
		return Account{}, accountElsewhere()
	}
	return a, nil
}
