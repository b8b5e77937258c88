package households

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"vuon/apps/households/classify"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

const (
	aNumber = "067093001234"
	day1    = declared.Date("2023-06-01")
)

// numbered enters a household whose head has a citizen number.
func (w *world) numbered(who, tenant, commune, village, number string) (Household, error) {
	return w.NewHousehold(w.as(who), tenant, NewHousehold{Unit: commune, Village: village, Class: classify.Poor, Citizen: number,
		Head: Details{Name: "Y Bhăm Niê", Birth: "1980-05-06", Ethnic: "12", Disabled: true}, Step: Step{Day: day1}})
}

// otherVillage is a village of Cư Jút.
func (w *world) otherVillage() (commune, village string) {
	w.t.Helper()
	list, err := w.units(w.t.Context(), cuJut, "")
	w.must(err)
	v, err := w.AddVillage(w.as("labour@cu-jut"), cuJut, list[0].Code, VillageData{Name: "Thôn 1", Kind: Thon}, "2020-01-01")
	w.must(err)
	return list[0].Code, v.ID
}

func TestOnePersonInOneHouseholdOfTheDeployment(t *testing.T) {
	w := newWorld(t)
	here := w.hamlet(namDa, "Thôn Nam Sơn")
	commune, there := w.otherVillage()
	h, err := w.numbered("labour", krongNo, namDa, here, aNumber)
	w.must(err)

	_, err = w.numbered("labour", krongNo, namDa, here, aNumber)
	w.want(err, "citizen_taken")
	if !strings.Contains(fault.From(err).Message.VI, h.Code) {
		t.Errorf("who may see the household is not told which: %v", err)
	}
	mam := w.hamlet(dakMam, "Tổ dân phố 1")
	_, err = w.numbered("officer-dak-mam", krongNo, dakMam, mam, aNumber)
	w.want(err, "citizen_taken")
	if strings.Contains(fault.From(err).Message.VI, h.Code) || strings.Contains(fault.From(err).Message.VI, h.Head) {
		t.Errorf("who may not see the household is told which: %v", err)
	}
	_, err = w.numbered("labour@cu-jut", cuJut, commune, there, aNumber)
	w.want(err, "citizen_elsewhere")
	for _, word := range []string{h.Code, h.Head, "Krông Nô", krongNo} {
		if strings.Contains(fault.From(err).Error(), word) || strings.Contains(fault.From(err).Message.VI, word) {
			t.Errorf("the other tenant learns %q: %v", word, err)
		}
	}
	if found, err := w.elsewhere(t.Context(), cuJut, []string{aNumber, "067093009999"}); err != nil || !found[aNumber] || len(found) != 1 {
		t.Errorf("looked up before writing: %v, %v", found, err)
	}
	h, err = w.Leave(w.as("labour"), krongNo, h.ID, Step{Day: "2024-01-01", Revision: h.Revision}, false)
	w.must(err)
	other, err := w.numbered("labour@cu-jut", cuJut, commune, there, aNumber)
	w.must(err)
	_, err = w.Return(w.as("labour"), krongNo, h.ID, Step{Day: "2024-02-01", Revision: h.Revision})
	w.want(err, "citizen_elsewhere")
	_, err = w.Leave(w.as("labour@cu-jut"), cuJut, other.ID, Step{Day: "2024-03-01", Revision: other.Revision}, false)
	w.must(err)
	_, err = w.Return(w.as("labour"), krongNo, h.ID, Step{Day: "2024-03-02", Revision: h.Revision})
	w.must(err)
}

