package tasks_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/apps/tasks"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// The plan of Krông Nô (DOMAIN §7): communes lead projects 2, 3.1 and, for their
// own funds, 7.1; the labour office the others; agriculture guides 2 and 3.1.
func TestIssuedPlanGivesItsTasks(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	lead := w.one(tasks.Filter{Project: "DA2", Function: "commune", Query: "chu tri", Unit: "24697"})
	if lead.Title != "Chủ trì thực hiện Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo" || lead.Owner.Name != "UBND xã Nam Đà" ||
		!strings.HasPrefix(lead.Deliverable, "Kết quả thực hiện; báo cáo qua Phòng Nông nghiệp") || lead.Due.Format(time.DateOnly) != "2024-12-31" {
		t.Errorf("the commune's task: %+v", lead)
	}
	whole, err := w.Task(w.as("labour"), krongNo, lead.Parent)
	if err != nil || len(whole.Parts) != 12 || whole.Task.Owner.Name != "UBND các xã, thị trấn" {
		t.Errorf("the task of all communes: %d parts, %+v, %v", len(whole.Parts), whole.Task.Owner, err)
	}
	counted := map[string]int{}
	for _, x := range w.all(tasks.Filter{}) {
		if x.Parent == "" {
			counted[x.Project+" "+x.Role+" "+x.Owner.Function]++
		}
	}
	for key, n := range map[string]int{"DA2 lead commune": 1, "DA2 guide agriculture": 1, "DA2 synthesise labour": 1, "DA2 advise labour": 1,
		"DA3.1 lead commune": 1, "DA4.1 advise labour": 1, "DA4.3 lead labour": 1, "DA6.2 lead labour": 1, "DA7.1 lead labour": 1, "DA7.1 lead commune": 1,
		"DA7.2 lead labour": 1, " task front": 1} {
		if counted[key] != n {
			t.Errorf("%d tasks %q, want %d", counted[key], key, n)
		}
	}
	if report := w.one(tasks.Filter{Project: "DA4.3", Query: "tổng hợp"}); report.Due.Format(time.DateOnly) != "2024-11-20" {
		t.Errorf("the report is due %v", report.Due)
	}
	if told, _, _ := w.notices.List(w.t.Context(), krongNo, w.accounts["nam-da"].ID, false, database.Page{}); len(told) != 1 {
		t.Errorf("the commune is told %d times, want once", len(told))
	}
}

func TestTheLifeOfATask(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA2", Unit: "24697"}).ID
	_, err := w.Advance(w.as("nam-nung"), krongNo, id, 10, "")
	want(t, err, "task_of_others")
	_, err = w.Advance(w.as("nam-da"), krongNo, id, 101, "")
	want(t, err, "task_incomplete")
	w.must(w.Advance(w.as("nam-da"), krongNo, id, 40, "Đã họp thôn chọn hộ."))
	whole, err := w.Task(w.as("chair"), krongNo, w.one(tasks.Filter{Project: "DA2", Unit: "24697"}).Parent)
	if err != nil || whole.Task.Progress != 3 || whole.Task.State != tasks.Doing { // 40 of 12 × 100
		t.Errorf("the whole stands at %d%% (%s), %v", whole.Task.Progress, whole.Task.State, err)
	}
	_, err = w.Confirm(w.as("labour"), krongNo, id, "")
	want(t, err, "task_state")
	w.must(w.Report(w.as("nam-da"), krongNo, id, "Đã giải ngân."))
	_, err = w.SendBack(w.as("labour"), krongNo, id, " ")
	want(t, err, "remark_missing")
	w.must(w.SendBack(w.as("labour"), krongNo, id, "Thiếu danh sách hộ ký nhận."))
	w.must(w.Report(w.as("nam-da"), krongNo, id, ""))
	w.must(w.Confirm(w.as("labour"), krongNo, id, ""))
	_, err = w.Advance(w.as("nam-da"), krongNo, id, 50, "")
	want(t, err, "task_state")
	d, err := w.Task(w.as("nam-da"), krongNo, id)
	var kinds []string
	for _, e := range d.Events {
		kinds = append(kinds, string(e.Kind))
	}
	if got := strings.Join(kinds, " "); err != nil || got != "given progress reported sent_back reported confirmed" {
		t.Errorf("history %s, %v", got, err)
	}
}

