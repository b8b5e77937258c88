package households

import (
	"slices"

	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView        = "households.view"      // the registry, sensitive fields masked
	ActionReveal      = "households.reveal"    // sensitive fields, with a reason
	ActionEdit        = "households.edit"      // households, members, villages
	ActionImport      = "households.import"    // workbooks
	ActionForms       = "households.forms"     // sums: forms and pictures, no household
	ActionOpen        = "households.open"      // open a review
	ActionList        = "households.list"      // the list to be reviewed
	ActionAssign      = "households.assign"    // villages to reviewers
	ActionEnter       = "households.enter"     // what a review finds out
	ActionMeet        = "households.meet"      // residents' meetings
	ActionPost        = "households.post"      // public posting, complaints
	ActionSubmit      = "households.submit"    // to the district
	ActionOpine       = "households.opine"     // the district chair's opinion
	ActionRecognise   = "households.recognise" // the commune chair's decision
	ActionCorrect     = "households.correct"   // a new decision over a recognised result
	ActionCertify     = "households.certify"   // certificates
	ActionEligibility = "households.eligibility"
	ActionBenefit     = "households.benefit" // what a household received
)

// Actions says which standard roles hold each action. The Front and the province
// read sums and never see a household (Nghị định 13/2023/NĐ-CP: no more than the
// purpose needs).
func Actions() []policy.Action {
	commune := []string{"commune-chair", "commune-officer"}
	district := []string{"chair", "vicechair", "labour"}
	readers := slices.Concat(district, []string{"agriculture", "commune-accountant", "reviewer"}, commune)
	act := func(name, vi, en string, roles ...string) policy.Action {
		return policy.Action{Name: name, Title: i18n.T(vi, en), Scoped: true, Roles: roles}
	}
	forms := act(ActionForms, "Xem các biểu và số liệu tổng hợp", "See the forms and sums",
		append([]string{"admin", "finance", "clerk", "front", "province-supervisor", "province-department"}, readers...)...)
	forms.Across = true
	return []policy.Action{
		act(ActionView, "Xem sổ hộ", "See the registry of households", readers...),
		act(ActionReveal, "Xem thông tin nhạy cảm của hộ, có lý do", "Reveal sensitive data of a household, with a reason", append([]string{"labour", "reviewer"}, commune...)...),
		act(ActionEdit, "Sửa sổ hộ", "Change the registry", append([]string{"labour"}, commune...)...),
		act(ActionImport, "Nhập sổ hộ từ tệp Excel", "Import workbooks of households", "labour", "commune-officer"),
		forms,
		act(ActionOpen, "Mở đợt rà soát", "Open a review", "labour"),
		act(ActionList, "Lập danh sách rà soát", "Make the list to be reviewed", "labour", "commune-officer"),
		act(ActionAssign, "Phân công rà soát viên", "Assign reviewers", "labour", "commune-officer"),
		act(ActionEnter, "Nhập kết quả rà soát", "Enter what a review finds out", "commune-officer", "reviewer"),
		act(ActionMeet, "Ghi biên bản họp dân", "Keep the minutes of residents' meetings", "commune-officer", "reviewer"),
		act(ActionPost, "Niêm yết công khai, nhận khiếu nại", "Post publicly, take complaints", "commune-officer"),
		act(ActionSubmit, "Gửi kết quả lên cấp huyện", "Submit results to the district", "commune-officer"),
		act(ActionOpine, "Cho ý kiến về kết quả rà soát", "Give the district's opinion", "chair", "vicechair"),
		act(ActionRecognise, "Quyết định công nhận", "Decide the recognition", "commune-chair"),
		act(ActionCorrect, "Quyết định điều chỉnh", "Decide a correction", "commune-chair"),
		act(ActionCertify, "Cấp giấy chứng nhận", "Issue certificates", commune...),
		act(ActionEligibility, "Xem hộ đủ điều kiện tham gia dự án", "See who may take part in projects", readers...),
		act(ActionBenefit, "Ghi hỗ trợ đã nhận", "Record what a household received", append([]string{"labour", "agriculture"}, commune...)...),
	}
}

// Incompatible are the pairs of hands that must be two persons' on one commune's review.
func Incompatible() []policy.Incompatible {
	return []policy.Incompatible{
		{Name: "households.enter-recognise", First: ActionEnter, Second: ActionRecognise,
			Title: i18n.T("Người nhập kết quả không ký quyết định công nhận", "Whoever enters results does not sign the recognition")},
		{Name: "households.submit-recognise", First: ActionSubmit, Second: ActionRecognise,
			Title: i18n.T("Người gửi kết quả không ký quyết định công nhận", "Whoever submits results does not sign the recognition")},
		{Name: "households.opine-recognise", First: ActionOpine, Second: ActionRecognise,
			Title: i18n.T("Người cho ý kiến ở cấp huyện không ký quyết định công nhận", "Whoever gives the district's opinion does not sign the recognition")},
		{Name: "households.enter-correct", First: ActionEnter, Second: ActionCorrect,
			Title: i18n.T("Người nhập kết quả, đề nghị điều chỉnh không ký quyết định điều chỉnh", "Whoever enters or proposes does not sign the correction")},
		{Name: "households.submit-opine", First: ActionSubmit, Second: ActionOpine,
			Title: i18n.T("Người gửi kết quả không cho ý kiến thay cấp huyện", "Whoever submits results does not give the district's opinion")},
	}
}
