package library

import (
	"vuon/platform/i18n"
	"vuon/platform/policy"
)

// The actions of this module.
const (
	ActionView     = "library.view"
	ActionInternal = "library.internal"
	ActionWrite    = "library.write"
	ActionManage   = "library.manage"
	ActionShare    = "library.share"
)

// Actions says which standard roles hold each action; communes write and see
// what is internal in their own folders only.
func Actions() []policy.Action {
	offices := []string{"admin", "chair", "vicechair", "labour", "agriculture", "finance", "clerk"}
	communes := []string{"commune-chair", "commune-officer", "commune-accountant"}
	inside := append(communes, offices...)
	return []policy.Action{
		{Name: ActionView, Title: i18n.T("Xem thư viện tài liệu", "See the library"), Roles: append([]string{"front", "reviewer"}, inside...)},
		{Name: ActionInternal, Title: i18n.T("Xem tài liệu nội bộ", "See internal documents"), Roles: inside, Scoped: true},
		{Name: ActionWrite, Title: i18n.T("Thêm, sửa tài liệu", "Add and change documents"), Roles: inside, Scoped: true},
		{Name: ActionManage, Title: i18n.T("Quản lý thời hạn bảo quản, lưu trữ và hủy tài liệu", "Manage retention, archive and destroy documents"), Roles: []string{"admin", "clerk"}},
		{Name: ActionShare, Title: i18n.T("Tạo liên kết chia sẻ ra ngoài", "Make links for people outside"), Roles: []string{"admin", "clerk", "labour"}},
	}
}
