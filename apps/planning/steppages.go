package planning

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// stepRoutes are the forms of the steps.
func (s *Service) stepRoutes(plan string) []web.Route {
	post := func(path, action string, step Step) web.Route {
		return web.Route{Method: "POST", Path: plan + path, Action: action, Handle: s.takeStep(step)}
	}
	return []web.Route{
		post("/submit", ActionSubmit, StepSubmit),
		post("/appraise", ActionAppraise, StepAppraise),
		post("/unfit", ActionAppraise, stepUnfit),
		post("/return", ActionReturn, StepReturn),
		post("/approve", ActionApprove, StepApprove),
		post("/issue", ActionIssue, StepIssue),
		post("/release", ActionRelease, StepRelease),
		post("/amend", ActionAmend, StepAmend),
		post("/close", ActionClose, StepClose),
		post("/take-back", ActionView, StepTakeBack), // whoever took the step may
	}
}

// stepUnfit is the form in which an appraisal returns the plan: the step is that
// of returning.
const stepUnfit Step = "unfit"

// takeStep is the form of one step; a refused one shows the plan again with the
// reason, and keeps the remark that was typed.
func (s *Service) takeStep(step Step) func(*web.Request) error {
	return func(r *web.Request) error {
		n, err := year(r)
		if err != nil {
			return err
		}
		if err := s.take(r, step, n); err != nil {
			if shownInPlace(err) {
				return s.showText(r, n, slug(step), err)
			}
			return err
		}
		return r.RedirectWith(fmt.Sprintf("%s/%d", base(r), n), done(step))
	}
}

func (s *Service) take(r *web.Request, step Step, year int) (err error) {
	ctx, tenant, remark := r.Context(), r.Tenant().ID, r.Form("remark")
	switch step {
	case StepSubmit:
		_, err = s.Submit(ctx, tenant, year)
	case StepAppraise:
		_, err = s.Appraise(ctx, tenant, year, remark)
	case StepReturn:
		_, err = s.Return(ctx, tenant, year, remark, partyOf(r.Form("to")))
	case stepUnfit:
		_, err = s.Unfit(ctx, tenant, year, remark, partyOf(r.Form("to")))
	case StepApprove:
		_, err = s.Approve(ctx, tenant, year)
	case StepIssue:
		_, err = s.Issue(ctx, tenant, year)
	case StepRelease:
		_, err = s.Release(ctx, tenant, year)
	case StepClose:
		_, err = s.Close(ctx, tenant, year, remark)
	case StepTakeBack:
		_, err = s.TakeBack(ctx, tenant, year, Step(r.Form("step")), remark)
	default:
		_, err = s.Amend(ctx, tenant, year, remark)
	}
	return err
}

// shownInPlace reports whether a refusal is shown on the page with the form; who
// may not do it at all has no form there.
func shownInPlace(err error) bool {
	f := fault.From(err)
	return f.Kind == fault.Invalid || f.Kind == fault.Conflict || f.Kind == fault.Forbidden && f.Code != "forbidden"
}

// slug is how a step stands in addresses.
func slug(step Step) string { return strings.ReplaceAll(string(step), "_", "-") }

// partyOf reads what the form of returning sends: "role:labour", "account:…".
func partyOf(value string) Party {
	kind, id, _ := strings.Cut(value, ":")
	switch kind {
	case "role":
		return Party{Role: id}
	case "account":
		return Party{Account: id}
	}
	return Party{}
}

