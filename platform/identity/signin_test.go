package identity_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
)

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "Đức@krong-no", in("krong-no", "labour"))
	s := w.signIn(t, "ĐỨC@KRONG-NO")
	if s.Account.ID != a.ID || s.Expires != w.clk.Now().Add(72*time.Hour) {
		t.Fatalf("session %+v", s)
	}
	if s.Account.Username != "Đức@krong-no" {
		t.Errorf("the username is shown as %q", s.Account.Username)
	}
	entries, _, err := w.log.List(t.Context(), audit.Platform, audit.Filter{Action: "identity.sign_in"}, database.Page{})
	if err != nil || len(entries) != 1 || entries[0].AccountID != a.ID {
		t.Errorf("audit of the sign-in: %+v, %v", entries, err)
	}
}

func TestClientsMaySendAnything(t *testing.T) {
	w := newWorld(t)
	w.account(t, "an")
	junk := "\xff\x00\u202e" + strings.Repeat("Đ", 5000)
	_, err := w.SignIn(t.Context(), identity.Credentials{Username: "an", Password: password, Address: junk, Agent: junk, Previous: junk})
	want(t, err, "")
	_, err = w.SignIn(t.Context(), identity.Credentials{Username: junk, Password: junk, Address: junk, Agent: junk})
	want(t, err, "bad_credentials")
	_, err = w.Resolve(t.Context(), junk)
	want(t, err, "session_expired")
	_, err = w.LinkAccount(t.Context(), junk)
	want(t, err, "link_expired")
}

func TestUnknownUserAndWrongPasswordSayTheSame(t *testing.T) {
	w := newWorld(t)
	w.account(t, "labour@krong-no")
	if _, err := w.AddAccount(t.Context(), identity.NewAccount{Username: "nopassword@krong-no"}); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, c := range []identity.Credentials{
		{Username: "labour@krong-no", Password: "wrong"}, {Username: "nobody", Password: password},
		{Username: "nopassword@krong-no", Password: ""}, {Username: "", Password: ""},
	} {
		_, err := w.SignIn(t.Context(), c)
		want(t, err, "bad_credentials")
		texts = append(texts, err.Error())
	}
	for _, text := range texts {
		if text != texts[0] {
			t.Errorf("%q differs from %q", text, texts[0])
		}
	}
}

func TestParallelGuessesAreLimited(t *testing.T) {
	w := newWorld(t)
	w.account(t, "labour@krong-no")
	var tried, refused atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := w.SignIn(t.Context(), identity.Credentials{Username: "Labour@krong-no", Password: "guess", Address: "10.0.0.9"})
			switch fault.CodeOf(err) {
			case "bad_credentials":
				tried.Add(1)
			case "too_many_attempts":
				refused.Add(1)
			default:
				t.Errorf("unexpected: %v", err)
			}
		})
	}
	wg.Wait()
	if tried.Load() != 5 || refused.Load() != 45 {
		t.Errorf("%d guesses were made, %d refused; want 5 and 45", tried.Load(), refused.Load())
	}
}

func TestThrottleBacksOffAndForgets(t *testing.T) {
	w := newWorld(t)
	w.account(t, "labour@krong-no")
	guess := func(password string) error {
		_, err := w.SignIn(t.Context(), identity.Credentials{Username: "labour@krong-no", Password: password})
		return err
	}
	for range 5 {
		want(t, guess("wrong"), "bad_credentials")
	}
	for _, wait := range []time.Duration{2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900} {
		err := guess(password)
		want(t, err, "too_many_attempts")
		if at, ok := identity.RetryAt(err); !ok || at != w.clk.Now().Add(wait*time.Second) {
			t.Fatalf("retry at %v, want in %v s", at, int64(wait))
		}
		w.clk.Advance(wait * time.Second)
		want(t, guess("wrong"), "bad_credentials")
	}
	w.clk.Advance(15 * time.Minute)
	want(t, guess(password), "")
	for range 5 {
		want(t, guess("wrong"), "bad_credentials")
	}
	w.clk.Advance(25 * time.Hour)
	for range 5 {
		want(t, guess("wrong"), "bad_credentials")
	}
	want(t, guess("wrong"), "too_many_attempts")
}

// A server whose clock stood wrong lets people in when it is put right.
func TestThrottleOutlivesAWrongClock(t *testing.T) {
	w := newWorld(t)
	w.account(t, "labour@krong-no")
	signIn := func(password string) error {
		_, err := w.SignIn(t.Context(), identity.Credentials{Username: "labour@krong-no", Password: password, Address: "10.0.0.9"})
		return err
	}
	w.clk.Advance(365 * 24 * time.Hour)
	for range 5 {
		want(t, signIn("wrong"), "bad_credentials")
	}
	w.clk.Advance(-365 * 24 * time.Hour)
	want(t, signIn(password), "")
}

