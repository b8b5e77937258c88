package catalogue_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/jobs"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

func draft(change ...func(*catalogue.Draft)) catalogue.Draft {
	w := catalogue.Draft{Type: "Nghị quyết", Number: "15/NQ-HĐND", Issuer: "Hội đồng nhân dân huyện Krông Nô", Date: "20/12/2024",
		Title: "Về phân bổ vốn", Status: "in_force", Amends: "193/NQ-HĐND"}
	for _, fn := range change {
		fn(&w)
	}
	return w
}

// A district's own document is seen there and nowhere else; the province's is seen
// by its districts, who cannot change it.
func TestWhoSeesAndChangesADocument(t *testing.T) {
	s := newSite(t)
	district, province := s.actor("krong-no", "labour"), s.actor("dak-nong", "province-department")
	own, err := s.Add(district, "krong-no", draft())
	if err != nil {
		t.Fatal(err)
	}
	shared, err := s.Add(province, "dak-nong", draft(func(w *catalogue.Draft) {
		w.Number, w.Issuer = "20/NQ-HĐND", "Hội đồng nhân dân tỉnh Đắk Nông"
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tenant, id string
		sees       bool
	}{{"krong-no", own, true}, {"cu-jut", own, false}, {"dak-nong", own, false}, {"krong-no", shared, true}, {"cu-jut", shared, true}, {"dak-nong", shared, true}} {
		if _, err := s.Document(t.Context(), c.tenant, c.id); (err == nil) != c.sees || err != nil && fault.CodeOf(err) != "document_unknown" {
			t.Errorf("%s reads %s: %v", c.tenant, c.id, err)
		}
	}
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"the province's":    {s.Edit(district, "krong-no", shared, 1, draft()), "document_elsewhere"},
		"a central one":     {s.Withdraw(district, "krong-no", "90/QĐ-TTg@2022-01-18", "x"), "document_elsewhere"},
		"a neighbour's":     {s.Edit(s.actor("cu-jut", "labour"), "cu-jut", own, 1, draft()), "document_unknown"},
		"without the right": {s.Edit(s.actor("krong-no", "clerk"), "krong-no", own, 1, draft()), "forbidden"},
		"the same again":    {second(s.Add(district, "krong-no", draft())), "document_exists"},
		"one that is above": {second(s.Add(district, "krong-no", draft(func(w *catalogue.Draft) {
			w.Number, w.Date, w.Issuer = "90/QĐ-TTg", "18/01/2022", "Thủ tướng Chính phủ"
		}))), "document_exists"},
		"an old revision":       {s.Edit(district, "krong-no", own, 0, draft(func(w *catalogue.Draft) { w.Title = "Khác" })), "document_changed"},
		"withdrawn for nothing": {s.Withdraw(district, "krong-no", own, " "), "reason_missing"},
	} {
		if fault.CodeOf(c.err) != c.code {
			t.Errorf("%s: %v, want %s", name, c.err, c.code)
		}
	}
}

func second(_ string, err error) error { return err }

func TestWhatIsWrongWithADraftIsSaidByField(t *testing.T) {
	s := newSite(t)
	_, err := s.Add(s.actor("krong-no", "labour"), "krong-no", catalogue.Draft{Number: "mười lăm", Date: "31/02/2024", Status: "có lẽ", EffectiveFrom: "01/01/2024",
		EffectiveTo: "31/12/2023", Amends: "15", Replaces: "mười lăm", Title: strings.Repeat("ế", 2001)})
	var fields []string
	for _, f := range fault.From(err).Fields {
		fields = append(fields, f.Name)
	}
	slices.Sort(fields)
	if got := strings.Join(fields, " "); fault.CodeOf(err) != "document_wrong" || got != "amends date effective_to issuer number replaces status title type" {
		t.Errorf("%s: %v", got, err)
	}
}

// A change is audited, numbered, and told with all numbers that it touches.
func TestChangesAreToldAndAudited(t *testing.T) {
	s := newSite(t)
	ctx := s.actor("krong-no", "labour")
	id, err := s.Add(ctx, "krong-no", draft())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Edit(ctx, "krong-no", id, 1, draft(func(w *catalogue.Draft) { w.Amends, w.Replaces = "", "05/2023/QĐ-UBND" })); err != nil {
		t.Fatal(err)
	}
	if err := s.Edit(ctx, "krong-no", id, 2, draft(func(w *catalogue.Draft) { w.Amends, w.Replaces = "", "05/2023/QĐ-UBND" })); err != nil {
		t.Fatal(err) // nothing to write
	}
	if err := s.Withdraw(ctx, "krong-no", id, "Nhập nhầm"); err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"15/NQ-HĐND", "193/NQ-HĐND"}, {"05/2023/QĐ-UBND", "15/NQ-HĐND", "193/NQ-HĐND"}, {"05/2023/QĐ-UBND", "15/NQ-HĐND"}}
	if len(*s.told) != len(want) {
		t.Fatalf("told %+v", *s.told)
	}
	for i, e := range *s.told {
		if e.Tenant != "krong-no" || !slices.Equal(e.Affected, want[i]) {
			t.Errorf("told %+v, want %v", e, want[i])
		}
	}
	rows, _, err := s.Audit.List(ctx, "krong-no", audit.Filter{Object: "legal_document"}, database.Page{})
	if err != nil || len(rows) != 3 || rows[0].Action != "catalogue.withdraw_document" || rows[0].Reason != "Nhập nhầm" {
		t.Errorf("%d entries %+v, %v", len(rows), rows, err)
	}
	if _, err := s.Document(ctx, "krong-no", id); fault.CodeOf(err) != "document_unknown" {
		t.Errorf("a withdrawn document is shown: %v", err)
	}
	if _, err := s.Add(ctx, "krong-no", draft()); err != nil {
		t.Errorf("a withdrawn document cannot come back: %v", err)
	}
}

