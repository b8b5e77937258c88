package tenancy

import (
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// UnitKind is what an administrative unit is.
type UnitKind string

// The kinds of units, as the statistics office lists them.
const (
	Province    UnitKind = "province"     // tỉnh
	District    UnitKind = "district"     // huyện
	City        UnitKind = "city"         // thành phố thuộc tỉnh
	Town        UnitKind = "town"         // thị xã
	Commune     UnitKind = "commune"      // xã
	Ward        UnitKind = "ward"         // phường
	Township    UnitKind = "township"     // thị trấn
	SpecialZone UnitKind = "special_zone" // đặc khu
)

// word is how names of units of the kind begin.
func (k UnitKind) word() string {
	switch k {
	case Province:
		return "Tỉnh"
	case District:
		return "Huyện"
	case City:
		return "Thành phố"
	case Town:
		return "Thị xã"
	case Ward:
		return "Phường"
	case Township:
		return "Thị trấn"
	case SpecialZone:
		return "Đặc khu"
	default:
		return "Xã"
	}
}

// Unit is an administrative unit, as it was in its period.
type Unit struct {
	bun.BaseModel `bun:"table:tenancy_units,alias:u"`

	ID     string   `json:"id" bun:"id,pk"` // codes on the path: "67-664-24688"
	Code   string   `json:"code" bun:"code"`
	Name   string   `json:"name" bun:"name"` // with its kind: "Xã Nam Đà"
	Kind   UnitKind `json:"kind" bun:"kind"`
	Parent string   `json:"parent,omitempty" bun:"parent_id,nullzero"`
	declared.Period
	Folded string `json:"-" bun:"folded"`
	declared.Kept
}

// RowID implements declared.Row.
func (u Unit) RowID() string { return u.ID }

// RowName implements declared.Row.
func (u Unit) RowName() string { return u.Name }

// Urban reports whether the unit counts as thành thị (phường, thị trấn), as the
// poverty standards ask (Nghị định 07/2021/NĐ-CP, Điều 3).
func (u Unit) Urban() bool { return u.Kind == Ward || u.Kind == Township }

// ShortName is the name without its kind: "Nam Đà".
func (u Unit) ShortName() string { return strings.TrimPrefix(u.Name, u.Kind.word()+" ") }

// Committee is the unit's people's committee: "UBND xã Nam Đà", or written out.
func (u Unit) Committee(long bool) string {
	name := strings.ToLower(u.Kind.word()) + " " + u.ShortName()
	if long {
		return "Ủy ban nhân dân " + name
	}
	return "UBND " + name
}

// On reports whether the unit existed on the day of t.
func (u Unit) On(t time.Time) bool { return u.Period.On(t) }

// searchable is how names of units are found: folded, and without apostrophes,
// which are written in every way (D'rông, D’rông, DRông).
func searchable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
			return r
		}
		return -1
	}, text.Fold(s))
}

// LineageKind is how one unit became another.
type LineageKind string

// The kinds of lineage.
const (
	Merge  LineageKind = "merge"  // several became one
	Split  LineageKind = "split"  // one became several
	Rename LineageKind = "rename" // the same land under another name
	Move   LineageKind = "move"   // unchanged, under another parent
)

// Lineage is one step from a unit to its successor.
type Lineage struct {
	bun.BaseModel `bun:"table:tenancy_lineage,alias:l"`

	ID        string        `json:"-" bun:"id,pk"`
	From      string        `json:"from" bun:"from_id"`
	To        string        `json:"to" bun:"to_id"`
	Kind      LineageKind   `json:"kind" bun:"kind"`
	Effective declared.Date `json:"effective" bun:"effective,type:date"`
	Decision  string        `json:"decision" bun:"decision"` // the resolution that ordered it
	declared.Kept
}

// RowID implements declared.Row.
func (l Lineage) RowID() string { return l.ID }

// RowName implements declared.Row.
func (l Lineage) RowName() string { return string(l.Kind) }