func TestWhoReportsDoesNotConfirm(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA6.2", Query: "chủ trì"}).ID
	w.must(w.Report(w.as("labour"), krongNo, id, ""))
	_, err := w.Confirm(w.as("labour"), krongNo, id, "")
	want(t, err, "incompatible_hands")
	w.must(w.Confirm(w.as("labour2"), krongNo, id, ""))
}

func TestOneOfTwoConfirms(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA2", Unit: "24697"}).ID
	w.must(w.Report(w.as("nam-da"), krongNo, id, ""))
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i, ctx := range []context.Context{w.as("labour"), w.as("chair")} {
		both.Go(func() {
			if i == 0 {
				_, errs[i] = w.Confirm(ctx, krongNo, id, "")
			} else {
				_, errs[i] = w.SendBack(ctx, krongNo, id, "Làm lại.")
			}
		})
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("confirmed: %v; sent back: %v", errs[0], errs[1])
	}
}

func TestSplitDelegateAndWithdraw(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA7.2", Query: "chủ trì"}).ID
	due := time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC)
	part, err := w.SplitOff(w.as("labour"), krongNo, id, tasks.Terms{Title: "Kiểm tra tại các xã", Owner: "agriculture", Due: &due}, "")
	if err != nil || part.Owner.Function != "agriculture" {
		t.Fatalf("%+v, %v", part, err)
	}
	_, err = w.SplitOff(w.as("agriculture"), krongNo, part.ID, tasks.Terms{Title: "Nhỏ hơn nữa", Owner: "keep"}, "")
	want(t, err, "task_incomplete")
	_, err = w.Report(w.as("labour"), krongNo, id, "")
	want(t, err, "parts_open")
	_, err = w.Delegate(w.as("agriculture"), krongNo, part.ID, w.accounts["labour2"].ID, "")
	want(t, err, "task_incomplete")
	w.must(w.Delegate(w.as("agriculture"), krongNo, part.ID, w.accounts["agriculture"].ID, ""))
	if open, err := w.Responsibilities(t.Context(), krongNo, w.accounts["agriculture"].ID); err != nil || len(open) != 1 {
		t.Errorf("the person answers for %d tasks, %v", len(open), err)
	}
	// Whoever leaves hands over; with nobody to take it, the office has it again.
	err = w.db.InTenant(w.as("labour"), krongNo, func(ctx context.Context, tx database.Tx) error {
		return w.HandOver(ctx, tx, krongNo, w.accounts["agriculture"].ID, "")
	})
	if d, readErr := w.Task(w.as("labour"), krongNo, part.ID); err != nil || readErr != nil || d.Task.Owner.Account != "" || d.Task.Owner.Function != "agriculture" {
		t.Errorf("handed over: %+v, %v, %v", d.Task.Owner, err, readErr)
	}
	_, err = w.Withdraw(w.as("agriculture"), krongNo, id, "Không cần nữa.")
	want(t, err, "forbidden")
	w.must(w.Withdraw(w.as("labour"), krongNo, id, "Tỉnh kiểm tra thay."))
	if d, err := w.Task(w.as("labour"), krongNo, part.ID); err != nil || d.Task.State != tasks.Withdrawn {
		t.Errorf("the part is %s, %v", d.Task.State, err)
	}
	w.must(w.Reopen(w.as("chair"), krongNo, id, "Vẫn phải làm."))
	_, err = w.Edit(w.as("labour"), krongNo, id, 1, tasks.Terms{Title: "Tên mới", Owner: "keep"}, "")
	want(t, err, "task_changed")
}

