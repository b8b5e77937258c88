package planning

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView    = "planning.view"
	ActionDraft   = "planning.draft"
	ActionSubmit  = "planning.submit"
	ActionReturn  = "planning.return"
	ActionApprove = "planning.approve"
	ActionIssue   = "planning.issue"
	ActionAmend   = "planning.amend"
)

// Actions says which standard roles hold each action; a tenant may narrow or
// widen it.
func Actions() []policy.Action {
	leaders := []string{"chair", "vicechair"}
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem kế hoạch", "Read plans"), Roles: []string{
			"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front",
			"commune-chair", "commune-officer", "commune-accountant", "reviewer"}},
		{Name: ActionDraft, Title: i18n.T("Soạn thảo kế hoạch", "Draft plans"), Roles: []string{"labour"}},
		{Name: ActionSubmit, Title: i18n.T("Trình kế hoạch", "Submit plans"), Roles: []string{"labour"}},
		{Name: ActionReturn, Title: i18n.T("Trả lại kế hoạch", "Return plans"), Roles: leaders},
		{Name: ActionApprove, Title: i18n.T("Phê duyệt kế hoạch", "Approve plans"), Roles: leaders},
		{Name: ActionIssue, Title: i18n.T("Cấp số, ban hành kế hoạch", "Number and issue plans"), Roles: []string{"clerk"}},
		{Name: ActionAmend, Title: i18n.T("Mở bản sửa đổi kế hoạch", "Open amendments"), Roles: []string{"labour"}},
	}
}

// Incompatible are the pairs of hands that must be two persons' on one plan.
func Incompatible() []policy.Incompatible {
	return []policy.Incompatible{
		{Name: "planning.draft-approve", First: ActionDraft, Second: ActionApprove,
			Title: i18n.T("Người soạn thảo không tự phê duyệt", "Whoever drafts does not approve")},
		{Name: "planning.approve-issue", First: ActionApprove, Second: ActionIssue,
			Title: i18n.T("Người phê duyệt không tự cấp số, ban hành", "Whoever approves does not number and issue")},
	}
}
