package tasks

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView       = "tasks.view"
	ActionReport     = "tasks.report"     // work on one's own: progress, evidence, delegate, report done
	ActionCoordinate = "tasks.coordinate" // give, change, split, withdraw
	ActionConfirm    = "tasks.confirm"    // confirm or send back what was reported done
)

// Actions says which standard roles hold each action.
func Actions() []policy.Action {
	communes := []string{"commune-chair", "commune-officer", "commune-accountant"}
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem nhiệm vụ", "See tasks"), Roles: append([]string{
			"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front", "reviewer"}, communes...)},
		{Name: ActionReport, Title: i18n.T("Thực hiện, báo cáo nhiệm vụ của mình", "Work on one's own tasks"), Scoped: true,
			Roles: append([]string{"labour", "agriculture", "finance", "front"}, communes...)},
		{Name: ActionCoordinate, Title: i18n.T("Giao, sửa, chia, thôi giao nhiệm vụ", "Give, change, split and withdraw tasks"),
			Roles: []string{"labour", "chair", "vicechair"}},
		{Name: ActionConfirm, Title: i18n.T("Xác nhận hoàn thành nhiệm vụ", "Confirm tasks"), Roles: []string{"labour", "chair", "vicechair"}},
	}
}

// Incompatible are the pairs of hands that must be two persons' on one task.
func Incompatible() []policy.Incompatible {
	return []policy.Incompatible{{Name: "tasks.report-confirm", First: ActionReport, Second: ActionConfirm,
		Title: i18n.T("Người báo cáo hoàn thành không tự xác nhận", "Whoever reports a task done does not confirm it")}}
}
