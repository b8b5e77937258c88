package planreader

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	ownNumber = regexp.MustCompile(`(?i)số\s*:?\s*(\d{1,5})?[\s.…]*/\s*([\pL]+(?:\s*-\s*[\pL\d&]+)*)`)
	ownDate   = regexp.MustCompile(`(?i)([\pL’' ]*),\s*ngày\s*(\d{0,2})[\s.…]*tháng\s*(\d{0,2})[\s.…]*năm\s*(\d{4})?`)
)

// readHeader reads the heading block; the words of the body help to write the
// issuer, which headings set in capitals.
func readHeader(ps []Paragraph, body []Paragraph) Header {
	h := Header{Lines: []string{}}
	var issuer, title []string
	for _, p := range ps {
		s := p.full()
		h.Lines = append(h.Lines, s)
		switch rest := h.take(s); {
		case h.Type != "" && rest != "":
			title = append(title, rest)
		case typeOf(rest) != "":
			h.Type = Optional(typeOf(rest))
		case issuerLine(rest):
			issuer = append(issuer, rest)
		}
	}
	h.Title = Optional(strings.Join(title, " "))
	for i := len(issuer) - 1; i > 0; i-- { // lines above are the superior body
		if begins(issuer[i], issuerOpeners...) > 0 {
			issuer = issuer[i:]
			break
		}
	}
	h.Issuer = Optional(nameIn(strings.Join(issuer, " "), body))
	if h.Issuer == "" {
		h.Issuer = Optional(issuerOf(body))
	}
	return h
}

// take reads motto, number, place and date off a line and returns what remains.
func (h *Header) take(s string) string {
	s = strings.ReplaceAll(s, "\t", " ")
	for _, m := range mottoes {
		if a, b := find(lower(s), m, 0); a >= 0 {
			s = s[:a] + " " + s[b:]
		}
	}
	if m := ownNumber.FindStringSubmatchIndex(s); m != nil && h.Type == "" {
		if m[2] >= 0 {
			h.Number = Optional(s[m[2]:m[3]] + "/" + strings.Join(strings.Fields(s[m[4]:m[5]]), ""))
		}
		s = s[:m[0]] + " " + s[m[1]:]
	}
	if m := ownDate.FindStringSubmatch(s); m != nil && h.Type == "" {
		h.Place = Optional(strings.TrimSpace(m[1]))
		h.Date = Optional(isoDate(m[2], m[3], m[4]))
		s = strings.Replace(s, m[0], " ", 1)
	}
	if begins(s, draftMarks...) > 0 && upperCase(s) || strings.HasPrefix(s, "(") {
		return ""
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—_*=.", r)
	})
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
	for i := range words {
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
