// Package views draws the pages of plans. It is given everything that it shows.
package views

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"vuon/apps/planning/planreader"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// PlanRow is a plan in a list.
type PlanRow struct {
	Year     int
	Title    string
	Href     string
	State    State
	Number   string // "12/KH-UBND", "" before issue
	Since    string
	Due      string
	Late     bool
	Warnings int
	Amending bool // an amendment is open while an issued version is in force
}

// State is a plan's state as a badge.
type State struct {
	Title i18n.Text
	Tone  ui.Tone
	Icon  string
}

// Import is the page on which a plan's file is sent in.
type Import struct {
	Action  string
	Year    string
	Err     error
	Preview *Structure // what a trial reading found
	Name    string     // of the file that was tried
}

// Plan is the head that all pages of one plan share.
type Plan struct {
	Base      string // "/t/krong-no/plans/2024"
	Query     string // "?version=1" when an old version is shown
	Registry  string // where a cited document is looked up; its number follows
	Tabs      []ui.Tab
	Steps     []ui.Step
	Do        Do
	Returned  *Remark // why the plan came back; nil when it did not
	Appraised *Remark // what was found when it was appraised
	Files     []FileRow
	Versions  []VersionLink
	Err       error  // a refused step
	Refused   string // that step, as it stands in the address
	Remark    string
}

// Busy reports whether a document is being made.
func (p Plan) Busy() bool {
	return slices.ContainsFunc(p.Files, func(f FileRow) bool { return f.Job != nil && f.Job.Running })
}

// Do is what the reader may do now.
type Do struct {
	Submit, Consult, Conclude, Appraise, Return, Approve bool
	Issue, Release, Amend, Close, Import                 bool
	ToAppraise                                           bool        // what is submitted is appraised first
	Parties                                              []ui.Option // to whom it may be returned
	TakeBack                                             *TakeBack   // nil: nothing that the reader may take back
	Next, Who                                            string      // what the plan waits for, and who can do it
	Why                                                  string      // why that is not the reader's
	Number, Dated                                        string      // what issuing would give, as things stand
	Signing                                              i18n.Text   // what there is on the page of signing; "": it is not on the way
	SigningNext                                          bool        // and that is next, and the reader's
}

// Any reports whether there is anything to do.
func (d Do) Any() bool {
	return d.Submit || d.Consult || d.Conclude || d.Appraise || d.Return || d.Approve || d.Issue || d.Release || d.Amend || d.Close || d.SigningNext
}

// TakeBack is the last step, which may be taken back.
type TakeBack struct {
	Step, Title, Who string
	Number           string // that was given out, which is voided
}

// Remark is what somebody wrote with a step, and who has to act on it.
type Remark struct{ Text, Who, When, For string }

// VersionLink leads to another version.
type VersionLink struct {
	Label   string
	Href    string
	Current bool
}

// FileRow is a document that was made, is being made, or can be.
type FileRow struct {
	Format   string // "pdf"
	Name     string
	Href     string // "" when not made yet
	Note     string
	SHA256   string
	Locked   bool // cannot be deleted or replaced
	Stale    bool // made before the last change of the text
	Job      *FileJob
	MakeHref string
}

// FileJob is how far the making of a document is.
type FileJob struct {
	Running     bool
	Done, Total int
	Note, Error string
}

// Text is the page with outline and document.
type Text struct {
	Plan
	Progress Progress
	Outline  []ui.OutlineNode
	Document templ.Component
}

// Section is one part: read, edited, and how it came to be.
type Section struct {
	Plan
	Outline       []ui.OutlineNode
	Before, After *ui.OutlineNode // the parts around it
	Action        string
	Title         i18n.Text // heading of the part as printed
	HasHead       bool      // the part has a title of its own to edit
	Head          string
	Text          string
	Tag           string
	Edit          bool
	Err           error
	Theirs        *Theirs // what somebody else wrote meanwhile
	Notes         []i18n.Text
	History       []ChangeRow
	Draft         string // key under which the browser keeps what is typed
}

// Theirs is the wording that somebody else saved while one was writing.
type Theirs struct{ Title, Text, Who, When string }

// ChangeRow is a change of a part.
type ChangeRow struct {
	Title                    i18n.Text
	When, Who, Before, After string
	Version, Revision        int
	Reinstate                string // where the section that it removed is brought back; "" it cannot be
}

// Structure is what was read from the text.
type Structure struct {
	Plan
	Progress Progress
	Content  planreader.Plan
	At       func(at string) string // address of the section with these numbers, "" when there is none
}

