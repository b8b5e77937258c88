package ui_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// mockShell is what a labour officer of Krông Nô would see around a page.
func mockShell() ui.Shell {
	return ui.Shell{
		Path: "/design", AssetURL: func(name string) string { return "/assets/" + name }, SignedIn: true,
		Tenant:  ui.Tenant{Name: "Huyện Krông Nô", Line: "Đắk Nông · Năm 2024", Href: "/t/krong-no"},
		Tenants: []ui.Tenant{{Name: "Huyện Đắk Mil", Line: "Đắk Nông", Href: "/t/dak-mil"}, {Name: "Huyện Tuy Đức", Line: "Đắk Nông", Href: "/t/tuy-duc"}},
		User:    ui.User{Key: "u1", Name: "Lê Thị Hạnh", Role: "Chuyên viên · Phòng LĐ-TB&XH"},
		Groups: []ui.NavGroup{
			{Title: i18n.T("Tổng hợp", "Overview"), Items: []ui.NavItem{
				{Title: i18n.T("Việc cần xử lý", "My work"), Icon: "clipboard-list", Href: "/t/krong-no/work", Count: 7},
				{Title: i18n.T("Toàn tỉnh", "The province"), Icon: "map-2", Href: "/t/krong-no/province"},
			}},
			{Title: i18n.T("Nghiệp vụ", "Work"), Items: []ui.NavItem{
				{Title: i18n.T("Kế hoạch năm", "Annual plans"), Icon: "file-text", Href: "/t/krong-no/plans"},
				{Title: i18n.T("Văn bản", "Documents"), Icon: "files", Href: "/t/krong-no/documents", Count: 2702},
			}},
			{Title: i18n.T("Quản trị", "Administration"), Items: []ui.NavItem{
				{Title: i18n.T("Thành phần giao diện", "Design system"), Icon: "layout-dashboard", Href: "/design"},
				{Title: i18n.T("Thành viên, vai trò", "Members and roles"), Icon: "users", Href: "/t/krong-no/members"},
			}},
		},
		Notices: []ui.Notice{{Tone: ui.Good, Text: i18n.T("Đã lưu mục I.1 “Mục đích”.", "Section I.1 has been saved.")}},
		Links: ui.Links{
			Home: "/", Search: "/t/krong-no/search", Jobs: "/t/krong-no/jobs", Account: "/account", SignOut: "/sign-out",
			Language: "/language", Theme: "/theme",
		},
	}
}

func galleryPage() (ui.Page, templ.Component) {
	return ui.Page{
		Title:    i18n.T("Thành phần giao diện", "Design system"),
		Subtitle: i18n.T("Mọi thành phần ở mọi trạng thái; số liệu minh hoạ.", "Every component in every state; the figures are invented."),
		Crumbs:   []ui.Crumb{{Title: i18n.T("Huyện Krông Nô", ""), Href: "/t/krong-no"}, {Title: i18n.T("Quản trị", "Administration")}},
		Active:   "/design", Badge: ui.Badge(ui.Info, "1.0"), Actions: ui.PrintButton("In"),
	}, ui.Gallery()
}

func signInPage() (ui.Page, templ.Component) {
	return ui.Page{Title: i18n.T("Đăng nhập", "Sign in"), Subtitle: i18n.T("Dùng tài khoản do đơn vị cấp.", "Use the account that your unit gave you.")}, mockSignIn()
}

func render(t *testing.T, lang i18n.Lang, c templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := c.Render(i18n.With(t.Context(), lang), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
