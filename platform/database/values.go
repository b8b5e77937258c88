package database

import (
	"strings"
	"time"

	"vuon/platform/i18n"
)

// Literal makes a text mean itself in a LIKE pattern.
func Literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// DateColumn is the day in Vietnam of a time, as a column of type date takes it;
// nil stays nil.
func DateColumn(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	y, m, d := t.In(i18n.Zone()).Date()
	return new(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// LocalDay is what a column of type date gave, as the beginning of that day in
// Vietnam; nil stays nil.
func LocalDay(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	return new(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, i18n.Zone()))
}
