package administration_test

import (
	"net/url"
	"strings"
	"testing"

	"vuon/platform/identity"
)

func TestSigningInAndOut(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	v.get("/").moved(t, "/sign-in?next="+url.QueryEscape("/"))
	v.get("/sign-in").want(t, 200, "Tên đăng nhập", "Đăng nhập")
	v.post("/sign-in", "username", "admin@krong-no", "password", "sai").want(t, 401, "không đúng", `value="admin@krong-no"`)
	v.post("/sign-in", "username", "admin@krong-no", "password", password).moved(t, "/")
	v.get("/").moved(t, "/t/krong-no")
	v.get("/t/krong-no").want(t, 200, "Việc của tôi", "Huyện Krông Nô")
	v.get("/sign-in").moved(t, "/")
	v.post("/sign-out").moved(t, "/sign-in")
	v.get("/t/krong-no").moved(t, "/sign-in?next="+url.QueryEscape("/t/krong-no"))

	// Where one worked last is where one goes on.
	s.as("both").get("/t/dak-mil").want(t, 200)
	s.visitor().post("/sign-in", "username", "both", "password", password).moved(t, "/t/dak-mil")
}

func TestSignInGoesOnlyToPagesOfOurs(t *testing.T) {
	s := newSite(t)
	for next, leads := range map[string]string{
		"/t/krong-no/jobs?after=x": "/t/krong-no/jobs?after=x",
		"https://evil.example/":    "/", "//evil.example": "/", `/\evil.example`: "/", "javascript:alert(1)": "/",
	} {
		s.visitor().post("/sign-in", "username", "both", "password", password, "next", next).moved(t, leads)
		page := s.visitor().get("/sign-in?next="+url.QueryEscape(next)).want(t, 200).body
		if leads == "/" && strings.Contains(page, `name="next"`) {
			t.Errorf("the form carries %q on", next)
		}
	}
}

func TestTooManyAttemptsSayWhenToComeBack(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	for range 5 {
		v.post("/sign-in", "username", "labour@krong-no", "password", "sai").want(t, 401)
	}
	v.post("/sign-in", "username", "labour@krong-no", "password", password).want(t, 429, "thử lại sau", `value="labour@krong-no"`)
	s.clk.Advance(16 * 60 * 1e9)
	v.post("/sign-in", "username", "labour@krong-no", "password", password).moved(t, "/")
}

func TestAPasswordLinkWorksOnce(t *testing.T) {
	s := newSite(t)
	link, err := s.Identity.PasswordLink(s.operator(), "krong-no", s.account("labour@krong-no"))
	s.must(err)
	path := "/password/" + link.Secret
	v := s.visitor()
	v.get(path).want(t, 200, "labour@krong-no")
	v.post(path, "password", "ngắn", "again", "ngắn").want(t, 422, "ít nhất 10 ký tự", `href="#f-password"`)
	v.post(path, "password", "trời xanh mây trắng", "again", "trời xanh").want(t, 422, `href="#f-again"`)
	v.post(path, "password", "trời xanh mây trắng", "again", "trời xanh mây trắng").moved(t, "/sign-in")
	v.get("/sign-in").want(t, 200, "Đã đặt mật khẩu")
	v.get(path).want(t, 404, "đã dùng hoặc đã hết hạn")
	v.post(path, "password", "một mật khẩu khác", "again", "một mật khẩu khác").want(t, 404)
	v.post("/sign-in", "username", "labour@krong-no", "password", password).want(t, 401)
	v.post("/sign-in", "username", "labour@krong-no", "password", "trời xanh mây trắng").moved(t, "/")
}

func TestOnesOwnAccount(t *testing.T) {
	s := newSite(t)
	here, there := s.as("both"), s.as("both")
	page := here.get("/account").want(t, 200, "Huyện Krông Nô", "Huyện Đắk Mil", "Thiết bị này")
	if strings.Count(page.body, "/account/sessions/") != 1 {
		t.Error("the other session cannot be ended")
	}
	here.post("/account/password", "current", "sai", "password", "trời xanh mây trắng", "again", "trời xanh mây trắng").want(t, 401, "không đúng")
	here.post("/account/password", "current", password, "password", "both", "again", "both").want(t, 422, "ít nhất 10 ký tự")
	there.get("/account").want(t, 200)
	here.post("/account/password", "current", password, "password", "trời xanh mây trắng", "again", "trời xanh mây trắng").moved(t, "/account")
	here.get("/account").want(t, 200, "Đã đổi mật khẩu")
	there.get("/account").moved(t, "/sign-in?next=%2Faccount")
}

func TestOtherSessionsCanBeEnded(t *testing.T) {
	s := newSite(t)
	here, second, third := s.as("both"), s.as("both"), s.as("both")
	list, err := s.Identity.Sessions(s.operator(), s.account("both"))
	s.must(err)
	stranger := s.as("admin@dak-mil")
	for _, x := range list {
		stranger.post("/account/sessions/"+x.ID).want(t, 303)
	}
	second.get("/account").want(t, 200)
	here.post("/account/sessions").moved(t, "/account")
	here.get("/account").want(t, 200)
	for _, v := range []*visitor{second, third} {
		v.get("/account").want(t, 303)
	}
}

func TestWhereOneWorks(t *testing.T) {
	s := newSite(t)
	s.as("both").get("/").want(t, 200, "Huyện Krông Nô", "Huyện Đắk Mil", `href="/t/dak-mil"`)
	s.as("nobody").get("/").want(t, 200, "chưa thuộc địa bàn nào")
	operator := s.as("operator")
	operator.get("/").want(t, 200, "Vận hành hệ thống", "Huyện Đắk Song")
	if strings.Contains(operator.get("/").body, `href="/t/`) {
		t.Error("an operator is led into tenants")
	}
	s.as("supervisor@dak-nong").get("/t/krong-no").want(t, 403, "trang làm việc riêng của huyện")
	// Whoever was removed from the tenant that they used last is not led there.
	v := s.as("labour@krong-no")
	v.get("/t/krong-no").want(t, 200)
	s.must(s.Identity.SetRoles(s.operator(), "krong-no", s.account("labour@krong-no"), []identity.Grant{}))
	s.visitor().post("/sign-in", "username", "labour@krong-no", "password", password).moved(t, "/")
}

func TestTheNavigationStandsInItsOrder(t *testing.T) {
	page := newSite(t).as("admin@krong-no").get("/t/krong-no").want(t, 200).body
	last := -1
	for _, item := range []string{"", "/documents", "/jobs", "/members", "/roles", "/configuration", "/audit"} {
		at := strings.Index(page, `class="side-link" href="/t/krong-no`+item+`"`)
		if at <= last {
			t.Errorf("%q stands at %d, after %d", item, at, last)
		}
		last = at
	}
}
