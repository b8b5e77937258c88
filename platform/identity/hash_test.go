package identity

import (
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vuon/platform/fault"
)

func TestHashAtTheRealCost(t *testing.T) {
	h := newHasher(DefaultCost(), 1)
	phc, err := h.hash(t.Context(), "Đắk Nông mến yêu")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=47104,t=1,p=1$") {
		t.Errorf("PHC string %q", phc)
	}
	for typed, want := range map[string]bool{
		"Đắk Nông mến yêu": true, norm.NFD.String("Đắk Nông mến yêu"): true, "Dak Nong men yeu": false, "": false,
	} {
		if ok, outdated, err := h.verify(t.Context(), phc, typed); ok != want || outdated || err != nil {
			t.Errorf("verify(%q) = %v, %v, %v", typed, ok, outdated, err)
		}
	}
}

func TestNobodyHasTheDummyPassword(t *testing.T) {
	h := newHasher(Cost{64, 1, 1}, 1)
	if ok, _, err := h.verify(t.Context(), "", ""); ok || err != nil {
		t.Errorf("an account without a hash let somebody in: %v, %v", ok, err)
	}
}

func TestBrokenHashesAreErrors(t *testing.T) {
	good := encodePHC(Cost{64, 1, 1}, make([]byte, saltSize), make([]byte, keySize))
	for _, phc := range []string{"x", "$argon2i" + good[9:], strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "m=64", "m=x", 1), good + "AAAA", strings.Replace(good, "v=19", "v=16", 1)} {
		if _, _, _, err := decodePHC(phc); err == nil {
			t.Errorf("decodePHC(%q) took it", phc)
		}
	}
}

func TestHashingWaitsForASlotAndGivesUpWithTheContext(t *testing.T) {
	h := newHasher(Cost{64, 1, 1}, 1)
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCheckPassword(t *testing.T) {
	for _, bad := range []string{"", "ngắn quá", "labour@krong-no", "LABOUR@krong-no", "labourlabour", "labour-12345", "tôi là labour@krong-no đây", "1234567890", "Mật khẩu 123", "matkhau123",
		"Qwertyuiop", "aaaaaaaaaaaa", "abababababab", strings.Repeat("dài", 100)} {
		if code := fault.CodeOf(CheckPassword("labour@krong-no", bad, 0)); code != "bad_password" {
			t.Errorf("%q: %q", bad, code)
		}
	}
	for _, good := range []string{"một câu ngắn", "correct horse", "krong no 2026 xanh", "phòng labour ở tầng hai"} {
		if err := CheckPassword("labour@krong-no", good, 0); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestATenantMayAskForLongerPasswords(t *testing.T) {
	if err := CheckPassword("labour@krong-no", "một câu ngắn", 16); fault.CodeOf(err) != "bad_password" {
		t.Errorf("%v", err)
	}
	if err := CheckPassword("labour@krong-no", "ngắn quá", 4); fault.CodeOf(err) != "bad_password" {
		t.Errorf("a tenant may not ask for less: %v", err)
	}
}

func TestUsernames(t *testing.T) {
	for _, good := range []string{"labour@krong-no", "officer-24697@krong-no", "Đức.Nguyễn", "a1"} {
		if _, err := checkUsername(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "a", "hai từ", "r:chair", "u:chair", "аdmin", "@krong-no", "a\x00b c", strings.Repeat("x", 101)} {
		if got, err := checkUsername(bad); err == nil {
			t.Errorf("%q was taken as %q", bad, got)
		}
	}
	if usernameKey("ĐỨC@Krong-No") != usernameKey(norm.NFD.String("đức@krong-no")) {
		t.Error("case or composition tells two usernames apart")
	}
	if usernameKey("đức") == usernameKey("duc") {
		t.Error("diacritics do not count")
	}
}

func TestAddressesCountByNetwork(t *testing.T) {
	subject := func(address string) string { return attempts("x", address)[0].subject }
	if subject("2001:db8::1") != subject("2001:db8::ffff:2") || subject("2001:db8::1") == subject("2001:db8:0:1::1") {
		t.Error("IPv6 does not count by /64")
	}
	if subject("::ffff:10.0.0.1") != subject("10.0.0.1") || subject("10.0.0.1") == subject("10.0.0.2") {
		t.Error("IPv4 does not count by address")
	}
	if len(attempts("x", "no address")) != 1 {
		t.Error("what is no address was counted")
	}
}
