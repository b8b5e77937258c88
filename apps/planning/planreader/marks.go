package planreader

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markKind orders nothing: which kind lies inside which is learnt from the text.
type markKind string

const (
	noMark       markKind = ""
	partMark     markKind = "part"       // Phần thứ nhất, Phần I, PHẦN A
	chapterMark  markKind = "chapter"    // Chương I
	itemMark     markKind = "item"       // Mục 1
	articleMark  markKind = "article"    // Điều 1.
	capitalMark  markKind = "capital"    // A.
	romanMark    markKind = "roman"      // I.
	decimalMark  markKind = "decimal"    // 1.; 1.1 is "decimal2", 1.1.1 "decimal3"
	bracketMark  markKind = "bracket"    // 1)
	enclosedMark markKind = "enclosed"   // (1)
	letterMark   markKind = "letter"     // a)
	letterDot    markKind = "letterdot"  // a.
	smallRoman   markKind = "smallroman" // i), (ii)
	bulletMark   markKind = "bullet"     // - + * •
)

// mark is what stands before the text of a paragraph.
type mark struct {
	kind   markKind
	value  int    // its place in the sequence, from 1; 0 for bullets
	number string // as used in number paths: "IV", "1.1", "a", "Phần thứ nhất"
	print  string // as printed
}

var (
	partPattern     = regexp.MustCompile(`^((?i:phần)\s+(?:(?i:thứ)\s+\pL+|[IVXLC]+|[A-Z]|\d{1,2}))\s*([.:]|[-–] |$)\s*`)
	chapterPattern  = regexp.MustCompile(`^((?i:chương)\s+(?:[IVXLC]+|\d{1,2}))\s*([.:]|[-–] |$)\s*`)
	itemPattern     = regexp.MustCompile(`^((?i:mục)\s+(?:[IVXLC]+|\d{1,2}))\s*([.:]|$)\s*`)
	articlePattern  = regexp.MustCompile(`^((?i:điều)\s+\d{1,3})\s*([.:])\s*`)
	romanPattern    = regexp.MustCompile(`^([IVXL]{1,7})\s*([./)]|[-–] )\s*`)
	capitalPattern  = regexp.MustCompile(`^([A-ZĐ])\s*([./)]|[-–] )\s*`)
	decimalsPattern = regexp.MustCompile(`^(\d{1,2}(?:\.\d{1,2}){1,4})\s*([./)]|[-–] |\s)\s*`)
	decimalPattern  = regexp.MustCompile(`^(\d{1,2})\s*([./)])\s*`)
	letterPattern   = regexp.MustCompile(`^([a-zđ])\s*([.)/])\s*`)
	smallPattern    = regexp.MustCompile(`^([ivx]{1,5})\s*(\))\s*`)
	enclosedPattern = regexp.MustCompile(`^(\((?:\d{1,2}|[a-zđ]|[ivx]{1,5})\))\s*()`)
	bulletPattern   = regexp.MustCompile(`^([-–—+*•●○▪■◦])\s*()`)
)

// readMarks returns the marks that s may start with, the likeliest first. Roman
// and capital letters overlap ("I.", "C."), as do small roman and letters ("i)"):
// only the sequence decides.
func readMarks(s string) []mark {
	var out []mark
	add := func(p *regexp.Regexp, kind markKind, value func(string) int) {
		m := p.FindStringSubmatch(s)
		if m == nil || glued(kind, m[0], m[2], s[len(m[0]):]) {
			return
		}
		if v := value(m[1]); v > 0 || kind == bulletMark {
			out = append(out, mark{kind, v, m[1], strings.TrimSpace(m[0])})
		}
	}
	add(partPattern, partMark, ordinal)
	add(chapterPattern, chapterMark, ordinal)
	add(itemPattern, itemMark, ordinal)
	add(articlePattern, articleMark, ordinal)
	add(romanPattern, romanMark, roman)
	add(capitalPattern, capitalMark, letterValue)
	add(decimalsPattern, decimalMark, lastNumber)
	add(decimalPattern, decimalMark, lastNumber)
	add(letterPattern, letterMark, letterValue)
	add(smallPattern, smallRoman, roman)
	add(enclosedPattern, enclosedMark, enclosedValue)
	add(bulletPattern, bulletMark, func(string) int { return 0 })
	for i := range out {
		out[i] = refine(out[i], s)
	}
	return out
}

