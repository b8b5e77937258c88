package administration_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/identity"
)

var secretLink = regexp.MustCompile(`http://[^"]+(/password/[A-Za-z0-9_-]+)`)

func TestAddingAMember(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	form := []string{"account", "new", "username", "mới@krong-no", "name", "Nông Thị Mới", "roles", "finance", "roles", "commune-officer"}
	admin.post("/t/krong-no/members", form...).want(t, 422, `href="#f-units-commune-officer"`, "Chọn xã, thị trấn", `value="Nông Thị Mới"`)
	page := admin.post("/t/krong-no/members", append(form, "units:commune-officer", "24688", "units:commune-officer", "24697")...).want(t, 200, "chỉ hiện một lần", "Nông Thị Mới")
	link := secretLink.FindStringSubmatch(page.body)
	if link == nil {
		t.Fatal("no link")
	}
	member, err := s.Identity.Member(s.operator(), "krong-no", s.account("mới@krong-no"))
	s.must(err)
	if got := fmt.Sprint(member.Roles); got != "[{commune-officer {[24688 24697] []}} {finance {[] []}}]" {
		t.Errorf("roles %s", got)
	}
	if again := admin.get("/t/krong-no/members/"+member.ID).want(t, 200, "Chưa đặt mật khẩu", "Thị trấn Đắk Mâm"); strings.Contains(again.body, "/password/") && secretLink.MatchString(again.body) {
		t.Error("the link is shown a second time")
	}
	s.visitor().post(link[1], "password", "trời xanh mây trắng", "again", "trời xanh mây trắng").moved(t, "/sign-in")
	s.visitor().post("/sign-in", "username", "MỚI@krong-no", "password", "trời xanh mây trắng").moved(t, "/")

	admin.post("/t/krong-no/members", form...).want(t, 422)
	admin.post("/t/krong-no/members", "account", "new", "username", "mới@krong-no", "roles", "finance").want(t, 409, "đã có người dùng", `href="#f-username"`)
	admin.post("/t/krong-no/members", "account", "new", "username", "hai từ", "roles", "finance").want(t, 422, "không có khoảng trắng")
	admin.post("/t/krong-no/members", "account", "new", "username", "ba@krong-no").want(t, 422, "Chọn ít nhất một vai trò")
	admin.post("/t/krong-no/members", "account", "new", "username", "ba@krong-no", "roles", "operator").want(t, 422, "Không có vai trò")
	admin.post("/t/krong-no/members", "account", "new", "username", "ba@krong-no", "roles", "reviewer", "units:reviewer", "99999").want(t, 422, "không có xã mã")
	admin.post("/t/krong-no/members", "account", "new", "username", "ba@krong-no", "roles", "labour", "projects:labour", "DA5").want(t, 422, "không thực hiện dự án")
	if _, err := s.Identity.AccountNamed(s.operator(), "ba@krong-no"); err == nil {
		t.Error("a refused form made an account")
	}
}

func TestAnExistingAccountGetsARole(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	admin.post("/t/krong-no/members", "account", "existing", "username", "nobody", "roles", "clerk").moved(t, "/t/krong-no/members/"+s.account("nobody"))
	s.as("nobody").get("/").moved(t, "/t/krong-no")
	admin.post("/t/krong-no/members", "account", "existing", "username", "ghost", "roles", "clerk").want(t, 422, "Chưa có tài khoản")
	// An account of two tenants is no tenant's to reset or lock.
	member := "/t/krong-no/members/" + s.account("both")
	admin.post(member+"/password").want(t, 409, "còn thuộc địa bàn khác")
	admin.post(member+"/disable").want(t, 409, "còn thuộc địa bàn khác")
}

func TestChangingRolesInOneStep(t *testing.T) {
	s := newSite(t)
	admin, labour := s.as("admin@krong-no"), s.as("labour@krong-no")
	member := "/t/krong-no/members/" + s.account("labour@krong-no")
	tag := regexp.MustCompile(`name="tag" value="(\w+)"`).FindStringSubmatch(admin.get(member).want(t, 200).body)[1]
	labour.get("/t/krong-no/documents").want(t, 200)
	admin.post(member+"/roles", "tag", tag, "roles", "reviewer", "units:reviewer", "24688", "roles", "front").moved(t, member)
	labour.get("/t/krong-no/documents").want(t, 403, "Vai trò của bạn")
	admin.get(member).want(t, 200, "Rà soát viên", "Thị trấn Đắk Mâm")
	admin.post(member+"/roles", "tag", tag, "roles", "chair").want(t, 409, "Người khác vừa thay đổi")
	admin.post(member+"/revoke", "role", "chair").want(t, 404)
	admin.post(member+"/revoke", "role", "front").moved(t, member)
	admin.post(member+"/revoke", "role", "reviewer").moved(t, "/t/krong-no/members")
	admin.get(member).want(t, 404)
	labour.get("/t/krong-no").want(t, 404)
	rows, _, err := s.Audit.List(s.operator(), "krong-no", audit.Filter{Action: "identity.set_roles", Actor: "admin@krong-no"}, database.Page{})
	s.must(err)
	if len(rows) != 3 || !strings.Contains(rows[2].Before, "labour") || !strings.Contains(rows[2].After, "24688") {
		t.Errorf("audit %+v", rows)
	}
}

