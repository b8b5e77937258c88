package main

import (
	"context"
	"net/http"
	"testing"

	"vuon/apps/administration"
	"vuon/apps/tasks"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
)

// officeTask issues a plan and names a task of an office that nothing was done for.
func (s *stage) officeTask(t *testing.T, tenant string, year int, function string) tasks.Task {
	t.Helper()
	list, _, err := s.d.apps.tasks.List(operator(t), tenant, tasks.Filter{Year: year, Function: function}, database.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range list {
		if task.State == tasks.Open && task.Children == 0 && task.Owner.Function == function {
			return task
		}
	}
	t.Fatalf("%s has no open task among %d", function, len(list))
	return tasks.Task{}
}

// A member with open tasks is not taken out of the district: the tasks go to
// another first, and one that is given to them meanwhile is not forgotten.
func TestBadMomentToLeave(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2097
	s.drafted(t, tenant, year)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "chair", tenant, year, "approve", "", "approved")
	s.step(t, "clerk", tenant, year, "issue", "", "issued")
	task := s.officeTask(t, tenant, year, "labour")
	people := s.d.apps.administration
	leaver, err := people.AddMember(operator(t), tenant, administration.NewMember{Username: "sap-nghi@gia-nghia", Name: "Trần Thị Sắp Nghỉ", Grants: []identity.Grant{{Role: "labour"}}})
	if err != nil {
		t.Fatal(err)
	}
	labour, err := s.d.as(t.Context(), "labour@"+tenant)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := s.d.as(t.Context(), "admin@"+tenant)
	if err != nil {
		t.Fatal(err)
	}
	give := func(ctx context.Context) error {
		_, err := s.d.apps.tasks.Delegate(ctx, tenant, task.ID, leaver.Account.ID, "Theo dõi giúp.")
		return err
	}
	if err := give(labour); err != nil {
		t.Fatal(err)
	}
	if err := people.RemoveMember(admin, tenant, leaver.Account.ID, ""); fault.CodeOf(err) != "open_work" {
		t.Errorf("taking out who has an open task: %v", err)
	}
	heir, err := s.d.identity.AccountNamed(operator(t), "labour@"+tenant)
	if err != nil {
		t.Fatal(err)
	}
	if err := people.RemoveMember(admin, tenant, leaver.Account.ID, heir.ID); err != nil {
		t.Fatal(err)
	}
	got, err := s.d.apps.tasks.Task(operator(t), tenant, task.ID)
	if err != nil || got.Task.Owner.Account != heir.ID || got.Task.State != tasks.Open {
		t.Errorf("after it was handed over the task is %+v, %v", got.Task, err)
	}
	if err := give(labour); err == nil {
		t.Error("a task is given to somebody who left")
	}
	s.verified(t, tenant)
}

// Evidence that storage cannot take is refused and leaves nothing; the same file
// goes in a minute later.
func (s *shaky) evidenceWaits(t *testing.T, tenant string, year int) {
	t.Helper()
	task := s.officeTask(t, tenant, year, "labour")
	browser := s.signedIn(t, "labour@"+tenant)
	send := func() answer {
		t.Helper()
		return browser.uploadTo(t, "/t/"+tenant+"/tasks/"+task.ID+"/files", nil, &file{name: "bien-ban.txt", content: []byte("Biên bản họp dân.\n")})
	}
	count := func() int {
		t.Helper()
		got, err := s.d.apps.tasks.Task(operator(t), tenant, task.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(got.Files)
	}
	s.storage.close()
	before := s.books(t, tenant)
	if a := send(); a.status != http.StatusServiceUnavailable || count() != 0 {
		t.Errorf("evidence without storage: %d, %d files", a.status, count())
	}
	s.unchanged(t, tenant, before)
	s.storage.open()
	s.ready(t, "")
	if a := send(); a.status != http.StatusSeeOther || count() != 1 {
		t.Errorf("the same evidence a minute later: %d, %d files", a.status, count())
	}
	s.settled(t, tenant)
}

// A plan is sent out at the moment at which its documents are being made: both go
// well, and the files are there once.
func TestBadMomentOfARelease(t *testing.T) {
	s := staged(t)
	const tenant = "dak-song"
	for year := 2071; year <= 2078; year++ {
		s.drafted(t, tenant, year)
		s.step(t, "labour", tenant, year, "submit", "", "submitted")
		s.step(t, "chair", tenant, year, "approve", "", "approved")
		s.step(t, "clerk", tenant, year, "issue", "", "issued")
		if at := s.step(t, "clerk", tenant, year, "release", "", "issued"); at.Released == "" {
			t.Errorf("%d was not sent out", year)
		}
	}
	s.settled(t, tenant)
	s.verified(t, tenant)
}
