package catalogue

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
)

// auditWords are the names that the module leaves in the audit, beside those of its
// actions.
func auditWords() []module.Word {
	return []module.Word{
		{Name: "catalogue.add_document", Title: i18n.T("Thêm văn bản vào danh bạ", "Legal document entered")},
		{Name: "catalogue.edit_document", Title: i18n.T("Sửa văn bản trong danh bạ", "Legal document changed")},
		{Name: "catalogue.withdraw_document", Title: i18n.T("Bỏ văn bản khỏi danh bạ", "Legal document withdrawn")},
		{Name: "catalogue.restore_document", Title: i18n.T("Lấy lại văn bản theo tệp cấu hình", "Legal document as in the files again")},
		{Name: "catalogue.attach_file", Title: i18n.T("Thêm tệp vào văn bản", "File added to a legal document")},
		{Name: "catalogue.detach_file", Title: i18n.T("Xóa tệp của văn bản", "File of a legal document removed")},
		{Name: "legal_document", Title: i18n.T("Văn bản pháp lý", "Legal document")},
	}
}
