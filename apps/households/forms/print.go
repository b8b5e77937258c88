package forms

import (
	"fmt"
	"strings"

	"vuon/platform/documents/form"
)

// Print is what a form needs beside its figures.
type Print struct {
	Link func(row Row, measures []Measure) string // what is behind a figure; nil: no links
}

// Form draws the table.
func (t Table) Form(p Print) form.Form {
	f := form.Form{Office: t.Of.office(), Signature: t.Of.signature(t.Year), Number: fmt.Sprintf("Biểu số %d", t.Number), Title: fmt.Sprintf("%s năm %d", t.printed(), t.Year),
		Subtitle: []string{"(Kèm theo báo cáo kết quả rà soát định kỳ)"}, Preliminary: t.Preliminary}
	f.Columns = []form.Column{{Title: "TT", Key: "A", Kind: form.Ordinal}, {Title: unitHeading(t.Of.Level), Key: "B", Kind: form.Words, Names: true}}
	if len(t.Parts) > 1 {
		f.Columns = append(f.Columns, form.Column{Title: "Phân tổ", Key: "C", Kind: form.Words, Width: 11})
	}
	f.Columns = append(f.Columns, headings(t.Columns, 0)...)
	rows := make([]form.Row, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = t.row(r, p)
	}
	f.Rows = form.List(rows...)
	return f
}

// office is whose form it is, as its head says.
func (u UnitName) office() []string {
	return []string{"ỦY BAN NHÂN DÂN", strings.ToUpper(u.Name)}
}

// signature is where the form is signed, with the day left open.
func (u UnitName) signature(year int) *form.Signature {
	place := u.Name
	for _, kind := range []string{"Tỉnh ", "Huyện ", "Thành phố ", "Thị xã ", "Thị trấn ", "Xã ", "Phường "} {
		place = strings.TrimPrefix(place, kind)
	}
	return &form.Signature{Place: fmt.Sprintf("%s, ngày … tháng … năm %d", place, year), Left: []string{"NGƯỜI LẬP BIỂU"},
		Capacity: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}}
}

// printed is the title; while the review is not recognised no result is official.
func (t Table) printed() string {
	if t.Preliminary {
		return strings.Replace(t.Title, "kết quả chính thức", "kết quả sơ bộ", 1)
	}
	return t.Title
}

func unitHeading(of Level) string {
	switch of {
	case Commune:
		return "Thôn, buôn, bon, tổ dân phố"
	case Province:
		return "Huyện, thành phố; xã, phường, thị trấn"
	}
	return "Xã, phường, thị trấn"
}

// headings makes the tree of headings from depth on: neighbours under one heading
// share it.
func headings(columns []Column, depth int) (list []form.Column) {
	for from := 0; from < len(columns); {
		title, to := columns[from].Heading[depth], from+1
		if depth == len(columns[from].Heading)-1 {
			c := columns[from]
			leaf := form.Column{Title: title, Key: c.Key, Formula: c.Formula}
			if c.Formula != "" && !c.Rate {
				leaf.Width = 10 // room for the longest: 9=1-2-3-4+5+6+7+8
			}
			list = append(list, leaf)
			from = to
			continue
		}
		for to < len(columns) && len(columns[to].Heading) > depth+1 && columns[to].Heading[depth] == title {
			to++
		}
		list = append(list, form.Column{Title: title, Under: headings(columns[from:to], depth+1)})
		from = to
	}
	return list
}

// row draws a row; the rows of one unit share its number and name.
func (t Table) row(r Row, p Print) form.Row {
	out := form.Row{Bold: r.bold(t.Of.Level), Missing: !r.Reported}
	if r.part == 0 {
		out.Cells = append(out.Cells, form.Say(r.Number).Over(len(t.Parts)), form.Say(r.title()).Over(len(t.Parts)))
	}
	if len(t.Parts) > 1 {
		out.Cells = append(out.Cells, form.Say(r.Part.title()))
	}
	for i, c := range r.Cells {
		out.Cells = append(out.Cells, t.cell(r, i, c, p))
	}
	return out
}

func (t Table) cell(r Row, column int, c Cell, p Print) form.Cell {
	switch {
	case c.Blank:
		return form.Cell{}
	case t.Columns[column].Rate:
		return form.Hundredths(c.Value)
	}
	cell, behind := form.Count(c.Value), t.Behind(r, column)
	if p.Link == nil || c.Value == 0 || len(behind) == 0 {
		return cell
	}
	return cell.Link(p.Link(r, behind))
}

// bold are the unit of the whole, and in a province's form the districts.
func (r Row) bold(of Level) bool {
	return r.Number == "" || of == Province && !strings.Contains(r.Number, ".")
}

func (r Row) title() string {
	if r.Number == "" {
		return "Tổng cộng: " + r.Unit.Name
	}
	return r.Unit.Name
}

func (p Part) title() string {
	switch p {
	case OfHouseholds:
		return "Hộ"
	case OfPersons:
		return "Nhân khẩu"
	case OfPoor:
		return "Hộ nghèo"
	case OfNearPoor:
		return "Hộ cận nghèo"
	}
	return ""
}
