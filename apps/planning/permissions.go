package planning

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView     = "planning.view"
	ActionDraft    = "planning.draft"
	ActionComment  = "planning.comment"
	ActionConsult  = "planning.consult"
	ActionOpine    = "planning.opine"
	ActionSubmit   = "planning.submit"
	ActionAppraise = "planning.appraise"
	ActionReturn   = "planning.return"
	ActionApprove  = "planning.approve"
	ActionSign     = "planning.sign"
	ActionIssue    = "planning.issue"
	ActionRelease  = "planning.release"
	ActionAmend    = "planning.amend"
	ActionClose    = "planning.close"
	ActionTakeBack = "planning.take_back"
)

// Actions says which standard roles hold each action; a tenant may narrow or
// widen it.
func Actions() []policy.Action {
	leaders := []string{"chair", "vicechair"}
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem kế hoạch", "Read plans"), Roles: []string{
			"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front",
			"commune-chair", "commune-officer", "commune-accountant", "reviewer"}},
		{Name: ActionComment, Title: i18n.T("Góp ý, trao đổi trên kế hoạch", "Comment on plans"), Roles: []string{
			"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front",
			"commune-chair", "commune-officer", "commune-accountant", "reviewer"}},
		{Name: ActionDraft, Title: i18n.T("Soạn thảo kế hoạch", "Draft plans"), Roles: []string{"labour"}},
		{Name: ActionConsult, Title: i18n.T("Lấy ý kiến dự thảo kế hoạch", "Consult offices on a draft"), Roles: []string{"labour"}},
		{Name: ActionOpine, Title: i18n.T("Cho ý kiến về dự thảo kế hoạch", "Give an opinion on a draft"), Scoped: true,
			Roles: []string{"labour", "agriculture", "finance", "front", "commune-chair", "commune-officer"}},
		{Name: ActionSubmit, Title: i18n.T("Trình kế hoạch", "Submit plans"), Roles: []string{"labour"}},
		{Name: ActionAppraise, Title: i18n.T("Thẩm định kế hoạch", "Appraise plans"), Roles: []string{"finance"}},
		{Name: ActionReturn, Title: i18n.T("Trả lại kế hoạch", "Return plans"), Roles: leaders},
		{Name: ActionApprove, Title: i18n.T("Phê duyệt kế hoạch", "Approve plans"), Roles: leaders},
		{Name: ActionSign, Title: i18n.T("Ký số kế hoạch", "Sign plans"), Roles: leaders},
		{Name: ActionIssue, Title: i18n.T("Cấp số, ban hành kế hoạch", "Number and issue plans"), Roles: []string{"clerk"}},
		{Name: ActionRelease, Title: i18n.T("Phát hành kế hoạch", "Release plans"), Roles: []string{"clerk"}},
		{Name: ActionAmend, Title: i18n.T("Mở bản sửa đổi kế hoạch", "Open amendments"), Roles: []string{"labour"}},
		{Name: ActionClose, Title: i18n.T("Đóng kế hoạch của năm đã qua", "Close plans of past years"), Roles: []string{"chair", "labour"}},
		{Name: ActionTakeBack, Title: i18n.T("Rút lại bước do người khác thực hiện", "Take back steps of others"), Roles: []string{"chair"}},
	}
}

// Incompatible are the pairs of hands that must be two persons' on one plan.
func Incompatible() []policy.Incompatible {
	return []policy.Incompatible{
		{Name: "planning.draft-appraise", First: ActionDraft, Second: ActionAppraise,
			Title: i18n.T("Người soạn thảo không tự thẩm định", "Whoever drafts does not appraise")},
		{Name: "planning.draft-approve", First: ActionDraft, Second: ActionApprove,
			Title: i18n.T("Người soạn thảo không tự phê duyệt", "Whoever drafts does not approve")},
		{Name: "planning.approve-issue", First: ActionApprove, Second: ActionIssue,
			Title: i18n.T("Người phê duyệt không tự cấp số, ban hành", "Whoever approves does not number and issue")},
	}
}
