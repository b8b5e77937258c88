package administration

import (
	"context"
	"slices"

	"vuon/platform/fault"
	"vuon/platform/policy"
)

// Decision is what a tenant says of a role and an action.
type Decision string

// The decisions.
const (
	Allow    Decision = "allow"
	Deny     Decision = "deny"
	Standard Decision = "standard" // as the product has it
)

// RoleMatrix reads which role may do what in the tenant.
func (s *Service) RoleMatrix(ctx context.Context, tenant string) (policy.Matrix, error) {
	ctx, err := s.reading(ctx, tenant, ActionRoles)
	if err != nil {
		return policy.Matrix{}, err
	}
	return s.Policy.Matrix(ctx, tenant)
}

// ActionRow reads one action's row of the matrix. Fault action_unknown.
func (s *Service) ActionRow(ctx context.Context, tenant, action string) (policy.Matrix, policy.MatrixRow, error) {
	m, err := s.RoleMatrix(ctx, tenant)
	if err != nil {
		return m, policy.MatrixRow{}, err
	}
	at := slices.IndexFunc(m.Rows, func(r policy.MatrixRow) bool { return r.Action.Name == action })
	if at < 0 {
		return m, policy.MatrixRow{}, fault.New(fault.NotFound, "action_unknown", "Không có việc này ở cấp này.", "There is no such action here.")
	}
	return m, m.Rows[at], nil
}

// Decide allows a role an action in the tenant, denies it, or lets the standard
// hold again. The policy records it in the audit. Faults action_unknown,
// role_unknown, bad_decision, last_holder, own_administration.
func (s *Service) Decide(ctx context.Context, tenant, role, action string, d Decision) error {
	if _, _, err := s.ActionRow(ctx, tenant, action); err != nil {
		return err
	}
	ctx = policy.At(ctx, tenant)
	if err := s.Tenants.Writable(ctx, tenant); err != nil {
		return err
	}
	if err := s.keepsOwnHand(ctx, role, action, d); err != nil {
		return err
	}
	switch d {
	case Allow, Deny:
		return s.Policy.Override(ctx, tenant, role, action, d == Allow)
	case Standard:
		if err := s.Policy.CheckRole(ctx, tenant, role); err != nil {
			return err
		}
		return s.Policy.Reset(ctx, tenant, role, action)
	}
	return fault.New(fault.Invalid, "bad_decision", "Chọn cho phép, thu quyền hoặc theo mặc định.", "Choose allow, deny or standard.").
		At("decision", "Chọn một trong ba.", "Choose one of the three.")
}

// keepsOwnHand refuses that somebody denies a role of their own the right to
// share out rights: they could not take it back.
func (s *Service) keepsOwnHand(ctx context.Context, role, action string, d Decision) error {
	if action != ActionRoles || d != Deny {
		return nil
	}
	for _, g := range actorOf(ctx).Roles {
		if g.Role == role {
			return fault.New(fault.Conflict, "own_administration",
				"Bạn đang giữ vai trò này: thu quyền thì chính bạn không khôi phục lại được.",
				"You hold this role yourself: you could not take the denial back.")
		}
	}
	return nil
}
