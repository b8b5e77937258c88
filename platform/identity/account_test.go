package identity_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
)

func TestUsernamesAreTakenOnce(t *testing.T) {
	w := newWorld(t)
	w.account(t, "đức@krong-no")
	_, err := w.AddAccount(t.Context(), identity.NewAccount{Username: "ĐỨC@krong-no"})
	want(t, err, "username_taken")
	_, err = w.AddAccount(t.Context(), identity.NewAccount{Username: "không hợp lệ"})
	want(t, err, "bad_username")
	_, err = w.AddAccount(t.Context(), identity.NewAccount{Username: "x1", PasswordHash: "plain text"})
	want(t, err, "internal")
}

func TestAnAccountIsMadeWholeOrNotAtAll(t *testing.T) {
	w := newWorld(t, func(o *identity.Options) {
		o.CheckRole = func(_ context.Context, tenant, role string) error {
			if tenant != "krong-no" || role != "labour" {
				return fault.New(fault.Invalid, "role_unknown", "", "")
			}
			return nil
		}
	})
	_, err := w.AddAccount(t.Context(), identity.NewAccount{Username: "an", Memberships: []identity.Membership{in("krong-no", "labour"), in("krong-no", "operator")}})
	want(t, err, "role_unknown")
	_, err = w.AccountNamed(t.Context(), "an")
	want(t, err, "account_unknown")
	a := w.account(t, "an", in("krong-no", "labour"))
	want(t, w.Grant(t.Context(), "krong-no", a.ID, identity.Grant{Role: "operator"}), "role_unknown")
	want(t, w.Revoke(t.Context(), "krong-no", a.ID, "labour"), "")
	list, err := w.Memberships(t.Context(), a.ID)
	if err != nil || len(list) != 0 {
		t.Errorf("memberships %+v, %v", list, err)
	}
}

func TestMembersAreListedByTenant(t *testing.T) {
	w := newWorld(t)
	var names []string
	for i := range 7 {
		names = append(names, fmt.Sprintf("u%d@krong-no", i))
		w.account(t, names[i], in("krong-no", "labour"), in("krong-no", "clerk"))
	}
	w.account(t, "canary@dak-mil", in("dak-mil", "chair"))
	w.account(t, "both", in("dak-mil", "chair"), in("krong-no", "reviewer", "24697"))
	var seen []string
	page := database.Page{Limit: 3}
	for {
		members, next, err := w.Members(t.Context(), "krong-no", page)
		want(t, err, "")
		for _, m := range members {
			seen = append(seen, m.Username)
			if m.Username == "both" && !reflect.DeepEqual(m.Roles, []identity.Grant{{Role: "reviewer", Scope: identity.Scope{Units: []string{"24697"}}}}) {
				t.Errorf("roles held elsewhere are shown: %+v", m.Roles)
			}
			if !m.HasPassword || m.Disabled {
				t.Errorf("member %+v", m)
			}
		}
		if page.After = next; next == "" {
			break
		}
	}
	if expected := append([]string{"both"}, names...); !slices.Equal(seen, expected) {
		t.Errorf("members %v, want %v", seen, expected)
	}
	canary, err := w.AccountNamed(t.Context(), "canary@dak-mil")
	want(t, err, "")
	for _, id := range []string{canary.ID, "no uuid", "00000000-0000-0000-0000-000000000000"} {
		_, err = w.Member(t.Context(), "krong-no", id)
		want(t, err, "account_unknown")
	}
}

