package households

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// incoming is a household of the workbook: what is kept of all of them at once, in
// fewer than 200 bytes each. The rest is in temporary tables, or is computed again.
type incoming struct {
	id                         uuid.UUID // of the household in the registry, or of a new one
	code, head                 string
	unit, village              string // key, id
	opening                    classify.Class
	movement                   classify.Movement
	escaped                    declared.Date
	row, first, persons        int32 // first: its first person in importing.persons
	birth, b1                  int16 // birth: the head's year
	deprived, causes, supports classify.Set
	ethnic                     uint8 // of the head: see ethnicOf
	female                     bool  // the head
	merit, noLabour, average   bool
	wasPoor, wasNearPoor       bool
	fresh                      bool // new in the registry
	differs                    bool // from the registry, or from what the review has
	saved                      bool // the review has this result already
	gone                       bool // refused
}

func incomingOf(h workbook.Household) incoming {
	in := incoming{id: uuid.New(), code: h.Code, head: h.Head, opening: h.Opening, movement: h.Movement, row: int32(h.Row), b1: int16(h.B1),
		deprived: h.Deprived, causes: h.Causes, supports: h.Supports, merit: h.Merit, noLabour: h.NoLabour, average: h.Average, fresh: true}
	if !h.Escaped.IsZero() {
		in.escaped = declared.DateOf(h.Escaped)
	}
	return in
}

// facts are what the workbook says of the household, and what the registry knows of
// it besides.
func (h *incoming) facts() classify.Facts {
	return classify.Facts{Opening: h.opening, Movement: h.movement, B1: int(h.b1), Deprived: h.deprived, Average: h.average, WasPoor: h.wasPoor, WasNearPoor: h.wasNearPoor}
}

// memberMark is a member as the forms count it, in eight bytes.
type memberMark struct {
	house  int32 // place in houses
	age    uint8
	ethnic uint8 // see ethnicOf
	marks  uint8
	head   bool
}

// The marks of memberMark.
const (
	markFemale = 1 << iota
	markDisabled
	markInsured
	markInSchool
	markMalnourished
)

// populated is a row of the sheet Dân cư.
type populated struct {
	unit, village string // key; id or the nil village
	counts        [8]int64
}

// read goes through the three sheets. The sheet Dân cư comes first: it makes
// villages known.
func (im *importing) read(ctx context.Context) error {
	if err := im.readPopulation(ctx); err != nil {
		return err
	}
	for h, err := range im.book.Households(ctx) {
		if err != nil {
			return err
		}
		in, ok, err := im.household(ctx, h)
		if err != nil {
			return err
		}
		if ok {
			im.houses = append(im.houses, in)
		}
	}
	if err := im.store.loadMembers(ctx, im.DB, im.tx, im.members(ctx)); err != nil {
		return err
	}
	im.book.Close()
	slices.SortStableFunc(im.persons, func(a, b memberMark) int {
		if a.house != b.house {
			return int(a.house - b.house)
		}
		if a.head == b.head {
			return 0
		}
		return map[bool]int{true: -1, false: 1}[a.head]
	})
	at := int32(0)
	for i := range im.houses {
		im.houses[i].first = at
		at += im.houses[i].persons
	}
	return nil
}

func (im *importing) readPopulation(ctx context.Context) error {
	for p, err := range im.book.Population(ctx) {
		if err != nil {
			return err
		}
		at := func(heading, value, code, expected string) {
			im.book.Fault(workbook.SheetPopulation, workbook.Fault{Row: p.Row, Heading: heading, Value: value, Expected: expected, Code: code}, 0)
		}
		unit, why, expected, err := im.commune(ctx, p.Commune)
		if err != nil {
			return err
		}
		if why != "" {
			at("Mã xã", p.Commune, why, expected)
			continue
		}
		row := populated{unit: unit.ID, village: nilVillage, counts: p.Counts}
		if p.Village != "" {
			row.village = im.villageOf(unit.ID, p.Village, workbook.SheetPopulation, p.Row)
			im.bare[unit.ID] = false
		}
		im.counts = append(im.counts, row)
	}
	return nil
}

