package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vuon/platform/identity"
	"vuon/platform/web/ui"
)

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	h := start(t)
	for _, path := range []string{"/", "/nowhere", "/panic", "/healthz", "/api/openapi.json", "/api/nowhere", "/assets/nowhere.css"} {
		a := h.get(path)
		for name, want := range map[string]string{
			"Content-Security-Policy":    "default-src 'self'",
			"X-Content-Type-Options":     "nosniff",
			"X-Frame-Options":            "DENY",
			"Referrer-Policy":            "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
			"Permissions-Policy":         "camera=()",
			"X-Request-Id":               "",
		} {
			if got, ok := a.Header[name]; !ok || !strings.Contains(got[0], want) {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if !strings.Contains(a.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || a.Header.Get("Server") != "" {
			t.Errorf("%s: %v", path, a.Header)
		}
		if a.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: promises https over http", path)
		}
	}
	if a := h.get("/", "X-Forwarded-Proto", "https"); !strings.Contains(a.Header.Get("Strict-Transport-Security"), "max-age=") {
		t.Error("no HSTS over https")
	}
}

func TestWhoHasNotSignedInIsSentToSignIn(t *testing.T) {
	h := start(t)
	for _, path := range []string{"/account", "/t/krong-no/plans/7?tab=money", "/t/no-such-tenant/plans/7"} {
		a := h.get(path)
		if want := "/sign-in?next=" + queryEscape(path); a.StatusCode != 303 || a.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", path, a.StatusCode, a.Header.Get("Location"), want)
		}
	}
}

func TestAFormAfterTheSessionEndedIsNotLost(t *testing.T) {
	h := start(t)
	form := "title=M%E1%BB%A5c+ti%C3%AAu+%3Cscript%3E&password=hidden-secret&note=a%0D%0Ab"
	a := h.post("/t/krong-no/plans?step=2", form, "Cookie", "vuon=ended")
	if a.StatusCode != http.StatusUnauthorized {
		t.Fatalf("status %d", a.StatusCode)
	}
	for _, want := range []string{"Mục tiêu &lt;script&gt;", `action="/t/krong-no/plans?step=2"`, `name="note"`, "\na\nb<"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %q:\n%s", want, a.body)
		}
	}
	if strings.Contains(a.body, "hidden-secret") {
		t.Error("the page shows a password")
	}
}

func TestSessionCookies(t *testing.T) {
	h := start(t)
	token := h.token("labour@krong-no")
	for _, c := range []struct {
		cookie, proto string
		status        int
	}{
		{"vuon=" + token, "", 200},
		{"__Host-vuon=" + token, "", 303}, // another scheme's cookie is not taken
		{"__Host-vuon=" + token, "https", 200},
		{"vuon=" + token, "https", 303}, // somebody on plain http could have planted it
		{"vuon=" + token + "x", "", 303},
	} {
		if a := h.get("/account", "Cookie", c.cookie, "X-Forwarded-Proto", c.proto); a.StatusCode != c.status {
			t.Errorf("%v: %d", c, a.StatusCode)
		}
	}
	if a := h.get("/account", "Authorization", "Bearer "+token); a.StatusCode != 303 {
		t.Errorf("a page took a bearer token: %d", a.StatusCode)
	}
	if a := h.get("/api/session", "Cookie", "vuon="+token); a.StatusCode != 401 || a.Header.Get("Www-Authenticate") != "Bearer" {
		t.Errorf("the API took a cookie: %d", a.StatusCode)
	}
}

func TestAChangeOfRolesRenewsTheCookie(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	ctx := identity.With(t.Context(), identity.Operator())
	account, err := h.server.Identity.AccountNamed(ctx, "labour@krong-no")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.server.Identity.Grant(ctx, "krong-no", account.ID, identity.Grant{Role: "chair"}); err != nil {
		t.Fatal(err)
	}
	a := h.get("/account", cookie...)
	set := a.Header.Get("Set-Cookie")
	if !strings.HasPrefix(set, "vuon=") || !strings.Contains(strings.ToLower(set), "httponly") || !strings.Contains(set, "SameSite=Lax") || strings.Contains(set, "max-age") {
		t.Fatalf("cookie %q", set)
	}
	fresh := strings.SplitN(strings.TrimPrefix(set, "vuon="), ";", 2)[0]
	if b := h.get("/account", "Cookie", "vuon="+fresh); b.StatusCode != 200 || b.Header.Get("Set-Cookie") != "" {
		t.Errorf("the new token: %d, %q", b.StatusCode, b.Header.Get("Set-Cookie"))
	}
}

