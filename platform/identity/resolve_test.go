package identity_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/platform/identity"
)

func TestResolve(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an", in("krong-no", "commune-officer", "24697"), in("krong-no", "reviewer", "24697"), in("dak-mil", "labour"))
	token := w.signIn(t, "an").Token
	actor, err := w.Resolve(t.Context(), token, "krong-no", "dak-nong")
	want(t, err, "")
	expected := identity.Actor{Account: a.ID, Username: "an", Name: "Người dùng", Tenant: "krong-no", Session: actor.Session, Roles: []identity.Grant{
		{Role: "commune-officer", Scope: identity.Scope{Units: []string{"24697"}}}, {Role: "reviewer", Scope: identity.Scope{Units: []string{"24697"}}}}}
	if actor.Session == "" || !reflect.DeepEqual(actor, expected) {
		t.Errorf("got  %+v\nwant %+v", actor, expected)
	}
	// The first of the tenants in which a role is held is taken.
	actor, err = w.Resolve(t.Context(), token, "cu-jut", "dak-mil")
	want(t, err, "")
	if actor.Tenant != "dak-mil" || len(actor.Roles) != 1 || actor.Roles[0].Role != "labour" {
		t.Errorf("through the second tenant: %+v", actor)
	}
	_, err = w.Resolve(t.Context(), token, "cu-jut", identity.Platform)
	want(t, err, "tenant_unknown")
	actor, err = w.Resolve(t.Context(), token)
	want(t, err, "")
	if actor.Tenant != "" || actor.Roles != nil {
		t.Errorf("without a tenant: %+v", actor)
	}
	for _, bad := range []string{"", "x", token + "x", strings.ToUpper(token), "vuon_" + token} {
		_, err = w.Resolve(t.Context(), bad, "krong-no")
		want(t, err, "session_expired")
	}
}

func TestNextSignInRemembersTheTenant(t *testing.T) {
	w := newWorld(t)
	w.account(t, "an", in("krong-no", "labour"), in("dak-mil", "labour"))
	first := w.signIn(t, "an")
	_, err := w.Resolve(t.Context(), first.Token, "dak-mil")
	want(t, err, "")
	if s := w.signIn(t, "an"); s.Tenant != "dak-mil" {
		t.Errorf("tenant last used: %q", s.Tenant)
	}
}

func TestSessionsEndIdleAndAbsolutely(t *testing.T) {
	w := newWorld(t, func(o *identity.Options) { o.Idle, o.Absolute = time.Hour, 3*time.Hour })
	w.account(t, "an", in("krong-no", "labour"))
	idle, busy := w.signIn(t, "an").Token, w.signIn(t, "an").Token
	for range 5 {
		w.clk.Advance(30 * time.Minute)
		_, err := w.Resolve(t.Context(), busy, "krong-no")
		want(t, err, "")
	}
	_, err := w.Resolve(t.Context(), idle, "krong-no")
	want(t, err, "session_expired")
	w.clk.Advance(30 * time.Minute)
	_, err = w.Resolve(t.Context(), busy, "krong-no")
	want(t, err, "session_expired")
	w.clk.Advance(40 * 24 * time.Hour)
	if n, err := w.Purge(t.Context()); err != nil || n != 3 { // two sessions and the count of the address
		t.Errorf("purged %d, %v", n, err)
	}
}

func TestTokensRotate(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an", in("krong-no", "labour"))
	s := w.signIn(t, "an")

	// Signing in again replaces the session that the browser had.
	again, err := w.SignIn(t.Context(), identity.Credentials{Username: "an", Password: password, Previous: s.Token})
	want(t, err, "")
	_, err = w.Resolve(t.Context(), s.Token, "krong-no")
	want(t, err, "session_expired")

	// A change of roles asks for a new token; many requests at once get one.
	want(t, w.Grant(t.Context(), "krong-no", a.ID, identity.Grant{Role: "clerk"}), "")
	actor, err := w.Resolve(t.Context(), again.Token, "krong-no")
	want(t, err, "")
	if !actor.Renew || len(actor.Roles) != 2 {
		t.Fatalf("after the grant: %+v", actor)
	}
	var mu sync.Mutex
	fresh := map[string]bool{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			r, err := w.Rotate(t.Context(), again.Token)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			} else if r.Token != again.Token {
				fresh[r.Token] = true
			}
		})
	}
	wg.Wait()
	if len(fresh) != 1 {
		t.Fatalf("%d new tokens, want 1", len(fresh))
	}
	_, err = w.Resolve(t.Context(), again.Token, "krong-no") // a request under way
	want(t, err, "")
	w.clk.Advance(time.Minute)
	_, err = w.Resolve(t.Context(), again.Token, "krong-no")
	want(t, err, "session_expired")
	for token := range fresh {
		actor, err := w.Resolve(t.Context(), token, "krong-no")
		want(t, err, "")
		if actor.Renew || actor.Session != again.ID {
			t.Errorf("after the rotation: %+v", actor)
		}
	}
}

