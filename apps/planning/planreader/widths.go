package planreader

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// timesWidth is about the width of s in Times New Roman, in thousandths of its
// size: the face of official documents, whose lines a PDF breaks.
func timesWidth(s string) int {
	n := 0
	for _, r := range norm.NFD.String(s) {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	for _, c := range [...]struct {
		width int
		runes string
	}{
		{250, " ,."}, {278, "ijlt/;:'|"}, {340, "frI()[]-sJ"}, {444, "acez"}, {500, "bdghknopquvxyđ–*0123456789"},
		{600, "ELTZFPS+"}, {700, "RBCOGQ"}, {722, "HKNUDVXYAwĐ&"}, {800, "mM%W"},
	} {
		if strings.ContainsRune(c.runes, r) {
			return c.width
		}
	}
	if unicode.Is(unicode.Mn, r) {
		return 0
	}
	return 500
}
