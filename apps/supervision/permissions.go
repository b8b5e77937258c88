package supervision

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView     = "supervision.view"
	ActionReadPlan = "supervision.read_plan"
	ActionGuide    = "supervision.guide"   // write the year's guidance and send it
	ActionRemark   = "supervision.remark"  // remark on a district's plan, ask for an amendment, remind
	ActionReceive  = "supervision.receive" // read what the province and the Front say
	ActionAnswer   = "supervision.answer"  // answer it
	ActionNote     = "supervision.note"    // the Front's supervision notes
)

// Actions says which standard roles hold each action. Nothing of it writes into
// a district's plan.
func Actions() []policy.Action {
	province := []string{"province-supervisor", "province-department"}
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem tổng hợp các huyện", "See all districts"), Roles: province},
		{Name: ActionReadPlan, Title: i18n.T("Đọc kế hoạch của huyện", "Read a district's plan"), Roles: province, Across: true},
		{Name: ActionGuide, Title: i18n.T("Soạn, gửi hướng dẫn năm kế hoạch", "Write and send the year's guidance"), Roles: province},
		{Name: ActionRemark, Title: i18n.T("Nhận xét, đề nghị sửa đổi, nhắc việc", "Remark, request amendments, remind"), Roles: province, Across: true},
		{Name: ActionReceive, Title: i18n.T("Xem ý kiến của tỉnh và Mặt trận", "Read what province and Front say"),
			Roles: []string{"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front"}},
		{Name: ActionAnswer, Title: i18n.T("Trả lời ý kiến của tỉnh và Mặt trận", "Answer province and Front"), Roles: []string{"labour", "chair", "vicechair"}},
		{Name: ActionNote, Title: i18n.T("Ghi ý kiến giám sát", "Write supervision notes"), Roles: []string{"front"}},
	}
}
