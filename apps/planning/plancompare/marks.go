package plancompare

import (
	"fmt"
	"html"
	"strings"
)

// The marks stand in the private use area of Unicode, which no plan's text holds
// (Plain takes them out before texts are compared).
const (
	addedFrom   = '\uE0F0'
	addedTo     = '\uE0F1'
	removedFrom = '\uE0F2'
	removedTo   = '\uE0F3'
	anchorFrom  = '\uE0F4' // then the number of the change
	anchorTo    = '\uE0F5'
	movedFrom   = '\uE0F6' // then where the section came from
	movedTo     = '\uE0F7'
)

func isMark(r rune) bool { return r >= addedFrom && r <= movedTo }

// Plain is s without marks and without what stands in them for the reader: the text
// as it was written.
func Plain(s string) string { return pick(s, true, true) }

// Old and New are the text before and after the change.
func Old(s string) string { return pick(s, false, true) }

// New is the text after the change.
func New(s string) string { return pick(s, true, false) }

func pick(s string, added, removed bool) string {
	if strings.IndexFunc(s, isMark) < 0 {
		return s
	}
	var b strings.Builder
	skip := 0
	for _, r := range s {
		leave := r == addedFrom && !added || r == removedFrom && !removed || r == anchorFrom || r == movedFrom
		back := r == addedTo && !added || r == removedTo && !removed || r == anchorTo || r == movedTo
		switch {
		case leave:
			skip++
		case back:
			skip = max(0, skip-1)
		case skip == 0 && !isMark(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// wrap puts marks around each piece of s between tabs that holds anything.
func wrap(s string, from, to rune) string {
	if strings.TrimSpace(s) == "" {
		return s
	}
	cells := strings.Split(s, "\t")
	for i, c := range cells {
		if c != "" {
			cells[i] = string(from) + c + string(to)
		}
	}
	return strings.Join(cells, "\t")
}

func added(s string) string   { return wrap(s, addedFrom, addedTo) }
func removed(s string) string { return wrap(s, removedFrom, removedTo) }

// Words are what a comparison says to those who do not see its colours.
type Words struct {
	Added, Removed string // read before the words: "thêm", "bỏ"
	Moved          string // shown before the old place: "chuyển từ"
}

// Markup makes elements of the marks in HTML: <ins> and <del> with a word for screen
// readers, an anchor "change-3" for each change, the place from which a section came.
func Markup(page string, w Words) string {
	sr := func(s string) string { return `<span class="sr">` + html.EscapeString(s) + ` </span>` }
	return strings.NewReplacer(
		string(addedFrom), `<ins class="cmp-added">`+sr(w.Added), string(addedTo), `</ins>`,
		string(removedFrom), `<del class="cmp-removed">`+sr(w.Removed), string(removedTo), `</del>`,
		string(anchorFrom), `<span class="cmp-anchor" id="change-`, string(anchorTo), `"></span>`,
		string(movedFrom), `<span class="cmp-moved">`+html.EscapeString(w.Moved)+" ", string(movedTo), `</span> `,
	).Replace(page)
}

func anchor(n int) string { return fmt.Sprintf("%c%d%c", anchorFrom, n, anchorTo) }
