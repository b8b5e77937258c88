package catalogue

import (
	"fmt"

	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// Programme is a national target programme.
type Programme struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID     string `yaml:"id" want:"required" json:"id" bun:"id,pk"`
	Title  string `yaml:"title" want:"required" json:"title" bun:"title"`
	Short  string `yaml:"short" want:"required" json:"short" bun:"short"`
	Agency string `yaml:"agency" want:"required" json:"agency" bun:"agency"` // cơ quan thường trực
	Source string `yaml:"source" want:"required" json:"source" bun:"source"` // number of the document that set it up
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (p Programme) RowID() string { return p.ID }

// RowName implements declared.Row.
func (p Programme) RowName() string { return p.Short }

// Capital is a kind of capital; the two may not be exchanged.
type Capital string

// The kinds of capital.
const (
	Development Capital = "development" // vốn đầu tư phát triển
	Recurrent   Capital = "recurrent"   // vốn sự nghiệp
)

// UnmarshalText takes one of the kinds.
func (c *Capital) UnmarshalText(b []byte) error { return declared.OneOf(c, b, Development, Recurrent) }

// Title is the kind in words.
func (c Capital) Title() i18n.Text {
	if c == Development {
		return i18n.T("Đầu tư phát triển", "Development")
	}
	return i18n.T("Sự nghiệp", "Recurrent")
}

// Project is a project or sub-project of a programme, in one version.
type Project struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID                string    `json:"id" bun:"id,pk"`                              // "DA3.1@2022-01-18": what a plan pins
	Code              string    `yaml:"code" want:"required" json:"code" bun:"code"` // "DA3.1"
	Programme         string    `yaml:"programme" want:"required" json:"programme" bun:"programme"`
	Parent            string    `yaml:"parent" json:"parent,omitempty" bun:"parent"`       // code of the project of a sub-project
	Number            int       `yaml:"number" want:"required" json:"number" bun:"number"` // in "Dự án 3", "Tiểu dự án 1"
	Title             string    `yaml:"title" want:"required" json:"title" bun:"title"`
	OtherTitles       []string  `yaml:"other_titles" json:"other_titles,omitempty" bun:"other_titles,array"` // also met in plans
	Objective         string    `yaml:"objective" want:"required" json:"objective" bun:"objective"`
	Lead              string    `yaml:"lead" want:"required" json:"lead" bun:"lead"` // ministry in charge
	Capital           []Capital `yaml:"capital" want:"required" json:"capital" bun:"capital,array"`
	Scope             string    `yaml:"scope" want:"required" json:"scope" bun:"scope"`
	PoorDistrictsOnly bool      `yaml:"poor_districts_only" json:"poor_districts_only" bun:"poor_districts_only"`
	Source            string    `yaml:"source" want:"required" json:"source" bun:"source"`
	declared.Period
	Position int    `json:"position" bun:"position"`
	Folded   string `json:"-" bun:"folded"`
	declared.Kept
}

// RowID implements declared.Row.
func (p Project) RowID() string { return p.ID }

// RowName implements declared.Row.
func (p Project) RowName() string { return p.Label() + ": " + p.Title }

// Label is how documents number it: "Dự án 3" or "Tiểu dự án 1".
func (p Project) Label() string {
	if p.Parent == "" {
		return fmt.Sprintf("Dự án %d", p.Number)
	}
	return fmt.Sprintf("Tiểu dự án %d", p.Number)
}
