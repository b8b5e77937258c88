package planedit

import (
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
)

// Pasted is what was pasted, as sections, or, where nothing in it is numbered or a
// heading, as lines of text.
type Pasted struct {
	Lines    []string
	Sections []planreader.Section
}

// Arrange makes lines or sections of blocks.
func Arrange(blocks []Block) Pasted {
	structured := slices.ContainsFunc(blocks, func(b Block) bool { return b.Heading > 0 && !b.Row })
	if !structured {
		ps := make([]planreader.Paragraph, len(blocks))
		for i, b := range blocks {
			ps[i] = b.Paragraph
		}
		sections := planreader.Outline(ps)
		if slices.ContainsFunc(sections, func(s planreader.Section) bool { return s.Number != "" }) {
			return Pasted{Sections: sections}
		}
		var lines []string
		each(sections, func(s *planreader.Section) { lines = append(lines, s.Paragraphs()...) })
		return Pasted{Lines: lines}
	}
	sections, rest := headed(blocks, 0)
	for len(rest) > 0 {
		var more []planreader.Section
		more, rest = headed(rest, 0)
		sections = append(sections, more...)
	}
	return Pasted{Sections: sections}
}

// headed makes sections of blocks until a heading of this level or above comes.
func headed(blocks []Block, level int) (out []planreader.Section, rest []Block) {
	n := slices.IndexFunc(blocks, func(b Block) bool { return b.Heading > 0 && !b.Row })
	if n < 0 {
		n = len(blocks)
	}
	if n > 0 {
		out = append(out, Arrange(plainBlocks(blocks[:n])).asSections()...)
	}
	blocks = blocks[n:]
	for len(blocks) > 0 && blocks[0].Heading > level {
		b := blocks[0]
		s := titledBy(b)
		var below []planreader.Section
		below, blocks = headed(blocks[1:], b.Heading)
		if len(below) > 0 && below[0].Number == "" && below[0].Title == "" && below[0].Mark == "" {
			s.Text, below = join(s.Text, below[0].Text), append(below[0].Children, below[1:]...)
		}
		s.Children = append(s.Children, below...)
		out = append(out, s)
	}
	return out, blocks
}

func plainBlocks(blocks []Block) []Block {
	out := slices.Clone(blocks)
	for i := range out {
		out[i].Heading = 0
	}
	return out
}

func (p Pasted) asSections() []planreader.Section {
	if len(p.Lines) == 0 {
		return p.Sections
	}
	return []planreader.Section{{Text: strings.Join(p.Lines, "\n"), Children: []planreader.Section{}}}
}

// titledBy is the section that a heading opens, its mark taken off its title.
func titledBy(b Block) planreader.Section {
	list := planreader.Outline([]planreader.Paragraph{b.Paragraph})
	if len(list) == 1 && list[0].Title != "" {
		return list[0]
	}
	return planreader.Section{Title: b.Text, Mark: b.Mark, Children: []planreader.Section{}}
}

// PasteSections puts sections at a position, one behind the other, each numbered in
// the style of the list that it comes into, on every level.
func PasteSections(p *planreader.Plan, to Position, sections []planreader.Section) (Outcome, error) {
	return change(p, inserted, func(o *Outcome) error {
		for _, s := range sections {
			id, err := pasteOne(p, to, s)
			if err != nil {
				return err
			}
			if o.Section == "" {
				o.Section, o.From = id, to
			}
			to.After = id
		}
		return nil
	})
}

func pasteOne(p *planreader.Plan, to Position, s planreader.Section) (string, error) {
	children := s.Children
	s.Children = nil
	if s.Mark == "" && s.Title != "" {
		s.Mark = "-"
	}
	done, err := InsertSection(p, to, s)
	if err != nil {
		return "", err
	}
	at := Position{Parent: done.Section}
	for _, c := range children {
		if at.After, err = pasteOne(p, at, c); err != nil {
			return "", err
		}
	}
	return done.Section, nil
}

// PasteLines puts lines into the text of a section behind the line after (-1: before
// the first).
func PasteLines(p *planreader.Plan, section string, after int, lines []string) error {
	s := p.Section(section)
	if s == nil {
		return faultGone()
	}
	all := textLines(s.Text)
	at := min(max(after+1, 0), len(all))
	setLines(s, slices.Concat(all[:at], lines, all[at:]))
	return nil
}
