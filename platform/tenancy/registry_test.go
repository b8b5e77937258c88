package tenancy_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/clock"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
)

func TestTenants(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	got, err := r.Tenant(ctx, "krong-no")
	if err != nil || got.Name != "Huyện Krông Nô" || got.Code != "664" || got.Kind != "district" || got.Parent != "dak-nong" || got.Closed {
		t.Errorf("%+v, %v", got, err)
	}
	for _, id := range []string{"krong-pac", "", "krong-no\x00", "Krông Nô", strings.Repeat("a", 200)} {
		if _, err := r.Tenant(ctx, id); fault.CodeOf(err) != "tenant_unknown" {
			t.Errorf("%q: %v", id, err)
		}
		if _, err := r.Unit(ctx, id); fault.CodeOf(err) != "unit_unknown" {
			t.Errorf("unit %q: %v", id, err)
		}
		if _, err := r.UnitByCode(ctx, id, day("2024-01-01")); fault.CodeOf(err) != "unit_unknown" {
			t.Errorf("code %q: %v", id, err)
		}
	}
	children, err := r.Children(ctx, "dak-nong")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range children {
		ids = append(ids, c.ID)
	}
	if want := "gia-nghia dak-glong cu-jut dak-mil krong-no dak-song dak-rlap tuy-duc"; strings.Join(ids, " ") != want {
		t.Errorf("children are %v", ids)
	}
	if all, err := r.All(ctx); err != nil || len(all) != 9 || all[0].ID != "dak-nong" {
		t.Errorf("all: %v, %v", all, err)
	}
}

func TestUnitsFollowTime(t *testing.T) {
	ctx := context.Background()
	r, db := applied(t)
	units, err := r.Units(ctx, "krong-no", day("2024-02-05"))
	if err != nil {
		t.Fatal(err)
	}
	want := "24688 Thị trấn Đắk Mâm, 24691 Xã Đắk Sôr, 24692 Xã Nam Xuân, 24694 Xã Buôn Choah, 24697 Xã Nam Đà, 24699 Xã Tân Thành, " +
		"24700 Xã Đắk Drô, 24703 Xã Nâm Nung, 24706 Xã Đức Xuyên, 24709 Xã Đắk Nang, 24712 Xã Quảng Phú, 24715 Xã Nâm N'Đir"
	if names(units) != want {
		t.Errorf("units: %s", names(units))
	}
	if !units[0].Urban() || units[1].Urban() || units[0].ShortName() != "Đắk Mâm" {
		t.Errorf("thị trấn and xã: %+v", units[:2])
	}
	if all, err := r.Units(ctx, "dak-nong", day("2024-02-05")); err != nil || len(all) != 71 {
		t.Errorf("the province covers %d units, %v", len(all), err)
	}
	if gone, err := r.Units(ctx, "krong-no", day("2025-07-01")); err != nil || len(gone) != 0 {
		t.Errorf("after the reform: %s, %v", names(gone), err)
	}
	later := tenancy.New(db, clock.NewManual(day("2026-11-23")))
	if last, err := later.Units(ctx, "krong-no", time.Time{}); err != nil || len(last) != 12 {
		t.Errorf("without a day, years later: %s, %v", names(last), err)
	}
	if offices, err := later.Offices(ctx, "krong-no"); err != nil || len(offices) != 12+12 {
		t.Errorf("offices, years later: %d, %v", len(offices), err)
	}
}

func TestCodeMeansAnotherUnitOnAnotherDay(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	for when, want := range map[string]string{"2025-06-30": "Xã Long Sơn", "2025-07-01": "Xã Đắk Sắk"} {
		if u, err := r.UnitByCode(ctx, "24678", day(when)); err != nil || u.Name != want {
			t.Errorf("24678 on %s: %s, %v", when, u.Name, err)
		}
	}
	if _, err := r.UnitByCode(ctx, "24678", day("2019-12-31")); fault.CodeOf(err) != "unit_unknown" {
		t.Errorf("before the list begins: %v", err)
	}
}

func TestLineageOfEveryUnit(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	before, after := day("2025-06-30"), day("2026-01-01")
	old, err := r.Units(ctx, "dak-nong", before)
	if err != nil {
		t.Fatal(err)
	}
	into := map[string][]string{}
	for _, u := range old {
		next, err := r.Successors(ctx, u.ID, after)
		if err != nil || len(next) != 1 {
			t.Fatalf("%s became %s, %v", u.Name, names(next), err)
		}
		into[next[0].ID] = append(into[next[0].ID], u.ID)
	}
	if len(old) != 71 || len(into) != 28 {
		t.Fatalf("%d units became %d", len(old), len(into))
	}
	for id, parts := range into {
		was, err := r.Predecessors(ctx, id, before)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, u := range was {
			ids = append(ids, u.ID)
		}
		slices.Sort(ids)
		slices.Sort(parts)
		if !slices.Equal(ids, parts) {
			t.Errorf("%s was made of %v, and forwards of %v", id, ids, parts)
		}
	}
}

