package administration_test

import (
	"regexp"
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
