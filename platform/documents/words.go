package documents

import "strings"

// Words returns all words of the document in the order in which they are
// printed, page numbers and repeated table headers left out. The PDF's text
// layer yields the same words.
func (d Document) Words() []string {
	var words []string
	for _, s := range d.texts() {
		words = append(words, strings.Fields(clean(s))...)
	}
	return words
}

// texts lists the printed texts in order.
func (d Document) texts() []string {
	l := d.Letterhead
	t := append(append([]string{}, l.Superior...), l.Issuer...)
	t = append(t, nation, motto)
	if l.Symbol != "" || l.Number > 0 {
		t = append(t, l.numberLine())
	}
	if l.Draft {
		t = append(t, draftMark)
	}
	if l.Place != "" {
		t = append(t, l.placeLine())
	}
	t = append(t, d.Type, d.Abstract)
	t = append(t, addresseeLines(d.Addressees)...)
	t = append(t, d.Preamble...)
	for _, b := range d.Body {
		t = append(t, blockTexts(b)...)
	}
	t = append(t, d.Closing...)
	t = append(t, recipientLines(d.Recipients)...)
	t = append(t, d.Signature.Capacity...)
	return append(t, d.Signature.Name)
}

func blockTexts(b Block) []string {
	switch b := b.(type) {
	case Heading:
		return []string{b.Mark, b.Title, b.Text}
	case Paragraph:
		s := b.Mark + " "
		for _, span := range b.Spans {
			s += span.Text
		}
		return []string{s}
	case Table:
		var t []string
		for _, rows := range [][]Row{b.Header, b.Rows} {
			for _, row := range rows {
				for _, c := range row.Cells {
					t = append(t, c.Text)
				}
			}
		}
		return t
	}
	return nil
}

// addresseeLines are the lines of Kính gửi: one on the line itself, several below it.
func addresseeLines(to []string) []string {
	switch len(to) {
	case 0:
		return nil
	case 1:
		return []string{addressed + " " + to[0]}
	}
	lines := []string{addressed}
	for i, a := range to {
		lines = append(lines, Recipient{Text: a}.line(i == len(to)-1))
	}
	return lines
}

func recipientLines(to []Recipient) []string {
	if len(to) == 0 {
		return nil
	}
	lines := []string{recipientsHead}
	for i, r := range to {
		lines = append(lines, r.line(i == len(to)-1))
	}
	return lines
}