func TestForeignTenantsLookLikeUnknownOnes(t *testing.T) {
	h := start(t)
	for _, who := range []string{"labour@krong-no", "operator"} {
		cookie, bearer := h.cookie(who), h.bearer(who)
		for _, path := range []string{"/t/%s", "/t/%s/plans/7"} {
			foreign, unknown := h.get(strings.Replace(path, "%s", "dak-mil", 1), cookie...), h.get(strings.Replace(path, "%s", "no-such", 1), cookie...)
			if foreign.StatusCode == 403 && who == "operator" {
				continue // knows the tenants, may not do this in them
			}
			if foreign.StatusCode != 404 || unknown.StatusCode != 404 || mask(foreign, "dak-mil") != mask(unknown, "no-such") {
				t.Errorf("%s %s: %d and %d differ: %s", who, path, foreign.StatusCode, unknown.StatusCode, difference(mask(foreign, "dak-mil"), mask(unknown, "no-such")))
			}
		}
		foreign, unknown := h.get("/api/tenants/dak-mil/plans", bearer...), h.get("/api/tenants/no-such/plans", bearer...)
		if who != "operator" && (foreign.StatusCode != 404 || unknown.StatusCode != 404 || mask(foreign, "dak-mil") != mask(unknown, "no-such")) {
			t.Errorf("%s: %s\n%s", who, foreign.body, unknown.body)
		}
	}
}

// difference shows where two texts part.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-60):min(len(a), i+60)] + " | " + b[max(0, i-60):min(len(b), i+60)]
}

// mask removes what differs from request to request.
func mask(a answer, tenant string) string {
	return strings.ReplaceAll(strings.ReplaceAll(a.body, a.Header.Get("X-Request-Id"), "ID"), tenant, "TENANT")
}

func TestForbiddenSaysWhoCould(t *testing.T) {
	h := start(t)
	a := h.post("/t/krong-no/approve", "", h.cookie("labour@krong-no")...)
	if a.StatusCode != 403 || !strings.Contains(a.body, "Chủ tịch") || !strings.Contains(a.body, a.Header.Get("X-Request-Id")) {
		t.Errorf("%d\n%s", a.StatusCode, a.body)
	}
	if b := h.post("/t/krong-no/approve", "", h.cookie("chair@krong-no")...); b.StatusCode != 200 {
		t.Errorf("the chair: %d", b.StatusCode)
	}
}

func TestSpellingsOfAPathDoNotPassThePolicy(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	for _, path := range []string{
		"/t/krong-no/approve/", "/t/krong-no/APPROVE", "/T/krong-no/approve", "//t/krong-no/approve", "/t/krong-no//approve",
		"/t/krong-no/%61pprove", "/t/krong-no%2fapprove", "/t/krong-no/./approve", "/t/krong-no/x/../approve", "/t/krong-no/approve%00",
		"/t/krong-no/approve%2f", "/t/krong-no;x=1/approve", "/t/krong-no/approve?_method=GET",
	} {
		if a := h.post(path, "", cookie...); a.StatusCode < 400 || strings.Contains(a.body, "approved") {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
	if a := h.get("/t/krong-no/plans/new", cookie...); !strings.Contains(a.body, "the form of a new plan") {
		t.Errorf("a parameter hides a literal path: %s", a.body)
	}
}

func TestAClosedTenantIsReadable(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@old")
	if a := h.get("/t/old/plans/7", cookie...); a.StatusCode != 200 {
		t.Errorf("read: %d", a.StatusCode)
	}
	if a := h.post("/t/old/plans", "title=x", cookie...); a.StatusCode != 409 {
		t.Errorf("write: %d", a.StatusCode)
	}
}

func TestOtherSitesCannotMakeABrowserChangeThings(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	for _, c := range []struct {
		headers []string
		status  int
	}{
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "null"}, 403},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 303},
		{[]string{"Origin", h.url}, 303},
		{nil, 303},
	} {
		if a := h.post("/t/krong-no/plans", "title=x", append(slices.Clone(cookie), c.headers...)...); a.StatusCode != c.status {
			t.Errorf("%v: %d", c.headers, a.StatusCode)
		}
	}
	if a := h.get("/account", append(cookie, "Sec-Fetch-Site", "cross-site")...); a.StatusCode != 200 {
		t.Errorf("a link from another site: %d", a.StatusCode)
	}
}

