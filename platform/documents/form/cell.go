package form

import (
	"fmt"
	"strconv"
	"strings"

	"vuon/platform/documents"
)

// Cell is one cell of a row; the zero cell is blank. Make it with Count, Percent,
// Hundredths, Say or Mark.
type Cell struct {
	Href   string // on a page, leads to what is behind the figure; "" nothing
	Down   int    // rows that it covers, 0 and 1: one
	Across int    // columns that it covers, 0 and 1: one

	kind   kind
	number int64 // a count, or hundredths of a rate
	text   string
}

type kind int8

const (
	blank kind = iota
	count
	rate
	words
	mark
)

// Count is a whole number: 1.234.
func Count(n int64) Cell { return Cell{kind: count, number: n} }

// Percent is part of whole in per cent with two decimals, half away from zero:
// 5,18. Where there is no whole there is no rate: the cell is blank.
func Percent(part, whole int64) Cell {
	h, is := Rate(part, whole)
	if !is {
		return Cell{}
	}
	return Hundredths(h)
}

// Rate is part of whole in hundredths of a per cent, half away from zero; false
// where whole is not above 0.
func Rate(part, whole int64) (hundredths int64, is bool) {
	if whole <= 0 {
		return 0, false
	}
	half := whole
	if part < 0 {
		half = -whole
	}
	return (2*10_000*part + half) / (2 * whole), true
}

// Hundredths is a number with two decimals: 518 is shown as 5,18.
func Hundredths(n int64) Cell { return Cell{kind: rate, number: n} }

// Say is a cell with words, printed as they are: no control characters, no space at
// the ends. Without words it is blank.
func Say(s string) Cell {
	if s = documents.Clean(s); s == "" {
		return Cell{}
	}
	return Cell{kind: words, text: s}
}

// Mark is an x.
func Mark() Cell { return Cell{kind: mark} }

// Link is the cell with a link behind it.
func (c Cell) Link(href string) Cell { c.Href = href; return c }

// Over is the cell reaching down over n rows, its own the first.
func (c Cell) Over(n int) Cell { c.Down = n; return c }

// Wide is the cell reaching over n columns, its own the first.
func (c Cell) Wide(n int) Cell { c.Across = n; return c }

// Text is what the cell shows, as Vietnamese is written: 1.234 and 5,18.
func (c Cell) Text() string {
	switch c.kind {
	case count:
		return grouped(c.number)
	case rate:
		sign, n := "", c.number
		if n < 0 {
			sign, n = "-", -n
		}
		return fmt.Sprintf("%s%s,%02d", sign, grouped(n/100), n%100)
	case words:
		return c.text
	case mark:
		return "x"
	}
	return ""
}

// grouped writes a number with a point between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	digits := strings.TrimPrefix(s, "-")
	var b strings.Builder
	b.WriteString(s[:len(s)-len(digits)])
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(r)
	}
	return b.String()
}