// What the screen says stands before the files, shows how it differs, survives the
// files being applied again, and gives way when it is restored.
func TestTheScreenStandsBeforeTheFiles(t *testing.T) {
	s := newSite(t)
	ctx := s.actor("dak-nong", "province-department")
	const number = "05/2023/QĐ-UBND"
	find := func() catalogue.Dossier {
		t.Helper()
		r, err := s.Registry(ctx, "dak-nong")
		if err != nil {
			t.Fatal(err)
		}
		d, err := s.Document(ctx, "dak-nong", r.Named(number)[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := find()
	w := catalogue.DraftOf(d.Document)
	w.Status, w.EffectiveTo = "expired", "31/12/2025"
	if err := s.Edit(ctx, "dak-nong", d.ID, 0, w); err != nil {
		t.Fatal(err)
	}
	if differences, err := s.Apply(ctx, shipped()); err != nil || len(differences) != 0 {
		t.Errorf("the files overwrite the screen: %v, %v", differences, err)
	}
	d = find()
	if d.Effect.Status != catalogue.Expired || len(d.Drift) != 2 || d.Drift[0] != (catalogue.Drift{Field: "status", File: "Còn hiệu lực", Screen: "Hết hiệu lực"}) || d.EditedBy == "" {
		t.Errorf("%+v", d)
	}
	if err := s.Restore(ctx, "dak-nong", d.ID); err != nil {
		t.Fatal(err)
	}
	if d = find(); d.Effect.Status != catalogue.InForce || d.Revision != 0 || len(d.Drift) != 0 {
		t.Errorf("%+v", d)
	}
}

// The province's change reaches every open district, each in its own transaction.
func TestADocumentOfTheProvinceReachesItsDistricts(t *testing.T) {
	s := newSite(t)
	ctx := s.actor("dak-nong", "province-department")
	if _, err := s.Add(ctx, "dak-nong", draft()); err != nil {
		t.Fatal(err)
	}
	list, _, err := s.Jobs.List(ctx, "dak-nong", jobs.Filter{Kind: "catalogue.spread"}, database.Page{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	run, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	go func() { _ = s.Jobs.RunRelay(run) }()
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Jobs.RunWorkers(run, 1) }()
	job, err := s.Jobs.Wait(run, "dak-nong", list[0].ID)
	stop()
	<-done
	if err != nil || job.State != jobs.Done {
		t.Fatalf("%s %v, %v", job.State, job.Error, err)
	}
	told := map[string]int{}
	for _, e := range *s.told {
		told[e.Tenant]++
	}
	if len(told) != 9 || told["dak-nong"] != 1 || told["krong-no"] != 1 || told["gia-nghia"] != 1 {
		t.Errorf("told %v", told)
	}
}

func TestSchemaKeepsTenantsApart(t *testing.T) {
	m := catalogue.New(catalogue.Deps{}).Module()
	_, o := platformtest.DatabaseAndOptions(t, tenancy.Source(), database.Source{Module: m.Name, FS: m.Migrations})
	if found, err := database.Lint(t.Context(), o, append(tenancy.GlobalTables(), m.GlobalTables...)); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
}
