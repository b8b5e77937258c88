package library

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
)

// auditWords are the names that the module leaves in the audit, beside those of its
// actions.
func auditWords() []module.Word {
	return []module.Word{
		{Name: "library_file", Title: i18n.T("Tệp trong thư viện", "File of the library")},
		{Name: "library_folder", Title: i18n.T("Thư mục", "Folder")},
		{Name: "library_link", Title: i18n.T("Liên kết chia sẻ", "Shared link")},
		{Name: "library_upload", Title: i18n.T("Tệp đang tải lên", "Upload")},
	}
}
