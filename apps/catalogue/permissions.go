package catalogue

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// ActionView reads the catalogue: everybody who works in a tenant may.
const ActionView = "catalogue.view"

// Actions says which standard roles hold each action.
func Actions() []policy.Action {
	return []policy.Action{{Name: ActionView, Title: i18n.T("Xem danh mục chương trình và văn bản", "Read the catalogue"), Roles: []string{
		"province-supervisor", "province-department", "admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk", "front",
		"commune-chair", "commune-officer", "commune-accountant", "reviewer"}}}
}