func TestOneAddressCannotSprayManyUsers(t *testing.T) {
	w := newWorld(t)
	w.account(t, "own@krong-no")
	spray := func(n int) (tried int, last error) {
		for i := range n {
			if i%10 == 9 { // signing in with an account of one's own wins nothing
				_, last = w.SignIn(t.Context(), identity.Credentials{Username: "own@krong-no", Password: password, Address: "10.0.0.9"})
				continue
			}
			_, last = w.SignIn(t.Context(), identity.Credentials{Username: "u" + time.Duration(i).String(), Password: "x", Address: "10.0.0.9"})
			if fault.CodeOf(last) == "bad_credentials" {
				tried++
			}
		}
		return tried, last
	}
	tried, last := spray(300)
	if tried < 90 || tried > 100 {
		t.Errorf("%d guesses were made from one address, want about 100", tried)
	}
	want(t, last, "too_many_attempts")
	if _, err := w.SignIn(t.Context(), identity.Credentials{Username: "own@krong-no", Password: password, Address: "10.0.0.10"}); err != nil {
		t.Errorf("another address is held up too: %v", err)
	}
}

func TestDisabledAccounts(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	s := w.signIn(t, a.Username)
	want(t, w.Disable(t.Context(), "krong-no", a.ID, true), "")
	_, err := w.Resolve(t.Context(), s.Token, "krong-no")
	want(t, err, "session_expired")
	_, err = w.SignIn(t.Context(), identity.Credentials{Username: a.Username, Password: password})
	want(t, err, "account_disabled")
	_, err = w.SignIn(t.Context(), identity.Credentials{Username: a.Username, Password: "wrong"})
	want(t, err, "bad_credentials")
	want(t, w.Disable(t.Context(), "krong-no", a.ID, false), "")
	w.signIn(t, a.Username)
}

// hooked is a clock that does something when it is read for the nth time.
type hooked struct {
	*clock.Manual
	left int
	do   func()
}

func (h *hooked) Now() time.Time {
	if h.left--; h.left == 0 {
		h.do()
	}
	return h.Manual.Now()
}

// The password is compared outside of the transaction that opens the session:
// who knows the old one must not slip in behind its change.
func TestAPasswordChangedMeanwhileOpensNoSession(t *testing.T) {
	for name, c := range map[string]struct {
		reading int // of the clock: the first after the comparison
		use     func(s *identity.Service, token, username string) error
	}{
		"sign in": {2, func(s *identity.Service, _, username string) error {
			_, err := s.SignIn(t.Context(), identity.Credentials{Username: username, Password: password})
			return err
		}},
		"change": {4, func(s *identity.Service, token, _ string) error {
			_, err := s.ChangePassword(t.Context(), token, password, "cau cua ke xau 1")
			return err
		}},
	} {
		w := newWorld(t)
		a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
		session := w.signIn(t, a.Username)
		clk := &hooked{w.clk, c.reading, func() {
			w.clk.Advance(time.Second)
			link, err := w.PasswordLink(t.Context(), "krong-no", a.ID)
			want(t, err, "")
			_, err = w.SetPassword(t.Context(), link.Secret, "mot cau khac hẳn")
			want(t, err, "")
		}}
		s := identity.New(w.db, clk, func(context.Context, bun.Tx, identity.Change) error { return nil }, identity.Options{Cost: cheap()})
		if err := c.use(s, session.Token, a.Username); fault.CodeOf(err) != "bad_credentials" {
			t.Errorf("%s with the old password: %v", name, err)
		}
		if open, err := w.Sessions(t.Context(), a.ID); err != nil || len(open) > 0 || clk.left > 0 {
			t.Errorf("%s: %d sessions with the old password (%v)", name, len(open), err)
		}
	}
}

func TestHashIsUpgradedAtSignIn(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no")
	dearer := identity.New(w.db, w.clk, func(context.Context, bun.Tx, identity.Change) error { return nil },
		identity.Options{Cost: identity.Cost{MemoryKiB: 128, Passes: 2, Threads: 1}})
	if _, err := dearer.SignIn(t.Context(), identity.Credentials{Username: a.Username, Password: password}); err != nil {
		t.Fatal(err)
	}
	after, err := w.AccountNamed(t.Context(), a.Username)
	if err != nil || !strings.HasPrefix(after.Password, "$argon2id$v=19$m=128,t=2,p=1$") {
		t.Errorf("hash after sign-in: %q, %v", after.Password, err)
	}
	w.signIn(t, a.Username)
}