// commune is the unit that a code means on the review's day, or why it may not be
// used and what is expected.
func (im *importing) commune(ctx context.Context, code string) (u tenancy.Unit, why, expected string, err error) {
	u, ours := im.units[code]
	switch {
	case !ours:
		expected, err = im.stranger(ctx, code)
		return u, "commune_unknown", expected, err
	case im.scope != nil && !im.scope[u.ID]:
		return u, "commune_forbidden", "mã của xã mà bạn được giao", nil
	case im.shut[u.ID]:
		return u, "review_closed", fmt.Sprintf("xã chưa họp dân về kết quả %s", im.round.Title().VI), nil
	}
	return u, "", "", nil
}

// villageOf is the id of a village that is known, or is made because the sheet Dân
// cư names it, or because nothing is known of the commune's villages.
func (im *importing) villageOf(unit, name, sheet string, row int) string {
	at := place{unit, text.Fold(name)}
	if id, known := im.villages[at]; known {
		return id
	}
	v := Village{TenantID: im.tenant, ID: uuid.NewString(), Unit: unit, Name: name, Folded: at.village, Kind: villageKind(at.village), From: im.start}
	im.villages[at] = v.ID
	im.made = append(im.made, v)
	im.book.Report.Warn(workbook.Fault{Sheet: sheet, Row: row, Heading: "Thôn", Value: name, Expected: "thôn mới, được thêm vào sổ thôn của xã", Code: "village_new"})
	return v.ID
}

// villageKind tells from a village's folded name what it is.
func villageKind(folded string) VillageKind {
	for _, k := range []struct {
		word string
		kind VillageKind
	}{{"to dan pho ", ToDanPho}, {"tdp ", ToDanPho}, {"buon ", Buon}, {"bon ", Bon}, {"thon ", Thon}} {
		if strings.HasPrefix(folded, k.word) {
			return k.kind
		}
	}
	return OtherVil
}

// household checks a row by what the registry and the catalogue know. False when
// something is wrong.
func (im *importing) household(ctx context.Context, h workbook.Household) (in incoming, ok bool, err error) {
	ok = true
	wrong := func(heading, value, code, expected string) {
		ok = false
		im.book.Fault(workbook.SheetHouseholds, workbook.Fault{Row: h.Row, Heading: heading, Value: value, Expected: expected, Code: code}, h.Row)
	}
	unit, why, expected, err := im.commune(ctx, h.Commune)
	if err != nil {
		return in, false, err
	}
	if why != "" {
		wrong("Mã xã", h.Commune, why, expected)
	}
	var bad wrongs
	if checkCode(h.Code, &bad); len(bad) > 0 {
		wrong("Mã hộ", h.Code, "code", "mã hộ gồm chữ không dấu, chữ số, dấu . - /, không quá 30 ký tự")
	}
	in = incomingOf(h)
	in.unit = unit.ID
	if unit.ID != "" {
		at := place{unit.ID, text.Fold(h.Village)}
		if _, known := im.villages[at]; !known && !im.bare[unit.ID] {
			wrong("Thôn", h.Village, "village_unknown", "thôn, bon, buôn, tổ dân phố có trong sổ thôn của "+unit.Name+", hoặc có dòng trong tờ Dân cư")
		} else if ok {
			in.village = im.villageOf(unit.ID, h.Village, workbook.SheetHouseholds, h.Row)
		}
	}
	if unit.ID == "" {
		return in, ok, nil
	}
	outcome, err := classify.Of(im.standards.Of(unit), in.facts())
	if errors.Is(err, classify.ErrAverage) {
		class := map[classify.Class]string{classify.Poor: "nghèo", classify.NearPoor: "cận nghèo"}[outcome.Class]
		wrong("Mức sống trung bình", "x", "average_poor", "để trống: theo điểm B1 và các chỉ số thiếu hụt, hộ là hộ "+class)
		err = nil
	}
	return in, ok, factsFault(err)
}

// house is the place of the household that stands in a row.
func (im *importing) house(row int) (int, bool) {
	return slices.BinarySearchFunc(im.houses, row, func(h incoming, row int) int { return int(h.row) - row })
}

