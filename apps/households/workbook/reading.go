package workbook

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"vuon/platform/text"
)

const (
	maxName   = 200    // characters of a name or a village
	maxCode   = 40     // characters of a household's code
	maxShares = 50_000 // short strings that are kept once for all rows
)

// reading is the row of a sheet of ours that is being read.
type reading struct {
	w     *Workbook
	sheet string
	head  heading
	cells []cell // by our columns
	row   int
	wrong bool // a fault was found in the row
	house int  // row of the household that a fault refuses
}

// each reads a sheet of ours and calls fn for every row that is filled in, until it
// returns false. Read is false when the sheet or its headings are not there.
func (w *Workbook) each(ctx context.Context, sheet string, fn func(*reading) bool) (read bool, err error) {
	if w.sheets[sheet] == "" {
		return false, nil
	}
	r, err := w.rows(ctx, sheet)
	if err != nil {
		return false, err
	}
	defer r.close()
	head, whole, err := w.findHeadings(r, sheet)
	if err != nil || !whole {
		return false, err
	}
	x := &reading{w: w, sheet: sheet, head: head, cells: make([]cell, len(head.titles))}
	for {
		more, err := r.next()
		if err != nil || !more {
			return true, err
		}
		if x.take(r) && !fn(x) {
			return true, nil
		}
	}
}

// take makes r's row the present one; false when none of our columns is filled.
func (x *reading) take(r *rowReader) (filled bool) {
	clear(x.cells)
	x.row, x.wrong, x.house = r.row, false, 0
	for _, c := range r.cells {
		if i, ours := x.head.at[c.column]; ours {
			x.cells[i] = c
			filled = filled || c.formula || len(bytes.TrimSpace(c.text)) > 0
		}
	}
	return filled
}

// fault reports a cell.
func (x *reading) fault(i int, code, expected string) {
	x.wrong = true
	x.w.fault(x.sheet, x.about(i, code, expected), x.house)
}

func (x *reading) warn(i int, code, expected string) {
	x.w.warn(x.sheet, x.about(i, code, expected))
}

func (x *reading) about(i int, code, expected string) Fault {
	return Fault{Row: x.row, Heading: x.head.titles[i], Value: x.shown(i), Expected: expected, Code: code}
}

// shown is what the spreadsheet shows in a cell.
func (x *reading) shown(i int) string {
	c := x.cells[i]
	if _, year := yearAlone(string(c.text)); c.kind == kindNumber && c.date && !year {
		if t, ok := daySerial(x.w.epoch, string(c.text)); ok {
			return dayWritten(t)
		}
	}
	if c.kind == kindNumber {
		return plain(string(c.text))
	}
	return text.Line(string(c.text))
}

// raw is a cell's text; "" with a fault when it holds what cannot be trusted.
func (x *reading) raw(i int) string {
	c := x.cells[i]
	switch {
	case c.formula:
		x.fault(i, "formula", "giá trị, không phải công thức (sao chép rồi dán đặc biệt → giá trị)")
		return ""
	case c.kind == kindError:
		x.fault(i, "error_value", "giá trị, không phải lỗi của bảng tính")
		return ""
	case c.kind == kindNumber:
		return plain(string(c.text))
	}
	return x.w.line(c.text)
}

// line is text.Line, with short strings that many rows share kept once.
func (w *Workbook) line(raw []byte) string {
	if s, ok := w.words[string(raw)]; ok {
		return s
	}
	s := text.Line(string(raw))
	if len(raw) <= 32 && len(w.words) < maxShares {
		w.words[string(raw)] = s
	}
	return s
}

// doubtful reports whether the cell was reported by raw.
func (x *reading) doubtful(i int) bool { return x.cells[i].formula || x.cells[i].kind == kindError }

// needed reads text that must be there.
func (x *reading) needed(i, most int, expected string) string {
	s := x.raw(i)
	switch {
	case x.doubtful(i):
	case s == "":
		x.fault(i, "required", expected)
	case long(s, most):
		x.fault(i, "too_long", fmt.Sprintf("%s, tối đa %d ký tự", expected, most))
	}
	return s
}

func long(s string, most int) bool { return len(s) > most && len([]rune(s)) > most }

// flag reads a mark; a column that is not there is no.
func (x *reading) flag(i int) bool {
	if x.cells[i].kind == 0 {
		return false
	}
	value, ok := yes(x.raw(i))
	if !ok {
		x.fault(i, "flag", "x (có) hoặc để trống (không)")
	}
	return value
}

// word reads one of these words.
func (x *reading) word(i int, known map[string]string, expected string) (string, bool) {
	s := x.raw(i)
	if x.doubtful(i) {
		return "", false
	}
	value, ok := known[key(s)]
	switch {
	case s == "":
		x.fault(i, "required", expected)
	case !ok:
		x.fault(i, "word_unknown", expected)
	}
	return value, ok && s != ""
}

// whole reads a whole number within limits, which must be there.
func (x *reading) whole(i int, least, most int64) int64 {
	s := x.raw(i)
	expected := fmt.Sprintf("số nguyên từ %d đến %d", least, most)
	if x.doubtful(i) {
		return 0
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(s, " ", ""), 10, 64)
	switch {
	case s == "":
		x.fault(i, "required", expected)
	case err != nil:
		x.fault(i, "number", expected)
	case n < least || n > most:
		x.fault(i, "number_range", expected)
	}
	return n
}

// code reads digits of this length; zeros at the beginning that a spreadsheet took
// away are put back, up to missing of them.
func (x *reading) code(i, length, missing int, expected string) (string, bool) {
	s := strings.ReplaceAll(x.raw(i), " ", "")
	switch {
	case x.doubtful(i) || s == "":
		return "", false
	case !digits(s) || len(s) > length || len(s) < length-missing:
		x.fault(i, "code", expected)
		return "", false
	case len(s) < length:
		whole := strings.Repeat("0", length-len(s)) + s
		x.warn(i, "leading_zeros", whole)
		return whole, true
	}
	return s, true
}

// commune reads a commune's code.
func (x *reading) commune(i int) string {
	const expected = "mã xã gồm 5 chữ số"
	s, _ := x.code(i, 5, 4, expected)
	if x.cells[i].kind == 0 {
		x.fault(i, "required", expected)
	}
	return s
}

// day reads a day; with alone a year will do. Zero when there is none.
func (x *reading) day(i int, alone bool) (t time.Time, year, ok bool) {
	expected := "ngày dạng dd/mm/yyyy"
	if alone {
		expected += " hoặc năm sinh"
	}
	s := x.raw(i)
	if x.doubtful(i) {
		return t, false, false
	}
	if s == "" {
		return t, false, true
	}
	c := x.cells[i]
	if alone { // a year typed into a cell for days shows as a day of 1905, but nobody is as old
		if t, year = yearAlone(s); year {
			return t, true, true
		}
	}
	if c.kind == kindNumber {
		t, ok = daySerial(x.w.epoch, string(c.text))
	} else {
		t, ok = dayText(s)
	}
	if !ok || t.Year() < 1800 {
		x.fault(i, "date", expected)
		return time.Time{}, false, false
	}
	return t, false, true
}
