package catalogue

import (
	"regexp"

	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Status is whether a legal document is in force.
type Status string

// The states of a legal document.
const (
	InForce Status = "in_force" // còn hiệu lực
	Amended Status = "amended"  // còn hiệu lực, đã được sửa đổi, bổ sung
	Expired Status = "expired"  // hết hiệu lực
)

// UnmarshalText takes one of the states.
func (s *Status) UnmarshalText(b []byte) error {
	return declared.OneOf(s, b, InForce, Amended, Expired)
}

// Title is the state in words.
func (s Status) Title() i18n.Text {
	switch s {
	case Amended:
		return i18n.T("Đã được sửa đổi, bổ sung", "Amended")
	case Expired:
		return i18n.T("Hết hiệu lực", "Expired")
	case Upcoming:
		return i18n.T("Chưa có hiệu lực", "Not yet in force")
	default:
		return i18n.T("Còn hiệu lực", "In force")
	}
}

// numberForm is a document's number and symbol, without blanks: "90/QĐ-TTg".
var numberForm = regexp.MustCompile(`^[0-9]+/[0-9\p{L}/-]+$`)

// Document is a legal document of the registry.
type Document struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID            string        `json:"id" bun:"id,pk"`              // "90/QĐ-TTg@2022-01-18"
	Owner         string        `json:"owner,omitempty" bun:"owner"` // tenant whose authorities issued it; "" central
	Type          string        `yaml:"type" want:"required" json:"type" bun:"type"`
	Number        string        `yaml:"number" want:"required" json:"number" bun:"number"` // without blanks
	Issuer        string        `yaml:"issuer" want:"required" json:"issuer" bun:"issuer"`
	Date          declared.Date `yaml:"date" want:"required" json:"date" bun:"date,type:date"`
	Title         string        `yaml:"title" want:"required" json:"title" bun:"title"`
	Status        Status        `yaml:"status" want:"required" json:"status" bun:"status"`
	EffectiveFrom declared.Date `yaml:"effective_from" json:"effective_from,omitempty" bun:"effective_from,type:date"`
	EffectiveTo   declared.Date `yaml:"effective_to" json:"effective_to,omitempty" bun:"effective_to,type:date"`
	Amends        []string      `yaml:"amends" json:"amends,omitempty" bun:"amends,array"`       // numbers
	Replaces      []string      `yaml:"replaces" json:"replaces,omitempty" bun:"replaces,array"` // numbers
	ToCheck       bool          `yaml:"to_check" json:"to_check" bun:"to_check"`                 // not yet compared with the original
	Folded        string        `json:"-" bun:"folded"`
	declared.Kept
}

// fold fills in what searches read.
func (d *Document) fold() {
	d.Folded = text.Fold(d.Type + " " + d.Number + " " + d.Title + " " + d.Issuer)
}

// RowID implements declared.Row.
func (d Document) RowID() string { return d.ID }

// RowName implements declared.Row.
func (d Document) RowName() string { return d.Type + " số " + d.Number }
