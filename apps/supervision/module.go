package supervision

import (
	"embed"
	"slices"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/module"
	"vuon/platform/web"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:       "supervision",
		Title:      i18n.T("Giám sát của tỉnh", "Supervision by the province"),
		Actions:    Actions(),
		Words:      auditWords(),
		Routes:     slices.Concat(s.Routes(), s.besideRoutes(), s.guidanceRoutes(), s.letterRoutes()),
		API:        s.API(),
		Jobs:       s.Kinds(),
		Migrations: database.Files("supervision", migrations).FS,
		Nav: []web.NavItem{
			{Title: i18n.T("Tổng hợp các huyện", "All districts"), Icon: "layout-dashboard", Path: "/overview", Action: ActionView, Group: "overview", Order: 5},
			{Title: i18n.T("So sánh các huyện", "Side by side"), Icon: "columns", Path: "/beside", Action: ActionView, Group: "overview", Order: 6},
			{Title: i18n.T("Hướng dẫn năm kế hoạch", "Guidance for the year"), Icon: "compass", Path: "/guidance", Action: ActionView, Group: "overview", Order: 7},
			{Title: i18n.T("Ý kiến đã gửi", "What was sent"), Icon: "send", Path: "/sent", Action: ActionView, Group: "overview", Order: 8},
			{Title: i18n.T("Tỉnh, Mặt trận", "Province, Front"), Icon: "message", Path: "/letters", Action: ActionReceive, Group: "work", Order: 60},
		},
		Tour: []web.TourStep{
			{Title: i18n.T("Theo dõi các huyện", "Follow the districts"), Text: i18n.T("Kế hoạch nào đang ở bước nào, huyện nào chậm.", "Which plan is at which step, who is late."),
				Icon: "layout-dashboard", Path: "/overview", Action: ActionView, Help: "supervisor#overview", Order: 10},
			{Title: i18n.T("Gửi hướng dẫn năm kế hoạch", "Send the year's guidance"), Text: i18n.T("Chỉ tiêu, mẫu, thời hạn đến từng huyện một lần.", "Targets, template, deadlines to all at once."),
				Icon: "compass", Path: "/guidance", Action: ActionGuide, Help: "supervisor#guidance", Order: 20},
			{Title: i18n.T("So sánh, nhận xét, nhắc việc", "Compare, remark, remind"), Text: i18n.T("Đặt các kế hoạch cạnh nhau; gửi ý kiến và biết ai đã xem.", "Plans side by side; remarks with receipts."),
				Icon: "columns", Path: "/beside", Action: ActionView, Help: "supervisor#compare", Order: 30},
			{Title: i18n.T("Ghi ý kiến giám sát", "Write supervision notes"), Text: i18n.T("Mặt trận nêu ý kiến về kế hoạch; đơn vị trả lời ngay tại đây.", "The Front speaks on the plan; the unit answers here."),
				Icon: "message", Path: "/letters", Action: ActionNote, Help: "officer#letters", Order: 20},
			{Title: i18n.T("Trả lời tỉnh và Mặt trận", "Answer province and Front"), Text: i18n.T("Nhận xét, đề nghị sửa đổi, nhắc việc và hạn trả lời.", "Remarks, requests, reminders and the day to answer by."),
				Icon: "message", Path: "/letters", Action: ActionAnswer, Help: "officer#letters", Order: 60},
		},
		Work: s.Work,
	}
}
