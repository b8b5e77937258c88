package plancompare

import (
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
)

// Kind is what happened to a part of a plan.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
	Moved   Kind = "moved" // and perhaps changed too, when it has words
)

// Change is what happened to one part.
type Change struct {
	Anchor  int    `json:"anchor"`  // of "change-3" in the document
	Kind    Kind   `json:"kind"`    //
	Section string `json:"section"` // id, or the name of a part that is no section
	Title   string `json:"title"`   // with its mark, "" for a part that is no section
	From    string `json:"from"`    // number path before, of one that moved or was removed
	To      string `json:"to"`      // number path now
	Added   int    `json:"added"`   // words
	Removed int    `json:"removed"`
}

// Comparison is a plan that holds the texts of both, with marks around what changed,
// and the list of changes in the order of the document.
type Comparison struct {
	Plan       planreader.Plan
	Changes    []Change
	Renumbered int // sections whose number alone is another
}

// Compare compares two plans. ByID says that their sections' ids were given out
// together (versions of one plan).
func Compare(before, after *planreader.Plan, byID bool) Comparison {
	c := comparer{match: match(before, after, byID), was: paths(before), is: paths(after)}
	c.out.Changes = []Change{}
	c.out.Plan = planreader.Plan{Header: after.Header, LegalBases: after.LegalBases}
	p := &c.out.Plan
	title := c.part("title", []string{string(before.Header.Title)}, []string{string(after.Header.Title)})
	p.Header.Title = planreader.Optional(strings.Join(title, " "))
	p.Preamble = c.part("preamble", before.Preamble, after.Preamble)
	p.Opening = c.part("opening", before.Opening, after.Opening)
	p.Sections = c.sections(before.Sections, after.Sections)
	p.Closing = c.part("closing", before.Closing, after.Closing)
	p.Recipients = c.part("recipients", before.Recipients, after.Recipients)
	signs := c.part("signatory", signatory(before), signatory(after))
	if n := len(signs); n > 0 {
		p.Signatory = planreader.Signatory{Capacity: signs[:n-1], Name: planreader.Optional(signs[n-1])}
	}
	p.Unplaced = c.part("unplaced", before.Unplaced, after.Unplaced)
	return c.out
}

func signatory(p *planreader.Plan) []string {
	return append(slices.Clone(p.Signatory.Capacity), string(p.Signatory.Name))
}

// paths are the number paths by section.
func paths(p *planreader.Plan) map[*planreader.Section]string {
	byID := p.Paths()
	out := make(map[*planreader.Section]string, len(byID))
	walk(p.Sections, func(s *planreader.Section) { out[s] = byID[s.ID] })
	return out
}

type comparer struct {
	match   matching
	was, is map[*planreader.Section]string
	inWhole bool // in a section that came or went as a whole
	out     Comparison
}

// note lists a change and returns its anchor.
func (c *comparer) note(ch Change) string {
	ch.Anchor = len(c.out.Changes) + 1
	c.out.Changes = append(c.out.Changes, ch)
	return anchor(ch.Anchor)
}

// part compares a part that is no section.
func (c *comparer) part(name string, before, after []string) []string {
	var t tally
	out := slices.Clone(t.lines(before, after))
	if t.none() || len(out) == 0 {
		return out
	}
	kind := Changed
	switch {
	case strings.Join(before, "") == "":
		kind = Added
	case strings.Join(after, "") == "":
		kind = Removed
	}
	at := slices.IndexFunc(out, func(s string) bool { return strings.IndexFunc(s, isMark) >= 0 })
	out[at] = anchored(c.note(Change{Kind: kind, Section: name, Added: t.added, Removed: t.removed}), out[at])
	return out
}

// anchored puts an anchor into a line, behind its bullet.
func anchored(mark, line string) string {
	bullet, rest := cutBullet(line)
	return bullet + mark + rest
}

// sections merges two lists: the new order, with what was removed behind the section
// that it followed.
func (c *comparer) sections(before, after []planreader.Section) []planreader.Section {
	removed := map[*planreader.Section][]*planreader.Section{} // by the new section before it
	var follow *planreader.Section
	in := map[*planreader.Section]bool{}
	for i := range after {
		in[&after[i]] = true
	}
	for i := range before {
		switch s := c.match.new[&before[i]]; {
		case s == nil:
			removed[follow] = append(removed[follow], &before[i])
		case in[s]:
			follow = s
		}
	}
	still := c.inOrder(before, after)
	out := make([]planreader.Section, 0, len(after))
	gone := func(list []*planreader.Section) {
		for _, s := range list {
			out = append(out, c.removed(s))
		}
	}
	gone(removed[nil])
	for i := range after {
		s := &after[i]
		if o := c.match.old[s]; o != nil {
			out = append(out, c.both(o, s, !still[s]))
		} else {
			out = append(out, c.added(s))
		}
		gone(removed[s])
	}
	return out
}

