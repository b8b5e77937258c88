package planning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) sectionPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	return s.showSection(r, n, nil, nil)
}

// showSection shows a part; after a refused save with what was typed, and beside
// it what somebody else has written.
func (s *Service) showSection(r *web.Request, n int, typed *Part, refusal error) error {
	d, m, page, err := s.open(r, n, "text")
	if err != nil {
		return err
	}
	path := r.Param("path")
	part, there := PartAt(&d.Version.Plan, path)
	if !there {
		return faultNoSection()
	}
	history, err := s.History(r.Context(), r.Tenant().ID, n, path)
	if err != nil {
		return err
	}
	v := views.Section{Plan: m, Outline: outline(r.Context(), d.Version, m.Base, path), Action: m.Base + "/sections/" + path,
		Title: heading(part), HasHead: sectionAt(&d.Version.Plan, path) != nil, Head: part.Title, Text: part.Text, Tag: part.Tag,
		Edit: d.Version.State.Editable() && r.Can(ActionDraft) && r.Query("version") == "", History: changeRows(history),
		Draft: fmt.Sprintf("plan-%s-%d-%s", r.Tenant().ID, n, path)}
	if v.Title == "" {
		v.Title = partTitle(path).In(r.Lang())
	}
	status := 0
	if refusal != nil {
		v.Err, v.Head, v.Text = refusal, typed.Title, typed.Text
		status = fault.From(refusal).Kind.Status()
		if errors.Is(refusal, faultStale()) {
			v.Theirs = part.Text
		} else {
			v.Tag = typed.Tag
		}
	}
	page.Crumbs = append(page.Crumbs, ui.Crumb{Title: page.Title, Href: m.Base})
	return r.PageStatus(status, page, views.SectionPage(v))
}

func (s *Service) saveSection(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	typed := Part{Path: r.Param("path"), Title: r.Form("title"), Text: r.Form("text"), Tag: r.Form("tag")}
	_, err = s.Edit(r.Context(), r.Tenant().ID, n, typed.Path, typed.Tag, typed.Title, typed.Text)
	if err != nil {
		if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Conflict {
			return s.showSection(r, n, &typed, err)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("%s/%d/sections/%s", base(r), n, typed.Path), i18n.T("Đã lưu.", "Saved."))
}

func partTitle(path string) i18n.Text {
	return map[string]i18n.Text{
		PartTitle:      i18n.T("Trích yếu", "Abstract"),
		PartPreamble:   i18n.T("Căn cứ", "Legal bases"),
		PartOpening:    i18n.T("Mở đầu", "Opening"),
		PartClosing:    i18n.T("Kết thúc", "Closing"),
		PartRecipients: i18n.T("Nơi nhận", "Recipients"),
		PartSignatory:  i18n.T("Chức vụ, họ tên người ký", "Capacity and name of the signatory"),
	}[path]
}

// stepper shows where a version is on its way.
func stepper(ctx context.Context, d Dossier, deadlines tenancy.Deadlines, now time.Time) []ui.Step {
	taken := map[Step]StepRecord{}
	for _, step := range d.Steps {
		if step.Version == d.Version.Version {
			taken[step.Step] = step
		}
	}
	way := []struct {
		step   Step
		vi, en string
		at     []State // the states in which this step is the next
	}{
		{StepSubmit, "Soạn thảo, trình", "Draft and submit", []State{Draft, Returned}},
		{StepApprove, "Phê duyệt", "Approve", []State{Submitted}},
		{StepIssue, "Cấp số, ban hành", "Number and issue", []State{Approved}},
	}
	var out []ui.Step
	passed := true
	for _, w := range way {
		step := ui.Step{Title: i18n.Say(ctx, w.vi, w.en), State: ui.StepTodo}
		for _, at := range w.at {
			if d.Version.State == at {
				passed, step.State = false, ui.StepNow
				if Late(deadlines, d.Version.Year, at, now) {
					step.State = ui.StepLate
				}
				if day := Due(deadlines, d.Version.Year, at); day != nil {
					step.Note = i18n.Say(ctx, "hạn ", "due ") + i18n.Date(*day)
				}
			}
		}
		if passed {
			step.State = ui.StepDone
			if rec, ok := taken[w.step]; ok {
				step.Note = i18n.Date(rec.At) + " · " + rec.Actor
			}
		}
		out = append(out, step)
	}
	return out
}
