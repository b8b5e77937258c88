package records

import (
	"fmt"
	"time"
)

// File is a kept file that goes with a document.
type File struct {
	Name   string `json:"name"` // as people know it, with its extension
	Key    string `json:"key"`  // in the storage of the tenant
	Type   string `json:"type"` // application/pdf
	Size   int64  `json:"size,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// Outgoing is a numbered document that is sent out.
type Outgoing struct {
	Kind       string // "KH", "QĐ", "CV"
	Year       int    // of the register
	Number     int
	Symbol     string // after the number: "KH-UBND"
	Dated      time.Time
	Abstract   string
	Signatory  string
	Object     string // what it is elsewhere: "plan"; ObjectOwn when it is registered here
	ObjectID   string
	Files      []File
	Recipients []string // the lines of Nơi nhận
}

// ObjectOwn is the object of documents that are registered in this module.
const ObjectOwn = "record"

// State is what became of a document that was sent.
type State string

// The states.
const (
	Sent     State = "sent"
	Recalled State = "recalled" // called back; its number stays its own
	Voided   State = "voided"   // its number was made void in the register
)

// Record is an outgoing document as it is kept.
type Record struct {
	ID string
	Outgoing
	State   State
	Reason  string // why it was recalled or made void
	MadeAt  time.Time
	MadeBy  string
	EndedAt *time.Time
	EndedBy string
}

// Name is the number and symbol: "05/KH-UBND".
func (o Outgoing) Name() string { return fmt.Sprintf("%02d/%s", o.Number, o.Symbol) }