func TestRoleChangesStandInTheTenantsAudit(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an", in("krong-no", "labour"))
	ctx := identity.With(t.Context(), identity.Actor{Account: "boss", Username: "admin@krong-no"})
	want(t, w.SetRoles(ctx, "krong-no", a.ID, []identity.Grant{{Role: "clerk"}, {Role: "front"}}), "")
	entries, _, err := w.log.List(ctx, "krong-no", audit.Filter{}, database.Page{})
	want(t, err, "")
	if len(entries) != 2 || entries[0].Actor != "admin@krong-no" ||
		entries[0].Before != `{"roles":[{"role":"labour","scope":{}}],"username":"an"}` ||
		entries[0].After != `{"roles":[{"role":"clerk","scope":{}},{"role":"front","scope":{}}],"username":"an"}` {
		t.Errorf("audit %+v", entries)
	}
	want(t, w.SetRoles(ctx, "krong-no", a.ID, []identity.Grant{{Role: "clerk"}, {Role: "clerk"}}), "role_twice")
	want(t, w.SetRoles(ctx, "krong-no", "00000000-0000-0000-0000-000000000000", nil), "account_unknown")
}

func TestGrantsAtOnceAreAllKept(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an", in("krong-no", "labour"))
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			if err := w.Grant(t.Context(), "krong-no", a.ID, identity.Grant{Role: fmt.Sprintf("role-%d", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if list, err := w.Memberships(t.Context(), a.ID); err != nil || len(list) != 13 {
		t.Errorf("%d memberships, %v", len(list), err)
	}
}

func TestPasswordLinks(t *testing.T) {
	w := newWorld(t)
	a, err := w.AddAccount(t.Context(), identity.NewAccount{Username: "an", Memberships: []identity.Membership{in("krong-no", "labour")}})
	want(t, err, "")
	old, err := w.PasswordLink(t.Context(), "krong-no", a.ID)
	want(t, err, "")
	link, err := w.PasswordLink(t.Context(), "krong-no", a.ID)
	want(t, err, "")
	_, err = w.LinkAccount(t.Context(), old.Secret)
	want(t, err, "link_expired")
	shown, err := w.LinkAccount(t.Context(), link.Secret)
	if err != nil || shown.Username != "an" {
		t.Fatalf("link of %+v, %v", shown, err)
	}
	_, err = w.SetPassword(t.Context(), link.Secret, "short")
	want(t, err, "bad_password")

	var won atomic.Int64 // of many who use a link at once, one succeeds
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if _, err := w.SetPassword(t.Context(), link.Secret, password); err == nil {
				won.Add(1)
			} else if fault.CodeOf(err) != "link_expired" {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d used the link", won.Load())
	}
	w.signIn(t, "an")
	link, err = w.PasswordLink(t.Context(), "krong-no", a.ID)
	want(t, err, "")
	w.clk.Advance(49 * time.Hour)
	_, err = w.SetPassword(t.Context(), link.Secret, password)
	want(t, err, "link_expired")
}

// An administrator must not take over somebody's rights in another tenant.
func TestAccountsOfSeveralTenantsBelongToNoAdministrator(t *testing.T) {
	w := newWorld(t)
	both := w.account(t, "both", in("krong-no", "labour"), in("dak-mil", "chair"))
	operator := w.account(t, "operator", in(identity.Platform, "operator"))
	guest := w.account(t, "guest", in(identity.Platform, "operator"), in("krong-no", "labour"))
	for id, code := range map[string]string{both.ID: "account_elsewhere", guest.ID: "account_elsewhere", operator.ID: "account_unknown", "x": "account_unknown"} {
		_, err := w.PasswordLink(t.Context(), "krong-no", id)
		want(t, err, code)
		want(t, w.Disable(t.Context(), "krong-no", id, true), code)
	}
	_, err := w.PasswordLink(t.Context(), identity.Platform, both.ID)
	want(t, err, "")
}

// Nor by a link that was given out while the account was theirs alone.
func TestALinkEndsWhenTheAccountJoinsAnotherTenant(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "an", in("krong-no", "labour"))
	link, err := w.PasswordLink(t.Context(), "krong-no", a.ID)
	want(t, err, "")
	want(t, w.Grant(t.Context(), "krong-no", a.ID, identity.Grant{Role: "clerk"}), "")
	_, err = w.LinkAccount(t.Context(), link.Secret)
	want(t, err, "") // still in one tenant
	want(t, w.Grant(t.Context(), identity.Platform, a.ID, identity.Grant{Role: "operator"}), "")
	_, err = w.SetPassword(t.Context(), link.Secret, "mot cau khac hẳn")
	want(t, err, "link_expired")
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t)
	w.account(t, "an", in("krong-no", "labour"))
	mine, stolen := w.signIn(t, "an"), w.signIn(t, "an")
	_, err := w.ChangePassword(t.Context(), mine.Token, "wrong", "mot cau khac hẳn")
	want(t, err, "bad_credentials")
	_, err = w.ChangePassword(t.Context(), mine.Token, password, "1234567890")
	want(t, err, "bad_password")
	s, err := w.ChangePassword(t.Context(), mine.Token, password, "mot cau khac hẳn")
	want(t, err, "")
	for token, code := range map[string]string{mine.Token: "session_expired", stolen.Token: "session_expired", s.Token: ""} {
		_, err := w.Resolve(t.Context(), token, "krong-no")
		want(t, err, code)
	}
	_, err = w.SignIn(t.Context(), identity.Credentials{Username: "an", Password: password})
	want(t, err, "bad_credentials")
	for range 10 { // whoever holds the session may not guess on
		_, err = w.ChangePassword(t.Context(), s.Token, "wrong", "mot cau khac hẳn 2")
	}
	want(t, err, "too_many_attempts")
}

func demonstration(hash string) (accounts []identity.NewAccount) {
	for tenant := range 9 {
		id := fmt.Sprintf("tenant-%d", tenant)
		for i := range 40 {
			accounts = append(accounts, identity.NewAccount{Username: fmt.Sprintf("u%d@%s", i, id), PasswordHash: hash,
				Memberships: []identity.Membership{in(id, "commune-officer", fmt.Sprint(24000+i))}})
		}
	}
	return accounts
}

func TestEnsureAccountsMayBeRepeated(t *testing.T) {
	w := newWorld(t)
	hash, err := w.Hash(t.Context(), password)
	want(t, err, "")
	accounts := demonstration(hash)
	for _, expected := range []int64{360, 0} {
		if made, err := w.EnsureAccounts(t.Context(), accounts); err != nil || made != expected {
			t.Fatalf("made %d, %v; want %d", made, err, expected)
		}
	}
	w.signIn(t, "u39@tenant-8")
	other, err := w.Hash(t.Context(), "another sentence")
	want(t, err, "")
	_, err = w.EnsureAccounts(t.Context(), demonstration(""))
	want(t, err, "")
	w.signIn(t, "u39@tenant-8") // no hash given: the password stays
	_, err = w.EnsureAccounts(t.Context(), demonstration(other))
	want(t, err, "")
	_, err = w.SignIn(t.Context(), identity.Credentials{Username: "u0@tenant-0", Password: "another sentence"})
	want(t, err, "")
	_, err = w.EnsureAccounts(t.Context(), []identity.NewAccount{{Username: "same"}, {Username: "SAME"}})
	want(t, err, "account_twice")
}

func BenchmarkEnsureAccounts(b *testing.B) {
	w := newWorld(b)
	hash, err := w.Hash(b.Context(), password)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := w.EnsureAccounts(b.Context(), demonstration(hash)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	w := newWorld(b)
	w.account(b, "an", in("krong-no", "labour"))
	token := w.signIn(b, "an").Token
	for b.Loop() {
		if _, err := w.Resolve(b.Context(), token, "krong-no", "dak-nong"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTablesAreDeclared(t *testing.T) {
	_, o := platformtest.DatabaseAndOptions(t, audit.Source(), identity.Source())
	findings, err := database.Lint(t.Context(), o, identity.GlobalTables())
	if err != nil || len(findings) > 0 {
		t.Errorf("lint: %v, %v", findings, err)
	}
}
