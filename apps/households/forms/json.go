package forms

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// MarshalJSON writes the table as the outside relies on it: a rate is a number with
// two decimals or null, the unit of the whole is the last row and has no number.
// Preliminary tables and units that sent nothing say so in members of their own.
func (t Table) MarshalJSON() ([]byte, error) {
	out := tableJSON{Form: t.Number, Year: t.Year, Title: t.Title, Columns: []columnJSON{}, Rows: []rowJSON{}, Preliminary: t.Preliminary}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, columnJSON{c.Key, c.Heading, c.Formula})
	}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, rowJSON{Number: r.Number, Unit: r.Unit, Part: r.Part, Values: t.values(r), NotReported: !r.Reported})
	}
	return json.Marshal(out)
}

type tableJSON struct {
	Form        int          `json:"form"`
	Year        int          `json:"year"`
	Title       string       `json:"title"`
	Columns     []columnJSON `json:"columns"`
	Rows        []rowJSON    `json:"rows"`
	Preliminary bool         `json:"preliminary,omitempty"`
}

type columnJSON struct {
	Key     string   `json:"key"`
	Heading []string `json:"heading"`
	Formula string   `json:"formula"`
}

type rowJSON struct {
	Number      string          `json:"number"`
	Unit        UnitName        `json:"unit"`
	Part        Part            `json:"part"`
	Values      json.RawMessage `json:"values"`
	NotReported bool            `json:"not_reported,omitempty"`
}

// values writes the figures in the order of the columns.
func (t Table) values(r Row) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%s", c.Key, r.Cells[i].json(c.Rate))
	}
	b.WriteByte('}')
	return b.Bytes()
}

func (c Cell) json(rate bool) string {
	switch {
	case c.Blank:
		return "null"
	case rate:
		return fmt.Sprintf("%d.%02d", c.Value/100, c.Value%100)
	}
	return strconv.FormatInt(c.Value, 10)
}
