package planreader

import (
	"regexp"
	"slices"
	"strings"

	"vuon/platform/money"
)

var sum = regexp.MustCompile(`\d{1,3}(?:\.\d{3})*(?:,\d+)?\s*t[ỷỉ]\s+\d{1,3}(?:,\d+)?\s*triệu(?: đồng)?|(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?\s*(tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|ngàn đồng|đồng|tỷ|triệu)`)

// readFunding takes the parts on money: their text, and each amount with the
// source and kind of capital named nearest to it.
func readFunding(items []item, cat *index) Funding {
	f := Funding{Amounts: []Amount{}}
	var table columns
	project, above := "", heading{}
	var lines []string
	for _, it := range items {
		funding := it.zone == fundingZone
		if funding && !(it.head && has(it.title, fundingSections...) && it.text == it.title+it.after) {
			lines = append(lines, it.whole())
		}
		if it.head {
			project = projectOf(it, project, cat)
		}
		if it.row() {
			table.read(it, cat, &f)
			continue
		}
		table.announce(it.text)
		if funding || fieldOf(it.title) == fundingField || fieldOf(it.text) == fundingField || it.inner && sum.MatchString(it.text) && has(it.text, moneyNouns...) {
			f.Amounts = append(f.Amounts, amountsIn(it, above.over(it), project, cat)...)
			above.remember(it)
		}
	}
	f.Text = Optional(strings.Join(lines, "\n"))
	return f
}

// heading is a line that bullets below it split up: "Ngân sách trung ương: 92 tỷ,
// trong đó:".
type heading struct {
	column
	mark, at string
}

// over is what the heading says of an item below it.
func (h heading) over(it item) column {
	if it.mark == h.mark || it.at != h.at || it.head {
		return column{}
	}
	return h.column
}

func (h *heading) remember(it item) {
	switch {
	case strings.HasSuffix(it.text, ":"):
		*h = heading{innermost([]string{it.text}), it.mark, it.at}
	case it.mark == h.mark || it.at != h.at:
		*h = heading{}
	}
}

// projectOf is the code of the project that a head opens.
func projectOf(it item, before string, cat *index) string {
	parent := ""
	found := ""
	for _, t := range it.path {
		if h, ok := readHeading(t); ok {
			if h.sub > 0 && h.project == 0 && parent == "" && strings.HasPrefix(before, "DA") {
				parent, _, _ = strings.Cut(before, ".")
			}
			if e, ok := cat.entry(h, parent); ok {
				found = e.Code
				if e.Parent == "" {
					parent = e.Code
				}
			}
		}
	}
	return found
}

// amountsIn reads the sums of a paragraph. What a sum belongs to is said before it
// in its clause, or right behind it ("từ ngân sách trung ương"), else by the line
// above or the titles around.
func amountsIn(it item, above column, project string, cat *index) []Amount {
	var out []Amount
	if h, ok := readHeading(it.text); ok {
		if e, known := cat.entry(h, project); known {
			project = e.Code
		}
	}
	named := innermost(it.path)
	r := sumReader{source: firstOf(named.source, above.source), capital: firstOf(named.capital, above.capital)}
	for _, s := range sentences(it.text, ".;") {
		if len(s) > maxSentence {
			continue
		}
		r.around = column{source: r.source, capital: r.capital}
		l, from := lower(s), 0
		spans := sum.FindAllStringIndex(l, -1)
		for i, at := range spans {
			inside := strings.Count(l[:at[0]], "(") > strings.Count(l[:at[0]], ")")
			c := r.read(l[from:at[0]], l[at[1]:behindEnd(l, at[1], i, spans)], inside)
			from = at[1]
			if value, ok := sumOf(l[at[0]:at[1]]); ok && !strings.HasPrefix(l[at[1]:], "/") {
				out = append(out, Amount{Optional(c.source), Optional(c.capital), value, Optional(project), strings.TrimRight(s, ";."), it.at})
			}
		}
	}
	return out
}

// sumReader keeps what the sums of a paragraph have in common. The kind of capital
// holds until another is named; what is named in parentheses, which split a sum up,
// ends with them.
type sumReader struct {
	source  string // of the titles around and the line above
	capital string // that holds outside parentheses
	around  column // of the sum that parentheses split up
}

// read tells what a sum belongs to from the words before and behind it.
func (r *sumReader) read(before, behind string, inside bool) column {
	own := firstOf(wordFor(capitalsOf(), before, len(before)), wordFor(capitalsOf(), behind, -1))
	source := firstOf(sourceBefore(before), sourceBehind(behind))
	var c column
	if inside {
		c = column{source: firstOf(source, r.around.source), capital: firstOf(own, r.around.capital)}
		r.around.capital = c.capital
	} else {
		c = column{source: source, capital: firstOf(own, r.capital)}
		if source == "" && !severalSources(before+behind) {
			c.source = r.source
		}
		r.around, r.capital = c, c.capital
	}
	if own == "" && (c.source == "mobilised" || c.source == "credit") {
		c.capital = "" // these are neither development nor recurrent unless it is said
	}
	return c
}

