package tasks

import (
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// tour is what tasks have for somebody at their first sign-in.
func tour() []web.TourStep {
	return []web.TourStep{
		{Title: i18n.T("Giao việc, xác nhận kết quả", "Give tasks, confirm them"), Text: i18n.T("Mỗi phân công trong kế hoạch thành một nhiệm vụ có hạn; theo dõi ai chậm.", "Each assignment is a task with a day; see who is late."),
			Icon: "list-check", Path: "/tasks", Action: ActionCoordinate, Help: "officer#tasks", Order: 38},
		{Title: i18n.T("Nhận việc và báo cáo", "Take on tasks, report them"), Text: i18n.T("Cập nhật tiến độ, đính kèm minh chứng, báo cáo hoàn thành.", "Progress, evidence, report done."),
			Icon: "checklist", Path: "/tasks?mine=yes", Action: ActionReport, Help: "officer#task", Order: 40},
		{Title: i18n.T("Xem ai làm gì", "See who does what"), Text: i18n.T("Chủ trì, phối hợp, hướng dẫn của mọi dự án trên một trang.", "Lead, coordination and guidance of all projects on one page."),
			Icon: "sitemap", Path: "/tasks/who", Action: ActionView, Without: ActionCoordinate, Help: "officer#who", Order: 64},
	}
}
