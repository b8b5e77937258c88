package planreader

import (
	"strings"

	"vuon/platform/money"
)

// columns is what the head of a table of amounts says of its columns.
type columns struct {
	unit string // "triệu đồng"
	cols []column
}

type column struct{ source, capital string }

// announce reads "Đơn vị tính: triệu đồng" before a table; other text ends the
// table before.
func (c *columns) announce(s string) {
	c.cols = nil
	l := lower(s)
	if has(l, "đơn vị tính", "đvt") {
		c.unit = ""
		for _, u := range []string{"tỷ đồng", "triệu đồng", "nghìn đồng", "đồng"} {
			if has(l, u) {
				c.unit = u
				return
			}
		}
	}
}

// read takes a row: the head, or the amounts of a project.
func (c *columns) read(it item, cat Catalogue, f *Funding) {
	cells := strings.Split(it.text, "\t")
	if c.head(cells) {
		return
	}
	code := ""
	for i, cell := range cells {
		if h, ok := readHeading(cell); ok && code == "" {
			if e, known := cat.entry(h, parentOf(f.Amounts)); known {
				code = e.Code
			}
		}
		if i >= len(c.cols) || c.cols[i] == (column{}) {
			continue
		}
		value, err := money.Parse(strings.TrimSpace(cell + " " + c.unit))
		if err == nil && value > 0 && code != "" {
			f.Amounts = append(f.Amounts, Amount{Optional(c.cols[i].source), Optional(c.cols[i].capital), int64(value), Optional(code), strings.ReplaceAll(it.text, "\t", " | "), it.at})
		}
	}
}

// parentOf is the project of the row before, for rows of sub-projects.
func parentOf(amounts []Amount) string {
	if len(amounts) == 0 {
		return ""
	}
	code, _, _ := strings.Cut(string(amounts[len(amounts)-1].Project), ".")
	return code
}

// head reads the titles of columns; a row without any is none.
func (c *columns) head(cells []string) bool {
	cols := make([]column, len(cells))
	found := false
	for i, cell := range cells {
		l := lower(cell)
		if strings.IndexAny(l, "0123456789") >= 0 {
			return false
		}
		cols[i] = column{wordFor(sourcesOf(), l, -1), wordFor(capitalsOf(), l, -1)}
		found = found || cols[i] != column{}
	}
	if found {
		c.cols = cols
	}
	return found
}
