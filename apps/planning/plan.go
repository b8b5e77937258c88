package planning

import (
	"slices"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// State is where a version of a plan is in its life.
type State string

// The states. Every change between them is a Step.
const (
	Draft      State = "draft"      // being written
	Submitted  State = "submitted"  // before the chair
	Returned   State = "returned"   // sent back with a remark, being written again
	Approved   State = "approved"   // approved, not yet numbered
	Issued     State = "issued"     // numbered, dated, in force; immutable
	Superseded State = "superseded" // a later version was issued in its place
)

// Title is the state in words.
func (s State) Title() i18n.Text {
	return map[State]i18n.Text{
		Draft:      i18n.T("Dự thảo", "Draft"),
		Submitted:  i18n.T("Đã trình", "Submitted"),
		Returned:   i18n.T("Trả lại", "Returned"),
		Approved:   i18n.T("Đã duyệt", "Approved"),
		Issued:     i18n.T("Đã ban hành", "Issued"),
		Superseded: i18n.T("Đã thay thế", "Superseded"),
	}[s]
}

// Editable reports whether the text may be changed.
func (s State) Editable() bool { return s == Draft || s == Returned }

// Step is what takes a version from one state to another.
type Step string

// The steps, in the order of a plan's life.
const (
	StepImport  Step = "import"
	StepSubmit  Step = "submit"
	StepReturn  Step = "return"
	StepApprove Step = "approve"
	StepIssue   Step = "issue"
	StepAmend   Step = "amend"
	StepReplace Step = "replace" // by the issue of a later version
)

// Title is the step in words.
func (s Step) Title() i18n.Text {
	return map[Step]i18n.Text{
		StepImport:  i18n.T("Nhập dự thảo", "Draft imported"),
		StepSubmit:  i18n.T("Trình lãnh đạo", "Submitted"),
		StepReturn:  i18n.T("Trả lại", "Returned"),
		StepApprove: i18n.T("Phê duyệt", "Approved"),
		StepIssue:   i18n.T("Cấp số, ban hành", "Numbered and issued"),
		StepAmend:   i18n.T("Mở bản sửa đổi", "Amendment opened"),
		StepReplace: i18n.T("Được thay thế", "Superseded"),
	}[s]
}

// rule is a step of the life of a plan: from which states, to which, by which action.
type rule struct {
	action string
	from   []State
	to     State
}

// rules is the life of a plan. Import and amend begin a version and have no "from".
func rules() map[Step]rule {
	return map[Step]rule{
		StepImport:  {ActionDraft, []State{Draft, Returned}, Draft},
		StepSubmit:  {ActionSubmit, []State{Draft, Returned}, Submitted},
		StepReturn:  {ActionReturn, []State{Submitted, Approved}, Returned},
		StepApprove: {ActionApprove, []State{Submitted}, Approved},
		StepIssue:   {ActionIssue, []State{Approved}, Issued},
		StepAmend:   {ActionAmend, []State{Issued}, Draft},
	}
}

// allows reports whether a version in this state may take the step.
func (r rule) allows(s State) bool { return slices.Contains(r.from, s) }

// Version is one version of the plan of a year, whole.
type Version struct {
	Tenant     string           `json:"tenant"`
	Year       int              `json:"year"`
	Version    int              `json:"version"`
	State      State            `json:"state"`
	Since      time.Time        `json:"since"` // when it came into this state
	Title      string           `json:"title"`
	Plan       planreader.Plan  `json:"plan"`
	Revision   int              `json:"revision"` // counts the changes of the text
	SourceName string           `json:"source_name"`
	SourceKey  string           `json:"-"`
	Number     int              `json:"number"` // 0 until it is issued
	Symbol     string           `json:"symbol"`
	Dated      *time.Time       `json:"dated"`
	Heading    *tenancy.Heading `json:"-"` // as it was when the plan was issued; nil before
	UpdatedAt  time.Time        `json:"updated_at"`
	UpdatedBy  string           `json:"updated_by"`
}

// Summary is what lists show of a plan: its open version, else the one in force.
type Summary struct {
	Tenant   string     `json:"tenant"`
	Year     int        `json:"year"`
	Version  int        `json:"version"`
	State    State      `json:"state"`
	Since    time.Time  `json:"since"`
	Title    string     `json:"title"`
	Number   int        `json:"number"`
	Symbol   string     `json:"symbol"`
	Dated    *time.Time `json:"dated"`
	InForce  int        `json:"in_force"` // the issued version, 0 when there is none
	Warnings int        `json:"warnings"`
}

// StepRecord is a step that was taken.
type StepRecord struct {
	Version int       `json:"version"`
	Step    Step      `json:"step"`
	State   State     `json:"state"`
	Remark  string    `json:"remark"`
	At      time.Time `json:"at"`
	Account string    `json:"-"`
	Actor   string    `json:"actor"`
}

// Change is a change of one section's text.
type Change struct {
	Version  int       `json:"version"`
	Revision int       `json:"revision"`
	Section  string    `json:"section"`
	Title    string    `json:"title"`
	Before   string    `json:"before"`
	After    string    `json:"after"`
	At       time.Time `json:"at"`
	Account  string    `json:"-"`
	Actor    string    `json:"actor"`
}

// shows reports whether the file may stand for the version: of an open one any
// that was made, of an issued one only that with its number.
func (f File) shows(v Version) bool {
	open := v.State != Issued && v.State != Superseded
	return f.Version == v.Version && (open || f.Revision == v.Revision)
}

// File is a document made of a version.
type File struct {
	Version     int        `json:"version"`
	Revision    int        `json:"revision"`
	Format      string     `json:"format"`
	Key         string     `json:"key"`
	SHA256      string     `json:"sha256"`
	Size        int64      `json:"size"`
	Job         string     `json:"job"`
	MadeAt      time.Time  `json:"made_at"`
	LockedUntil *time.Time `json:"locked_until"`
}
