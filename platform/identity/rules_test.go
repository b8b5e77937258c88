package identity_test

import (
	"context"
	"testing"
	"time"

	"vuon/platform/identity"
)

// Of two tenants the stricter one holds, and none may be laxer than the standard.
func TestTheStrictestTenantHolds(t *testing.T) {
	rules := map[string]identity.Rules{
		"krong-no": {MinPassword: 14, Idle: 30 * time.Minute},
		"dak-mil":  {MinPassword: 12, Idle: 2 * time.Hour, Absolute: 400 * time.Hour},
	}
	w := newWorld(t, func(o *identity.Options) {
		o.Rules = func(_ context.Context, tenant string) (identity.Rules, error) { return rules[tenant], nil }
	})
	a := w.account(t, "both", in("krong-no", "clerk"), in("dak-mil", "clerk"))
	if n, err := w.PasswordLength(t.Context(), a.ID); err != nil || n != 14 {
		t.Errorf("%d, %v", n, err)
	}
	s := w.signIn(t, "both")
	if got := s.Expires.Sub(w.clk.Now()); got != 72*time.Hour {
		t.Errorf("lasts %s", got)
	}
	w.clk.Advance(29 * time.Minute)
	_, err := w.Resolve(t.Context(), s.Token, "krong-no")
	want(t, err, "")
	w.clk.Advance(30 * time.Minute)
	_, err = w.Resolve(t.Context(), s.Token, "krong-no")
	want(t, err, "session_expired")

	s = w.signIn(t, "both")
	_, err = w.ChangePassword(t.Context(), s.Token, password, "chỉ có 12 ký")
	want(t, err, "bad_password")
	_, err = w.ChangePassword(t.Context(), s.Token, password, "câu này đủ dài rồi nhé")
	want(t, err, "")
}
