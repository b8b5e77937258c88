package documents

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"Krông\tNô\r\n": "Krông Nô  ", "a\u200Bb\u00ADc": "abc", "\u00A0x": "\u00A0x", "\xff": "\uFFFD", "\uFFFE": "\uFFFD",
		norm.NFD.String("Đắk Mâm"): "Đắk Mâm", "e\u200B\u0301": "é", "K": "K",
	} {
		if got := printable(in); got != want {
			t.Errorf("printable(%q) = %q, want %q", in, got, want)
		}
	}
	if got := clean("  a \n\n b "); got != "a b" {
		t.Errorf("clean: %q", got)
	}
}

// TestPlainLatinNeedsNothing holds the short cut against what it leaves out.
func TestPlainLatinNeedsNothing(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if s := string(r); plainLatin(s) && (norm.NFC.String(s) != s || s != " " && unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf)) {
			t.Errorf("%U is not plain", r)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.Rune()).Draw(t, "s")
		once := printable(s)
		if printable(once) != once || !norm.NFC.IsNormalString(once) {
			t.Fatalf("printable is not stable on %q: %q", s, once)
		}
	})
}