// inOrder are the sections of a list that stood there before and in the same order:
// the longest row of them, all others moved.
func (c *comparer) inOrder(before, after []planreader.Section) map[*planreader.Section]bool {
	place := map[*planreader.Section]int{}
	for i := range before {
		place[&before[i]] = i + 1
	}
	var row []*planreader.Section
	var at []int
	for i := range after {
		if n := place[c.match.old[&after[i]]]; n > 0 && c.match.old[&after[i]] != nil {
			row, at = append(row, &after[i]), append(at, n)
		}
	}
	best, from, last := make([]int, len(at)), make([]int, len(at)), -1
	for i := range at {
		best[i], from[i] = 1, -1
		for k := range i {
			if at[k] < at[i] && best[k]+1 > best[i] {
				best[i], from[i] = best[k]+1, k
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	out := map[*planreader.Section]bool{}
	for i := last; i >= 0; i = from[i] {
		out[row[i]] = true
	}
	return out
}

// both merges a section with itself.
func (c *comparer) both(o, s *planreader.Section, moved bool) planreader.Section {
	var t tally
	m := *s
	m.Title = t.words(o.Title, s.Title)
	if o.After != s.After {
		m.After = t.words(o.After, s.After)
	}
	m.Text = c.text(&t, o, s)
	if o.Mark != s.Mark {
		m.Mark = removed(o.Mark) + spaceBetween(o.Mark, s.Mark) + added(s.Mark)
	}
	switch {
	case moved:
		mark := c.note(Change{Kind: Moved, Section: s.ID, Title: label(s), From: c.was[o], To: c.is[s], Added: t.added, Removed: t.removed})
		front(&m, mark+string(movedFrom)+placeName(c.was[o])+string(movedTo))
	case !t.none():
		front(&m, c.note(Change{Kind: Changed, Section: s.ID, Title: label(s), From: c.was[o], To: c.is[s], Added: t.added, Removed: t.removed}))
	case o.Mark != s.Mark:
		c.out.Renumbered++
	}
	m.Children = c.sections(o.Children, s.Children)
	return m
}

func spaceBetween(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return " "
}

func placeName(path string) string {
	if path == "" {
		return "…"
	}
	return path
}

// text merges the texts of a section; a first line that runs in behind the title is
// compared with the one that ran in before.
func (c *comparer) text(t *tally, o, s *planreader.Section) string {
	if o.Text == s.Text && o.RunIn == s.RunIn {
		return s.Text
	}
	before, after := split(o.Text), split(s.Text)
	if !s.RunIn || len(after) == 0 {
		return strings.Join(t.lines(before, after), "\n")
	}
	first := ""
	if len(before) > 0 && (o.RunIn || likeLines(before[0], after[0])) {
		first, before = before[0], before[1:]
	}
	return strings.Join(append([]string{t.line(first, after[0])}, t.lines(before, after[1:])...), "\n")
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// front puts a mark before everything that a section prints.
func front(s *planreader.Section, mark string) {
	switch {
	case s.Mark != "":
		s.Mark = mark + s.Mark
	case s.Title != "":
		s.Title = mark + s.Title
	case s.Text != "":
		first, rest, more := strings.Cut(s.Text, "\n")
		s.Text = anchored(mark, first)
		if more {
			s.Text += "\n" + rest
		}
	}
}

func label(s *planreader.Section) string {
	title := s.Title
	if title == "" {
		words := strings.Fields(s.Text)
		if title = strings.Join(words[:min(len(words), 8)], " "); len(words) > 8 {
			title += "…"
		}
	}
	return strings.TrimSpace(s.Mark + " " + title)
}

// added is a section that was not there before.
func (c *comparer) added(s *planreader.Section) planreader.Section {
	m := wholly(s, added)
	c.outermost(&m, Change{Kind: Added, Section: s.ID, Title: label(s), To: c.is[s], Added: words(s)}, func() {
		m.Children = c.sections(nil, s.Children)
	})
	return m
}

// removed is a section that is there no more; what moved out of it is shown where it
// stands now.
func (c *comparer) removed(s *planreader.Section) planreader.Section {
	m := wholly(s, removed)
	c.outermost(&m, Change{Kind: Removed, Section: s.ID, Title: label(s), From: c.was[s], Removed: words(s)}, func() {
		m.Children = []planreader.Section{}
		for i := range s.Children {
			if c.match.new[&s.Children[i]] == nil {
				m.Children = append(m.Children, c.removed(&s.Children[i]))
			}
		}
	})
	return m
}

// outermost lists a section that came or went as a whole once, not each one in it.
func (c *comparer) outermost(m *planreader.Section, ch Change, children func()) {
	if !c.inWhole {
		front(m, c.note(ch))
	}
	outer := c.inWhole
	c.inWhole = true
	children()
	c.inWhole = outer
}

// wholly marks all that a section itself prints.
func wholly(s *planreader.Section, mark func(string) string) planreader.Section {
	m := *s
	m.Mark, m.Title, m.After = mark(s.Mark), mark(s.Title), mark(s.After)
	lines := split(s.Text)
	for i, line := range lines {
		bullet, rest := cutBullet(line)
		lines[i] = bullet + mark(rest)
	}
	m.Text = strings.Join(lines, "\n")
	return m
}

// words counts those of a section with all that stands in it.
func words(s *planreader.Section) int { return len(strings.Fields(whole(s))) }