// Two districts enter the same number at the same moment: one gets it.
func TestTwoTenantsRaceForOneCitizen(t *testing.T) {
	w := newWorld(t)
	here := w.hamlet(namDa, "Thôn Nam Sơn")
	commune, there := w.otherVillage()
	for round := range 5 {
		number := "06709300100" + string(rune('0'+round))
		errs := make([]error, 2)
		var both sync.WaitGroup
		both.Go(func() { _, errs[0] = w.numbered("labour", krongNo, namDa, here, number) })
		both.Go(func() { _, errs[1] = w.numbered("labour@cu-jut", cuJut, commune, there, number) })
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both or none entered %s: %v, %v", number, errs[0], errs[1])
		}
		for _, err := range errs {
			if err != nil {
				w.want(err, "citizen_elsewhere")
			}
		}
	}
}

func TestWhoLeftComesBackUnderTheSameID(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Nam Sơn"), "Trần Văn An", day1)
	number := aNumber
	d := bornOn("Trần Thị Bé", "2010-01-01")
	h, person, err := w.AddMember(w.as("labour"), krongNo, h.ID, Step{Day: day1, Revision: h.Revision}, MemberData{Details: d, Citizen: &number}, false)
	w.must(err)
	h, err = w.EndMember(w.as("labour"), krongNo, h.ID, person, Step{Day: "2023-09-01", Revision: h.Revision}, false, Heir{})
	w.must(err)
	_, again, err := w.AddMember(w.as("labour"), krongNo, h.ID, Step{Day: "2024-02-01", Revision: h.Revision}, MemberData{Details: d, Citizen: &number}, false)
	w.must(err)
	if again != person {
		t.Errorf("the person has a new id")
	}
}

// The registry of one tenant is nothing to another, whatever is asked.
func TestHouseholdsAreTheTenantsOwn(t *testing.T) {
	w := newWorld(t)
	h, err := w.numbered("labour", krongNo, namDa, w.hamlet(namDa, "Thôn Nam Sơn"), aNumber)
	w.must(err)
	_, err = w.Household(w.as("labour@cu-jut"), krongNo, h.ID)
	w.want(err, "tenant_unknown")
	_, err = w.Household(w.as("labour@cu-jut"), cuJut, h.ID)
	w.want(err, "household_unknown")
	_, err = w.Household(w.as("officer-dak-mam"), krongNo, h.ID)
	w.want(err, "household_unknown")
	_, err = w.Household(w.as("front"), krongNo, h.ID)
	w.want(err, "forbidden")
	if _, found, err := w.SearchByCitizen(w.as("labour@cu-jut"), cuJut, aNumber); err != nil || found {
		t.Errorf("another tenant finds the citizen: %v, %v", found, err)
	}
	if _, found, _ := w.SearchByCitizen(w.as("officer-dak-mam"), krongNo, aNumber); found {
		t.Error("another commune finds the citizen")
	}
	got, found, err := w.SearchByCitizen(w.as("officer"), krongNo, aNumber)
	if err != nil || !found || got.ID != h.ID {
		t.Errorf("the own commune does not find the citizen: %v, %v", found, err)
	}
	for _, who := range []string{"officer-dak-mam", "labour"} {
		list, _, err := w.Households(w.as(who), krongNo, Filter{}, database.Page{})
		if want := map[string]int{"labour": 1}[who]; err != nil || len(list) != want {
			t.Errorf("%s sees %d households, want %d; %v", who, len(list), want, err)
		}
	}
}

