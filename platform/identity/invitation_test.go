package identity_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/text"
)

func (w *world) invite(t testing.TB, n identity.NewInvitation) (identity.Invitation, string) {
	t.Helper()
	if n.Roles == nil {
		n.Roles = []identity.Grant{{Role: "clerk"}}
	}
	ctx := identity.With(t.Context(), identity.Actor{Username: "admin@krong-no"})
	i, secret, err := w.Invite(ctx, "krong-no", n)
	want(t, err, "")
	return i, secret
}

func actor(a identity.Account) identity.Actor {
	return identity.Actor{Account: a.ID, Username: a.Username, Name: a.Name}
}

func (w *world) roles(t testing.TB, account string) (list []string) {
	t.Helper()
	memberships, err := w.Memberships(t.Context(), account)
	want(t, err, "")
	for _, m := range memberships {
		list = append(list, m.Tenant+"/"+m.Role)
	}
	return list
}

func TestANewPersonAcceptsByLink(t *testing.T) {
	w := newWorld(t)
	_, secret := w.invite(t, identity.NewInvitation{Username: "an@krong-no", Name: "Nguyễn Văn An"})
	i, err := w.InvitationBy(t.Context(), secret)
	if err != nil || i.Name != "Nguyễn Văn An" || i.InvitedBy != "admin@krong-no" {
		t.Fatalf("%+v, %v", i, err)
	}
	_, err = w.AcceptNew(t.Context(), secret, identity.NewAccount{Username: "ké khác", Name: "An"}, "1234567890")
	want(t, err, "bad_password")
	a, err := w.AcceptNew(t.Context(), secret, identity.NewAccount{Username: "somebody.else", Name: "An"}, password)
	want(t, err, "")
	if a.Username != "an@krong-no" || len(w.roles(t, a.ID)) != 1 {
		t.Errorf("%+v holds %v", a, w.roles(t, a.ID))
	}
	w.signIn(t, "an@krong-no")
	_, err = w.AcceptNew(t.Context(), secret, identity.NewAccount{Name: "An"}, password)
	want(t, err, "invitation_unknown") // once
}

func TestAnAccountOfAnotherTenantMustAccept(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "binh@dak-mil", in("dak-mil", "labour"))
	other := w.account(t, "chi@dak-mil", in("dak-mil", "labour"))
	i, secret := w.invite(t, identity.NewInvitation{Username: "Binh@dak-mil"})
	if got := w.roles(t, a.ID); len(got) != 1 {
		t.Fatalf("a member before they accepted: %v", got)
	}
	list, err := w.InvitedTo(t.Context(), actor(a))
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	_, err = w.AcceptNamed(t.Context(), actor(other), i.ID)
	want(t, err, "invitation_unknown")
	_, err = w.Accept(t.Context(), actor(other), secret)
	want(t, err, "invitation_of_another")
	_, err = w.AcceptNamed(t.Context(), actor(a), i.ID)
	want(t, err, "")
	if got := w.roles(t, a.ID); len(got) != 2 || got[1] != "krong-no/clerk" {
		t.Errorf("%v", got)
	}
	i, _ = w.invite(t, identity.NewInvitation{Username: "chi@dak-mil"})
	want(t, w.Decline(t.Context(), actor(other), i.ID), "")
	_, err = w.AcceptNamed(t.Context(), actor(other), i.ID)
	want(t, err, "invitation_unknown")
}

