package households

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// opened is a circle whose periodic review of 2024 is open, nothing entered.
func opened(t *testing.T) *circle {
	c := newCircle(newWorld(t)).on("2024-09-03")
	_, err := c.OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.must(err)
	return c
}

func (c *circle) people(name string, stated map[string]forms.Population) error {
	return c.SavePopulation(c.as(name), krongNo, "2024", namDa, stated)
}

// formOne is the first figure of form 1's last row and whether its first rate is there.
func (c *circle) formOne(of string) (whole int64, rate bool) {
	c.t.Helper()
	table, err := c.Form(c.as("labour"), krongNo, FormOf{1, 2024, of})
	c.must(err)
	last := table.Rows[len(table.Rows)-1]
	whole, _ = table.At(last, "1")
	i := slices.IndexFunc(table.Columns, func(col forms.Column) bool { return col.Rate })
	return whole, !last.Cells[i].Blank
}

// What is stated on the screen gives form 1 its rates; villages alone make the
// commune, and what is left out next time is stated no more.
func TestPopulationReachesFormOne(t *testing.T) {
	c := opened(t)
	c.reviewedNow()
	if n, rate := c.formOne(namDa); n != 0 || rate {
		t.Fatalf("%d, a rate %v before anything is stated", n, rate)
	}
	a, b := forms.Population{10, 40, 6, 4, 1, 24, 16, 4}, forms.Population{20, 80, 20, 0, 0, 80, 0, 0}
	c.must(c.people("officer", map[string]forms.Population{c.villages[0]: a, c.villages[1]: b}))
	if n, rate := c.formOne(namDa); n != 30 || !rate {
		t.Errorf("the commune has %d households, a rate %v", n, rate)
	}
	if n, _ := c.formOne(""); n != 30 {
		t.Errorf("the district has %d households", n)
	}
	p, err := c.Population(c.as("reviewer"), krongNo, "2024", namDa)
	c.must(err)
	if len(p.Rows) != 3 || !slices.Equal(p.Rows[0].Counts, []int64{30, 120, 26, 4, 1, 104, 16, 4}) || !p.Review.People {
		t.Errorf("read back %+v", p.Rows)
	}
	c.must(c.people("labour", map[string]forms.Population{"": {100, 400, 90, 10, 0, 360, 40, 0}}))
	if n, _ := c.formOne(namDa); n != 100 {
		t.Errorf("the commune alone has %d households", n)
	}
	if n := c.audited(); n != 2 {
		t.Errorf("%d entries in the audit", n)
	}
	c.must(c.people("labour", map[string]forms.Population{"": {100, 400, 90, 10, 0, 360, 40, 0}}))
	if n := c.audited(); n != 2 {
		t.Errorf("%d entries after saving the same again", n)
	}
}

// reviewedNow enters one household, so that the commune has something to report.
func (c *circle) reviewedNow() {
	c.t.Helper()
	officer := c.as("officer")
	_, err := c.FillList(officer, krongNo, "2024", namDa)
	c.must(err)
	c.must(c.CloseList(officer, krongNo, "2024", namDa))
	for _, v := range c.villages {
		c.must(c.Assign(officer, krongNo, "2024", namDa, v, []string{c.actors["reviewer"].Account}))
	}
	c.enter("reviewer", "2024", "1-poor", 100, 4)
}

func (c *circle) audited() (n int) {
	c.t.Helper()
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		return tx.NewRaw("SELECT count(*) FROM audit_entries WHERE object = 'population' AND tenant_id = ?", krongNo).Scan(ctx, &n)
	})
	return n
}

