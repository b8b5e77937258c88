package catalogue

import (
	"context"
	"time"

	"vuon/platform/tenancy/declared"
)

// Holiday is a span of days off (nghỉ lễ, tết, nghỉ bù, hoán đổi), or, with
// Working, of days at a week's end on which offices work instead.
type Holiday struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID      string `json:"id" bun:"id,pk"`
	Title   string `yaml:"title" want:"required" json:"title" bun:"title"`
	Working bool   `yaml:"working" json:"working" bun:"working"`
	Source  string `yaml:"source" want:"required" json:"source" bun:"source"`
	Article string `yaml:"article" want:"required" json:"article" bun:"article"`
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (h Holiday) RowID() string { return h.ID }

// RowName implements declared.Row.
func (h Holiday) RowName() string { return h.Title }

// Holidays returns the public holidays of all years, the earliest first.
func (s *Service) Holidays(ctx context.Context) ([]Holiday, error) {
	return rows[Holiday](ctx, s.DB, "catalogue_holidays", "valid_from, id", "")
}

// WorkingDay reports whether offices work on the day of t in Vietnam: from Monday
// to Friday, holidays excepted, and on the days worked instead.
func WorkingDay(holidays []Holiday, t time.Time) bool {
	day := declared.DateOf(t)
	weekday := day.Time().Weekday()
	works := weekday != time.Saturday && weekday != time.Sunday
	for _, h := range holidays {
		if h.Covers(day) {
			works = h.Working
		}
	}
	return works
}

// WorkingDays is the n-th working day after the day of from, at its beginning in
// Vietnam: the day on which a term of n working days ends. The day from which it
// runs does not count (Bộ luật Dân sự 2015, Điều 147); n below 1 is that day.
func WorkingDays(holidays []Holiday, from time.Time, n int) time.Time {
	day := declared.DateOf(from).Time()
	for n > 0 {
		if day = day.AddDate(0, 0, 1); WorkingDay(holidays, day) {
			n--
		}
	}
	return day
}
