package planreader

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxColumns bounds the cells of a row, spans included.
const maxColumns = 64

// table reads rows. Tables that only lay out heading or signature are given line by
// line, those of one column too.
func (d *docx) table(c *cursor) ([]Paragraph, error) {
	var out []Paragraph
	err := c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tr":
			row, err := d.row(c)
			out = append(out, row...)
			return err
		case "ins", "sdt", "sdtContent", "customXml":
			rows, err := d.table(c)
			out = append(out, rows...)
			return err
		}
		return c.skip()
	})
	return out, err
}

// row reads one row.
func (d *docx) row(c *cursor) ([]Paragraph, error) {
	var cells [][]Paragraph
	deleted := false
	err := d.cells(c, &cells, &deleted)
	if err != nil || deleted {
		return nil, err
	}
	var flat []Paragraph
	filled := 0
	texts := make([]string, 0, len(cells))
	for _, cell := range cells {
		flat = append(flat, cell...)
		if len(cell) > 0 {
			filled++
		}
		var words []string
		for _, p := range cell {
			words = append(words, strings.ReplaceAll(p.full(), "\t", " "))
		}
		texts = append(texts, strings.Join(words, " "))
	}
	if filled == 0 {
		return nil, nil
	}
	if len(cells) == 1 || layout(flat) {
		return flat, nil
	}
	return []Paragraph{{Text: strings.Join(texts, "\t"), Row: true}}, nil
}

func (d *docx) cells(c *cursor, cells *[][]Paragraph, deleted *bool) error {
	return c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "trPr":
			return c.each(func(e xml.StartElement) error {
				*deleted = *deleted || e.Name.Local == "del"
				return c.skip()
			})
		case "tc":
			return d.cell(c, cells)
		case "sdt", "sdtContent", "customXml":
			return d.cells(c, cells, deleted)
		}
		return c.skip()
	})
}

// cell reads a cell; one that spans columns is followed by empty ones.
func (d *docx) cell(c *cursor, cells *[][]Paragraph) error {
	var own []Paragraph
	span := 1
	err := c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tcPr":
			return c.each(func(e xml.StartElement) error {
				if e.Name.Local == "gridSpan" {
					span, _ = strconv.Atoi(attr(e, "val"))
				}
				return c.skip()
			})
		case "p":
			ps, err := d.paragraph(c)
			own = append(own, ps...)
			return err
		case "tbl":
			ps, err := d.table(c)
			own = append(own, ps...)
			return err
		}
		ps, err := d.blocks(c)
		own = append(own, ps...)
		return err
	})
	*cells = append(*cells, own)
	for range min(span, maxColumns) - 1 {
		*cells = append(*cells, nil)
	}
	return err
}

// layout reports whether a row holds heading or signature.
func layout(ps []Paragraph) bool {
	for _, p := range ps {
		l := lower(p.Text)
		if at, _ := findAny(l, mottoes, 0); at >= 0 || begins(p.Text, recipientOpeners...) > 0 || capacityLine(p.Text) || ownDate.MatchString(p.Text) {
			return true
		}
	}
	return false
}
