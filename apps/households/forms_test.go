package households

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// reviewed enters results of random facts for households of Nam Đà, and returns
// them.
func (w *world) reviewed(n int) []Result {
	unit, villages, ids := w.settled(n)
	r := rand.New(rand.NewPCG(3, 4))
	standards, err := w.standards(w.as("labour"), "2024-12-14")
	w.must(err)
	list := make([]Result, n)
	for i, id := range ids {
		list[i] = someResult(r, unit, villages[i%3], id)
		list[i].Entered = true
		w.must(list[i].judge(standards.rural))
	}
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := w.copyResults(ctx, tx, "2024", func(yield func(Result, error) bool) {
			for _, r := range list {
				if !yield(r, nil) {
					return
				}
			}
		})
		return err
	})
	return list
}

func inClass(list []Result, class classify.Class) (n, persons int64) {
	for _, r := range list {
		if r.Outcome.Class == class && r.Facts.Movement.Closes() {
			n, persons = n+1, persons+int64(len(r.People))
		}
	}
	return n, persons
}

func TestFormsAddUpWhatReviewsFound(t *testing.T) {
	w := newWorld(t)
	list := w.reviewed(60)
	poor, persons := inClass(list, classify.Poor)
	for unit, rows := range map[string]int{"": 13, namDa: 4} {
		table, err := w.Form(w.as("labour"), krongNo, FormOf{1, 2024, unit})
		w.must(err)
		last := table.Rows[len(table.Rows)-1]
		if n, _ := table.At(last, "3"); n != poor {
			t.Errorf("%q: %d poor, reviews found %d", unit, n, poor)
		}
		if n, _ := table.At(last, "9"); n != persons {
			t.Errorf("%q: %d poor persons, reviews found %d", unit, n, persons)
		}
		if len(table.Rows) != rows || last.Number != "" || !table.Preliminary {
			t.Errorf("%q: %d rows, the last %+v", unit, len(table.Rows), last)
		}
		reported := 0
		for _, r := range table.Rows[:len(table.Rows)-1] {
			if r.Reported {
				reported++
			}
		}
		if want := map[string]int{"": 1, namDa: 3}[unit]; reported != want {
			t.Errorf("%q: %d rows reported, want %d", unit, reported, want)
		}
	}
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE households_communes SET state = 'recognised' WHERE round = '2024'")
		return err
	})
	table, err := w.Form(w.as("front"), krongNo, FormOf{9, 2024, ""})
	w.must(err)
	if table.Preliminary || len(table.Columns) != 26 || table.Columns[3].Heading[2] != "Ê-đê" {
		t.Errorf("preliminary %v, columns %+v", table.Preliminary, table.Columns)
	}
}

