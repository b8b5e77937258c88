package views

import (
	"vuon/platform/i18n"
)

// Editor is the page on which a plan is written.
type Editor struct {
	Base     string // "/t/krong-no/plans/2024"
	Year     int
	Version  int
	Revision int
	State    State
	Title    string
	Edit     bool      // the reader may write now
	Comment  bool      // the reader may comment
	Why      i18n.Text // why it cannot be written; empty when it can
	Returned *Remark   // why the plan came back
	Top      string    // HTML of the heading block
	Annex    string    // HTML of what stands behind the signature
	Parts    []EditorPart
	Outline  []EditorNode
	Beside   Beside
	Roles    []Choice // of assignments
	Units    []Choice // that assignments are given to
	Figures  Figures
}

// Figures are what the rows of targets and of money are chosen from.
type Figures struct {
	Indicators, Directions, Measures, Populations []Choice
	Projects, Sources, Capitals                   []Choice
}

// Rewritten is a section that rows write anew, without the lines that stay around
// what changes.
type Rewritten struct {
	Title         string
	Before, After []string
}

// EditorPart is a part of the document, as it is printed.
type EditorPart struct {
	ID      string
	Href    string // its form, for browsers without script
	Label   string
	Kind    string // "section", or the part's name
	HTML    string // "" when it is left to be fetched
	Lines   int    // about how many lines a part takes that is left to be fetched
	Section bool
}

// EditorNode is an entry of the outline.
type EditorNode struct {
	ID, Number, Title, Href string
	Current, Warned         bool
	Comments                int // open threads
	Section                 bool
	Children                []EditorNode
}

// Beside is the pane of what helps to write a part.
type Beside struct {
	Base     string // of the editor: "/t/krong-no/plans/2024/edit"
	ID       string // of the part
	Label    string
	Edit     bool
	Targets  bool // the part states targets
	Money    bool // the part is about money
	Comment  bool
	Warnings []i18n.Text
	Project  *BesideProject
	Last     *BesideLast
	Cites    Cites
	Threads  []Thread
	People   []string // who can be named in a comment
	Changes  []EditorChange
	Older    string // address of older changes, "" when these are all
	Err      error  // a refused comment
	Typed    string
	Answers  int64 // the thread that the refused comment answers
}

// BesideProject is what the catalogue says of the project that a part is about.
type BesideProject struct {
	Code, Title, Objective, Scope, Lead, Source string
	Capital                                     []i18n.Text
}

// BesideLast is the same part of last year's plan.
type BesideLast struct {
	Year int
	Head string
	Text string
	Href string
}

// Cites are the documents that a search found.
type Cites struct {
	Base, ID, Query string
	List            []CiteRow
	Edit            bool
}

// CiteRow is a document that can be cited.
type CiteRow struct {
	Number, Title, Short, Full, Basis string
	Warning                           i18n.Text
}

// Thread is a comment with its answers.
type Thread struct {
	Remarks  []CommentRow // the first began it
	Gone     string       // heading of the part, when it is no longer there
	Resolved string       // who closed it and when; "" when it is open
}

// CommentRow is one comment.
type CommentRow struct {
	ID        int64
	Who, When string
	Text      string
}

// EditorChange is a change of a part that can be taken back.
type EditorChange struct {
	ChangeRow
	Restore bool   // its text can be written again
	Tag     string // of the part as it is now
}

// Choice is an entry of a list to choose from.
type Choice struct{ ID, Title string }

// Roles are the roles of assignments in words.
func Roles(lang i18n.Lang) []Choice {
	words := []Choice{}
	for _, id := range []string{"lead", "coordinate", "guide", "report_via", "synthesise", "advise"} {
		words = append(words, Choice{id, roleWords()[id].In(lang)})
	}
	return words
}

func roleWords() map[string]i18n.Text {
	return map[string]i18n.Text{
		"lead": i18n.T("Chủ trì", "Leads"), "coordinate": i18n.T("Phối hợp", "Coordinates"), "guide": i18n.T("Hướng dẫn", "Guides"),
		"report_via": i18n.T("Báo cáo qua", "Reports via"), "synthesise": i18n.T("Tổng hợp", "Synthesises"), "advise": i18n.T("Tham mưu", "Advises"),
	}
}

// TargetChoices are the kinds of targets in words.
func TargetChoices(lang i18n.Lang) (f Figures) {
	choices := func(list ...[3]string) (out []Choice) {
		for _, c := range list {
			out = append(out, Choice{c[0], i18n.T(c[1], c[2]).In(lang)})
		}
		return out
	}
	f.Indicators = choices([3]string{"poor_rate", "Tỷ lệ hộ nghèo", "Rate of poor households"}, [3]string{"near_poor_rate", "Tỷ lệ hộ cận nghèo", "Rate of near-poor households"},
		[3]string{"disbursement_rate", "Tỷ lệ giải ngân", "Rate of disbursement"}, [3]string{"job_placements", "Giải quyết việc làm", "Job placements"}, [3]string{"other", "Chỉ tiêu khác", "Another"})
	f.Directions = choices([3]string{"decrease", "Giảm", "Decrease"}, [3]string{"increase", "Tăng", "Increase"}, [3]string{"reach", "Đạt", "Reach"})
	f.Measures = choices([3]string{"percentage_point", "điểm %", "percentage points"}, [3]string{"percent", "%", "%"}, [3]string{"count", "số lượng", "count"})
	f.Populations = choices([3]string{"all", "Toàn bộ", "Everybody"}, [3]string{"ethnic_minority", "Dân tộc thiểu số", "Ethnic minorities"},
		[3]string{"onsite_minority", "Dân tộc thiểu số tại chỗ", "Local ethnic minorities"}, [3]string{"other", "Nhóm khác", "Another group"})
	return f
}
