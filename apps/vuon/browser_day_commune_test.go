package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"vuon/apps/records"
	"vuon/apps/tasks"
	"vuon/platform/database"
	"vuon/platform/identity"
)

// A commune of Gia Nghĩa confirms that it got the plan, works on its task, attaches
// what proves it and reports it done; the district's office
// confirms.
func TestBrowserDayCommune(t *testing.T) {
	days(t, "gia-nghia", 2021, func(d day) { // there were communes of districts then
		unit := d.issued()
		d.begin("officer-" + unit)
		d.visit("/inbox", d.stands().Version.Named())
		letter := d.letter(unit)
		d.visit("/inbox/"+letter, "Xác nhận đã nhận")
		d.send("/receive", "nhận")
		if got := d.letterOf(unit, letter); got.ReceivedAt == nil {
			t.Error("the receipt is not on the server")
		}

		mine := d.taskOf(unit)
		d.visit(fmt.Sprintf("/tasks?mine=yes&year=%d", d.year), "Của tôi và cơ quan tôi")
		d.until(`document.querySelector('main a[href$="` + mine.ID + `"]') !== null`)
		d.visit("/tasks/"+mine.ID, "Báo cáo hoàn thành")
		d.set("#f-progress", "60", "#work-remark", "Đã họp dân ba thôn.")
		d.send("/progress", "Đã họp dân ba thôn.")
		d.do(chromedp.SetUploadFiles("#f-file", []string{d.file("bien-ban.txt", []byte("Biên bản họp dân.\n"))}), chromedp.Click(`form[action$="/files"] button[type=submit]`))
		d.text("bien-ban.txt")
		d.check("a task with evidence")
		if body := d.download(eval[string](d.window, `document.querySelector('main a[href*="/files/"]').getAttribute("href")`), "GET"); string(body) != "Biên bản họp dân.\n" {
			t.Errorf("the evidence reads %q", body)
		}
		d.set("#work-remark", "Đã xong, có biên bản.")
		d.press(`button[formaction$="/report"]`)
		d.text("Đã xong, có biên bản.")
		d.check("a reported task")
		d.taskIs(mine.ID, tasks.Reported, 60)

		d.begin("labour")
		d.visit("/tasks/"+mine.ID, "Xác nhận hoàn thành")
		d.send("/confirm", "Đã xác nhận")
		d.taskIs(mine.ID, tasks.Done, 100)
		for _, page := range []string{"/tasks/board", "/tasks/calendar", "/tasks/who"} {
			d.visit(page, "20")
		}
	})
}

// issued takes the plan to its recipients on the server, and names a commune with
// a task of its own.
func (d day) issued() (unit string) {
	d.t.Helper()
	d.drafted()
	d.taken("labour", "submit", "vicechair", "approve", "clerk", "issue", "clerk", "release")
	d.s.settled(d.t, d.tenant)
	list, _, err := d.s.d.apps.tasks.List(d.by("labour"), d.tenant, tasks.Filter{Year: d.year}, database.Page{Limit: 500})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, task := range list {
		if task.Owner.Unit != "" && task.Children == 0 {
			return task.Owner.Unit
		}
	}
	d.t.Fatalf("none of %d tasks is a commune's", len(list))
	return ""
}

// taskOf is a task that the commune has to do itself.
func (d day) taskOf(unit string) tasks.Task {
	d.t.Helper()
	list, _, err := d.s.d.apps.tasks.List(d.by("labour"), d.tenant, tasks.Filter{Year: d.year, Unit: unit, Function: "commune"}, database.Page{Limit: 500})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, task := range list {
		if task.Children == 0 && task.State == tasks.Open {
			return task
		}
	}
	d.t.Fatalf("the commune %s has no task among %d", unit, len(list))
	return tasks.Task{}
}

func (d day) taskIs(id string, state tasks.State, progress int) {
	d.t.Helper()
	got, err := d.s.d.apps.tasks.Task(identity.With(d.t.Context(), identity.Operator()), d.tenant, id)
	if err != nil {
		d.t.Fatal(err)
	}
	if got.Task.State != state || got.Task.Progress < progress {
		d.t.Errorf("the task is %s at %d %%, want %s at %d %%", got.Task.State, got.Task.Progress, state, progress)
	}
}

// letter is the plan in the commune's inbox.
func (d day) letter(unit string) string {
	d.t.Helper()
	inbox, err := d.s.d.apps.records.Inbox(d.by("officer-"+unit), d.tenant, records.InboxFilter{Open: true, Query: d.stands().Version.Named()})
	if err != nil || len(inbox) == 0 {
		d.t.Fatalf("the inbox of %s: %v, %v", unit, inbox, err)
	}
	return inbox[0].ID
}

func (d day) letterOf(unit, id string) records.Letter {
	d.t.Helper()
	l, _, err := d.s.d.apps.records.Letter(d.by("officer-"+unit), d.tenant, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return l
}
