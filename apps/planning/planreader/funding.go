package planreader

import (
	"regexp"
	"strings"

	"vuon/platform/money"
)

var sum = regexp.MustCompile(`(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?\s*(tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|ngàn đồng|đồng|tỷ|triệu)`)

// readFunding takes the parts on money: their text, and each amount with the
// source and kind of capital named nearest to it.
func readFunding(items []item, cat *index) Funding {
	f := Funding{Amounts: []Amount{}}
	var table columns
	project := ""
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
		if funding || fieldOf(it.title) == fundingField || fieldOf(it.text) == fundingField || it.inner && sum.MatchString(it.text) && has(it.text, "vốn", "kinh phí", "ngân sách") {
			f.Amounts = append(f.Amounts, amountsIn(it, project, cat)...)
		}
	}
	f.Text = Optional(strings.Join(lines, "\n"))
	return f
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
// in its clause, or right behind it ("từ ngân sách trung ương"); the kind of capital
// holds until another is named, also over the parentheses that split a sum up.
func amountsIn(it item, project string, cat *index) []Amount {
	var out []Amount
	if h, ok := readHeading(it.text); ok {
		if e, known := cat.entry(h, project); known {
			project = e.Code
		}
	}
	capital := wordFor(capitalsOf(), lower(strings.Join(it.path, ". ")), -1)
	for _, s := range sentences(it.text, ".;") {
		l := lower(s)
		from, around := 0, ""
		spans := sum.FindAllStringIndex(l, -1)
		for i, at := range spans {
			before := l[from:at[0]]
			behind := l[at[1]:behindEnd(l, at[1], i, spans)]
			if c := firstOf(wordFor(capitalsOf(), before, len(before)), wordFor(capitalsOf(), behind, -1)); c != "" {
				capital = c
			}
			source := firstOf(wordFor(sourcesOf(), before, len(before)), wordFor(sourcesOf(), behind, -1))
			if inside := strings.Count(l[:at[0]], "(") > strings.Count(l[:at[0]], ")"); inside && source == "" {
				source = around
			} else if !inside {
				around = source
			}
			kind := capital
			if (source == "mobilised" || source == "credit") && wordFor(capitalsOf(), before+behind, -1) == "" {
				kind = "" // these are neither development nor recurrent unless it is said
			}
			value, err := money.Parse(l[at[0]:at[1]])
			from = at[1]
			if err == nil && !total(before) && !strings.HasPrefix(l[at[1]:], "/") {
				out = append(out, Amount{Optional(source), Optional(kind), int64(value), Optional(project), strings.TrimRight(s, ";."), it.at})
			}
		}
	}
	return out
}

// behindEnd is where the words behind a sum stop belonging to it.
func behindEnd(l string, from, i int, spans [][]int) int {
	end := len(l)
	if i+1 < len(spans) {
		end = spans[i+1][0]
	}
	if cut := strings.IndexAny(l[from:end], ",;(:"); cut >= 0 {
		end = from + cut
	}
	return end
}

// total reports whether the words before a sum call it the total of others.
func total(before string) bool {
	return has(before, "tổng kinh phí", "tổng vốn", "tổng nguồn vốn", "tổng số", "tổng cộng", "tổng nhu cầu", "tổng dự toán", "tổng mức")
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
