package administration

import (
	"strings"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/policy"
)

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
		{"identity.set_email", i18n.T("Đổi địa chỉ thư điện tử", "E-mail address changed")},
		{"identity.set_roles", i18n.T("Đổi vai trò của thành viên", "Roles of a member changed")},
		{"identity.password_link", i18n.T("Cấp liên kết đặt mật khẩu", "Password link made")},
		{"identity.set_password", i18n.T("Đặt mật khẩu", "Password set")},
		{"identity.add_totp", i18n.T("Bật mã xác thực", "One-time codes set up")},
		{"identity.remove_totp", i18n.T("Gỡ mã xác thực", "One-time codes removed")},
		{"identity.add_passkey", i18n.T("Thêm khóa truy cập", "Passkey added")},
		{"identity.remove_passkey", i18n.T("Gỡ khóa truy cập", "Passkey removed")},
		{"identity.recovery_codes", i18n.T("Tạo bộ mã dự phòng mới", "New recovery codes made")},
		{"identity.use_recovery_code", i18n.T("Dùng mã dự phòng", "Recovery code used")},
		{"identity.reset_factors", i18n.T("Gỡ bước xác thực thứ hai", "Second factor taken off")},
		{"identity.invite", i18n.T("Gửi lời mời", "Invitation made")},
		{"identity.withdraw_invitation", i18n.T("Thu hồi lời mời", "Invitation withdrawn")},
		{"identity.accept_invitation", i18n.T("Nhận lời mời", "Invitation accepted")},
		{"identity.decline_invitation", i18n.T("Từ chối lời mời", "Invitation declined")},
		{"administration.hand_over", i18n.T("Bàn giao việc của thành viên", "A member's work handed over")},
		{"administration.export_audit", i18n.T("Xuất nhật ký", "Audit exported")},
		{"identity.link_subject", i18n.T("Liên kết cách đăng nhập khác", "Another sign-in linked")},
		{"identity.unlink_subject", i18n.T("Bỏ liên kết cách đăng nhập", "Another sign-in unlinked")},
		{"identity.disable", i18n.T("Khóa tài khoản", "Account disabled")},
		{"identity.enable", i18n.T("Mở khóa tài khoản", "Account enabled")},
		{"policy.override", i18n.T("Đổi quyền của vai trò", "Rights of a role changed")},
		{"policy.reset", i18n.T("Đưa quyền về mặc định", "Rights reset")},
		{"jobs.cancel", i18n.T("Hủy công việc nền", "Job cancelled")},
		{"jobs.retry", i18n.T("Chạy lại công việc nền", "Job run again")},
		{"tenants.apply", i18n.T("Áp dụng tệp cấu hình", "Configuration files applied")},
	}
}

// objectTitles are the kinds of things that the audit is about.
func objectTitles() []word {
	return []word{
		{"account", i18n.T("Tài khoản", "Account")},
		{"invitation", i18n.T("Lời mời", "Invitation")},
		{"session", i18n.T("Phiên đăng nhập", "Session")},
		{"policy", i18n.T("Quyền", "Rights")},
		{"setting", i18n.T("Thiết lập", "Setting")},
		{"job", i18n.T("Công việc nền", "Job")},
		{"tenant", i18n.T("Địa bàn", "Tenant")},
		{"configuration", i18n.T("Tệp cấu hình", "Configuration files")},
	}
}

// actionWords are the actions of the platform, and those of the modules that are
// no declared action.
func (s *Service) actionWords() []word {
	words := actionTitles()
	for _, w := range s.Words() {
		if strings.Contains(w.Name, ".") {
			words = append(words, word{w.Name, w.Title})
		}
	}
	return words
}

// objectWords are the kinds of things of the platform and of the modules.
func (s *Service) objectWords() []word {
	words := objectTitles()
	for _, w := range s.Words() {
		if !strings.Contains(w.Name, ".") {
			words = append(words, word{w.Name, w.Title})
		}
	}
	return words
}

func (s *Service) objectTitle(id string) i18n.Text {
	for _, w := range s.objectWords() {
		if w.id == id {
			return w.title
		}
	}
	return i18n.T(id, "")
}

// changeTitle names what was changed, where it has a name for people. Parts of a
// path are apart by points: "value.issuer".
func changeTitle(path string) i18n.Text {
	if path == "" {
		return i18n.T("Nội dung", "Content")
	}
	var vi, en []string
	for _, name := range strings.Split(path, ".") {
		t := partName(name)
		vi, en = append(vi, t.VI), append(en, t.In(i18n.English))
	}
	return i18n.T(strings.Join(vi, " · "), strings.Join(en, " · "))
}

