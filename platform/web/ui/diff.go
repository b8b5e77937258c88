package ui

import "strings"

// Change says what became of a piece of text.
type Change int

// The changes.
const (
	Kept Change = iota
	Added
	Removed
)

// DiffPart is a run of text with one change.
type DiffPart struct {
	Change Change
	Text   string
}

// diffLimit bounds the table of the comparison (words before × words after), and
// with it time and memory: about 16 MB.
const diffLimit = 4_000_000

// Compare finds what was added and removed, word by word. Texts that differ in
// more words than diffLimit allows are shown as removed and added whole. The
// kept and removed parts together are before; the kept and added ones after.
func Compare(before, after string) []DiffPart {
	a, b := words(before), words(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d differ
	d.add(Kept, a[:head]...)
	d.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	d.add(Kept, a[len(a)-tail:]...)
	return d.parts
}

// words cuts after each run of blanks, so that joining gives the text again.
func words(s string) []string {
	var out []string
	for s != "" {
		end := strings.IndexAny(s, " \n\t")
		if end < 0 {
			return append(out, s)
		}
		for end < len(s) && strings.IndexByte(" \n\t", s[end]) >= 0 {
			end++
		}
		out, s = append(out, s[:end]), s[end:]
	}
	return out
}

type differ struct{ parts []DiffPart }

func (d *differ) add(c Change, words ...string) {
	text := strings.Join(words, "")
	if text == "" {
		return
	}
	if last := len(d.parts) - 1; last >= 0 && d.parts[last].Change == c {
		d.parts[last].Text += text
		return
	}
	d.parts = append(d.parts, DiffPart{c, text})
}

// middle walks the table of longest common subsequences.
func (d *differ) middle(a, b []string) {
	if len(a)*len(b) > diffLimit {
		d.add(Removed, a...)
		d.add(Added, b...)
		return
	}
	table := common(a, b)
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			d.add(Kept, a[i])
			i, j = i+1, j+1
		case table[i+1][j] >= table[i][j+1]:
			d.add(Removed, a[i])
			i++
		default:
			d.add(Added, b[j])
			j++
		}
	}
	d.add(Removed, a[i:]...)
	d.add(Added, b[j:]...)
}

// common holds at [i][j] the length of the longest common subsequence of a[i:] and b[j:].
func common(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	cells := make([]int32, (len(a)+1)*(len(b)+1))
	for i := range table {
		table[i], cells = cells[:len(b)+1], cells[len(b)+1:]
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}
