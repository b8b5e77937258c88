package households

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/money"
	"vuon/platform/tenancy/declared"
)

func seedlings(day declared.Date) NewBenefit {
	return NewBenefit{Project: "DA2", Kind: 3, Title: "Cây giống cà phê", Amount: new(money.Dong(5_000_000)), ReceivedOn: day}
}

func TestBenefitIsRecordedAndWithdrawn(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn 1"), "Y Thử", "2023-01-01")
	b, err := w.AddBenefit(w.as("officer"), krongNo, h.ID, seedlings("2024-05-20"))
	w.must(err)
	if b.Year != 2024 {
		t.Errorf("year %d", b.Year)
	}
	_, err = w.AddBenefit(w.as("officer"), krongNo, h.ID, seedlings("2024-05-20"))
	w.want(err, "benefit_twice")
	w.want(w.WithdrawBenefit(w.as("officer"), krongNo, h.ID, b.ID, "nhầm"), "reason_missing")
	w.must(w.WithdrawBenefit(w.as("officer"), krongNo, h.ID, b.ID, "Ghi nhầm cho hộ khác cùng tên"))
	w.want(w.WithdrawBenefit(w.as("officer"), krongNo, h.ID, b.ID, "Ghi nhầm cho hộ khác cùng tên"), "benefit_withdrawn")
	_, err = w.AddBenefit(w.as("officer"), krongNo, h.ID, seedlings("2024-05-20"))
	w.must(err) // what was withdrawn may be recorded again
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		list, err := w.Benefits(ctx, tx, h.ID)
		if err != nil || len(list) != 2 || list[0].Withdrawn == list[1].Withdrawn || *list[0].Amount != 5_000_000 {
			t.Errorf("%+v, %v", list, err)
		}
		return nil
	})
}

func TestBenefitsAreOfTheOwnCommune(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn 1"), "Y Thử", "2023-01-01")
	for who, code := range map[string]string{"officer-dak-mam": "household_unknown", "front": "forbidden", "chair": "forbidden", "reviewer": "forbidden"} {
		_, err := w.AddBenefit(w.as(who), krongNo, h.ID, seedlings("2024-05-20"))
		w.want(err, code)
	}
	_, err := w.AddBenefit(w.as("agriculture"), krongNo, h.ID, seedlings("2024-05-20"))
	w.must(err)
	_, err = w.AddBenefit(w.as("labour@cu-jut"), cuJut, h.ID, seedlings("2024-05-20"))
	w.want(err, "household_unknown")
	w.want(w.WithdrawBenefit(w.as("officer"), krongNo, h.ID, "00000000-0000-0000-0000-000000000001", "Ghi nhầm cho hộ khác"), "benefit_unknown")
}

