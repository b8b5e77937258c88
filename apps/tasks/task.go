package tasks

import (
	"slices"
	"time"

	"vuon/platform/i18n"
)

// State is where a task stands.
type State string

// The states.
const (
	Open      State = "open"      // given, not begun
	Doing     State = "doing"     // under way
	Reported  State = "reported"  // its owner says that it is done
	Done      State = "done"      // confirmed
	Withdrawn State = "withdrawn" // no longer asked for
)

// States lists the states in the order of the board.
func States() []State { return []State{Open, Doing, Reported, Done, Withdrawn} }

// Title is the state in words.
func (s State) Title() i18n.Text {
	return map[State]i18n.Text{
		Open:      i18n.T("Chưa bắt đầu", "Not begun"),
		Doing:     i18n.T("Đang thực hiện", "Under way"),
		Reported:  i18n.T("Đã báo xong, chờ xác nhận", "Reported done"),
		Done:      i18n.T("Đã xác nhận", "Confirmed"),
		Withdrawn: i18n.T("Thôi giao", "Withdrawn"),
	}[s]
}

// Ended reports whether nothing more is to be done.
func (s State) Ended() bool { return s == Done || s == Withdrawn }

// Owner is the office that answers for a task, and the person who does it.
type Owner struct {
	Function string `json:"function"` // of the office: "labour"; "commune" with Unit
	Unit     string `json:"unit"`     // code of the commune, "" for all or none
	Name     string `json:"name"`     // of the office, in words
	Account  string `json:"account"`  // of the person, "" when it is the office's
	Person   string `json:"person"`   // the person's name
}

// String is the owner in words, the person first.
func (o Owner) String() string {
	if o.Person != "" {
		return o.Person + " (" + o.Name + ")"
	}
	return o.Name
}

// Task is something that somebody has to deliver by a day.
type Task struct {
	ID          string     `json:"id"`
	Year        int        `json:"year"`
	Plan        int        `json:"plan"`   // version of the plan whose text it has; 0: given by hand
	Origin      string     `json:"origin"` // of the assignment that it comes from, "" by hand
	Parent      string     `json:"parent"`
	Project     string     `json:"project"` // code of the catalogue, "" for the whole plan
	Role        string     `json:"role"`    // of the assignment: lead, guide, synthesise, advise; "task"
	At          string     `json:"at"`      // place in the plan: "IV.1"
	Title       string     `json:"title"`
	Text        string     `json:"text"` // the plan's sentence
	Deliverable string     `json:"deliverable"`
	Owner       Owner      `json:"owner"`
	Due         *time.Time `json:"due"`
	State       State      `json:"state"`
	Progress    int        `json:"progress"` // percent
	ReportedBy  string     `json:"-"`        // account
	Revision    int        `json:"revision"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
	Children    int        `json:"children"` // parts that count: not withdrawn
}

// Late reports whether the task is past its day; the day itself is in time.
func (t Task) Late(now time.Time) bool {
	return t.Due != nil && !t.State.Ended() && t.State != Reported && !now.Before(t.Due.AddDate(0, 0, 1))
}

// DaysLate is how many days ago it was due; 0 when it is not late.
func (t Task) DaysLate(now time.Time) int {
	if !t.Late(now) {
		return 0
	}
	return int(now.Sub(*t.Due).Hours() / 24)
}

// Kind is what happened to a task.
type Kind string

// The kinds of events.
const (
	Given       Kind = "given"
	Edited      Kind = "edited"
	Delegated   Kind = "delegated"
	Split       Kind = "split"
	Advanced    Kind = "progress"
	Said        Kind = "comment"
	Evidence    Kind = "evidence"
	ReportDone  Kind = "reported"
	ConfirmDone Kind = "confirmed"
	SentBack    Kind = "sent_back"
	Taken       Kind = "withdrawn"
	Reopened    Kind = "reopened"
	Amended     Kind = "amended" // the plan was amended
	WentUp      Kind = "went_up" // late: those above were told
)

// Title is the kind in words.
func (k Kind) Title() i18n.Text {
	return map[Kind]i18n.Text{
		Given:       i18n.T("Giao nhiệm vụ", "Given"),
		Edited:      i18n.T("Sửa nhiệm vụ", "Changed"),
		Delegated:   i18n.T("Giao người thực hiện", "Delegated"),
		Split:       i18n.T("Chia việc", "Split"),
		Advanced:    i18n.T("Cập nhật tiến độ", "Progress"),
		Said:        i18n.T("Trao đổi", "Remark"),
		Evidence:    i18n.T("Thêm minh chứng", "Evidence added"),
		ReportDone:  i18n.T("Báo cáo hoàn thành", "Reported done"),
		ConfirmDone: i18n.T("Xác nhận hoàn thành", "Confirmed"),
		SentBack:    i18n.T("Trả lại, làm tiếp", "Sent back"),
		Taken:       i18n.T("Thôi giao", "Withdrawn"),
		Reopened:    i18n.T("Giao lại", "Given again"),
		Amended:     i18n.T("Kế hoạch sửa đổi", "Plan amended"),
		WentUp:      i18n.T("Trễ hạn, đã báo lên trên", "Late, those above were told"),
	}[k]
}

// Difference is one field that changed.
type Difference struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Event is something that happened to a task.
type Event struct {
	Task    string       `json:"task"`
	Kind    Kind         `json:"kind"`
	Remark  string       `json:"remark"`
	Changes []Difference `json:"changes"`
	At      time.Time    `json:"at"`
	Account string       `json:"-"`
	Actor   string       `json:"actor"`
}

// rule is a change of state: from which states, to which.
type rule struct {
	from []State
	to   State
}

// rules are the changes of state that people make.
func rules() map[Kind]rule {
	return map[Kind]rule{
		Advanced:    {[]State{Open, Doing}, Doing},
		ReportDone:  {[]State{Open, Doing}, Reported},
		ConfirmDone: {[]State{Reported}, Done},
		SentBack:    {[]State{Reported}, Doing},
		Taken:       {[]State{Open, Doing, Reported}, Withdrawn},
		Reopened:    {[]State{Done, Withdrawn}, Doing},
	}
}

func (r rule) allows(s State) bool { return slices.Contains(r.from, s) }

// rolled is the progress of a task with parts: their mean, rounded down, so that
// 100 means that all of them are there.
func rolled(parts []Task) (progress, counted int) {
	sum := 0
	for _, p := range parts {
		if p.State == Withdrawn {
			continue
		}
		counted++
		sum += p.Progress
	}
	if counted == 0 {
		return 0, 0
	}
	return sum / counted, counted
}
