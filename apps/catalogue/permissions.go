package catalogue

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of the module: everybody who works in a tenant reads the catalogue;
// the office in charge and the administrator keep the tenant's own documents, at
// the province its departments and supervisors.
const (
	ActionView = "catalogue.view"
	ActionEdit = "catalogue.edit"
)

// Actions says which standard roles hold each action.
func Actions() []policy.Action {
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem danh mục chương trình và văn bản", "Read the catalogue"), Roles: []string{
			"province-supervisor", "province-department", "admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front",
			"commune-chair", "commune-officer", "commune-accountant", "reviewer"}},
		{Name: ActionEdit, Title: i18n.T("Thêm, sửa văn bản trong danh bạ của đơn vị", "Keep the unit's legal documents"),
			Roles: []string{"admin", "labour", "province-department", "province-supervisor"}},
	}
}
