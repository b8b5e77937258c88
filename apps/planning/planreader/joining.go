package planreader

import (
	"bufio"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vuon/platform/text"
)

// line is one line of a text file.
type line struct {
	text   string // trimmed, wide gaps as tabs
	blanks int    // empty lines before it
	page   bool   // a form feed before it
}

// ReadText reads a plan from plain text of at most limit bytes (UTF-8). Lines that a
// PDF broke are joined; lines that are whole paragraphs stay. A text that is too
// long, or is no text, is a fault.
func ReadText(r io.Reader, limit int64) (Source, error) {
	limited := &io.LimitedReader{R: r, N: limit + 1}
	var lines []line
	blanks, page := 0, false
	scan := bufio.NewScanner(limited)
	scan.Buffer(nil, int(min(limit, math.MaxInt32))+2)
	scan.Split(scanLines)
	for scan.Scan() {
		raw := scan.Text()
		page = page || strings.ContainsRune(raw, '\f')
		t := gaps(text.NFC(visible(strings.ReplaceAll(raw, "\f", " "))))
		if strings.ContainsRune(raw, 0) {
			return Source{}, faultBinary
		}
		if t == "" {
			blanks++
			continue
		}
		lines = append(lines, line{t, blanks, page})
		blanks, page = 0, false
	}
	if scan.Err() != nil {
		return Source{}, faultBinary.Because(scan.Err())
	}
	if limited.N <= 0 {
		return Source{}, faultLong
	}
	lines, pages := dropPageNumbers(lines)
	return Source{Paragraphs: join(lines), PageNumbers: pages}, nil
}

