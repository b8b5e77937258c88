package records

import (
	"fmt"
	"time"

	"vuon/platform/i18n"
)

// File is a kept file that goes with a document.
type File struct {
	Name   string `json:"name"` // as people know it, with its extension
	Key    string `json:"key"`  // in the storage of the tenant
	Type   string `json:"type"` // application/pdf
	Size   int64  `json:"size,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// Outgoing is a document that goes out under a number.
type Outgoing struct {
	Kind       string // "KH", "QĐ", "CV"
	Year       int    // of the register
	Number     int
	Symbol     string // after the number: "KH-UBND"
	Dated      time.Time
	Abstract   string
	Signatory  string
	Copies     int    // 0: not said
	Object     string // what it is elsewhere: "plan"; ObjectOwn when it is registered here
	ObjectID   string
	Files      []File
	Recipients []string // the lines of Nơi nhận
}

// ObjectOwn is the object of documents that are registered in this module.
const ObjectOwn = "record"

// Name is the number and symbol: "05/KH-UBND".
func (o Outgoing) Name() string {
	if o.Number == 0 {
		return "…/" + o.Symbol
	}
	return fmt.Sprintf("%02d/%s", o.Number, o.Symbol)
}

// State is how far an outgoing document has come.
type State string

// The states.
const (
	Draft    State = "draft"    // prepared, without a number
	Numbered State = "numbered" // in the register, not sent yet
	Sent     State = "sent"
	Recalled State = "recalled" // called back; its number stays its own
	Voided   State = "voided"   // its number was made void in the register
	Dropped  State = "dropped"  // a draft that was given up
)

// Title says the state in words.
func (s State) Title() i18n.Text {
	switch s {
	case Draft:
		return i18n.T("Dự thảo", "Draft")
	case Numbered:
		return i18n.T("Đã cấp số", "Numbered")
	case Sent:
		return i18n.T("Đã phát hành", "Sent")
	case Recalled:
		return i18n.T("Đã thu hồi", "Recalled")
	case Voided:
		return i18n.T("Đã hủy số", "Voided")
	case Dropped:
		return i18n.T("Đã bỏ", "Given up")
	}
	return i18n.T("Chưa phát hành", "Not sent")
}

// Record is an outgoing document as it is kept.
type Record struct {
	ID string
	Outgoing
	State   State
	Reason  string // why it was recalled or made void
	MadeAt  time.Time
	MadeBy  string
	SentAt  *time.Time
	SentBy  string
	EndedAt *time.Time
	EndedBy string
}

// Line is one recipient of an outgoing document.
type Line struct {
	Seq         int
	Line        string // of Nơi nhận
	Target      string // "" outside of the deployment
	Name        string
	DeliveredAt *time.Time // it lies in the recipient's inbox
	ReceivedAt  *time.Time // the recipient confirmed it
	ReceivedBy  string
	SentHow     How // outside: how it was sent
	SentAt      *time.Time
	SentBy      string
}

// How is a way of sending something outside of the deployment.
type How string

// The ways.
const (
	ByPost  How = "post"
	ByEmail How = "email"
	ByAxis  How = "axis" // the national document exchange (trục liên thông văn bản)
	ByHand  How = "hand"
)

// Hows lists the ways of sending.
func Hows() []How { return []How{ByPost, ByEmail, ByAxis, ByHand} }

// Title says it in words.
func (h How) Title() i18n.Text {
	switch h {
	case ByPost:
		return i18n.T("bưu điện", "by post")
	case ByEmail:
		return i18n.T("thư điện tử", "by e-mail")
	case ByAxis:
		return i18n.T("trục liên thông văn bản", "by the document exchange")
	case ByHand:
		return i18n.T("giao trực tiếp", "by hand")
	}
	return i18n.Text{}
}
