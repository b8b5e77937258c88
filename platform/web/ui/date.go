package ui

import (
	"strings"
	"time"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/text"
)

// ReadDate reads a day as people type it (5/2/2024, 05-02-2024, 05.02.2024) or as
// machines do (2024-02-05). It is midnight in Vietnam; what is no day is a fault.
func ReadDate(s string) (time.Time, error) {
	s = strings.NewReplacer(".", "/", "-", "/", " ", "").Replace(text.Line(s))
	for _, layout := range []string{"2/1/2006", "2006/1/2"} {
		if day, err := time.ParseInLocation(layout, s, i18n.Zone()); err == nil && day.Year() >= 1900 && day.Year() < 2200 {
			return day, nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "bad_date",
		"Ngày không đọc được. Viết ngày/tháng/năm, ví dụ 05/02/2024.",
		"The day cannot be read. Write day/month/year, for example 05/02/2024.")
}
