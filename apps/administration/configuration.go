package administration

import (
	"context"
	"slices"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
)

// SettingList reads every setting of the tenant, with its drift from the files.
func (s *Service) SettingList(ctx context.Context, tenant string) ([]tenancy.SettingState, error) {
	ctx, err := s.reading(ctx, tenant, ActionConfiguration)
	if err != nil {
		return nil, err
	}
	return s.Tenants.Settings(ctx, tenant)
}

// Setting reads one setting. Fault setting_unknown.
func (s *Service) Setting(ctx context.Context, tenant, key string) (tenancy.SettingState, error) {
	all, err := s.SettingList(ctx, tenant)
	if err != nil {
		return tenancy.SettingState{}, err
	}
	at := slices.IndexFunc(all, func(x tenancy.SettingState) bool { return x.Key == key })
	if at < 0 {
		return tenancy.SettingState{}, fault.New(fault.NotFound, "setting_unknown", "Không có thiết lập này.", "There is no such setting.")
	}
	return all[at], nil
}

// ChangeSetting sets a setting's value from the screen. Seen is the tag of the
// value that it was made from ("" takes any). Faults setting_unknown,
// setting_wrong, changed_meanwhile.
func (s *Service) ChangeSetting(ctx context.Context, tenant, key, seen string, value any) (after tenancy.SettingState, err error) {
	return s.onSetting(ctx, tenant, key, seen, func(ctx context.Context) error { return s.Tenants.Set(ctx, tenant, key, value) })
}

// ResetSetting lets the value of the files hold again. Faults setting_unknown.
func (s *Service) ResetSetting(ctx context.Context, tenant, key string) (after tenancy.SettingState, err error) {
	return s.onSetting(ctx, tenant, key, "", func(ctx context.Context) error { return s.Tenants.Unset(ctx, tenant, key) })
}

// onSetting changes a setting and leaves what it was and is in the audit.
func (s *Service) onSetting(ctx context.Context, tenant, key, seen string, change func(context.Context) error) (after tenancy.SettingState, err error) {
	err = s.changing(ctx, tenant, ActionConfiguration, func(ctx context.Context, tx database.Tx) error {
		before, err := s.Setting(ctx, tenant, key)
		if err != nil {
			return err
		}
		if elsewhere(key) {
			return fault.New(fault.Conflict, "setting_elsewhere", "Thiết lập này được thay đổi ở trang “Vai trò và quyền”.",
				"This setting is changed on the page \"Roles and rights\".")
		}
		if tenancy.OperatorsOnly(key) {
			return fault.New(fault.Forbidden, "setting_of_operator", "Giới hạn này do đơn vị vận hành hệ thống đặt trong tệp cấu hình. Hãy liên hệ đơn vị vận hành nếu cần thay đổi.",
				"This limit is set by the platform's operator in the configuration files. Ask the operator to change it.")
		}
		if seen != "" && seen != tag(before.Value()) {
			return faultStale()
		}
		if err := change(ctx); err != nil {
			return err
		}
		if after, err = s.Setting(ctx, tenant, key); err != nil {
			return err
		}
		if err := s.enforce(ctx, tenant, key); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionConfiguration, Object: "setting", ObjectID: key,
			Before: map[string]any{"value": before.Value(), "drift": before.Drift()},
			After:  map[string]any{"value": after.Value(), "drift": after.Drift()}})
	})
	return after, err
}

// elsewhere tells that a setting of the files has a screen of its own, where
// what holds is kept: here its value is only shown.
func elsewhere(key string) bool { return key == tenancy.PolicyOverrides }
