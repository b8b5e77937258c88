package planreader

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// letterStream is a text without blanks: what must survive whatever lines and
// paragraphs become.
func letterStream(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// withoutPages removes the page numbers, which stand on lines of their own, in order.
func withoutPages(s string, pages []string) string {
	var kept []string
	for _, l := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\f' }) {
		if len(pages) > 0 && strings.Join(strings.Fields(l), " ") == pages[0] {
			pages = pages[1:]
			continue
		}
		kept = append(kept, l)
	}
	return strings.Join(kept, "\n")
}

func TestNoWordOfThePlansIsLost(t *testing.T) {
	for _, d := range districts {
		s := planFile(t, d)
		src := readString(t, s)
		p := Parse(src, catalogue(t))
		checkWords(t, s, src, p)
	}
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// checkWords compares what went in with what the plan prints.
func checkWords(t failer, s string, src Source, p Plan) {
	t.Helper()
	want := letterStream(withoutPages(s, slices.Clone(src.PageNumbers)))
	got := letterStream(strings.Join(p.Words(), " "))
	if got == want {
		return
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	from := max(0, i-60)
	t.Fatalf("words differ at %d:\n got …%q\nwant …%q", i, got[from:min(len(got), i+80)], want[from:min(len(want), i+80)])
}

// TestNoWordOfAMutatedPlanIsLost shuffles, cuts and repeats the lines of real plans:
// whatever structure comes out, the words stay.
func TestNoWordOfAMutatedPlanIsLost(t *testing.T) {
	cat := catalogue(t)
	var lines []string
	for _, d := range districts {
		lines = append(lines, strings.Split(planFile(t, d), "\n")...)
	}
	rapid.Check(t, func(t *rapid.T) {
		picked := rapid.SliceOfN(rapid.IntRange(0, len(lines)-1), 0, 60).Draw(t, "lines")
		var b strings.Builder
		for _, i := range picked {
			l := lines[i]
			if cut := rapid.IntRange(0, 9).Draw(t, "cut"); cut == 0 {
				words := strings.Fields(l)
				l = strings.Join(words[:len(words)/2], " ")
			}
			b.WriteString(l)
			b.WriteString(rapid.SampledFrom([]string{"\n", "\n\n", " ", "\t", "\r\n"}).Draw(t, "break"))
		}
		src, err := ReadText(strings.NewReader(b.String()), 1<<20)
		if err != nil {
			t.Fatalf("%v", err)
		}
		p := Parse(src, cat)
		checkWords(t, b.String(), src, p)
		if len(p.Sections) > 0 && p.Sections[0].Children == nil {
			t.Fatalf("children must never be null")
		}
	})
}

// TestExtractIsStable: reading the meaning again from an unchanged text changes nothing.
func TestExtractIsStable(t *testing.T) {
	for _, d := range districts {
		p := Parse(readString(t, planFile(t, d)), catalogue(t))
		before := indented(t, p)
		Extract(&p, catalogue(t))
		if after := indented(t, p); after != before {
			t.Errorf("%s: Extract changed what Parse read", d)
		}
	}
}
