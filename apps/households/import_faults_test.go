package households

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/i18n"
)

func namesOf(r ImportReport) string {
	var list []string
	for _, f := range r.Faults {
		list = append(list, fmt.Sprintf("%s %d %s %s", f.Sheet, f.Row, f.Heading, f.Code))
	}
	return strings.Join(list, ", ")
}

// Each of these is named, and nothing is changed by the workbook that has it.
func TestBadInputOfImports(t *testing.T) {
	w := newWorld(t)
	w.takesIn(hamlet())
	w.bring("labour@cu-jut", sheetsOfCuJut("064080000009"), ImportOptions{})
	before := w.tables(krongNo)
	for name, c := range map[string]struct {
		change func(b *sheets)
		want   string
	}{
		"in the same file":      {func(b *sheets) { b.members[1].Citizen = b.members[0].Citizen }, "Thành viên 3 CCCD citizen_twice"},
		"in another tenant":     {func(b *sheets) { b.members[1].Citizen = "064080000009" }, "Thành viên 3 CCCD citizen_elsewhere"},
		"older than 130":        {func(b *sheets) { b.members[1].Birth = date("1890-01-01") }, "Thành viên 3 Ngày sinh too_old"},
		"born tomorrow":         {func(b *sheets) { b.members[1].Birth = date("2024-11-21") }, "Thành viên 3 Ngày sinh born_in_future"},
		"without a head":        {func(b *sheets) { b.members[0].Relation = "parent" }, "Hộ 2 Chủ hộ head_missing"},
		"with two heads":        {func(b *sheets) { b.members[1].Relation = "head" }, "Thành viên 3 Quan hệ với chủ hộ head_twice"},
		"no such village":       {func(b *sheets) { b.households[0].Village = "Thôn Mây" }, "Hộ 2 Thôn village_unknown"},
		"commune of another":    {func(b *sheets) { b.households[0].Commune = "24640" }, "Hộ 2 Mã xã commune_unknown"},
		"no such commune":       {func(b *sheets) { b.households[0].Commune = "99999" }, "Hộ 2 Mã xã commune_unknown"},
		"average and poor":      {func(b *sheets) { b.households[0].Average = true }, "Hộ 2 Mức sống trung bình average_poor"},
		"no such people":        {func(b *sheets) { b.members[1].Ethnic = "Hỏa tinh" }, "Thành viên 3 Dân tộc ethnic_unknown"},
		"population of a ghost": {func(b *sheets) { b.population[0].Commune = "24640" }, "Dân cư 2 Mã xã commune_unknown"},
		"a code with a blank":   {func(b *sheets) { b.households[2].Code, b.members[3].Household = "ND 3", "ND 3" }, "Hộ 4 Mã hộ code"},
		"the same without codes": {func(b *sheets) {
			b.households = append(b.households, b.households[1])
			m := b.members[2]
			m.Household = "#5"
			b.members = append(b.members, m)
		}, "Hộ 5 Mã hộ household_twice"},
	} {
		t.Run(name, func(t *testing.T) {
			b := hamlet()
			c.change(&b)
			r := w.bring("labour", b, ImportOptions{})
			if got := namesOf(r); got != c.want || r.Applied {
				t.Errorf("got %s, want %s (applied: %t)", got, c.want, r.Applied)
			}
			for _, f := range r.Faults {
				if expectedEnglish(f) == f.Expected {
					t.Errorf("%s is not said in English", f.Code)
				}
			}
		})
	}
	if after := w.tables(krongNo); after != before {
		t.Error("a workbook with faults changed something")
	}
}

// sheetsOfCuJut is a household of another district.
func sheetsOfCuJut(citizen string) sheets {
	b := hamlet()
	b.households, b.members, b.population = b.households[:1], b.members[:1], nil
	b.households[0].Commune, b.households[0].Village, b.members[0].Citizen = "24640", "Tổ dân phố 1", citizen
	return b
}

// In another commune, in a household that the file does not name.
func TestACitizenOfAnotherCommune(t *testing.T) {
	w := newWorld(t)
	w.takesIn(hamlet())
	b := hamlet()
	b.households, b.members, b.population = b.households[:1], b.members[:1], nil
	b.households[0].Code, b.members[0].Household = "DM-1", "DM-1"
	b.households[0].Commune, b.households[0].Village = dakMam, "Tổ dân phố 1"
	r := w.bring("labour", b, ImportOptions{})
	if got := namesOf(r); got != "Thành viên 2 CCCD citizen_taken" || !strings.Contains(r.Faults[0].Expected, "ND-1") {
		t.Errorf("%s: %+v", got, r.Faults)
	}
	r = w.bring("officer-dak-mam", b, ImportOptions{})
	if len(r.Faults) != 1 || strings.Contains(r.Faults[0].Expected, "ND-1") {
		t.Errorf("told about a commune that is not the officer's: %+v", r.Faults)
	}
}

