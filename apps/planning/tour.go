package planning

import (
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// tour is what plans have for somebody at their first sign-in.
func tour() []web.TourStep {
	return []web.TourStep{
		{Title: i18n.T("Soạn kế hoạch năm", "Write the year's plan"), Text: i18n.T("Bắt đầu từ kế hoạch năm trước, từ mẫu hoặc hướng dẫn của tỉnh; gõ đến đâu lưu đến đó.", "Begin with last year's, a template or the province's guidance; it saves as you type."),
			Icon: "pencil", Path: "/plans", Action: ActionDraft, Help: "officer#start", Order: 10},
		{Title: i18n.T("Lấy ý kiến, trình lãnh đạo", "Consult, then submit"), Text: i18n.T("Hỏi các cơ quan về phần việc của họ, tiếp thu, kiểm tra rồi trình.", "Ask offices about their part, take it in, check, submit."),
			Icon: "message-2", Path: "/plans", Action: ActionConsult, Help: "officer#consultation", Order: 12},
		{Title: i18n.T("Góp ý dự thảo", "Give your opinion"), Text: i18n.T("Khi được hỏi: thống nhất, đề nghị sửa câu chữ, hoặc không thống nhất và nêu lý do.", "When asked: agree, propose words, or disagree with a reason."),
			Icon: "message-2", Path: "/plans", Action: ActionOpine, Without: ActionDraft, Help: "officer#consultation", Order: 14},
		{Title: i18n.T("Duyệt hoặc trả lại", "Approve or return"), Text: i18n.T("Đọc bản trình, duyệt; hoặc trả lại, nêu lý do và giao người sửa.", "Read, approve; or return with a reason and a name."),
			Icon: "gavel", Path: "/plans", Action: ActionApprove, Help: "officer#workflow", Order: 10},
		{Title: i18n.T("Ký số kế hoạch", "Sign the plan"), Text: i18n.T("Tải bản trình ký, ký bằng chứng thư số, tải lên để kiểm tra.", "Download, sign with your certificate, upload to be checked."),
			Icon: "signature", Path: "/plans", Action: ActionSign, Help: "officer#signing", Order: 12},
		{Title: i18n.T("Cấp số, đóng dấu, phát hành", "Number, seal, release"), Text: i18n.T("Sau chữ ký của lãnh đạo: số và ngày, dấu của cơ quan, rồi gửi các nơi nhận.", "After the leader's signature: number, seal, then release."),
			Icon: "send", Path: "/plans", Action: ActionIssue, Help: "officer#issue", Order: 10},
		{Title: i18n.T("Đọc kế hoạch", "Read the plan"), Text: i18n.T("Văn bản, chỉ tiêu, phân công của kế hoạch đang có hiệu lực.", "Text, targets and assignments of the plan in force."),
			Icon: "file-text", Path: "/plans", Action: ActionView, Without: ActionDraft, Help: "officer#workflow", Order: 70},
	}
}
