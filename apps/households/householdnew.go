package households

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// NewHousehold is a household to be entered in the registry, with its head.
type NewHousehold struct {
	Code      string // "": the next one of its commune
	Unit      string // the commune's code
	Village   string // id
	Class     classify.Class
	EscapedOn declared.Date // of the recognition, for a newly escaped one
	Merit     bool
	NoLabour  bool
	Head      Details
	Citizen   string // of the head, "" not known
	Step

	unread wrongs // fields that could not be read
}

// NewHousehold enters a household with its head from a day on. Faults:
// household_wrong with the fields, code_taken, citizen_taken, citizen_elsewhere,
// commune_unknown, village_unknown.
func (s *Service) NewHousehold(ctx context.Context, tenant string, n NewHousehold) (h Household, err error) {
	err = s.changes(ctx, tenant, CauseNew, n.Step, func(ctx context.Context, c *changing) error {
		n.Head.Relation = RelationHead
		wrong := n.check(c.day)
		number := checkCitizen(n.Citizen, &wrong)
		c.checkEthnic(n.Head, &wrong)
		unit, err := c.placed(ctx, tenant, n.Unit, n.Village, &wrong)
		if err != nil {
			return err
		}
		if err := wrong.fault(); err != nil {
			return err
		}
		f := &folio{Household: Household{TenantID: tenant, ID: uuid.NewString(), Code: n.Code, Unit: unit.ID, Village: n.Village, Class: n.Class,
			EscapedOn: n.EscapedOn, Merit: n.Merit, NoLabour: n.NoLabour, State: StateHere, CreatedAt: c.now()}}
		head := Member{Person: uuid.NewString(), Details: n.Head}
		if err := c.begin(ctx, f, unit); err != nil {
			return err
		}
		if err := c.join(ctx, f, head, number); err != nil {
			return err
		}
		if err := c.settle(ctx, f); err != nil {
			return err
		}
		h = f.Household
		return nil
	})
	return h, err
}

func (n *NewHousehold) check(day declared.Date) wrongs {
	wrong := append(n.unread, checkDetails(&n.Head, day)...)
	n.Code = checkCode(n.Code, &wrong)
	switch n.Class {
	case classify.Poor, classify.NearPoor, classify.NotPoor:
		n.EscapedOn = ""
	case classify.Escaped:
		if n.EscapedOn == "" || n.EscapedOn > day {
			wrong.add("escaped_on", "Nhập ngày quyết định công nhận thoát nghèo, không sau ngày ghi sổ", "Enter the day of the recognition, not after the day of entry")
		}
	default:
		wrong.add("class", "Chọn kết quả phân loại", "Choose the class")
	}
	return wrong
}

// maxCode is the longest code of a household.
const maxCode = 30

func checkCode(code string, wrong *wrongs) string {
	code = text.Line(code)
	if len(code) > maxCode || strings.ContainsFunc(code, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' || r == '.' || r == '/')
	}) {
		wrong.add("code", "Mã hộ gồm chữ không dấu, chữ số, dấu . - /, không quá 30 ký tự", "A code is made of letters, digits, . - and /, at most 30 characters")
	}
	return code
}

func (c *changing) checkEthnic(d Details, wrong *wrongs) {
	if _, known := c.peoples.group(d.Ethnic); !known && d.Ethnic != "" {
		wrong.add("ethnic", "Chọn dân tộc trong danh mục", "Choose a people of the catalogue")
	}
}

// placed is the commune, in which the actor may change the registry and the village
// is on the day; what is wrong with them is marked.
func (c *changing) placed(ctx context.Context, tenant, code, village string, wrong *wrongs) (tenancy.Unit, error) {
	if code == "" {
		wrong.add("unit", "Chọn xã, thị trấn", "Choose the commune")
		return tenancy.Unit{}, nil
	}
	unit, err := c.unit(ctx, tenant, code, c.day)
	if fault.CodeOf(err) == "commune_unknown" {
		wrong.add("day", "Ngày "+dateText(c.day)+" đơn vị không quản lý xã này", "On "+dateText(c.day)+" this commune does not belong here")
		return unit, nil
	}
	if err != nil {
		return unit, err
	}
	if err := c.allowed(ctx, ActionEdit, unit.ID); err != nil {
		return unit, err
	}
	if village == "" {
		wrong.add("village", "Chọn thôn, bon, buôn, tổ dân phố", "Choose the village")
		return unit, nil
	}
	there, err := c.store.villageOn(ctx, c.tx, unit.ID, village, c.day)
	if err == nil && !there {
		wrong.add("village", "Không có thôn này trong xã vào ngày đã chọn", "There is no such village in the commune on that day")
	}
	return unit, err
}

// begin writes a new household's row, so that its members can be entered.
func (c *changing) begin(ctx context.Context, f *folio, unit tenancy.Unit) error {
	if f.Code == "" {
		codes, err := c.store.newCodes(ctx, c.tx, unit.Code, 1)
		if err != nil {
			return err
		}
		f.Code = codes[0]
	}
	f.UpdatedAt = c.now()
	return c.store.addHousehold(ctx, c.tx, f.Household)
}

// join enters a person that is in no household, with the citizen number. Who was in
// the registry before is found by the number and keeps the same id.
func (c *changing) join(ctx context.Context, f *folio, m Member, number string) error {
	if number != "" {
		before, there, err := c.store.onceHere(ctx, c.tx, c.Personal.Hash(database.Tenant(ctx), citizenUse, number))
		if err != nil {
			return err
		}
		if there {
			m.Person = before.Person
		}
	}
	if err := c.claim(ctx, &m, number); err != nil {
		return err
	}
	return c.enter(ctx, f, m)
}
