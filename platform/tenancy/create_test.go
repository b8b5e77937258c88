package tenancy_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vuon/platform/clock"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

func newCommune() tenancy.NewTenant {
	return tenancy.NewTenant{ID: "nam-da", Kind: "commune", Name: "Xã Nam Đà", Parent: "dak-nong", Covers: []string{"67-664-24697"}, Template: "krong-no"}
}

func TestATenantIsMadeFromATemplate(t *testing.T) {
	r, _ := applied(t)
	made, err := r.Create(t.Context(), newCommune())
	if err != nil || made.Code != "24697" || made.Parent != "dak-nong" {
		t.Fatalf("%+v, %v", made, err)
	}
	units, err := r.Units(t.Context(), "nam-da", day("2024-02-05"))
	if err != nil || names(units) != "24697 Xã Nam Đà" {
		t.Errorf("%s, %v", names(units), err)
	}
	offices, err := r.Offices(t.Context(), "nam-da")
	if err != nil || len(offices) != 13 || offices[12].UnitCode != "24697" || offices[0].Function != "labour" {
		t.Errorf("%+v, %v", offices, err)
	}
	var heading tenancy.Heading
	if err := r.Setting(t.Context(), "nam-da", tenancy.DocumentHeading, &heading); err != nil || heading.Issuer != "ỦY BAN NHÂN DÂN\nXÃ NAM ĐÀ" || heading.Place != "Nam Đà" {
		t.Errorf("%+v, %v", heading, err)
	}
	var projects []string
	if err := r.Setting(t.Context(), "nam-da", tenancy.PlanProjects, &projects); err != nil || len(projects) != 7 {
		t.Errorf("%v, %v", projects, err)
	}
}

// The files neither know the tenant nor destroy it; once they name it, it is theirs.
func TestFilesLeaveWhatTheScreenMadeAlone(t *testing.T) {
	r, _ := applied(t, tenancy.ChangedBy(func(context.Context) string { return "operator" }))
	if _, err := r.Create(t.Context(), newCommune()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		differences, err := r.Plan(t.Context(), shipped())
		if err != nil || len(differences) != 1 || differences[0].Op != declared.Drift {
			t.Fatalf("%+v, %v", differences, err)
		}
		if line := differences[0].Line(i18n.Vietnamese); line != "! tenant nam-da Xã Nam Đà (lập trên màn hình, chưa có trong tệp cấu hình; giữ nguyên)" {
			t.Error(line)
		}
		if _, err := r.Apply(t.Context(), shipped()); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Tenant(t.Context(), "nam-da"); err != nil || got.Closed {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	files := edited(t)
	raw, err := fs.ReadFile(files, "dak-nong/krong-no/tenant.yaml")
	if err != nil {
		t.Fatal(err)
	}
	filed := strings.NewReplacer("id: krong-no", "id: nam-da", "kind: district", "kind: commune", "name: Huyện Krông Nô", "name: Xã Nam Đà",
		"unit: 67-664\n", "unit: 67-664-24697\n", "covers: [{unit: 67-664}]", "covers: [{unit: 67-664-24697}]").Replace(string(raw))
	files["dak-nong/nam-da/tenant.yaml"] = &fstest.MapFile{Data: []byte(filed)}
	if _, err := r.Apply(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	differences, err := r.Plan(t.Context(), shipped())
	if err != nil || len(differences) == 0 || differences[0].Op != declared.Remove {
		t.Errorf("the files named it and do no longer: %+v, %v", differences, err)
	}
}

func TestANewTenantIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*tenancy.NewTenant)
		code   string
	}{
		"a bad id":             {func(n *tenancy.NewTenant) { n.ID = "Nam Đà" }, "bad_tenant"},
		"the platform's id":    {func(n *tenancy.NewTenant) { n.ID = "platform" }, "bad_tenant"},
		"no name":              {func(n *tenancy.NewTenant) { n.Name = " " }, "bad_tenant"},
		"a province":           {func(n *tenancy.NewTenant) { n.Kind = "province" }, "bad_tenant"},
		"no communes":          {func(n *tenancy.NewTenant) { n.Covers = nil }, "bad_tenant"},
		"a commune elsewhere":  {func(n *tenancy.NewTenant) { n.Covers = []string{"01-001-00001"} }, "bad_tenant"},
		"a whole district":     {func(n *tenancy.NewTenant) { n.Covers = []string{"67-664"} }, "bad_tenant"},
		"below a district":     {func(n *tenancy.NewTenant) { n.Parent = "krong-no" }, "bad_tenant"},
		"an unknown template":  {func(n *tenancy.NewTenant) { n.Template = "krong-pac" }, "bad_tenant"},
		"an id that is taken":  {func(n *tenancy.NewTenant) { n.ID = "krong-no" }, "tenant_taken"},
		"units that are taken": {func(n *tenancy.NewTenant) { n.Kind = "district" }, "unit_covered"},
	} {
		r, _ := applied(t)
		n := newCommune()
		c.change(&n)
		if _, err := r.Create(t.Context(), n); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The files end with June 2025; a tenant made later begins with the last units known.
func TestWhereTheListOfUnitsEndsTheLastOneHolds(t *testing.T) {
	_, db := applied(t)
	later := tenancy.New(db, clock.NewManual(day("2026-11-23")))
	units, err := later.ProvinceUnits(t.Context(), "dak-nong")
	if err != nil || len(units) != 71 {
		t.Fatalf("%d units, %v", len(units), err)
	}
	n := newCommune()
	if _, err := later.Create(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if got, err := later.Units(t.Context(), n.ID, time.Time{}); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}
