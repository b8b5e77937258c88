package planreader

import (
	"slices"
	"strconv"
	"strings"
)

// Numbering is the style in which the sections of one list are numbered: "I.",
// "Phần thứ nhất", "1.1.", "a)". The zero Numbering numbers nothing.
type Numbering struct {
	kind   markKind
	word   string // before the numeral: "Phần thứ ", "(": kept as the plan writes it
	after  string // behind it: ".", ")"
	letter string // the letters of points in their order
	system numerals
	prefix string // of "1.1": what stands before the last number, with its full stop
}

// numerals are the systems of counting.
type numerals int

const (
	arabic numerals = iota
	romanCapital
	romanSmall
	letterCapital
	letterSmall
	ordinalWord
)

// The letters of points: as offices type them (Nghị định 30/2020/NĐ-CP: the
// Vietnamese alphabet) and as word processors count.
const (
	vietnameseLetters = "abcdđeghiklmnopqrstuvxy"
	latinLetters      = "abcdefghijklmnopqrstuvwxyz"
)

// NumberingOf learns the style from the sections of a list: the reading of their
// marks that fits most of them.
func NumberingOf(list []Section) Numbering {
	var best mark
	score := 0
	for _, s := range list {
		for _, m := range numberings(s) {
			if n := supporters(m.kind, list); n > score || n == score && best.value != 1 && m.value == 1 {
				best, score = m, n
			}
		}
	}
	return numberingBy(best, list)
}

// supporters counts the sections whose mark may be of the kind.
func supporters(kind markKind, list []Section) int {
	n := 0
	for _, s := range list {
		if slices.ContainsFunc(numberings(s), func(m mark) bool { return m.kind == kind }) {
			n++
		}
	}
	return n
}

// numberings are the readings of a section's mark as a number.
func numberings(s Section) []mark {
	if s.Number == "" {
		return nil
	}
	return slices.DeleteFunc(readMarks(s.Mark), func(m mark) bool { return m.kind == bulletMark })
}

func numberingBy(m mark, list []Section) Numbering {
	n := Numbering{kind: m.kind}
	if m.kind == noMark {
		return n
	}
	printed := m.number
	if m.kind == enclosedMark {
		printed = "(" + m.number + ")"
	}
	n.after = strings.TrimPrefix(m.print, printed)
	numeral := m.number
	switch {
	case m.kind == enclosedMark:
		n.word, n.after = "(", ")"
	case strings.ContainsAny(m.number, " \t"):
		i := strings.LastIndexAny(m.number, " \t") + 1
		n.word, numeral = m.number[:i], m.number[i:]
	case strings.Contains(m.number, "."):
		i := strings.LastIndex(m.number, ".") + 1
		n.prefix, numeral = m.number[:i], m.number[i:]
	}
	n.system = systemOf(m.kind, numeral)
	n.letter = lettersOf(list)
	return n
}

// systemOf tells in which system a numeral counts.
func systemOf(kind markKind, numeral string) numerals {
	_, err := strconv.Atoi(numeral)
	switch {
	case err == nil:
		return arabic
	case kind == letterMark, kind == letterDot:
		return letterSmall
	case kind == capitalMark:
		return letterCapital
	case kind == partMark && slices.Contains(ordinals, lower(numeral)):
		return ordinalWord
	case roman(numeral) > 0 && numeral == strings.ToUpper(numeral):
		return romanCapital
	case roman(numeral) > 0:
		return romanSmall
	case startsUpper(numeral):
		return letterCapital
	}
	return letterSmall
}

// lettersOf tells by which alphabet the points of a list are counted.
func lettersOf(list []Section) string {
	for i, s := range list {
		n := lower(s.Number)
		if n == "f" || n == "j" || n == "w" || n == "e" && i > 0 && lower(list[i-1].Number) == "d" {
			return latinLetters
		}
	}
	return vietnameseLetters
}

// Numbers reports whether the style numbers at all.
func (n Numbering) Numbers() bool { return n.kind != noMark }

// Value is the section's place in the sequence of this style, from 1; 0 when it is
// not numbered in this style.
func (n Numbering) Value(s Section) int {
	for _, m := range numberings(s) {
		if m.kind == n.kind {
			return m.value
		}
	}
	return 0
}

// Follows reports whether the section is numbered as the one right behind last.
func (n Numbering) Follows(s Section, last int) bool {
	for _, m := range numberings(s) {
		if m.kind == n.kind && m.follows(last) && m.number[:strings.LastIndex(m.number, ".")+1] == n.prefix {
			return true
		}
	}
	return false
}

// Of is the style as it counts below a section whose number was from and is now to:
// "1.2" follows its "1" to "2".
func (n Numbering) Of(from, to string) Numbering {
	if n.prefix != "" && from != "" && n.prefix == from+"." {
		n.prefix = to + "."
	}
	return n
}

// At writes the number behind last ("0" begins), and the mark that prints it. ok is
// false where the style can count no further ("Phần thứ mười", the last letter).
func (n Numbering) At(last int) (number, mark string, value int, ok bool) {
	numeral, value := n.numeral(last)
	if numeral == "" {
		return "", "", 0, false
	}
	number = n.prefix + numeral
	if n.word == "(" {
		return number, "(" + number + ")", value, true
	}
	number = n.word + number
	return number, number + n.after, value, true
}

// numeral is the numeral behind the one of value last, and its value.
func (n Numbering) numeral(last int) (string, int) {
	next := last + 1
	switch n.system {
	case arabic:
		return strconv.Itoa(next), next
	case romanCapital, romanSmall:
		if next >= 90 {
			return "", 0
		}
		if n.system == romanSmall {
			return strings.ToLower(toRoman(next)), next
		}
		return toRoman(next), next
	case ordinalWord:
		if next > len(ordinals) {
			return "", 0
		}
		return ordinals[next-1], next
	}
	for _, r := range n.letter { // the next letter of this alphabet behind the last
		if v := letterValue(string(r)); v > last {
			if n.system == letterCapital {
				return strings.ToUpper(string(r)), v
			}
			return string(r), v
		}
	}
	return "", 0
}

// Plain is the style as another list may take it over: without what it repeats of
// the section around it.
func (n Numbering) Plain() Numbering {
	if n.prefix != "" {
		return Numbering{}
	}
	return n
}