// Who withdraws a task and who works on its part at the same time do not wait for
// each other.
func TestAWholeAndItsPartAtOnce(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA7.2", Query: "chủ trì"}).ID
	part, err := w.SplitOff(w.as("labour"), krongNo, id, tasks.Terms{Title: "Kiểm tra tại các xã", Owner: "agriculture"}, "")
	if err != nil {
		t.Fatal(err)
	}
	chair, worker := w.as("chair"), w.as("agriculture")
	for i := range 10 {
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := w.Withdraw(chair, krongNo, id, "Thôi."); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			if _, err := w.Advance(worker, krongNo, part.ID, i+1, ""); err != nil && fault.CodeOf(err) != "task_state" {
				t.Error(err)
			}
		})
		both.Wait()
		w.must(w.Reopen(chair, krongNo, id, "Vẫn làm."))
		w.must(w.Reopen(chair, krongNo, part.ID, "Vẫn làm."))
	}
}

// An amended plan changes, gives and withdraws tasks; taken back, the tasks are
// those of the version that is in force again.
func TestTasksFollowTheAmendedPlan(t *testing.T) {
	w := newWorld(t)
	first := seed(t)
	w.issue(1, first)
	kept := w.one(tasks.Filter{Project: "DA4.3", Query: "chủ trì"})
	w.must(w.Advance(w.as("labour"), krongNo, kept.ID, 30, ""))
	second := seed(t)
	second.Projects[0].Assignments = slices.DeleteFunc(second.Projects[0].Assignments, func(a planreader.Assignment) bool { return a.Role == "guide" })
	lead := &second.Projects[2].SubProjects[1].Assignments[0]
	lead.Text += " Mỗi quý báo cáo một lần."
	added := *lead
	added.Role, added.Unit, added.Function, added.Text = "guide", "Phòng Tài chính - Kế hoạch", "finance", "Phòng Tài chính - Kế hoạch hướng dẫn thanh quyết toán."
	second.Projects[2].SubProjects[1].Assignments = append(second.Projects[2].SubProjects[1].Assignments, added)
	w.issue(2, second)

	changes, err := w.Changes(w.as("labour"), krongNo, 2024, 2)
	var told []string
	for _, c := range changes {
		told = append(told, string(c.Event.Kind)+" "+c.Task.Project+" "+c.Task.Owner.Function)
	}
	slices.Sort(told)
	if got := strings.Join(told, ", "); err != nil || got != "amended DA4.3 labour, given DA4.3 finance, withdrawn DA2 agriculture" {
		t.Errorf("changes: %s, %v", got, err)
	}
	d, err := w.Task(w.as("labour"), krongNo, kept.ID)
	if err != nil || d.Task.Progress != 30 || d.Task.State != tasks.Doing || !strings.HasSuffix(d.Task.Text, "Mỗi quý báo cáo một lần.") {
		t.Errorf("the changed task: %+v, %v", d.Task, err)
	}
	before := len(w.all(tasks.Filter{}))
	w.issue(3, first)
	if n := len(w.all(tasks.Filter{})); n != before {
		t.Errorf("%d tasks after the third version, %d before: one assignment is one task", n, before)
	}
	if guide := w.one(tasks.Filter{Project: "DA2", Function: "agriculture"}); guide.State != tasks.Open {
		t.Errorf("the guide's task is %s", guide.State)
	}
}

// What a coordinator withdrew stays so when the plan is amended.
func TestWithdrawnByHandStaysWithdrawn(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA4.1"}).ID
	w.must(w.Withdraw(w.as("labour"), krongNo, id, "Không có kinh phí."))
	w.issue(2, seed(t))
	if d, err := w.Task(w.as("labour"), krongNo, id); err != nil || d.Task.State != tasks.Withdrawn {
		t.Errorf("the task is %s, %v", d.Task.State, err)
	}
}

func TestPlanTakenBackWithdrawsItsTasks(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	ctx := identity.With(t.Context(), identity.Operator())
	back := func(step planning.Step, version, number int) {
		t.Helper()
		if err := w.TakenBack(ctx, planning.PlanTakenBack{Tenant: krongNo, Year: 2024, Step: step, Version: version, Number: number}); err != nil {
			t.Fatal(err)
		}
	}
	// An amendment that was numbered only was not in force: the tasks are not its.
	back(planning.StepNumber, 2, 2)
	if n := len(w.all(tasks.Filter{State: tasks.Withdrawn})); n > 0 {
		t.Errorf("the number of an amendment taken back, %d tasks are withdrawn", n)
	}
	// The seal taken back leaves the number, and the plan is not in force.
	back(planning.StepIssue, 1, 0)
	for _, x := range w.all(tasks.Filter{}) {
		if x.State != tasks.Withdrawn {
			t.Errorf("%s is %s", x.Title, x.State)
		}
	}
	if err := w.Follow(ctx, krongNo, 2024); err != nil {
		t.Fatal(err)
	}
	if n := len(w.all(tasks.Filter{State: tasks.Open})); n == 0 {
		t.Error("issued again, the plan gives no tasks")
	}
}

