package households

import (
	"fmt"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// RoundKind is how a review came about.
type RoundKind string

// The kinds (Quyết định 24/2021/QĐ-TTg, Điều 4, 5).
const (
	Periodic RoundKind = "periodic" // rà soát định kỳ: once a year
	Regular  RoundKind = "regular"  // rà soát thường xuyên: monthly, on request
)

// Title is the kind in words.
func (k RoundKind) Title() i18n.Text {
	if k == Regular {
		return i18n.T("Rà soát thường xuyên", "Regular review")
	}
	return i18n.T("Rà soát định kỳ", "Periodic review")
}

// Round is a review (đợt rà soát): the periodic one of a year ("2024") or the
// regular one of a month ("2024-05").
type Round struct {
	ID       string        `bun:"id,pk" json:"id"`
	Kind     RoundKind     `bun:"kind" json:"kind"`
	Year     int           `bun:"year" json:"year"`
	OpensOn  declared.Date `bun:"opens_on,type:date" json:"opens_on"`
	ClosesOn declared.Date `bun:"closes_on,type:date" json:"closes_on"`
	AsOf     declared.Date `bun:"as_of,type:date" json:"as_of"` // ages and standards are taken on this day
	District bool          `bun:"district" json:"district"`     // there is a district level whose chair gives an opinion
	MadeAt   time.Time     `bun:"created_at" json:"created_at"`
	MadeBy   string        `bun:"created_by" json:"-"` // account
}

// The days of the reviews (Quyết định 24/2021/QĐ-TTg, Điều 4): the periodic one
// from 1 September to the end of 14 December, the regular one from the 15th of its
// month on, until the decision is due.
const (
	opensMonth, opensDay   = time.September, 1
	closesMonth, closesDay = time.December, 14
	regularDay             = 15
)

// periodic is the periodic review of a year.
func periodic(year int) Round {
	closes := civil(year, closesMonth, closesDay)
	return Round{ID: fmt.Sprintf("%04d", year), Kind: Periodic, Year: year, OpensOn: civil(year, opensMonth, opensDay), ClosesOn: closes, AsOf: closes}
}

// regular is the regular review of a month, which takes so many days.
func regular(year int, month time.Month, days int) Round {
	opens := civil(year, month, regularDay)
	return Round{ID: fmt.Sprintf("%04d-%02d", year, month), Kind: Regular, Year: year, OpensOn: opens, ClosesOn: plusDays(opens, days), AsOf: opens}
}

// roundNamed is the review that an id names, as far as the id tells: its end is the
// standard one; false when it names none.
func roundNamed(id string) (Round, bool) {
	if day, err := time.Parse("2006-01", id); err == nil && saneYear(day.Year()) {
		return regular(day.Year(), day.Month(), tenancy.StandardHouseholdReview().RegularDays), true
	}
	if day, err := time.Parse("2006", id); err == nil && saneYear(day.Year()) {
		return periodic(day.Year()), true
	}
	return Round{}, false
}

func saneYear(year int) bool { return year >= 2000 && year <= 2100 }

// Title names the review: "Rà soát định kỳ năm 2024".
func (r Round) Title() i18n.Text {
	if r.Kind == Regular {
		month := r.OpensOn.Time().Month()
		return i18n.T(fmt.Sprintf("Rà soát thường xuyên tháng %d/%d", month, r.Year), fmt.Sprintf("Regular review of %02d/%d", month, r.Year))
	}
	return i18n.T(fmt.Sprintf("Rà soát định kỳ năm %d", r.Year), fmt.Sprintf("Periodic review of %d", r.Year))
}

// civil is a day of the calendar.
func civil(year int, month time.Month, day int) declared.Date {
	return declared.DateOf(time.Date(year, month, day, 0, 0, 0, 0, zone()))
}

// plusDays is the day n days after d.
func plusDays(d declared.Date, n int) declared.Date {
	return declared.DateOf(d.Time().AddDate(0, 0, n))
}
