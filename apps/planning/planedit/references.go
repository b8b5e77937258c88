package planedit

import (
	"regexp"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/text"
)

// Reference is a text that names a section by its number.
type Reference struct {
	At    string `json:"at"`    // id of the section that names; "" in the parts around
	Text  string `json:"text"`  // the words: "mục IV.1"
	Meant string `json:"meant"` // id of the section that bore the number
}

// named is "mục IV.1", "điểm a khoản 1 Mục IV", "Phần thứ hai"; several follow one
// another from the inner to the outer.
var (
	named     = regexp.MustCompile(`(?i)(?:^|[^\pL])((?:(?:tiểu mục|mục|phần|khoản|điểm|chương)\s+(?:thứ\s+\pL+|[IVXL]+(?:\.\d+)*(?:\.[a-zđ])?|\d+(?:\.\d+)*(?:\.[a-zđ])?|[a-zđ])(?:[,;]?\s+)?(?:của\s+)?)+)`)
	namedStep = regexp.MustCompile(`(?i)(tiểu mục|mục|phần|khoản|điểm|chương)\s+(thứ\s+\pL+|[^\s,;]+)`)
	elsewhere = []string{"luat", "nghi", "thong tu", "quyet dinh", "chuong trinh", "cong van", "ke hoach so", "huong dan", "dieu"}
)

// references finds the texts that name one of the number paths.
func references(p *planreader.Plan, stale map[string]string) []Reference {
	out := []Reference{}
	if len(stale) == 0 {
		return out
	}
	look := func(at, s string) {
		for _, m := range named.FindAllStringSubmatchIndex(s, -1) {
			words := strings.TrimRight(strings.TrimSpace(s[m[2]:m[3]]), ",; ")
			words = strings.TrimSuffix(words, " của")
			if foreign(s[m[3]:]) {
				continue
			}
			if id, ok := stale[pathNamed(words)]; ok {
				out = append(out, Reference{at, words, id})
			}
		}
	}
	for _, line := range slices.Concat(p.Preamble, p.Opening) {
		look("", line)
	}
	each(p.Sections, func(s *planreader.Section) { look(s.ID, s.Title+"\n"+s.Text) })
	for _, line := range p.Closing {
		look("", line)
	}
	return out
}

// foreign reports whether what follows a reference names another document.
func foreign(rest string) bool {
	rest = text.Fold(rest[:min(len(rest), 60)])
	rest = strings.TrimLeft(rest, " ,;(")
	for _, link := range []string{"tai ", "cua ", "thuoc ", "theo "} {
		rest = strings.TrimPrefix(rest, link)
	}
	return slices.ContainsFunc(elsewhere, func(w string) bool { return strings.HasPrefix(rest, w) })
}

// pathNamed is the number path that words name: "điểm a khoản 1 mục IV" is "IV.1.a".
func pathNamed(words string) string {
	var steps []string
	for _, m := range namedStep.FindAllStringSubmatch(words, -1) {
		number := strings.TrimRight(m[2], ".")
		if strings.HasPrefix(text.Fold(number), "thu ") {
			number = m[1] + " " + m[2]
		}
		steps = append(steps, number)
	}
	slices.Reverse(steps)
	return strings.Join(steps, ".")
}
