package administration

import (
	"context"
	"fmt"
	"slices"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// MemberList reads the tenant's members by username; query narrows it to names
// and usernames that hold it, without regard to case and diacritics.
func (s *Service) MemberList(ctx context.Context, tenant, query string, page database.Page) ([]identity.Member, string, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil {
		return nil, "", err
	}
	return s.Identity.FindMembers(ctx, tenant, identity.MemberFilter{Query: query}, page)
}

// Member reads one member. Fault account_unknown.
func (s *Service) Member(ctx context.Context, tenant, id string) (identity.Member, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil {
		return identity.Member{}, err
	}
	return s.Identity.Member(ctx, tenant, id)
}

// NewMember is somebody who joins a tenant with an account that is made now.
type NewMember struct {
	Username string
	Name     string
	Email    string
	Grants   []identity.Grant
}

// Added is a member who has joined.
type Added struct {
	Account identity.Account
	Link    identity.Link // to set the first password
}

// AddMember makes an account with roles in the tenant and a link to set its
// password. Who has an account already is invited. Faults username_taken,
// bad_grants, too_many_members.
func (s *Service) AddMember(ctx context.Context, tenant string, n NewMember) (added Added, err error) {
	err = s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		if err := s.checkGrants(ctx, tenant, nil, n.Grants); err != nil {
			return err
		}
		if err := AdmitMember(ctx, s.Tenants, s.Identity, tenant); err != nil {
			return err
		}
		var memberships []identity.Membership
		for _, g := range n.Grants {
			memberships = append(memberships, identity.Membership{Tenant: tenant, Grant: g})
		}
		added.Account, err = s.Identity.AddAccount(ctx, identity.NewAccount{Username: n.Username, Name: n.Name, Email: n.Email, Memberships: memberships})
		if err != nil {
			return err
		}
		added.Link, err = s.Identity.PasswordLink(ctx, tenant, added.Account.ID)
		return err
	})
	return added, err
}

// AdmitMember refuses (fault too_many_members) one more member where the tenant
// has as many as the operator lets it have.
func AdmitMember(ctx context.Context, tenants *tenancy.Registry, accounts *identity.Service, tenant string) error {
	if tenant == identity.Platform {
		return nil
	}
	var most int
	if err := tenants.Setting(ctx, tenant, tenancy.UsersQuota, &most); err != nil || most == 0 {
		return err
	}
	n, err := accounts.CountFound(ctx, tenant, identity.MemberFilter{})
	if err == nil && n >= most {
		err = fault.New(fault.Conflict, "too_many_members", fmt.Sprintf("Địa bàn đã có đủ %d thành viên. Hãy đưa người không còn làm việc ra khỏi địa bàn, hoặc đề nghị đơn vị vận hành tăng giới hạn.", most),
			fmt.Sprintf("The tenant has its %d members. Remove who works here no more, or ask the operator for a higher limit.", most))
	}
	return err
}

// SetMemberRoles replaces, in one step, what a member holds in the tenant. Seen
// is the tag of the roles that the change was made from ("" takes any). Faults
// account_unknown, bad_grants, own_administration, changed_meanwhile.
func (s *Service) SetMemberRoles(ctx context.Context, tenant, id, seen string, grants []identity.Grant) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		member, err := s.Identity.Member(ctx, tenant, id)
		if err != nil {
			return err
		}
		if seen != "" && seen != tag(member.Roles) {
			return faultStale()
		}
		if err := s.checkGrants(ctx, tenant, member.Roles, grants); err != nil {
			return err
		}
		return s.setRoles(ctx, tenant, id, grants)
	})
}

// RevokeRole takes one role from a member; the last one ends the membership.
// Faults account_unknown, role_not_held, own_administration.
func (s *Service) RevokeRole(ctx context.Context, tenant, id, role string) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		member, err := s.Identity.Member(ctx, tenant, id)
		if err != nil {
			return err
		}
		if len(member.Roles) == 1 {
			if err := s.keepsNoWork(ctx, tenant, id); err != nil {
				return err
			}
		}
		left := slices.DeleteFunc(slices.Clone(member.Roles), func(g identity.Grant) bool { return g.Role == role })
		if len(left) == len(member.Roles) {
			return fault.New(fault.NotFound, "role_not_held", "Thành viên này không giữ vai trò đó.", "The member does not hold this role.")
		}
		return s.setRoles(ctx, tenant, id, left)
	})
}

