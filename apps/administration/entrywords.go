package administration

import "vuon/platform/i18n"

// word is a name that programs use with its words.
type word struct {
	id    string
	title i18n.Text
}

// actionTitles are the changes that the platform itself records.
func actionTitles() []word {
	return []word{
		{"identity.sign_in", i18n.T("Đăng nhập", "Signed in")},
		{"identity.sign_out", i18n.T("Đăng xuất", "Signed out")},
		{"identity.sign_out_all", i18n.T("Đăng xuất mọi nơi", "Signed out everywhere")},
		{"identity.add_account", i18n.T("Thêm tài khoản", "Account added")},
		{"identity.set_roles", i18n.T("Đổi vai trò của thành viên", "Roles of a member changed")},
		{"identity.password_link", i18n.T("Cấp liên kết đặt mật khẩu", "Password link made")},
		{"identity.set_password", i18n.T("Đặt mật khẩu", "Password set")},
		{"identity.disable", i18n.T("Khóa tài khoản", "Account disabled")},
		{"identity.enable", i18n.T("Mở khóa tài khoản", "Account enabled")},
		{"policy.override", i18n.T("Đổi quyền của vai trò", "Rights of a role changed")},
		{"policy.reset", i18n.T("Đưa quyền về mặc định", "Rights reset")},
		{"planning.render", i18n.T("Lập văn bản", "Document made")},
		{"jobs.cancel", i18n.T("Hủy công việc nền", "Job cancelled")},
		{"jobs.retry", i18n.T("Chạy lại công việc nền", "Job run again")},
		{"tenants.apply", i18n.T("Áp dụng tệp cấu hình", "Configuration files applied")},
	}
}

// objectTitles are the kinds of things that the audit is about.
func objectTitles() []word {
	return []word{
		{"plan", i18n.T("Kế hoạch", "Plan")},
		{"account", i18n.T("Tài khoản", "Account")},
		{"session", i18n.T("Phiên đăng nhập", "Session")},
		{"policy", i18n.T("Quyền", "Rights")},
		{"setting", i18n.T("Thiết lập", "Setting")},
		{"job", i18n.T("Công việc nền", "Job")},
		{"configuration", i18n.T("Tệp cấu hình", "Configuration files")},
	}
}

func objectTitle(id string) i18n.Text {
	for _, w := range objectTitles() {
		if w.id == id {
			return w.title
		}
	}
	return i18n.T(id, "")
}

// changeTitle names what was changed, where it has a name for people.
func changeTitle(path string) i18n.Text {
	switch path {
	case "":
		return i18n.T("Nội dung", "Content")
	case "state":
		return i18n.T("Tình trạng", "State")
	case "username":
		return i18n.T("Tên đăng nhập", "Username")
	case "value":
		return i18n.T("Giá trị", "Value")
	case "drift":
		return i18n.T("Khác tệp cấu hình", "Differs from the file")
	case "title":
		return i18n.T("Tiêu đề", "Title")
	case "text":
		return i18n.T("Nội dung", "Text")
	case "number":
		return i18n.T("Số", "Number")
	case "format":
		return i18n.T("Định dạng", "Format")
	case "size":
		return i18n.T("Cỡ (byte)", "Size (bytes)")
	case "expires_at":
		return i18n.T("Hết hạn", "Expires")
	}
	return i18n.T(path, "")
}
