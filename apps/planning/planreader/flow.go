package planreader

import (
	"slices"
	"strings"
)

// item is one printed paragraph of the sections on the way through them: what the
// readers of meaning walk over.
type item struct {
	at    string   // number path of the nearest numbered section
	depth int      // of its section, from 1
	head  bool     // mark and title of a section, with the text that runs in
	mark  string   // as printed
	text  string   // without the mark
	title string   // of a head
	after string   // punctuation after the title
	path  []string // titles of the sections around, the top one first
	zone  zone     // what the part is about
	outer zone     // the same of the section around its own
	inner bool     // it stands in a project
	id    string   // of its section
	line  int      // of its section's text; -1 for a head that no text runs in behind
}

// whole is the paragraph as printed.
func (it item) whole() string { return strings.TrimSpace(it.mark + " " + it.text) }

// row reports whether it is a row of a table.
func (it item) row() bool { return strings.Contains(it.text, "\t") }

// zone tells the parts on tasks and on money from all others.
type zone int

const (
	contentZone zone = iota
	taskZone
	fundingZone
)

// zoneOf reads the zone from the titles around, the innermost first. Inside a
// project they name its fields, and a title of both kinds decides nothing.
func zoneOf(titles []string) zone {
	if projectAmong(titles) {
		return contentZone
	}
	for _, t := range slices.Backward(titles) {
		tasks, funding := begins(t, taskSections...) > 0 || has(t, "tổ chức thực hiện"), has(t, fundingSections...)
		switch {
		case tasks && !funding:
			return taskZone
		case funding && !tasks:
			return fundingZone
		case begins(t, contentSections...) > 0 && !tasks && !funding:
			return contentZone
		}
	}
	return contentZone
}

// around is the zone that the item itself says nothing about: for a title that of
// the section around it.
func (it item) around() zone {
	if it.head {
		return it.outer
	}
	return it.zone
}

// projectAmong reports whether one of the titles heads a project.
func projectAmong(titles []string) bool {
	return slices.ContainsFunc(titles, func(t string) bool {
		_, ok := readHeading(t)
		return ok
	})
}

// under reports whether a section around the item has a title with these words.
func (it item) under(phrases []string) bool {
	for _, t := range it.path {
		if has(t, phrases...) {
			return true
		}
	}
	return false
}

// flow lists the paragraphs of the sections in printed order.
func flow(sections []Section) []item { return walk(nil, sections, "", "", nil) }

func walk(out []item, sections []Section, at, parent string, path []string) []item {
	for _, s := range sections {
		here, number := at, parent
		if s.Number != "" {
			here, number = numberPath(at, parent, s.Number), s.Number
		}
		around := append(append([]string{}, path...), s.Title)
		base := item{at: here, depth: len(around), path: around, zone: zoneOf(around), outer: zoneOf(path), inner: projectAmong(around), id: s.ID, line: -1}
		lines, from := textLines(s.Text), 0
		if s.Mark != "" || s.Title != "" || s.Number != "" {
			h := base
			h.head, h.mark, h.title, h.after, h.text = true, s.Mark, s.Title, s.After, s.Title+s.After
			if len(lines) > 0 && (s.RunIn || s.Title == "") { // also where an editor put the text on a line of its own
				h.text, h.line = strings.TrimSpace(h.text+" "+lines[0]), 0
				lines, from = lines[1:], 1
			}
			out = append(out, h)
		}
		for i, l := range lines {
			it := base
			it.line = from + i
			it.mark, it.text = cutBullet(l)
			out = append(out, it)
		}
		out = walk(out, s.Children, here, number, around)
	}
	return out
}

// numberPath puts a number behind the path of its parent; "1.2" takes the place of "1".
func numberPath(at, parent, number string) string {
	if parent != "" && strings.HasPrefix(number, parent+".") {
		at = strings.TrimSuffix(strings.TrimSuffix(at, parent), ".")
	}
	if at == "" {
		return number
	}
	return at + "." + number
}

func textLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
