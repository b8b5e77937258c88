package planreader

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	docNumber = regexp.MustCompile(`\d{1,5}(?:\s?/\s?\d{4})?(?:\s?/\s?|-)[A-ZĐ][A-ZĐa-z\d]*(?:\s?[-/]\s?(?:[A-ZĐ]{2}[\pL\d&]*|[A-ZĐ]\d*))*`)
	docDate   = regexp.MustCompile(`(?i)^[\s,(]*(?:ký |ban hành )?ngày\s+(?:(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})|(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4}))`)
	anyDate   = regexp.MustCompile(`(?i)ngày\s+\d{1,2}(?:\s?[/.-]|\s+tháng)`)
)

// mention is one naming of a numbered document in a text.
type mention struct {
	number, typ  string
	date         string // ISO, "" when the text names none
	badDate      string // as printed, when there is no such day
	start, after int    // from type or "số" to behind the date
}

// mentions lists the numbered documents that s names.
func mentions(s string) []mention {
	var out []mention
	end := 0
	for _, loc := range docNumber.FindAllStringIndex(s, -1) {
		if loc[0] < end || !wordEdge(s, loc[0]) || strings.HasSuffix(s[:loc[0]], "/") {
			continue
		}
		m := mention{number: strings.Join(strings.Fields(s[loc[0]:loc[1]]), ""), start: loc[0], after: loc[1]}
		numbered := m.lead(s)
		if !numbered && strings.Count(m.number, "-") == 0 {
			continue
		}
		m.dated(s)
		end = m.after
		out = append(out, m)
	}
	return out
}

var numberWord = regexp.MustCompile(`(?i)số\s*:?\s*$`)

// lead reads "Thông tư số" before the number; it reports whether "số" or a type stands there.
func (m *mention) lead(s string) bool {
	found := false
	window := tailOf(s[:m.start])
	cut := m.start - len(window)
	if loc := numberWord.FindStringIndex(window); loc != nil && wordEdge(s, cut+loc[0]) {
		window, found = window[:loc[0]], true
	}
	m.start = cut + len(window)
	before := lower(strings.TrimRight(window, " :"))
	longest := 0
	for _, t := range documentTypes {
		name := t.low
		if strings.HasSuffix(before, name) && wordEdge(before, len(before)-len(name)) && len(name) > longest {
			longest, m.typ = len(name), t.name
		}
	}
	if longest > 0 {
		m.start, found = cut+len(before)-longest, true
	}
	return found
}

// dated reads the date behind the number.
func (m *mention) dated(s string) {
	d := docDate.FindStringSubmatch(s[m.after:])
	if d == nil {
		return
	}
	m.after += len(d[0])
	m.date = isoDate(d[1]+d[4], d[2]+d[5], d[3]+d[6])
	if m.date == "" {
		m.badDate = plain(strings.TrimLeft(d[0], " ,("))
	}
}

// isoDate writes a day that exists as 2006-01-02, else "".
func isoDate(day, month, year string) string {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1900 || t.Day() != d || int(t.Month()) != m {
		return ""
	}
	return t.Format(time.DateOnly)
}

// typeByNumber reads the type from the number: 90/QĐ-TTg is a Quyết định.
func typeByNumber(number string) string {
	for _, part := range strings.FieldsFunc(number, func(r rune) bool { return r == '/' || r == '-' }) {
		for _, t := range documentTypes {
			if t.short != "" && part == t.short {
				return t.name
			}
		}
		if strings.HasPrefix(part, "QH") {
			return "Luật"
		}
	}
	return ""
}

// firstType is where the first type of document stands in lower-case s, -1 if nowhere.
func firstType(s string) int {
	at := -1
	for _, t := range documentTypes {
		if a, _ := find(s, t.low, 0); a >= 0 && (at < 0 || a < at) {
			at = a
		}
	}
	return at
}

