package planning

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/planning/planreader"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/platformtest"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// office is a district whose plan is being written, on real parts.
type office struct {
	*Service
	clk *clock.Manual
	log *audit.Log
}

const atKrongNo = "krong-no"

func openOffice(t testing.TB) *office {
	t.Helper()
	clk := clock.NewManual(time.Date(2024, 1, 10, 9, 0, 0, 0, i18n.Zone()))
	sources := []database.Source{tenancy.Source(), audit.Source(), policy.Source(), identity.Source(),
		{Module: "catalogue", FS: catalogue.New(catalogue.Deps{}).Module().Migrations}, {Module: "planning", FS: New(Deps{}).Module().Migrations}}
	db := platformtest.Database(t, sources...)
	tenants := tenancy.New(db, clk)
	files := os.DirFS("../../tenants")
	if _, err := tenants.Apply(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	log := audit.New(db, clk)
	places := func(ctx context.Context, id string) (policy.Place, error) {
		tenant, err := tenants.Tenant(ctx, id)
		return policy.Place{Kind: tenant.Kind, Parent: tenant.Parent}, err
	}
	engine, err := policy.New(db, places, log, Actions(), Incompatible())
	if err != nil {
		t.Fatal(err)
	}
	books := catalogue.New(catalogue.Deps{DB: db, Clock: clk, Policy: engine, Audit: log})
	if _, err := books.Apply(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	s := New(Deps{DB: db, Clock: clk, Policy: engine, Audit: log, Tenants: tenants, Catalogue: books})
	return &office{s, clk, log}
}

// by is a context in which somebody with this role acts in Krông Nô.
func by(t testing.TB, role string) context.Context {
	return identity.With(t.Context(), identity.Actor{Account: "id-" + role, Username: role, Name: "Cán bộ " + role, Tenant: atKrongNo,
		Roles: []identity.Grant{{Role: role}}})
}

// put makes a draft of the plan.
func (o *office) put(t testing.TB, year int, p planreader.Plan) {
	t.Helper()
	p.Identify()
	v := Version{Tenant: atKrongNo, Year: year, Version: 1, State: Draft, Since: o.clk.Now(), Title: "Kế hoạch", Plan: p, Revision: 1, UpdatedAt: o.clk.Now()}
	err := o.DB.InTenant(t.Context(), atKrongNo, func(ctx context.Context, tx database.Tx) error { return o.store.insert(ctx, tx, v) })
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if got := fault.CodeOf(err); got != code {
		t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Everybody sees where the others are, until they leave or are not heard of.
func TestPresenceExpires(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, atKrongNo))
	labour, chair := by(t, "labour"), by(t, "chair")
	here := func(ctx context.Context, client, part string) []Presence {
		return must[Desk](t)(o.Here(ctx, atKrongNo, 2024, Presence{Client: client, Part: part, Writing: true})).People
	}
	here(labour, "tab-of-labour", "s1")
	people := here(chair, "tab-of-chair", "s2")
	if len(people) != 2 || people[1].Name != "Cán bộ labour" || people[1].Part != "s1" {
		t.Errorf("the chair sees %+v", people)
	}
	if people := here(chair, "tab-of-labour", "s9"); people[1].Part != "s1" {
		t.Errorf("a tab of somebody else was moved: %+v", people)
	}
	o.clk.Advance(present + time.Second)
	if people := here(chair, "tab-of-chair", "s2"); len(people) != 1 {
		t.Errorf("who is gone is still there: %+v", people)
	}
	if err := o.Leave(chair, atKrongNo, 2024, "tab-of-chair"); err != nil {
		t.Fatal(err)
	}
	if d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024)); len(d.People) != 0 {
		t.Errorf("who has left is still there: %+v", d.People)
	}
	_, err := o.Here(by(t, "province-supervisor"), atKrongNo, 2024, Presence{Client: "tab-of-province"})
	if err == nil {
		t.Error("the province is present in a district's draft")
	}
}

