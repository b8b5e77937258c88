package workbook

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vuon/apps/households/classify"
)

// sheetWriter writes a sheet cell by cell, from left to right and from top to
// bottom. The first error of the output is told by finish.
type sheetWriter struct {
	out *bufio.Writer
	buf []byte
	row string
}

func (s *sheetWriter) raw(xml string) { _, _ = s.out.WriteString(xml) }

func (s *sheetWriter) begin(row int) {
	s.row = strconv.Itoa(row)
	s.raw(`<row r="` + s.row + `">`)
}

func (s *sheetWriter) end() { s.raw("</row>") }

func (s *sheetWriter) headings(row int, titles []string) {
	s.begin(row)
	for i, title := range titles {
		s.styled(i, styleHead, title)
	}
	s.end()
}

// text writes a text, nothing when it is empty.
func (s *sheetWriter) text(column int, value string) {
	if value == "" {
		return
	}
	style := styleText
	if strings.ContainsRune("=+-@\t\r\n'", rune(value[0])) {
		style = styleRisky
	}
	s.styled(column, style, value)
}

func (s *sheetWriter) styled(column, style int, value string) {
	b := s.open(column, style, "inlineStr")
	b = append(b, `<is><t xml:space="preserve">`...)
	b = escape(b, value)
	s.close(append(b, "</t></is></c>"...))
}

// open begins a cell; close writes what became of it.
func (s *sheetWriter) open(column, style int, kind string) []byte {
	b := append(append(append(append(s.buf[:0], `<c r="`...), columnName(column)...), s.row...), '"')
	if style > 0 {
		b = append(strconv.AppendInt(append(b, ` s="`...), int64(style), 10), '"')
	}
	if kind != "" {
		b = append(append(append(b, ` t="`...), kind...), '"')
	}
	return append(b, '>')
}

func (s *sheetWriter) close(b []byte) {
	_, _ = s.out.Write(b)
	s.buf = b
}

func (s *sheetWriter) number(column int, n int64) {
	s.close(append(strconv.AppendInt(append(s.open(column, 0, ""), "<v>"...), n, 10), "</v></c>"...))
}

// value writes a number or a boolean as it stood in another workbook.
func (s *sheetWriter) value(column int, kind string, raw []byte) {
	s.close(append(append(append(s.open(column, 0, kind), "<v>"...), raw...), "</v></c>"...))
}

// serial is the number of a day in a spreadsheet, from 1 March 1900 on.
func serial(t time.Time) int64 {
	return int64(t.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// day writes a day, nothing when it is zero, and a text when it is before the days
// that spreadsheets know.
func (s *sheetWriter) day(column int, t time.Time) {
	if t.IsZero() {
		return
	}
	n := serial(t)
	if n < 61 {
		s.text(column, dayWritten(t))
		return
	}
	s.close(append(strconv.AppendInt(append(s.open(column, styleDay, ""), "<v>"...), n, 10), "</v></c>"...))
}

func (s *sheetWriter) mark(column int, yes bool) {
	if yes {
		s.text(column, "x")
	}
}

func (s *sheetWriter) marks(first, n int, set classify.Set) {
	for i := range n {
		s.mark(first+i, set.Has(i+1))
	}
}

// finish ends the sheet, with the words that its cells offer.
func (s *sheetWriter) finish(choices map[int]string) error {
	s.raw("</sheetData>")
	if len(choices) > 0 {
		s.raw(fmt.Sprintf(`<dataValidations count="%d">`, len(choices)))
		for _, column := range slices.Sorted(maps.Keys(choices)) {
			name := columnName(column)
			s.raw(fmt.Sprintf(`<dataValidation type="list" allowBlank="1" sqref="%s2:%s%d"><formula1>"%s"</formula1></dataValidation>`, name, name, maxRow, choices[column]))
		}
		s.raw("</dataValidations>")
	}
	s.raw("</worksheet>")
	return s.out.Flush()
}

// escape adds text to b for XML. Characters that XML does not hold are left out; what
// looks like an escaped character of a workbook is escaped itself.
func escape(b []byte, text string) []byte {
	for i, r := range text {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '\t' || r == '\n':
			b = append(append(b, "&#"...), strconv.Itoa(int(r))+";"...)
		case r < ' ' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError:
		case r == '_' && mangled(text[i:]):
			b = append(b, "_x005F_"...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func mangled(s string) bool {
	return len(s) >= 7 && s[1] == 'x' && s[6] == '_' && len(bytes.Trim([]byte(s[2:6]), "0123456789abcdefABCDEF")) == 0
}
