package administration

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/web"
)

// Invited is an invitation with the secret of its link, which is shown once.
type Invited struct {
	identity.Invitation
	Secret string
}

// InviteMember asks somebody to join the tenant with roles there. It says the
// same whether or not the username signs in already. Faults bad_invitation,
// bad_username, bad_grants, too_many_members.
func (s *Service) InviteMember(ctx context.Context, tenant string, n identity.NewInvitation) (i Invited, err error) {
	err = s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		if err := s.checkGrants(ctx, tenant, nil, n.Roles); err != nil {
			return err
		}
		if err := AdmitMember(ctx, s.Tenants, s.Identity, tenant); err != nil {
			return err
		}
		i.Invitation, i.Secret, err = s.Identity.Invite(ctx, tenant, n)
		return err
	})
	return i, err
}

// InvitationList reads what waits for an answer in the tenant.
func (s *Service) InvitationList(ctx context.Context, tenant string) ([]identity.Invitation, error) {
	ctx, err := s.reading(ctx, tenant, ActionMembers)
	if err != nil {
		return nil, err
	}
	return s.Identity.Invitations(ctx, tenant)
}

// ResendInvitation gives an invitation a new link and new time. Fault
// invitation_unknown.
func (s *Service) ResendInvitation(ctx context.Context, tenant, id string) (i Invited, err error) {
	err = s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		i.Invitation, i.Secret, err = s.Identity.Reinvite(ctx, tenant, id)
		return err
	})
	return i, err
}

// WithdrawInvitation ends an invitation. Fault invitation_unknown.
func (s *Service) WithdrawInvitation(ctx context.Context, tenant, id string) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, _ database.Tx) error {
		return s.Identity.Withdraw(ctx, tenant, id)
	})
}

// invitedWork shows the actor's invitations under "my work".
func (s *Service) invitedWork(ctx context.Context) (items []web.WorkItem, err error) {
	list, err := s.Identity.InvitedTo(ctx, actorOf(ctx))
	for _, i := range list {
		t, err := s.Tenants.Tenant(ctx, i.Tenant)
		if err != nil {
			return nil, err
		}
		items = append(items, web.WorkItem{Title: invitationTitle(t.Name), Kind: invitationKind(), Path: "/account#invitations", Since: i.CreatedAt, Due: &i.ExpiresAt})
	}
	return items, err
}
