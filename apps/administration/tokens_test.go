package administration_test

import (
	"regexp"
	"strings"
	"testing"
)

// A token is made on the account's page, works on the API, and no longer when it
// is revoked; nobody revokes another's.
func TestTokensOfPrograms(t *testing.T) {
	s := newSite(t)
	owner, stranger := s.as("admin@krong-no"), s.as("admin@dak-mil")
	owner.post("/account/tokens", "name", "", "expires", "mai").want(t, 422, "Ngày không đọc được")
	owner.post("/account/tokens", "name", "Máy in", "expires", "01/01/2100").want(t, 422, "trong vòng một năm", "Máy in")
	owner.get("/account").want(t, 200, "Khoá truy cập API")

	until := regexp.MustCompile(`name="expires"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="expires"`).FindStringSubmatch(owner.get("/account").body)
	if until == nil {
		t.Fatal("the page proposes no day")
	}
	made := owner.post("/account/tokens", "name", "Máy in", "expires", until[1]+until[2]).want(t, 200, "chỉ hiện một lần", "Máy in")
	secret := regexp.MustCompile(`id="f-token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*id="f-token"`).FindStringSubmatch(made.body)
	if secret == nil {
		t.Fatalf("the page shows no token")
	}
	program := s.visitor()
	program.bearer = secret[1] + secret[2]
	program.json("GET", "/api/tenants/krong-no/members", "").want(t, 200)
	program.json("GET", "/api/tenants/dak-mil/members", "").want(t, 404)

	revoke := regexp.MustCompile(`/account/tokens/[^/"]+/revoke`).FindString(owner.get("/account").body)
	stranger.post(revoke)
	program.json("GET", "/api/tenants/krong-no/members", "").want(t, 200)
	owner.post(revoke).moved(t, "/account")
	program.json("GET", "/api/tenants/krong-no/members", "").want(t, 401)
}

func TestAdministratorsSeeAndRevokeTheTokensOfMembers(t *testing.T) {
	s := newSite(t)
	s.as("labour@krong-no").post("/account/tokens", "name", "Phần mềm báo cáo", "expires", "01/03/2024").want(t, 200)
	admin := s.as("admin@krong-no")
	page := admin.get("/t/krong-no/tokens").want(t, 200, "Phần mềm báo cáo", "labour@krong-no", "hết hạn", "chưa dùng", "mọi vai trò")
	revoke := regexp.MustCompile(`/t/krong-no/tokens/[\w-]+/revoke`).FindString(page.body)
	s.as("admin@dak-mil").post(strings.Replace(revoke, "krong-no", "dak-mil", 1)).want(t, 404)
	s.as("labour@krong-no").get("/t/krong-no/tokens").want(t, 403)
	admin.post(revoke).moved(t, "/t/krong-no/tokens")
	admin.get("/t/krong-no/tokens").want(t, 200, "Chưa có khoá API nào")
	admin.post(revoke).want(t, 404)
}
