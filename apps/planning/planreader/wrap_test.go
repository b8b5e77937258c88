package planreader

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// wrapped breaks a paragraph into lines of at most width, measured by measure, the
// first one shorter by indent: what a PDF leaves of it.
func wrapped(s string, width, indent int, measure func(string) int) []string {
	var out []string
	line, room := "", width-indent
	for _, w := range strings.Fields(s) {
		next := strings.TrimSpace(line + " " + w)
		if line != "" && measure(next) > room {
			out, line, room = append(out, line), w, width
			continue
		}
		line = next
	}
	return append(out, line)
}

// rebroken prints a plan as a text with broken lines.
func rebroken(src Source, width, indent int, measure func(string) int, blanks string) string {
	z := split(src.Paragraphs)
	var b strings.Builder
	for _, p := range z.heading {
		b.WriteString(p.full() + "\n" + strings.TrimSuffix(blanks, "p"))
	}
	for _, p := range append(append([]Paragraph{}, z.bases...), z.sections...) {
		for _, l := range wrapped(p.full(), width, indent, measure) {
			b.WriteString(l + "\n" + strings.TrimSuffix(blanks, "p"))
		}
		if strings.HasSuffix(blanks, "p") {
			b.WriteString("\n")
		}
	}
	for _, p := range append(append([]Paragraph{}, z.ending...), z.annex...) {
		b.WriteString(p.full() + "\n" + strings.TrimSuffix(blanks, "p"))
	}
	return b.String()
}

// telling reports whether the lines show where paragraphs end: no last line is so full
// that the next paragraph's first word would not fit behind it.
func telling(src Source, width, indent int, measure func(string) int) bool {
	z := split(src.Paragraphs)
	ps := append(append([]Paragraph{}, z.bases...), z.sections...)
	for i := range len(ps) - 1 {
		lines := wrapped(ps[i].full(), width, indent, measure)
		word, _, _ := strings.Cut(ps[i+1].full(), " ")
		n := measure(lines[len(lines)-1] + " " + word)
		if len(lines) == 1 {
			n += indent
		}
		if n > width*97/100 && len(readMarks(ps[i+1].full())) == 0 {
			return false
		}
	}
	return true
}

// TestBrokenLinesAreJoined: however the lines of a plan are broken, its sections are
// the same again. Plans with tables are left out: a table has no broken lines.
func TestBrokenLinesAreJoined(t *testing.T) {
	cat := catalogue(t)
	tried := 0
	for _, d := range []string{"gia-nghia", "cu-jut", "dak-mil", "dak-rlap", "dak-song", "krong-no"} {
		src := readString(t, planFile(t, d))
		want := indented(t, Parse(src, cat).Sections)
		for _, blanks := range []string{"\n", "p", ""} {
			for _, c := range []struct {
				width, indent int
				measure       func(string) int
			}{{33000, 2500, timesWidth}, {36000, 2500, timesWidth}, {90, 0, utf8.RuneCountInString}, {72, 0, utf8.RuneCountInString}} {
				if blanks != "p" && !telling(src, c.width, c.indent, c.measure) {
					continue
				}
				tried++
				name := fmt.Sprintf("%s width %d blanks %q", d, c.width, blanks)
				s := rebroken(src, c.width, c.indent, c.measure, blanks)
				if got := indented(t, Parse(readString(t, s), cat).Sections); got != want {
					i := 0
					for i < min(len(got), len(want)) && got[i] == want[i] {
						i++
					}
					t.Errorf("%s: differs\n got %s\nwant %s", name, got[max(0, i-80):min(len(got), i+160)], want[max(0, i-80):min(len(want), i+160)])
				}
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d ways of breaking lines were tried", tried)
	}
}
