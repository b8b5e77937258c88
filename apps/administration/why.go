package administration

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
)

// Why answers whether a member may do an action in the tenant, on a commune or a
// project when they are given, and why.
func (s *Service) Why(ctx context.Context, tenant string, m identity.Member, action string, r *policy.Resource) (policy.Reasoning, error) {
	ctx, err := s.reading(ctx, tenant, ActionRoles)
	if err != nil {
		return policy.Reasoning{}, err
	}
	return s.Policy.Why(ctx, tenant, actorOfMember(tenant, m), action, r)
}

// WhatMay lists what a member may and may not do in the tenant.
func (s *Service) WhatMay(ctx context.Context, tenant string, m identity.Member) (list []policy.Reasoning, err error) {
	ctx, err = s.reading(ctx, tenant, ActionRoles)
	if err != nil {
		return nil, err
	}
	t, err := s.Tenants.Tenant(ctx, tenant)
	if err != nil {
		return nil, err
	}
	actor := identity.With(ctx, actorOfMember(tenant, m))
	for _, a := range s.Policy.ActionsOf(t.Kind) {
		list = append(list, policy.Reasoning{Action: a, Allowed: !m.Disabled && s.Policy.Can(actor, a.Name)})
	}
	return list, nil
}

// FindPeople finds members for a question about them: the one whose username it
// is, or those whose names hold the text, at most ten.
func (s *Service) FindPeople(ctx context.Context, tenant, text string) ([]identity.Member, error) {
	ctx, err := s.reading(ctx, tenant, ActionRoles)
	if err != nil || text == "" {
		return nil, err
	}
	found, _, err := s.Identity.FindMembers(ctx, tenant, identity.MemberFilter{Query: text}, database.Page{Limit: 10})
	for _, m := range found {
		if m.Username == text {
			return []identity.Member{m}, nil
		}
	}
	return found, err
}

func actorOfMember(tenant string, m identity.Member) identity.Actor {
	return identity.Actor{Account: m.ID, Username: m.Username, Name: m.Name, Tenant: tenant, Roles: m.Roles}
}
