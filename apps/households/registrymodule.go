package households

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
	"vuon/platform/web"
)

// registryNav leads to the registry.
func registryNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Sổ hộ nghèo", "Registry"), Icon: "home-heart", Path: "/households", Action: ActionView, Group: "work", Order: 30}}
}

// registryTour is what the registry has for somebody at their first sign-in.
func registryTour() []web.TourStep {
	return []web.TourStep{{Title: i18n.T("Tra cứu sổ hộ nghèo", "Look into the registry"), Text: i18n.T("Tìm hộ không cần dấu; mỗi hộ có phân loại, căn cứ và lịch sử.", "Find households; each has its class, why, and its history."),
		Icon: "home-heart", Path: "/households", Action: ActionView, Help: "officer#households", Order: 46}}
}

// registryWords name what the registry leaves in the audit.
func registryWords() (words []module.Word) {
	for _, cause := range []string{CauseNew, CauseCorrect, CauseHead, CauseMove, CauseSplit, CauseMerge, CauseLeave, CauseReturn, CauseDeath} {
		words = append(words, module.Word{Name: cause, Title: CauseTitle(cause)})
	}
	word := func(name, vi, en string) { words = append(words, module.Word{Name: name, Title: i18n.T(vi, en)}) }
	word(CauseBirth, "Ghi trẻ mới sinh", "A birth")
	word(CauseMember, "Thêm thành viên", "Member added")
	word(CauseMemberEdit, "Thay đổi thông tin thành viên", "Member changed")
	word(CauseMemberGone, "Thành viên chuyển đi", "Member left")
	word(CauseMemberReturn, "Đưa thành viên trở lại hộ", "Member brought back")
	word(CauseVillageAdd, "Thêm thôn", "Village added")
	word(CauseVillageEdit, "Sửa thôn", "Village changed")
	word(CauseVillageClose, "Thôn thôi dùng", "Village closed")
	word(CauseJoin, "Gộp hai bản ghi của một người", "Two rows of one person joined")
	word(CauseApart, "Xác nhận hai người khác nhau", "Two persons told apart")
	word("member", "Thành viên", "Member")
	word("registry", "Sổ hộ", "Registry")
	return words
}