// WarningRow is a warning with the place it is about.
type WarningRow struct {
	Message, Place i18n.Text
	Href           string
}

// Warnings is the page of what somebody should look at.
type Warnings struct {
	Plan
	Rows []WarningRow
}

// History is the page of steps and changes.
type History struct {
	Plan
	Events  []ui.Event
	Changes []ChangeRow
	Pager   ui.Pager
}

func number(n int) string { return strconv.Itoa(n) }

// word translates the fixed words of the plan's structure.
func word(ctx context.Context, id string) string {
	words := map[string]i18n.Text{
		"lead": i18n.T("Chủ trì", "Leads"), "coordinate": i18n.T("Phối hợp", "Coordinates"), "guide": i18n.T("Hướng dẫn", "Guides"),
		"report_via": i18n.T("Báo cáo qua", "Reports via"), "synthesise": i18n.T("Tổng hợp", "Synthesises"), "advise": i18n.T("Tham mưu", "Advises"),
		"poor_rate": i18n.T("Tỷ lệ hộ nghèo", "Poor households"), "near_poor_rate": i18n.T("Tỷ lệ hộ cận nghèo", "Near-poor households"),
		"disbursement_rate": i18n.T("Tỷ lệ giải ngân", "Disbursement"), "job_placements": i18n.T("Người được giải quyết việc làm", "Job placements"),
		"other":    i18n.T("Chỉ tiêu khác", "Other"),
		"decrease": i18n.T("Giảm", "Decrease"), "increase": i18n.T("Tăng", "Increase"), "reach": i18n.T("Đạt", "Reach"),
		"percentage_point": i18n.T("điểm %", "points"), "percent": i18n.T("%", "%"), "count": i18n.T("", ""),
		"ethnic_minority": i18n.T("Hộ dân tộc thiểu số", "Ethnic minorities"), "onsite_minority": i18n.T("Hộ DTTS tại chỗ", "On-site minorities"), "all": i18n.T("Toàn huyện", "All"),
		"central": i18n.T("Ngân sách trung ương", "Central budget"), "local": i18n.T("Ngân sách địa phương", "Local budget"), "province": i18n.T("Ngân sách tỉnh", "Province"),
		"district": i18n.T("Ngân sách huyện", "District"), "commune": i18n.T("Ngân sách xã", "Commune"), "mobilised": i18n.T("Huy động khác", "Mobilised"), "credit": i18n.T("Tín dụng chính sách", "Policy credit"),
		"development": i18n.T("Vốn đầu tư phát triển", "Development capital"), "recurrent": i18n.T("Vốn sự nghiệp", "Recurrent capital"),
	}
	if t, ok := words[id]; ok {
		return t.In(i18n.From(ctx))
	}
	return id
}

// target writes "Giảm ít nhất 0,5 điểm %".
func target(ctx context.Context, t planreader.Target) string {
	out := word(ctx, t.Direction) + " "
	if t.AtLeast {
		out += i18n.Say(ctx, "ít nhất ", "at least ")
	}
	places := 2
	for places > 0 && t.Amount*pow10(places-1) == float64(int64(t.Amount*pow10(places-1))) {
		places--
	}
	return out + ui.Decimal(t.Amount, places) + " " + word(ctx, t.Unit)
}

func pow10(n int) float64 { return []float64{1, 10, 100}[n] }

// fileIcon is the picture of a kind of file.
func fileIcon(format string) string {
	if format == "pdf" {
		return "file-type-pdf"
	}
	return "file-type-docx"
}

// takeBackHint says what taking a step back does.
func takeBackHint(ctx context.Context, t TakeBack) string {
	hint := i18n.Say(ctx, "Do "+t.Who+" thực hiện. Lịch sử giữ cả bước này và việc rút lại.", "Taken by "+t.Who+". The history keeps both.")
	if t.Number != "" {
		hint += i18n.Say(ctx, " Số "+t.Number+" được ghi là đã hủy trong sổ, không dùng lại.", " Number "+t.Number+" is voided in the register and not used again.")
	}
	return hint
}

// TargetWords writes a target as other modules show it: "Giảm ít nhất 0,5 điểm %".
func TargetWords(ctx context.Context, t planreader.Target) string { return target(ctx, t) }

// Word says an identifier of a plan in words: "poor_rate" is "Tỷ lệ hộ nghèo".
func Word(ctx context.Context, id string) string { return word(ctx, id) }
