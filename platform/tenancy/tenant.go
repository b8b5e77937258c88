package tenancy

import (
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/tenancy/declared"
)

// Tenant is one body that uses the platform: a district, or a province that
// watches over its districts.
type Tenant struct {
	bun.BaseModel `bun:"table:tenancy_tenants,alias:t"`

	ID         string        `json:"id" bun:"id,pk"` // slug: "krong-no"
	Kind       string        `json:"kind" bun:"kind"`
	Parent     string        `json:"parent,omitempty" bun:"parent_id,nullzero"`
	Name       string        `json:"name" bun:"name"` // "Huyện Krông Nô"
	Unit       string        `json:"unit" bun:"unit_id"`
	Code       string        `json:"code" bun:"code"` // of the unit it is named after: "664"
	ClosedFrom declared.Date `json:"closed_from,omitempty" bun:"closed_from,type:date"`
	Closed     bool          `json:"closed" bun:"-"`  // readable, not writable
	MadeBy     string        `json:"-" bun:"made_by"` // who made it on the screen; "": the files
	declared.Kept
}

// RowID implements declared.Row.
func (t Tenant) RowID() string { return t.ID }

// RowName implements declared.Row.
func (t Tenant) RowName() string { return t.Name }

// closedOn also holds for a tenant that the configuration no longer names: its
// rows stay readable.
func (t Tenant) closedOn(now time.Time) bool {
	return t.Withdrawn || t.ClosedFrom != "" && t.ClosedFrom <= declared.DateOf(now)
}

// coverage is one unit that a tenant covers, and when.
type coverage struct {
	bun.BaseModel `bun:"table:tenancy_tenant_units,alias:c"`

	ID     string `json:"-" bun:"id,pk"`
	Tenant string `json:"tenant" bun:"covered_by"`
	Unit   string `json:"unit" bun:"unit_id"`
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (c coverage) RowID() string { return c.ID }

// RowName implements declared.Row.
func (c coverage) RowName() string { return "" }

// Office is a body inside a tenant (phòng, ban, UBND xã). Policies and
// assignments hold on to its function, so that it may be renamed.
type Office struct {
	bun.BaseModel `bun:"table:tenancy_offices,alias:o"`

	Tenant    string        `json:"-" bun:"tenant_id,pk"`
	ID        string        `json:"id" bun:"id,pk"`
	Function  string        `json:"function" bun:"function"` // labour, agriculture, finance … commune, front, other
	Name      string        `json:"name" bun:"name"`
	ShortName string        `json:"short_name" bun:"short_name"`
	Unit      string        `json:"unit,omitempty" bun:"unit_id,nullzero"` // of a commune's committee
	UnitCode  string        `json:"unit_code,omitempty" bun:"unit_code"`
	ValidFrom declared.Date `json:"valid_from,omitempty" bun:"valid_from,type:date"`
	ValidTo   declared.Date `json:"valid_to,omitempty" bun:"valid_to,type:date"`
	Position  int           `json:"position" bun:"position"`
	declared.Kept
}

// RowID implements declared.Row.
func (o Office) RowID() string { return o.ID }

// RowName implements declared.Row.
func (o Office) RowName() string { return o.Name }

func (o Office) on(d declared.Date) bool {
	return o.ValidFrom <= d && (o.ValidTo == "" || d <= o.ValidTo)
}
