package catalogue

import (
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// tour is what the catalogue has for somebody at their first sign-in.
func tour() []web.TourStep {
	return []web.TourStep{{Title: i18n.T("Tra văn bản pháp lý", "Look up legal documents"), Text: i18n.T("Còn hiệu lực hay không, bị sửa đổi bởi văn bản nào, kế hoạch nào đang viện dẫn.", "In force or amended, by what, and which plans cite it."),
		Icon: "books", Path: "/catalogue/documents", Action: ActionView, Help: "officer#legal", Order: 66}}
}
