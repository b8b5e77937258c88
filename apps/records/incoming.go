package records

import (
	"fmt"
	"time"

	"vuon/platform/i18n"
)

// Incoming is a document that came in: entered from paper or a file, or
// delivered by another tenant. It stands in the register when it has an arrival
// number (số đến).
type Incoming struct {
	ID           string
	Year         int // of the arrival number; 0 until it is registered
	Arrival      int
	Arrived      *time.Time
	Sender       string // tác giả: who issued it
	Number       string // number and symbol of the sender
	Dated        *time.Time
	Abstract     string
	Deadline     *time.Time
	Files        []File
	State        Handling
	Result       string // how it was dealt with
	Answer       string // id of the outgoing document that answers it
	SourceTenant string // which delivered it, or ""
	SourceID     string // of the document there
	SourceName   string // the recipient's name as the sender wrote it
	MadeBy       string
	MadeAt       time.Time
	RegisteredAt *time.Time
	RegisteredBy string
	DoneAt       *time.Time
	DoneBy       string
	RecalledAt   *time.Time
	RecallReason string
}

// Handling is how far an incoming document is dealt with.
type Handling string

// The states.
const (
	Waiting Handling = "new"
	InHand  Handling = "processing" // handed to somebody
	Handled Handling = "done"
)

// Handlings lists the states in their order.
func Handlings() []Handling { return []Handling{Waiting, InHand, Handled} }

// Title says it in words.
func (h Handling) Title() i18n.Text {
	switch h {
	case InHand:
		return i18n.T("Đang xử lý", "Being handled")
	case Handled:
		return i18n.T("Đã xử lý", "Handled")
	}
	return i18n.T("Mới đến", "New")
}

// Name is the arrival number as people call it, or that there is none yet.
func (in Incoming) Name() string {
	if in.Arrival == 0 {
		return "—"
	}
	return fmt.Sprintf("%02d", in.Arrival)
}

// Slip is a document in somebody's inbox (phiếu chuyển).
type Slip struct {
	ID           string
	Box          string // see Target
	BoxName      string
	Outgoing     string // id of the document, one of the two
	Incoming     string
	Parent       string // the slip that was handed on
	Line         int    // of the outgoing document's recipients
	Remark       string
	Due          *time.Time
	SentAt       time.Time
	SentBy       string
	SentAccount  string
	ReceivedAt   *time.Time
	ReceivedBy   string
	DoneAt       *time.Time
	DoneBy       string
	Result       string
	RecalledAt   *time.Time
	RecallReason string
}

// Waits reports whether somebody still has to do something with it: to confirm a
// document that was sent, to deal with one that was handed on.
func (s Slip) Waits() bool {
	return s.RecalledAt == nil && s.DoneAt == nil && (s.ReceivedAt == nil || s.Incoming != "")
}

// late reports whether the day of due has passed; the day itself is in time.
func late(due *time.Time, now time.Time) bool {
	if due == nil {
		return false
	}
	year, month, day := due.Date()
	return !now.Before(time.Date(year, month, day+1, 0, 0, 0, 0, i18n.Zone()))
}
