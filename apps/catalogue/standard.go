package catalogue

import (
	"vuon/platform/money"
	"vuon/platform/tenancy/declared"
)

// Area is where a standard holds.
type Area string

// The areas (Nghị định 07/2021/NĐ-CP, Điều 3): phường and thị trấn are urban.
const (
	Rural Area = "rural"
	Urban Area = "urban"
)

// UnmarshalText takes one of the areas.
func (a *Area) UnmarshalText(b []byte) error { return declared.OneOf(a, b, Rural, Urban) }

// Standard is the multidimensional poverty standard of an area in its period.
type Standard struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID              string      `yaml:"id" want:"required" json:"id" bun:"id,pk"`
	Area            Area        `yaml:"area" want:"required" json:"area" bun:"area"`
	Income          money.Dong  `yaml:"income" want:"required" json:"income" bun:"income"`                               // a person and month, at most
	MiddleIncome    *money.Dong `yaml:"middle_income" json:"middle_income,omitempty" bun:"middle_income"`                // upper end of mức sống trung bình
	MinDeprivations int         `yaml:"min_deprivations" want:"required" json:"min_deprivations" bun:"min_deprivations"` // from which a household is poor, below near-poor
	B1Max           *int        `yaml:"b1_max" json:"b1_max,omitempty" bun:"b1_max"`                                     // points of B1 that still count as within the income
	B2Poor          *int        `yaml:"b2_poor" json:"b2_poor,omitempty" bun:"b2_poor"`                                  // points of B2 from which a household is poor
	Source          string      `yaml:"source" want:"required" json:"source" bun:"source"`
	Article         string      `yaml:"article" want:"required" json:"article" bun:"article"`
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (s Standard) RowID() string { return s.ID }

// RowName implements declared.Row.
func (s Standard) RowName() string { return string(s.Area) }

// Indicator is one of the deprivations (chỉ số thiếu hụt) of a dimension (chiều).
type Indicator struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID        string `json:"id" bun:"id,pk"`
	Code      string `yaml:"code" want:"required" json:"code" bun:"code"`
	Number    int    `yaml:"number" want:"required" json:"number" bun:"number"`
	Dimension string `yaml:"dimension" want:"required" json:"dimension" bun:"dimension"`
	Title     string `yaml:"title" want:"required" json:"title" bun:"title"`
	Deprived  string `yaml:"deprived" want:"required" json:"deprived" bun:"deprived"` // when a household is
	Points    int    `yaml:"points" want:"required" json:"points" bun:"points"`       // of B2
	Source    string `yaml:"source" want:"required" json:"source" bun:"source"`
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (i Indicator) RowID() string { return i.ID }

// RowName implements declared.Row.
func (i Indicator) RowName() string { return i.Title }