// A comment stays with its part where it moves, and is found when the part is gone.
func TestCommentsStayWithTheirPart(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, atKrongNo))
	labour, finance := by(t, "labour"), by(t, "finance")
	d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
	list := pieces(&d.Version.Plan)
	i := 3
	for list[i].depth != 1 || list[i+1].depth != 1 {
		i++
	}
	part := list[i]
	c := must[Comment](t)(o.Say(finance, atKrongNo, 2024, part.Path, 0, "  Cần nêu rõ nguồn vốn.  "))
	if c.Text != "Cần nêu rõ nguồn vốn." || c.Part != part.Path {
		t.Errorf("kept %+v", c)
	}
	answer := must[Comment](t)(o.Say(labour, atKrongNo, 2024, "", c.ID, "Đã bổ sung."))
	if again := must[Comment](t)(o.Say(finance, atKrongNo, 2024, "", answer.ID, "Cảm ơn.")); again.Parent != c.ID {
		t.Errorf("an answer to an answer is in thread %d, not %d", again.Parent, c.ID)
	}
	must[Restructured](t)(o.Shift(labour, atKrongNo, 2024, part.Path, ShiftDown))
	if a := must[Around](t)(o.Around(labour, atKrongNo, 2024, part.Path)); len(a.Comments) != 3 || a.Place == part.place {
		t.Errorf("at %s, formerly %s: %d comments", a.Place, part.place, len(a.Comments))
	}
	if d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024)); d.Comments[part.Path] != 1 {
		t.Errorf("open threads: %v", d.Comments)
	}
	must[Comment](t)(o.Resolve(finance, atKrongNo, 2024, c.ID, true))
	_, err := o.Resolve(finance, atKrongNo, 2024, answer.ID, true)
	wantCode(t, err, "comment_not_found")
	if d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024)); len(d.Comments) != 0 {
		t.Errorf("open threads: %v", d.Comments)
	}
	must[Restructured](t)(o.Remove(labour, atKrongNo, 2024, part.Path, part.Tag))
	a := must[Around](t)(o.Around(labour, atKrongNo, 2024, PartTitle))
	if len(a.Comments) != 3 || a.Comments[0].ResolvedBy != "Cán bộ finance" {
		t.Errorf("of a part that is gone: %+v", a.Comments)
	}
	_, err = o.Say(by(t, "province-supervisor"), atKrongNo, 2024, PartTitle, 0, "Xem lại.")
	if err == nil {
		t.Error("the province wrote into a district's plan")
	}
	_, err = o.Say(finance, atKrongNo, 2024, PartTitle, 0, " \n ")
	wantCode(t, err, "comment_empty")
	_, err = o.Say(finance, atKrongNo, 2024, PartTitle, 0, strings.Repeat("ă", MaxComment+1))
	wantCode(t, err, "comment_too_long")
	entries, _, err := o.log.List(t.Context(), atKrongNo, audit.Filter{}, database.Page{})
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, e := range entries {
		if e.Action == ActionComment {
			said++
		}
	}
	if said != 4 { // three remarks and one resolution
		t.Errorf("%d of 4 remarks stand in the audit", said)
	}
}

func TestMentionedByName(t *testing.T) {
	people := []Person{{"1", "Lê Thị Hạnh", "labour@krong-no"}, {"2", "Lê Thị Hạnh Nguyên", "finance@krong-no"}, {"3", "Đỗ Văn Ân", "clerk@krong-no"}}
	for words, want := range map[string]string{
		"@Lê Thị Hạnh xem giúp":             "1",
		"@lê thị hạnh nguyên, xem giúp":     "2",
		"gửi @do van an và @Lê Thị Hạnh.":   "1 3",
		"@clerk@krong-no":                   "3",
		"Lê Thị Hạnh (không nhắc)":          "",
		"@Lê Thị Hạnhh":                     "",
		"a@Lê Thị Hạnh và @Lê Thị Hạnh nhé": "1",
	} {
		if got := strings.Join(mentioned(words, people), " "); got != want {
			t.Errorf("%q names %q, want %q", words, got, want)
		}
	}
}

// Whoever was second sees both, and that an answer of ours which was lost on the
// way had been a success.
func TestCompareTellsTheirsFromMine(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, atKrongNo))
	labour := by(t, "labour")
	d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
	part := pieces(&d.Version.Plan)[4]
	must[Part](t)(o.Edit(labour, atKrongNo, 2024, part.Path, part.Tag, part.Title, "Câu  thứ nhất.\n\n"))
	_, err := o.Edit(labour, atKrongNo, 2024, part.Path, part.Tag, part.Title, "Câu thứ hai.")
	wantCode(t, err, "stale_edit")
	theirs := must[Theirs](t)(o.Compare(labour, atKrongNo, 2024, part.Path, part.Title, "Câu thứ hai."))
	if theirs.Same || theirs.Part.Text != "Câu thứ nhất." || theirs.Who != "Cán bộ labour" {
		t.Errorf("%+v", theirs)
	}
	if lost := must[Theirs](t)(o.Compare(labour, atKrongNo, 2024, part.Path, part.Title, "Câu  thứ nhất.\n\n")); !lost.Same {
		t.Error("what was saved already counts as another version")
	}
}

