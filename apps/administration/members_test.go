package administration_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/web"
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

var invitationLink = regexp.MustCompile(`value="https?://[^/"]+(/invitation/[\w-]+)"`)

// shown is the link that a page shows once.
func (a answer) shown(t testing.TB) string {
	t.Helper()
	found := invitationLink.FindStringSubmatch(a.want(t, 200).body)
	if found == nil {
		t.Fatalf("no link in\n%s", a.body)
	}
	return found[1]
}

func TestAnAccountOfAnotherTenantAcceptsByItself(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	ghost := admin.post("/t/krong-no/members", "account", "invite", "username", "ghost1", "roles", "clerk").want(t, 200, "ghost1")
	admin.post(regexp.MustCompile(`/t/krong-no/invitations/[\w-]+/withdraw`).FindString(ghost.body)).moved(t, "/t/krong-no/invitations")
	admin.get("/t/krong-no/invitations") // takes the notice
	known := admin.post("/t/krong-no/members", "account", "invite", "username", "nobody", "roles", "clerk").want(t, 200, "nobody")
	own := regexp.MustCompile(`nobody|ghost1|invitations?/[\w-]+`)
	if a, b := own.ReplaceAllString(known.body, ""), own.ReplaceAllString(ghost.body, ""); a != b {
		t.Errorf("the answer tells whether the account exists:\n%s\n%s", a, b)
	}
	nobody := s.as("nobody")
	nobody.get("/t/krong-no").want(t, 404)
	page := nobody.get("/").want(t, 200, "Lời mời dành cho bạn", "Huyện Krông Nô", "Văn thư")
	accept := regexp.MustCompile(`/account/invitations/[\w-]+/accept`).FindString(page.body)
	s.as("both").post(accept).want(t, 404)
	nobody.post(accept).moved(t, "/t/krong-no")
	nobody.get("/t/krong-no").want(t, 200)
	nobody.post(accept).want(t, 404)
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

func TestANewPersonAcceptsAnInvitation(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	admin.post("/t/krong-no/members", "account", "invite", "roles", "clerk").want(t, 422, "Ghi tên đăng nhập, hoặc địa chỉ")
	admin.post("/t/krong-no/members", "account", "invite", "username", "moi@krong-no", "roles", "operator").want(t, 422, "Không có vai trò")
	link := admin.post("/t/krong-no/members", "account", "invite", "username", "moi@krong-no", "name", "Lê Mới", "roles", "clerk").shown(t)
	again := admin.get("/t/krong-no/invitations").want(t, 200, "Lê Mới (moi@krong-no)", "Văn thư")
	if invitationLink.MatchString(again.body) {
		t.Error("the link is shown a second time")
	}
	v := s.visitor()
	v.get(link).want(t, 200, "Huyện Krông Nô", "Văn thư", "admin@krong-no", "moi@krong-no")
	v.post(link, "name", "Lê Thị Mới", "password", "ngắn", "again", "ngắn").want(t, 422, "ít nhất 10 ký tự")
	v.post(link, "username", "chair2", "name", "Lê Thị Mới", "password", "trời xanh mây trắng", "again", "trời xanh mây trắng").moved(t, "/sign-in")
	v.post("/sign-in", "username", "moi@krong-no", "password", "trời xanh mây trắng").moved(t, "/")
	v.get("/t/krong-no").want(t, 200, "Lê Thị Mới")
	v.get(link).want(t, 404, "đã được trả lời")
	admin.get("/t/krong-no/audit?action=identity.accept_invitation").want(t, 200, "moi@krong-no")
}

func TestInvitationsAreSentAgainAndWithdrawn(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	first := admin.post("/t/krong-no/members", "account", "invite", "email", "an@krongno.gov.vn", "roles", "clerk").shown(t)
	resend := regexp.MustCompile(`/t/krong-no/invitations/[\w-]+/resend`).FindString(admin.get("/t/krong-no/invitations").body)
	second := admin.post(resend).shown(t)
	s.visitor().get(first).want(t, 404)
	dakmil := s.as("admin@dak-mil")
	dakmil.post(strings.Replace(resend, "krong-no", "dak-mil", 1)).want(t, 404)
	dakmil.get(second).want(t, 200, "Nhận lời bằng tài khoản này") // by mail: any account
	admin.post(strings.Replace(resend, "resend", "withdraw", 1)).moved(t, "/t/krong-no/invitations")
	dakmil.post(second+"/accept").want(t, 404)
}

func TestWhoHasOpenWorkHandsItOver(t *testing.T) {
	s := newSite(t)
	left := map[string]string{"a task": s.account("labour@krong-no")} // who owns it
	s.Responsibilities = func(_ context.Context, _, account string) (items []web.WorkItem, err error) {
		for title, owner := range left {
			if owner == account {
				items = append(items, web.WorkItem{Title: i18n.T(title, ""), Kind: i18n.T("Nhiệm vụ", ""), Path: "/t/krong-no/tasks"})
			}
		}
		return items, nil
	}
	s.HandOver = func(_ context.Context, _ database.Tx, _, from, to string) error {
		for title, owner := range left {
			if owner == from {
				left[title] = to
			}
		}
		return nil
	}
	admin, member := s.as("admin@krong-no"), "/t/krong-no/members/"+s.account("labour@krong-no")
	admin.get(member).want(t, 200, "Việc chưa xong (1)", "a task", "Bàn giao việc cho")
	admin.post(member+"/remove").want(t, 409, "còn 1 việc chưa xong")
	admin.post(member+"/revoke", "role", "labour").want(t, 409, "còn 1 việc chưa xong")
	admin.post(member+"/remove", "heir", s.account("labour@krong-no")).want(t, 422, "Chọn một thành viên khác")
	admin.post(member+"/remove", "heir", s.account("admin@dak-mil")).want(t, 422, "Chọn một thành viên khác")
	admin.post(member+"/remove", "heir", s.account("chair@krong-no")).moved(t, "/t/krong-no/members")
	if left["a task"] != s.account("chair@krong-no") {
		t.Error("the work stays with who has left")
	}
}

func TestATenantHasAsManyMembersAsTheOperatorLetsIt(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	s.must(s.Tenants.Set(s.operator(), "krong-no", tenancy.UsersQuota, 7))
	admin.post("/t/krong-no/members", "account", "invite", "username", "moi@krong-no", "roles", "clerk").want(t, 409, "đã có đủ 7 thành viên")
	admin.post("/t/krong-no/members", "account", "new", "username", "moi@krong-no", "roles", "clerk").want(t, 409, "đã có đủ 7 thành viên")
	s.must(s.Tenants.Set(s.operator(), "krong-no", tenancy.UsersQuota, 8))
	admin.post("/t/krong-no/members", "account", "invite", "username", "moi@krong-no", "roles", "clerk").want(t, 200)
}
