package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"vuon/platform/identity"
)

// code is what an authenticator application shows at the world's time.
func (w *world) code(t testing.TB, secret string) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, w.clk.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// enrol sets one-time codes up and returns the secret and the recovery codes.
func (w *world) enrol(t testing.TB, account string) (secret string, recovery []string) {
	t.Helper()
	e, err := w.BeginTOTP(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	recovery, err = w.ConfirmTOTP(t.Context(), account, w.code(t, e.Secret))
	if err != nil {
		t.Fatal(err)
	}
	w.clk.Advance(time.Minute)
	return e.Secret, recovery
}

func (w *world) try(t testing.TB, username, code string) (identity.Session, error) {
	t.Helper()
	return w.SignIn(t.Context(), identity.Credentials{Username: username, Password: password, OTP: code, Address: "10.1.2.3"})
}

func TestAPasswordAloneDoesNotDoOnceThereIsASecondFactor(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	secret, recovery := w.enrol(t, a.ID)
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	_, err := w.try(t, "labour@krong-no", "")
	want(t, err, "otp_required")
	step, ok := identity.Pending(err)
	if !ok || !step.TOTP || step.Passkeys {
		t.Fatalf("pending: %+v", step)
	}
	_, err = w.Continue(t.Context(), step.Ticket, identity.Credentials{OTP: "000000"})
	want(t, err, "bad_otp")
	session, err := w.Continue(t.Context(), step.Ticket, identity.Credentials{OTP: w.code(t, secret)})
	want(t, err, "")
	if session.Token == "" || session.Account.ID != a.ID {
		t.Fatalf("%+v", session)
	}
}

func TestACodeIsTakenOnce(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	secret, _ := w.enrol(t, a.ID)
	code := w.code(t, secret)
	_, err := w.try(t, "labour@krong-no", code)
	want(t, err, "")
	_, err = w.try(t, "labour@krong-no", code)
	want(t, err, "bad_otp")
	w.clk.Advance(30 * time.Second)
	_, err = w.try(t, "labour@krong-no", w.code(t, secret))
	want(t, err, "")
}

func TestAClockThatIsHalfAMinuteWrongIsForgiven(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	secret, _ := w.enrol(t, a.ID)
	early := w.code(t, secret)
	w.clk.Advance(30 * time.Second)
	_, err := w.try(t, "labour@krong-no", early)
	want(t, err, "")
	stale := w.code(t, secret)
	w.clk.Advance(90 * time.Second)
	_, err = w.try(t, "labour@krong-no", stale)
	want(t, err, "bad_otp")
}

func TestARecoveryCodeWorksOnceHoweverItIsTyped(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	_, recovery := w.enrol(t, a.ID)
	_, err := w.try(t, "labour@krong-no", " "+strings.ToUpper(strings.Replace(recovery[0], "-", " ", 1)))
	want(t, err, "")
	_, err = w.try(t, "labour@krong-no", recovery[0])
	want(t, err, "bad_otp")
	fresh, err := w.NewRecoveryCodes(t.Context(), a.ID)
	want(t, err, "")
	_, err = w.try(t, "labour@krong-no", recovery[1])
	want(t, err, "bad_otp")
	_, err = w.try(t, "labour@krong-no", fresh[1])
	want(t, err, "")
}

// Who knows the password and starts again and again gets no more guesses at the code.
func TestGuessesAtCodesAreCountedThroughNewSignIns(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	secret, _ := w.enrol(t, a.ID)
	for range 5 {
		_, err := w.try(t, "labour@krong-no", "123456")
		want(t, err, "bad_otp")
		_, err = w.try(t, "labour@krong-no", "") // the password is right each time
		want(t, err, "otp_required")
	}
	_, err := w.try(t, "labour@krong-no", w.code(t, secret))
	want(t, err, "too_many_attempts")
	w.clk.Advance(time.Minute)
	_, err = w.try(t, "labour@krong-no", w.code(t, secret))
	want(t, err, "")
}

func TestTheSecondStepEndsWithTimeAndWithThePassword(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	secret, _ := w.enrol(t, a.ID)
	_, err := w.try(t, "labour@krong-no", "")
	step, _ := identity.Pending(err)
	_, err = w.Continue(t.Context(), step.Ticket+"A", identity.Credentials{OTP: w.code(t, secret)})
	want(t, err, "step_expired")

	link, err := w.PasswordLink(t.Context(), "krong-no", a.ID)
	want(t, err, "")
	w.clk.Advance(time.Second)
	_, err = w.SetPassword(t.Context(), link.Secret, "mot cau khac 22")
	want(t, err, "")
	_, err = w.Continue(t.Context(), step.Ticket, identity.Credentials{OTP: w.code(t, secret)})
	want(t, err, "step_expired")

	_, err = w.SignIn(t.Context(), identity.Credentials{Username: "labour@krong-no", Password: "mot cau khac 22"})
	step, _ = identity.Pending(err)
	w.clk.Advance(10 * time.Minute)
	_, err = w.Continue(t.Context(), step.Ticket, identity.Credentials{OTP: w.code(t, secret)})
	want(t, err, "step_expired")
}

// A copy of the database, or a row put under another account, gives nothing away.
func TestTheSecretIsSealedAndBoundToItsAccount(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "a@krong-no", in("krong-no", "labour"))
	b := w.account(t, "b@krong-no", in("krong-no", "labour"))
	secret, _ := w.enrol(t, a.ID)
	w.enrol(t, b.ID)
	err := w.db.Global(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		var stored []byte
		if err := tx.QueryRowContext(ctx, "SELECT secret FROM identity_totp WHERE account_id = ?", a.ID).Scan(&stored); err != nil {
			return err
		}
		if strings.Contains(string(stored), secret) {
			t.Error("the secret stands in the database")
		}
		_, err := tx.ExecContext(ctx, "UPDATE identity_totp SET secret = ? WHERE account_id = ?", stored, b.ID)
		return err
	})
	want(t, err, "")
	if _, err := w.try(t, "b@krong-no", w.code(t, secret)); err == nil {
		t.Error("a secret moved to another account works there")
	}
}

