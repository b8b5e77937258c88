package planning

import (
	"regexp"
	"strings"
	"testing"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/planning/planreader"
	"vuon/platform/web/ui"
)

// reviewOf is a review: so many poor households of so many.
func reviewOf(n int, poor, onsite, all, allOnsite int64) households.YearSums {
	sums := forms.NewSums()
	sums[forms.Households(classify.Poor)], sums[forms.Onsite(classify.Poor)] = poor, onsite
	return households.YearSums{Year: n, Sums: sums, Population: forms.Population{all, 0, 0, 0, allOnsite}}
}

func TestTargetsAreHeldAgainstTheReviews(t *testing.T) {
	before, after := reviewOf(2023, 1000, 300, 20_000, 2000), reviewOf(2024, 900, 270, 20_000, 2000) // 5,00 → 4,50 %; on site 15,00 → 13,50 %
	point := planreader.Target{Indicator: "poor_rate", Direction: "decrease", Amount: 0.5, Unit: "percentage_point", Population: "all"}
	with := func(change func(*planreader.Target)) planreader.Target { c := point; change(&c); return c }
	for name, c := range map[string]struct {
		target        planreader.Target
		before, after households.YearSums
		got           int64
		known         bool
		attained      Attainment
	}{
		"exactly":         {point, before, after, 50, true, Attained},
		"a hair short":    {point, before, reviewOf(2024, 902, 0, 20_000, 0), 49, true, Short},
		"worse":           {point, after, before, -50, true, Short},
		"on site":         {with(func(t *planreader.Target) { t.Population, t.Amount = "onsite_minority", 1.5 }), before, after, 150, true, Attained},
		"more on site":    {with(func(t *planreader.Target) { t.Population, t.Amount = "onsite_minority", 2 }), before, after, 150, true, Short},
		"down to":         {with(func(t *planreader.Target) { t.Direction, t.Unit, t.Amount = "reach", "percent", 4.5 }), before, after, 450, true, Attained},
		"not down to":     {with(func(t *planreader.Target) { t.Direction, t.Unit, t.Amount = "reach", "percent", 4.4 }), before, after, 450, true, Short},
		"by households":   {with(func(t *planreader.Target) { t.Unit, t.Amount = "count", 100 }), before, after, 100_00, true, Attained},
		"by a tenth":      {with(func(t *planreader.Target) { t.Unit, t.Amount = "percent", 10 }), before, after, 10_00, true, Attained},
		"more than tenth": {with(func(t *planreader.Target) { t.Unit, t.Amount = "percent", 11 }), before, after, 10_00, true, Short},
		"an increase":     {with(func(t *planreader.Target) { t.Direction = "increase" }), before, after, -50, true, Short},
		"no population":   {point, before, reviewOf(2024, 900, 0, 0, 0), 0, false, NotKnown},
		"nobody lives":    {with(func(t *planreader.Target) { t.Population = "ethnic_minority" }), before, after, 0, false, NotKnown},
	} {
		class, is := measured(c.target)
		if !is {
			t.Fatalf("%s is not measured", name)
		}
		p := Progress{Target: c.target, Class: class, Before: Found{Year: 2023}, After: Found{Year: 2024}}
		p.find(c.after)
		if p.Attained() != NotKnown && c.target.Direction != "reach" {
			t.Errorf("%s: an attainment without the year before", name)
		}
		c.before.Year, c.after.Year = 2023, 2024
		p.find(c.before)
		p.find(c.after)
		if got, known := p.Got(); got != c.got && known || known != c.known || p.Attained() != c.attained {
			t.Errorf("%s: %d %v %q", name, got, known, p.Attained())
		}
	}
}

func TestOtherTargetsAreNotMeasured(t *testing.T) {
	for _, target := range []planreader.Target{{Indicator: "job_placements", Population: "all"}, {Indicator: "poor_rate", Population: "other"}, {Indicator: "disbursement_rate"}} {
		if _, is := measured(target); is {
			t.Errorf("%+v is measured", target)
		}
	}
	if list, err := (&Service{}).Progress(t.Context(), "krong-no", 2024, []planreader.Target{{Indicator: "poor_rate", Population: "all"}}); list != nil || err != nil {
		t.Errorf("without a registry: %v %v", list, err)
	}
}

func TestProgressIsDrawn(t *testing.T) {
	target := planreader.Target{Text: "Giảm <0,5%>", Indicator: "poor_rate", Direction: "decrease", Amount: 0.5, AtLeast: true, Unit: "percentage_point", Population: "all"}
	p := Progress{Target: target, Class: classify.Poor, Before: Found{Year: 2023}, After: Found{Year: 2024}}
	if v := drawProgress(t.Context(), []Progress{p}, "/t/krong-no"); v.Any || v.Rows[0].Href != "" || v.Rows[0].After != "–" {
		t.Errorf("without reviews: %+v", v)
	}
	p.find(reviewOf(2023, 1000, 0, 20_000, 0))
	p.find(reviewOf(2024, 900, 0, 20_000, 0))
	v := drawProgress(t.Context(), []Progress{p, p}, "/t/krong-no")
	row := v.Rows[0]
	if row.Before != "5,00%" || row.After != "4,50%" || row.Result != "giảm 0,50 điểm %" || row.Tone != ui.Good || row.Href != "/t/krong-no/forms/1?year=2024" {
		t.Errorf("%+v", row)
	}
	if len(v.Rates.Series) != 1 || v.Rates.Series[0].Values[1] != 4.5 {
		t.Errorf("%+v", v.Rates)
	}
	if regexp.MustCompile("NaN|%!").MatchString(strings.Join([]string{row.Before, row.After, row.Result, row.Want}, " ")) {
		t.Errorf("%+v", row)
	}
}
