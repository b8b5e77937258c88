package administration_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"vuon/platform/tenancy"
)

// field is the value of a hidden or read-only field of the page.
func (a answer) field(t testing.TB, name string) string {
	t.Helper()
	for _, input := range regexp.MustCompile(`<input[^>]*>`).FindAllString(a.body, -1) {
		value := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(input)
		if strings.Contains(input, `name="`+name+`"`) && value != nil {
			return html.UnescapeString(value[1])
		}
	}
	t.Fatalf("no field %s in\n%s", name, a.body)
	return ""
}

func (s *site) code(secret string) string {
	s.t.Helper()
	c, err := totp.GenerateCode(secret, s.clk.Now())
	s.must(err)
	return c
}

// enrol sets one-time codes up on the screen; it returns the secret and a
// recovery code.
func (v *visitor) enrol() (secret, recovery string) {
	v.t.Helper()
	v.post("/account/second-factor/totp").moved(v.t, "/account/second-factor")
	page := v.get("/account/second-factor").want(v.t, http.StatusOK, "<svg class=\"qr\"")
	secret = page.field(v.t, "secret")
	page = v.post("/account/second-factor/totp/confirm", "otp", v.code(secret)).want(v.t, http.StatusOK, "Mã dự phòng của bạn")
	recovery = regexp.MustCompile(`<code>([a-z2-7]{5}-[a-z2-7]{5})</code>`).FindStringSubmatch(page.body)[1]
	v.clk.Advance(time.Minute)
	return secret, recovery
}

func TestSigningInWithASecondFactor(t *testing.T) {
	s := newSite(t)
	secret, recovery := s.as("labour@krong-no").enrol()

	v := s.visitor()
	step := v.post("/sign-in", "username", "labour@krong-no", "password", password, "next", "/account").want(t, http.StatusOK, "Bước xác thực thứ hai")
	v.get("/account").want(t, http.StatusSeeOther) // not in yet
	again := v.post("/sign-in/code", "ticket", step.field(t, "ticket"), "otp", "000000").want(t, http.StatusUnauthorized, "Mã xác thực không đúng")
	v.post("/sign-in/code", "ticket", again.field(t, "ticket"), "otp", s.code(secret), "next", step.field(t, "next")).moved(t, "/account")
	v.get("/account").want(t, http.StatusOK, "Mã xác thực trong ứng dụng")

	v = s.visitor()
	step = v.post("/sign-in", "username", "labour@krong-no", "password", password)
	v.post("/sign-in/code", "ticket", step.field(t, "ticket"), "otp", s.code(secret)).want(t, http.StatusUnauthorized) // seen by somebody over the shoulder
	v.post("/sign-in/code", "ticket", step.field(t, "ticket"), "otp", recovery).moved(t, "/")

	v.post("/sign-in/code", "ticket", "AAAA", "otp", recovery).want(t, http.StatusUnauthorized, "quá thời hạn")
}

func TestTheAPITakesTheCodeWithThePassword(t *testing.T) {
	s := newSite(t)
	secret, _ := s.as("labour@krong-no").enrol()
	v := s.visitor()
	v.json("POST", "/api/session", `{"username":"labour@krong-no","password":"`+password+`"}`).want(t, http.StatusUnauthorized, "otp_required")
	v.json("POST", "/api/session", `{"username":"labour@krong-no","password":"`+password+`","otp":"000000"}`).want(t, http.StatusUnauthorized, "bad_otp")
	v.json("POST", "/api/session", `{"username":"labour@krong-no","password":"`+password+`","otp":"`+s.code(secret)+`"}`).want(t, http.StatusOK, `"token"`)
}

func TestWhoMustHaveASecondFactorIsLedThereFirst(t *testing.T) {
	s := newSite(t)
	labour, admin := s.as("labour@krong-no"), s.as("admin@krong-no")
	admin.post("/t/krong-no/configuration/"+tenancy.SecondFactor, "value", "labour").moved(t, "/t/krong-no/configuration")
	labour.get("/t/krong-no").moved(t, "/account/second-factor")
	labour.post("/account/password").want(t, http.StatusForbidden, "bước xác thực thứ hai")
	labour.get("/account/second-factor").want(t, http.StatusOK, "Cần thiết lập trước khi làm việc")
	p := s.program("labour@krong-no")
	p.json("GET", "/api/tenants/krong-no/jobs", "").want(t, http.StatusForbidden, "second_factor_required")
	labour.enrol()
	labour.get("/t/krong-no").want(t, http.StatusOK)
	admin.get("/t/krong-no").want(t, http.StatusOK)
}

func TestChangingHowOneSignsInNeedsTheProofOfAMoment(t *testing.T) {
	s := newSite(t)
	v := s.as("labour@krong-no")
	s.clk.Advance(time.Hour)
	v.get("/account/second-factor").want(t, http.StatusOK, "Nhập lại mật khẩu")
	v.post("/account/second-factor/totp").moved(t, "/account/second-factor")
	if v.get("/account/second-factor"); strings.Contains(v.get("/account/second-factor").body, "class=\"qr\"") {
		t.Error("a secret was made without the proof")
	}
	v.post("/account/second-factor/prove", "current", "sai rồi nhé").want(t, http.StatusUnprocessableEntity, "Mật khẩu không đúng")
	v.post("/account/second-factor/prove", "current", password).moved(t, "/account/second-factor")
	v.enrol()
}

func TestAnAdministratorTakesALostSecondFactorOff(t *testing.T) {
	s := newSite(t)
	s.as("labour@krong-no").enrol()
	admin, id := s.as("admin@krong-no"), s.account("labour@krong-no")
	admin.get("/t/krong-no/members/"+id).want(t, http.StatusOK, "Gỡ bước xác thực thứ hai")
	admin.post("/t/krong-no/members/"+id+"/second-factor").moved(t, "/t/krong-no/members/"+id)
	s.as("labour@krong-no")
	admin.get("/t/krong-no/audit?action=identity.reset_factors").want(t, http.StatusOK, "Gỡ bước xác thực thứ hai", "labour@krong-no")
	s.as("admin@dak-mil").post("/t/dak-mil/members/"+id+"/second-factor").want(t, http.StatusNotFound)
}
