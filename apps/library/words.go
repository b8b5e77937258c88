package library

import (
	"strings"
	"unicode"

	"vuon/platform/text"
)

const (
	maxWords   = 60_000 // different ones of a document
	maxLetters = 40     // of a word
	maxIndexed = 1e6    // bytes of all words: PostgreSQL's tsvector holds less than 1 MiB
	wordCost   = 5      // bytes that it takes beside the word itself
	maxTerms   = 12     // of a search
)

// words takes a text apart into the words that are searched: without diacritics,
// letters and digits only.
func words(s string) []string {
	return strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// distinct are the different words of a text, as it is indexed.
func distinct(s string) string {
	seen := map[string]bool{}
	var list []string
	size := 0
	for _, w := range words(s) {
		w = cut(w, maxLetters)
		if size+len(w)+wordCost > maxIndexed || len(list) == maxWords {
			break
		}
		if !seen[w] {
			seen[w] = true
			size += len(w) + wordCost
			list = append(list, w)
		}
	}
	return strings.Join(list, " ")
}

// terms are the words of a search.
func terms(s string) []string {
	list := strings.Fields(distinct(s))
	return list[:min(len(list), maxTerms)]
}

// tsquery asks for documents that hold every word, or words that begin so.
func tsquery(terms []string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = t + ":*"
	}
	return strings.Join(parts, " & ")
}

// Piece is a part of a passage; what was found is marked.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// around is how many characters of a passage stand before the first hit.
const around, passageSize = 60, 240

// passage cuts out of a text the place where a search's words first stand, with
// every hit marked: as it is written, with its diacritics. It is nil when none of
// the words is there.
func passage(body string, terms []string) []Piece {
	runes := []rune(body)
	first := hit(runes, 0, terms)
	if first[1] == 0 {
		return nil
	}
	from := max(0, first[0]-around)
	for from > 0 && from < first[0] && unicode.IsLetter(runes[from-1]) {
		from++ // begins with a whole word
	}
	to := min(len(runes), from+passageSize)
	return marked(runes, from, to, terms)
}

// marked divides a part of a text into hits and what lies between.
func marked(runes []rune, from, to int, terms []string) (pieces []Piece) {
	for at := from; at < to; {
		h := hit(runes[:to], at, terms)
		if h[1] == 0 {
			pieces = append(pieces, Piece{Text: string(runes[at:to])})
			break
		}
		if h[0] > at {
			pieces = append(pieces, Piece{Text: string(runes[at:h[0]])})
		}
		pieces = append(pieces, Piece{Text: string(runes[h[0]:h[1]]), Hit: true})
		at = h[1]
	}
	return pieces
}

// hit finds the next word at or behind from that begins with one of the terms:
// where it begins and ends, or zeros.
func hit(runes []rune, from int, terms []string) [2]int {
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) }
	for i := from; i < len(runes); i++ {
		if !isWord(runes[i]) {
			continue
		}
		end := i
		for end < len(runes) && isWord(runes[end]) {
			end++
		}
		folded := text.Fold(string(runes[i:end]))
		for _, t := range terms {
			if strings.HasPrefix(folded, t) {
				return [2]int{i, end}
			}
		}
		i = end
	}
	return [2]int{}
}
