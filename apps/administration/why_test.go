package administration_test

import (
	"testing"

	"vuon/apps/administration"
)

func TestWhySomebodyMayInWords(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	ask := "/t/krong-no/why?person=labour%40krong-no&action="
	admin.get(ask+administration.ActionDocuments).want(t, 200, "được làm việc “Xem văn bản đã lập, tệp đã lưu”", "được làm, theo mặc định của hệ thống")
	admin.get(ask+administration.ActionAudit).want(t, 200, "không được làm việc “Xem nhật ký”", "không được giao việc này", "Quản trị viên địa bàn", "admin@krong-no")
	s.must(s.Decide(s.operator(), "krong-no", "labour", administration.ActionAudit, administration.Allow))
	admin.get(ask+administration.ActionAudit).want(t, 200, "được làm, vì địa bàn cho phép thêm")
	s.must(s.Decide(s.operator(), "krong-no", "labour", administration.ActionAudit, administration.Deny))
	admin.get(ask+administration.ActionAudit).want(t, 200, "Thu quyền thắng mọi vai trò khác")
	s.must(s.DisableMember(s.operator(), "krong-no", s.account("labour@krong-no"), true))
	admin.get(ask+administration.ActionDocuments).want(t, 200, "Không được", "Tài khoản đang bị khóa")
}

func TestWhoMayAndWhatMay(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	admin.get("/t/krong-no/why").want(t, 200, "Vì sao được, vì sao không?")
	admin.get("/t/krong-no/why?action="+administration.ActionMembers).want(t, 200, "Ai được “Quản lý thành viên”?", "admin@krong-no", "admin2@krong-no")
	admin.get("/t/krong-no/why?person=CHAIR").want(t, 200, "Người chair@krong-no làm được gì?", "Xem nhật ký")
	admin.get("/t/krong-no/why?person=nguoi").want(t, 200, "Bạn muốn hỏi về ai?", "labour@krong-no")
	admin.get("/t/krong-no/why?person=admin%40dak-mil").want(t, 200, "Không tìm thấy thành viên nào")
	admin.get("/t/krong-no/why?person=chair&action=no.such").want(t, 404)
	s.as("chair@krong-no").get("/t/krong-no/why").want(t, 403)
}
