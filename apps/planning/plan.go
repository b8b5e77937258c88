package planning

import (
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
	Consulting State = "consulting" // offices are asked; still being written
	Returned   State = "returned"   // sent back with a remark, being written again
	Submitted  State = "submitted"  // before whoever appraises it, else before the chair
	Appraised  State = "appraised"  // appraised, before the chair
	Approved   State = "approved"   // approved, not yet numbered
	Numbered   State = "numbered"   // numbered and dated, waiting for the agency's seal
	Issued     State = "issued"     // numbered, dated, in force; immutable once released
	Superseded State = "superseded" // a later version was issued in its place
	Closed     State = "closed"     // its year is over: readable, never changed
	Withdrawn  State = "withdrawn"  // an amendment that was opened and given up
)

// Title is the state in words.
func (s State) Title() i18n.Text {
	return map[State]i18n.Text{
		Draft:      i18n.T("Dự thảo", "Draft"),
		Consulting: i18n.T("Đang lấy ý kiến", "In consultation"),
		Submitted:  i18n.T("Đã trình", "Submitted"),
		Returned:   i18n.T("Trả lại", "Returned"),
		Appraised:  i18n.T("Đã thẩm định", "Appraised"),
		Approved:   i18n.T("Đã duyệt", "Approved"),
		Numbered:   i18n.T("Đã cấp số, chờ đóng dấu", "Numbered, waiting for the seal"),
		Issued:     i18n.T("Đã ban hành", "Issued"),
		Superseded: i18n.T("Đã thay thế", "Superseded"),
		Closed:     i18n.T("Đã đóng", "Closed"),
		Withdrawn:  i18n.T("Đã bỏ", "Given up"),
	}[s]
}

// Editable reports whether the text may be changed.
func (s State) Editable() bool { return s == Draft || s == Returned || s == Consulting }

// Final reports whether the text is that of an issued document.
func (s State) Final() bool { return s == Issued || s == Superseded || s == Closed }

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
	Heading    *tenancy.Heading `json:"-"`           // as it was when the plan was issued; nil before
	ReleasedAt *time.Time       `json:"released_at"` // when it was sent out

	// Workflow is the way with which the version set out; nil while it follows
	// the tenant's setting.
	Workflow *tenancy.Workflow `json:"workflow,omitempty"`

	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy string    `json:"updated_by"`
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

	ReleasedAt *time.Time        `json:"released_at"`
	Workflow   *tenancy.Workflow `json:"-"` // nil while it follows the tenant's setting
}

// StepRecord is a step that was taken.
type StepRecord struct {
	Version int       `json:"version"`
	Seq     int       `json:"seq"` // counts the steps of the version
	Step    Step      `json:"step"`
	State   State     `json:"state"` // to which it led
	Remark  string    `json:"remark"`
	At      time.Time `json:"at"`
	Account string    `json:"-"`
	Actor   string    `json:"actor"`
	Undoes  int       `json:"undoes,omitempty"` // Seq of the step that this one took back

	// Who has to act after it was returned: a role, or one person; the name is
	// as people read it.
	ForRole    string `json:"for_role,omitempty"`
	ForAccount string `json:"-"`
	ForName    string `json:"for_name,omitempty"`
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
// that was made, of a numbered one only that with its number.
func (f File) shows(v Version) bool {
	open := !v.State.Final() && v.State != Numbered
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