func TestCommuneCodesOfAnotherTime(t *testing.T) {
	w := newWorld(t)
	b := hamlet()
	b.population = nil
	for i := range b.households {
		b.households[i].Commune = "24637" // xã of another district then
	}
	r := w.bring("labour", b, ImportOptions{})
	if len(r.Faults) != 3 || !strings.Contains(r.Faults[0].Expected, "14/12/2024") || !strings.Contains(r.Faults[0].Expected, "24637 là") {
		t.Errorf("%+v", r.Faults)
	}
	b.households[0].Commune = "24678" // what Nam Xuân becomes half a year later, and another district's commune till then
	r = w.bring("labour", b, ImportOptions{})
	for _, said := range []string{"14/12/2024, không thuộc đơn vị", "từ ngày 01/07/2025", "mã 24692"} {
		if got := r.Faults[0].Expected; !strings.Contains(got, said) {
			t.Errorf("%q is not in %s", said, got)
		}
	}
}

func TestOfficersImportTheirCommunes(t *testing.T) {
	w := newWorld(t)
	if r := w.bring("officer-dak-mam", hamlet(), ImportOptions{}); r.Applied || !strings.Contains(namesOf(r), "Hộ 2 Mã xã commune_forbidden") {
		t.Errorf("%+v", r)
	}
	if r := w.bring("officer", hamlet(), ImportOptions{}); !r.Applied {
		t.Errorf("%+v", r)
	}
	file := hamlet().file(t)
	_, err := w.Import(w.as("front"), krongNo, file, file.Size(), ImportOptions{Year: 2024})
	w.want(err, "forbidden")
}

func TestOnlyTheCorrectHouseholds(t *testing.T) {
	w := newWorld(t)
	b := hamlet()
	b.members[1].Birth = date("2030-01-01")
	b.members[3].Citizen = b.members[0].Citizen
	r := w.bring("labour", b, ImportOptions{AcceptValid: true})
	if !r.Applied || r.Households != (ImportCounts{New: 1}) || r.Members != (ImportCounts{New: 1}) || r.FaultCount != 2 {
		t.Errorf("%+v", r)
	}
	r = w.takesIn(hamlet())
	if r.Households != (ImportCounts{New: 2, Same: 1}) || r.Members != (ImportCounts{New: 3, Same: 1}) {
		t.Errorf("%+v", r)
	}
	w.checkSums()
}

func TestADryRunChangesNothing(t *testing.T) {
	w := newWorld(t)
	before := w.tables(krongNo)
	if r := w.bring("labour", hamlet(), ImportOptions{DryRun: true}); r.Applied || r.Households.New != 3 || r.Members.New != 4 {
		t.Errorf("%+v", r)
	}
	if after := w.tables(krongNo); after != before {
		t.Errorf("changed:\n%s", after)
	}
}

// What changed is closed and goes on as a new row; what was stays to be seen.
func TestImportKeepsHistory(t *testing.T) {
	w := newWorld(t)
	w.takesIn(hamlet())
	b := hamlet()
	b.households[0].Merit = true
	b.members[1].Insured = true                           // changed
	b.members[2].Citizen = "067175000002"                 // a number that was not known
	b.members = slices.Insert(b.members, 3, b.members[1]) // somebody new
	b.members[3].Name, b.members[3].Birth, b.members[3].Household = "H'Lan Niê", date("2024-10-01"), "#3"
	b.members[3].Relation = "child"
	r := w.takesIn(b)
	if r.Households != (ImportCounts{Changed: 2, Same: 1}) || r.Members != (ImportCounts{New: 1, Changed: 2, Same: 2}) {
		t.Fatalf("%+v", r)
	}
	var rows []string
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw(`SELECT name || ' ' || seq || ' ' || valid_from || ' ' || coalesce(valid_to::text, '-') || ' ' || ended FROM households_members
			WHERE name IN ('Nguyễn Thị Bình', 'H''Lan Niê') ORDER BY name, seq`).Scan(ctx, &rows)
	})
	want := "H'Lan Niê 1 2024-10-01 - |Nguyễn Thị Bình 1 2024-01-01 2024-11-20 changed|Nguyễn Thị Bình 2 2024-11-20 - "
	if got := strings.Join(rows, "|"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if h, there, err := w.SearchByCitizen(w.as("labour"), krongNo, "067175000002"); err != nil || !there || h.Head != "H'Bia Niê" {
		t.Errorf("%+v %v", h, err)
	}
	w.numbersOpen()
	if again := w.takesIn(b); again.Households.Changed+again.Members.Changed+again.Members.New+again.Members.Ended != 0 {
		t.Errorf("the second time: %+v", again)
	}
	w.checkSums()
}