// glued reports whether what looks like a mark is the beginning of a number, a
// date or a name: "1.500", "18/01/2022", "-5", "T.Ư", "-----".
func glued(kind markKind, whole, separator, rest string) bool {
	if rest == "" || strings.HasSuffix(whole, " ") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case unicode.IsDigit(next), separator == "/":
		return true
	case kind == bulletMark:
		return strings.HasPrefix(rest, whole) || unicode.IsPunct(next)
	case kind == capitalMark || kind == letterMark && separator == ".":
		return true
	}
	return kind == romanMark && !unicode.IsUpper(next)
}

// refine tells levels and punctuation of one kind apart.
func refine(m mark, s string) mark {
	switch m.kind {
	case decimalMark:
		if n := strings.Count(m.number, "."); n > 0 {
			m.kind = decimalMark + markKind(strconv.Itoa(n+1))
		} else if strings.HasSuffix(m.print, ")") {
			m.kind = bracketMark
		}
	case letterMark:
		if strings.HasSuffix(m.print, ".") {
			m.kind = letterDot
		}
	case enclosedMark:
		m.number = strings.Trim(m.number, "()")
	}
	return m
}

// plausible guards against amounts ("60.500 triệu"), dates and names ("M. Gorki"):
// a multi-level number needs a capital or quote behind it.
func (m mark) plausible(s string) bool {
	rest := strings.TrimSpace(strings.TrimPrefix(s, m.print))
	if strings.Contains(m.number, ".") {
		return rest == "" || !startsLower(rest) && !strings.HasPrefix(rest, "%")
	}
	return true
}

// ordinals are the words of "Phần thứ …".
var ordinals = []string{"nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"}

// ordinal reads "Phần thứ hai", "Chương IV", "Điều 12", "Phần B".
func ordinal(s string) int {
	last := s[strings.LastIndexAny(s, " \t")+1:]
	for i, w := range ordinals {
		if lower(last) == lower(w) {
			return i + 1
		}
	}
	if n, err := strconv.Atoi(last); err == nil {
		return n
	}
	if n := roman(last); n > 0 {
		return n
	}
	return letterValue(last)
}

// roman reads a Roman numeral below 90, 0 when it is none in its usual form.
func roman(s string) int {
	s = strings.ToUpper(s)
	values := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}
	n := 0
	for i := range len(s) {
		v := values[s[i]]
		if i+1 < len(s) && values[s[i+1]] > v {
			v = -v
		}
		n += v
	}
	if n <= 0 || toRoman(n) != s {
		return 0
	}
	return n
}

// toRoman writes n in capitals.
func toRoman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value int
		text  string
	}{{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.value {
			b.WriteString(d.text)
			n -= d.value
		}
	}
	return b.String()
}

// alphabet numbers the letters of points; which of its optional letters are in use
// differs: typists write a b c d đ e g, word processors a b c d e f g.
const (
	alphabet = "abcdđefghijklmnopqrstuvwxyz"
	optional = "đfjwz"
)

func letterValue(s string) int {
	r, size := utf8.DecodeRuneInString(lower(s))
	if size != len(s) {
		return 0
	}
	n := 0
	for _, a := range alphabet {
		if n++; a == r {
			return n
		}
	}
	return 0
}

func lastNumber(s string) int {
	n, err := strconv.Atoi(s[strings.LastIndex(s, ".")+1:])
	if err != nil {
		return 0
	}
	return n
}

func enclosedValue(s string) int {
	inner := strings.Trim(s, "()")
	if n := lastNumber(inner); n > 0 {
		return n
	}
	if n := roman(inner); n > 0 && inner == strings.ToLower(inner) {
		return n
	}
	return letterValue(inner)
}

// follows reports whether m comes right after a mark of its kind with value last.
func (m mark) follows(last int) bool {
	if m.value == last+1 {
		return true
	}
	lettered := m.kind == letterMark || m.kind == letterDot || m.kind == capitalMark || m.kind == enclosedMark
	if !lettered || last < 1 || m.value <= last || m.value > utf8.RuneCountInString(alphabet) {
		return false
	}
	return strings.Trim(string([]rune(alphabet)[last:m.value-1]), optional) == ""
}