func TestNoticesAreSaidOnce(t *testing.T) {
	h := start(t)
	cookie := h.cookie("labour@krong-no")
	a := h.post("/t/krong-no/plans", "title=S%E1%BB%AD%61", cookie...)
	notice, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	if a.StatusCode != 303 || !strings.HasPrefix(notice, "notice=") {
		t.Fatalf("%d %v", a.StatusCode, a.Header)
	}
	both := []string{"Cookie", cookie[1] + "; " + notice}
	b := h.get("/account", both...)
	if !strings.Contains(b.body, "Đã lưu “Sửa”.") || !strings.Contains(b.Header.Get("Set-Cookie"), "notice=;") {
		t.Errorf("%v\n%s", b.Header, b.body)
	}
	forged := notice[:len(notice)-4] + "AAAA"
	if c := h.get("/account", "Cookie", cookie[1]+"; "+forged); strings.Contains(c.body, "Đã lưu") {
		t.Error("a forged notice was shown")
	}
}

func TestLanguageAndTheme(t *testing.T) {
	h := start(t)
	a := h.post("/language", "lang=en&back=%2Faccount")
	if a.StatusCode != 303 || a.Header.Get("Location") != "/account" || !strings.HasPrefix(a.Header.Get("Set-Cookie"), "lang=en;") {
		t.Fatalf("%d %v", a.StatusCode, a.Header)
	}
	if b := h.get("/nowhere", "Cookie", "lang=en"); !strings.Contains(b.body, `lang="en"`) || !strings.Contains(b.body, "Not found") {
		t.Error(b.body)
	}
	if b := h.get("/nowhere", "Accept-Language", "en-US"); !strings.Contains(b.body, "Không tìm thấy") {
		t.Error("an English browser was answered in English without asking")
	}
	if b := h.post("/language", "lang=en&back=%2F%2Fevil.example"); b.Header.Get("Location") != "/" {
		t.Errorf("sent on to %q", b.Header.Get("Location"))
	}
	if b := h.post("/theme", "theme=dark&back=/"); !strings.HasPrefix(b.Header.Get("Set-Cookie"), "theme=dark;") {
		t.Error(b.Header)
	}
}

func TestNavigationShowsWhatTheActorMayDo(t *testing.T) {
	h := start(t)
	labour, chair := h.get("/t/krong-no", h.cookie("labour@krong-no")...), h.get("/t/krong-no", h.cookie("chair@krong-no")...)
	if strings.Contains(labour.body, "/t/krong-no/approve") || !strings.Contains(labour.body, "/t/krong-no/plans") {
		t.Error(labour.body)
	}
	if !strings.Contains(chair.body, "/t/krong-no/approve") {
		t.Error(chair.body)
	}
}

