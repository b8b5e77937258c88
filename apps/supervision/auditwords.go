package supervision

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
)

// auditWords are the names that the module leaves in the audit, beside those of its
// actions.
func auditWords() []module.Word {
	return []module.Word{
		{Name: "letter", Title: i18n.T("Ý kiến của tỉnh, Mặt trận", "Letter of province or Front")},
	}
}
