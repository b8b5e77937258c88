// Package money holds amounts in đồng. Public money is never a float.
package money

import (
	"math"
	"strconv"
	"strings"

	"vuon/platform/fault"
	"vuon/platform/text"
)

// Dong is an amount in Vietnamese đồng, the smallest unit in use.
type Dong int64

// String writes the amount with dots between thousands: 1.234.567.
func (d Dong) String() string {
	s := strconv.FormatInt(int64(d), 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

// Parse reads an amount as documents write it: "60.500.000.000", "60.500 triệu đồng",
// "1,5 tỷ đồng". A fraction of a đồng, a missing digit or an overflow is a fault.
func Parse(s string) (Dong, error) {
	bad := fault.New(fault.Invalid, "bad_amount",
		"Số tiền không đọc được. Viết dạng 1.234.567 hoặc 1,5 triệu đồng.",
		"The amount cannot be read. Write it as 1.234.567 or 1,5 triệu đồng.")
	fields := strings.Fields(strings.ToLower(text.NFC(s)))
	if len(fields) == 0 {
		return 0, bad
	}
	factor := int64(1)
	switch strings.Join(fields[1:], " ") {
	case "", "đồng", "đ":
	case "nghìn đồng", "ngàn đồng", "nghìn", "ngàn":
		factor = 1_000
	case "triệu đồng", "triệu":
		factor = 1_000_000
	case "tỷ đồng", "tỉ đồng", "tỷ", "tỉ":
		factor = 1_000_000_000
	default:
		return 0, bad
	}
	whole, fraction, comma := strings.Cut(fields[0], ",")
	sign := int64(1)
	if strings.HasPrefix(whole, "-") {
		sign, whole = -1, whole[1:]
	}
	if !groupsOfThree(whole) || comma && fraction == "" {
		return 0, bad
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(whole, ".", ""), 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/factor {
		return 0, bad
	}
	total := n * factor
	for _, digit := range fraction {
		if digit < '0' || digit > '9' || factor%10 != 0 {
			return 0, bad
		}
		factor /= 10
		part := int64(digit-'0') * factor
		if total > math.MaxInt64-part {
			return 0, bad
		}
		total += part
	}
	return Dong(sign * total), nil
}

// groupsOfThree reports whether dots, if any, stand before every three digits.
func groupsOfThree(s string) bool {
	groups := strings.Split(s, ".")
	for i, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" {
			return false
		}
		if len(groups) > 1 && (i > 0 && len(g) != 3 || len(g) > 3) {
			return false
		}
	}
	return true
}
