// Package text keeps Vietnamese text in one form (Unicode NFC) and makes it
// findable without diacritics.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s composed (Unicode normalisation form C), without the characters
// that no document holds: controls other than tab and newline, the byte order
// mark, and bytes that are no UTF-8 (replaced by U+FFFD).
func NFC(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' {
			return r
		}
		if unicode.IsControl(r) || r == '\uFEFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return norm.NFC.String(s)
}

// Line is NFC on one line, with runs of white space folded to single spaces.
func Line(s string) string { return strings.Join(strings.Fields(NFC(s)), " ") }

// Fold is the form in which text is searched and compared: lower case, without
// diacritics, đ as d, one kind of apostrophe and dash, single spaces.
// Fold("Đắk Mâm") == "dak mam".
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := true
	for _, r := range norm.NFD.String(strings.ToValidUTF8(s, "")) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		case r == '’' || r == '‘' || r == 'ʼ' || r == '`':
			r = '\''
		case r == '–' || r == '—' || r == '‑' || r == '−':
			r = '-'
		default:
			r = unicode.ToLower(r)
		}
		space = false
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " ")
}
