package workbook

import (
	"context"
	"hash/maphash"
	"iter"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
)

// MaxHouseholds is how many households a file may have.
const MaxHouseholds = 200_000

// entry is what is remembered of a household until its members were read.
type entry struct {
	row    int32
	heads  uint8
	leaves bool
	unsure bool   // the relation of a member is not known
	head   uint64 // hash of the head's name
}

// index finds households by row and by code: 60 bytes a household.
type index struct {
	seed   maphash.Seed
	list   []entry
	codes  map[string]int32 // place in list
	bare   map[string]int32 // codes that begin with zeros, without them
	missed bool             // the sheet could not be read
}

func newIndex() index {
	return index{seed: maphash.MakeSeed(), codes: map[string]int32{}, bare: map[string]int32{}, missed: true}
}

// byRow is the household of a row.
func (x *index) byRow(row int) *entry {
	at, ok := slices.BinarySearchFunc(x.list, row, func(e entry, row int) int { return int(e.row) - row })
	if !ok {
		return nil
	}
	return &x.list[at]
}

// byCode is the household of a code; mended says that zeros had to be put back or
// taken away.
func (x *index) byCode(code string) (e *entry, mended bool) {
	at, ok := x.codes[code]
	if !ok && digits(code) {
		if at, mended = x.bare[code]; !mended {
			if short := strings.TrimLeft(code, "0"); short != code {
				at, mended = x.codes[short]
			}
		}
	}
	if !ok && !mended {
		return nil, false
	}
	return &x.list[at], mended
}

// Households yields the rows of the sheet Hộ in which nothing is wrong. What is
// wrong is in the report; an error ends the reading.
func (w *Workbook) Households(ctx context.Context) iter.Seq2[Household, error] {
	if w.given != nil {
		return w.given.Households
	}
	return func(yield func(Household, error) bool) {
		known, moves := meanings(openings()), meanings(movements())
		stopped, full := false, false
		read, err := w.each(ctx, SheetHouseholds, func(x *reading) bool {
			if full = len(w.index.list) >= MaxHouseholds; full {
				return false
			}
			x.house = x.row
			h := x.household(known, moves)
			w.remember(x, h)
			stopped = !x.wrong && !yield(h, nil)
			return !stopped
		})
		w.index.missed = !read
		if err == nil && full {
			err = tooLarge()
		}
		if err != nil && !stopped {
			yield(Household{}, err)
		}
	}
}

// remember keeps what the members are compared with.
func (w *Workbook) remember(x *reading, h Household) {
	at := int32(len(w.index.list))
	w.index.list = append(w.index.list, entry{row: int32(x.row), leaves: !h.Movement.Closes(), head: maphash.String(w.index.seed, key(h.Head))})
	if h.Code == "" {
		return
	}
	if first, twice := w.index.codes[h.Code]; twice {
		x.fault(hCode, "household_twice", "mỗi hộ một dòng; mã này đã có ở dòng "+strconv.Itoa(int(w.index.list[first].row)))
		return
	}
	w.index.codes[h.Code] = at
	if short := strings.TrimLeft(h.Code, "0"); short != h.Code && digits(h.Code) {
		w.index.bare[short] = at
	}
}

func (x *reading) household(known, moves map[string]string) Household {
	h := Household{Row: x.row, Code: x.householdCode(hCode)}
	h.Commune = x.commune(hCommune)
	h.Village = x.needed(hVillage, maxName, "tên thôn, bon, buôn, tổ dân phố")
	h.Head = x.needed(hHead, maxName, "họ và tên chủ hộ")
	opening, _ := x.word(hOpening, known, "nghèo, cận nghèo, không nghèo hoặc mới thoát nghèo")
	h.Opening = classify.Class(opening)
	h.B1 = int(x.whole(hB1, 0, classify.MaxB1))
	h.Deprived, h.Causes, h.Supports = x.set(hDeprived, classify.Indicators), x.set(hCauses, 8), x.set(hSupports, 6)
	h.Merit, h.NoLabour, h.Average = x.flag(hMerit), x.flag(hNoLabour), x.flag(hAverage)
	var ok bool
	if h.Escaped, _, ok = x.day(hEscaped, false); ok && !h.Escaped.IsZero() && h.Escaped.After(x.w.latest()) {
		x.fault(hEscaped, "date_future", "ngày không sau "+dayWritten(x.w.latest()))
	}
	if x.cells[hMovement].kind != 0 {
		if s := x.raw(hMovement); s != "" {
			moved, _ := x.word(hMovement, moves, "để trống, chuyển đến, chuyển đi, tách hộ, nhập hộ hoặc chết")
			h.Movement = classify.Movement(moved)
		}
	}
	return h
}

// householdCode reads a household's code, which must not look like a row's number.
func (x *reading) householdCode(i int) string {
	code := x.raw(i)
	switch {
	case long(code, maxCode):
		x.fault(i, "too_long", "mã hộ tối đa 40 ký tự")
	case strings.HasPrefix(code, "#"):
		x.fault(i, "code", "mã hộ, hoặc để trống nếu hộ chưa có mã")
	default:
		return code
	}
	return ""
}

func (x *reading) set(first, n int) (s classify.Set) {
	for i := range n {
		if x.flag(first + i) {
			s = s.With(i + 1)
		}
	}
	return s
}
