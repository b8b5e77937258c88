package planning

import (
	"context"
	"slices"

	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// Step is what takes a version from one state to another.
type Step string

// The steps, in the order of a plan's life.
const (
	StepImport   Step = "import"
	StepStart    Step = "start"
	StepConsult  Step = "consult"  // offices are asked
	StepConclude Step = "conclude" // the round of asking is over
	StepSubmit   Step = "submit"
	StepAppraise Step = "appraise"
	StepReturn   Step = "return"
	StepApprove  Step = "approve"
	StepSign     Step = "sign"   // the leader's signed PDF was accepted
	StepNumber   Step = "number" // number and date given, before the agency's seal
	StepIssue    Step = "issue"
	StepRelease  Step = "release" // sent out to the recipients
	StepAmend    Step = "amend"
	StepClose    Step = "close"
	StepTakeBack Step = "take_back"
	StepReplace  Step = "replace" // by the issue of a later version
	StepRestore  Step = "restore" // in force again: the issue of the later version was taken back
)

// Title is the step in words.
func (s Step) Title() i18n.Text {
	return map[Step]i18n.Text{
		StepImport:   i18n.T("Nhập dự thảo", "Draft imported"),
		StepStart:    i18n.T("Bắt đầu dự thảo", "Draft begun"),
		StepConsult:  i18n.T("Lấy ý kiến", "Offices consulted"),
		StepConclude: i18n.T("Kết thúc lấy ý kiến", "Consultation closed"),
		StepSubmit:   i18n.T("Trình lãnh đạo", "Submitted"),
		StepAppraise: i18n.T("Thẩm định", "Appraised"),
		StepReturn:   i18n.T("Trả lại", "Returned"),
		StepApprove:  i18n.T("Phê duyệt", "Approved"),
		StepSign:     i18n.T("Lãnh đạo ký số", "Signed by the leader"),
		StepNumber:   i18n.T("Cấp số, ngày", "Numbered and dated"),
		StepIssue:    i18n.T("Cấp số, ban hành", "Numbered and issued"),
		StepRelease:  i18n.T("Phát hành", "Released"),
		StepAmend:    i18n.T("Mở bản sửa đổi", "Amendment opened"),
		StepClose:    i18n.T("Đóng kế hoạch", "Closed"),
		StepTakeBack: i18n.T("Rút lại", "Taken back"),
		StepReplace:  i18n.T("Được thay thế", "Superseded"),
		StepRestore:  i18n.T("Có hiệu lực trở lại", "In force again"),
	}[s]
}

// rule is a step of the life of a plan: from which states, to which, by which action.
type rule struct {
	action string
	from   []State
	to     State
}

// allows reports whether a version in this state may take the step.
func (r rule) allows(s State) bool { return slices.Contains(r.from, s) }

// life is the life of a plan on a way: the rules of all steps that are on it.
// Import, start and amend begin a version; take_back undoes the last step,
// whatever that was.
func life(w tenancy.Workflow) map[Step]rule {
	rules := map[Step]rule{
		StepImport:  {ActionDraft, []State{Draft, Returned, Consulting}, Draft},
		StepSubmit:  {ActionSubmit, []State{Draft, Returned}, Submitted},
		StepReturn:  {ActionReturn, []State{Submitted, Appraised, Approved}, Returned},
		StepApprove: {ActionApprove, []State{Submitted}, Approved},
		StepIssue:   {ActionIssue, []State{Approved}, Issued},
		StepRelease: {ActionRelease, []State{Issued}, Issued},
		StepAmend:   {ActionAmend, []State{Issued}, Draft},
		StepClose:   {ActionClose, []State{Issued}, Closed},
	}
	if w.Consult != tenancy.ConsultNone {
		rules[StepConsult] = rule{ActionConsult, []State{Draft, Returned}, Consulting}
		rules[StepConclude] = rule{ActionConsult, []State{Consulting}, Draft}
	}
	if w.Appraise {
		rules[StepAppraise] = rule{ActionAppraise, []State{Submitted}, Appraised}
		rules[StepApprove] = rule{ActionApprove, []State{Appraised}, Approved}
	}
	if w.Signing != tenancy.SignPaper {
		rules[StepSign] = rule{ActionSign, []State{Approved}, Approved}
		rules[StepNumber] = rule{ActionIssue, []State{Approved}, Numbered}
		rules[StepIssue] = rule{ActionIssue, []State{Approved, Numbered}, Issued}
	}
	if w.Signing == tenancy.SignDigital {
		rules[StepIssue] = rule{ActionIssue, []State{Numbered}, Issued}
	}
	return rules
}

// workflow is the way of a version: its own, or the tenant's while it has not
// set out.
func (s *Service) workflow(ctx context.Context, v Version) (tenancy.Workflow, error) {
	if v.Workflow != nil {
		return *v.Workflow, nil
	}
	w := tenancy.StandardWorkflow()
	err := s.Tenants.Setting(ctx, v.Tenant, tenancy.PlanWorkflow, &w)
	return w, err
}

// standing are the steps of a version that were not taken back, oldest first.
func standing(steps []StepRecord, version int) (list []StepRecord) {
	undone := map[int]bool{}
	for _, step := range steps {
		if step.Version == version && step.Undoes > 0 {
			undone[step.Undoes] = true
		}
	}
	for _, step := range steps {
		if step.Version == version && step.Step != StepTakeBack && step.Step != StepRestore && !undone[step.Seq] {
			list = append(list, step)
		}
	}
	return list
}

// inForceOf is the version in force, 0 when there is none: the last one issued
// whose issue was not taken back.
func inForceOf(steps []StepRecord) (version int) {
	for _, step := range steps {
		if step.Step != StepIssue {
			continue
		}
		for _, kept := range standing(steps, step.Version) {
			if kept.Step == StepIssue {
				version = max(version, step.Version)
			}
		}
	}
	return version
}
