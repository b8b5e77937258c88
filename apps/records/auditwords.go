package records

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
)

// auditWords are the names that the module leaves in the audit, beside those of its
// actions.
func auditWords() []module.Word {
	return []module.Word{
		{Name: "records.prepare", Title: i18n.T("Soạn văn bản đi", "Outgoing document prepared")},
		{Name: "records.attach", Title: i18n.T("Đính kèm tệp vào văn bản đi", "File attached to an outgoing document")},
		{Name: "records.number", Title: i18n.T("Cấp số văn bản đi", "Outgoing document numbered")},
		{Name: "records.distribute", Title: i18n.T("Phát hành văn bản đi", "Outgoing document sent")},
		{Name: "records.recalled", Title: i18n.T("Văn bản bị thu hồi", "Document recalled")},
		{Name: "records.tick", Title: i18n.T("Đánh dấu đã gửi", "Marked as sent")},
		{Name: "records.receipt", Title: i18n.T("Nơi nhận xác nhận", "Receipt confirmed")},
		{Name: "records.delivered", Title: i18n.T("Văn bản đến từ hệ thống", "Document delivered")},
		{Name: "records.arrive", Title: i18n.T("Vào sổ văn bản đến", "Incoming document registered")},
		{Name: "records.hand_on", Title: i18n.T("Chuyển xử lý văn bản đến", "Incoming document handed on")},
		{Name: "records.receive", Title: i18n.T("Xác nhận đã nhận văn bản", "Receipt of a document")},
		{Name: "records.answer", Title: i18n.T("Báo kết quả xử lý", "Handling reported")},
		{Name: "records.finish", Title: i18n.T("Kết thúc xử lý văn bản đến", "Incoming document finished")},
		{Name: "records.mean", Title: i18n.T("Ghi nhớ nơi nhận", "Recipient remembered")},
		{Name: "records.forget", Title: i18n.T("Bỏ ghi nhớ nơi nhận", "Recipient forgotten")},
		{Name: "outgoing", Title: i18n.T("Văn bản đi", "Outgoing document")},
		{Name: "incoming", Title: i18n.T("Văn bản đến", "Incoming document")},
		{Name: "slip", Title: i18n.T("Phiếu chuyển văn bản", "Slip of a document")},
		{Name: "recipient", Title: i18n.T("Nơi nhận", "Recipient")},
	}
}
