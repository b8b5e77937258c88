package records

import (
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// tour is what records have for somebody at their first sign-in.
func tour() []web.TourStep {
	return []web.TourStep{
		{Title: i18n.T("Vào sổ văn bản đi, văn bản đến", "Keep the registers"), Text: i18n.T("Cấp số liên tục, gửi vào hộp văn bản của nơi nhận, theo dõi ai đã nhận.", "Numbers without gaps, delivery to inboxes, receipts."),
			Icon: "books", Path: "/records", Action: ActionRegister, Help: "officer#outgoing", Order: 20},
		{Title: i18n.T("Chuyển văn bản đến", "Hand documents on"), Text: i18n.T("Giao đơn vị xử lý, đặt hạn, theo dõi đến khi xong.", "To an office, with a day, until it is done."),
			Icon: "inbox", Path: "/records/incoming", Action: ActionHandOn, Help: "officer#incoming", Order: 24},
		{Title: i18n.T("Nhận văn bản", "Receive documents"), Text: i18n.T("Xác nhận đã nhận, xử lý rồi báo kết quả.", "Confirm receipt, deal with it, say the result."),
			Icon: "inbox", Path: "/inbox", Action: ActionInbox, Without: ActionHandOn, Help: "officer#inbox", Order: 42},
	}
}