func partName(name string) i18n.Text {
	for _, w := range []word{
		{"state", i18n.T("Tình trạng", "State")}, {"username", i18n.T("Tên đăng nhập", "Username")},
		{"value", i18n.T("Giá trị", "Value")}, {"drift", i18n.T("Khác tệp cấu hình", "Differs from the file")},
		{"title", i18n.T("Tiêu đề", "Title")}, {"text", i18n.T("Nội dung", "Text")}, {"number", i18n.T("Số", "Number")},
		{"format", i18n.T("Định dạng", "Format")}, {"size", i18n.T("Cỡ (byte)", "Size (bytes)")}, {"expires_at", i18n.T("Hết hạn", "Expires")},
		{"roles", i18n.T("Vai trò", "Roles")}, {"role", i18n.T("Vai trò", "Role")}, {"Role", i18n.T("Vai trò", "Role")},
		{"scope", i18n.T("Phạm vi", "Scope")}, {"units", i18n.T("Xã, thị trấn", "Communes")}, {"projects", i18n.T("Dự án", "Projects")},
		{"Action", i18n.T("Việc", "Action")}, {"Allow", i18n.T("Cho phép", "Allowed")}, {"kind", i18n.T("Loại", "Kind")},
		{"sha256", i18n.T("SHA-256", "SHA-256")}, {"issuer", i18n.T("Cơ quan ban hành", "Issuer")}, {"place", i18n.T("Địa danh", "Place")},
		{"symbol", i18n.T("Ký hiệu", "Symbol")}, {"superior", i18n.T("Cơ quan chủ quản", "Superior body")}, {"capacity", i18n.T("Chức vụ", "Capacity")},
		{"submit", i18n.T("Hạn trình", "Submit by")}, {"issue", i18n.T("Hạn ban hành", "Issue by")},
		{"name", i18n.T("Tên", "Name")}, {"abstract", i18n.T("Trích yếu", "Abstract")}, {"sender", i18n.T("Nơi gửi", "Sender")},
		{"recipients", i18n.T("Nơi nhận", "Recipients")}, {"file", i18n.T("Tệp", "File")}, {"file_id", i18n.T("Tệp", "File")},
		{"folder", i18n.T("Thư mục", "Folder")}, {"parent", i18n.T("Thư mục", "Folder")}, {"path", i18n.T("Đường dẫn", "Path")},
		{"version", i18n.T("Bản", "Version")}, {"year", i18n.T("Năm", "Year")}, {"section", i18n.T("Mục", "Section")}, {"part", i18n.T("Phần", "Part")},
		{"due", i18n.T("Hạn", "Due")}, {"owner", i18n.T("Cơ quan thực hiện", "Owner")}, {"person", i18n.T("Người thực hiện", "Person")},
		{"progress", i18n.T("Tiến độ (%)", "Progress (%)")}, {"comment", i18n.T("Ý kiến", "Comment")}, {"resolved", i18n.T("Đã giải quyết", "Resolved")},
		{"note", i18n.T("Ghi chú", "Note")}, {"opinion", i18n.T("Ý kiến", "Opinion")}, {"verdict", i18n.T("Kết luận", "Verdict")},
		{"outcome", i18n.T("Kết quả", "Outcome")}, {"step", i18n.T("Bước", "Step")}, {"to", i18n.T("Đến", "To")}, {"from", i18n.T("Từ", "From")},
		{"voided", i18n.T("Số đã hủy", "Voided number")}, {"withdrawn", i18n.T("Đã rút", "Withdrawn")}, {"restored", i18n.T("Bản có hiệu lực lại", "In force again")},
		{"answers", i18n.T("Trả lời", "Answers")}, {"arrival", i18n.T("Số đến", "Arrival number")}, {"address", i18n.T("Địa chỉ", "Address")},
		{"email", i18n.T("Thư điện tử", "E-mail")}, {"sessions", i18n.T("Phiên", "Sessions")}, {"expires", i18n.T("Hết hạn", "Expires")},
		{"internal", i18n.T("Nội bộ", "Internal")}, {"archived", i18n.T("Đã cất", "Archived")}, {"link", i18n.T("Liên kết", "Link")},
		{"downloaded", i18n.T("Đã tải xuống", "Downloaded")}, {"class", i18n.T("Loại hồ sơ", "Class")}, {"heir", i18n.T("Người nhận bàn giao", "Taken over by")},
		{"targets", i18n.T("Số chỉ tiêu", "Targets")}, {"template", i18n.T("Mẫu", "Template")}, {"sent", i18n.T("Bản đã gửi", "Version sent")},
		{"accounts", i18n.T("Tài khoản", "Accounts")}, {"filter", i18n.T("Điều kiện lọc", "Filter")}, {"entries", i18n.T("Số mục", "Entries")},
		{"how", i18n.T("Cách", "How")}, {"seq", i18n.T("Thứ tự", "Order")}, {"key", i18n.T("Khóa", "Key")}, {"heading", i18n.T("Tiêu đề", "Heading")},
	} {
		if w.id == name {
			return w.title
		}
	}
	return i18n.T(name, "")
}

// inWords writes a value of the audit for people: moments in our time, yes and
// no, roles by their titles. Anything else stays as it was recorded.
func inWords(path, value string) i18n.Text {
	last := lastPart(path)
	if role, known := policy.RoleNamed(value); known && strings.EqualFold(last, "role") {
		return role.Title
	}
	if t, err := time.Parse(time.RFC3339, value); err == nil {
		return i18n.T(i18n.DateTime(t), "")
	}
	if t, err := time.Parse("2006-01-02", "2023-"+value); err == nil && len(value) == 5 { // a day of each year
		return i18n.T(t.Format("02/01"), "")
	}
	switch value {
	case "true":
		return i18n.T("có", "yes")
	case "false":
		return i18n.T("không", "no")
	}
	if last == "state" {
		for _, w := range stateTitles() {
			if w.id == value {
				return w.title
			}
		}
	}
	return i18n.T(value, "")
}

func lastPart(path string) string { return path[strings.LastIndex(path, ".")+1:] }

// stateTitles are the states that changes lead between.
func stateTitles() []word {
	return []word{
		{"draft", i18n.T("dự thảo", "draft")}, {"submitted", i18n.T("đã trình", "submitted")}, {"returned", i18n.T("bị trả lại", "returned")},
		{"approved", i18n.T("đã phê duyệt", "approved")}, {"issued", i18n.T("đã ban hành", "issued")}, {"superseded", i18n.T("đã thay thế", "superseded")},
		{"waiting", i18n.T("đang chờ", "waiting")}, {"running", i18n.T("đang chạy", "running")}, {"done", i18n.T("đã xong", "done")},
		{"failed", i18n.T("không thành công", "failed")}, {"cancelled", i18n.T("đã hủy", "cancelled")},
	}
}
