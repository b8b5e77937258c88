package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
)

// While a workbook is taken over the process is killed, at moments that nobody
// chose. Nothing of it is kept, or all; its job goes on after the next start. In the
// end everything is there, once.
func TestKilledInTheMiddleOfAnImport(t *testing.T) {
	const tenant, n = "tuy-duc", 2000
	seed := uint64(time.Now().UnixNano())
	t.Logf("moments of seed %d", seed)
	moments := rand.New(rand.NewPCG(seed, 0))
	data := folder(t, nil, "data")
	p, s := open(t, nil, data, "demo", "--households=false")
	d := joined(t, data)
	s.d = d
	units, err := d.tenants.Units(operator(t), tenant, time.Date(badHouseholdsYear, 12, 14, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	file := crowded(t, units[0].Code, n)
	run := s.sendsIn(t, tenant, file)
	if run.Report == nil || run.Report.Households.New != n || run.Report.FaultCount > 0 {
		t.Fatalf("%s %+v", run.State, run.Report)
	}
	apply := ask{who: "labour@" + tenant, method: http.MethodPost, path: "/api/tenants/" + tenant + "/households/imports/" + run.ID + "/apply"}
	if a := s.ask(t, apply); a.status != http.StatusAccepted {
		t.Fatalf("%d %s", a.status, a.body)
	}
	leave(t, d)
	for range 2 {
		p.killAfter(time.Duration(moments.Int64N(int64(1500 * time.Millisecond))))
		p, s = open(t, nil, data, "demo", "--households=false")
		d := joined(t, data)
		if there := registered(t, d, tenant); there != 0 && there != n {
			t.Fatalf("%d of %d households are there", there, n)
		}
		leave(t, d)
	}
	s.runEnds(t, tenant, run.ID, households.RunApplied)
	d = joined(t, data)
	if there := registered(t, d, tenant); there != n {
		t.Errorf("%d of %d households are there", there, n)
	}
	leave(t, d)
	p.interrupt(t)
}

func registered(t testing.TB, d *deployment, tenant string) (n int) {
	t.Helper()
	list, err := d.apps.households.CountHouseholds(operator(t), tenant, households.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		n += c.N
	}
	return n
}

// crowded is a workbook of many households of a commune.
func crowded(t testing.TB, commune string, n int) []byte {
	t.Helper()
	var list []workbook.Household
	var members []workbook.Member
	for i := range n {
		code, name := fmt.Sprintf("DD-%d", i), fmt.Sprintf("Người Thử %d", i)
		list = append(list, workbook.Household{Code: code, Commune: commune, Village: "Thôn Xa", Head: name, Opening: classify.NotPoor, B1: 130, Deprived: classify.SetOf(8)})
		for m := range 4 {
			who := workbook.Member{Household: code, Name: fmt.Sprintf("%s %d", name, m), Birth: time.Date(1980+m, 5, 6, 0, 0, 0, 0, time.UTC), Ethnic: "Kinh", Relation: "child"}
			if m == 0 {
				who.Name, who.Relation = name, "head"
			}
			members = append(members, who)
		}
	}
	return workbookOf(t, list, members)
}