func done(step Step) i18n.Text {
	return map[Step]i18n.Text{
		StepSubmit:   i18n.T("Đã trình kế hoạch.", "The plan is submitted."),
		StepAppraise: i18n.T("Đã ghi ý kiến thẩm định, chuyển lãnh đạo.", "Your appraisal is recorded; the leaders have the plan."),
		StepReturn:   i18n.T("Đã trả lại kế hoạch kèm lý do.", "The plan is returned with your reason."),
		stepUnfit:    i18n.T("Đã trả lại kế hoạch kèm ý kiến thẩm định.", "The plan is returned with your opinion."),
		StepApprove:  i18n.T("Đã phê duyệt kế hoạch. Văn thư sẽ cấp số, ban hành.", "The plan is approved. The clerk numbers and issues it."),
		StepIssue:    i18n.T("Đã cấp số, ban hành. Bản PDF và DOCX đang được lập.", "Numbered and issued. PDF and DOCX are being made."),
		StepRelease:  i18n.T("Đã phát hành kế hoạch đến nơi nhận.", "The plan is sent out to its recipients."),
		StepAmend:    i18n.T("Đã mở bản sửa đổi. Bản đang có hiệu lực không thay đổi đến khi bản này được ban hành.", "The amendment is open. The version in force stays until it is issued."),
		StepClose:    i18n.T("Đã đóng kế hoạch. Kế hoạch chỉ còn để xem.", "The plan is closed. It can be read only."),
		StepTakeBack: i18n.T("Đã rút lại bước gần nhất. Lịch sử giữ cả hai.", "The last step is taken back. The history keeps both."),
	}[step]
}

// may says what the reader can do with the shown version, or who can.
func (s *Service) may(r *web.Request, d Dossier) (do views.Do, err error) {
	ctx, v, rules := r.Context(), d.Version, life(d.Way)
	can := func(step Step) bool {
		rule, on := rules[step]
		return on && rule.allows(v.State) && s.Policy.Authorise(ctx, rule.action, policy.Resource{Did: d.Did}) == nil
	}
	do = views.Do{Submit: can(StepSubmit), Consult: can(StepConsult), Conclude: can(StepConclude), Appraise: can(StepAppraise),
		Return: can(StepReturn), Approve: can(StepApprove), Issue: can(StepIssue) && v.State != Numbered && !leaderSigned(standing(d.Steps, v.Version)),
		Release: can(StepRelease) && v.ReleasedAt == nil, Amend: can(StepAmend), Close: can(StepClose), Import: can(StepImport)}
	do.ToAppraise = d.Way.Appraise
	do.TakeBack = s.takeBackOf(r, d)
	if do.Close {
		day, err := s.closable(ctx, v.Tenant, v.Year)
		if err != nil {
			return do, err
		}
		do.Close = !s.Clock.Now().Before(day)
	}
	if do.Return || do.Appraise {
		if do.Parties, err = s.partiesOf(r, v); err != nil {
			return do, err
		}
	}
	s.nextOf(r, d, &do)
	if do.Issue {
		number, day, err := s.Expected(ctx, r.Tenant().ID)
		do.Number, do.Dated = number, i18n.Date(day)
		return do, err
	}
	return do, nil
}

// nextOf says what the version waits for and whose it is; and why it is not the
// reader's, when it is not.
func (s *Service) nextOf(r *web.Request, d Dossier, do *views.Do) {
	signed := leaderSigned(standing(d.Steps, d.Version.Version))
	do.Signing, do.SigningNext = signingWords(d, signed)
	step, kind := waiting(d.Version.State, d.Way, signed, d.Version.ReleasedAt != nil)
	if step == "" {
		return
	}
	action := life(d.Way)[step].action
	do.Next = kind.In(r.Lang())
	do.Who = s.Policy.Explain(r.Context(), d.Version.Tenant, action).Text.In(r.Lang())
	err := s.Policy.Authorise(r.Context(), action, policy.Resource{Did: d.Did})
	do.SigningNext = do.SigningNext && err == nil
	if err != nil && !do.Any() {
		do.Why = fault.From(err).Message.In(r.Lang())
	}
}

