package library

import (
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// tour is what the library has for somebody at their first sign-in.
func tour() []web.TourStep {
	return []web.TourStep{{Title: i18n.T("Cất và tìm tài liệu", "Keep and find documents"), Text: i18n.T("Thư mục theo dự án, theo xã; tìm theo nội dung, gõ không dấu cũng được.", "Folders by project and commune; search inside, with or without diacritics."),
		Icon: "folder", Path: "/library", Action: ActionView, Help: "officer#library", Order: 56}}
}
