package administration

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/notify"
	"vuon/platform/tenancy"
)

// ResetFactors takes every second factor off a member who has lost them, signs
// them out, and tells them. Faults account_unknown, account_elsewhere, own_account.
func (s *Service) ResetFactors(ctx context.Context, tenant, id string) error {
	return s.changing(ctx, tenant, ActionMembers, func(ctx context.Context, tx database.Tx) error {
		if id == actorOf(ctx).Account {
			return fault.New(fault.Conflict, "own_account", "Hãy gỡ bước xác thực của chính bạn ở trang “Tài khoản của tôi”.", "Take your own second factor off on the page \"My account\".")
		}
		if _, err := s.Identity.ResetFactors(ctx, tenant, id); err != nil {
			return err
		}
		return s.tell(ctx, tx, notify.Message{Kind: "administration.reset_factors", To: notify.To{Accounts: []string{id}}, Mail: true, Path: "/account/second-factor",
			Title: i18n.T("Bước xác thực thứ hai của bạn đã được gỡ", "Your second factor was taken off"),
			Body: i18n.T("Quản trị viên đã gỡ theo đề nghị của bạn. Nếu bạn không đề nghị, hãy đổi mật khẩu và báo ngay cho quản trị viên. Nên thiết lập lại bước xác thực thứ hai.",
				"An administrator did so at your request. If you did not ask, change your password and tell the administrator at once. Set a second factor up again.")})
	})
}

// tell sends a notice where the deployment has notices.
func (s *Service) tell(ctx context.Context, tx database.Tx, m notify.Message) error {
	if s.Notify == nil {
		return nil
	}
	return s.Notify.Send(ctx, tx, m)
}

// enforce makes a new demand of a second factor reach who is signed in already.
func (s *Service) enforce(ctx context.Context, tenant, key string) error {
	if key != tenancy.SecondFactor {
		return nil
	}
	var roles []string
	if err := s.Tenants.Setting(ctx, tenant, key, &roles); err != nil {
		return err
	}
	return s.Identity.RequireFactor(ctx, tenant, roles)
}
