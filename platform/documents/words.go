package documents

import "strings"

// Words returns all words of the document in the order in which they are
// printed, page numbers and repeated table headers left out; columns and
// tables row by row. The PDF's text layer yields the same words.
func (d Document) Words() []string {
	var words []string
	add := func(ps ...para) {
		for _, p := range ps {
			words = append(words, strings.Fields(p.text())...)
		}
	}
	for _, e := range d.elements() {
		switch {
		case e.para != nil:
			add(*e.para)
		case e.columns != nil:
			for _, row := range e.columns.rows {
				add(row[0]...)
				add(row[1]...)
			}
		case e.table != nil:
			for _, row := range e.table.rows() {
				for _, c := range row.Cells {
					words = append(words, strings.Fields(clean(c.Text))...)
				}
			}
		}
	}
	return words
}

// rows are all rows, the header's first.
func (t Table) rows() []Row { return append(append([]Row{}, t.Header...), t.Rows...) }

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
