package households

import (
	"context"
	"fmt"
	"slices"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
	"vuon/platform/text"
)

// match finds the households in the registry and compares them with it.
func (im *importing) match(ctx context.Context) error {
	if err := im.store.loadHouseholds(ctx, im.DB, im.tx, im.arriving()); err != nil {
		return err
	}
	if err := im.store.matchHouseholds(ctx, im.tx, im.round.ID); err != nil {
		return err
	}
	list, err := im.store.doubles(ctx, im.tx)
	if err != nil {
		return err
	}
	for _, d := range list {
		expected := "mã hộ hoặc CCCD của chủ hộ: trong sổ có nhiều hộ cùng tên chủ hộ và năm sinh ở thôn này"
		if d.Code == "household_twice" {
			expected = fmt.Sprintf("mỗi hộ một dòng; hộ này đã có ở dòng %d (nếu là hộ khác, ghi mã hộ hoặc CCCD của chủ hộ)", d.First)
		}
		im.refuse(d.Row, "Mã hộ", "", d.Code, expected)
	}
	if err := im.meet(ctx); err != nil {
		return err
	}
	return im.store.refuseHouseholds(ctx, im.tx, im.refused())
}

// arriving yields the households that nothing is wrong with so far.
func (im *importing) arriving() func(yield func([]any, error) bool) {
	return func(yield func([]any, error) bool) {
		im.refused()
		for i := range im.houses {
			h := &im.houses[i]
			if h.gone {
				continue
			}
			var escaped any
			if h.escaped != "" {
				escaped = h.escaped.Time()
			}
			ethnic := ethnicCode(h.ethnic)
			if !yield([]any{h.row, h.code, h.unit, h.village, h.head, text.Fold(h.head), h.birth, h.persons, string(h.opening), escaped, h.b1,
				int16(h.deprived), int16(h.causes), h.merit, h.noLabour, h.female, im.peoples.minority(ethnic), im.peoples.onsite(ethnic),
				h.movement.Opens(), string(stateAfter(h.movement)), h.id}, nil) {
				return
			}
		}
	}
}

// stateAfter is what becomes of a household by a movement.
func stateAfter(m classify.Movement) State {
	switch m {
	case classify.Left:
		return StateLeft
	case classify.Merged:
		return StateMerged
	case classify.Died:
		return StateDied
	}
	return StateHere
}

// refuse reports a fault of a row of the sheet Hộ.
func (im *importing) refuse(row int, heading, value, code, expected string) {
	im.book.Fault(workbook.SheetHouseholds, workbook.Fault{Row: row, Heading: heading, Value: value, Expected: expected, Code: code}, row)
}

// refused are the rows that were refused since it was last asked.
func (im *importing) refused() (rows []int) {
	for i := range im.houses {
		if h := &im.houses[i]; !h.gone && im.book.Report.Refused(int(h.row)) {
			h.gone = true
			rows = append(rows, int(h.row))
		}
	}
	return rows
}

// meet compares the households that the registry knows with what it knows of them.
func (im *importing) meet(ctx context.Context) error {
	last := fmt.Sprintf("%04d", im.o.Year-1)
	for some := range slices.Chunk(im.houses, page) {
		list, err := im.store.meet(ctx, im.tx, im.round.ID, last, im.round.AsOf, im.day, im.start, some[0].row, some[len(some)-1].row)
		if err != nil {
			return err
		}
		var newer []int
		for _, m := range list {
			at, there := im.house(m.Row)
			if !there {
				continue
			}
			h := &im.houses[at]
			h.id, h.fresh = m.Household, false
			h.wasPoor, h.wasNearPoor = m.Poor, m.NearPoor
			im.compare(h, m)
			if m.Newer {
				newer = append(newer, m.Row)
				im.book.Report.Warn(workbook.Fault{Sheet: workbook.SheetHouseholds, Row: m.Row, Heading: "Mã hộ", Value: m.Code, Code: "registry_newer",
					Expected: "sổ hộ có thông tin mới hơn đợt rà soát này: chỉ ghi kết quả rà soát, sổ hộ giữ nguyên"})
			}
		}
		if err := im.store.keepNewer(ctx, im.tx, newer); err != nil {
			return err
		}
	}
	return nil
}

