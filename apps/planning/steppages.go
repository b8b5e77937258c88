package planning

import (
	"context"
	"fmt"
	"time"

	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// takeStep is the form of one step; a refused one shows the plan again with the
// reason, and keeps the remark that was typed.
func (s *Service) takeStep(step Step) func(*web.Request) error {
	return func(r *web.Request) error {
		n, err := year(r)
		if err != nil {
			return err
		}
		if _, err = s.take(r.Context(), step, r.Tenant().ID, n, r.Form("remark")); err != nil {
			if k := fault.From(err).Kind; k == fault.Invalid || k == fault.Conflict || k == fault.Forbidden {
				return s.showText(r, n, err)
			}
			return err
		}
		return r.RedirectWith(fmt.Sprintf("%s/%d", base(r), n), done(step))
	}
}

func (s *Service) take(ctx context.Context, step Step, tenant string, year int, remark string) (Version, error) {
	switch step {
	case StepSubmit:
		return s.Submit(ctx, tenant, year)
	case StepReturn:
		return s.Return(ctx, tenant, year, remark, Party{})
	case StepApprove:
		return s.Approve(ctx, tenant, year)
	case StepIssue:
		return s.Issue(ctx, tenant, year)
	default:
		return s.Amend(ctx, tenant, year, remark)
	}
}

func done(step Step) i18n.Text {
	return map[Step]i18n.Text{
		StepSubmit:  i18n.T("Đã trình kế hoạch.", "The plan is submitted."),
		StepReturn:  i18n.T("Đã trả lại kế hoạch kèm lý do.", "The plan is returned with your reason."),
		StepApprove: i18n.T("Đã phê duyệt kế hoạch. Văn thư sẽ cấp số, ban hành.", "The plan is approved. The clerk numbers and issues it."),
		StepIssue:   i18n.T("Đã cấp số, ban hành. Bản PDF và DOCX đang được lập.", "Numbered and issued. PDF and DOCX are being made."),
		StepAmend:   i18n.T("Đã mở bản sửa đổi. Bản đang có hiệu lực không thay đổi đến khi bản này được ban hành.", "The amendment is open. The version in force stays until it is issued."),
	}[step]
}

// may says what the reader can do with a plan in this state, or who can.
func (s *Service) may(r *web.Request, state State) (views.Do, error) {
	rules := life(tenancy.StandardWorkflow())
	can := func(step Step) bool { return rules[step].allows(state) && r.Can(rules[step].action) }
	do := views.Do{Submit: can(StepSubmit), Return: can(StepReturn), Approve: can(StepApprove), Issue: can(StepIssue),
		Amend: can(StepAmend), Import: can(StepImport)}
	if action, _ := waiting(state); action != "" && !do.Any() {
		do.Why = fault.From(s.Policy.Authorise(r.Context(), action)).Message.In(r.Lang())
	}
	if !do.Issue {
		return do, nil
	}
	number, day, err := s.Expected(r.Context(), r.Tenant().ID)
	do.Number, do.Dated = number, i18n.Date(day)
	return do, err
}

// returned is the remark with which the shown version came back, while that is
// what it waits for.
func returned(d Dossier) *views.Remark {
	if d.Version.State != Returned {
		return nil
	}
	for i := len(d.Steps) - 1; i >= 0; i-- {
		if step := d.Steps[i]; step.Step == StepReturn && step.Version == d.Version.Version {
			return &views.Remark{Text: step.Remark, Who: step.Actor, When: i18n.DateTime(step.At)}
		}
	}
	return nil
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

// happened is a step in the timeline, with the sign of what it did.
func happened(step StepRecord, lang i18n.Lang, many bool) ui.Event {
	e := ui.Event{When: step.At, Who: step.Actor, Title: step.Step.Title().In(lang), Quote: step.Remark}
	if many {
		e.Title += i18n.T(fmt.Sprintf(" · bản %d", step.Version), fmt.Sprintf(" · version %d", step.Version)).In(lang)
	}
	switch step.Step {
	case StepImport:
		e.Icon = "upload"
	case StepSubmit:
		e.Icon, e.Tone = "send", ui.Info
	case StepReturn:
		e.Icon, e.Tone = "arrow-back-up", ui.Warn
	case StepApprove:
		e.Icon, e.Tone = "check", ui.Good
	case StepIssue:
		e.Icon, e.Tone = "signature", ui.Good
	case StepAmend:
		e.Icon, e.Tone = "copy", ui.Info
	case StepReplace:
		e.Icon = "archive"
	}
	return e
}
