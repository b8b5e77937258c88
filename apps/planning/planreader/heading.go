package planreader

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"vuon/platform/text"
)

var (
	ownNumber = regexp.MustCompile(`(?i)số\s*:?\s*(\d{1,5})?[\s.…]*/\s*([\pL]+(?:\s*-\s*[\pL\d&]+)*)`)
	ownDate   = regexp.MustCompile(`(?i)([\pL’' ]*),\s*ngày\s*(\d{0,2})[\s.…]*tháng\s*(\d{0,2})[\s.…]*năm\s*(\d{4})?`)
)

// readHeader reads the heading block; where it lacks the issuer, the bases and the
// opening name it. The body knows how to write the issuer, which headings set in
// capitals.
func readHeader(ps, opening, body []Paragraph) Header {
	h := Header{Lines: []string{}}
	var issuer, title []string
	for _, p := range ps {
		h.Lines = append(h.Lines, p.full())
		for _, cell := range strings.Split(h.take(p.full()), "\t") { // two columns that a PDF flattened
			switch rest := plainCell(cell); {
			case rest == "" || len(title) > 0 && authorityLine(rest):
			case h.Type != "":
				title = append(title, rest)
			case typeOf(rest) != "":
				h.Type = Optional(typeOf(rest))
			case issuerLine(rest):
				issuer = append(issuer, rest)
			}
		}
	}
	h.Title = Optional(strings.Join(title, " "))
	h.Issuer = Optional(nameIn(strings.Join(withoutSuperior(issuer), " "), body))
	if h.Issuer == "" {
		h.Issuer = Optional(issuerOf(opening))
	}
	return h
}

// withoutSuperior leaves out the lines of the superior body, above those of the issuer.
func withoutSuperior(lines []string) []string {
	for i := len(lines) - 1; i > 0; i-- {
		office := begins(lines[i], officeOpeners...) > 0 && begins(lines[0], issuerOpeners...) > 0
		if office || begins(lines[i], issuerOpeners...) > 0 {
			return lines[i:]
		}
	}
	return lines
}

// authorityLine reports whether a line below the abstract names who decides.
func authorityLine(s string) bool { return upperCase(s) && begins(s, authorityOpeners...) > 0 }

// take reads motto, number, place and date off a line and returns what remains.
func (h *Header) take(s string) string {
	for _, m := range mottoes {
		if a, b := find(lower(s), m, 0); a >= 0 {
			s = s[:a] + "\t" + s[b:]
		}
	}
	if m := ownNumber.FindStringSubmatchIndex(s); m != nil && h.Type == "" {
		if m[2] >= 0 {
			h.Number = Optional(s[m[2]:m[3]] + "/" + strings.Join(strings.Fields(s[m[4]:m[5]]), ""))
		}
		s = s[:m[0]] + "\t" + s[m[1]:]
	}
	if m := ownDate.FindStringSubmatch(s); m != nil && h.Type == "" {
		h.Place = Optional(placeIn(m[1]))
		h.Date = Optional(isoDate(m[2], m[3], m[4]))
		s = strings.Replace(s, m[0], "\t", 1)
	}
	return s
}

// plainCell is what a cell of the heading says, "" for marks of urgency and the like.
func plainCell(s string) string {
	s = strings.TrimSpace(s)
	if begins(s, draftMarks...) > 0 && upperCase(s) || strings.HasPrefix(s, "(") || begins(s, addressOpeners...) > 0 {
		return ""
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—_*=.", r)
	})
}

// placeIn is the place before the date, without capitals of the other column
// ("HUYỆN KỲ SƠN Kỳ Sơn, ngày …").
func placeIn(s string) string {
	words := strings.Fields(s)
	for len(words) > 1 && upperCase(words[0]) && utf8.RuneCountInString(words[0]) > 1 {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// typeOf returns the type of document that a line consists of.
func typeOf(s string) string {
	for _, t := range planTypes {
		if s == strings.ToUpper(s) && sameTitle(s, t) {
			return t
		}
	}
	return ""
}

// issuerLine reports whether a line of a heading may belong to the issuer's name.
func issuerLine(s string) bool { return s != "" && upperCase(s) }

// nameIn returns the name as the body writes it, else with capitals where names
// have them.
func nameIn(name string, body []Paragraph) string {
	if name == "" {
		return ""
	}
	for _, p := range body {
		if a, b := find(lower(p.Text), lower(name), 0); a >= 0 && !upperCase(p.Text[a:b]) {
			return p.Text[a:b]
		}
	}
	return capitalised(name)
}

// capitalised writes "ỦY BAN NHÂN DÂN HUYỆN CƯ JÚT" as "Ủy ban nhân dân huyện Cư Jút".
func capitalised(name string) string {
	words := strings.Fields(strings.ToLower(name))
	printed := strings.Fields(name)
	for i := range words {
		if abbreviated(printed[i]) {
			words[i] = printed[i]
			continue
		}
		r, n := utf8.DecodeRuneInString(words[i])
		words[i] = string(unicode.ToUpper(r)) + words[i][n:]
	}
	s := strings.Join(words, " ")
	for _, small := range smallInNames {
		if a, b := find(lower(s), small, 0); a >= 0 {
			s = s[:a] + strings.ToLower(s[a:b]) + s[b:]
		}
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// abbreviated reports whether a word in capitals is an abbreviation: "TB&XH", "MTQG",
// which no syllable of the language can be.
func abbreviated(word string) bool {
	return strings.Contains(word, "&") || len(word) > 1 && !strings.ContainsFunc(text.Fold(word), func(r rune) bool { return strings.ContainsRune("aeiouy", r) })
}

// issuerOf finds who issues the plan in the sentence that opens it.
func issuerOf(body []Paragraph) string {
	for _, p := range body {
		s := p.full()
		if a := openerAt(s); a >= 0 {
			verb, _ := findAny(lower(s), openingVerbs, a)
			return plain(s[a:verb])
		}
	}
	return ""
}

// openerAt returns where in s "Ủy ban nhân dân … ban hành" begins, -1 if nowhere.
func openerAt(s string) int {
	if len(s) > maxSentence {
		return -1
	}
	l := lower(s)
	for from := 0; ; {
		a, b := findAny(l, issuerOpeners, from)
		if a < 0 {
			return -1
		}
		verb, _ := findAny(l, openingVerbs, b)
		clause := a == 0 || strings.HasSuffix(strings.TrimRight(s[:a], " "), ",") || strings.HasSuffix(strings.TrimRight(s[:a], " "), ";") || strings.HasSuffix(strings.TrimRight(s[:a], " "), ".")
		if clause && verb > 0 && utf8.RuneCountInString(s[b:verb]) <= 40 && !strings.ContainsAny(s[b:verb], ",;:") {
			return a
		}
		from = b
	}
}