// compare checks a household's commune and its class at the beginning.
func (im *importing) compare(h *incoming, m met) {
	if im.scope != nil && (!im.scope[m.Unit] || m.Reviewed != "" && !im.scope[m.Reviewed]) {
		im.refuse(int(h.row), "Mã hộ", h.code, "commune_forbidden", "hộ thuộc xã mà bạn được giao")
	}
	if im.shut[m.Reviewed] {
		im.refuse(int(h.row), "Mã hộ", h.code, "review_closed", "hộ mà xã nơi đã rà soát chưa họp dân về kết quả của đợt này")
	}
	wants := im.openings(m)
	if len(wants) == 0 || !h.movement.Opens() || slices.Contains(wants, h.opening) {
		return
	}
	im.refuse(int(h.row), "Phân loại đầu kỳ", classTitle(h.opening), "opening_differs",
		fmt.Sprintf("%s, như kết quả đã công nhận năm %d", classTitle(wants[0]), im.o.Year-1))
}

// openings are the classes that a household may have at the beginning, after what
// was recognised in the year before; none when nothing was.
func (im *importing) openings(m met) []classify.Class {
	switch {
	case m.Class == "":
		return nil
	case m.Class.Counted():
		return []classify.Class{m.Class}
	case m.Escapes:
		return []classify.Class{classify.Escaped}
	case m.EscapedOn == "":
		return []classify.Class{classify.NotPoor}
	}
	if until := classify.EscapedUntil(m.EscapedOn.Time()); until.Before(im.start.Time()) {
		return []classify.Class{classify.NotPoor}
	} else if until.Before(im.round.AsOf.Time()) { // the term ends within the year
		return []classify.Class{classify.Escaped, classify.NotPoor}
	}
	return []classify.Class{classify.Escaped}
}

func classTitle(c classify.Class) string {
	return map[classify.Class]string{classify.Poor: "nghèo", classify.NearPoor: "cận nghèo", classify.Escaped: "mới thoát nghèo", classify.NotPoor: "không nghèo"}[c]
}

// matchMembers finds the members in the registry and enters their numbers in the
// index of citizens, as often as somebody has to be refused because a number is
// taken: whom a refused household keeps may be whom another wanted.
func (im *importing) matchMembers(ctx context.Context) error {
	for {
		if err := im.store.savepoint(ctx, im.tx); err != nil {
			return err
		}
		if err := im.store.matchPersons(ctx, im.tx); err != nil {
			return err
		}
		if err := im.store.compareMembers(ctx, im.tx); err != nil {
			return err
		}
		list, err := im.store.heldBack(ctx, im.tx)
		if err == nil && len(list) == 0 {
			list, err = im.store.claimCitizens(ctx, im.tx)
		}
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		if err := im.store.undo(ctx, im.tx); err != nil {
			return err
		}
		if err := im.contest(list); err != nil {
			return err
		}
		if err := im.store.refuseHouseholds(ctx, im.tx, im.refused()); err != nil {
			return err
		}
	}
	if err := im.store.release(ctx, im.tx); err != nil {
		return err
	}
	var err error
	im.report.Members, err = im.store.countMembers(ctx, im.tx)
	return err
}

// contest reports numbers that are taken. Of another tenant nothing is told.
func (im *importing) contest(list []contested) error {
	for _, c := range list {
		number, err := im.Personal.Open(im.tenant, citizenPlace(c.Person), c.Sealed)
		if err != nil {
			return err
		}
		expected := "số chưa có ở hộ nào khác; số này đang thuộc một hộ của đơn vị khác trên hệ thống"
		if c.Code == "citizen_taken" {
			expected = "số chưa có ở hộ nào khác; số này đang thuộc một hộ khác trong sổ"
			if c.Where != "" && (im.scope == nil || im.scope[c.Unit]) {
				expected += " (mã hộ " + c.Where + ")"
			}
		}
		im.book.Fault(workbook.SheetMembers, workbook.Fault{Row: c.Row, Heading: "CCCD", Value: number, Expected: expected, Code: c.Code}, c.Of)
	}
	return nil
}
