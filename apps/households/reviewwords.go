package households

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
	"vuon/platform/web"
)

// reviewWords names what the audit keeps of reviews beside the actions.
func reviewWords() []module.Word {
	return []module.Word{
		{Name: "review", Title: i18n.T("Rà soát của xã", "Review of a commune")},
		{Name: "review_request", Title: i18n.T("Giấy đề nghị rà soát", "Request of a review")},
		{Name: "review_complaint", Title: i18n.T("Khiếu nại kết quả rà soát", "Complaint about a review")},
		{Name: "review_correction", Title: i18n.T("Đề nghị điều chỉnh", "Proposed correction")},
	}
}

// reviewTour is what reviews have for somebody at their first sign-in.
func reviewTour() []web.TourStep {
	return []web.TourStep{
		{Title: i18n.T("Rà soát hộ nghèo từng bước", "Take a review step by step"), Text: i18n.T("Danh sách, phân công, họp dân, niêm yết, xin ý kiến, công nhận: bước nào đến hạn đều được nhắc.", "List, assignment, meetings, posting, opinion, recognition, each with its day."),
			Icon: "clipboard-list", Path: "/reviews", Action: ActionView, Help: "officer#reviews", Order: 42},
	}
}