// scanLines splits at \n, \r\n, and a lone \r.
func scanLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if len(data) == 0 && atEOF {
		return 0, nil, nil
	}
	for i, b := range data {
		if b == '\n' {
			return i + 1, data[:i], nil
		}
		if b == '\r' && i+1 < len(data) {
			if data[i+1] == '\n' {
				return i + 2, data[:i], nil
			}
			return i + 1, data[:i], nil
		}
	}
	if atEOF {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// softHyphen is printed only where a line breaks at it.
const softHyphen = "\u00ad"

var invisible = strings.NewReplacer(softHyphen, "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "")

// visible leaves out the characters that are not seen; a soft hyphen at the end stays,
// for the line goes on in the same word.
func visible(s string) string {
	s = strings.TrimRight(s, " \t\r")
	if strings.HasSuffix(s, softHyphen) {
		return invisible.Replace(s) + softHyphen
	}
	return invisible.Replace(s)
}

var wideGap = regexp.MustCompile(`[ \x{00a0}\x{2000}-\x{200a}]{3,}|\t+`)

// gaps trims a line and keeps what sets columns apart as tabs.
func gaps(s string) string {
	cells := wideGap.Split(s, -1)
	kept := cells[:0]
	for _, c := range cells {
		if c = strings.Join(strings.Fields(c), " "); c != "" {
			kept = append(kept, c)
		}
	}
	if len(kept) == 2 && onlyMark(kept[0]) { // a tab behind "1." sets no columns apart
		return kept[0] + " " + kept[1]
	}
	return strings.Join(kept, "\t")
}

// onlyMark reports whether s is nothing but the number or bullet of a paragraph.
func onlyMark(s string) bool {
	for _, m := range readMarks(s) {
		if m.print == s {
			return true
		}
	}
	return false
}

var pageNumber = regexp.MustCompile(`^(?:[-–] ?)?(?:Trang )?(\d{1,3})(?:/\d{1,3})?(?: ?[-–])?$`)

// dropPageNumbers takes out what is the page's and not the text's: running heads, and
// lines that hold nothing but a number that can be the page's: growing, and as many as
// lines before it allow. Numbers in a row (a table) are no pages.
func dropPageNumbers(lines []line) (kept []line, pages []string) {
	running := runningHeads(lines)
	number := func(i int) int {
		if i < 0 || i >= len(lines) {
			return 0
		}
		m := pageNumber.FindStringSubmatch(lines[i].text)
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(m[1])
		return n
	}
	last, page := 0, line{}
	for i, l := range lines {
		if running[i] {
			pages = append(pages, l.text)
			page = line{page: true}
			continue
		}
		n := number(i)
		alone := number(i-1) == 0 && number(i+1) == 0
		if n > last && alone && n <= 2+i/12 {
			last = n
			pages = append(pages, l.text)
			page = line{blanks: 1, page: true}
			continue
		}
		l.page = l.page || page.page
		page = line{}
		kept = append(kept, l)
	}
	return kept, pages
}

// runningHeads marks lines at the edge of a page, beside its number or its end, that
// stand there on other pages too.
func runningHeads(lines []line) map[int]bool {
	edge := func(i int) bool {
		beside := i > 0 && pageNumber.MatchString(lines[i-1].text) || i+1 < len(lines) && pageNumber.MatchString(lines[i+1].text)
		return beside || lines[i].page || i+1 < len(lines) && lines[i+1].page
	}
	at := map[string][]int{}
	for i, l := range lines {
		if i > 0 && edge(i) && !pageNumber.MatchString(l.text) && len(readMarks(l.text)) == 0 && !ends(l.text) {
			at[l.text] = append(at[l.text], i)
		}
	}
	out := map[int]bool{}
	for _, same := range at {
		for _, i := range same {
			if len(same) > 1 {
				out[i] = true
			}
		}
	}
	return out
}

// join makes paragraphs of lines. The lines of heading and ending stay as they are.
func join(lines []line) []Paragraph {
	from, to := body(lines)
	var out []Paragraph
	for _, l := range lines[:from] {
		out = append(out, Paragraph{Text: l.text})
	}
	out = append(out, newJoiner(lines[from:to]).paragraphs()...)
	for _, l := range lines[to:] {
		out = append(out, Paragraph{Text: l.text})
	}
	for i := range out {
		out[i].Text = strings.ReplaceAll(out[i].Text, softHyphen, "")
	}
	return out
}

// body finds where the bases or sections begin and where the recipients do.
func body(lines []line) (from, to int) {
	to = len(lines)
	for i, l := range lines {
		if begins(l.text, recipientOpeners...) > 0 {
			to = i
			break
		}
	}
	for i, l := range lines[:to] {
		if startsBody(l.text) {
			from = i
			break
		}
	}
	return from, signatureStart(lines, from, to)
}

// signatureStart finds a signature that stands before or without the recipients.
func signatureStart(lines []line, from, to int) int {
	for i := to - 1; i >= from && i > to-12; i-- {
		if capacityLine(lines[i].text) && i > from {
			to = i
		}
	}
	return to
}

// joiner decides for each line whether a paragraph begins there.
type joiner struct {
	lines     []line
	whole     bool // every line is a paragraph
	blankTell bool // an empty line ends a paragraph
	width     func(string) int
	indent    int // of first lines, in the unit of width
	full      int // a line that leaves less room than this is full
	last      map[markKind]int
}

func newJoiner(lines []line) *joiner {
	j := &joiner{lines: lines, last: map[markKind]int{}, width: utf8.RuneCountInString}
	var certain, apart int
	for i, l := range lines[min(1, len(lines)):] {
		if startsLower(l.text) && len(readMarks(l.text)) == 0 && !ends(lines[i].text) {
			certain++
			if l.blanks > 0 {
				apart++
			}
		}
	}
	j.whole = certain*50 <= len(lines)
	j.blankTell = apart*4 <= certain
	j.measure()
	return j
}

// measure learns how wide a full line is, from lines that certainly go on, in
// letters or in the widths of Times, whichever is steadier in this file.
func (j *joiner) measure() {
	best := 0.0
	for _, m := range []struct {
		width  func(string) int
		indent int
	}{{utf8.RuneCountInString, 0}, {timesWidth, 2500}} {
		var needs []int
		for i := 1; i < len(j.lines); i++ {
			prev, next := j.lines[i-1].text, j.lines[i].text
			if startsLower(next) && len(readMarks(next)) == 0 && !ends(prev) && utf8.RuneCountInString(prev) > 40 {
				needs = append(needs, needed(prev, next, m.width, m.indent))
			}
		}
		if len(needs) < 5 {
			continue
		}
		slices.Sort(needs)
		low, middle := needs[len(needs)/20], needs[len(needs)/2]
		if steady := float64(low) / float64(middle); steady > best {
			best = steady
			j.width, j.indent, j.full = m.width, m.indent, low*99/100
		}
	}
}

// needed is the room that prev would need to hold the first word of next too.
func needed(prev, next string, width func(string) int, indent int) int {
	word, _, _ := strings.Cut(next, " ")
	n := width(prev) + width(" ") + width(word)
	if len(readMarks(prev)) > 0 {
		n += indent
	}
	return n
}

// ends reports whether a line ends a sentence or announces a list.
func ends(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ":")
}

func (j *joiner) paragraphs() []Paragraph {
	var out []Paragraph
	var text strings.Builder
	first := 0
	for i, l := range j.lines {
		if i > 0 && !j.begins(i, first) {
			text.WriteString(glue(j.lines[i-1].text, l.text)[len(j.lines[i-1].text):])
			continue
		}
		if i > 0 {
			out = append(out, Paragraph{Text: text.String()})
		}
		text.Reset()
		text.WriteString(l.text)
		first = i
		j.remember(l.text)
	}
	if len(j.lines) > 0 {
		out = append(out, Paragraph{Text: text.String()})
	}
	for i := range out {
		out[i].Row = strings.Count(out[i].Text, "\t") > 1
	}
	return out
}

// remember notes the marks in use, so that a number that happens to begin a line
// is told from one that goes on counting.
func (j *joiner) remember(s string) {
	for _, m := range readMarks(s) {
		j.last[m.kind] = m.value
	}
}

// begins reports whether line i begins a paragraph; first is where the present one began.
func (j *joiner) begins(i, first int) bool {
	prev, l := j.lines[i-1].text, j.lines[i]
	if j.splitsName(prev, l.text) {
		return false
	}
	if strings.Contains(l.text, "\t") || strings.Contains(prev, "\t") {
		return true
	}
	for _, m := range readMarks(l.text) {
		if m.plausible(l.text) && (m.kind == bulletMark || m.value == 1 || m.follows(j.last[m.kind]) || ends(prev) || !j.isFull(i, first)) {
			return true
		}
	}
	if startsLower(l.text) && !ends(prev) {
		return false
	}
	if label, _ := cutLabel(l.text); label != "" && startsUpper(label) && strings.HasPrefix(l.text, label+":") {
		return true
	}
	if startsUpper(l.text) && strings.HasSuffix(l.text, ".") && j.onHeading(first) {
		return true
	}
	if j.whole || isHeading(prev) && !strings.HasSuffix(prev, ",") || j.headsProject(i, first) {
		return true
	}
	if strings.HasSuffix(prev, ",") || startsLower(l.text) {
		return false
	}
	if ends(prev) && (startsBasis(l.text) || j.opens(i)) || j.blankTell && l.blanks > 0 && !l.page {
		return true
	}
	return !j.isFull(i, first)
}

// headsProject reports whether line i is the heading of a project: below another
// heading or behind a full stop, not in a list of projects.
func (j *joiner) headsProject(i, first int) bool {
	if _, ok := readHeading(j.lines[i].text); !ok {
		return false
	}
	return j.onHeading(first) && !ends(j.lines[i-1].text) || strings.HasSuffix(j.lines[i-1].text, ".")
}

// onHeading reports whether the paragraph that began at line first heads a project.
func (j *joiner) onHeading(first int) bool {
	s := j.lines[first].text
	for _, m := range readMarks(s) {
		s = strings.TrimSpace(strings.TrimPrefix(s, m.print))
		break
	}
	h, ok := readHeading(s)
	return ok && h.title != ""
}

// opens reports whether the sentence that opens or closes the plan begins at line i.
func (j *joiner) opens(i int) bool {
	s := j.lines[i].text
	if i+1 < len(j.lines) {
		s += " " + j.lines[i+1].text
	}
	return openerAt(s) == 0 || begins(s, closingOpeners[:2]...) > 0 || i+8 >= len(j.lines) && closes(s) && strings.Contains(j.lines[len(j.lines)-1].text, "./")
}

// isFull reports whether the line before i had no room for the first word of i.
func (j *joiner) isFull(i, first int) bool {
	if j.full == 0 {
		return false
	}
	prev := j.lines[i-1].text
	n := needed(prev, j.lines[i].text, j.width, 0)
	if i-1 == first {
		n += j.indent
	}
	return n >= j.full
}

// splitsName reports whether a dash at the break belongs to a name, a span of years
// or the number of a document.
func (j *joiner) splitsName(prev, next string) bool {
	if strings.HasSuffix(prev, "-") || strings.HasSuffix(prev, "–") || strings.HasSuffix(prev, softHyphen) {
		return true
	}
	rest, dashed := strings.CutPrefix(strings.Replace(next, "–", "-", 1), "-")
	if !dashed {
		return false
	}
	if r, _ := utf8.DecodeLastRuneInString(prev); unicode.IsDigit(r) && rest != "" && unicode.IsDigit(rune(strings.TrimSpace(rest)[0])) {
		return true
	}
	if rest != "" && hyphenated(prev, next) {
		return true
	}
	p, n := lower(prev), lower(strings.TrimSpace(rest))
	for _, c := range compounds {
		if strings.HasSuffix(p, c.left) && strings.HasPrefix(n, c.right) {
			return true
		}
	}
	return false
}

var (
	numberTail = regexp.MustCompile(`[\pL\d]/?-$|\d/$|/[A-ZĐ][\pL\d]*/$`)
	numberHead = regexp.MustCompile(`^-[A-ZĐ]{2}`)
	codeTail   = regexp.MustCompile(`\d/[A-ZĐ][\pL\d]*$`)
)

// hyphenated reports whether the break lies inside one word: "TT-" + "BNNPTNT".
func hyphenated(prev, next string) bool {
	return strings.HasSuffix(prev, softHyphen) || numberTail.MatchString(prev) || codeTail.MatchString(prev) && numberHead.MatchString(next)
}

// glue puts the next line behind the text, without a blank where a word was broken.
func glue(s, next string) string {
	if hyphenated(s, next) {
		return s + next
	}
	return s + " " + next
}
