package administration_test

import (
	"strings"
	"testing"

	"vuon/platform/audit"
	"vuon/platform/database"
)

func TestAnOverrideTakesEffect(t *testing.T) {
	s := newSite(t)
	admin, front := s.as("admin@krong-no"), s.as("front@krong-no")
	const page = "/t/krong-no/roles/administration.documents"
	front.get("/t/krong-no/documents").want(t, 403, "Vai trò của bạn", "Văn thư", "không được giao việc")
	admin.get("/t/krong-no/roles").want(t, 200, "Xem văn bản đã lập", "Được, theo mặc định")
	admin.get(page).want(t, 200, "Ai có thể?", "Người thực hiện được", "Người chair@krong-no")

	admin.post(page, "role", "front", "decision", "allow").moved(t, page)
	front.get("/t/krong-no/documents").want(t, 200)
	admin.get(page).want(t, 200, "Riêng của địa bàn", "Người front@krong-no")
	admin.get("/t/krong-no/roles").want(t, 200, "1 ô khác với mặc định", "do địa bàn cho phép")
	s.as("admin@dak-mil").get("/t/dak-mil/roles").want(t, 200)

	admin.post(page, "role", "front", "decision", "standard").moved(t, page)
	front.get("/t/krong-no/documents").want(t, 403)
	admin.post(page, "role", "chair", "decision", "deny").moved(t, page)
	s.as("chair@krong-no").get("/t/krong-no/documents").want(t, 403, "thu quyền")

	rows, _, err := s.Audit.List(s.operator(), "krong-no", audit.Filter{Object: "policy"}, database.Page{})
	s.must(err)
	if len(rows) != 3 || rows[0].Actor != "admin@krong-no" {
		t.Errorf("audit %+v", rows)
	}
}

func TestDecisionsThatAreRefused(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	const roles = "/t/krong-no/roles/"
	admin.post(roles+"administration.members", "role", "admin", "decision", "deny").want(t, 409, "vai trò cuối cùng")
	admin.post(roles+"administration.roles", "role", "chair", "decision", "allow").want(t, 303)
	admin.post(roles+"administration.roles", "role", "admin", "decision", "deny").want(t, 409, "Bạn đang giữ vai trò này")
	admin.post(roles+"administration.audit", "role", "king", "decision", "allow").want(t, 422, "Không có vai trò")
	admin.post(roles+"administration.audit", "role", "king", "decision", "standard").want(t, 422)
	admin.post(roles+"administration.audit", "role", "clerk", "decision", "perhaps").want(t, 422, "Chọn cho phép")
	admin.post(roles+"no.such", "role", "clerk", "decision", "allow").want(t, 404)
	admin.get(roles+"no.such").want(t, 404)
}

func TestRolesOverTheAPI(t *testing.T) {
	s := newSite(t)
	p := s.program("admin@krong-no")
	const roles = "/api/tenants/krong-no/roles"
	p.get(roles).want(t, 200, `"action":"administration.audit"`, `"overridden":false`)
	p.json("PUT", roles+"/clerk/actions/administration.audit", `{"decision":"allow"}`).want(t, 200, `{"role":"clerk","allowed":true,"standard":false,"overridden":true}`)
	p.json("PUT", roles+"/clerk/actions/administration.audit", `{"decision":"standard"}`).want(t, 200, `{"role":"clerk","allowed":false,"standard":false,"overridden":false}`)
	p.json("PUT", roles+"/clerk/actions/administration.audit", `{"decision":"maybe"}`).want(t, 422)
	p.json("PUT", roles+"/clerk/actions/administration.audit", `{"decision":"allow","decision":"deny"}`).want(t, 400)
	p.json("PUT", roles+"/admin/actions/administration.members", `{"decision":"deny"}`).want(t, 409, "last_holder")
	p.json("PUT", roles+"/clerk/actions/no.such", `{"decision":"allow"}`).want(t, 404, "action_unknown")
}

