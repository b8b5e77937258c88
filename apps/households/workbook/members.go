package workbook

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"strconv"
	"strings"
	"time"

	"vuon/apps/households/classify"
)

// The ages that a member may have.
const (
	maxAge      = 130
	childAge    = 16 // malnutrition is asked of who is younger
	maxRelation = 60
)

// latest is the last day on which somebody in the file may have been born.
func (w *Workbook) latest() time.Time {
	day := w.options.AsOf
	if today := w.options.Today; !today.IsZero() && (day.IsZero() || today.Before(day)) {
		day = today
	}
	if day.IsZero() {
		day = time.Date(2200, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return day
}

// reviewed is the day on which ages are taken.
func (w *Workbook) reviewed() time.Time {
	if w.options.AsOf.IsZero() {
		return w.latest()
	}
	return w.options.AsOf
}

// Members yields the rows of the sheet Thành viên in which nothing is wrong, though
// their household may be refused. When it has ended, households without a head are
// in the report too.
func (w *Workbook) Members(ctx context.Context) iter.Seq2[Member, error] {
	if w.given != nil {
		return w.given.Members
	}
	return func(yield func(Member, error) bool) {
		words := memberWords{meanings(sexes()), meanings(relations()), map[uint64]int32{}}
		stopped := false
		read, err := w.each(ctx, SheetMembers, func(x *reading) bool {
			m := x.member(words)
			stopped = !x.wrong && m.Of > 0 && !yield(m, nil)
			return !stopped
		})
		switch {
		case stopped:
		case err != nil:
			yield(Member{}, err)
		case read:
			w.headless()
		}
	}
}

// headless reports the households without a head.
func (w *Workbook) headless() {
	for _, e := range w.index.list {
		if e.heads == 0 && !e.unsure {
			w.Fault(SheetHouseholds, Fault{Row: int(e.row), Heading: "Chủ hộ", Expected: "một thành viên có quan hệ “chủ hộ” trong tờ “" + w.titles[SheetMembers] + "”", Code: "head_missing"}, int(e.row))
		}
	}
}

type memberWords struct {
	sexes, relations map[string]string
	citizens         map[uint64]int32 // number → row: 12 digits fit into 40 bits
}

func (x *reading) member(words memberWords) Member {
	house := x.householdOf()
	if house != nil {
		x.house = int(house.row)
	}
	m := Member{Row: x.row, Of: x.house, Household: x.raw(mHousehold)}
	m.Name = x.needed(mName, maxName, "họ và tên")
	x.birth(&m)
	sex, _ := x.word(mSex, words.sexes, "Nam hoặc Nữ")
	m.Female = sex == "female"
	m.Ethnic = x.ethnic()
	m.Relation = x.relation(words.relations, house, m.Name)
	m.Citizen = x.citizen(words.citizens, house)
	m.Disabled, m.Insured, m.InSchool, m.Malnourished = x.flag(mDisabled), x.flag(mInsured), x.flag(mInSchool), x.flag(mMalnourished)
	if m.Malnourished && !m.Birth.IsZero() && classify.Age(m.Birth, m.YearAlone, x.w.reviewed()) >= childAge {
		x.fault(mMalnourished, "malnourished_age", "để trống: chỉ ghi cho trẻ em dưới 16 tuổi")
	}
	return m
}

// householdOf finds the household that the row names, by its code or by "#7".
func (x *reading) householdOf() *entry {
	const expected = "mã của một hộ trong tờ Hộ, hoặc # và số dòng của hộ (ví dụ #7)"
	ref := x.raw(mHousehold)
	switch {
	case x.doubtful(mHousehold):
		return nil
	case ref == "":
		x.fault(mHousehold, "required", expected)
		return nil
	case x.w.index.missed:
		return nil
	}
	if row, ok := strings.CutPrefix(ref, "#"); ok {
		n, err := strconv.Atoi(strings.TrimSpace(row))
		if house := x.w.index.byRow(n); err == nil && house != nil {
			return house
		}
	} else if house, mended := x.w.index.byCode(ref); house != nil {
		if mended {
			x.warn(mHousehold, "leading_zeros", fmt.Sprintf("mã hộ như ở dòng %d của tờ “%s”", house.row, x.w.titles[SheetHouseholds]))
		}
		return house
	}
	x.fault(mHousehold, "household_unknown", expected)
	return nil
}

func (x *reading) birth(m *Member) {
	const expected = "ngày sinh dạng dd/mm/yyyy hoặc năm sinh"
	var ok bool
	m.Birth, m.YearAlone, ok = x.day(mBirth, true)
	latest := x.w.latest()
	switch {
	case !ok:
	case m.Birth.IsZero():
		x.fault(mBirth, "required", expected)
	case m.Birth.After(latest): // a year alone begins with its first day
		x.fault(mBirth, "born_in_future", expected+", không sau "+dayWritten(latest))
	case classify.Age(m.Birth, m.YearAlone, x.w.reviewed()) > maxAge:
		x.fault(mBirth, "too_old", fmt.Sprintf("%s, không quá %d tuổi", expected, maxAge))
	}
}

// ethnic reads the name of a people or its code.
func (x *reading) ethnic() string {
	const expected = "tên dân tộc hoặc mã gồm 2 chữ số"
	s := x.needed(mEthnic, maxRelation, expected)
	if !digits(s) {
		return s
	}
	code, _ := x.code(mEthnic, 2, 1, expected)
	return code
}

// relation reads what the member is to the head, and counts the heads.
func (x *reading) relation(known map[string]string, house *entry, name string) string {
	s := x.needed(mRelation, maxRelation, "quan hệ với chủ hộ (chủ hộ, vợ/chồng, con, …)")
	if s == "" || x.doubtful(mRelation) {
		if house != nil {
			house.unsure = true
		}
		return ""
	}
	value, ok := known[key(s)]
	if !ok {
		return "other"
	}
	if value != "head" || house == nil {
		return value
	}
	if house.heads++; house.heads > 1 {
		house.heads = 2
		x.fault(mRelation, "head_twice", "mỗi hộ chỉ có một chủ hộ")
	} else if maphash.String(x.w.index.seed, key(name)) != house.head {
		x.warn(mName, "head_differs", fmt.Sprintf("tên chủ hộ như ở dòng %d của tờ “%s”", house.row, x.w.titles[SheetHouseholds]))
	}
	return value
}

// citizen reads the number of a citizen, which stands once among the households
// that do not leave.
func (x *reading) citizen(seen map[uint64]int32, house *entry) string {
	s, ok := x.code(mCitizen, 12, 2, "12 chữ số")
	if !ok || house == nil || house.leaves {
		return s
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return s
	}
	if first, twice := seen[n]; twice {
		x.fault(mCitizen, "citizen_twice", fmt.Sprintf("mỗi số một người; số này đã có ở dòng %d", first))
		return s
	}
	seen[n] = int32(x.row)
	return s
}
