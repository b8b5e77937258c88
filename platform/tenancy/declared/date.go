package declared

import (
	"database/sql/driver"
	"fmt"
	"time"

	"vuon/platform/i18n"
)

// Date is a day without a time, "2025-07-01"; "" is an open end. Dates compare
// as strings.
type Date string

const layout = "2006-01-02"

// DateOf is the day on which t falls in Vietnam.
func DateOf(t time.Time) Date { return Date(t.In(i18n.Zone()).Format(layout)) }

// Time is the beginning of the day in Vietnam; the zero time for an open end.
func (d Date) Time() time.Time {
	t, _ := time.ParseInLocation(layout, string(d), i18n.Zone())
	return t
}

// Before is the day before d.
func (d Date) Before() Date { return DateOf(d.Time().AddDate(0, 0, -1)) }

// UnmarshalText takes a real day between 1900 and 2200, as year-month-day.
func (d *Date) UnmarshalText(b []byte) error {
	t, err := time.Parse(layout, string(b))
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return Expect("phải là một ngày có thật, viết năm-tháng-ngày, ví dụ 2025-07-01",
			"must be a real day written year-month-day, such as 2025-07-01")
	}
	*d = Date(b)
	return nil
}

// Value stores an open end as NULL.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}

// Scan reads a column of type date.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = ""
	case time.Time:
		*d = Date(v.Format(layout))
	case []byte:
		return d.Scan(string(v))
	case string:
		if len(v) < len(layout) {
			return fmt.Errorf("declared: %q is no date", v)
		}
		*d = Date(v[:len(layout)])
	default:
		return fmt.Errorf("declared: %T is no date", v)
	}
	return nil
}

// Period is from the first day to the last, both included; an empty last day is open.
type Period struct {
	ValidFrom Date `yaml:"valid_from" want:"required" json:"valid_from" bun:"valid_from,type:date"`
	ValidTo   Date `yaml:"valid_to" json:"valid_to,omitempty" bun:"valid_to,type:date"`
}

// On reports whether the period covers the day of t in Vietnam.
func (p Period) On(t time.Time) bool { return p.Covers(DateOf(t)) }

// Covers reports whether the period covers the day.
func (p Period) Covers(d Date) bool { return p.ValidFrom <= d && (p.ValidTo == "" || d <= p.ValidTo) }

// Overlaps reports whether the two periods have a day in common.
func (p Period) Overlaps(q Period) bool {
	return (p.ValidTo == "" || q.ValidFrom <= p.ValidTo) && (q.ValidTo == "" || p.ValidFrom <= q.ValidTo)
}

// Within reports whether every day of p is one of q.
func (p Period) Within(q Period) bool {
	return q.ValidFrom <= p.ValidFrom && (q.ValidTo == "" || p.ValidTo != "" && p.ValidTo <= q.ValidTo)
}

// Check faults a period that ends before it begins.
func (p Period) Check(at Place, faults *Faults) {
	if p.ValidTo != "" && p.ValidTo < p.ValidFrom {
		faults.Addf(at, "valid_to %s đứng trước valid_from %s", "valid_to %s is before valid_from %s", p.ValidTo, p.ValidFrom)
	}
}
