package tasks

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/apps/library"
	lib "vuon/apps/library/views"
	"vuon/apps/tasks/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// typed is what a refused form held; the zero value fills forms from the task.
type typed struct {
	form   string // "edit", "split", or "" for the others
	terms  Terms
	due    string
	remark string
	err    error
}

func (s *Service) taskPage(r *web.Request) error { return s.showTask(r, typed{}) }

// showTask shows a task, after a refusal with what was typed.
func (s *Service) showTask(r *web.Request, was typed) error {
	d, err := s.Task(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	m, err := s.taskView(r, d, was)
	if err != nil {
		return err
	}
	page := ui.Page{Title: i18n.T(d.Task.Title, d.Task.Title), Crumbs: []ui.Crumb{{Title: i18n.T("Nhiệm vụ", "Tasks"), Href: fmt.Sprintf("%s?year=%d", base(r), d.Task.Year)}},
		Active: base(r), Wide: true, Styles: []string{"tasks.css"}, Help: "officer#task", Badge: ui.Status(m.Row.State.Tone, m.Row.State.Icon, m.Row.State.Title)}
	status := 0
	if was.err != nil {
		status = fault.From(was.err).Kind.Status()
	}
	return r.PageStatus(status, page, views.TaskPage(m))
}

func (s *Service) taskView(r *web.Request, d Dossier, was typed) (m views.Task, err error) {
	t := d.Task
	m = views.Task{Base: base(r), Self: path(r.Tenant().ID, t.ID), Row: s.row(r, t), Text: t.Text, At: t.At, Deliverable: t.Deliverable,
		Revision: t.Revision, Remark: was.remark, CanSay: true, Facts: s.facts(r, t)}
	if t.Plan > 0 && t.At != "" {
		m.PlanHref = fmt.Sprintf("/t/%s/plans/%d?version=%d", r.Tenant().ID, t.Year, t.Plan)
	}
	if d.Parent != nil {
		m.Parent = &views.Link{Title: d.Parent.Title, Href: path(r.Tenant().ID, d.Parent.ID)}
	}
	for _, p := range d.Parts {
		m.Parts = append(m.Parts, s.row(r, p))
	}
	for i := len(d.Events) - 1; i >= 0; i-- {
		m.Events = append(m.Events, eventView(r, d.Events[i]))
	}
	if was.form == "" {
		m.Err = was.err
	}
	s.allow(r, &m, t)
	if m.CanWork {
		if m.People, err = s.peopleOptions(r, t); err != nil {
			return m, err
		}
	}
	m.Files = s.files(m, d.Files)
	m.Edit, m.Split, err = s.forms(r, m, t, was)
	return m, err
}

// allow says which of the page's forms the actor gets.
func (s *Service) allow(r *web.Request, m *views.Task, t Task) {
	ctx, actor := r.Context(), r.Actor()
	own := r.Can(ActionCoordinate) || mine(actor, t) &&
		s.Policy.Authorise(policy.At(ctx, r.Tenant().ID), ActionReport, policy.Resource{Unit: t.Owner.Unit, Project: t.Project}) == nil
	m.CanWork = own && (t.State == Open || t.State == Doing)
	m.CanReport = m.CanWork
	m.CanSplit = m.CanWork && t.Parent == ""
	m.CanCoordinate = r.Can(ActionCoordinate)
	m.CanReopen = t.State.Ended()
	if t.State != Reported {
		return
	}
	m.CanConfirm = r.Can(ActionConfirm) && (t.ReportedBy == "" || t.ReportedBy != actor.Account)
	if !m.CanConfirm {
		m.Waits = i18n.Say(ctx, "Đang chờ xác nhận. Người báo cáo hoàn thành không tự xác nhận.", "Waiting for confirmation. Whoever reported it done does not confirm it.")
	}
}

func (s *Service) facts(r *web.Request, t Task) [][2]string {
	ctx := r.Context()
	facts := [][2]string{{i18n.Say(ctx, "Cơ quan thực hiện", "Office"), t.Owner.Name}}
	if t.Owner.Person != "" {
		facts = append(facts, [2]string{i18n.Say(ctx, "Người thực hiện", "Done by"), t.Owner.Person})
	}
	if t.Due != nil {
		due := day(t.Due)
		if n := t.DaysLate(s.Clock.Now()); n > 0 {
			due += i18n.Say(ctx, fmt.Sprintf(" (trễ %d ngày)", n), fmt.Sprintf(" (%d days late)", n))
		}
		facts = append(facts, [2]string{i18n.Say(ctx, "Hạn", "Due"), due})
	}
	if t.Project != "" {
		facts = append(facts, [2]string{i18n.Say(ctx, "Dự án", "Project"), ShortProject(t.Project)})
	}
	return facts
}

func eventView(r *web.Request, e Event) views.Event {
	v := views.Event{Event: ui.Event{When: e.At, Who: e.Actor, Title: e.Kind.Title().In(r.Lang()), Quote: e.Remark}}
	switch e.Kind {
	case ConfirmDone:
		v.Tone, v.Icon = ui.Good, "circle-check"
	case SentBack, WentUp:
		v.Tone, v.Icon = ui.Warn, "alert-triangle"
	case Said:
		v.Tone, v.Icon = ui.Info, "message"
	}
	if e.Kind == WentUp {
		v.Quote = wentUpWords(r, e.Remark)
	}
	for _, c := range e.Changes {
		if c.Field == planField && c.Before == "0" {
			c.Before = ""
		}
		v.Changes = append(v.Changes, [3]string{views.Field(r.Context(), c.Field), c.Before, c.After})
	}
	return v
}

// wentUpWords names the roles that were told: "labour, 31/10/2024" in the row.
func wentUpWords(r *web.Request, remark string) string {
	roles, due, _ := strings.Cut(remark, " · ")
	var names []string
	for id := range strings.SplitSeq(roles, ", ") {
		if role, known := policy.RoleNamed(id); known {
			names = append(names, role.Title.In(r.Lang()))
		}
	}
	return strings.Join(names, ", ") + i18n.Say(r.Context(), " · hạn ", " · due ") + due
}

func (s *Service) peopleOptions(r *web.Request, t Task) ([]ui.Option, error) {
	people, err := s.people(r.Context(), r.Tenant().ID, t.Owner)
	out := []ui.Option{{Value: "", Label: i18n.Say(r.Context(), "Cả cơ quan (chưa giao riêng)", "The whole office"), Selected: t.Owner.Account == ""}}
	there := t.Owner.Account == ""
	for _, p := range people {
		there = there || p.ID == t.Owner.Account
		out = append(out, ui.Option{Value: p.ID, Label: p.Name, Selected: p.ID == t.Owner.Account})
	}
	if !there { // who had it does not work here any more
		out[0].Selected = true
	}
	return out, err
}

func (s *Service) files(m views.Task, list []library.File) lib.AttachmentList {
	out := lib.AttachmentList{}
	for _, f := range list {
		out.Files = append(out.Files, lib.Attachment{Name: f.Name, Type: f.Type, Href: m.Self + "/files/" + f.ID,
			Note: fmt.Sprintf("%d kB · %s · %s", (f.Size+1023)/1024, f.Updater, i18n.DateTime(f.UpdatedAt))})
	}
	if m.CanWork || m.CanCoordinate {
		out.Upload = m.Self + "/files"
	}
	return out
}

// forms fill the forms that change or split a task.
func (s *Service) forms(r *web.Request, m views.Task, t Task, was typed) (edit, split views.Form, err error) {
	offices, err := s.Offices(r.Context(), r.Tenant().ID, t.Year)
	edit = views.Form{Action: m.Self + "/edit", Title: t.Title, Deliverable: t.Deliverable, Due: day(t.Due), Revision: t.Revision}
	split = views.Form{Action: m.Self + "/parts", Due: day(t.Due)}
	chosen := map[string]string{"edit": keep, "split": keep}
	if was.form != "" {
		f := map[string]*views.Form{"edit": &edit, "split": &split}[was.form]
		f.Title, f.Deliverable, f.Due, f.Remark, f.Err = was.terms.Title, was.terms.Deliverable, was.due, was.remark, was.err
		chosen[was.form] = was.terms.Owner
	}
	edit.Owner, split.Owner = officeOptions(r, offices, t.Owner.Name, chosen["edit"]), officeOptions(r, offices, t.Owner.Name, chosen["split"])
	if !r.Can(ActionCoordinate) {
		split.Owner = split.Owner[:1]
	}
	return edit, split, err
}

// officeOptions offers the offices, first to keep the present one, when there is one.
func officeOptions(r *web.Request, offices []tenancy.Office, present, chosen string) (out []ui.Option) {
	if present != "" {
		out = append(out, ui.Option{Value: keep, Label: i18n.Say(r.Context(), "Giữ nguyên: ", "As it is: ") + present, Selected: chosen == keep})
	}
	for _, o := range offices {
		out = append(out, ui.Option{Value: o.ID, Label: o.ShortName, Selected: o.ID == chosen})
	}
	return out
}

func (s *Service) givePage(r *web.Request) error { return s.showGive(r, typed{}) }

func (s *Service) showGive(r *web.Request, was typed) error {
	year := s.formYear(r)
	offices, err := s.Offices(r.Context(), r.Tenant().ID, year)
	if err != nil {
		return err
	}
	if err := s.Policy.Authorise(policy.At(r.Context(), r.Tenant().ID), ActionCoordinate); err != nil {
		return err
	}
	f := views.Form{Action: fmt.Sprintf("%s?year=%d", base(r), year), Title: was.terms.Title, Deliverable: was.terms.Deliverable, Due: was.due,
		Remark: was.remark, Err: was.err, Owner: officeOptions(r, offices, "", was.terms.Owner)}
	status := 0
	if was.err != nil {
		status = fault.From(was.err).Kind.Status()
	}
	page := ui.Page{Help: "officer#tasks", Title: i18n.T("Giao việc", "Give a task"), Narrow: true, Active: base(r), Styles: []string{"tasks.css"},
		Crumbs: []ui.Crumb{{Title: i18n.T("Nhiệm vụ", "Tasks"), Href: fmt.Sprintf("%s?year=%d", base(r), year)}}}
	return r.PageStatus(status, page, views.GivePage(f))
}

func (s *Service) formYear(r *web.Request) int {
	if n, _ := strconv.Atoi(r.Query("year")); n >= 2000 && n <= 2100 {
		return n
	}
	return s.Clock.Now().In(i18n.Zone()).Year()
}

// changesPage shows what a version of the plan changed in the tasks.
func (s *Service) changesPage(r *web.Request) error {
	year := s.formYear(r)
	version, _ := strconv.Atoi(r.Query("version"))
	list, err := s.Changes(r.Context(), r.Tenant().ID, year, version)
	if err != nil {
		return err
	}
	var m views.Changes
	for _, c := range list {
		row := s.row(r, c.Task)
		switch c.Event.Kind {
		case Given:
			m.Given = append(m.Given, row)
		case Taken:
			m.Dropped = append(m.Dropped, row)
		case Reopened:
			m.Restored = append(m.Restored, row)
		case Amended:
			v := eventView(r, c.Event)
			v.Changes = slices.DeleteFunc(v.Changes, func(f [3]string) bool { return f[0] == views.Field(r.Context(), planField) })
			m.Changed = append(m.Changed, views.Changed{Row: row, Fields: v.Changes})
		}
	}
	page := ui.Page{Help: "officer#tasks", Title: i18n.T(fmt.Sprintf("Nhiệm vụ thay đổi theo kế hoạch năm %d, bản %d", year, version),
		fmt.Sprintf("Tasks changed by the plan of %d, version %d", year, version)), Active: base(r), Wide: true, Styles: []string{"tasks.css"},
		Crumbs: []ui.Crumb{{Title: i18n.T("Nhiệm vụ", "Tasks"), Href: fmt.Sprintf("%s?year=%d", base(r), year)}}}
	return r.Page(page, views.ChangesPage(m))
}

// refused tells that a form can be shown again with what is wrong.
func refused(err error) bool {
	k := fault.From(err).Kind
	return k == fault.Invalid || k == fault.Conflict
}

func readDue(s string) (*time.Time, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	due, err := ui.ReadDate(s)
	if err != nil {
		f, _ := errors.AsType[*fault.Error](err)
		return nil, f.At("due", f.Message.VI, f.Message.EN)
	}
	return &due, nil
}
