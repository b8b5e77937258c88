package tenancy_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lines(differences []declared.Difference) string {
	var b strings.Builder
	for _, d := range differences {
		b.WriteString(d.Line(i18n.Vietnamese) + "\n")
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

func TestApplyTwiceChangesNothing(t *testing.T) {
	ctx := context.Background()
	r, _ := newRegistry(t)
	planned, err := r.Plan(ctx, shipped())
	if err != nil {
		t.Fatal(err)
	}
	done, err := r.Apply(ctx, shipped())
	if err != nil {
		t.Fatal(err)
	}
	if lines(planned) != lines(done) || len(done) == 0 {
		t.Errorf("the plan is not what was done: %d and %d differences", len(planned), len(done))
	}
	for _, again := range []func(context.Context) ([]declared.Difference, error){
		func(ctx context.Context) ([]declared.Difference, error) { return r.Plan(ctx, shipped()) },
		func(ctx context.Context) ([]declared.Difference, error) { return r.Apply(ctx, shipped()) },
	} {
		if left, err := again(ctx); err != nil || len(left) != 0 {
			t.Errorf("after applying there is still (%v):\n%s", err, lines(left))
		}
	}
}

// changedFiles renames an office and a commune, takes a project away, closes a
// district, drops an office and a tenant.
func changedFiles(t *testing.T) fstest.MapFS {
	files := edited(t,
		"dak-nong/krong-no/tenant.yaml", "Phòng Kinh tế và Hạ tầng", "Phòng Hạ tầng",
		"dak-nong/krong-no/tenant.yaml", "DA6.2, DA7.1", "DA7.1",
		"dak-nong/krong-no/tenant.yaml", "    - {id: ethnic, function: other, name: Phòng Dân tộc, short: Phòng DT}\n", "",
		"dak-nong/province.yaml", "name: Xã Buôn Choah", "name: Xã Buôn Choáh",
		"dak-nong/dak-mil/tenant.yaml", "  kind: district\n", "  kind: district\n  closed_from: 2025-07-01\n")
	delete(files, "dak-nong/dak-song/tenant.yaml")
	return files
}

func TestDifferencesAreShown(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	if err := r.Set(ctx, "krong-no", tenancy.DocumentSigning, tenancy.Signing{Capacity: []string{"CHỦ TỊCH"}, Name: "Trần Thị Ba"}); err != nil {
		t.Fatal(err)
	}
	files := changedFiles(t)
	planned, err := r.Plan(ctx, files)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "differences.golden", lines(planned))
	if _, err := r.Apply(ctx, files); err != nil {
		t.Fatal(err)
	}
	left, err := r.Plan(ctx, files)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "drift.golden", lines(left))

	// What the files no longer name is closed or hidden, never lost.
	gone, err := r.Tenant(ctx, "dak-song")
	if err != nil || !gone.Closed {
		t.Errorf("the tenant that was dropped: %+v, %v", gone, err)
	}
	if units, err := r.Units(ctx, "dak-song", day("2024-02-05")); err != nil || len(units) != 9 {
		t.Errorf("its communes: %s, %v", names(units), err)
	}
	back, err := r.Apply(ctx, shipped())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "back.golden", lines(back))
}

func TestScreenIsKeptWhenFilesAreApplied(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t, tenancy.ChangedBy(func(context.Context) string { return "admin@krong-no" }))
	if err := r.Set(ctx, "krong-no", tenancy.PlanProjects, []string{"DA2"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Apply(ctx, edited(t, "dak-nong/krong-no/tenant.yaml", "[DA2, DA3.1,", "[DA3.1,")); err != nil {
		t.Fatal(err)
	}
	var projects []string
	if err := r.Setting(ctx, "krong-no", tenancy.PlanProjects, &projects); err != nil || strings.Join(projects, " ") != "DA2" {
		t.Errorf("projects are %v, %v", projects, err)
	}
	states, err := r.Settings(ctx, "krong-no")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		if drift := s.Key == tenancy.PlanProjects; s.Drift() != drift {
			t.Errorf("%s: drift is %v", s.Key, s.Drift())
		} else if drift && (s.ChangedBy != "admin@krong-no" || s.ChangedAt == nil || strings.Contains(string(s.File), `"DA2"`)) {
			t.Errorf("%+v", s)
		}
	}
	if err := r.Unset(ctx, "krong-no", tenancy.PlanProjects); err != nil {
		t.Fatal(err)
	}
	if err := r.Setting(ctx, "krong-no", tenancy.PlanProjects, &projects); err != nil || projects[0] != "DA3.1" {
		t.Errorf("after taking the change back: %v, %v", projects, err)
	}
}
