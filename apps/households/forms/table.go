package forms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vuon/platform/documents/form"
)

// Level is how high a unit stands.
type Level string

// The levels.
const (
	Village  Level = "village"
	Commune  Level = "commune"
	District Level = "district"
	Province Level = "province"
)

// Unit is a unit with its numbers. Of a unit with parts only the parts' numbers are
// looked at: its own are their sum.
type Unit struct {
	Code, Name string // statistics office's code; of a village its id
	Level      Level
	Reported   bool // something of it was entered
	Sums       Sums
	Population Population
	Parts      []Unit // in the order of their rows
}

// Options are what a form takes from the configuration.
type Options struct {
	Peoples []People // that form 9 names, in its order
}

// Table is a form with its figures.
type Table struct {
	Number, Year int
	Title        string
	Of           UnitName
	Parts        []Part
	Columns      []Column
	Rows         []Row
	// Preliminary (số liệu sơ bộ): not every commune in it was recognised yet.
	Preliminary bool
}

// UnitName says whose a row is.
type UnitName struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Level Level  `json:"level"`
}

// Row is a row of figures, one a column.
type Row struct {
	Number   string // "1", "1.1"; "" the unit of the whole
	Unit     UnitName
	Part     Part
	Reported bool
	Cells    []Cell
	part     int
}

// Cell is a figure; of a rate it is in hundredths of a per cent, and blank where
// there is nothing below the line.
type Cell struct {
	Value int64
	Blank bool
}

// Build cuts a form from 1 to 13 for a unit: of a commune the rows are its villages,
// of a district its communes, of a province its districts, each followed by its
// communes; the unit itself stands at the end.
func Build(number, year int, o Options, whole Unit) (Table, error) {
	l, err := layoutOf(number, o.Peoples)
	if err != nil {
		return Table{}, err
	}
	whole = whole.added()
	t := Table{Number: number, Year: year, Title: l.title, Of: whole.name(), Parts: l.parts, Columns: l.columns}
	for i, u := range whole.Parts {
		n := strconv.Itoa(i + 1)
		t.rows(n, u)
		if whole.Level != Province {
			continue
		}
		for j, under := range u.Parts {
			t.rows(fmt.Sprintf("%s.%d", n, j+1), under)
		}
	}
	t.rows("", whole)
	return t, nil
}

// added is the unit with the sums of its parts.
func (u Unit) added() Unit {
	if len(u.Parts) == 0 {
		return u
	}
	parts := make([]Unit, len(u.Parts))
	u.Sums, u.Population, u.Reported = NewSums(), Population{}, false
	for i, p := range u.Parts {
		p = p.added()
		parts[i] = p
		u.Sums = u.Sums.Plus(p.Sums)
		u.Reported = u.Reported || p.Reported
		for k, n := range p.Population {
			u.Population[k] += n
		}
	}
	u.Parts = parts
	return u
}

func (u Unit) name() UnitName { return UnitName{u.Code, u.Name, u.Level} }

// rows adds a unit's rows, one a part.
func (t *Table) rows(number string, u Unit) {
	for i, part := range t.Parts {
		row := Row{Number: number, Unit: u.name(), Part: part, Reported: u.Reported, part: i, Cells: make([]Cell, len(t.Columns))}
		for c, column := range t.Columns {
			row.Cells[c] = column.cell(i, u)
		}
		t.Rows = append(t.Rows, row)
	}
}

func (c Column) cell(part int, u Unit) Cell {
	n := c.of[part].value(u.Sums, u.Population)
	if !c.Rate {
		return Cell{Value: n}
	}
	hundredths, is := form.Rate(n, c.over[part].value(u.Sums, u.Population))
	return Cell{Value: hundredths, Blank: !is}
}

// Behind are the measures that a figure adds: the households behind it are those that
// count in one of them. Nobody is behind a rate or a count of the population.
func (t Table) Behind(row Row, column int) []Measure {
	c := t.Columns[column]
	if c.Rate {
		return nil
	}
	return c.of[row.part].measures
}

// Meaning says what a form counts with these measures, in the words of its headings;
// "" when none of its figures is their sum.
func Meaning(number int, o Options, measures []Measure) string {
	l, err := layoutOf(number, o.Peoples)
	if err != nil {
		return ""
	}
	for _, c := range l.columns {
		for i, t := range c.of {
			if c.Rate || !slices.Equal(t.measures, measures) {
				continue
			}
			words := c.Heading
			if part := l.parts[i].title(); part != "" {
				words = append([]string{part}, words...)
			}
			return strings.Join(words, " › ")
		}
	}
	return ""
}

// At is the figure of a row by its column's key; false where it is blank.
func (t Table) At(row Row, key string) (int64, bool) {
	for i, c := range t.Columns {
		if c.Key == key {
			return row.Cells[i].Value, !row.Cells[i].Blank
		}
	}
	return 0, false
}
