package identity

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/fault"
)

// InvitationBy is the invitation of a link. Fault invitation_unknown.
func (s *Service) InvitationBy(ctx context.Context, secret string) (i Invitation, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		i, err = s.byLink(ctx, tx, secret)
		return err
	})
	return i, err
}

func (s *Service) byLink(ctx context.Context, tx bun.Tx, secret string) (Invitation, error) {
	return s.waiting(ctx, tx, "hash = ? AND expires_at > ?", hashSecret(secret), s.clk.Now())
}

// InvitedTo lists the invitations that name the actor's account and are still good.
func (s *Service) InvitedTo(ctx context.Context, actor Actor) (list []Invitation, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&list).Where("username_key = ? AND username_key <> '' AND ended_at IS NULL AND expires_at > ?",
			usernameKey(actor.Username), s.clk.Now()).Order("created_at").Limit(100).Scan(ctx)
	})
	return list, err
}

// Accept makes the actor a member by the invitation of a link. Faults
// invitation_unknown, invitation_of_another.
func (s *Service) Accept(ctx context.Context, actor Actor, secret string) (i Invitation, err error) {
	if i, err = s.InvitationBy(ctx, secret); err != nil {
		return i, err
	}
	return i, s.take(ctx, actor, i)
}

// AcceptNamed makes the actor a member by an invitation that names them. Faults
// invitation_unknown, invitation_of_another.
func (s *Service) AcceptNamed(ctx context.Context, actor Actor, id string) (i Invitation, err error) {
	if i, err = s.named(ctx, actor, id); err != nil {
		return i, err
	}
	return i, s.take(ctx, actor, i)
}

func (s *Service) named(ctx context.Context, actor Actor, id string) (i Invitation, err error) {
	if _, err := uuid.Parse(id); err != nil {
		return i, invitationUnknown()
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		i, err = s.waiting(ctx, tx, "id = ? AND username_key = ? AND username_key <> '' AND expires_at > ?", id, usernameKey(actor.Username), s.clk.Now())
		return err
	})
	return i, err
}

// take adds what an invitation offers to what the actor holds in its tenant.
func (s *Service) take(ctx context.Context, actor Actor, i Invitation) error {
	if i.UsernameKey != "" && i.UsernameKey != usernameKey(actor.Username) {
		return fault.New(fault.Conflict, "invitation_of_another", "Lời mời này gửi cho tài khoản khác. Hãy đăng xuất rồi đăng nhập bằng tài khoản được mời.",
			"This invitation is for another account. Sign out, and sign in with the account that is invited.")
	}
	return s.in(With(ctx, actor), i.Tenant, func(ctx context.Context, tx bun.Tx) error {
		// Looked at again under its lock: of two answers one counts.
		i, err := s.waiting(ctx, tx, "id = ? AND expires_at > ?", i.ID, s.clk.Now())
		if err != nil {
			return err
		}
		if err := s.admitMember(ctx, i.Tenant); err != nil {
			return err
		}
		for _, g := range i.Roles {
			if err := s.Grant(ctx, i.Tenant, actor.Account, g); err != nil {
				return err
			}
		}
		return s.end(ctx, tx, i, "identity.accept_invitation")
	})
}

// Decline ends an invitation that names the actor. Fault invitation_unknown.
func (s *Service) Decline(ctx context.Context, actor Actor, id string) error {
	i, err := s.named(ctx, actor, id)
	if err != nil {
		return err
	}
	return s.in(With(ctx, actor), i.Tenant, func(ctx context.Context, tx bun.Tx) error {
		return s.end(ctx, tx, i, "identity.decline_invitation")
	})
}

// AcceptNew makes the account of whoever holds a link, with the invitation's
// username where it names one. Faults invitation_unknown, bad_username,
// bad_password, username_taken.
func (s *Service) AcceptNew(ctx context.Context, secret string, n NewAccount, password string) (a Account, err error) {
	i, err := s.InvitationBy(ctx, secret)
	if err != nil {
		return a, err
	}
	if i.Username != "" {
		n.Username = i.Username
	}
	n.Email, n.Memberships = i.Email, nil
	rules, err := s.opts.Rules(ctx, i.Tenant)
	if err != nil {
		return a, err
	}
	if _, err := n.row(s.clk.Now()); err != nil { // before the work of hashing
		return a, err
	}
	if err := CheckPassword(n.Username, password, rules.MinPassword); err != nil {
		return a, err
	}
	if n.PasswordHash, err = s.hasher.hash(ctx, password); err != nil {
		return a, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, _ bun.Tx) error {
		if a, err = s.AddAccount(ctx, n); err != nil {
			return err
		}
		return s.take(ctx, Actor{Account: a.ID, Username: a.Username, Name: a.Name}, i)
	})
	return a, err
}

// admitMember asks the deployment whether the tenant takes one more member.
func (s *Service) admitMember(ctx context.Context, tenant string) error {
	if s.opts.Admit == nil {
		return nil
	}
	return s.opts.Admit(ctx, tenant)
}