// RemoveMember takes every role in the tenant from a member. The account stays,
// with what it holds elsewhere. Open work goes to the member named by heir; with
// heir "" it is refused (fault open_work).
func (s *Service) RemoveMember(ctx context.Context, tenant, id, heir string) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, tx database.Tx) error {
		if _, err := s.Identity.Member(ctx, tenant, id); err != nil {
			return err
		}
		if heir != "" && s.HandOver != nil {
			if _, err := s.Identity.Member(ctx, tenant, heir); err != nil || heir == id {
				return fault.New(fault.Invalid, "bad_heir", "Chọn một thành viên khác để nhận việc.", "Choose another member who takes over.").
					At("heir", "Chọn một thành viên khác.", "Choose another member.")
			}
			if err := s.HandOver(ctx, tx, tenant, id, heir); err != nil {
				return err
			}
			if err := s.Audit.Record(ctx, tx, audit.Entry{Action: "administration.hand_over", Object: "account", ObjectID: id, After: map[string]any{"heir": heir}}); err != nil {
				return err
			}
		}
		if err := s.keepsNoWork(ctx, tenant, id); err != nil {
			return err
		}
		return s.setRoles(ctx, tenant, id, nil)
	})
}

// OpenWork lists what a member still has to do in the tenant.
func (s *Service) OpenWork(ctx context.Context, tenant, id string) ([]web.WorkItem, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil || s.Responsibilities == nil {
		return nil, err
	}
	return s.Responsibilities(ctx, tenant, id)
}

// keepsNoWork refuses that somebody with open work leaves.
func (s *Service) keepsNoWork(ctx context.Context, tenant, id string) error {
	work, err := s.OpenWork(ctx, tenant, id)
	if err == nil && len(work) > 0 {
		err = fault.New(fault.Conflict, "open_work", fmt.Sprintf("Người này còn %d việc chưa xong. Hãy chọn người nhận bàn giao rồi đưa ra khỏi địa bàn.", len(work)),
			fmt.Sprintf("This person still has %d things to do. Choose who takes them over, then remove the member.", len(work)))
	}
	return err
}

// setRoles lets nobody lock themselves, and with themselves perhaps everybody,
// out of the administration.
func (s *Service) setRoles(ctx context.Context, tenant, id string, grants []identity.Grant) error {
	if id == actorOf(ctx).Account && !s.administers(ctx, tenant, grants) {
		return fault.New(fault.Conflict, "own_administration",
			"Bạn không thể tự bỏ quyền quản lý thành viên của mình. Hãy nhờ quản trị viên khác.",
			"You cannot give up your own right to manage members. Ask another administrator.")
	}
	return s.Identity.SetRoles(ctx, tenant, id, grants)
}

func (s *Service) administers(ctx context.Context, tenant string, grants []identity.Grant) bool {
	for _, r := range s.Policy.Explain(ctx, tenant, ActionMembers).Roles {
		if slices.ContainsFunc(grants, func(g identity.Grant) bool { return g.Role == r.ID }) {
			return true
		}
	}
	return false
}

// DisableMember locks an account out, or lets it in again. Faults
// account_unknown, account_elsewhere, own_account.
func (s *Service) DisableMember(ctx context.Context, tenant, id string, disabled bool) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		if id == actorOf(ctx).Account {
			return fault.New(fault.Conflict, "own_account", "Bạn không thể tự khóa tài khoản của mình.", "You cannot disable your own account.")
		}
		return s.Identity.Disable(ctx, tenant, id, disabled)
	})
}

// MemberLink makes a new link to set a member's password. Faults
// account_unknown, account_elsewhere.
func (s *Service) MemberLink(ctx context.Context, tenant, id string) (link identity.Link, err error) {
	err = s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		link, err = s.Identity.PasswordLink(ctx, tenant, id)
		return err
	})
	return link, err
}
