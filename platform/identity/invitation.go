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

// invitationLife is how long an invitation waits for its answer.
const invitationLife = 7 * 24 * time.Hour

// Invitation asks somebody to become a member of a tenant.
type Invitation struct {
	bun.BaseModel `bun:"table:identity_invitations,alias:i"`

	ID          string    `bun:"id,pk"`
	Tenant      string    `bun:"tenant_id"`
	Username    string    `bun:"username"` // "": whoever holds the link
	UsernameKey string    `bun:"username_key"`
	Name        string    `bun:"name"`
	Email       string    `bun:"email"`
	Roles       []Grant   `bun:"roles,type:jsonb"`
	Hash        []byte    `bun:"hash"`
	InvitedBy   string    `bun:"invited_by"`
	CreatedAt   time.Time `bun:"created_at"`
	ExpiresAt   time.Time `bun:"expires_at"`
	EndedAt     time.Time `bun:"ended_at,nullzero"`
}

// Expired tells that it waited too long.
func (i Invitation) Expired(now time.Time) bool { return !now.Before(i.ExpiresAt) }

// NewInvitation is an invitation to be made: by username, or by an e-mail address
// to which the administrator sends the link.
type NewInvitation struct {
	Username, Name, Email string
	Roles                 []Grant
}

func (n NewInvitation) row(now time.Time) (i Invitation, err error) {
	bad := fault.New(fault.Invalid, "bad_invitation", "Lời mời chưa đủ thông tin.", "The invitation lacks something.")
	i = Invitation{Name: text.Line(n.Name), Email: text.Line(n.Email), Roles: n.Roles, CreatedAt: now, ExpiresAt: now.Add(invitationLife)}
	if n.Username == "" && i.Email == "" {
		return i, bad.At("username", "Ghi tên đăng nhập, hoặc địa chỉ thư điện tử của người được mời.", "Give a username, or the e-mail address of who is invited.")
	}
	if len([]rune(i.Name)) > maxName {
		return i, bad.At("name", "Họ và tên dài quá 100 ký tự.", "The name is longer than 100 characters.")
	}
	if len([]rune(i.Email)) > maxName {
		return i, bad.At("email", "Thư điện tử dài quá 100 ký tự.", "The e-mail address is longer than 100 characters.")
	}
	if n.Username != "" {
		if i.Username, err = checkUsername(n.Username); err != nil {
			return i, err
		}
		i.UsernameKey = usernameKey(i.Username)
	}
	id, err := uuid.NewV7()
	i.ID = id.String()
	return i, err
}

// Invite makes an invitation and the secret of its link, which is kept nowhere.
// It says nothing about whether the username signs in already. Fault
// bad_invitation. The caller has checked the roles.
func (s *Service) Invite(ctx context.Context, tenant string, n NewInvitation) (i Invitation, secret string, err error) {
	if i, err = n.row(s.clk.Now()); err != nil {
		return i, "", err
	}
	i.Tenant = tenant
	if actor, ok := From(ctx); ok {
		i.InvitedBy = actor.Username
	}
	secret, i.Hash = newSecret("")
	err = s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if i.UsernameKey != "" { // one at a time for a name: a new one takes the place of the old
			if _, err := tx.ExecContext(ctx, "UPDATE identity_invitations SET ended_at = ? WHERE tenant_id = ? AND username_key = ? AND ended_at IS NULL",
				s.clk.Now(), tenant, i.UsernameKey); err != nil {
				return err
			}
		}
		if _, err := tx.NewInsert().Model(&i).Exec(ctx); err != nil {
			return err
		}
		return s.recordInvitation(ctx, tx, "identity.invite", i)
	})
	return i, secret, err
}

func (s *Service) recordInvitation(ctx context.Context, tx bun.Tx, action string, i Invitation) error {
	return s.record(ctx, tx, Change{Action: action, Object: "invitation", ObjectID: i.ID,
		After: map[string]any{"username": i.Username, "email": i.Email, "roles": i.Roles}})
}

// Invitations lists what waits for an answer in a tenant, newest first, at most
// 500, those that have expired too: they can be sent again.
func (s *Service) Invitations(ctx context.Context, tenant string) (list []Invitation, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&list).Where("tenant_id = ? AND ended_at IS NULL", tenant).Order("created_at DESC").Limit(500).Scan(ctx)
	})
	return list, err
}

// Reinvite gives an invitation a new link and new time; the old link ends. Fault
// invitation_unknown.
func (s *Service) Reinvite(ctx context.Context, tenant, id string) (i Invitation, secret string, err error) {
	secret, hash := newSecret("")
	err = s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if i, err = s.waiting(ctx, tx, "tenant_id = ? AND id::text = ?", tenant, id); err != nil {
			return err
		}
		i.Hash, i.ExpiresAt = hash, s.clk.Now().Add(invitationLife)
		if _, err := tx.NewUpdate().Model(&i).Column("hash", "expires_at").WherePK().Exec(ctx); err != nil {
			return err
		}
		return s.recordInvitation(ctx, tx, "identity.invite", i)
	})
	return i, secret, err
}

// Withdraw ends an invitation. Fault invitation_unknown.
func (s *Service) Withdraw(ctx context.Context, tenant, id string) error {
	return s.in(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		i, err := s.waiting(ctx, tx, "tenant_id = ? AND id::text = ?", tenant, id)
		if err != nil {
			return err
		}
		return s.end(ctx, tx, i, "identity.withdraw_invitation")
	})
}

func (s *Service) end(ctx context.Context, tx bun.Tx, i Invitation, action string) error {
	i.EndedAt = s.clk.Now()
	if _, err := tx.NewUpdate().Model(&i).Column("ended_at").WherePK().Exec(ctx); err != nil {
		return err
	}
	return s.recordInvitation(ctx, tx, action, i)
}

// waiting reads and locks one invitation without an answer.
func (s *Service) waiting(ctx context.Context, tx bun.Tx, where string, args ...any) (i Invitation, err error) {
	err = tx.NewSelect().Model(&i).Where(where, args...).Where("ended_at IS NULL").For("UPDATE").Scan(ctx)
	if database.NotFound(err) {
		err = invitationUnknown()
	}
	return i, err
}

func invitationUnknown() error {
	return fault.New(fault.NotFound, "invitation_unknown", "Lời mời không đúng, đã được trả lời, đã thu hồi hoặc đã hết hạn. Hãy đề nghị quản trị viên mời lại.",
		"The invitation is wrong, answered, withdrawn or expired. Ask the administrator to invite you again.")
}
