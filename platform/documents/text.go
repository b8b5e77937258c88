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

// clean brings s into the form in which it is printed: NFC, without characters
// that have no picture (controls, format characters such as the zero-width
// space), white space as single plain spaces except the no-break space.
func clean(s string) string {
	var b strings.Builder
	space := true
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == noBreak:
			b.WriteRune(r)
			space = false
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
		case unicode.Is(unicode.C, r) && !unicode.Is(unicode.Co, r):
		default:
			b.WriteRune(r)
			space = false
		}
	}
	return text.NFC(strings.TrimSuffix(b.String(), " "))
}

// endsSentence reports whether s already carries its closing mark.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	return strings.HasSuffix(s, ";") || strings.HasSuffix(s, ".")
}
