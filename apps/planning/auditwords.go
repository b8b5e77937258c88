package planning

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
)

// auditWords are the names that the module leaves in the audit, beside those of its
// actions.
func auditWords() []module.Word {
	return []module.Word{
		{Name: "planning.render", Title: i18n.T("Lập văn bản", "Document made")},
		{Name: "planning.guidance", Title: i18n.T("Nhận hướng dẫn của tỉnh", "Province's guidance received")},
		{Name: "plan", Title: i18n.T("Kế hoạch", "Plan")},
		{Name: "plan_template", Title: i18n.T("Mẫu kế hoạch", "Plan template")},
		{Name: "guidance", Title: i18n.T("Hướng dẫn năm kế hoạch", "Guidance for the year")},
		{Name: "consultation", Title: i18n.T("Đợt lấy ý kiến", "Consultation")},
	}
}
