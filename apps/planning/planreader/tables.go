package planreader

import (
	"strings"
	"unicode"

	"vuon/platform/money"
)

// columns is what the head of a table of amounts says of its columns.
type columns struct {
	unit  string // "triệu đồng"
	cols  []column
	above []string // the row above, while it was a head
	group column   // what the last row without a project said of those below
}

// column is the source and kind of capital of a column, or of a row that groups
// others; sum marks one that is only a total.
type column struct {
	source, capital string
	sum             bool
}

// announce reads "Đơn vị tính: triệu đồng" before a table; other text ends the
// table before.
func (c *columns) announce(s string) {
	c.cols, c.above, c.group = nil, nil, column{}
	if has(s, unitLabels...) {
		c.unit = moneyUnit(s)
	}
}

// moneyUnit is the unit of money that s names, "" when it names none.
func moneyUnit(s string) string {
	for _, u := range moneyUnits {
		if has(s, u) {
			return u
		}
	}
	return ""
}

// read takes a row: the head, or the amounts of a project, of a group, or of all.
func (c *columns) read(it item, cat *index, f *Funding) {
	cells := strings.Split(it.text, "\t")
	if c.head(cells) {
		return
	}
	code, label := c.labelOf(cells, parentOf(f.Amounts), cat)
	own := column{sum: begins(label, totals...) > 0}
	if code == "" && !own.sum {
		own = innermost([]string{label})
		c.group = own
	}
	if code == "" && own == (column{}) {
		return
	}
	if own.sum {
		c.group = column{}
	}
	for i, cell := range cells {
		if i >= len(c.cols) || c.cols[i] == (column{}) {
			continue
		}
		value, err := money.Parse(strings.TrimSpace(cell + " " + c.unit))
		if err == nil && value > 0 {
			source, capital := firstOf(c.cols[i].source, c.group.source), firstOf(c.cols[i].capital, c.group.capital)
			f.Amounts = append(f.Amounts, Amount{Optional(source), Optional(capital), int64(value), Optional(code), strings.ReplaceAll(it.text, "\t", " | "), it.at})
		}
	}
}

// labelOf is what a row is about: the code of its project, and its first words.
func (c *columns) labelOf(cells []string, parent string, cat *index) (code, label string) {
	for i, cell := range cells {
		if i < len(c.cols) && c.cols[i] != (column{}) {
			continue
		}
		if h, ok := readHeading(cell); ok && code == "" {
			if e, known := cat.entry(h, parent); known {
				code = e.Code
			}
		} else if e, known := cat.byTitle(plain(cell)); known && code == "" {
			code = e.Code
		}
		if label == "" && hasLetter(cell) && len(readMarks(cell+".")) == 0 {
			label = cell
		}
	}
	return code, label
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// parentOf is the project of the row before, for rows of sub-projects.
func parentOf(amounts []Amount) string {
	if len(amounts) == 0 {
		return ""
	}
	code, _, _ := strings.Cut(string(amounts[len(amounts)-1].Project), ".")
	return code
}

// head reads the titles of columns; a row without any is none. A second row of heads
// stands below the first, whose titles reach over the empty cells behind them.
func (c *columns) head(cells []string) bool {
	cols := make([]column, len(cells))
	found := false
	for i, cell := range cells {
		if _, err := money.Parse(cell); err == nil {
			c.above = nil
			return false
		}
		own, over := lower(cell), lower(c.over(i))
		cols[i].source = firstOf(wordFor(sourcesOf(), own, -1), wordFor(sourcesOf(), over, -1), matching(own), matching(over))
		cols[i].capital = firstOf(wordFor(capitalsOf(), own, -1), wordFor(capitalsOf(), over, -1))
		cols[i].sum = begins(firstOf(own, over), totals...) > 0
		found = found || cols[i] != column{}
	}
	c.above = nil
	if found {
		c.cols, c.above = cols, cells
		c.unit = firstOf(moneyUnit(strings.Join(cells, " ")), c.unit)
	}
	return found
}

// over is the title above column i in the first row of heads.
func (c *columns) over(i int) string {
	for i = min(i, len(c.above)-1); i > 0; i-- {
		if c.above[i] != "" {
			return c.above[i]
		}
	}
	return ""
}

// roleTable is a table of assignments: which column holds whom.
type roleTable struct{ roles []string }

// read reads a row: the head, or the units of each column.
func (t *roleTable) read(row string) (deeds []deed, head bool) {
	cells := strings.Split(row, "\t")
	roles := make([]string, len(cells))
	for i, cell := range cells {
		roles[i] = roleOf(plain(cell))
		head = head || roles[i] != ""
	}
	if head {
		t.roles = roles
		return nil, true
	}
	for i, role := range t.roles {
		if role == "" || i >= len(cells) {
			continue
		}
		for _, u := range unitsOf(cells[i]) {
			if !hasLetter(u) {
				continue
			}
			deeds = append(deeds, deed{role, u, strings.ReplaceAll(row, "\t", " | ")})
		}
	}
	return deeds, false
}
