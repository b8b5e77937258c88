package planning

import (
	"testing"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// The life of a plan, written out: what may follow what.
func TestStepsOfALife(t *testing.T) {
	allowed := map[Step]map[State]State{
		StepImport:  {Draft: Draft, Returned: Draft},
		StepSubmit:  {Draft: Submitted, Returned: Submitted},
		StepReturn:  {Submitted: Returned, Approved: Returned},
		StepApprove: {Submitted: Approved},
		StepIssue:   {Approved: Issued},
		StepAmend:   {Issued: Draft},
	}
	for step, r := range rules() {
		for _, state := range []State{Draft, Submitted, Returned, Approved, Issued, Superseded} {
			to, may := allowed[step][state]
			if r.allows(state) != may {
				t.Errorf("%s on a plan that is %s: allowed %v, want %v", step, state, r.allows(state), may)
			}
			if may && r.to != to {
				t.Errorf("%s leads to %s, want %s", step, r.to, to)
			}
		}
	}
	if len(rules()) != len(allowed) {
		t.Errorf("%d steps have rules, want %d", len(rules()), len(allowed))
	}
}

func TestLateFromTheDayAfterTheDeadline(t *testing.T) {
	d := tenancy.Deadlines{Submit: "01-25", Issue: "02-15"}
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2024, month, day, hour, minute, 0, 0, i18n.Zone())
	}
	for _, c := range []struct {
		state State
		now   time.Time
		late  bool
	}{
		{"", at(1, 25, 23, 59), false}, {"", at(1, 26, 0, 0), true},
		{Draft, at(1, 25, 23, 59), false}, {Draft, at(1, 26, 0, 0), true}, {Returned, at(1, 26, 0, 0), true},
		{Submitted, at(2, 15, 23, 59), false}, {Submitted, at(2, 16, 0, 0), true}, {Approved, at(2, 16, 0, 0), true},
		{Issued, at(12, 31, 0, 0), false}, {Superseded, at(12, 31, 0, 0), false},
	} {
		if got := Late(d, 2024, c.state, c.now); got != c.late {
			t.Errorf("a plan that is %q at %s: late %v, want %v", c.state, c.now, got, c.late)
		}
	}
	if Late(tenancy.Deadlines{}, 2024, Draft, at(12, 31, 0, 0)) {
		t.Error("without a deadline nothing is late")
	}
}