// takeBackOf offers the last step to be taken back, where the reader may.
func (s *Service) takeBackOf(r *web.Request, d Dossier) *views.TakeBack {
	list := standing(d.Steps, d.Version.Version)
	if len(list) == 0 {
		return nil
	}
	last, _, err := undoable(d.Version, list, list[len(list)-1].Step)
	if err != nil || s.mayUndo(r.Context(), d.Version, last) != nil {
		return nil
	}
	t := &views.TakeBack{Step: string(last.Step), Title: last.Step.Title().In(r.Lang()), Who: last.Actor}
	if d.Version.Number > 0 && last.Step != StepRelease {
		t.Number = d.Version.Named()
	}
	return t
}

func (s *Service) partiesOf(r *web.Request, v Version) (options []ui.Option, err error) {
	list, err := s.Parties(r.Context(), v)
	for _, p := range list {
		o := ui.Option{Value: "role:" + p.Role, Label: p.Name}
		if p.Account != "" {
			o.Value = "account:" + p.Account
		}
		options = append(options, o)
	}
	return options, err
}

// returned is the remark with which the shown version came back, while that is
// what it waits for.
func returned(d Dossier) *views.Remark {
	if d.Version.State != Returned {
		return nil
	}
	list := standing(d.Steps, d.Version.Version)
	for i := len(list) - 1; i >= 0; i-- {
		if step := list[i]; step.Step == StepReturn {
			return &views.Remark{Text: step.Remark, Who: step.Actor, When: i18n.DateTime(step.At), For: step.ForName}
		}
	}
	return nil
}

// appraisal is the opinion of whoever appraised the shown version, while it lies
// before those who decide.
func appraisal(d Dossier) *views.Remark {
	for _, step := range standing(d.Steps, d.Version.Version) {
		if step.Step == StepAppraise && (d.Version.State == Appraised || d.Version.State == Approved) {
			return &views.Remark{Text: step.Remark, Who: step.Actor, When: i18n.DateTime(step.At)}
		}
	}
	return nil
}

// stage is one station of the way, as people see it.
type stage struct {
	title i18n.Text
	steps []Step // the last of them that was taken ends the station
}

// stages are the stations of a way, in order.
func stages(w tenancy.Workflow) []stage {
	list := []stage{{i18n.T("Dự thảo", "Draft"), []Step{StepImport, StepStart, StepAmend}}}
	if w.Consult != tenancy.ConsultNone {
		list = append(list, stage{i18n.T("Lấy ý kiến", "Consult"), []Step{StepConclude}})
	}
	list = append(list, stage{i18n.T("Trình", "Submit"), []Step{StepSubmit}})
	if w.Appraise {
		list = append(list, stage{i18n.T("Thẩm định", "Appraise"), []Step{StepAppraise}})
	}
	issue := i18n.T("Cấp số, ban hành", "Number and issue")
	if w.Signing == tenancy.SignDigital {
		issue = i18n.T("Ký số, cấp số, đóng dấu", "Sign, number, seal")
	}
	return append(list, stage{i18n.T("Ký duyệt", "Approve"), []Step{StepApprove}}, stage{issue, []Step{StepIssue}},
		stage{i18n.T("Phát hành", "Release"), []Step{StepRelease}})
}

// reached is the index of the station at which a version stands; behind the last
// when it is through.
func reached(list []stage, v Version, taken map[Step]StepRecord) int {
	_, concluded := taken[StepConclude]
	wanted := map[State]Step{Consulting: StepConclude, Submitted: StepApprove, Appraised: StepApprove, Approved: StepIssue,
		Numbered: StepIssue, Issued: StepRelease, Draft: StepImport, Returned: StepSubmit}[v.State]
	for i, at := range list {
		first := at.steps[0]
		switch {
		case v.State == Submitted && first == StepAppraise:
			return i
		case v.State == Draft && concluded:
			wanted = StepSubmit
		}
		if first == wanted && (v.State != Issued || v.ReleasedAt == nil) {
			return i
		}
	}
	return len(list)
}