func TestNamXuanLeavesForDakSak(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	next, err := r.Successors(ctx, "67-664-24692", day("2025-07-01"))
	if err != nil || names(next) != "24678 Xã Đắk Sắk" {
		t.Errorf("Nam Xuân became %s, %v", names(next), err)
	}
	still, err := r.Successors(ctx, "67-664-24692", day("2025-06-30"))
	if err != nil || names(still) != "24692 Xã Nam Xuân" {
		t.Errorf("the day before: %s, %v", names(still), err)
	}
	was, err := r.Predecessors(ctx, "68-24678", day("2025-06-30"))
	if err != nil || names(was) != "24678 Xã Long Sơn, 24679 Xã Đắk Sắk, 24692 Xã Nam Xuân" {
		t.Errorf("Đắk Sắk was %s, %v", names(was), err)
	}
}

func TestSearchIgnoresDiacriticsAndApostrophes(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	for query, want := range map[string]string{
		"dak mam": "24688 Thị trấn Đắk Mâm", "nâm n’đir": "24715 Xã Nâm N'Đir", "ndir": "24715 Xã Nâm N'Đir", "CHOÁH": "24694 Xã Buôn Choah",
	} {
		found, err := r.SearchUnits(ctx, query, day("2024-01-01"), 5)
		if err != nil || names(found) != want {
			t.Errorf("%q finds %s, %v", query, names(found), err)
		}
	}
}

func TestOffices(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	offices, err := r.Offices(ctx, "krong-no")
	if err != nil {
		t.Fatal(err)
	}
	if o := offices[0]; o.Function != "labour" || o.ShortName != "Phòng LĐ-TB&XH" {
		t.Errorf("first office: %+v", o)
	}
	last := offices[len(offices)-1]
	if last.Function != "commune" || last.Name != "Ủy ban nhân dân xã Nâm N'Đir" || last.ShortName != "UBND xã Nâm N'Đir" || last.UnitCode != "24715" {
		t.Errorf("last office: %+v", last)
	}
}

func TestClosedTenantIsReadableNotWritable(t *testing.T) {
	ctx := context.Background()
	r, db := applied(t)
	if _, err := r.Apply(ctx, edited(t, "dak-nong/krong-no/tenant.yaml", "  kind: district\n", "  kind: district\n  closed_from: 2025-07-01\n")); err != nil {
		t.Fatal(err)
	}
	if err := r.Writable(ctx, "krong-no"); err != nil {
		t.Errorf("before its end: %v", err)
	}
	later := tenancy.New(db, clock.NewManual(day("2025-07-01")))
	if err := later.Writable(ctx, "krong-no"); fault.CodeOf(err) != "tenant_closed" {
		t.Errorf("after its end: %v", err)
	}
	if err := later.Set(ctx, "krong-no", tenancy.PlanProjects, []string{"DA2"}); fault.CodeOf(err) != "tenant_closed" {
		t.Errorf("changing a closed tenant: %v", err)
	}
	var projects []string
	if err := later.Setting(ctx, "krong-no", tenancy.PlanProjects, &projects); err != nil || len(projects) != 7 {
		t.Errorf("reading a closed tenant: %v, %v", projects, err)
	}
}

func TestWrongSettingIsRefused(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	for name, try := range map[string]func() error{
		"unknown key": func() error { return r.Set(ctx, "krong-no", "plan.colour", "red") },
		"wrong type":  func() error { return r.Set(ctx, "krong-no", tenancy.PlanProjects, "DA2") },
		"no real day": func() error {
			return r.Set(ctx, "krong-no", tenancy.PlanDeadlines, map[string]string{"submit": "02-30", "issue": "03-01"})
		},
		"missing part": func() error {
			return r.Set(ctx, "krong-no", tenancy.DocumentHeading, map[string]string{"place": "Krông Nô"})
		},
	} {
		err := try()
		if fault.CodeOf(err) != "setting_wrong" || len(fault.From(err).Fields) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSettingsOfOneTenantAreHiddenFromOthers(t *testing.T) {
	ctx := context.Background()
	_, db := applied(t)
	var rows int
	count := func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw("SELECT count(*) FROM tenancy_settings WHERE tenant_id <> 'krong-no'").Scan(ctx, &rows)
	}
	if err := db.InTenant(ctx, "krong-no", count); err != nil || rows != 0 {
		t.Errorf("%d foreign rows, %v", rows, err)
	}
	if err := db.Global(ctx, count); err != nil || rows != 0 {
		t.Errorf("%d rows without a tenant, %v", rows, err)
	}
}

func TestFirstNumberOfTheRegister(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	first := map[string]int{}
	if err := r.Setting(ctx, "krong-no", tenancy.RegisterFirst, &first); err != nil || len(first) != 0 {
		t.Errorf("not set: %v, %v", first, err)
	}
	if err := r.Set(ctx, "krong-no", tenancy.RegisterFirst, map[string]int{"KH": 15}); err != nil {
		t.Fatal(err)
	}
	if err := r.Setting(ctx, "krong-no", tenancy.RegisterFirst, &first); err != nil || first["KH"] != 15 {
		t.Errorf("set: %v, %v", first, err)
	}
}

func TestDeadlineInYear(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	var d tenancy.Deadlines
	if err := r.Setting(ctx, "krong-no", tenancy.PlanDeadlines, &d); err != nil {
		t.Fatal(err)
	}
	if got := d.Issue.In(2024); !got.Equal(day("2024-02-15")) {
		t.Errorf("the plan of 2024 is due on %s", got)
	}
}