// innermost is the source and the kind of capital that the nearest title names.
func innermost(path []string) column {
	var c column
	for _, t := range slices.Backward(path) {
		l := lower(t)
		c.source = firstOf(c.source, sourceBefore(l))
		c.capital = firstOf(c.capital, wordFor(capitalsOf(), l, -1))
	}
	return c
}

// sourceBefore is the source that s names last, "" where it names several in a row
// ("từ ngân sách trung ương, ngân sách tỉnh: 5 tỷ").
func sourceBefore(s string) string {
	if severalSources(s) {
		return ""
	}
	return firstOf(wordFor(sourcesOf(), s, len(s)), matching(s))
}

// matching is the source of "đối ứng", for want of a more exact word.
func matching(s string) string {
	if has(s, matchingWords...) {
		return "local"
	}
	return ""
}

// sourceBehind is the source that s names first.
func sourceBehind(s string) string {
	if severalSources(s) {
		return ""
	}
	return firstOf(wordFor(sourcesOf(), s, -1), matching(s))
}

// severalSources reports whether s lists sources: one right behind another's comma.
func severalSources(s string) bool {
	for i := 0; i < len(s); i++ {
		n := separator(s, i)
		if n == 0 {
			continue
		}
		before, rest := tailOf(s[:i]), headOf(strings.TrimLeft(s[i+n:], " "))
		if endsWithSource(before) && beginsWithSource(rest) && wordFor(sourcesOf(), before, len(before)) != wordFor(sourcesOf(), rest, -1) {
			return true
		}
	}
	return false
}

func endsWithSource(s string) bool {
	return slices.ContainsFunc(sourcesOf(), func(l lexeme) bool { return endsWithWord(s, l.phrases) })
}

func beginsWithSource(s string) bool {
	return slices.ContainsFunc(sourcesOf(), func(l lexeme) bool { return begins(s, l.phrases...) > 0 })
}

// sumOf reads "1,5 tỷ đồng" and "187 tỷ 450 triệu đồng".
func sumOf(s string) (int64, bool) {
	if i := strings.Index(s, "triệu"); i >= 0 && strings.Contains(s[:i], "tỷ") || i >= 0 && strings.Contains(s[:i], "tỉ") {
		cut := strings.LastIndex(strings.TrimRight(s[:i], " "), " ")
		large, err1 := money.Parse(s[:cut])
		small, err2 := money.Parse(s[cut:])
		return int64(large + small), err1 == nil && err2 == nil
	}
	value, err := money.Parse(s)
	return int64(value), err == nil
}

// behindEnd is where the words behind a sum stop belonging to it: at the next sum, at
// a stop, at a comma that no "từ nguồn …" goes on behind, at parentheses that split
// the sum up.
func behindEnd(l string, from, i int, spans [][]int) int {
	end := len(l)
	if i+1 < len(spans) {
		end = spans[i+1][0]
	}
	for k := from; k < end; k++ {
		switch l[k] {
		case ';', ':':
			return k
		case ',':
			if begins(strings.TrimLeft(l[k+1:], " "), extensions...) == 0 {
				return k
			}
		case '(':
			shut := strings.IndexByte(l[k:], ')')
			if shut < 0 || k+shut > end {
				return k
			}
		case ')':
			if strings.IndexByte(l[from:k], '(') < 0 {
				return k
			}
		}
	}
	return end
}

// lexeme is a value and the phrases that name it.
type lexeme struct {
	value   string
	phrases []string
}

func capitalsOf() []lexeme {
	var out []lexeme
	for _, c := range capitalWords {
		out = append(out, lexeme{c.capital, c.phrases})
	}
	return out
}

func sourcesOf() []lexeme {
	var out []lexeme
	for _, s := range sourceWords {
		out = append(out, lexeme{s.source, s.phrases})
	}
	return out
}

// wordFor is the value whose phrase stands last in s before limit (or, with -1,
// first in s), the longest where several stand at one place.
func wordFor(lexemes []lexeme, s string, limit int) string {
	best, at, length := "", -1, 0
	for _, l := range lexemes {
		for _, p := range l.phrases {
			for a, b := find(s, p, 0); a >= 0; a, b = find(s, p, b) {
				better := at < 0 || limit < 0 && a < at || limit >= 0 && b > at
				if same := at >= 0 && (limit < 0 && a == at || limit >= 0 && b == at); same && b-a > length {
					better = true
				}
				if better {
					best, length = l.value, b-a
					at = a
					if limit >= 0 {
						at = b
					}
				}
				if limit < 0 {
					break
				}
			}
		}
	}
	return best
}
