package planreader

import (
	"strings"
	"unicode/utf8"
)

// endingStart is the index of the first paragraph of recipients and signature.
func endingStart(ps []Paragraph) int {
	for i, p := range ps {
		if begins(p.Text, recipientOpeners...) > 0 {
			return signatureBefore(ps, i)
		}
	}
	return signatureBefore(ps, len(ps))
}

// signatureBefore moves i up over a signature that is printed before it.
func signatureBefore(ps []Paragraph, i int) int {
	for k := i - 1; k > 0 && k > i-8; k-- {
		if capacityLine(ps[k].Text) {
			i = k
		}
	}
	return i
}

// capacityLine reports whether a line states in which capacity somebody signs.
func capacityLine(s string) bool {
	return upperCase(s) && utf8.RuneCountInString(s) < 60 && beginsCapacity(s)
}

func beginsCapacity(s string) bool {
	l := lower(s)
	for _, c := range capacityOpeners {
		if strings.HasPrefix(l, c) {
			return true
		}
	}
	return false
}

// ending collects recipients and signature from the printed lines.
type ending struct {
	recipients []string
	signatory  Signatory
	listing    bool
}

// readEnding reads the lines below the text; two columns may share a line.
func readEnding(lines []string) ([]string, Signatory) {
	e := ending{recipients: []string{}, signatory: Signatory{Capacity: []string{}}}
	for _, l := range lines {
		if n := begins(l, recipientOpeners...); n > 0 {
			l, e.listing = strings.TrimLeft(l[n:], " :\t"), true
		}
		for _, cell := range strings.Split(l, "\t") {
			e.cell(strings.TrimSpace(cell))
		}
	}
	return e.recipients, e.signatory
}

func (e *ending) cell(s string) {
	left, right := columnsOf(s)
	switch {
	case s == "":
	case capacityLine(s):
		e.signatory.Capacity = append(e.signatory.Capacity, s)
	case e.listing && strings.HasPrefix(s, "(") && len(e.recipients) > 0 && len(e.signatory.Capacity) == 0:
		e.recipients[len(e.recipients)-1] += " " + plainRecipient(s)
	case e.listing && right != "" && (capacityLine(right) || personName(right)):
		e.cell(left)
		e.cell(right)
	case e.listing && isBullet(s):
		e.recipients = append(e.recipients, plainRecipient(s))
	case personName(s) && len(e.signatory.Capacity) > 0:
		e.signatory.Name = Optional(s)
	case e.listing && len(e.recipients) > 0 && len(e.signatory.Capacity) == 0 && !strings.HasPrefix(s, "("):
		e.recipients[len(e.recipients)-1] += " " + plainRecipient(s)
	case e.listing && len(e.signatory.Capacity) == 0:
		e.recipients = append(e.recipients, plainRecipient(s))
	}
}

// columnsOf splits a line into which a PDF flattened two columns: what follows the
// end of a recipient.
func columnsOf(s string) (left, right string) {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ';' || s[i] == '.' && endsSentence(s, i) {
			return s[:i+1], strings.TrimSpace(s[i+1:])
		}
	}
	return s, ""
}

func isBullet(s string) bool {
	bullet, _ := cutBullet(s)
	return bullet != ""
}

// plainRecipient is a recipient without bullet and punctuation; "(B/c)" stays.
func plainRecipient(s string) string {
	_, s = cutBullet(s)
	s = strings.NewReplacer("; (", " (", ";(", " (").Replace(s)
	return strings.TrimRight(strings.TrimSpace(s), ";. ")
}

// personName reports whether a line is two to six words, each with a capital.
func personName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 6 || upperCase(s) && beginsCapacity(s) || strings.ContainsAny(s, "()[]:;,0123456789/&-") {
		return false
	}
	for _, w := range words {
		if !startsUpper(w) {
			return false
		}
	}
	return true
}