// numbersOpen checks that every sealed number opens for its person.
func (w *world) numbersOpen() {
	w.t.Helper()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		var rows []Member
		if err := tx.NewSelect().Model(&rows).ModelTableExpr(memberTable).Where("citizen IS NOT NULL").Scan(ctx); err != nil {
			return err
		}
		for _, m := range rows {
			if number, err := w.number(ctx, m); err != nil || !isCitizen(number) {
				w.t.Errorf("%s: %q, %v", m.Name, number, err)
			}
		}
		return nil
	})
}

func TestMovingAndLeaving(t *testing.T) {
	w := newWorld(t)
	b := hamlet()
	b.members[1].Citizen = "067316000004"
	w.takesIn(b)
	b = b.clone()
	b.households[2].Movement, b.households[2].Average = classify.Left, false // leaves
	b.members[1].Household, b.members[1].Relation = "#3", "other"            // moves to another household of the file
	r := w.takesIn(b)
	if r.Members.Ended != 1 || r.Members.Changed != 1 {
		t.Errorf("%+v", r)
	}
	var rows []string
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw(`SELECT m.name || ' ' || h.head || ' ' || h.state || ' ' || m.ended FROM households_members m JOIN households_households h ON h.id = m.household ORDER BY m.name, m.seq`).Scan(ctx, &rows)
	})
	want := "H'Bia Niê H'Bia Niê here |Nguyễn Thị Bình Nguyễn Văn An here moved|Nguyễn Thị Bình H'Bia Niê here |Nguyễn Văn An Nguyễn Văn An here |Trần Thị Cúc Trần Thị Cúc left left"
	if got := strings.Join(rows, "|"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	b2 := sheetsOfCuJut("067190000003") // who left may live elsewhere now
	if r := w.bring("labour@cu-jut", b2, ImportOptions{}); !r.Applied {
		t.Errorf("%+v", r.Faults)
	}
	if again := w.takesIn(b); again.Households != (ImportCounts{Same: 3}) || again.Members.New+again.Members.Changed+again.Members.Ended != 0 {
		t.Errorf("the second time: %+v", again)
	}
	w.checkSums()
}

func TestKilledInTheMiddleOfAnImport(t *testing.T) {
	w := newWorld(t)
	before := w.tables(krongNo)
	for _, at := range []int{1, 40, 55, 70, 85} {
		file := hamlet().file(t)
		ctx, kill := context.WithCancel(w.as("labour"))
		_, err := w.Import(ctx, krongNo, file, file.Size(), ImportOptions{Year: 2024, Progress: func(_ context.Context, done int, _ i18n.Text) error {
			if done == at {
				kill()
			}
			return nil
		}})
		if kill(); err == nil {
			t.Errorf("at %d: no error", at)
		}
		if after := w.tables(krongNo); after != before {
			t.Fatalf("at %d something was kept:\n%s", at, after)
		}
	}
	w.takesIn(hamlet())
}

// Two districts enter the same person at the same time: one of them does.
func TestTwoTenantsAndOneCitizen(t *testing.T) {
	w := newWorld(t)
	var both sync.WaitGroup
	reports := make([]ImportReport, 2)
	both.Go(func() { reports[0] = w.bring("labour", hamlet(), ImportOptions{}) })
	both.Go(func() { reports[1] = w.bring("labour@cu-jut", sheetsOfCuJut("067080000001"), ImportOptions{}) })
	both.Wait()
	if reports[0].Applied == reports[1].Applied {
		t.Fatalf("%+v\n%+v", reports[0], reports[1])
	}
	for _, r := range reports {
		if !r.Applied && (namesOf(r) != "Thành viên 2 CCCD citizen_elsewhere" || strings.Contains(r.Faults[0].Expected, "Cư Jút") || strings.Contains(r.Faults[0].Expected, "Krông Nô")) {
			t.Errorf("%+v", r.Faults)
		}
	}
}

// The class at the beginning is what was recognised in the year before.
func TestTheOpeningClassIsWhatWasRecognised(t *testing.T) {
	w := newWorld(t)
	w.clk.Advance(0)
	b := hamlet()
	b.households[1].B1 = 130 // stays near-poor
	first := b.clone()
	r := w.bring("labour", first, ImportOptions{Year: 2023})
	if !r.Applied {
		t.Fatalf("%+v", r.Faults)
	}
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE households_communes SET state = 'recognised' WHERE round = '2023'")
		return err
	})
	if r := w.takesIn(b); r.Households.New != 0 {
		t.Errorf("%+v", r)
	}
	b.households[1].Opening = classify.NotPoor
	if r := w.bring("labour", b, ImportOptions{}); namesOf(r) != "Hộ 3 Phân loại đầu kỳ opening_differs" {
		t.Errorf("%+v", r.Faults)
	}
	if r := w.bring("labour", first, ImportOptions{Year: 2023}); !strings.Contains(namesOf(r), "review_closed") {
		t.Errorf("into a recognised review: %+v", r.Faults)
	}
}
