package population_test

import (
	"bytes"
	"testing"

	"vuon/apps/households/population"
	"vuon/apps/households/workbook"
)

// A made-up district is a workbook in which nothing is wrong, and which says the
// same when it is read again.
func TestWorkbook(t *testing.T) {
	p := of(t, districts()[4])
	for _, year := range p.Years() {
		var file bytes.Buffer
		if err := workbook.Write(&file, p.Book(year)); err != nil {
			t.Fatal(err)
		}
		w, err := workbook.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), workbook.Options{AsOf: population.AsOf(year), Today: population.AsOf(year)})
		if err != nil {
			t.Fatal(err)
		}
		var households []workbook.Household
		for h, err := range w.Households(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			households = append(households, h)
		}
		var members []workbook.Member
		for m, err := range w.Members(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			members = append(members, m)
		}
		for _, err := range w.Population(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if w.Report.FaultCount+w.Report.WarningCount > 0 {
			t.Fatalf("%d faults, %d warnings: %v %v", w.Report.FaultCount, w.Report.WarningCount, w.Report.Faults[:min(3, len(w.Report.Faults))], w.Report.Warnings[:min(3, len(w.Report.Warnings))])
		}
		i, j := 0, 0
		for h, list := range p.Rows(year) {
			if households[i] != h {
				t.Fatalf("%+v is read as %+v", h, households[i])
			}
			for _, m := range list {
				if members[j] != m {
					t.Fatalf("%+v is read as %+v", m, members[j])
				}
				j++
			}
			i++
		}
	}
}
