package households

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
)

// auditWords names what the audit keeps of this module beside its actions.
func auditWords() []module.Word {
	return []module.Word{
		{Name: "household", Title: i18n.T("Hộ", "Household")},
		{Name: "village", Title: i18n.T("Thôn, bon, buôn", "Village")},
		{Name: "form", Title: i18n.T("Biểu rà soát", "Form of the review")},
		{Name: "pictures", Title: i18n.T("Biểu đồ hộ nghèo", "Pictures of poverty")},
		{Name: "benefit", Title: i18n.T("Hỗ trợ đã nhận", "Benefit")},
		{Name: "eligibility", Title: i18n.T("Danh sách hộ đủ điều kiện", "List of eligible households")},
		{Name: "round", Title: i18n.T("Đợt rà soát", "Review")},
		{Name: "workbook", Title: i18n.T("Tệp sổ hộ", "Household workbook")},
		{Name: "population", Title: i18n.T("Dân cư của xã", "Population of a commune")},
		{Name: CausePopulation, Title: i18n.T("Nhập dân cư", "State the population")},
		{Name: "mapping", Title: i18n.T("Tiêu đề cột riêng của đơn vị", "Headings of the tenant's own")},
	}
}