// members reads the sheet Thành viên into rows for the database, and keeps what the
// forms count of each.
func (im *importing) members(ctx context.Context) func(yield func([]any, error) bool) {
	return func(yield func([]any, error) bool) {
		asOf := im.round.AsOf.Time()
		for m, err := range im.book.Members(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			at, taken := im.house(m.Of)
			code := im.ethnic(m)
			if code == "" || !taken {
				continue
			}
			h := &im.houses[at]
			if m.Relation == "head" {
				h.female, h.ethnic, h.birth = m.Female, ethnicOf(code), int16(m.Birth.Year())
			}
			im.persons = append(im.persons, headOf(m, at, code, classify.Age(m.Birth, m.YearAlone, asOf)))
			row := im.memberRow(m, code, int(h.persons))
			if h.persons++; !yield(row, nil) {
				return
			}
		}
	}
}

// ethnic is the code of a people as it is written; "" with a fault when there is none.
func (im *importing) ethnic(m workbook.Member) string {
	code, known := im.ethnics[m.Ethnic]
	if !known {
		g, _ := catalogue.EthnicGroupOf(im.peoples.groups, m.Ethnic)
		code = g.Code
		if len(im.ethnics) < 1000 {
			im.ethnics[m.Ethnic] = code
		}
	}
	if code == "" {
		im.book.Fault(workbook.SheetMembers, workbook.Fault{Row: m.Row, Heading: "Dân tộc", Value: m.Ethnic, Expected: "tên hoặc mã một dân tộc trong danh mục các dân tộc Việt Nam", Code: "ethnic_unknown"}, m.Of)
	}
	return code
}

func headOf(m workbook.Member, house int, code string, age int) memberMark {
	c := memberMark{house: int32(house), age: uint8(age), ethnic: ethnicOf(code), head: m.Relation == "head"}
	for mark, set := range map[uint8]bool{markFemale: m.Female, markDisabled: m.Disabled, markInsured: m.Insured, markInSchool: m.InSchool, markMalnourished: m.Malnourished} {
		if set {
			c.marks |= mark
		}
	}
	return c
}

// ethnicOf is the number of a people's code of two digits, 0 when there is none;
// ethnicCode is the code again.
func ethnicOf(code string) (n uint8) {
	for _, digit := range code {
		n = n*10 + uint8(digit-'0')
	}
	return n
}

func ethnicCode(n uint8) string {
	if n == 0 {
		return ""
	}
	return string([]byte{'0' + n/10, '0' + n%10})
}

// people are the members of a household as the forms count them, the head first.
func (im *importing) people(h *incoming) []classify.Person {
	list := make([]classify.Person, h.persons)
	for i, c := range im.persons[h.first : h.first+h.persons] {
		list[i] = im.person(c)
	}
	return list
}

// person is the member as the forms count it.
func (im *importing) person(c memberMark) classify.Person {
	code := ethnicCode(c.ethnic)
	has := func(mark uint8) bool { return c.marks&mark != 0 }
	return classify.Person{Age: int(c.age), Female: has(markFemale), Ethnic: code, Minority: im.peoples.minority(code), Onsite: im.peoples.onsite(code),
		Disabled: has(markDisabled), Insured: has(markInsured), InSchool: has(markInSchool), Malnourished: has(markMalnourished)}
}

// memberRow is a member for the database: see memberColumns. The citizen number is
// sealed for the person that this will be, if it is a new one.
func (im *importing) memberRow(m workbook.Member, code string, position int) []any {
	person := uuid.NewString()
	var sealed, hash, index []byte
	if m.Citizen != "" {
		sealed = im.Personal.Seal(im.tenant, citizenPlace(person), m.Citizen)
		hash, index = im.Personal.Hash(im.tenant, citizenUse, m.Citizen), im.Personal.Index(citizenUse, m.Citizen)
	}
	return []any{m.Row, m.Of, person, m.Name, text.Fold(m.Name), m.Birth, m.YearAlone, m.Female, code, m.Relation, position,
		m.Disabled, m.Insured, m.InSchool, m.Malnourished, sealed, hash, index}
}
