package notify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

func TestMessagesReachWhomTheyConcern(t *testing.T) {
	o := newOffice(t, nil)
	for name, test := range map[string]struct {
		to   To
		want map[string]int
	}{
		"a role":                {To{Roles: []string{"labour"}}, map[string]int{"hoa": 1}},
		"a role of a unit":      {To{Roles: []string{"commune-officer"}, Units: []string{"24685"}}, map[string]int{"tu": 1}},
		"whole and unit":        {To{Roles: []string{"commune-officer", "labour"}, Units: []string{"24682"}}, map[string]int{"hoa": 1, "tam": 1}},
		"accounts":              {To{Accounts: o.accounts("tam", "chi")}, map[string]int{"tam": 1}},
		"both ways, once":       {To{Accounts: o.accounts("hoa"), Roles: []string{"labour"}}, map[string]int{"hoa": 1}},
		"another's account":     {To{Accounts: o.accounts("nam")}, map[string]int{}},
		"no account, no role":   {To{Accounts: []string{"x", ""}}, map[string]int{}},
		"units without a role":  {To{Units: []string{"24682"}}, map[string]int{}},
		"a role that nobody is": {To{Roles: []string{"chair"}}, map[string]int{}},
	} {
		m := returned(test.to)
		m.Key = ""
		o.send(o.as("chi"), m)
		if have := o.have(); !maps.Equal(have, test.want) {
			t.Errorf("%s: %v, want %v", name, have, test.want)
		}
		for _, id := range o.people {
			if err := o.ReadAll(t.Context(), tenant, id); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAKeyReachesAnAccountOnce(t *testing.T) {
	o := newOffice(t, nil)
	o.send(o.as("tam"), returned(To{Accounts: o.accounts("chi")}))
	o.send(o.as("tam"), returned(To{Roles: []string{"labour"}})) // hoa is new to it
	if have := o.have(); have["chi"] != 1 || have["hoa"] != 1 {
		t.Errorf("%v", have)
	}
	if list := o.receipts("k1"); len(list) != 2 || list[0].Username != "chi" || list[0].Mail != MailNoServer || list[0].ReadAt != nil {
		t.Errorf("receipts %+v", list)
	}
}

func TestWhoMayNotSignInIsNotTold(t *testing.T) {
	o := newOffice(t, nil)
	if err := o.o.Identity.Disable(t.Context(), tenant, o.people["hoa"], true); err != nil {
		t.Fatal(err)
	}
	o.send(t.Context(), returned(To{Roles: []string{"labour"}}))
	if have := o.have(); !maps.Equal(have, map[string]int{"chi": 1}) {
		t.Errorf("%v", have)
	}
}

func TestNobodyHearsOfWhatDidNotHappen(t *testing.T) {
	o := newOffice(t, nil)
	undone := errors.New("undone")
	err := o.o.DB.InTenant(o.as("tam"), tenant, func(ctx context.Context, tx database.Tx) error {
		if err := o.Send(ctx, tx, returned(To{Roles: []string{"labour"}})); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) || len(o.have()) != 0 {
		t.Errorf("%v, %v", o.have(), err)
	}
}

func TestListIsReadInPartsByItsOwnerAlone(t *testing.T) {
	o := newOffice(t, nil)
	for range 5 {
		m := returned(To{Accounts: o.accounts("hoa")})
		m.Key = ""
		o.send(o.as("chi"), m)
	}
	var seen []string
	for page := (database.Page{Limit: 2}); ; {
		list, next, err := o.List(t.Context(), tenant, o.people["hoa"], false, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range list {
			if len(seen) > 0 && n.ID >= seen[len(seen)-1] || n.Sender != "Bà chi" {
				t.Errorf("%+v comes after %v", n, seen)
			}
			seen = append(seen, n.ID)
		}
		if page.After = next; next == "" {
			break
		}
	}
	if len(seen) != 5 {
		t.Fatalf("%d seen", len(seen))
	}
	if _, err := o.Open(t.Context(), tenant, o.people["chi"], seen[0]); fault.CodeOf(err) != "notice_unknown" {
		t.Errorf("another's notice: %v", err)
	}
	if _, err := o.Open(t.Context(), "cu-jut", o.people["hoa"], seen[0]); fault.CodeOf(err) != "notice_unknown" {
		t.Errorf("from another tenant: %v", err)
	}
	if n, err := o.Open(t.Context(), tenant, o.people["hoa"], seen[0]); err != nil || n.Path != "/t/krong-no/plans/2026" {
		t.Errorf("%+v, %v", n, err)
	}
	if list, _, err := o.List(t.Context(), tenant, o.people["hoa"], true, database.Page{}); err != nil || len(list) != 4 {
		t.Errorf("%d unread, %v", len(list), err)
	}
	if _, _, err := o.List(t.Context(), tenant, o.people["hoa"], true, database.Page{After: database.Cursor("x")}); fault.From(err).Kind != fault.Malformed {
		t.Errorf("a cursor of ours? %v", err)
	}
}

func TestWhatCannotBeShownIsNotSent(t *testing.T) {
	o := newOffice(t, nil)
	for name, spoil := range map[string]func(*Message){
		"kind":  func(m *Message) { m.Kind = "returned" },
		"title": func(m *Message) { m.Title.VI = "" },
		"path":  func(m *Message) { m.Path = "//evil.example" },
	} {
		m := returned(To{Roles: []string{"labour"}})
		spoil(&m)
		err := o.o.DB.InTenant(t.Context(), tenant, func(ctx context.Context, tx database.Tx) error { return o.Send(ctx, tx, m) })
		if err == nil {
			t.Errorf("a message with a wrong %s went out", name)
		}
	}
	if err := o.Send(t.Context(), database.Tx{}, returned(To{})); err == nil {
		t.Error("a message went out of no transaction")
	}
}

func TestSchemaKeepsTenantsApart(t *testing.T) {
	_, o := platformtest.DatabaseAndOptions(t, tenancy.Source(), identity.Source(), jobs.Source(), Source())
	globals := slices.Concat(tenancy.GlobalTables(), identity.GlobalTables(), GlobalTables())
	if found, err := database.Lint(t.Context(), o, globals); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
}