// The history of a plan goes on past any number of changes, and each text of it
// can be brought back.
func TestHistoryGoesOnAndTextsComeBack(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, atKrongNo))
	labour := by(t, "labour")
	d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
	part := pieces(&d.Version.Plan)[4].Part
	first := part.Text
	for i := range 12 {
		part = must[Part](t)(o.Edit(labour, atKrongNo, 2024, part.Path, part.Tag, part.Title, fmt.Sprintf("Bản thứ %d.", i)))
	}
	var all []Change
	for page := (database.Page{Limit: 5}); ; {
		list, next, err := o.HistoryPage(labour, atKrongNo, 2024, part.Path, page)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
		if page.After = next; next == "" {
			break
		}
	}
	if len(all) != 12 || !strings.HasSuffix(all[0].After, "Bản thứ 11.") || !strings.HasSuffix(all[11].After, "Bản thứ 0.") {
		t.Fatalf("%d changes, from %q to %q", len(all), all[0].After, all[len(all)-1].After)
	}
	back := must[Part](t)(o.Restore(labour, atKrongNo, 2024, part.Tag, all[11].Version, all[11].Revision, true))
	if back.Text != first || back.Title != part.Title {
		t.Errorf("restored %q, want %q", back.Text, first)
	}
	_, err := o.Restore(labour, atKrongNo, 2024, part.Tag, 1, all[5].Revision, false)
	wantCode(t, err, "stale_edit")
	_, err = o.Restore(labour, atKrongNo, 2024, back.Tag, 1, 9999, false)
	wantCode(t, err, "change_not_found")
	_, err = o.Restore(by(t, "chair"), atKrongNo, 2024, back.Tag, 1, all[5].Revision, false)
	wantCode(t, err, "forbidden")
}

// Beside a part of a project stand the catalogue and last year's words, whatever
// number the part had then.
func TestAroundAPart(t *testing.T) {
	o := openOffice(t)
	last := planOf(t, atKrongNo)
	o.put(t, 2023, last)
	o.put(t, 2024, planOf(t, atKrongNo))
	labour := by(t, "labour")
	d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
	found := 0
	for _, p := range pieces(&d.Version.Plan) {
		a := must[Around](t)(o.Around(labour, atKrongNo, 2024, p.Path))
		if a.Project != nil && a.Project.Objective != "" {
			found++
		}
		if a.Last == nil || a.Last.Part.Text != p.Text {
			t.Errorf("%s %s: last year's text is %+v", p.place, p.Title, a.Last)
		}
	}
	if found < 5 {
		t.Errorf("the catalogue stands beside %d parts only", found)
	}
}

func TestCitationsAreWordedAndWarned(t *testing.T) {
	o := openOffice(t)
	find := func(query string) Cited {
		t.Helper()
		list := must[[]Cited](t)(o.Cite(by(t, "labour"), atKrongNo, query, 5))
		if len(list) == 0 {
			t.Fatalf("nothing found for %q", query)
		}
		return list[0]
	}
	amended := find("17/2022/tt-bldtbxh giao duc")
	if amended.Short != "Thông tư số 17/2022/TT-BLĐTBXH ngày 06/9/2022 của Bộ Lao động - Thương binh và Xã hội" {
		t.Errorf("short: %q", amended.Short)
	}
	if !strings.HasPrefix(amended.Basis, "Căn cứ Thông tư số 17/2022") || !strings.HasSuffix(amended.Basis, "giai đoạn 2021-2025;") {
		t.Errorf("basis: %q", amended.Basis)
	}
	if !strings.Contains(amended.Warning.VI, "03/2023/TT-BLĐTBXH") {
		t.Errorf("warning: %q", amended.Warning.VI)
	}
	if w := find("90/QD-TTg chuong trinh muc tieu").Warning.VI; w != "" {
		t.Errorf("a document in force is warned of: %q", w)
	}
	if w := find("351/2025").Warning.VI; !strings.Contains(w, "Chưa có hiệu lực") {
		t.Errorf("a document of the future: %q", w)
	}
	o.clk.Advance(3 * 366 * 24 * time.Hour)
	if w := find("13/2023/ND-CP").Warning.VI; !strings.Contains(w, "Hết hiệu lực") {
		t.Errorf("an expired document: %q", w)
	}
}