func TestLateTasksGoUp(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	due := time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC)
	id := w.one(tasks.Filter{Project: "DA2", Unit: "24697"}).ID
	if n, err := w.SetDue(w.as("labour"), krongNo, []string{id}, due); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	reached := func(name, kind string) (n int) {
		list, _, err := w.notices.List(t.Context(), krongNo, w.accounts[name].ID, false, database.Page{Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if m.Kind == kind {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		day                                string
		soon, late, coordinator, chairLate int
	}{
		{"2024-03-24", 0, 0, 0, 0}, {"2024-03-26", 1, 0, 0, 0}, {"2024-04-01", 1, 0, 0, 0}, {"2024-04-02", 1, 1, 0, 0},
		{"2024-04-08", 1, 1, 1, 0}, {"2024-04-15", 1, 1, 1, 1}, {"2024-05-20", 1, 1, 1, 1},
	} {
		day, _ := time.ParseInLocation(time.DateOnly, step.day, i18n.Zone())
		w.clk.Advance(day.Add(10 * time.Hour).Sub(w.clk.Now()))
		for range 2 { // told once, however often it is looked at
			if err := w.Keep(t.Context(), krongNo); err != nil {
				t.Fatal(err)
			}
		}
		got := []int{reached("nam-da", "tasks.due"), reached("nam-da", "tasks.late"), reached("labour", "tasks.late"), reached("chair", "tasks.late")}
		if want := []int{step.soon, step.late, step.coordinator, step.chairLate}; !slices.Equal(got, want) {
			t.Errorf("%s: due, late, coordinator, chair were told %v times, want %v", step.day, got, want)
		}
	}
}

// A list read in parts holds each task once, those that are ended last.
func TestListInParts(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	w.must(w.Withdraw(w.as("labour"), krongNo, w.one(tasks.Filter{Project: "DA4.1"}).ID, "Không có kinh phí."))
	var ids []string
	var states []tasks.State
	page := database.Page{Limit: 7}
	for {
		list, next, err := w.List(w.as("labour"), krongNo, tasks.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			ids, states = append(ids, x.ID), append(states, x.State)
		}
		if next == "" {
			break
		}
		page.After = next
	}
	if n := len(w.all(tasks.Filter{})); len(ids) != n || states[n-1] != tasks.Withdrawn || states[n-2] == tasks.Withdrawn {
		t.Errorf("%d of %d tasks in parts, the last %s", len(ids), n, states[len(states)-1])
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(states) {
		t.Error("a task came twice")
	}
	_, _, err := w.List(w.as("labour"), krongNo, tasks.Filter{}, database.Page{After: database.Cursor("x", "y", "z")})
	want(t, err, "bad_cursor")
}

func TestWorkOfEachHand(t *testing.T) {
	w := newWorld(t)
	w.issue(1, seed(t))
	id := w.one(tasks.Filter{Project: "DA2", Unit: "24697"}).ID
	titles := func(name string) (n int) {
		items, err := w.Work(w.as(name))
		if err != nil {
			t.Fatal(err)
		}
		return len(items)
	}
	if n := titles("nam-da"); n != 3 { // leads of projects 2, 3.1 and 7.1
		t.Errorf("a commune has %d tasks, want 3", n)
	}
	if n := titles("chair"); n != 0 {
		t.Errorf("%d tasks wait for the chair", n)
	}
	w.must(w.Report(w.as("nam-da"), krongNo, id, ""))
	if n := titles("chair"); n != 1 {
		t.Errorf("%d tasks wait for the chair's confirmation, want 1", n)
	}
	if n := titles("nam-da"); n != 2 {
		t.Errorf("a commune has %d tasks, want 2", n)
	}
}
