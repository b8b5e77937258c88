package ui

import (
	"strconv"
	"strings"

	"vuon/platform/money"
)

// Integer writes a count with dots between thousands: 2.702.
func Integer(n int64) string { return money.Dong(n).String() }

// Decimal writes a number with a decimal comma and that many places: 6,71.
// It is for showing only: rates come from sums, and money is never a float.
func Decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s
	}
	out := Integer(n)
	if n == 0 && strings.HasPrefix(whole, "-") && strings.Trim(fraction, "0") != "" {
		out = "-0"
	}
	if fraction != "" {
		out += "," + fraction
	}
	return out
}

// Percent is part of whole in per cent; "" when there is no whole, since such a
// rate does not exist.
func Percent(part, whole int64, places int) string {
	if whole == 0 {
		return ""
	}
	return Decimal(100*float64(part)/float64(whole), places) + "%"
}
