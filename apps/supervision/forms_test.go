package supervision_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// sums are the rows of the review of 2024 in the communes of the districts: so many
// poor households each, population and villages beside it.
func (w *world) sums(t testing.TB, poor int64, districts ...string) (keys [][2]string) {
	t.Helper()
	operator := identity.With(t.Context(), identity.Operator())
	for _, district := range districts {
		units, err := w.Tenants.Units(operator, district, forms.AsOf(2024))
		if err != nil {
			t.Fatal(err)
		}
		w.exec(t, district, `INSERT INTO households_rounds (tenant_id, id, kind, year, opens_on, closes_on, as_of, district, created_at, created_by)
			VALUES (?, '2024', 'periodic', 2024, '2024-09-01', '2024-12-14', '2024-12-14', true, now(), '')`, district)
		for _, u := range units {
			w.commune(t, district, u, poor)
			keys = append(keys, [2]string{district, u.ID})
		}
	}
	return keys
}

func (w *world) commune(t testing.TB, district string, u tenancy.Unit, poor int64) {
	sums := forms.NewSums()
	sums[forms.Households(classify.Poor)], sums[forms.ReviewedHouseholds] = poor, 10*poor
	counts := "{" + strings.Trim(strings.ReplaceAll(fmt.Sprint([]int64(sums)), " ", ","), "[]") + "}"
	err := w.db.InTenant(t.Context(), district, func(ctx context.Context, tx database.Tx) error {
		const nilVillage = "00000000-0000-0000-0000-000000000000"
		if _, err := tx.ExecContext(ctx, `INSERT INTO households_communes (tenant_id, round, unit, state, updated_at) VALUES (?, '2024', ?, 'recognised', ?)`,
			district, u.ID, time.Now()); err != nil {
			return err
		}
		for _, n := range "0123456789a" { // the commune itself, then its villages
			village := strings.Replace(nilVillage, "0000-0", "0000-"+string(n), 1)
			if _, err := tx.ExecContext(ctx, `INSERT INTO households_sums (tenant_id, round, unit, village, counts) VALUES (?, '2024', ?, ?, ?)`,
				district, u.ID, village, counts); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO households_population (tenant_id, year, unit, village, counts) VALUES (?, 2024, ?, ?, '{1400,6000,1000,400,100,4200,1800,450}')`,
				district, u.ID, village); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The province's form holds every district and its communes; each district's audit
// says that its sums were read, and a district nobody of another province sees.
func TestTheProvinceAddsUpItsDistricts(t *testing.T) {
	w := newWorld(t)
	keys := w.sums(t, 7, "krong-no", "cu-jut")
	table, err := w.Form(as(t, "dak-nong", "province-department"), "dak-nong", households.FormOf{Number: 1, Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	last := table.Rows[len(table.Rows)-1]
	poor, _ := table.At(last, "3")
	people, _ := table.At(last, "1")
	rate, is := table.At(last, "4")
	if n := int64(len(keys)); poor != 7*n || people != 1400*n || !is || rate != 50 || last.Unit.Level != forms.Province || last.Unit.Code != "67" {
		t.Errorf("%d communes: the last row %+v", n, last)
	}
	if len(table.Rows) != 8+71+1 || !table.Preliminary {
		t.Errorf("%d rows, preliminary %v", len(table.Rows), table.Preliminary)
	}
	for _, r := range table.Rows {
		if reported := r.Unit.Code == "67" || strings.HasPrefix(r.Unit.Name, "Huyện Krông Nô") || strings.HasPrefix(r.Unit.Name, "Huyện Cư Jút"); r.Unit.Level != forms.Commune && r.Reported != reported {
			t.Errorf("%s: reported %v", r.Unit.Name, r.Reported)
		}
	}
	for _, district := range []string{"krong-no", "dak-mil"} {
		if read := w.read(t, district); read != "province-department@dak-nong households.forms 1/2024" {
			t.Errorf("the audit of %s says: %s", district, read)
		}
	}
	years, err := w.FormYears(as(t, "dak-nong", "province-department"), "dak-nong")
	if err != nil || len(years) != 1 || years[0] != 2024 {
		t.Errorf("%v, %v", years, err)
	}
	_, err = w.Form(as(t, "dak-nong", "province-department"), "dak-nong", households.FormOf{Number: 1, Year: 2022})
	want(t, err, "round_unknown")
	_, err = w.Form(as(t, "lam-dong", "province-department"), "dak-nong", households.FormOf{Number: 1, Year: 2024})
	want(t, err, "tenant_unknown")
	_, err = w.Form(as(t, "krong-no", "labour"), "dak-nong", households.FormOf{Number: 1, Year: 2024})
	want(t, err, "tenant_unknown")
	if years, err := w.FormYears(as(t, "lam-dong", "province-department"), "lam-dong"); err != nil || len(years) != 0 {
		t.Errorf("another province: %v, %v", years, err)
	}
}

// Form 1 of a province of 100,000 households (8 districts, 71 communes, 710
// villages), with the traces that it leaves in the districts' audits, against one
// look-up by primary key for each row shown: at most ten times as long.
func BenchmarkFormOfAProvince(b *testing.B) {
	w := newWorld(b)
	keys := w.sums(b, 100_000/71/10, "gia-nghia", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "krong-no", "tuy-duc")
	province := as(b, "dak-nong", "province-department")
	var lookedUp, form float64
	b.Run("look-up a row", func(b *testing.B) {
		for b.Loop() {
			for _, key := range keys {
				err := w.db.InTenant(province, key[0], func(ctx context.Context, tx database.Tx) error {
					var counts string
					return tx.NewSelect().Table("households_sums").Column("counts").Where("tenant_id = ? AND round = '2024' AND unit = ? AND village = ?",
						key[0], key[1], "00000000-0000-0000-0000-000000000000").Scan(ctx, &counts)
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		}
		lookedUp = float64(b.Elapsed()) / float64(b.N)
	})
	b.Run("form", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.Form(province, "dak-nong", households.FormOf{Number: 1, Year: 2024}); err != nil {
				b.Fatal(err)
			}
		}
		form = float64(b.Elapsed()) / float64(b.N)
		if lookedUp > 0 {
			b.ReportMetric(form/lookedUp, "x-look-ups")
		}
	})
}
