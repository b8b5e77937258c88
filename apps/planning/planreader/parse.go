package planreader

import "strings"

// Parse reads the structure of the text, and from it what the text says.
func Parse(src Source, cat Catalogue) Plan {
	z := split(src.Paragraphs)
	bases, opening := openingOf(z.bases)
	sections, closing := closingOf(z.sections)
	p := Plan{
		Header:   readHeader(z.heading, z.bases, src.Paragraphs[len(z.heading):]),
		Preamble: printed(bases), Opening: printed(opening), Closing: printed(closing),
		Sections: outline(sections), Ending: printed(z.ending), Unplaced: printed(z.annex),
	}
	p.Recipients, p.Signatory = readEnding(p.Ending)
	Extract(&p, cat)
	return p
}

// Extract reads again what heading, bases and sections say: bases, citations,
// targets, projects, funding, tasks, contacts, warnings. It changes no text.
func Extract(p *Plan, catalogue Catalogue) {
	cat := newIndex(catalogue)
	p.settle()
	items := flow(p.Sections)
	p.LegalBases = readBases(append(append([]string{}, p.Preamble...), p.Opening...), cat)
	p.Citations = readCitations(p, items)
	p.Targets = readTargets(items)
	reader := projectReader{cat: cat, warnings: &warnings{}}
	p.Projects = reader.read(items)
	p.Funding = readFunding(items, cat)
	p.Tasks, p.Contacts = readTasks(items, p.Closing, cat)
	reader.delegated(p.Projects, items)
	p.Warnings = append(reader.warnings.list, documentWarnings(p, items, cat)...)
	p.Warnings = append(p.Warnings, structureWarnings(p)...)
}

// settle makes empty lists of absent ones, as a plan that comes from JSON may have them.
func (p *Plan) settle() {
	for _, list := range []*[]string{&p.Header.Lines, &p.Preamble, &p.Opening, &p.Closing, &p.Ending, &p.Unplaced, &p.Recipients, &p.Signatory.Capacity} {
		if *list == nil {
			*list = []string{}
		}
	}
	p.Sections = settled(p.Sections)
}

func settled(sections []Section) []Section {
	if sections == nil {
		return []Section{}
	}
	for i := range sections {
		sections[i].Children = settled(sections[i].Children)
	}
	return sections
}

func printed(ps []Paragraph) []string {
	out := make([]string, 0, len(ps))
	for _, p := range ps {
		out = append(out, p.full())
	}
	return out
}

// openingOf tells the bases from the sentence that opens the plan.
func openingOf(ps []Paragraph) (bases, opening []Paragraph) {
	for i, p := range ps {
		if !continuesBases(ps, i) && (openerAt(p.full()) == 0 || strings.HasSuffix(p.Text, ":") || i > 0 && startsBasis(ps[i-1].full()) && lastBasis(ps, i)) {
			return ps[:i], ps[i:]
		}
	}
	return ps, nil
}

// lastBasis reports whether no basis follows paragraph i.
func lastBasis(ps []Paragraph, i int) bool {
	for k := range ps[i:] {
		if continuesBases(ps, i+k) {
			return false
		}
	}
	return true
}

// continuesBases reports whether paragraph i is a basis, by its opener or as an item
// of a list of documents ("- Nghị định số …").
func continuesBases(ps []Paragraph, i int) bool {
	return startsBasis(ps[i].full()) || listedBasis(ps[i].full())
}

// numberedTitle reports whether a paragraph is the title of the text that follows.
func numberedTitle(s string) bool {
	return len(readMarks(s)) > 0 && !isBullet(s) && !ends(s)
}

// closingOf tells the last words ("Trên đây là …") from the last section.
func closingOf(ps []Paragraph) (sections, closing []Paragraph) {
	for i := len(ps) - 1; i > 0 && i >= len(ps)-6; i-- {
		if ps[i].Row || len(readMarks(ps[i].full())) > 0 || numberedTitle(ps[i-1].full()) {
			break
		}
		if closes(ps[i].Text) && strings.Contains(ps[len(ps)-1].Text, "./") || begins(ps[i].Text, closingOpeners[:2]...) > 0 {
			return ps[:i], ps[i:]
		}
	}
	return ps, nil
}

// closes reports whether a paragraph reads like the last words of a plan.
func closes(s string) bool {
	if begins(s, closingOpeners...) > 0 {
		return true
	}
	n := begins(s, issuerOpeners...)
	at, _ := findAny(lower(headOf(s)), askingWords, n)
	return n > 0 && at >= 0
}

// Outline makes sections of paragraphs as Parse does: of a piece of a plan that comes
// without heading and bases. What stands before the first number is a section without
// number and title.
func Outline(ps []Paragraph) []Section { return outline(ps) }
