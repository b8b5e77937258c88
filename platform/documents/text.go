package documents

import (
	"strings"
	"unicode"

	"vuon/platform/text"
)

// The fixed words of the form (Phụ lục I, boxes 1, 9a, 9b; the draft mark is
// custom, not law).
const (
	nation         = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto          = "Độc lập - Tự do - Hạnh phúc"
	addressed      = "Kính gửi:"
	recipientsHead = "Nơi nhận:"
	draftMark      = "DỰ THẢO"
)

// noBreak is the space that neither wraps nor is squeezed.
const noBreak = '\u00A0'

// gap is room for n characters to be written by hand.
func gap(n int) string { return strings.Repeat(string(noBreak), n) }

// printable brings s into the form in which it is printed: NFC, every white
// space but the no-break space as a plain space, and without the characters that
// have no picture (controls, format characters such as the zero-width space).
func printable(s string) string {
	if plainLatin(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == noBreak:
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		case unicode.Is(unicode.Noncharacter_Code_Point, r): // XML refuses them
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return text.NFC(s)
}

// plainLatin reports whether s is certainly in its printed form already, as
// nearly all text is: composed letters, digits and marks of Latin script.
func plainLatin(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~', r > 0xA0 && r < 0x0250 && r != 0xAD, r >= 0x1E00 && r <= 0x1EFF, r >= '‐' && r <= '”':
		default:
			return false
		}
	}
	return true
}

// Clean brings s into the form in which it is printed: NFC, single spaces, no
// characters without a picture.
func Clean(s string) string { return clean(s) }

// clean is printable with single spaces and none at the ends.
func clean(s string) string {
	s = strings.Trim(printable(s), " ")
	if !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

// endsSentence reports whether s already carries its closing mark.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	return strings.HasSuffix(s, ";") || strings.HasSuffix(s, ".")
}
