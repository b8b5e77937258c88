package planreader

import (
	"strings"
	"unicode/utf8"
)

// unitsOf splits a list of units: at commas, semicolons and "và" that stand before
// the name of another unit. "các phòng, ban, đơn vị" is one, "Phòng Lao động -
// Thương binh và Xã hội" too.
func unitsOf(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		n := separator(s, i)
		if n == 0 {
			continue
		}
		rest := strings.TrimLeft(s[i+n:], " ")
		if (headed(rest) || begins(rest, groupHeads...) > 0) && start < i {
			out = appendUnit(out, s[start:i])
			start = i + n
		}
	}
	return appendUnit(out, s[start:])
}

func appendUnit(list []string, s string) []string {
	s = plain(s)
	for _, p := range unitLinks {
		s = strings.TrimPrefix(s, p)
	}
	for _, p := range unitTails {
		s = strings.TrimSuffix(s, p)
	}
	if s = plain(s); s != "" {
		list = append(list, s)
	}
	return list
}

// separator is the length of a separator at i, 0 when there is none.
func separator(s string, i int) int {
	switch {
	case s[i] == ',' || s[i] == ';':
		return 1
	case strings.HasPrefix(s[i:], " và "):
		return len(" và ")
	}
	return 0
}

// headed reports whether s begins with the name of a unit: a head word that is
// followed by a capital ("Phòng Y tế", "phòng Nông nghiệp"), or is one by itself.
func headed(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "các "), "Các ")
	n := begins(s, unitHeads...)
	if n == 0 {
		return false
	}
	rest := strings.TrimLeft(s[n:], " ")
	if startsLower(s) {
		return startsUpper(rest)
	}
	return rest == "" || startsUpper(rest) || strings.Contains(s[:n], " ") || utf8.RuneCountInString(s[:n]) > 3 || s[:n] == strings.ToUpper(s[:n])
}

// isUnit reports whether s names a unit, by its head or as a group ("các phòng,
// ban", "các đơn vị được giao vốn", "các cơ quan liên quan").
func isUnit(s string) bool {
	return utf8.RuneCountInString(s) < 200 && (headed(s) || begins(s, groupHeads...) > 0 ||
		begins(s, unitNouns...) > 0)
}

// function is the function of the office that a unit's name stands for: that of the
// longest words of the catalogue in it, however abbreviations are
// spaced ("LĐ-TB&XH", "Lao động - TB và XH"); "other" when there are none.
func (c *index) function(unit string) string {
	best, longest := "other", 0
	l := officeKey(unit)
	for _, f := range c.functions {
		if a, _ := find(l, f.word, 0); a >= 0 && len(f.word) > longest {
			best, longest = f.function, len(f.word)
		}
	}
	return best
}

// officeKey is a name by its letters, without "và", abbreviations in a row as one word:
// what has no vowel is an abbreviation.
func officeKey(s string) string {
	var out []string
	short := false
	for _, w := range strings.Fields(letters(s)) {
		if w == "va" {
			continue
		}
		abbreviation := !strings.ContainsAny(w, "aeiouy0123456789")
		if abbreviation && short {
			out[len(out)-1] += w
		} else {
			out = append(out, w)
		}
		short = abbreviation
	}
	return strings.Join(out, " ")
}
