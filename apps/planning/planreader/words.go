package planreader

import (
	"slices"
	"strings"
)

// Printed lists the paragraphs of the plan in printed order: heading, bases,
// opening, sections, closing, recipients and signature, annexes.
func (p *Plan) Printed() []string {
	out := slices.Concat(p.headingLines(), p.Preamble, p.Opening)
	out = printSections(out, p.Sections)
	return slices.Concat(out, p.Closing, p.endingLines(), p.Unplaced)
}

// Words are the words of the plan in printed order: the same as those of the
// document that it was read from, without page numbers.
func (p *Plan) Words() []string {
	var out []string
	for _, s := range p.Printed() {
		out = append(out, strings.Fields(s)...)
	}
	return out
}

func printSections(out []string, sections []Section) []string {
	for _, s := range sections {
		out = append(out, s.Paragraphs()...)
		out = printSections(out, s.Children)
	}
	return out
}

// Paragraphs are the section's own paragraphs as printed, without its children.
func (s Section) Paragraphs() []string {
	lines := textLines(s.Text)
	if s.TitleBelow {
		return append([]string{s.Mark, s.Title + s.After}, lines...)
	}
	head := strings.TrimSpace(s.Mark + " " + s.Title + s.After)
	if head == "" {
		return lines
	}
	if len(lines) > 0 && s.RunIn {
		head, lines = head+" "+lines[0], lines[1:]
	}
	return append([]string{head}, lines...)
}

// headingLines are the printed lines while they still say what the header says.
func (p *Plan) headingLines() []string {
	h := p.Header
	body := paragraphsOf(slices.Concat(p.Preamble, p.Opening))
	if read := readHeader(paragraphsOf(h.Lines), body, body); same(read, h) {
		return h.Lines
	}
	var out []string
	for _, s := range []Optional{h.Issuer, h.Number, h.Place, h.Date, h.Type, h.Title} {
		if s != "" {
			out = append(out, string(s))
		}
	}
	return out
}

func same(a, b Header) bool {
	return a.Number == b.Number && a.Date == b.Date && lower(string(a.Issuer)) == lower(string(b.Issuer)) && a.Type == b.Type && a.Title == b.Title && a.Place == b.Place
}

func paragraphsOf(lines []string) []Paragraph {
	out := make([]Paragraph, 0, len(lines))
	for _, l := range lines {
		out = append(out, Paragraph{Text: l})
	}
	return out
}

// endingLines are the printed lines while they still say who receives and signs.
func (p *Plan) endingLines() []string {
	recipients, signatory := readEnding(p.Ending)
	if slices.Equal(recipients, p.Recipients) && slices.Equal(signatory.Capacity, p.Signatory.Capacity) && signatory.Name == p.Signatory.Name {
		return p.Ending
	}
	out := slices.Concat(p.Recipients, p.Signatory.Capacity)
	if p.Signatory.Name != "" {
		out = append(out, string(p.Signatory.Name))
	}
	return out
}
