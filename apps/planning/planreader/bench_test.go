package planreader

import (
	"strings"
	"testing"
)

// BenchmarkParse reads the real plan of ten pages, text to structure.
func BenchmarkParse(b *testing.B) {
	s, cat := planFile(b, "krong-no"), catalogue(b)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		src, err := ReadText(strings.NewReader(s), maxText)
		if err != nil {
			b.Fatal(err)
		}
		Parse(src, cat)
	}
}