func TestSigningOut(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an")
	other := w.account(t, "binh")
	one, two, three := w.signIn(t, "an"), w.signIn(t, "an"), w.signIn(t, "an")
	theirs := w.signIn(t, "binh")
	want(t, w.SignOut(t.Context(), one.Token), "")
	want(t, w.SignOut(t.Context(), one.Token), "")
	want(t, w.SignOutSession(t.Context(), other.ID, two.ID), "") // not theirs: stays
	list, err := w.Sessions(t.Context(), a.ID)
	if err != nil || len(list) != 2 || list[0].Address != "10.1.2.3" {
		t.Fatalf("sessions %+v, %v", list, err)
	}
	if n, err := w.SignOutAll(t.Context(), a.ID, three.ID); err != nil || n != 1 {
		t.Errorf("signed out %d, %v", n, err)
	}
	for token, code := range map[string]string{one.Token: "session_expired", two.Token: "session_expired", three.Token: "", theirs.Token: ""} {
		_, err := w.Resolve(t.Context(), token)
		want(t, err, code)
	}
}

func TestAPITokens(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an", in("krong-no", "labour"), in("krong-no", "clerk"), in("dak-mil", "labour"))
	year := w.clk.Now().Add(365 * 24 * time.Hour)
	secret, token, err := w.CreateToken(t.Context(), a.ID, "Đồng bộ báo cáo", []string{"clerk"}, year)
	want(t, err, "")
	if !strings.HasPrefix(secret, "vuon_") {
		t.Errorf("secret %q", secret)
	}
	actor, err := w.Resolve(t.Context(), secret, "krong-no")
	want(t, err, "")
	if len(actor.Roles) != 1 || actor.Roles[0].Role != "clerk" || actor.Token != token.ID || actor.Session != "" {
		t.Errorf("actor %+v", actor)
	}
	_, err = w.Resolve(t.Context(), secret, "dak-mil") // clerk is held elsewhere only
	want(t, err, "tenant_unknown")
	_, err = w.Rotate(t.Context(), secret)
	want(t, err, "session_expired")
	_, err = w.ChangePassword(t.Context(), secret, password, "another good one")
	want(t, err, "session_expired")
	list, err := w.Tokens(t.Context(), a.ID)
	if err != nil || len(list) != 1 || list[0].SeenAt.IsZero() || string(list[0].Hash) == secret {
		t.Errorf("tokens %+v, %v", list, err)
	}

	for name, expires := range map[string]time.Time{"": year, "past": w.clk.Now(), "for ever": year.Add(48 * time.Hour)} {
		_, _, err = w.CreateToken(t.Context(), a.ID, name, nil, expires)
		want(t, err, "bad_token")
	}
	_, _, err = w.CreateToken(t.Context(), a.ID, "x", []string{"chair"}, year)
	want(t, err, "bad_token")

	all, _, err := w.CreateToken(t.Context(), a.ID, "all", nil, year)
	want(t, err, "")
	actor, err = w.Resolve(t.Context(), all, "krong-no")
	want(t, err, "")
	if len(actor.Roles) != 2 {
		t.Errorf("a token for all roles has %+v", actor.Roles)
	}
	want(t, w.RevokeToken(t.Context(), a.ID, token.ID), "")
	_, err = w.Resolve(t.Context(), secret, "krong-no")
	want(t, err, "session_expired")
	w.clk.Advance(366 * 24 * time.Hour)
	_, err = w.Resolve(t.Context(), all, "krong-no")
	want(t, err, "session_expired")
}
