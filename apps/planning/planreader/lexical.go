package planreader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vuon/platform/text"
)

// The tone mark of oa, oe, uy is written on either vowel ("hòa", "hoà"): the toned
// first vowels, and for each tone the second vowels that carry it.
const (
	tonedO, tonedU         = "òóỏõọ", "ùúủũụ"
	tonedA, tonedE, tonedY = "àáảãạ", "èéẻẽẹ", "ỳýỷỹỵ"
)

// lower is s in lower case with the tone marks in one place, so that "Hòa" and "hoà",
// "Ủy" and "uỷ" compare equal. Every byte offset of the result is the same of s.
func lower(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	held := rune(-1) // a toned vowel whose tone may move on
	for _, r := range s {
		l := lowerRune(r)
		if held >= 0 {
			first, second, moved := moveTone(held, l)
			b.WriteRune(first)
			held = -1
			if moved {
				b.WriteRune(second)
				continue
			}
		}
		if l > 0x7f && strings.ContainsRune(tonedO+tonedU, l) {
			held = l
			continue
		}
		b.WriteRune(l)
	}
	if held >= 0 {
		b.WriteRune(held)
	}
	return b.String()
}

// lowerRune keeps letters whose small form is longer or shorter in UTF-8.
func lowerRune(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
		return l
	}
	return r
}

// moveTone puts the tone of a first vowel on the second where it may stand on either.
func moveTone(first, second rune) (rune, rune, bool) {
	toned := ""
	switch {
	case second == 'a' && strings.ContainsRune(tonedO, first):
		toned = tonedA
	case second == 'e' && strings.ContainsRune(tonedO, first):
		toned = tonedE
	case second == 'y' && strings.ContainsRune(tonedU, first):
		toned = tonedY
	default:
		return first, second, false
	}
	plain, marks := 'o', tonedO
	if second == 'y' {
		plain, marks = 'u', tonedU
	}
	n := utf8.RuneCountInString(marks[:strings.IndexRune(marks, first)])
	return plain, []rune(toned)[n], true
}

// find returns where phrase first stands in s as whole words, at or
// after from; start is -1 when it does not. Both must be lower already.
func find(s, phrase string, from int) (start, end int) {
	for phrase != "" && from <= len(s) {
		i := strings.Index(s[from:], phrase)
		if i < 0 {
			break
		}
		start, end = from+i, from+i+len(phrase)
		if wordEdge(s, start) && wordEdge(s, end) {
			return start, end
		}
		from = start + 1
		for from < len(s) && !utf8.RuneStart(s[from]) {
			from++
		}
	}
	return -1, -1
}

// findAny returns the earliest, and there the longest, of the phrases.
func findAny(s string, phrases []string, from int) (start, end int) {
	start, end = -1, -1
	for _, p := range phrases {
		if a, b := find(s, p, from); a >= 0 && (start < 0 || a < start || a == start && b > end) {
			start, end = a, b
		}
	}
	return start, end
}

// has reports whether s holds one of the phrases as whole words.
func has(s string, phrases ...string) bool {
	at, _ := findAny(lower(s), phrases, 0)
	return at >= 0
}

// begins returns the length of the longest of the phrases that s starts with, as
// whole words, or 0.
func begins(s string, phrases ...string) int {
	l, longest := lower(headOf(s)), 0
	for _, p := range phrases {
		if strings.HasPrefix(l, p) && wordEdge(l, len(p)) && len(p) > longest {
			longest = len(p)
		}
	}
	return longest
}

// maxPhrase is longer than every phrase of the vocabulary, in bytes, and maxSentence
// than every sentence that somebody means: neither a file without blanks nor one
// without full stops may cost more than its length.
const (
	maxPhrase   = 160
	maxSentence = 12000
)

// headOf is the beginning of s that can hold a phrase, tailOf its end.
func headOf(s string) string { return clip(s, maxPhrase) }

// clip is the beginning of s, at least n bytes where it has them.
func clip(s string, n int) string {
	n = min(len(s), n)
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return s[:n]
}

func tailOf(s string) string {
	n := max(0, len(s)-maxPhrase)
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return s[n:]
}

// below puts a line under a text.
func below(s, line string) string {
	if s == "" {
		return line
	}
	return s + "\n" + line
}

// wordEdge reports whether no word runs across offset i of s.
func wordEdge(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !wordRune(before) || !wordRune(after)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// sentences cuts s at line ends and after the stops (of ".;"): after a full stop
// that ends a sentence, not in abbreviations or numbers, and not in parentheses.
func sentences(s, stops string) []string {
	var out []string
	start, depth := 0, 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		case '\n':
			depth = 0
		}
		stop := depth == 0 && strings.ContainsRune(stops, r) && (r != '.' || endsSentence(s, i))
		if r == '\n' || stop {
			out = appendTrimmed(out, s[start:i+1])
			start = i + 1
		}
	}
	return appendTrimmed(out, s[start:])
}

// endsSentence reports whether the full stop at i ends a sentence: a blank or the
// end follows, and no short abbreviation ("TT.", "TP.") stands before.
func endsSentence(s string, i int) bool {
	rest := s[i+1:]
	if rest != "" && !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "\n") {
		return false
	}
	word := s[strings.LastIndexAny(s[:i], " \n\t(")+1 : i]
	return !abbreviation(word)
}

// abbreviation reports whether a full stop after word belongs to it.
func abbreviation(word string) bool {
	n := utf8.RuneCountInString(word)
	return n > 0 && n <= 2 && word == strings.ToUpper(word) && strings.IndexFunc(word, unicode.IsDigit) < 0
}

func appendTrimmed(list []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		list = append(list, s)
	}
	return list
}

// plain is s without the punctuation around it, for units, titles and values.
func plain(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,;:-–+*’'\"“”/", r)
	})
}

// sameTitle compares titles by their letters and digits alone.
func sameTitle(a, b string) bool { return letters(a) == letters(b) }

func letters(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !wordRune(r) }), " ")
}

// upperCase reports whether s has letters and all of them are capitals.
func upperCase(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0 && s == strings.ToUpper(s)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
