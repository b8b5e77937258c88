package form

import (
	"iter"
	"slices"
	"time"
)

// Form is one form, ready to be shown. A renderer reads Rows once, from the first
// to the last, and stops at its first error.
type Form struct {
	Office      []string // left of the head, a line each: "UỶ BAN NHÂN DÂN", "HUYỆN KRÔNG NÔ"
	Number      string   // above the title: "Biểu số 1"; "" none
	Title       string   // printed in bold capitals, whatever the case here
	Subtitle    []string // below it in italics, a line each
	Preliminary bool     // marked as "số liệu sơ bộ": not everything in it is recognised
	Columns     []Column
	Rows        iter.Seq2[Row, error]
	Notes       []string // below the table, a line each
	Signature   *Signature
	Dated       time.Time // stands inside the files; the zero time gives always the same day
}

// Column is a heading. One with others under it covers them; one without is a
// column of the table, and reaches down to the line of column numbers.
type Column struct {
	Title   string
	Under   []Column
	Key     string  // in the line of column numbers: "A", "4"
	Formula string  // after the key: "3/1×100" is shown as 4=3/1×100
	Kind    Kind    // of the column's cells
	Names   bool    // the column names its row: for screen readers, and it stays in sight
	Width   float64 // in figures of the table's letters; 0: by kind
}

// Kind says what a column holds, and so how wide it is and how its cells stand.
type Kind int

// The kinds of columns.
const (
	Figures Kind = iota // whole numbers or rates, at the right
	Ordinal             // TT: narrow, in the middle
	Words               // names, at the left
	Marks               // an x, narrow, in the middle
)

// Row is one row. Cells covered by one from above or from the left are left out, as
// in HTML; what is missing at the end is blank.
type Row struct {
	Cells   []Cell
	Bold    bool // a total, a heading among the rows, a unit that has others under it
	Missing bool // the unit sent nothing: its name is followed by "chưa báo cáo"
}

// Signature is place and date, capacity and name below the form; room for the
// signature is left between capacity and name.
type Signature struct {
	Place    string   // "Krông Nô, ngày 20 tháng 12 năm 2024"
	Left     []string // of the one who made the form: "NGƯỜI LẬP BIỂU"; may be empty
	LeftName string
	Capacity []string // "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
	Name     string
}

// List makes Rows of a list.
func List(rows ...Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// rows are Rows, or none.
func (f Form) rows() iter.Seq2[Row, error] {
	if f.Rows == nil {
		return List()
	}
	return f.Rows
}

// Leaves are the columns of the table, from left to right.
func (f Form) Leaves() []Column { return leaves(f.Columns) }

// Large reports whether the form is printed on A3 instead of A4.
func (f Form) Large() bool { return len(f.Leaves()) > 12 }

func leaves(columns []Column) (list []Column) {
	for _, c := range columns {
		if len(c.Under) == 0 {
			list = append(list, c)
		} else {
			list = slices.Concat(list, leaves(c.Under))
		}
	}
	return list
}

// sign is what the line of column numbers says.
func (c Column) sign() string {
	if c.Formula == "" {
		return c.Key
	}
	return c.Key + "=" + c.Formula
}
