package households

import (
	"slices"

	"vuon/platform/i18n"
)

// Stage is how far a commune is with a review: what it is at now.
type Stage string

// The stages, in the order of a review's life (Quyết định 24/2021/QĐ-TTg, Điều 4).
const (
	Listing    Stage = "listing"    // lập danh sách
	Reviewing  Stage = "reviewing"  // thu thập thông tin, nhập phiếu
	Meeting    Stage = "meeting"    // họp dân
	Posted     Stage = "posted"     // niêm yết công khai
	Rechecking Stage = "rechecking" // phúc tra theo khiếu nại hoặc ý kiến cấp huyện
	Submitted  Stage = "submitted"  // chờ ý kiến Chủ tịch UBND cấp huyện
	Opined     Stage = "opined"     // đã có ý kiến, chờ công nhận
	Recognised Stage = "recognised" // đã công nhận
)

// Stages lists them in order.
func Stages() []Stage {
	return []Stage{Listing, Reviewing, Meeting, Posted, Rechecking, Submitted, Opined, Recognised}
}

// Title is the stage in words.
func (s Stage) Title() i18n.Text {
	return map[Stage]i18n.Text{
		Listing:    i18n.T("Lập danh sách", "Listing"),
		Reviewing:  i18n.T("Rà soát, nhập phiếu", "Reviewing"),
		Meeting:    i18n.T("Họp dân", "Meetings"),
		Posted:     i18n.T("Niêm yết công khai", "Posted"),
		Rechecking: i18n.T("Phúc tra", "Re-checking"),
		Submitted:  i18n.T("Chờ ý kiến cấp huyện", "Before the district"),
		Opined:     i18n.T("Chờ công nhận", "Before recognition"),
		Recognised: i18n.T("Đã công nhận", "Recognised"),
	}[s]
}

// ReviewStep is what takes a commune's review from one stage to another.
type ReviewStep string

// The steps.
const (
	StepBegin     ReviewStep = "begin"     // the review was opened
	StepList      ReviewStep = "list"      // the list to be reviewed is complete
	StepReview    ReviewStep = "review"    // every household on it is entered
	StepReturn    ReviewStep = "return"    // back to reviewing, after a village did not agree
	StepMeet      ReviewStep = "meet"      // a village has met
	StepPost      ReviewStep = "post"      // hung up
	StepRecheck   ReviewStep = "recheck"   // complaints are looked into
	StepSubmit    ReviewStep = "submit"    // sent to the district
	StepOpine     ReviewStep = "opine"     // the district agrees
	StepObject    ReviewStep = "object"    // the district asks for a re-check
	StepRecognise ReviewStep = "recognise" // decided
	StepCorrect   ReviewStep = "correct"   // decided anew for single households
)

// Title is the step in words.
func (s ReviewStep) Title() i18n.Text {
	return map[ReviewStep]i18n.Text{
		StepBegin:     i18n.T("Mở đợt rà soát", "Review opened"),
		StepList:      i18n.T("Chốt danh sách rà soát", "List completed"),
		StepReview:    i18n.T("Kết thúc rà soát, chuyển họp dân", "Reviewing ended"),
		StepReturn:    i18n.T("Đưa về rà soát lại", "Back to reviewing"),
		StepMeet:      i18n.T("Ghi biên bản họp dân", "Village meeting"),
		StepPost:      i18n.T("Niêm yết công khai", "Posted"),
		StepRecheck:   i18n.T("Phúc tra", "Re-check begun"),
		StepSubmit:    i18n.T("Gửi xin ý kiến cấp huyện", "Submitted to the district"),
		StepOpine:     i18n.T("Cấp huyện thống nhất", "The district agrees"),
		StepObject:    i18n.T("Cấp huyện đề nghị rà soát lại", "The district asks for a re-check"),
		StepRecognise: i18n.T("Quyết định công nhận", "Recognised"),
		StepCorrect:   i18n.T("Quyết định điều chỉnh", "Corrected"),
	}[s]
}

// move is a step of the life of a review: from which stages, to which, by which
// action.
type move struct {
	action string
	from   []Stage
	to     Stage
}

// life is the way of a commune's review. Where there is no district level, and in
// a regular review, nobody is asked for an opinion: the commune's chair decides
// on what was posted (Quyết định 24/2021/QĐ-TTg, Điều 5; from 1 July 2025 on
// everywhere).
func life(r Round) map[ReviewStep]move {
	moves := map[ReviewStep]move{
		StepList:      {ActionList, []Stage{Listing}, Reviewing},
		StepReview:    {ActionList, []Stage{Reviewing}, Meeting},
		StepReturn:    {ActionList, []Stage{Meeting}, Reviewing},
		StepMeet:      {ActionMeet, []Stage{Meeting}, Meeting},
		StepPost:      {ActionPost, []Stage{Meeting, Rechecking}, Posted},
		StepRecheck:   {ActionPost, []Stage{Posted}, Rechecking},
		StepRecognise: {ActionRecognise, []Stage{Posted}, Recognised},
		StepCorrect:   {ActionCorrect, []Stage{Recognised}, Recognised},
	}
	if r.asksDistrict() {
		moves[StepSubmit] = move{ActionSubmit, []Stage{Posted}, Submitted}
		moves[StepOpine] = move{ActionOpine, []Stage{Submitted}, Opined}
		moves[StepObject] = move{ActionOpine, []Stage{Submitted}, Rechecking}
		moves[StepRecognise] = move{ActionRecognise, []Stage{Opined}, Recognised}
	}
	return moves
}

// asksDistrict reports whether the district chair gives an opinion.
func (r Round) asksDistrict() bool { return r.District && r.Kind == Periodic }

// allows reports whether the step can be taken from a stage.
func (m move) allows(s Stage) bool { return slices.Contains(m.from, s) }

// next is the step that a commune at this stage waits for; "" when it waits for
// nothing.
func (r Round) next(s Stage) ReviewStep {
	switch s {
	case Listing:
		return StepList
	case Reviewing:
		return StepReview
	case Meeting, Rechecking:
		return StepPost
	case Posted:
		if r.asksDistrict() {
			return StepSubmit
		}
		return StepRecognise
	case Submitted:
		return StepOpine
	case Opined:
		return StepRecognise
	}
	return ""
}