// What a person states of a member is refused with the field that is wrong.
func TestMembersAreChecked(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Nam Sơn"), "Trần Văn An", day1)
	for name, c := range map[string]struct {
		change func(*MemberData)
		field  string
	}{
		"no name":         {func(d *MemberData) { d.Name = "  " }, "name"},
		"digits":          {func(d *MemberData) { d.Name = "An 2" }, "name"},
		"born tomorrow":   {func(d *MemberData) { d.Birth = "2024-11-21" }, "birth"},
		"older than 130":  {func(d *MemberData) { d.Birth = "1893-11-19" }, "birth"},
		"no birth":        {func(d *MemberData) { d.Birth = "" }, "birth"},
		"11 digits":       {func(d *MemberData) { d.Citizen = new("06709300123") }, "citizen"},
		"letters":         {func(d *MemberData) { d.Citizen = new("06709300123A") }, "citizen"},
		"no people":       {func(d *MemberData) { d.Ethnic = "99" }, "ethnic"},
		"two heads":       {func(d *MemberData) { d.Relation = RelationHead }, "relation"},
		"no relation":     {func(d *MemberData) { d.Relation = "uncle" }, "relation"},
		"grown, starving": {func(d *MemberData) { d.Malnourished, d.Birth = true, "2000-01-01" }, "malnourished"},
	} {
		d := MemberData{Details: bornOn("Trần Văn Bé", "2015-01-01")}
		c.change(&d)
		_, _, err := w.AddMember(w.as("labour"), krongNo, h.ID, Step{Day: "2024-11-20", Revision: h.Revision}, d, false)
		if !slices.ContainsFunc(fault.From(err).Fields, func(f fault.Field) bool { return f.Name == c.field }) {
			t.Errorf("%s: %v does not mark %s", name, err, c.field)
		}
	}
	d := MemberData{Details: bornOn("Trần Văn Già", "1894-11-20")}
	_, _, err := w.AddMember(w.as("labour"), krongNo, h.ID, Step{Day: "2024-11-20", Revision: h.Revision}, d, false)
	if err != nil {
		t.Errorf("130 years old is refused: %v", err)
	}
	_, _, err = w.AddMember(w.as("labour"), krongNo, h.ID, Step{Day: "2024-11-21", Revision: h.Revision + 1}, d, false)
	w.want(err, "day_wrong")
	_, err = w.EndMember(w.as("labour"), krongNo, h.ID, w.headOf(h.ID), Step{Day: "2024-11-20", Revision: h.Revision + 1}, true, Heir{})
	w.want(err, "head_needed")
	_, err = w.Move(w.as("labour"), krongNo, h.ID, Step{Day: "2024-11-20", Revision: h.Revision + 1}, namDa, w.hamlet(dakMam, "Tổ 2"))
	w.want(err, "household_wrong")
	_, err = w.Move(w.as("officer"), krongNo, h.ID, Step{Day: "2024-11-20", Revision: h.Revision + 1}, dakMam, w.hamlet(dakMam, "Tổ 3"))
	w.want(err, "out_of_scope")
}

func (w *world) headOf(id string) (person string) {
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		list, err := w.store.present(ctx, tx, id)
		person = list[0].Person
		return err
	})
	return person
}

// Who saves over what another has saved meanwhile is refused.
func TestOneOfTwoSaves(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Nam Sơn"), "Trần Văn An", day1)
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i := range errs {
		both.Go(func() {
			_, errs[i] = w.Edit(w.as("labour"), krongNo, h.ID, Step{Day: "2024-11-20", Revision: h.Revision}, Data{Code: h.Code, Merit: i == 0}, false)
		})
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v, %v", errs[0], errs[1])
	}
	w.want(firstErr(errs[0], errs[1]), "household_changed")
}

// What was entered wrongly is put right from when it was wrong; what it was stays
// readable, and holds on no day.
func TestPuttingRightKeepsWhatWasWrong(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn Nam Sơn"), "Trần Văn Ân", day1)
	head := w.headOf(h.ID)
	d := MemberData{Details: bornOn("Trần Văn An", "1980-05-06")}
	h, err := w.EditMember(w.as("labour"), krongNo, h.ID, head, Step{Day: "2024-11-20", Revision: h.Revision}, d, true)
	w.must(err)
	was, err := w.Dossier(w.as("labour"), krongNo, h.ID, "2023-07-01")
	if err != nil || was.Household.Head != "Trần Văn An" || was.Members[0].Name != "Trần Văn An" {
		t.Errorf("in 2023 the head was %s, %v", was.Household.Head, err)
	}
	wrong := 0
	for _, m := range was.Rows {
		if m.Name == "Trần Văn Ân" && m.Ended == EndedCorrected && m.From == m.To {
			wrong++
		}
	}
	if wrong != 1 {
		t.Errorf("%d rows keep what was wrong", wrong)
	}
	if _, err := w.Dossier(w.as("labour"), krongNo, h.ID, "2023-05-31"); fault.CodeOf(err) != "not_then" {
		t.Errorf("before it was registered: %v", err)
	}
}

