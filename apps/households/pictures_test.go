package households

import (
	"context"
	"math"
	"regexp"
	"strings"
	"testing"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// summed writes the sums of a year into two communes of Krông Nô: poor and
// near-poor households on site in Nam Đà, twice as many in Đắk Mâm, with a
// population in Nam Đà alone.
func (w *world) summed(year int, poor, near int64) {
	w.t.Helper()
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		r := periodic(year)
		r.MadeAt = w.now()
		if _, err := w.store.addRound(ctx, tx, r); err != nil {
			return err
		}
		for i, code := range []string{namDa, dakMam} {
			u, err := w.unit(ctx, krongNo, code, r.AsOf)
			if err != nil {
				return err
			}
			n := int64(i + 1)
			sums := forms.NewSums()
			for m, count := range map[forms.Measure]int64{forms.Households(classify.Poor): poor, forms.Households(classify.NearPoor): near, forms.Onsite(classify.Poor): poor / 2,
				forms.Minority(classify.Poor): poor / 2, forms.Kinh(classify.Poor): poor - poor/2, forms.Deprived(classify.Poor, 8): poor / 2, forms.ReviewedHouseholds: poor + near} {
				sums[m] = count * n
			}
			if err := w.store.addSums(ctx, tx, &tally{r.ID, map[place]forms.Sums{{u.ID, nilVillage}: sums}}); err != nil {
				return err
			}
			if code != namDa {
				continue
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO households_population (tenant_id, year, unit, village, counts) VALUES (?, ?, ?, ?, '{1000,4500,400,600,300,1800,2700,1300}')`,
				krongNo, year, u.ID, nilVillage); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestPicturesAddTheCommunesUp(t *testing.T) {
	w := newWorld(t)
	p, err := w.Pictures(w.as("front"), krongNo, FormOf{})
	if w.must(err); p.Of.Year != 0 {
		t.Fatalf("pictures of %d before any review", p.Of.Year)
	}
	w.summed(2023, 40, 60)
	w.summed(2024, 20, 50)
	p, err = w.Pictures(w.as("front"), krongNo, FormOf{})
	w.must(err)
	if p.Of.Year != 2024 || p.Of.Unit != "" || !p.Whole || len(p.Years) != 2 || p.Years[0].Year != 2023 || !p.Now().Preliminary {
		t.Fatalf("%+v", p.Of)
	}
	for year, want := range map[int][2]int64{0: {120, 1000}, 1: {60, 1000}} {
		if part, whole := p.Years[year].Rate(classify.Poor, Everybody); part != want[0] || whole != want[1] {
			t.Errorf("year %d: %d of %d", year, part, whole)
		}
	}
	if part, whole := p.Now().Rate(classify.Poor, OnsiteMinority); part != 30 || whole != 300 {
		t.Errorf("%d of %d on site", part, whole)
	}
	reported := 0
	for _, u := range p.Parts {
		if u.Reported {
			reported++
		}
	}
	if reported != 2 || len(p.Parts) != len(p.Communes) {
		t.Errorf("%d of %d communes reported", reported, len(p.Parts))
	}
	if p, err = w.Pictures(w.as("labour"), krongNo, FormOf{Year: 2023, Unit: dakMam}); err != nil || len(p.Years) != 1 || p.Now().Sums.At(forms.Households(classify.Poor)) != 80 {
		t.Errorf("Đắk Mâm in 2023: %v %v", p.Years, err)
	}
	_, err = w.Pictures(w.as("labour"), krongNo, FormOf{Year: 2022})
	w.want(err, "round_unknown")
	_, err = w.Pictures(w.as("labour"), krongNo, FormOf{Unit: "99999"})
	w.want(err, "commune_unknown")
}

func TestACommuneSeesItsOwnPictures(t *testing.T) {
	w := newWorld(t)
	w.summed(2024, 20, 50)
	p, err := w.Pictures(w.as("officer"), krongNo, FormOf{})
	if w.must(err); p.Of.Unit != namDa || p.Whole || len(p.Communes) != 1 || p.Now().Sums.At(forms.Households(classify.Poor)) != 20 {
		t.Errorf("%+v %d communes", p.Of, len(p.Communes))
	}
	_, err = w.Pictures(w.as("officer"), krongNo, FormOf{Unit: dakMam})
	w.want(err, "out_of_scope")
	_, err = w.Pictures(w.as("labour@cu-jut"), krongNo, FormOf{})
	w.want(err, "tenant_unknown")
}

func TestPovertyLeavesYearsWithoutReviewOut(t *testing.T) {
	w := newWorld(t)
	w.summed(2024, 20, 50)
	list, err := w.Poverty(w.as("officer"), krongNo, 2023, 2024)
	if w.must(err); len(list) != 1 || list[0].Year != 2024 || list[0].Sums.At(forms.Households(classify.NearPoor)) != 150 {
		t.Errorf("%+v", list)
	}
}

// drawn is a picture as its page, for who may see households or not.
func drawn(t *testing.T, p Pictures, open bool) string {
	t.Helper()
	var b strings.Builder
	if err := picturesPage(picture{Pictures: p, ctx: t.Context(), root: "/t/krong-no", open: open}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sample() Pictures {
	sums := forms.NewSums()
	sums[forms.Households(classify.Poor)], sums[forms.Households(classify.NearPoor)] = 20, 50
	sums[forms.Deprived(classify.Poor, 8)], sums[forms.Minority(classify.Poor)], sums[forms.Ethnic(classify.Poor, "22")] = 12, 9, 5
	now := YearSums{Year: 2024, Sums: sums, Population: forms.Population{1000, 4500}}
	part := forms.Unit{Code: namDa, Name: "Xã <Nam> Đà", Level: forms.Commune, Reported: true, Sums: sums, Population: now.Population}
	return Pictures{Of: FormOf{Year: 2024}, Name: "Huyện Krông Nô", Whole: true, Reviews: []int{2024}, Communes: []tenancy.Unit{{ID: "67-664-" + namDa, Code: namDa, Name: "Xã Nam Đà"}, {}},
		Years: []YearSums{now}, Parts: []forms.Unit{part, {Code: dakMam, Name: "Thị trấn Đắk Mâm", Level: forms.Commune}}, Peoples: []forms.People{{Code: "22", Name: "M'Nông"}}}
}

func TestFiguresOpenHouseholdsForThoseWhoMaySeeThem(t *testing.T) {
	closed, open := drawn(t, sample(), false), drawn(t, sample(), true)
	if strings.Contains(closed, "/behind") {
		t.Error("an observer is led to households")
	}
	if n := strings.Count(open, "/forms/4/behind?"); n != 1 { // the one indicator that anybody lacks
		t.Errorf("%d deprivations lead to households", n)
	}
	if strings.Contains(open, "/forms/9/behind?") {
		t.Error("figures of peoples lead to households those who may not reveal")
	}
	for _, want := range []string{"60,00%", "2,00%", "5,00%", "25,00%", "Xã &lt;Nam&gt; Đà", "chưa báo cáo", "/t/krong-no/forms/9?year=2024"} {
		if !strings.Contains(closed, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if bad := regexp.MustCompile(`NaN|\sstyle=|%!`).FindString(closed + drawn(t, Pictures{Of: FormOf{Year: 2024}, Years: []YearSums{{Year: 2024}}}, true)); bad != "" {
		t.Errorf("the page holds %q", bad)
	}
}

// TestWithoutAPopulationBarsCompareNumbers: villages have no stated population.
func TestWithoutAPopulationBarsCompareNumbers(t *testing.T) {
	p := sample()
	for i := range p.Parts {
		p.Parts[i].Population = forms.Population{}
	}
	rows := picture{Pictures: p, ctx: t.Context()}.places().Rows
	if rows[0].Poor.Bar.Value != 20 || rows[0].Poor.Bar.Max != 50 || rows[0].Poor.Share != "–" || math.IsNaN(rows[1].Poor.Bar.Value) {
		t.Errorf("%+v", rows[0])
	}
}

// TestAProvinceLeavesItsTrace: who looks from above is in the district's audit.
func TestAProvinceLeavesItsTrace(t *testing.T) {
	w := newWorld(t)
	w.summed(2024, 20, 50)
	made, err := w.Identity.AddAccount(identity.With(t.Context(), identity.Operator()), identity.NewAccount{Username: "supervisor", Name: "Supervisor"})
	w.must(err)
	above := identity.With(t.Context(), identity.Actor{Account: made.ID, Username: made.Username, Tenant: "dak-nong", Roles: []identity.Grant{{Role: "province-supervisor"}}})
	seen := func(object, id string) (n int) {
		w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
			return tx.NewSelect().Table("audit_entries").ColumnExpr("count(*)").Where("action = ? AND object = ? AND object_id = ? AND account_id = ?", ActionForms, object, id, made.ID).Scan(ctx, &n)
		})
		return n
	}
	for _, actor := range []context.Context{above, w.as("labour")} { // the district's own reading leaves no trace
		_, err = w.Pictures(actor, krongNo, FormOf{})
		w.must(err)
		_, err = w.Form(actor, krongNo, FormOf{Number: 2, Year: 2024})
		w.must(err)
	}
	if seen("pictures", "2024") != 1 || seen("form", "2/2024") != 1 {
		t.Errorf("%d traces of the pictures, %d of the form", seen("pictures", "2024"), seen("form", "2/2024"))
	}
	if _, err := w.Form(above, krongNo, FormOf{Number: 2, Year: 1999}); err == nil || seen("form", "2/1999") != 0 {
		t.Errorf("a form that there is not (%v) leaves %d traces", err, seen("form", "2/1999"))
	}
}
