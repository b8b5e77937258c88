package planning

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/text"
)

// The parts of a plan that are no numbered section, by the name with which they
// are addressed. Sections are addressed by their id, "s12", or by their place now,
// "4-1-2".
const (
	PartTitle      = "title"
	PartPreamble   = "preamble"
	PartOpening    = "opening"
	PartClosing    = "closing"
	PartRecipients = "recipients"
	PartSignatory  = "signatory"
)

// Part is a piece of a plan as it is edited: a section without its children, or
// one of the parts around them. Tag changes with its content.
type Part struct {
	Path  string `json:"path"`         // as it was asked for
	ID    string `json:"id,omitempty"` // of a section
	Mark  string `json:"mark"`         // as printed before the title: "a)"
	Title string `json:"title"`
	Text  string `json:"text"` // paragraphs apart by "\n"
	Tag   string `json:"tag"`
}

func newPart(path, mark, title, body string) Part {
	sum := sha256.Sum256([]byte(title + "\x00" + body))
	return Part{Path: path, Mark: mark, Title: title, Text: body, Tag: hex.EncodeToString(sum[:8])}
}

// PartAt returns the part at a path; false when the plan has none there.
func PartAt(p *planreader.Plan, path string) (Part, bool) {
	lines := func(list []string) (Part, bool) { return newPart(path, "", "", strings.Join(list, "\n")), true }
	switch path {
	case PartTitle:
		return newPart(path, "", "", string(p.Header.Title)), true
	case PartPreamble:
		return lines(p.Preamble)
	case PartOpening:
		return lines(p.Opening)
	case PartClosing:
		return lines(p.Closing)
	case PartRecipients:
		return lines(p.Recipients)
	case PartSignatory:
		return lines(append(append([]string{}, p.Signatory.Capacity...), string(p.Signatory.Name)))
	}
	if s := sectionAt(p, path); s != nil {
		part := newPart(path, s.Mark, s.Title, s.Text)
		part.ID = s.ID
		return part, true
	}
	return Part{}, false
}

// keyOf is what the history of a part is kept under: the id of a section, the name
// of another part.
func keyOf(p *planreader.Plan, path string) string {
	if s := sectionAt(p, path); s != nil && s.ID != "" {
		return s.ID
	}
	return path
}

// sectionAt finds a section by its id, or walks the places "4-1-2", which count from 1.
func sectionAt(p *planreader.Plan, path string) *planreader.Section {
	if s := p.Section(path); s != nil {
		return s
	}
	list := p.Sections
	var found *planreader.Section
	for step := range strings.SplitSeq(path, "-") {
		n, err := strconv.Atoi(step)
		if err != nil || n < 1 || n > len(list) || strconv.Itoa(n) != step {
			return nil // one place has one name: "01" would have a history of its own
		}
		found = &list[n-1]
		list = found.Children
	}
	return found
}

// setPart writes title and text into the plan. What it says is read from it
// again by planreader.Extract.
func setPart(p *planreader.Plan, path, title, body string) {
	lines := slices.DeleteFunc(splitLines(body), func(line string) bool { return strings.TrimSpace(line) == "" })
	switch path {
	case PartTitle:
		p.Header.Title = planreader.Optional(text.Line(body))
	case PartPreamble:
		p.Preamble = lines
	case PartOpening:
		p.Opening = lines
	case PartClosing:
		p.Closing = lines
	case PartRecipients:
		p.Recipients = trimMarks(lines)
		p.Ending = ending(p)
	case PartSignatory:
		last := max(len(lines)-1, 0)
		p.Signatory = planreader.Signatory{Capacity: lines[:last]}
		if len(lines) > 0 {
			p.Signatory.Name = planreader.Optional(lines[last])
		}
		p.Ending = ending(p)
	default:
		s := sectionAt(p, path)
		s.Title, s.Text = text.Line(title), strings.Join(splitLines(body), "\n")
		if s.Text == "" {
			s.RunIn = false
		}
	}
}

// splitLines gives the paragraphs of a text area: NFC, single blanks, none empty.
// Tabs stay, since they part the cells of a table, as does a row of empty cells,
// which somebody has added to fill it in.
func splitLines(s string) []string {
	lines := []string{}
	for line := range strings.SplitSeq(text.NFC(s), "\n") {
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = text.Line(cells[i])
		}
		if joined := strings.Join(cells, "\t"); joined != "" {
			lines = append(lines, joined)
		}
	}
	return lines
}

// trimMarks takes the dashes and semicolons of a typed list of recipients away.
func trimMarks(lines []string) []string {
	out := []string{}
	for _, line := range lines {
		out = append(out, strings.TrimRight(strings.TrimSpace(strings.TrimPrefix(line, "-")), ";. "))
	}
	return out
}

// ending is the printed form of recipients and signature.
func ending(p *planreader.Plan) []string {
	lines := []string{"Nơi nhận:"}
	for i, r := range p.Recipients {
		mark := ";"
		if i == len(p.Recipients)-1 {
			mark = "."
		}
		lines = append(lines, "- "+r+mark)
	}
	lines = append(lines, p.Signatory.Capacity...)
	return append(lines, string(p.Signatory.Name))
}