func TestWrongBenefitsAreRefusedBesideTheField(t *testing.T) {
	w := newWorld(t)
	h := w.enrolled(w.hamlet(namDa, "Thôn 1"), "Y Thử", "2023-01-01")
	other := w.enrolled(w.hamlet(namDa, "Thôn 2"), "H Khác", "2023-01-01")
	var stranger string
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		members, err := w.Members(ctx, tx, other.ID, "")
		stranger = members[0].Person
		return err
	})
	for field, change := range map[string]func(*NewBenefit){
		"title":       func(n *NewBenefit) { n.Title = "  " },
		"kind":        func(n *NewBenefit) { n.Kind = 7 },
		"received_on": func(n *NewBenefit) { n.ReceivedOn = "2024-11-21" }, // tomorrow
		"amount":      func(n *NewBenefit) { n.Amount = new(money.Dong(-1)) },
		"project":     func(n *NewBenefit) { n.Project = "DA5" }, // of poor districts
		"person":      func(n *NewBenefit) { n.Person = stranger },
	} {
		n := seedlings("2024-05-20")
		change(&n)
		_, err := w.AddBenefit(w.as("officer"), krongNo, h.ID, n)
		f := fault.From(err)
		if f.Code != "benefit_wrong" || len(f.Fields) != 1 || f.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// neighbours are households of a village that differ in what decides.
func (w *world) neighbours() map[string]Household {
	w.t.Helper()
	village := w.hamlet(namDa, "Thôn 1")
	list := map[string]Household{}
	for i, n := range []struct {
		name    string
		class   classify.Class
		escaped declared.Date
		ethnic  string
		merit   bool
		birth   declared.Date
	}{
		{"minority", classify.Poor, "", "20", false, "1980-05-06"},
		{"merit", classify.Poor, "", "01", true, "1950-05-06"},
		{"poor", classify.Poor, "", "01", false, "1980-05-06"},
		{"near", classify.NearPoor, "", "01", false, "1980-05-06"},
		{"escaped", classify.Escaped, "2021-11-20", "01", false, "1980-05-06"}, // 36 months end today
		{"over", classify.Escaped, "2021-11-19", "01", false, "1980-05-06"},
		{"child", classify.Poor, "", "01", false, "2009-11-21"}, // 14 until tomorrow
		{"well", classify.NotPoor, "", "01", false, "1980-05-06"},
	} {
		head := Details{Name: "Hộ " + n.name, Birth: n.birth, Ethnic: n.ethnic}
		h, err := w.NewHousehold(w.as("labour"), krongNo, NewHousehold{Code: fmt.Sprintf("T%02d", i), Unit: namDa, Village: village, Class: n.class,
			EscapedOn: n.escaped, Merit: n.merit, Head: head, Step: Step{Day: "2024-11-20"}})
		w.must(err)
		list[n.name] = h
	}
	return list
}

func heads(l EligibleList) (names []string) {
	for _, r := range l.Rows {
		names = append(names, r.Head)
	}
	return names
}

func TestEligibleHouseholdsInOrderOfPriority(t *testing.T) {
	w := newWorld(t)
	all := w.neighbours()
	list, err := w.Eligible(w.as("officer"), krongNo, EligibleFilter{Project: "DA2"}, database.Page{})
	w.must(err)
	want := []string{"Hộ minority", "Hộ merit", "Hộ poor", "Hộ near", "Hộ escaped"}
	if !slices.Equal(heads(list), want) || list.Total != 5 || list.Rows[0].Order != 1 || list.Rows[1].Order != 2 {
		t.Errorf("%+v", list)
	}
	if reason := list.Rows[0].Reason; reason != "Lý do được che" {
		t.Errorf("the list tells %q", reason)
	}
	if reason := list.Rows[1].Reason; reason != "Hộ nghèo có thành viên là người có công với cách mạng" {
		t.Errorf("the list hides %q", reason)
	}
	_, err = w.AddBenefit(w.as("officer"), krongNo, all["poor"].ID, seedlings("2024-05-20"))
	w.must(err)
	for f, names := range map[EligibleFilter][]string{
		{Project: "DA2"}:                             {"Hộ minority", "Hộ merit", "Hộ near", "Hộ escaped"},
		{Project: "DA2", Year: 2023}:                 want,
		{Project: "DA3.1"}:                           want, // of another project it received nothing
		{Project: "DA2", Class: classify.Escaped}:    {"Hộ escaped"},
		{Project: "DA4.3", Class: classify.NotPoor}:  {"Hộ over", "Hộ well"},
		{Project: "DA2", Class: classify.NotPoor}:    nil,
		{Project: "DA2", Unit: namDa, Class: "poor"}: {"Hộ minority", "Hộ merit"},
	} {
		list, err := w.Eligible(w.as("officer"), krongNo, f, database.Page{})
		if err != nil || !slices.Equal(heads(list), names) {
			t.Errorf("%+v: %v, %v", f, heads(list), err)
		}
	}
	list, err = w.Eligible(w.as("labour"), krongNo, EligibleFilter{Project: "DA2"}, database.Page{})
	w.must(err)
	for _, r := range list.Reaches {
		if r.Unit == namDa && (r.Eligible != 5 || r.Reached != 1) || r.Unit != namDa && r.Eligible != 0 {
			t.Errorf("%+v", r)
		}
	}
	if len(list.Reaches) != 12 {
		t.Errorf("%d communes", len(list.Reaches))
	}
}

func TestEligibleListInPages(t *testing.T) {
	w := newWorld(t)
	w.neighbours()
	whole, err := w.Eligible(w.as("labour"), krongNo, EligibleFilter{Project: "DA2"}, database.Page{})
	w.must(err)
	var got []string
	for page := (database.Page{Limit: 2}); ; {
		part, err := w.Eligible(w.as("labour"), krongNo, EligibleFilter{Project: "DA2"}, page)
		w.must(err)
		if got = append(got, heads(part)...); part.Next == "" {
			break
		}
		page.After = part.Next
	}
	if !slices.Equal(got, heads(whole)) {
		t.Errorf("%v in pages, %v at once", got, heads(whole))
	}
	_, err = w.Eligible(w.as("labour"), krongNo, EligibleFilter{Project: "DA2"}, database.Page{After: "x"})
	w.want(err, "bad_cursor")
}

func TestEligibilityHasItsRights(t *testing.T) {
	w := newWorld(t)
	w.neighbours()
	da2 := EligibleFilter{Project: "DA2"}
	_, err := w.Eligible(w.as("front"), krongNo, da2, database.Page{})
	w.want(err, "forbidden")
	other, err := w.Eligible(w.as("officer-dak-mam"), krongNo, da2, database.Page{})
	if err != nil || other.Total != 0 || len(other.Reaches) != 1 {
		t.Errorf("another commune sees %+v, %v", other, err)
	}
	_, err = w.Eligible(w.as("officer-dak-mam"), krongNo, EligibleFilter{Project: "DA2", Unit: namDa}, database.Page{})
	w.want(err, "out_of_scope")
	for _, project := range []string{"DA5", "DA6.2", "DA9", ""} {
		_, err = w.Eligible(w.as("labour"), krongNo, EligibleFilter{Project: project}, database.Page{})
		w.want(err, "project_without_rule")
	}
	da2.Reveal = true
	for _, after := range []string{"", database.Cursor("001", "0", "", "", "", "")} {
		_, err = w.Eligible(w.as("agriculture"), krongNo, da2, database.Page{After: after})
		w.want(err, "forbidden")
	}
	_, err = w.Eligible(w.as("officer"), krongNo, da2, database.Page{})
	w.want(err, "reason_missing")
	da2.Why = aReason
	list, err := w.Eligible(w.as("officer"), krongNo, da2, database.Page{})
	if err != nil || list.Rows[0].Reason != "Hộ nghèo dân tộc thiểu số" {
		t.Errorf("%+v, %v", list.Rows, err)
	}
	if n := w.audited(ActionReveal, "eligibility"); n != 1 {
		t.Errorf("%d entries of what was revealed", n)
	}
}

// audited counts the entries of an action on a kind of objects.
func (w *world) audited(action, object string) int {
	w.t.Helper()
	entries, _, err := w.Audit.List(w.as("admin"), krongNo, audit.Filter{Action: action, Object: object}, database.Page{Limit: 500})
	w.must(err)
	return len(entries)
}

func TestChancesOfAHousehold(t *testing.T) {
	w := newWorld(t)
	all := w.neighbours()
	_, err := w.AddBenefit(w.as("officer"), krongNo, all["minority"].ID, seedlings("2024-05-20"))
	w.must(err)
	chances := func(name string) (list []Chance) {
		w.inside(krongNo, func(ctx context.Context, tx database.Tx) (err error) {
			list, err = w.Chances(ctx, tx, all[name].ID)
			return err
		})
		return list
	}
	var codes []string
	for _, c := range chances("minority") {
		codes = append(codes, fmt.Sprintf("%s %t %d %d", c.Project, c.Eligible, c.Order, c.Received))
	}
	want := []string{"DA2 true 1 1", "DA3.1 true 1 0", "DA4.1 true 1 0", "DA4.3 true 1 0", "DA6.2 true 1 0"}
	if !slices.Equal(codes, want) {
		t.Errorf("got %q, want %q", codes, want)
	}
	for _, c := range chances("child") {
		if c.Eligible && !c.General {
			t.Errorf("a household of a child of 14: %+v", c)
		}
	}
	w.clk.Advance(24 * time.Hour) // the child is 15, the 36 months are over
	if c := chances("child")[0]; !c.Eligible {
		t.Errorf("at 15: %+v", c)
	}
	if c := chances("escaped")[0]; c.Eligible {
		t.Errorf("after 36 months: %+v", c)
	}
}
