package supervision

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView     = "supervision.view"
	ActionReadPlan = "supervision.read_plan"
)

// Actions says which standard roles hold each action.
func Actions() []policy.Action {
	province := []string{"province-supervisor", "province-department"}
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem tổng hợp các huyện", "See all districts"), Roles: province},
		{Name: ActionReadPlan, Title: i18n.T("Đọc kế hoạch của huyện", "Read a district's plan"), Roles: province, Across: true},
	}
}