func TestALinkByMailTakesAnyAccount(t *testing.T) {
	w := newWorld(t)
	a := w.account(t, "binh@dak-mil", in("dak-mil", "labour"))
	_, secret := w.invite(t, identity.NewInvitation{Email: "binh@dakmil.gov.vn"})
	_, err := w.Accept(t.Context(), actor(a), secret)
	want(t, err, "")
	if got := w.roles(t, a.ID); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestInvitationsEnd(t *testing.T) {
	w := newWorld(t)
	i, secret := w.invite(t, identity.NewInvitation{Username: "an@krong-no"})
	_, fresh, err := w.Reinvite(t.Context(), "krong-no", i.ID)
	want(t, err, "")
	_, err = w.InvitationBy(t.Context(), secret)
	want(t, err, "invitation_unknown") // the new link took its place
	_, err = w.InvitationBy(t.Context(), fresh)
	want(t, err, "")
	want(t, w.Withdraw(t.Context(), "dak-mil", i.ID), "invitation_unknown")
	want(t, w.Withdraw(t.Context(), "krong-no", i.ID), "")
	_, err = w.InvitationBy(t.Context(), fresh)
	want(t, err, "invitation_unknown")

	_, secret = w.invite(t, identity.NewInvitation{Username: "an@krong-no"})
	w.clk.Advance(7 * 24 * time.Hour)
	_, err = w.InvitationBy(t.Context(), secret)
	want(t, err, "invitation_unknown")
	list, err := w.Invitations(t.Context(), "krong-no")
	if err != nil || len(list) != 1 || !list[0].Expired(w.clk.Now()) {
		t.Errorf("%v, %v", list, err) // still there, to be sent again
	}
	_, _, err = w.Invite(t.Context(), "krong-no", identity.NewInvitation{})
	want(t, err, "bad_invitation")
}

func TestAFullTenantTakesNobodyMore(t *testing.T) {
	w := newWorld(t, func(o *identity.Options) {
		o.Admit = func(context.Context, string) error { return fault.New(fault.Conflict, "too_many_members", "", "") }
	})
	_, secret := w.invite(t, identity.NewInvitation{Username: "an@krong-no"})
	_, err := w.AcceptNew(t.Context(), secret, identity.NewAccount{Name: "An"}, password)
	want(t, err, "too_many_members")
	_, err = w.AccountNamed(t.Context(), "an@krong-no")
	want(t, err, "account_unknown") // nothing half done
}

func TestMembersAreFoundWithoutDiacritics(t *testing.T) {
	w := newWorld(t)
	for username, name := range map[string]string{"duc": "Nguyễn Đức Ánh", "thuy_100%": "Trần Thúy", "an": "Lê An"} {
		_, err := w.AddAccount(t.Context(), identity.NewAccount{Username: username[:2], Name: name, Memberships: []identity.Membership{in("krong-no", "labour"), in("krong-no", "clerk")}})
		want(t, err, "")
	}
	w.account(t, "elsewhere", in("dak-mil", "labour"))
	for query, expect := range map[string]int{"": 3, "duc anh": 1, "ĐỨC": 1, "thuy": 1, "n": 3, "%": 0, "_": 0, `\`: 0, "elsewhere": 0} {
		list, _, err := w.FindMembers(t.Context(), "krong-no", identity.MemberFilter{Query: query}, database.Page{})
		want(t, err, "")
		n, err := w.CountFound(t.Context(), "krong-no", identity.MemberFilter{Query: query})
		want(t, err, "")
		if len(list) != expect || n != expect {
			t.Errorf("%q: %d found, %d counted, want %d", query, len(list), n, expect)
		}
	}
	list, _, err := w.FindMembers(t.Context(), "krong-no", identity.MemberFilter{Roles: []string{"clerk"}, Active: true}, database.Page{})
	if err != nil || len(list) != 3 || len(list[0].Roles) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
}

// What stood before names were kept folded is found too.
func TestNamesThatStoodBeforeAreFoldedTheSameWay(t *testing.T) {
	w := newWorld(t)
	const name = "ĐẶNG Thị Mười ƯỚC Ằẵẩệổỹ"
	err := w.db.Global(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		var folded string
		err := tx.QueryRowContext(ctx, `SELECT replace(translate(normalize(lower(?), NFD), U&'\0300\0301\0303\0309\0323\0302\0306\031B', ''), 'đ', 'd')`, name).Scan(&folded)
		if folded != text.Fold(name) {
			t.Errorf("%q, want %q", folded, text.Fold(name))
		}
		return err
	})
	want(t, err, "")
}
