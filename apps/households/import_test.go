package households

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
	"vuon/platform/database"
)

// sheets is the content of a workbook.
type sheets struct {
	households []workbook.Household
	members    []workbook.Member
	population []workbook.Population
}

func list[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (b sheets) file(t testing.TB) *bytes.Reader {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Write(&out, workbook.Book{Households: list(b.households), Members: list(b.members), Population: list(b.population)}); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(out.Bytes())
}

func (b sheets) clone() sheets {
	return sheets{slices.Clone(b.households), slices.Clone(b.members), slices.Clone(b.population)}
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// hamlet is a workbook of three households of Nam Đà: the second row has no code.
func hamlet() sheets {
	return sheets{
		households: []workbook.Household{
			{Code: "ND-1", Commune: namDa, Village: "Thôn Nam Trung", Head: "Nguyễn Văn An", Opening: classify.Poor, B1: 120, Deprived: classify.SetOf(1, 2, 8), Causes: classify.SetOf(2)},
			{Commune: namDa, Village: "Bon Phê Prí", Head: "H'Bia Niê", Opening: classify.NearPoor, B1: 150, Deprived: classify.SetOf(8)},
			{Code: "ND-3", Commune: namDa, Village: "Thôn Nam Trung", Head: "Trần Thị Cúc", Opening: classify.NotPoor, B1: 300, Average: true},
		},
		members: []workbook.Member{
			{Household: "ND-1", Name: "Nguyễn Văn An", Birth: date("1980-05-06"), Ethnic: "Kinh", Relation: "head", Citizen: "067080000001"},
			{Household: "ND-1", Name: "Nguyễn Thị Bình", Birth: date("2016-03-01"), Female: true, Ethnic: "Kinh", Relation: "child", InSchool: true},
			{Household: "#3", Name: "H'Bia Niê", Birth: date("1975-01-01"), YearAlone: true, Female: true, Ethnic: "Ê Đê", Relation: "head"},
			{Household: "ND-3", Name: "Trần Thị Cúc", Birth: date("1990-09-09"), Female: true, Ethnic: "Kinh", Relation: "head", Citizen: "067190000003"},
		},
		population: []workbook.Population{
			{Commune: namDa, Village: "Thôn Nam Trung", Counts: [8]int64{300, 1200, 300, 0, 0, 1200, 0, 0}},
			{Commune: namDa, Village: "Bon Phê Prí", Counts: [8]int64{100, 450, 10, 90, 80, 40, 410, 400}},
		},
	}
}

// bring imports a workbook as somebody.
func (w *world) bring(who string, b sheets, o ImportOptions) ImportReport {
	w.t.Helper()
	if o.Year == 0 {
		o.Year = 2024
	}
	tenant := krongNo
	if strings.HasSuffix(who, "@cu-jut") {
		tenant = cuJut
	}
	file := b.file(w.t)
	report, err := w.Import(w.as(who), tenant, file, file.Size(), o)
	w.must(err)
	return report
}

// takes imports a workbook in which nothing may be wrong.
func (w *world) takesIn(b sheets) ImportReport {
	w.t.Helper()
	r := w.bring("labour", b, ImportOptions{})
	if !r.Applied || r.FaultCount > 0 {
		w.t.Fatalf("not applied: %+v", r.Faults)
	}
	return r
}

// tables reads everything that an import may change, as text.
func (w *world) tables(tenant string) string {
	w.t.Helper()
	var all strings.Builder
	w.inside(tenant, func(ctx context.Context, tx database.Tx) error {
		for _, table := range []string{"households_villages", "households_households", "households_states", "households_members", "households_citizens",
			"households_population", "households_results", "households_sums", "households_rounds"} {
			var rows []string
			if err := tx.NewRaw(`SELECT t::text FROM `+table+` t ORDER BY 1`).Scan(ctx, &rows); err != nil {
				return err
			}
			fmt.Fprintf(&all, "%s %d\n%s\n", table, len(rows), strings.Join(rows, "\n"))
		}
		return nil
	})
	return all.String()
}

func TestImportOfANewDistrict(t *testing.T) {
	w := newWorld(t)
	r := w.takesIn(hamlet())
	if r.Households != (ImportCounts{New: 3}) || r.Members != (ImportCounts{New: 4}) {
		t.Errorf("%+v", r)
	}
	unit := w.commune(namDa)
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		var codes []string
		w.must(tx.NewRaw("SELECT code || ' ' || head || ' ' || class || ' ' || persons FROM households_households ORDER BY code").Scan(ctx, &codes))
		if got := strings.Join(codes, ","); got != "2469700001 H'Bia Niê near_poor 1,ND-1 Nguyễn Văn An poor 2,ND-3 Trần Thị Cúc not_poor 1" {
			t.Error(got)
		}
		results, err := w.store.results(ctx, tx, "2024", unit, "")
		w.must(err)
		classes := map[string]int{}
		for _, r := range results {
			classes[string(r.Facts.Opening)+">"+string(r.Outcome.Class)+" "+string(r.Outcome.Kind)]++
		}
		if got := fmt.Sprint(classes); got != "map[near_poor>not_poor :1 not_poor>not_poor :1 poor>poor old:1]" {
			t.Error(got)
		}
		var population []int64
		w.must(tx.NewRaw("SELECT unnest(counts) FROM households_population WHERE village = ?", nilVillage).Scan(ctx, &population))
		if got := fmt.Sprint(population); got != "[400 1650 310 90 80 1240 410 400]" {
			t.Error("the commune's population is", got)
		}
		var sealed, from string
		w.must(tx.NewRaw("SELECT encode(citizen, 'hex'), valid_from::text FROM households_members WHERE name = 'Nguyễn Văn An'").Scan(ctx, &sealed, &from))
		if sealed == "" || from != "2024-01-01" {
			t.Errorf("%q from %s", sealed, from)
		}
		return nil
	})
	h, there, err := w.SearchByCitizen(w.as("labour"), krongNo, "067080000001")
	if err != nil || !there || h.Code != "ND-1" {
		t.Errorf("found by the number: %+v, %v", h, err)
	}
	w.checkSums()
}

func TestTheSameWorkbookTwiceChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.takesIn(hamlet())
	before := w.tables(krongNo)
	r := w.takesIn(hamlet())
	if r.Households != (ImportCounts{Same: 3}) || r.Members != (ImportCounts{Same: 4}) {
		t.Errorf("%+v", r)
	}
	if after := w.tables(krongNo); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// commune is the key of a commune's code.
func (w *world) commune(code string) string {
	w.t.Helper()
	u, err := w.unit(w.as("labour"), krongNo, code, "2024-12-14")
	w.must(err)
	return u.ID
}
