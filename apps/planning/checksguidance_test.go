package planning

import (
	"testing"

	"vuon/apps/planning/planreader"
)

func TestTargetsAgainstTheProvincesGuidance(t *testing.T) {
	plan := planOf(t, "krong-no")
	plan.Identify() // at least 0.5 points for all, 1.5 for on-site minorities
	ask := func(amount float64, population string) planreader.Target {
		return planreader.Target{Indicator: "poor_rate", Direction: "decrease", Amount: amount, Unit: "percentage_point", Population: population, Text: "Giảm"}
	}
	for _, c := range []struct {
		asked planreader.Target
		want  string
	}{
		{ask(0.5, "all"), ""}, {ask(2, "all"), "guidance_target_low"}, {ask(1.5, "onsite_minority"), ""},
		{ask(3, "ethnic_minority"), "guidance_target_missing"},
	} {
		got := ""
		for _, found := range againstGuidance(&plan, []planreader.Target{c.asked}) {
			got = found.Code
			if found.Code == "guidance_target_low" && found.At == "" {
				t.Error("the low target is not placed")
			}
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.asked, got, c.want)
		}
	}
}
