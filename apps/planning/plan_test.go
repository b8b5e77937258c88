package planning

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// everyState are all states of a version.
func everyState() []State {
	return []State{Draft, Consulting, Returned, Submitted, Appraised, Approved, Numbered, Issued, Superseded, Closed, Withdrawn}
}

// The life of a plan, written out for two ways: what may follow what.
func TestStepsOfALife(t *testing.T) {
	common := map[Step]map[State]State{
		StepImport:  {Draft: Draft, Returned: Draft, Consulting: Draft},
		StepSubmit:  {Draft: Submitted, Returned: Submitted},
		StepReturn:  {Submitted: Returned, Appraised: Returned, Approved: Returned},
		StepRelease: {Issued: Issued},
		StepAmend:   {Issued: Draft},
		StepClose:   {Issued: Closed},
	}
	short := map[Step]map[State]State{StepApprove: {Submitted: Approved}, StepIssue: {Approved: Issued}}
	long := map[Step]map[State]State{
		StepConsult:  {Draft: Consulting, Returned: Consulting},
		StepConclude: {Consulting: Draft},
		StepAppraise: {Submitted: Appraised},
		StepApprove:  {Appraised: Approved},
		StepSign:     {Approved: Approved},
		StepNumber:   {Approved: Numbered},
		StepIssue:    {Numbered: Issued},
	}
	maps.Copy(short, common)
	maps.Copy(long, common)
	compareLife(t, "short", life(tenancy.Workflow{Consult: tenancy.ConsultNone, Signing: tenancy.SignPaper}), short)
	compareLife(t, "long", life(tenancy.Workflow{Consult: tenancy.ConsultRequired, Appraise: true, Signing: tenancy.SignDigital}), long)
}

func compareLife(t *testing.T, way string, rules map[Step]rule, allowed map[Step]map[State]State) {
	t.Helper()
	for step, r := range rules {
		for _, state := range everyState() {
			to, may := allowed[step][state]
			if r.allows(state) != may {
				t.Errorf("%s: %s on a plan that is %s: allowed %v, want %v", way, step, state, r.allows(state), may)
			}
			if may && r.to != to {
				t.Errorf("%s: %s leads to %s, want %s", way, step, r.to, to)
			}
		}
	}
	if len(rules) != len(allowed) {
		t.Errorf("%s: %d steps have rules, want %d", way, len(rules), len(allowed))
	}
}

// Whatever is taken, returned and taken back: what stands is what was not undone,
// in the order in which it was done.
func TestWhatStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var steps []StepRecord
		var stack []int
		for i := range rapid.IntRange(0, 40).Draw(t, "steps") {
			seq := i + 1
			if len(stack) > 0 && rapid.Bool().Draw(t, "back") {
				steps = append(steps, StepRecord{Version: 1, Seq: seq, Step: StepTakeBack, Undoes: stack[len(stack)-1]})
				stack = stack[:len(stack)-1]
				continue
			}
			steps = append(steps, StepRecord{Version: 1, Seq: seq, Step: StepSubmit})
			stack = append(stack, seq)
		}
		got := []int{}
		for _, step := range standing(steps, 1) {
			got = append(got, step.Seq)
		}
		if !slices.Equal(got, append([]int{}, stack...)) {
			t.Fatalf("standing %v, want %v", got, stack)
		}
		if len(standing(steps, 2)) != 0 {
			t.Fatal("steps of another version stand")
		}
	})
}

// The reminder is that of the fewest days whose time has come; after the day it is
// overdue.
func TestReminders(t *testing.T) {
	due := time.Date(2025, 1, 20, 0, 0, 0, 0, i18n.Zone())
	for _, c := range []struct {
		day  int
		want string
	}{{10, ""}, {12, ""}, {13, "d7"}, {16, "d7"}, {17, "d3"}, {18, "d3"}, {19, "d1"}, {20, "d1"}, {21, "late"}, {28, "late"}} {
		now := time.Date(2025, 1, c.day, 15, 0, 0, 0, i18n.Zone())
		if got := reminder(now, due, []int{7, 1, 3}); got != c.want {
			t.Errorf("on the %d: %q, want %q", c.day, got, c.want)
		}
	}
	if got := reminder(due, due, nil); got != "" {
		t.Errorf("without days to remind: %q", got)
	}
}

func TestLateFromTheDayAfterTheDeadline(t *testing.T) {
	d := Deadlines{Deadlines: tenancy.Deadlines{Submit: "01-25", Issue: "02-15"}}
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
		{Consulting, at(1, 26, 0, 0), true}, {Appraised, at(2, 16, 0, 0), true}, {Numbered, at(2, 16, 0, 0), true},
		{Issued, at(12, 31, 0, 0), false}, {Closed, at(12, 31, 0, 0), false}, {Withdrawn, at(12, 31, 0, 0), false}, {Superseded, at(12, 31, 0, 0), false},
	} {
		if got := Late(d, 2024, c.state, c.now); got != c.late {
			t.Errorf("a plan that is %q at %s: late %v, want %v", c.state, c.now, got, c.late)
		}
	}
	guided := d
	guided.Guided = map[int]Guidance{2024: {Submit: new(at(1, 10, 0, 0))}}
	if !Late(guided, 2024, Draft, at(1, 11, 0, 0)) || Late(guided, 2024, Submitted, at(2, 15, 0, 0)) || Late(guided, 2025, Draft, at(1, 11, 0, 0)) {
		t.Error("the province's day for a year takes the place of the yearly one, and no other")
	}
	if Late(Deadlines{}, 2024, Draft, at(12, 31, 0, 0)) {
		t.Error("without a deadline nothing is late")
	}
}
