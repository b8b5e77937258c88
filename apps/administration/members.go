package administration

import (
	"context"
	"slices"
	"strings"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/text"
)

// MemberList reads the tenant's members by username; query narrows it to names
// and usernames that hold it, without regard to case and diacritics.
func (s *Service) MemberList(ctx context.Context, tenant, query string, page database.Page) ([]identity.Member, string, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil {
		return nil, "", err
	}
	if query = text.Fold(query); query == "" {
		return s.Identity.Members(ctx, tenant, page)
	}
	return s.searchMembers(ctx, tenant, query, page)
}

// searchMembers reads all members, of whom a tenant has some hundreds: names are
// kept as they are written, and compared folded.
func (s *Service) searchMembers(ctx context.Context, tenant, query string, page database.Page) (found []identity.Member, next string, err error) {
	key, err := page.Key(1)
	if err != nil {
		return nil, "", err
	}
	all, err := s.everyMember(ctx, tenant)
	if err != nil {
		return nil, "", err
	}
	if key != nil {
		all = all[slices.IndexFunc(all, func(m identity.Member) bool { return m.ID == key[0] })+1:]
	}
	for _, m := range all {
		if !strings.Contains(text.Fold(m.Name+" "+m.Username), query) {
			continue
		}
		if len(found) == page.Size() {
			return found, database.Cursor(found[len(found)-1].ID), nil
		}
		found = append(found, m)
	}
	return found, "", nil
}

func (s *Service) everyMember(ctx context.Context, tenant string) (all []identity.Member, err error) {
	page := database.Page{Limit: 500}
	for {
		list, next, err := s.Identity.Members(ctx, tenant, page)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if page.After = next; next == "" {
			return all, nil
		}
	}
}

// Member reads one member. Fault account_unknown.
func (s *Service) Member(ctx context.Context, tenant, id string) (identity.Member, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil {
		return identity.Member{}, err
	}
	return s.Identity.Member(ctx, tenant, id)
}

// NewMember is somebody who joins a tenant: a new account, or one that exists.
type NewMember struct {
	Existing bool // the username is one that signs in already
	Username string
	Name     string
	Email    string
	Grants   []identity.Grant
}

// Added is a member who has joined.
type Added struct {
	Account identity.Account
	Link    identity.Link // to set the first password; zero for an existing account
}

// AddMember makes an account with roles in the tenant and a link to set its
// password, or gives an existing account those roles. Faults username_taken,
// account_unknown, bad_grants.
func (s *Service) AddMember(ctx context.Context, tenant string, n NewMember) (added Added, err error) {
	err = s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		if err := s.checkGrants(ctx, tenant, nil, n.Grants); err != nil {
			return err
		}
		if n.Existing {
			added.Account, err = s.admit(ctx, tenant, n)
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

// admit gives an account that exists roles in the tenant, beside those it has.
func (s *Service) admit(ctx context.Context, tenant string, n NewMember) (identity.Account, error) {
	account, err := s.Identity.AccountNamed(ctx, n.Username)
	if fault.CodeOf(err) == "account_unknown" {
		return account, fault.New(fault.Invalid, "username_unknown", "Chưa có tài khoản nào mang tên đăng nhập này.", "No account has this username.").
			At("username", "Kiểm tra lại tên đăng nhập, hoặc chọn “Tài khoản mới”.", "Check the username, or choose \"New account\".")
	}
	if err != nil {
		return account, err
	}
	for _, g := range n.Grants {
		if err := s.Identity.Grant(ctx, tenant, account.ID, g); err != nil {
			return account, err
		}
	}
	return account, nil
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
		left := slices.DeleteFunc(slices.Clone(member.Roles), func(g identity.Grant) bool { return g.Role == role })
		if len(left) == len(member.Roles) {
			return fault.New(fault.NotFound, "role_not_held", "Thành viên này không giữ vai trò đó.", "The member does not hold this role.")
		}
		return s.setRoles(ctx, tenant, id, left)
	})
}

// RemoveMember takes every role in the tenant from a member. The account stays,
// with what it holds elsewhere.
func (s *Service) RemoveMember(ctx context.Context, tenant, id string) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		if _, err := s.Identity.Member(ctx, tenant, id); err != nil {
			return err
		}
		return s.setRoles(ctx, tenant, id, nil)
	})
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
