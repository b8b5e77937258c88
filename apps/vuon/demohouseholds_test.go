package main

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"vuon/apps/households"
	"vuon/apps/households/forms"
	"vuon/platform/database"
)

// The demonstration's first start is killed while the households are made up. The
// next start goes on with what is missing, and in the end the forms say what was
// published, every review is recognised, and there is work for the present.
func TestHouseholdsOfTheDemonstration(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("moments of seed %d", seed)
	moments := rand.New(rand.NewPCG(seed, 0))
	data := folder(t, nil, "data")
	for range 2 {
		launch(t, nil, data, "demo").killAfter(3*time.Second + time.Duration(moments.Int64N(int64(15*time.Second))))
	}
	p, _ := open(t, nil, data, "demo")
	d := joined(t, data)
	as := func(username string) context.Context {
		ctx, err := d.as(context.Background(), username)
		if err != nil {
			t.Fatal(err)
		}
		return ctx
	}
	for year, want := range map[int][2]int64{2023: {370, 1651}, 2024: {189, 588}} {
		labour := as("labour@krong-no")
		table, err := d.apps.households.Form(labour, "krong-no", households.FormOf{Number: 1, Year: year})
		if err != nil {
			t.Fatal(err)
		}
		got := [2]int64{figure(t, table, "3"), figure(t, table, "5")}
		if got != want || table.Preliminary {
			t.Errorf("%d: %v poor and near-poor, published %v; preliminary %v", year, got, want, table.Preliminary)
		}
	}
	department := as("department@dak-nong")
	table, err := d.apps.households.Form(department, "dak-nong", households.FormOf{Number: 1, Year: 2024})
	if err != nil || figure(t, table, "3") != 5423 || figure(t, table, "4") != 3_15 {
		t.Errorf("the province: %d poor, %d hundredths of a per cent, %v; published 5423 and 3.15", figure(t, table, "3"), figure(t, table, "4"), err)
	}
	reviewer := as("reviewer-" + presentIn + "@" + presentOf)
	list, _, err := d.apps.households.ToReview(reviewer, presentOf, presentRound, presentIn, "", database.Page{Limit: 500})
	entered := 0
	for _, l := range list {
		if l.Entered {
			entered++
		}
	}
	if err != nil || entered == 0 || len(list)-entered < 30 {
		t.Errorf("the present review: %d on the list, %d entered, %v", len(list), entered, err)
	}
	leave(t, d)
	p.interrupt(t)
}

// figure is a figure in the last row of a form.
func figure(t *testing.T, table forms.Table, key string) int64 {
	t.Helper()
	if len(table.Rows) == 0 {
		t.Fatal("the form has no row")
	}
	v, _ := table.At(table.Rows[len(table.Rows)-1], key)
	return v
}