// The population that is stated for the commune stands beside its villages as the
// rest; stated by village it is the commune's.
func TestFormsKnowThePopulation(t *testing.T) {
	w := newWorld(t)
	unit, villages, _ := w.settled(1)
	state := func(village string, counts string) {
		w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO households_population (tenant_id, year, unit, village, counts) VALUES (?, 2024, ?, ?, ?::bigint[])
				ON CONFLICT (tenant_id, year, unit, village) DO UPDATE SET counts = EXCLUDED.counts`, krongNo, unit, village, counts)
			return err
		})
	}
	figure := func(of string, row int) int64 {
		table, err := w.Form(w.as("labour"), krongNo, FormOf{1, 2024, of})
		w.must(err)
		if row < 0 {
			row += len(table.Rows)
		}
		n, _ := table.At(table.Rows[row], "1")
		return n
	}
	state(villages[0], "{10,40,10,0,0,40,0,0}")
	state(villages[1], "{20,80,20,0,0,80,0,0}")
	if whole, commune, last := figure("", -1), figure(namDa, -1), figure(namDa, 2); whole != 30 || commune != 30 || last != 0 {
		t.Errorf("the district %d, the commune %d, a village without any %d", whole, commune, last)
	}
	state(nilVillage, "{100,400,90,10,0,360,40,0}")
	if whole, commune, rest := figure("", -1), figure(namDa, -1), figure(namDa, 3); whole != 100 || commune != 100 || rest != 70 {
		t.Errorf("the district %d, the commune %d, what is of no village %d", whole, commune, rest)
	}
}

func TestFormsRefuse(t *testing.T) {
	w := newWorld(t)
	w.settled(1)
	for name, c := range map[string]struct {
		as   string
		of   FormOf
		code string
	}{
		"no such form":        {"labour", FormOf{16, 2024, ""}, "form_unknown"},
		"a list":              {"labour", FormOf{15, 2024, ""}, "form_unknown"},
		"a year without one":  {"labour", FormOf{1, 2023, ""}, "round_unknown"},
		"no such commune":     {"labour", FormOf{1, 2024, "99999"}, "commune_unknown"},
		"another commune":     {"officer-dak-mam", FormOf{1, 2024, namDa}, "out_of_scope"},
		"beyond his commune":  {"officer", FormOf{1, 2024, ""}, "out_of_scope"},
		"of another district": {"labour@cu-jut", FormOf{1, 2024, ""}, "tenant_unknown"},
	} {
		if _, err := w.Form(w.as(c.as), krongNo, c.of); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Form(w.as("officer"), krongNo, FormOf{1, 2024, namDa}); err != nil {
		t.Error(err)
	}
}

// The households behind a figure are as many as it says, page by page, and nobody
// sees another commune's.
func TestTheHouseholdsBehindAFigure(t *testing.T) {
	w := newWorld(t)
	list := w.reviewed(60)
	poor, _ := inClass(list, classify.Poor)
	seen := map[string]bool{}
	page := database.Page{Limit: 4}
	for {
		part, next, err := w.BehindFigure(w.as("labour"), krongNo, Behind{Year: 2024, Measures: []forms.Measure{forms.Households(classify.Poor)}}, page)
		w.must(err)
		for _, h := range part {
			if seen[h.Household] || h.Class != "poor" || h.Unit != namDa {
				t.Errorf("%+v", h)
			}
			seen[h.Household] = true
		}
		if page.After = next; next == "" {
			break
		}
	}
	if len(seen) != int(poor) {
		t.Errorf("%d households behind %d", len(seen), poor)
	}
	none, _, err := w.BehindFigure(w.as("officer-dak-mam"), krongNo, Behind{Year: 2024, Measures: []forms.Measure{1}}, database.Page{})
	if err != nil || len(none) != 0 {
		t.Errorf("an officer of another commune sees %d, %v", len(none), err)
	}
	_, _, err = w.BehindFigure(w.as("officer-dak-mam"), krongNo, Behind{Year: 2024, Unit: namDa, Measures: []forms.Measure{1}}, database.Page{})
	w.want(err, "out_of_scope")
	_, _, err = w.BehindFigure(w.as("front"), krongNo, Behind{Year: 2024, Measures: []forms.Measure{1}}, database.Page{})
	w.want(err, "forbidden")
	_, _, err = w.BehindFigure(w.as("labour"), krongNo, Behind{Year: 2024, Measures: []forms.Measure{9999}}, database.Page{})
	w.want(err, "measure_unknown")
}

// The official list has as many blocks as form 1 counts, asks for a reason, and the
// audit keeps it.
func TestTheOfficialListIsAskedForWithAReason(t *testing.T) {
	w := newWorld(t)
	list := w.reviewed(40)
	near, _ := inClass(list, classify.NearPoor)
	var file bytes.Buffer
	of := FormOf{14, 2024, namDa}
	w.want(w.WriteForm(w.as("officer"), krongNo, of, FormatXLSX, "  ", &file), "reason_missing")
	w.want(w.WriteForm(w.as("agriculture"), krongNo, of, FormatXLSX, "xem", &file), "forbidden")
	w.want(w.WriteForm(w.as("officer-dak-mam"), krongNo, of, FormatXLSX, "xem", &file), "out_of_scope")
	w.must(w.WriteForm(w.as("officer"), krongNo, of, FormatXLSX, "kèm báo cáo", &file))
	book, err := excelize.OpenReader(&file)
	w.must(err)
	rows, err := book.GetRows(book.GetSheetList()[0])
	w.must(err)
	heads := int64(0)
	for _, row := range rows {
		if len(row) > 6 && row[2] == "Nguyễn Văn A" {
			heads++
		}
	}
	if heads != near {
		t.Errorf("%d blocks, form 1 counts %d near-poor", heads, near)
	}
	entries, _, err := w.Audit.List(w.as("labour"), krongNo, audit.Filter{Action: ActionReveal}, database.Page{})
	w.must(err)
	if len(entries) != 1 || entries[0].ObjectID != "14/2024/24697" || entries[0].Reason != "kèm báo cáo" {
		t.Errorf("the audit says %+v", entries)
	}
}

func TestAFormAsAFile(t *testing.T) {
	w := newWorld(t)
	w.reviewed(10)
	var sheet, pdf bytes.Buffer
	w.must(w.WriteForm(w.as("front"), krongNo, FormOf{2, 2024, ""}, FormatXLSX, "", &sheet))
	w.must(w.WriteForm(w.as("front"), krongNo, FormOf{2, 2024, ""}, FormatPDF, "", &pdf))
	if !strings.HasPrefix(sheet.String(), "PK") || !strings.HasPrefix(pdf.String(), "%PDF") {
		t.Error("no files")
	}
	w.want(w.WriteForm(w.as("front"), krongNo, FormOf{2, 2024, ""}, "exe", "", &pdf), "form_format")
	table, err := w.Form(w.as("front"), krongNo, FormOf{2, 2024, ""})
	w.must(err)
	packed, err := json.Marshal(table)
	if err != nil || !bytes.Contains(packed, []byte(`"part":"persons"`)) {
		t.Errorf("%s, %v", packed, err)
	}
}
