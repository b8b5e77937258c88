package records

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView     = "records.view"
	ActionPrepare  = "records.prepare"
	ActionInbox    = "records.inbox"
	ActionRegister = "records.register"
	ActionHandOn   = "records.hand_on"
)

// Actions says which standard roles hold each action.
func Actions() []policy.Action {
	offices := []string{"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "province-department"}
	writing := []string{"chair", "vicechair", "labour", "agriculture", "finance", "clerk", "province-department"}
	handing := []string{"chair", "vicechair", "clerk", "province-department"}
	boxes := []string{"chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front",
		"commune-chair", "commune-officer", "commune-accountant", "province-department"}
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem sổ văn bản đi, sổ văn bản đến", "Read the registers of documents"), Roles: offices},
		{Name: ActionPrepare, Title: i18n.T("Soạn văn bản đi để văn thư cấp số", "Prepare outgoing documents"), Roles: writing},
		{Name: ActionInbox, Title: i18n.T("Nhận, xử lý văn bản gửi đến mình", "Receive and handle documents sent to one"), Roles: boxes},
		{Name: ActionRegister, Title: i18n.T("Đăng ký, cấp số, gửi văn bản", "Register, number and send documents"), Roles: []string{"clerk", "province-department"}},
		{Name: ActionHandOn, Title: i18n.T("Chuyển văn bản đến cho đơn vị xử lý", "Hand incoming documents to offices"), Roles: handing},
	}
}

// rolesOf are the standard roles that hold an action of this module.
func rolesOf(action string) []string {
	for _, a := range Actions() {
		if a.Name == action {
			return a.Roles
		}
	}
	return nil
}