func TestNobodyLocksThemselvesOut(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	me := "/t/krong-no/members/" + s.account("admin@krong-no")
	admin.post(me+"/roles", "roles", "chair").want(t, 409, "tự bỏ quyền")
	admin.post(me+"/revoke", "role", "admin").want(t, 409, "tự bỏ quyền")
	admin.post(me+"/remove").want(t, 409, "tự bỏ quyền")
	admin.post(me+"/disable").want(t, 409, "tự khóa")
	admin.post(me+"/roles", "roles", "chair", "roles", "admin").moved(t, me)
	// The other administrator may.
	s.as("admin2@krong-no").post(me+"/remove").moved(t, "/t/krong-no/members")
}

func TestLockingAnAccount(t *testing.T) {
	s := newSite(t)
	admin, chair := s.as("admin@krong-no"), s.as("chair@krong-no")
	member := "/t/krong-no/members/" + s.account("chair@krong-no")
	admin.post(member+"/disable").moved(t, member)
	chair.get("/t/krong-no").want(t, 303)
	s.visitor().post("/sign-in", "username", "chair@krong-no", "password", password).want(t, 403, "đã bị khóa")
	admin.get(member).want(t, 200, "Đã khóa", "Mở khóa")
	admin.post(member+"/enable").moved(t, member)
	s.as("chair@krong-no")
	page := admin.post(member+"/password").want(t, 200, "chỉ hiện một lần")
	if !secretLink.MatchString(page.body) {
		t.Error("no link")
	}
}

func TestMembersAreFoundWithoutDiacritics(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	page := admin.get("/t/krong-no/members?q=NGUOI+lab").want(t, 200, "labour@krong-no")
	if strings.Contains(page.body, "chair@krong-no") {
		t.Error("the list is not narrowed")
	}
	admin.get("/t/krong-no/members?q=khong+co+ai").want(t, 200, "Không tìm thấy")
	program := s.program("admin@krong-no")
	for _, query := range []string{"", "&q=krong"} {
		var seen []string
		after := ""
		for {
			var list struct {
				Items []struct{ Username string }
				Next  string
			}
			a := program.get("/api/tenants/krong-no/members?limit=3"+query+"&after="+after).want(t, 200)
			s.must(json.Unmarshal([]byte(a.body), &list))
			for _, m := range list.Items {
				seen = append(seen, m.Username)
			}
			if after = list.Next; after == "" {
				break
			}
		}
		want := "[admin2@krong-no admin@krong-no both chair@krong-no front@krong-no labour@krong-no officer@krong-no]"
		if query != "" {
			want = strings.Replace(want, "both ", "", 1)
		}
		if got := fmt.Sprint(seen); len(seen) != strings.Count(want, " ")+1 || !sameWords(got, want) {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	admin.get("/t/krong-no/members?after=rubbish").want(t, 400)
}

func sameWords(a, b string) bool {
	count := map[string]int{}
	for _, w := range strings.Fields(strings.Trim(a, "[]")) {
		count[w]++
	}
	for _, w := range strings.Fields(strings.Trim(b, "[]")) {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestMembersOverTheAPI(t *testing.T) {
	s := newSite(t)
	p := s.program("admin@krong-no")
	const members = "/api/tenants/krong-no/members"
	made := p.json("POST", members, `{"username":"api@krong-no","roles":[{"role":"reviewer","scope":{"units":["24688"]}}]}`).want(t, 201, `"link":"http://`, `"has_password":false`)
	var m struct{ ID string }
	s.must(json.Unmarshal([]byte(made.body), &m))
	p.json("POST", members, `{"username":"api@krong-no","roles":[{"role":"clerk","scope":{}}]}`).want(t, 409, "username_taken")
	p.json("PUT", members+"/"+m.ID+"/roles", `{"roles":[{"role":"clerk","scope":{}}]}`).want(t, 200, `"role":"clerk"`)
	p.json("PUT", members+"/"+m.ID+"/roles", `{"roles":[]}`).want(t, 422)
	p.json("PUT", members+"/"+m.ID+"/roles", `{"roles":[{"role":"king","scope":{}}]}`).want(t, 422, "bad_grants")
	p.json("DELETE", members+"/"+m.ID+"/roles/clerk", "").want(t, 204)
	p.get(members+"/"+m.ID).want(t, 404, "account_unknown")
	p.json("DELETE", members+"/"+s.account("admin@krong-no")+"/roles/admin", "").want(t, 409, "own_administration")
	s.program("labour@krong-no").get(members).want(t, 403, "forbidden", "Quản trị viên")
}

func TestAMemberOfAnotherTenantIsNotSeen(t *testing.T) {
	s := newSite(t)
	stranger := s.account("admin@dak-mil")
	admin := s.as("admin@krong-no")
	for _, id := range []string{stranger, "not-a-number", "00000000-0000-0000-0000-000000000000"} {
		admin.get("/t/krong-no/members/"+id).want(t, 404)
		for _, act := range []string{"roles", "revoke", "remove", "disable", "enable", "password"} {
			admin.post("/t/krong-no/members/"+id+"/"+act, "roles", "clerk", "role", "admin").want(t, 404)
		}
	}
	list, err := s.Identity.Memberships(s.operator(), stranger)
	s.must(err)
	if fmt.Sprint(list) != fmt.Sprint([]identity.Membership{{Tenant: "dak-mil", Grant: identity.Grant{Role: "admin"}}}) {
		t.Errorf("memberships %v", list)
	}
}