func TestSettingsDriftAndReturn(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	const all, one = "/t/krong-no/configuration", "/t/krong-no/configuration/plan.deadlines"
	if page := admin.get(all).want(t, 200, "25/01", "15/02", "Theo tệp cấu hình"); strings.Contains(page.body, "Khác tệp cấu hình") {
		t.Error("drift before any change")
	}
	admin.get(one).want(t, 200, `value="25/01"`, `name="tag"`)
	admin.post(one, "submit", "31/2", "issue", "").want(t, 422, `href="#f-submit"`, `href="#f-issue"`, `value="31/2"`, "ngày/tháng có thật")
	admin.post(one, "submit", "20/1", "issue", "28/02", "tag", "stale").want(t, 409, "Người khác vừa thay đổi", `value="20/1"`)
	admin.post(one, "submit", "20/1", "issue", "28/02").moved(t, all)
	admin.get(all).want(t, 200, "Khác tệp cấu hình", "20/01", "25/01", "Đổi bởi admin@krong-no", "09:00 05/02/2024")

	rows, _, err := s.Audit.List(s.operator(), "krong-no", audit.Filter{Object: "setting", ObjectID: "plan.deadlines"}, database.Page{})
	s.must(err)
	if len(rows) != 1 || !strings.Contains(rows[0].Before, `"submit":"01-25"`) || !strings.Contains(rows[0].After, `"submit":"01-20"`) {
		t.Errorf("audit %+v", rows)
	}
	admin.post(one+"/reset").moved(t, all)
	if page := admin.get(all).want(t, 200, "25/01"); strings.Contains(page.body, "Khác tệp cấu hình") {
		t.Error("drift after the reset")
	}
	admin.get(all+"/no.such").want(t, 404)
	admin.post(all+"/no.such", "value", "x").want(t, 404)
}

func TestEverySettingHasAForm(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	states, err := s.SettingList(s.operator(), "krong-no")
	s.must(err)
	for _, x := range states {
		if x.Key == "policy.overrides" {
			admin.get("/t/krong-no/configuration/"+x.Key).moved(t, "/t/krong-no/roles")
			admin.post("/t/krong-no/configuration/"+x.Key, "value", "x").want(t, 409, "Vai trò và quyền")
			continue
		}
		admin.get("/t/krong-no/configuration/"+x.Key).want(t, 200, `<form class="stack" method="post"`, x.Title.VI)
	}
	const at = "/t/krong-no/configuration/"
	admin.post(at+"document.heading", "superior", "", "issuer", "", "place", "Krông Nô", "symbol", "KH-UBND").want(t, 422, `href="#f-issuer"`)
	admin.post(at+"document.heading", "superior", "", "issuer", "ỦY BAN NHÂN DÂN\r\nHUYỆN KRÔNG NÔ", "place", "Đắk Mâm", "symbol", "KH-UBND").want(t, 303)
	admin.post(at+"register.kinds", "value", "KH\nthông báo").want(t, 422, `href="#f-value"`, "chữ viết tắt")
	admin.post(at+"register.first", "value", "KH: 12").want(t, 422, "KH = 12")
	admin.post(at+"register.first", "value", "KH = 12\nQĐ=3").want(t, 303)
	admin.get(at+"register.first").want(t, 200, "KH = 12\nQĐ = 3")
	admin.post(at+"document.recipients", "value", "Sở LĐ-TB&XH\n\nLưu: VT").want(t, 303)
	var list []string
	s.must(s.Tenants.Setting(s.operator(), "krong-no", "document.recipients", &list))
	if strings.Join(list, "|") != "Sở LĐ-TB&XH|Lưu: VT" {
		t.Errorf("recipients %q", list)
	}
}

func TestSettingsOverTheAPI(t *testing.T) {
	s := newSite(t)
	p := s.program("admin@krong-no")
	const one = "/api/tenants/krong-no/configuration/plan.deadlines"
	p.get("/api/tenants/krong-no/configuration").want(t, 200, `"key":"plan.deadlines"`, `"drift":false`)
	p.json("PUT", one, `{"value":{"submit":"01-20","issue":"02-28"}}`).want(t, 200, `"drift":true`, `"changed_by":"admin@krong-no"`, `"submit":"01-25"`)
	p.json("PUT", one, `{"value":{"submit":"02-30","issue":"02-28"}}`).want(t, 422, "setting_wrong")
	p.json("PUT", one, `{"value":{"submit":"01-20"}}`).want(t, 422, "setting_wrong")
	p.json("PUT", one, `{"value":"x"}`).want(t, 422, "setting_wrong")
	p.json("DELETE", one, "").want(t, 200, `"drift":false`)
	p.get("/api/tenants/krong-no/configuration/no.such").want(t, 404, "setting_unknown")
}

// A tenant's administrator sees the operator's limits and cannot raise them.
func TestLimitsOfTheOperator(t *testing.T) {
	s := newSite(t)
	admin := s.program("admin@krong-no")
	for _, key := range []string{"storage.quota", "jobs.concurrent"} {
		admin.json("PUT", "/api/tenants/krong-no/configuration/"+key, `{"value":1000}`).want(t, 403, "setting_of_operator")
	}
	s.as("admin@krong-no").get("/t/krong-no/configuration").want(t, 200, "Do đơn vị vận hành đặt")
}
