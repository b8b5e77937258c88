package tenancy

import (
	"regexp"

	"vuon/platform/tenancy/declared"
)

// What stands in <province>/province.yaml.
type provinceFile struct {
	declared.Entry
	Tenant    tenantEntry     `yaml:"tenant" want:"required"`
	Provinces []provinceEntry `yaml:"provinces" want:"required"`
	Lineage   []lineageEntry  `yaml:"lineage"`
}

type provinceEntry struct {
	declared.Entry
	Code code   `yaml:"code" want:"required"`
	ID   unitID `yaml:"id"` // where the path of codes is taken already
	Name string `yaml:"name" want:"required"`
	declared.Period
	Districts []districtEntry `yaml:"districts"`
	Units     []unitEntry     `yaml:"units"` // communes right below the province, since July 2025
}

type districtEntry struct {
	declared.Entry
	Code  code        `yaml:"code" want:"required"`
	ID    unitID      `yaml:"id"`
	Kind  unitKind    `yaml:"kind" want:"required"`
	Name  string      `yaml:"name" want:"required"`
	Units []unitEntry `yaml:"units" want:"required"`
	span
}

type unitEntry struct {
	declared.Entry
	Code code     `yaml:"code" want:"required"`
	ID   unitID   `yaml:"id"`
	Kind unitKind `yaml:"kind" want:"required"`
	Name string   `yaml:"name" want:"required"`
	span
}

// span is a period of which what is not given comes from the unit above.
type span struct {
	From declared.Date `yaml:"valid_from"`
	To   declared.Date `yaml:"valid_to"`
}

func (s span) within(outer declared.Period) declared.Period {
	if s.From != "" {
		outer.ValidFrom = s.From
	}
	if s.To != "" {
		outer.ValidTo = s.To
	}
	return outer
}

type lineageEntry struct {
	declared.Entry
	Effective   declared.Date     `yaml:"effective" want:"required"`
	Decision    string            `yaml:"decision" want:"required"`
	Successions []successionEntry `yaml:"successions" want:"required"`
}

type successionEntry struct {
	declared.Entry
	To   unitID      `yaml:"to" want:"required"`
	Kind lineageKind `yaml:"kind" want:"required"`
	From []unitID    `yaml:"from" want:"required"`
}

// What stands in <province>/<tenant>/tenant.yaml.
type tenantFile struct {
	declared.Entry
	Tenant tenantEntry `yaml:"tenant" want:"required"`
}

type tenantEntry struct {
	declared.Entry
	ID         slug            `yaml:"id" want:"required"`
	Kind       tenantKind      `yaml:"kind" want:"required"`
	Name       string          `yaml:"name" want:"required"`
	Unit       unitID          `yaml:"unit" want:"required"`
	ClosedFrom declared.Date   `yaml:"closed_from"`
	Covers     []coverEntry    `yaml:"covers" want:"required"`
	Offices    []officeEntry   `yaml:"offices"`
	Settings   declared.RawMap `yaml:"settings"`
}

type coverEntry struct {
	declared.Entry
	Unit unitID `yaml:"unit" want:"required"`
	span
}

type officeEntry struct {
	declared.Entry
	ID       slug          `yaml:"id" want:"required"`
	Function string        `yaml:"function" want:"required"`
	Name     string        `yaml:"name" want:"required"`
	Short    string        `yaml:"short" want:"required"`
	From     declared.Date `yaml:"valid_from"`
	To       declared.Date `yaml:"valid_to"`
}

type (
	code        string
	unitID      string
	slug        string
	unitKind    string
	lineageKind string
	tenantKind  string
)

var (
	codeForm = regexp.MustCompile(`^[0-9]+$`)
	unitForm = regexp.MustCompile(`^[0-9]{2}(-[0-9a-z]+)*$`)
	slugForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
)

func (c *code) UnmarshalText(b []byte) error {
	if !codeForm.Match(b) {
		return declared.Expect("phải là mã gồm các chữ số, đặt trong dấu nháy kép", "must be a code of digits, in double quotes")
	}
	*c = code(b)
	return nil
}

func (u *unitID) UnmarshalText(b []byte) error {
	if !unitForm.Match(b) {
		return declared.Expect("phải là khóa của đơn vị hành chính, ví dụ 67-664-24688", "must be the key of a unit, such as 67-664-24688")
	}
	*u = unitID(b)
	return nil
}

func (s *slug) UnmarshalText(b []byte) error {
	switch {
	case !slugForm.Match(b):
		return declared.Expect("chỉ gồm chữ thường không dấu, chữ số và dấu nối, ví dụ krong-no", "must be lower-case letters, digits and hyphens, such as krong-no")
	case string(b) == "platform" || string(b) == "national":
		return declared.Expect("là tên dành riêng", "is a reserved name")
	}
	*s = slug(b)
	return nil
}

func (k *unitKind) UnmarshalText(b []byte) error {
	return declared.OneOf(k, b, unitKind(District), unitKind(City), unitKind(Town),
		unitKind(Commune), unitKind(Ward), unitKind(Township), unitKind(SpecialZone))
}

func (k *lineageKind) UnmarshalText(b []byte) error {
	return declared.OneOf(k, b, lineageKind(Merge), lineageKind(Split), lineageKind(Rename), lineageKind(Move))
}

func (k *tenantKind) UnmarshalText(b []byte) error {
	return declared.OneOf(k, b, "province", "district", "commune", "regional")
}
