package catalogue

import (
	"context"
	"slices"
	"time"

	"vuon/platform/tenancy/declared"
)

// PovertyClass is a class of households in a rule.
type PovertyClass string

// The classes.
const (
	ClassPoor     PovertyClass = "poor"
	ClassNearPoor PovertyClass = "near_poor"
	ClassEscaped  PovertyClass = "escaped"
	ClassNotPoor  PovertyClass = "not_poor"
)

// UnmarshalText takes one of the classes.
func (c *PovertyClass) UnmarshalText(b []byte) error {
	return declared.OneOf(c, b, ClassPoor, ClassNearPoor, ClassEscaped, ClassNotPoor)
}

// Eligibility says who may take part in a project or sub-project (đối tượng) and
// who comes first. A province's own rule stands in for the national one.
type Eligibility struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID       string      `json:"id" bun:"id,pk"`
	Project  string      `yaml:"project" want:"required" json:"project" bun:"project"`
	Owner    string      `json:"owner,omitempty" bun:"owner"`                                  // the tenant whose rule it is; "" is the nation's
	Words    string      `yaml:"words" want:"required" json:"words" bun:"words"`               // of the rule, as documents put it
	AnyOf    []Condition `yaml:"any_of" want:"required" json:"any_of" bun:"any_of,type:jsonb"` // one of them is enough
	Priority []Condition `yaml:"priority" json:"priority,omitempty" bun:"priority,type:jsonb"` // the first that holds is the household's order
	// General is a project that reaches everybody and is not handed out household
	// by household: no list of those not yet reached is kept for it.
	General bool   `yaml:"general" json:"general" bun:"general"`
	ToCheck bool   `yaml:"to_check" json:"to_check" bun:"to_check"` // not yet held against the original
	Source  string `yaml:"source" want:"required" json:"source" bun:"source"`
	Article string `yaml:"article" want:"required" json:"article" bun:"article"`
	declared.Period
	Position int `json:"position" bun:"position"`
	declared.Kept
}

// Condition holds for a household for which all that it names is so. One that
// names nothing but its title holds for everybody.
type Condition struct {
	declared.Entry `yaml:"-" json:"-"`

	Title            string         `yaml:"title" want:"required" json:"title"`
	Classes          []PovertyClass `yaml:"classes" json:"classes,omitempty"`                     // one of them
	Persons          []string       `yaml:"persons" json:"persons,omitempty"`                     // a member is of one of these kinds
	Deprived         []int          `yaml:"deprived" json:"deprived,omitempty"`                   // in one of these indicators
	Minority         *bool          `yaml:"minority" json:"minority,omitempty"`                   // of the head
	Onsite           *bool          `yaml:"onsite" json:"onsite,omitempty"`                       // of the head
	Merit            *bool          `yaml:"merit" json:"merit,omitempty"`                         // a person of merit is among them
	NoLabour         *bool          `yaml:"no_labour" json:"no_labour,omitempty"`                 // nobody can work
	FemaleHead       *bool          `yaml:"female_head" json:"female_head,omitempty"`             //
	Average          *bool          `yaml:"average" json:"average,omitempty"`                     // of average living standard: low income
	DifficultVillage *bool          `yaml:"difficult_village" json:"difficult_village,omitempty"` // thôn đặc biệt khó khăn
}

// PersonKind is a kind of persons that rules name, such as those of working age.
type PersonKind struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID       string        `json:"id" bun:"id,pk"`
	Code     string        `yaml:"code" want:"required" json:"code" bun:"code"`
	Title    string        `yaml:"title" want:"required" json:"title" bun:"title"`
	AnyOf    []PersonTrait `yaml:"any_of" want:"required" json:"any_of" bun:"any_of,type:jsonb"` // one of them is enough
	Source   string        `yaml:"source" want:"required" json:"source" bun:"source"`
	Article  string        `yaml:"article" want:"required" json:"article" bun:"article"`
	Position int           `json:"position" bun:"position"`
	declared.Period
	declared.Kept
}

// PersonTrait holds for a person of whom all that it names is so. Ages are in
// full months.
type PersonTrait struct {
	declared.Entry `yaml:"-" json:"-"`

	FromMonths   *int  `yaml:"from_months" json:"from_months,omitempty"`   // this age and older
	BelowMonths  *int  `yaml:"below_months" json:"below_months,omitempty"` // younger than this
	Female       *bool `yaml:"female" json:"female,omitempty"`
	Disabled     *bool `yaml:"disabled" json:"disabled,omitempty"`
	InSchool     *bool `yaml:"in_school" json:"in_school,omitempty"`
	Malnourished *bool `yaml:"malnourished" json:"malnourished,omitempty"`
}

// Sensitive reports whether a trait tells of a person's health.
func (t PersonTrait) Sensitive() bool { return t.Disabled != nil || t.Malnourished != nil }

// Sensitive reports whether who belongs to the kind tells of a person's health.
func (k PersonKind) Sensitive() bool { return slices.ContainsFunc(k.AnyOf, PersonTrait.Sensitive) }

// RowID implements declared.Row.
func (e Eligibility) RowID() string { return e.ID }

// RowName implements declared.Row.
func (e Eligibility) RowName() string { return e.Project }

// RowID implements declared.Row.
func (k PersonKind) RowID() string { return k.ID }

// RowName implements declared.Row.
func (k PersonKind) RowName() string { return k.Title }

// PersonKinds returns the kinds of persons of the day of at.
func (s *Service) PersonKinds(ctx context.Context, at time.Time) ([]PersonKind, error) {
	return rows[PersonKind](ctx, s.DB, "catalogue_person_kinds", "position", declared.DateOf(at))
}

// Eligibilities returns the rules that hold for a tenant on the day of at, one a
// project, in the order of the files: the nearest owner's.
func (s *Service) Eligibilities(ctx context.Context, tenant string, at time.Time) ([]Eligibility, error) {
	owners, err := s.owners(ctx, tenant)
	if err != nil {
		return nil, err
	}
	all, err := rows[Eligibility](ctx, s.DB, "catalogue_eligibility", "position, project", declared.DateOf(at))
	return nearest(all, owners), err
}

// nearest keeps of each project the rule of the owner that comes last but the
// nation's; owners are "", the tenant, its province.
func nearest(all []Eligibility, owners []string) (list []Eligibility) {
	rank := map[string]int{}
	for i, o := range owners {
		if rank[o] = len(owners) - i; o == "" {
			rank[o] = 0
		}
	}
	at := map[string]int{}
	for _, e := range all {
		r, ours := rank[e.Owner]
		if !ours {
			continue
		}
		if i, seen := at[e.Project]; !seen {
			at[e.Project] = len(list)
			list = append(list, e)
		} else if r > rank[list[i].Owner] {
			list[i] = e
		}
	}
	return list
}