// Neither the audit nor a masked page holds what is sensitive.
func TestNothingSensitiveIsToldWithoutAReason(t *testing.T) {
	w := newWorld(t)
	h, err := w.numbered("labour", krongNo, namDa, w.hamlet(namDa, "Thôn Nam Sơn"), aNumber)
	w.must(err)
	out, err := w.apiHousehold(w.as("officer"), &HouseholdInput{Tenant: krongNo, ID: h.ID})
	w.must(err)
	w.tells(out.Body, "Y Bhăm Niê", true)
	for _, secret := range []string{aNumber, "1980-05-06", "06/05/1980", "Ê-đê", "ethnic", "disabled"} {
		w.tells(out.Body, secret, false)
	}
	_, err = w.apiReveal(w.as("agriculture"), &RevealInput{Tenant: krongNo, ID: h.ID})
	w.want(err, "reason_missing")
	in := &RevealInput{Tenant: krongNo, ID: h.ID}
	in.Body.Reason = "Đối chiếu căn cước"
	_, err = w.apiReveal(w.as("agriculture"), in)
	w.want(err, "forbidden")
	out, err = w.apiReveal(w.as("officer"), in)
	w.must(err)
	for _, secret := range []string{aNumber, "06/05/1980", "Ê-đê"} {
		w.tells(out.Body, secret, true)
	}
	rows, _, err := w.Audit.List(w.as("labour"), krongNo, audit.Filter{}, database.Page{Limit: 100})
	w.must(err)
	reasons := 0
	for _, row := range rows {
		if row.Action == ActionReveal && row.Reason == in.Body.Reason && row.ObjectID == h.ID {
			reasons++
		}
		for _, secret := range []string{aNumber, "Bhăm", "1980", "Ê-đê"} {
			if strings.Contains(row.Before+row.After, secret) {
				t.Errorf("the audit holds %q: %s", secret, row.After)
			}
		}
	}
	if reasons != 1 {
		t.Errorf("the reason stands %d times in the audit", reasons)
	}
	_, _, err = w.Households(w.as("agriculture"), krongNo, Filter{Group: GroupMinority}, database.Page{})
	w.want(err, "forbidden")
	_, _, err = w.Households(w.as("agriculture"), krongNo, Filter{Group: GroupMinority}, database.Page{After: database.Cursor("", h.Village, "", h.ID)})
	w.want(err, "forbidden")
	_, err = w.CountHouseholds(w.as("agriculture"), krongNo, Filter{Round: "2024", Measures: []string{"near.ethnic.12"}})
	w.want(err, "forbidden")
}

func (w *world) tells(v any, word string, want bool) {
	w.t.Helper()
	raw, err := json.Marshal(v)
	w.must(err)
	if strings.Contains(string(raw), word) != want {
		w.t.Errorf("tells %q: %v, want %v: %s", word, !want, want, raw)
	}
}

// Nothing of a citizen number stands in the database as it is.
func TestCitizenNumbersAreSealed(t *testing.T) {
	w := newWorld(t)
	_, err := w.numbered("labour", krongNo, namDa, w.hamlet(namDa, "Thôn Nam Sơn"), aNumber)
	w.must(err)
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		for _, table := range []string{"households_members", "households_citizens", "households_households", "audit_entries"} {
			var n int
			if err := tx.NewRaw("SELECT count(*) FROM "+table+" t WHERE t::text LIKE ? OR t::text LIKE ?", "%"+aNumber+"%", "%303637303933303031323334%").Scan(ctx, &n); err != nil {
				return err
			}
			if n > 0 {
				t.Errorf("%s holds the number as it is", table)
			}
		}
		return nil
	})
}