// Every identity is refused at its field, all in one pass, and nothing is saved.
func TestPopulationThatDoesNotAddUp(t *testing.T) {
	c := opened(t)
	a, b := c.villages[0], c.villages[1]
	good := forms.Population{10, 40, 6, 4, 1, 24, 16, 4}
	for name, x := range map[string]struct {
		stated map[string]forms.Population
		fields []string
	}{
		"households":  {map[string]forms.Population{"": {11, 40, 6, 4, 1, 24, 16, 4}}, []string{"commune-0"}},
		"persons":     {map[string]forms.Population{a: {10, 41, 6, 4, 1, 24, 16, 4}}, []string{a + "-1"}},
		"a part":      {map[string]forms.Population{a: {10, 40, 6, 4, 5, 24, 16, 17}}, []string{a + "-4", a + "-7"}},
		"no number":   {map[string]forms.Population{"": {10, -1, 6, 4, 1, 24, 16, 4}}, []string{"commune-1"}},
		"too many":    {map[string]forms.Population{"": {10, maxPopulation + 1, 6, 4, 1, 24, 16, 4}}, []string{"commune-1"}},
		"two rows":    {map[string]forms.Population{a: {9, 40, 6, 4, 1, 24, 16, 4}, b: {10, 40, 6, 4, 1, 23, 16, 4}}, []string{a + "-0", b + "-1"}},
		"the commune": {map[string]forms.Population{"": {20, 80, 12, 8, 2, 48, 32, 7}, a: good, b: good}, []string{"commune-7"}},
	} {
		err := c.people("officer", x.stated)
		c.want(err, "population_wrong")
		var fields []string
		for _, f := range fault.From(err).Fields {
			fields = append(fields, f.Name)
		}
		if !slices.Equal(fields, x.fields) {
			t.Errorf("%s: marked %v, want %v", name, fields, x.fields)
		}
	}
	if p, err := c.Population(c.as("officer"), krongNo, "2024", namDa); err != nil || p.Review.People {
		t.Errorf("something was saved: %+v, %v", p.Rows, err)
	}
	c.must(c.people("officer", map[string]forms.Population{"": {20, 80, 12, 8, 2, 48, 32, 8}, a: good, b: good}))
}

func TestPopulationIsRefused(t *testing.T) {
	c := newCircle(newWorld(t))
	good := map[string]forms.Population{"": {10, 40, 6, 4, 1, 24, 16, 4}}
	c.reviewed()
	c.want(c.people("officer-dak-mam", good), "out_of_scope")
	c.want(c.people("labour@cu-jut", good), "tenant_unknown")
	c.want(c.people("reviewer", good), "forbidden")
	c.want(c.people("officer", map[string]forms.Population{nilVillage: good[""]}), "village_unknown")
	_, err := c.Population(c.as("officer-dak-mam"), krongNo, "2024", namDa)
	c.want(err, "out_of_scope")
	_, err = c.OpenRegular(c.on("2024-10-16").as("labour"), krongNo, 2024, 10)
	c.must(err)
	c.want(c.SavePopulation(c.as("officer"), krongNo, "2024-10", namDa, good), "population_none")
}

func TestPopulationOfARecognisedCommune(t *testing.T) {
	c := newCircle(newWorld(t))
	c.recognised()
	c.want(c.people("officer", map[string]forms.Population{"": {10, 40, 6, 4, 1, 24, 16, 4}}), "review_closed")
}

// The page takes what the officer types without a script, marks what is wrong where
// it is, keeps what was typed, and only shows it to who may not state it.
func TestPopulationPage(t *testing.T) {
	c := opened(t)
	visit := c.site()
	officer, reader := visit("commune-officer", namDa), visit("reviewer", namDa)
	page := "/t/" + krongNo + "/reviews/2024/" + namDa
	if _, body := officer.get(page); !strings.Contains(body, page+"/population") || !strings.Contains(body, "Chưa nhập: biểu 1 chưa tính được tỷ lệ") {
		t.Error("the steps do not say that the population is missing")
	}
	figures := func(first string) (out []string) {
		for i, n := range []string{first, "4.500", "400", "600", "300", "1.800", "2.700", "1.300"} {
			out = append(out, populationField("", i), n)
		}
		return out
	}
	status, _, body := officer.post(page+"/population", figures("1.001")...)
	if status != http.StatusUnprocessableEntity && status != http.StatusBadRequest || !strings.Contains(body, `id="f-commune-0-error"`) || !strings.Contains(body, `value="1.001"`) {
		t.Errorf("%d: the wrong figure is not marked", status)
	}
	if status, location, _ := officer.post(page+"/population", figures("1.000")...); status != http.StatusSeeOther || !strings.HasPrefix(location, page+"/population") {
		t.Errorf("%d, on to %s", status, location)
	}
	if _, body := officer.get(page); strings.Contains(body, "Chưa nhập: biểu 1") {
		t.Error("the steps still miss the population")
	}
	status, body = reader.get(page + "/population")
	if status != http.StatusOK || !strings.Contains(body, "4.500") || strings.Contains(body, `name="commune-0"`) {
		t.Errorf("%d: the reviewer reads the page", status)
	}
	if status, _, _ := reader.post(page+"/population", figures("1.000")...); status != http.StatusForbidden {
		t.Errorf("%d: the reviewer stated a population", status)
	}
}
