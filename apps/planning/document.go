package planning

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"vuon/apps/planning/plancompare"
	"vuon/apps/planning/planreader"
	"vuon/platform/documents"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// heading is the tenant's configuration of the heading block.
func (s *Service) heading(ctx context.Context, tenant string) (h tenancy.Heading, err error) {
	err = s.Tenants.Setting(ctx, tenant, tenancy.DocumentHeading, &h)
	return h, err
}

// firstNumber is the number with which the tenant's register of plans begins,
// when it has given out some on paper.
func (s *Service) firstNumber(ctx context.Context, tenant string) (int, error) {
	first := map[string]int{}
	err := s.Tenants.Setting(ctx, tenant, tenancy.RegisterFirst, &first)
	return first[registerKind], err
}

// document lays a version out as an official document (Nghị định 30/2020/NĐ-CP),
// with the heading that it was issued with, or h before that.
func document(v Version, h tenancy.Heading) documents.Document {
	if v.Heading != nil {
		h = *v.Heading
	}
	p := &v.Plan
	d := documents.Document{
		Letterhead: documents.Letterhead{Superior: nonEmpty(h.Superior), Issuer: nonEmpty(h.Issuer), Symbol: h.Symbol,
			Place: h.Place, Number: v.Number, Date: documents.Date{Year: v.Year}},
		Type:     strings.ToUpper(string(p.Header.Type)),
		Abstract: string(p.Header.Title),
		Preamble: p.Preamble,
		Closing:  p.Closing,
		Annex:    annex(p.Unplaced),
	}
	if v.Number > 0 && v.Dated != nil {
		d.Letterhead.Symbol = v.Symbol
		d.Letterhead.Date = documents.Date{Year: v.Dated.Year(), Month: int(v.Dated.Month()), Day: v.Dated.Day()}
	}
	if d.Type == "" {
		d.Type = "KẾ HOẠCH"
	}
	for _, line := range p.Opening {
		d.Body = append(d.Body, paragraph(line))
	}
	for _, section := range p.Sections {
		d.Body = append(d.Body, blocks(section, 1)...)
	}
	for _, r := range p.Recipients {
		d.Recipients = append(d.Recipients, recipient(r))
	}
	d.Signature = documents.Signature{Capacity: p.Signatory.Capacity, Name: string(p.Signatory.Name)}
	return d
}

func nonEmpty(lines string) []string {
	var out []string
	for line := range strings.SplitSeq(lines, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// blocks prints a section and its children, each paragraph as it was written.
func blocks(s planreader.Section, level int) []documents.Block {
	lines := splitLines(s.Text)
	head := documents.Heading{Level: headingLevel(s, level), Mark: s.Mark, Title: s.Title + s.After}
	if s.RunIn && len(lines) > 0 {
		head.Text, lines = lines[0], lines[1:]
	}
	var out []documents.Block
	if head.Mark+head.Title+head.Text != "" {
		out = append(out, head)
	}
	out = append(out, textBlocks(lines, paragraph)...)
	for _, child := range s.Children {
		out = append(out, blocks(child, level+1)...)
	}
	return out
}

// textBlocks prints lines as paragraphs, and runs of rows as tables.
func textBlocks(lines []string, paragraph func(string) documents.Block) (out []documents.Block) {
	for i := 0; i < len(lines); i++ {
		if !strings.Contains(lines[i], "\t") {
			out = append(out, paragraph(lines[i]))
			continue
		}
		var rows []string
		for ; i < len(lines) && strings.Contains(lines[i], "\t"); i++ {
			rows = append(rows, lines[i])
		}
		i--
		out = append(out, table(rows))
	}
	return out
}

// annex prints what stands behind the signature; its titles are centred.
func annex(lines []string) []documents.Block {
	return textBlocks(lines, func(line string) documents.Block {
		if title := strings.ToUpper(line) == line; title || strings.HasPrefix(line, "(") {
			return documents.Paragraph{Align: documents.Center, Spans: []documents.Span{{Text: line, Bold: title, Italic: !title}}}
		}
		return paragraph(line)
	})
}

// headingLevel keeps "Phần" and "Chương" apart from the levels below them.
func headingLevel(s planreader.Section, depth int) int {
	fold := text.Fold(plancompare.New(s.Mark))
	if depth == 1 && (strings.HasPrefix(fold, "phan ") || strings.HasPrefix(fold, "chuong ")) {
		return 0
	}
	return min(depth, 4)
}

// marked is a paragraph that begins with a dash or a plus.
var marked = regexp.MustCompile(`^([-–+*•])\s+(.*)$`)

func paragraph(line string) documents.Block {
	if m := marked.FindStringSubmatch(line); m != nil {
		return documents.Item(m[1], m[2])
	}
	return documents.Text(line)
}

// table prints rows whose cells are apart by tabs; the first row is the head.
func table(lines []string) documents.Block {
	var rows [][]string
	columns := 0
	for _, line := range lines {
		rows = append(rows, strings.Split(line, "\t"))
		columns = max(columns, len(rows[len(rows)-1]))
	}
	head := min(1, len(rows)-1) // a single row is no head
	t := documents.Table{Columns: make([]documents.Column, columns)}
	for i := range t.Columns {
		t.Columns[i] = columnOf(rows, head, i)
	}
	for i, row := range rows {
		var r documents.Row
		for _, cell := range row {
			c := documents.Cell{Text: cell, Bold: i < head}
			if i < head {
				c.Align = documents.Center
			}
			r.Cells = append(r.Cells, c)
		}
		if i < head {
			t.Header = append(t.Header, r)
		} else {
			t.Rows = append(t.Rows, r)
		}
	}
	return t
}

// figures is a cell that holds a number, "1.012", "4,05%", and nothing else.
var figures = regexp.MustCompile(`^[-+]?[\d.,]+\s*%?$`)

// columnOf gives a column the room that its words need; figures stand at the
// right, ordinals in the middle.
func columnOf(rows [][]string, head, column int) documents.Column {
	longest, numeric, short := 4, true, true
	for i, row := range rows {
		if column >= len(row) {
			continue
		}
		cell := plancompare.Plain(row[column]) // a comparison marks what changed
		longest = max(longest, utf8.RuneCountInString(cell))
		if i >= head && cell != "" {
			numeric = numeric && figures.MatchString(cell)
			short = short && len(cell) <= 3
		}
	}
	c := documents.Column{Weight: float64(min(longest, 40)), Align: documents.Left}
	switch {
	case numeric && short && column == 0:
		c.Align = documents.Center
	case numeric:
		c.Align = documents.Right
	}
	return c
}

// recipient parts "TT. Huyện ủy (B/c)" into name and note.
func recipient(s string) documents.Recipient {
	if name, note, ok := strings.Cut(s, " ("); ok && strings.HasSuffix(note, ")") && strings.HasPrefix(text.Fold(note), "b/c") {
		return documents.Recipient{Text: name, Note: "(" + note}
	}
	return documents.Recipient{Text: s}
}