// stepper shows where a version is on its way: who took which step when, what is
// next and until when.
func stepper(ctx context.Context, d Dossier, late bool, due string) []ui.Step {
	taken := map[Step]StepRecord{}
	for _, step := range standing(d.Steps, d.Version.Version) {
		taken[step.Step] = step
	}
	list := stages(d.Way)
	now := reached(list, d.Version, taken)
	out := make([]ui.Step, 0, len(list))
	for i, at := range list {
		step := ui.Step{Title: at.title.In(i18n.From(ctx)), State: ui.StepTodo}
		switch {
		case i == now:
			step.State, step.Note = ui.StepNow, due
			if late {
				step.State = ui.StepLate
			}
		case i < now:
			step.State, step.Note = ui.StepDone, i18n.Say(ctx, "không tổ chức", "not held")
			for _, one := range at.steps {
				if rec, ok := taken[one]; ok {
					step.Note = i18n.Date(rec.At) + " · " + rec.Actor
				}
			}
		}
		out = append(out, step)
	}
	return out
}

// dueOf is the deadline of a version's step in words, and whether it is over.
func (s *Service) dueOf(ctx context.Context, d Dossier, deadlines Deadlines) (note string, late bool) {
	now := s.Clock.Now()
	late = Late(deadlines, d.Version.Year, d.Version.State, now)
	day := Due(deadlines, d.Version.Year, d.Version.State)
	if n := len(d.Rounds); d.Version.State == Consulting && n > 0 {
		day, late = &d.Rounds[n-1].Due, d.Rounds[n-1].Late(now)
	}
	if day != nil {
		note = i18n.Say(ctx, "hạn ", "due ") + i18n.Date(*day)
	}
	return note, late
}

// happened is a step in the timeline, with the sign of what it did.
func happened(step StepRecord, lang i18n.Lang, many, undone bool) ui.Event {
	e := ui.Event{When: step.At, Who: step.Actor, Title: step.Step.Title().In(lang), Quote: step.Remark}
	if many {
		e.Title += i18n.T(fmt.Sprintf(" · bản %d", step.Version), fmt.Sprintf(" · version %d", step.Version)).In(lang)
	}
	if step.ForName != "" {
		e.Title += i18n.T(" · giao "+step.ForName, " · for "+step.ForName).In(lang)
	}
	sign := map[Step]ui.Event{StepImport: {Icon: "upload"}, StepStart: {Icon: "file-plus"}, StepConsult: {Icon: "message-2", Tone: ui.Info},
		StepConclude: {Icon: "list-check", Tone: ui.Good}, StepSubmit: {Icon: "send", Tone: ui.Info}, StepAppraise: {Icon: "clipboard-check", Tone: ui.Good},
		StepReturn: {Icon: "arrow-back-up", Tone: ui.Warn}, StepApprove: {Icon: "check", Tone: ui.Good}, StepSign: {Icon: "signature", Tone: ui.Good},
		StepNumber: {Icon: "certificate", Tone: ui.Good}, StepIssue: {Icon: "certificate", Tone: ui.Good}, StepRelease: {Icon: "send", Tone: ui.Good},
		StepAmend: {Icon: "copy", Tone: ui.Info}, StepClose: {Icon: "lock"}, StepTakeBack: {Icon: "rotate-clockwise", Tone: ui.Warn},
		StepReplace: {Icon: "archive"}, StepRestore: {Icon: "history", Tone: ui.Warn}}[step.Step]
	e.Icon, e.Tone = cmp.Or(sign.Icon, "point"), sign.Tone
	if undone {
		e.Title += i18n.T(" (đã rút lại)", " (taken back)").In(lang)
		e.Tone = ui.Neutral
	}
	return e
}

// timeline is all that was done with a plan, newest first.
func timeline(d Dossier, lang i18n.Lang) (events []ui.Event) {
	many := latestOf(d) > 1
	for i := len(d.Steps) - 1; i >= 0; i-- {
		undone := false
		for _, later := range d.Steps {
			undone = undone || later.Version == d.Steps[i].Version && later.Undoes == d.Steps[i].Seq
		}
		events = append(events, happened(d.Steps[i], lang, many, undone))
	}
	return events
}
