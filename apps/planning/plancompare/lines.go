package plancompare

import (
	"strings"
	"unicode"
)

// tally counts the words of a change.
type tally struct{ added, removed int }

func (t *tally) add(s string)    { t.added += len(strings.Fields(s)) }
func (t *tally) remove(s string) { t.removed += len(strings.Fields(s)) }
func (t tally) none() bool       { return t == tally{} }

// lines merges two lists of paragraphs and rows: equal ones stay, like ones are
// compared by word, all others are added or removed.
func (t *tally) lines(before, after []string) []string {
	if equal(before, after) {
		return before
	}
	var out []string
	var gone, come []string
	flush := func() {
		out = append(out, t.gap(gone, come)...)
		gone, come = nil, nil
	}
	for _, e := range diff(before, after) {
		switch e.op {
		case -1:
			gone = append(gone, before[e.from:e.to]...)
		case 1:
			come = append(come, after[e.from:e.to]...)
		default:
			flush()
			out = append(out, before[e.from:e.to]...)
		}
	}
	flush()
	return out
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// maxPairs bounds how many paragraphs are looked through for one that is like another.
const maxPairs = 40

// gap merges what stands between equal paragraphs: each new one with the next old one
// that is like it.
func (t *tally) gap(gone, come []string) (out []string) {
	for _, line := range come {
		at := -1
		for i := 0; i < min(len(gone), maxPairs) && at < 0; i++ {
			if likeLines(gone[i], line) {
				at = i
			}
		}
		if at < 0 {
			out = append(out, t.comes(line))
			continue
		}
		for _, g := range gone[:at] {
			out = append(out, t.goes(g))
		}
		out = append(out, t.line(gone[at], line))
		gone = gone[at+1:]
	}
	for _, g := range gone {
		out = append(out, t.goes(g))
	}
	return out
}

// likeLines reports whether one line may have become the other.
func likeLines(a, b string) bool {
	if rows := strings.Contains(a, "\t"); rows != strings.Contains(b, "\t") {
		return false
	} else if rows {
		first, _, _ := strings.Cut(a, "\t")
		other, _, _ := strings.Cut(b, "\t")
		return first == other || similarity(strings.Split(a, "\t"), strings.Split(b, "\t")) >= 0.4 || alike(a, b)
	}
	return similarity(strings.Fields(a), strings.Fields(b)) >= 0.4
}

func (t *tally) comes(line string) string {
	t.add(line)
	bullet, rest := cutBullet(line)
	return bullet + added(rest)
}

func (t *tally) goes(line string) string {
	t.remove(line)
	bullet, rest := cutBullet(line)
	return bullet + removed(rest)
}

// line merges two like paragraphs, or two rows cell by cell.
func (t *tally) line(before, after string) string {
	if strings.Contains(after, "\t") {
		old, cells := strings.Split(before, "\t"), strings.Split(after, "\t")
		for len(old) < len(cells) {
			old = append(old, "")
		}
		for i := range cells {
			cells[i] = t.words(old[i], cells[i])
		}
		for _, c := range old[len(cells):] {
			t.remove(c)
			cells = append(cells, removed(c))
		}
		return strings.Join(cells, "\t")
	}
	wasBullet, wasRest := cutBullet(before)
	bullet, rest := cutBullet(after) // one bullet for another is no change worth a mark
	if wasBullet != bullet && (bullet == "" || wasBullet == "") {
		return t.words(before, after)
	}
	return bullet + t.words(wasRest, rest)
}

// words merges two texts word by word.
func (t *tally) words(before, after string) string {
	if before == after {
		return after
	}
	a, b := tokens(before), tokens(after)
	var out strings.Builder
	var gone string
	flush := func(come string) {
		blank := ""
		if strings.HasSuffix(gone, " ") && strings.HasSuffix(come, " ") {
			gone, come, blank = strings.TrimSuffix(gone, " "), strings.TrimSuffix(come, " "), " "
		}
		t.remove(gone)
		t.add(come)
		out.WriteString(removed(gone) + added(come) + blank)
		gone = ""
	}
	for _, e := range diff(a, b) {
		switch {
		case e.op < 0:
			gone = strings.Join(a[e.from:e.to], "")
		case e.op > 0:
			flush(strings.Join(b[e.from:e.to], ""))
		default:
			flush("")
			out.WriteString(strings.Join(a[e.from:e.to], ""))
		}
	}
	flush("")
	return out.String()
}

// tokens are the words of s, each with the blanks behind it; punctuation at the end
// of a word is a token of its own, so that a comma alone can change.
func tokens(s string) []string {
	out := make([]string, 0, len(s)/5)
	start, kind := 0, 0
	for i, r := range s {
		k := kindOf(s, i, r)
		if i > 0 && k != blankKind && (kind == blankKind || k != kind) {
			out = append(out, s[start:i])
			start = i
		}
		kind = k
	}
	return append(out, s[start:])
}

const (
	wordKind = iota + 1
	punctuationKind
	blankKind
)

// kindOf tells what stands at i: a comma between digits is part of their number.
func kindOf(s string, i int, r rune) int {
	switch {
	case r == ' ':
		return blankKind
	case r == '/' || r == '-' || r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
		return wordKind
	case (r == ',' || r == '.') && i > 0 && i+1 < len(s) && digit(s[i-1]) && digit(s[i+1]):
		return wordKind
	case unicode.IsPunct(r):
		return punctuationKind
	}
	return wordKind
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// cutBullet takes bullet and blank off a line.
func cutBullet(s string) (bullet, rest string) {
	for _, b := range []string{"- ", "– ", "+ ", "* ", "• "} {
		if strings.HasPrefix(s, b) {
			return b, s[len(b):]
		}
	}
	return "", s
}