func TestAnUnconfirmedSecretCountsForNothing(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	e, err := w.BeginTOTP(t.Context(), a.ID)
	want(t, err, "")
	_, err = w.ConfirmTOTP(t.Context(), a.ID, "000000")
	want(t, err, "bad_otp")
	_, err = w.try(t, "labour@krong-no", "")
	want(t, err, "")
	code := w.code(t, e.Secret)
	_, err = w.ConfirmTOTP(t.Context(), a.ID, code[:3]+" "+code[3:]) // as applications show it
	want(t, err, "")
	_, err = w.BeginTOTP(t.Context(), a.ID)
	want(t, err, "factor_exists")
}

func TestWhoMustHaveASecondFactorIsMarkedUntilTheyHave(t *testing.T) {
	required := map[string][]string{"krong-no": {"admin"}}
	w := newWorld(t, func(o *identity.Options) {
		o.Rules = func(_ context.Context, tenant string) (identity.Rules, error) {
			return identity.Rules{SecondFactor: required[tenant]}, nil
		}
	})
	admin := w.account(t, "admin@krong-no", in("krong-no", "admin"))
	labour := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	marked := func(token string) bool {
		actor, err := w.Resolve(t.Context(), token, "krong-no")
		want(t, err, "")
		return actor.Enrol
	}
	s1, s2 := w.signIn(t, "admin@krong-no"), w.signIn(t, "labour@krong-no")
	if !marked(s1.Token) || marked(s2.Token) {
		t.Fatal("the role decides")
	}
	w.enrol(t, admin.ID)
	if marked(s1.Token) {
		t.Error("still led to the set-up")
	}
	want(t, w.RequireFactor(t.Context(), "krong-no", []string{"admin", "labour"}), "")
	if marked(s1.Token) || !marked(s2.Token) {
		t.Error("a new requirement reaches the sessions that are open")
	}
	want(t, w.RemoveTOTP(t.Context(), admin.ID), "")
	if !marked(s1.Token) {
		t.Error("who takes the factor away has to set one up again")
	}
	chair := w.account(t, "chair@krong-no", in("krong-no", "chair"))
	s3 := w.signIn(t, "chair@krong-no")
	want(t, w.Grant(t.Context(), "krong-no", chair.ID, in("krong-no", "admin").Grant), "")
	if !marked(s3.Token) {
		t.Error("a new role that needs one reaches the session")
	}
	_ = labour
}

func TestOnlyTheAccountsOwnTenantResetsItsFactors(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	b := w.account(t, "both", in("krong-no", "clerk"), in("dak-mil", "clerk"))
	w.enrol(t, a.ID)
	w.enrol(t, b.ID)
	_, err := w.ResetFactors(t.Context(), "dak-mil", a.ID)
	want(t, err, "account_unknown")
	_, err = w.ResetFactors(t.Context(), "krong-no", b.ID)
	want(t, err, "account_elsewhere")
	_, err = w.ResetFactors(t.Context(), "krong-no", a.ID)
	want(t, err, "")
	_, err = w.try(t, "labour@krong-no", "")
	want(t, err, "")
	f, err := w.Factors(t.Context(), a.ID)
	if err != nil || f.Any() || f.Recovery != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}