func TestErrorsOfPages(t *testing.T) {
	h := start(t)
	for _, c := range []struct {
		method, path string
		status       int
		text         string
	}{
		{"GET", "/nowhere", 404, "Không tìm thấy"},
		{"DELETE", "/account", 405, "Thao tác không được nhận"},
		{"GET", "/panic", 500, "Hệ thống gặp lỗi"},
		{"GET", "/late", 503, "chưa trả lời kịp"},
	} {
		a := h.send(c.method, c.path, "")
		if a.StatusCode != c.status || !strings.Contains(a.body, c.text) || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s %s: %d\n%s", c.method, c.path, a.StatusCode, a.body)
		}
		if strings.Contains(a.body, "secret of the program") {
			t.Errorf("%s tells what failed", c.path)
		}
	}
	if a := h.send("DELETE", "/account", ""); a.Header.Get("Allow") == "" {
		t.Error("405 without Allow")
	}
	if !strings.Contains(h.log.String(), "secret of the program") {
		t.Error("the log does not tell what failed")
	}
	if a := h.get("/bad%ff"); a.StatusCode != 404 {
		t.Errorf("a path that is no UTF-8: %d", a.StatusCode)
	}
	if a := h.get("/?q=%00"); a.StatusCode != 400 {
		t.Errorf("NUL in the query: %d", a.StatusCode)
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	h := start(t)
	if a := h.send("HEAD", "/", ""); a.StatusCode != 200 || a.body != "" {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
}

func TestFormsAreComposed(t *testing.T) {
	var got []string
	h := start(t, func(o *Options) {
		o.Routes = append(o.Routes, Route{Method: "POST", Path: "/echo", Access: Public, Handle: func(r *Request) error {
			got = append([]string{r.Form("name"), r.Form("none"), r.Query("q"), r.Next("/")}, r.Forms("unit")...)
			return r.Redirect("/")
		}})
	})
	h.post("/echo?q=%C4%91%E1%BA%AFk++n%C3%B4ng&q2=x", url.Values{"name": {"e\u0302\r\nb\x00"}, "unit": {"24688", "24691"}, "next": {"//evil.example"}}.Encode())
	if want := []string{"ê\nb", "", "đắk nông", "/", "24688", "24691"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestRoutesOfThePlatformAreForItsOperators(t *testing.T) {
	h := start(t, func(o *Options) {
		o.Routes = append(o.Routes, Route{Method: "GET", Path: "/platform", Action: "planning.operate", Handle: func(r *Request) error {
			return r.Page(ui.Page{}, say("the engine room"))
		}})
		o.Actions = append(o.Actions, "planning.operate")
	})
	if a := h.get("/platform", h.cookie("operator")...); a.StatusCode != 200 || !strings.Contains(a.body, "the engine room") {
		t.Errorf("operator: %d", a.StatusCode)
	}
	for _, who := range []string{"chair@krong-no", "supervisor@dak-nong"} {
		if a := h.get("/platform", h.cookie(who)...); a.StatusCode != 404 {
			t.Errorf("%s: %d", who, a.StatusCode)
		}
	}
}

func TestAPanicWhileStreamingEndsOnlyTheAnswer(t *testing.T) {
	s := &streamed{done: func() {}} // reads from nothing
	if _, err := s.Read(make([]byte, 1)); err == nil {
		t.Error("no error")
	}
}

// Whatever stands in the way of a form, what was typed into it is on the page.
func TestAFormThatIsRefusedIsNotLost(t *testing.T) {
	h := start(t)
	typed := "remark=" + url.QueryEscape("Viết cả buổi <chiều>") + "&tag=4f11&password=kh%C3%B4ng"
	for path, status := range map[string]int{"/t/krong-no/approve": 403, "/t/dak-mil/plans": 404} {
		a := h.post(path, typed, h.cookie("labour@krong-no")...)
		if a.StatusCode != status || !strings.Contains(a.body, "Viết cả buổi &lt;chiều&gt;") || !strings.Contains(a.body, `action="`+path+`"`) {
			t.Errorf("%s: %d; what was typed must come back: %s", path, a.StatusCode, a.body)
		}
		if strings.Contains(a.body, "không") && strings.Contains(a.body, `name="password"`) {
			t.Errorf("%s: a password came back", path)
		}
	}
	forged := h.post("/t/krong-no/approve", typed, append(h.cookie("labour@krong-no"), "Sec-Fetch-Site", "cross-site")...)
	if forged.StatusCode != 403 || strings.Contains(forged.body, "<form method=\"post\" action=\"/t/krong-no/approve\"") {
		t.Errorf("a form of another site may be sent again from ours: %d", forged.StatusCode)
	}
}

// A file of somebody who has not signed in is not put onto our disk; what was
// typed beside it is kept all the same.
func TestAFileOfAStrangerIsNotKept(t *testing.T) {
	h := start(t)
	t.Setenv("TMPDIR", t.TempDir()+"/not-there") // whatever is written there fails
	body := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kh.txt\"\r\n\r\nxyz\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"remark\"\r\n\r\nhai chữ\r\n--b--\r\n"
	a := h.send("POST", "/t/krong-no/upload", body, "Content-Type", "multipart/form-data; boundary=b")
	if a.StatusCode != 401 || !strings.Contains(a.body, "hai chữ") || !strings.Contains(a.body, "chọn lại tệp") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}