// readBases lists the documents of the preamble, each once.
func readBases(paragraphs []string, cat *index) []LegalBasis {
	out := []LegalBasis{}
	seen := map[string]bool{}
	for i, p := range paragraphs {
		if i > 0 && !startsBasis(p) && !listedBasis(p) {
			continue
		}
		for _, b := range basesOf(p) {
			key := string(b.Number)
			if key == "" {
				key = string(b.Title)
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			_, b.Known = cat.document(string(b.Number), string(b.Date))
			out = append(out, b)
		}
	}
	return out
}

// basesOf reads one paragraph of the preamble. It is a row of documents apart by
// ";"; within one, a document that a word such as "của" governs belongs to the title.
func basesOf(paragraph string) []LegalBasis {
	if a := openerAt(paragraph); a > 0 {
		paragraph = paragraph[:a]
	}
	var out []LegalBasis
	typ := ""
	for _, part := range strings.SplitAfter(paragraph, ";") {
		tops := topMentions(part)
		if len(tops) == 0 {
			if b, ok := unnumberedBasis(part, len(out) == 0 || typ == "Luật"); ok {
				out, typ = append(out, b), string(b.Type)
			} else if len(out) > 0 && strings.TrimSpace(part) != "" {
				last := &out[len(out)-1]
				last.Title = Optional(string(last.Title) + "; " + plain(part))
			}
			continue
		}
		for i, m := range tops {
			stop := len(part)
			if i+1 < len(tops) {
				stop = tops[i+1].start
			}
			typ = firstOf(m.typ, typeByNumber(m.number), typ)
			b := LegalBasis{Type: Optional(typ), Number: Optional(m.number), Date: Optional(m.date)}
			b.Issuer, b.Title = issuerAndTitle(part[m.after:stop])
			out = append(out, b)
		}
	}
	shareTail(out)
	shareHead(out, commonIssuer(paragraph))
	return out
}

// shareTail gives documents that are listed before one common issuer and title
// ("các Nghị định số 27 …, số 38 … của Chính phủ quy định …") both.
func shareTail(bases []LegalBasis) {
	for i := len(bases) - 2; i >= 0; i-- {
		if b, next := &bases[i], bases[i+1]; b.Issuer == "" && b.Title == "" && b.Number != "" {
			b.Issuer, b.Title = next.Issuer, next.Title
		}
	}
}

var (
	listedIssuer   = regexp.MustCompile(`(?i)^[-–+ ]*(?:(?:căn cứ|thực hiện)\s+)?(?:các\s+)?[^:;\d]*?\s+của\s+([^:;\d]+):\s*(?:số|\d)`)
	proposerIssuer = regexp.MustCompile(`(?i)^[-–+ ]*(?:theo|xét)\s+đề nghị của\s+([^;\d]+?)\s+tại\s+`)
)

// commonIssuer reads "các Nghị định của Chính phủ: số …; số …" and "Theo đề nghị
// của Phòng X tại Tờ trình số …".
func commonIssuer(paragraph string) Optional {
	for _, p := range []*regexp.Regexp{listedIssuer, proposerIssuer} {
		if m := p.FindStringSubmatch(paragraph); m != nil {
			return Optional(plain(m[1]))
		}
	}
	return ""
}

// shareHead gives the issuer that stands before a list to those in it.
func shareHead(bases []LegalBasis, issuer Optional) {
	for i := range bases {
		if bases[i].Issuer == "" {
			bases[i].Issuer = issuer
		}
	}
}

func firstOf(options ...string) string {
	for _, o := range options {
		if o != "" {
			return o
		}
	}
	return ""
}

// topMentions are the mentions of a part that stand for themselves.
func topMentions(part string) []mention {
	var out []mention
	nested := false
	for i, m := range mentions(part) {
		before := strings.TrimRight(lower(tailOf(part[:m.start])), " :(“\"")
		before = strings.TrimSuffix(strings.TrimSuffix(before, " các"), " của các")
		linked := strings.HasSuffix(before, ",") || strings.HasSuffix(before, " và")
		switch {
		case i == 0 && !titleBefore(before):
			nested = false
		case linked && i > 0:
		default:
			nested = true
		}
		if !nested {
			out = append(out, m)
		}
	}
	return out
}

// titleBefore reports whether the words before a document already govern it: what
// stands there is more than the opener of a basis.
func titleBefore(before string) bool {
	before = strings.TrimLeft(before, "-–+ ")
	for _, g := range governors {
		if strings.HasSuffix(before, " "+g) && utf8.RuneCountInString(before) > 60 && begins(before, proposals...) == 0 {
			return true
		}
	}
	return false
}

// issuerAndTitle reads what follows number and date: "của Bộ … hướng dẫn …".
func issuerAndTitle(s string) (issuer, title Optional) {
	l := lower(s)
	open, _ := findAny(l, titleOpeners, 0)
	if of, end := find(l, "của", 0); of >= 0 && strings.Trim(s[:of], " ,()") == "" {
		stop := open
		if stop < end {
			stop, _ = findAny(l, titleOpeners, end)
		}
		if stop < 0 {
			return Optional(plain(s[end:])), ""
		}
		return Optional(plain(s[end:stop])), Optional(plainTitle(s[stop:]))
	}
	if open >= 0 && plain(s[:open]) == "" {
		return "", Optional(plainTitle(s[open:]))
	}
	return "", Optional(plainTitle(s))
}

// plainTitle ends a title before a linking word that belongs to what follows.
func plainTitle(s string) string {
	s = plain(s)
	if s == "và" || s == "và các" {
		return ""
	}
	for _, tail := range []string{" và", " và các", ", các", " các"} {
		s = strings.TrimSuffix(s, tail)
	}
	return plain(s)
}

// unnumberedBasis reads a document that is cited by name and date alone, as laws are.
func unnumberedBasis(part string, first bool) (LegalBasis, bool) {
	l := lower(part)
	at := firstType(l)
	day := anyDate.FindStringIndex(part)
	if at < 0 || day == nil || at > day[0] || !first || startsBasis(part) && at > 40 {
		return LegalBasis{}, false
	}
	typ, n := "", 0
	for _, t := range documentTypes {
		if k := begins(part[at:], t.low); k > n {
			typ, n = t.name, k
		}
	}
	d := docDate.FindStringSubmatch(part[day[0]:])
	if d == nil {
		return LegalBasis{}, false
	}
	b := LegalBasis{Type: Optional(typ), Title: Optional(plain(part[at+n : day[0]]))}
	b.Date = Optional(isoDate(d[1]+d[4], d[2]+d[5], d[3]+d[6]))
	var rest Optional
	b.Issuer, rest = issuerAndTitle(part[day[0]+len(d[0]):])
	if b.Issuer != "" && b.Title == "" {
		b.Title = rest
	}
	return b, b.Title != ""
}

// readCitations lists the documents that the text names after the preamble.
func readCitations(p *Plan, items []item) []Citation {
	out := []Citation{}
	add := func(s, at string) {
		for _, m := range mentions(s) {
			out = append(out, Citation{m.number, Optional(m.date), at})
		}
	}
	for i, s := range p.Opening {
		if len(p.Preamble) == 0 && i == 0 && startsBasis(s) {
			continue
		}
		add(s, "")
	}
	for _, it := range items {
		add(it.text, it.at)
	}
	for _, s := range p.Closing {
		add(s, "")
	}
	return out
}

// document looks a number up; where several issuers use one number, the date decides.
func (c *index) document(number, date string) (LegalDocument, bool) {
	var found *LegalDocument
	for i, d := range c.Documents {
		if number != "" && d.Number == number && (found == nil || d.Date == date) {
			found = &c.Documents[i]
		}
	}
	if found == nil {
		return LegalDocument{}, false
	}
	return *found, true
}

// warnings collects what a person should look at.
type warnings struct{ list []Warning }

func (w *warnings) add(code, at, vi, en string, args ...any) {
	w.list = append(w.list, Warning{code, fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...), at})
}

// viDate writes an ISO date as officers do.
func viDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("02/01/2006")
}
