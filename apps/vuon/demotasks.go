package main

import (
	"context"
	"slices"
	"time"

	"vuon/apps/tasks"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// demoTasksOf is the district in whose tasks the demonstration has worked.
const demoTasksOf = "krong-no"

// stageTasks lets the demonstration's people work on the tasks of the issued
// plan: most were done in its year, some go on today. Begun again after a stop it
// goes on with those that were not touched.
func (d *deployment) stageTasks(ctx context.Context, clk *stagedClock) error {
	defer clk.set(time.Time{})
	labour, err := d.as(ctx, "labour@"+demoTasksOf)
	if err != nil {
		return err
	}
	list, _, err := d.apps.tasks.List(labour, demoTasksOf, tasks.Filter{Year: demoYear}, database.Page{Limit: 500})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b tasks.Task) int { return len(b.Origin) - len(a.Origin) }) // parts before the whole
	past := slices.DeleteFunc(slices.Clone(list), goesOn)
	for _, t := range past {
		if err := d.finishTask(ctx, clk, t); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(past, func(t tasks.Task) bool { return t.State == tasks.Open || t.State == tasks.Reported }) {
		if err := d.readPast(ctx, clk); err != nil {
			return err
		}
	}
	clk.set(time.Time{})
	for i, t := range slices.DeleteFunc(list, func(t tasks.Task) bool {
		return !goesOn(t) || t.Due == nil || t.Due.Year() != demoYear || t.State != tasks.Open
	}) {
		if err := d.goOnWithTask(labour, t, i); err != nil {
			return err
		}
	}
	return nil
}

// goesOn tells that a task is carried over to today.
func goesOn(t tasks.Task) bool { return t.Project == "DA2" || t.Project == "DA3.1" }

// readPast lets everybody have read what they were told in the plan's year: today
// begins with what is new.
func (d *deployment) readPast(ctx context.Context, clk *stagedClock) error {
	clk.set(demoDay(12, 31))
	tenant, err := d.tenants.Tenant(ctx, demoTasksOf)
	if err != nil {
		return err
	}
	accounts, err := d.tenantAccounts(ctx, tenant)
	for _, a := range accounts {
		var there identity.Account
		if err == nil {
			there, err = d.identity.AccountNamed(ctx, a.Username)
		}
		if err == nil {
			err = d.notify.ReadAll(ctx, tenant.ID, there.ID)
		}
	}
	return err
}

// finishTask reports a task done in the year of the plan, and confirms it.
func (d *deployment) finishTask(ctx context.Context, clk *stagedClock, t tasks.Task) error {
	hands := map[string]string{"agriculture": "agriculture", "finance": "finance", "front": "front"}
	who, judge := "labour", "chair"
	if hand, there := hands[t.Owner.Function]; there {
		who, judge = hand, "labour"
	}
	if t.Owner.Unit != "" {
		who, judge = "officer-"+t.Owner.Unit, "labour"
	}
	worker, err := d.as(ctx, who+"@"+demoTasksOf)
	if err != nil {
		return err
	}
	confirmer, err := d.as(ctx, judge+"@"+demoTasksOf)
	if err != nil {
		return err
	}
	if t.State == tasks.Open {
		clk.set(time.Date(demoYear, 11, 15, 9, 0, 0, 0, i18n.Zone()))
		if t, err = d.apps.tasks.Report(worker, demoTasksOf, t.ID, "Đã hoàn thành theo kế hoạch, có báo cáo kèm theo."); err != nil {
			return err
		}
	}
	if t.State == tasks.Reported {
		clk.set(time.Date(demoYear, 11, 25, 15, 0, 0, 0, i18n.Zone()))
		_, err = d.apps.tasks.Confirm(confirmer, demoTasksOf, t.ID, "")
	}
	return err
}

// goOnWithTask gives a task a day around today, as work that was carried over.
func (d *deployment) goOnWithTask(labour context.Context, t tasks.Task, n int) error {
	days := []int{-3, 2, 6, 12, 21, 30, 45}
	due := d.clock.Now().In(i18n.Zone()).AddDate(0, 0, days[n%len(days)])
	if _, err := d.apps.tasks.SetDue(labour, demoTasksOf, []string{t.ID}, due); err != nil || t.Children > 0 || n%3 == 0 {
		return err
	}
	_, err := d.apps.tasks.Advance(labour, demoTasksOf, t.ID, 20+n*7%70, "")
	return err
}
