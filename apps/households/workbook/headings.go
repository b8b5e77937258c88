package workbook

import (
	"slices"
	"strings"

	"vuon/platform/text"
)

const (
	maxHeadRow = 20 // row in which the headings stand at the latest
	maxIgnored = 50 // further columns that are named
	faultName  = "Lỗi"
)

// heading is where the columns of a sheet are.
type heading struct {
	row    int
	at     map[int]int // column of the file → ours
	titles []string    // of our columns, as faults call them
}

// findHeadings reads up to the row of the headings: the first in which at least
// three are known. False when it is not there, or a column is missing without which
// the rows mean nothing.
func (w *Workbook) findHeadings(r *rowReader, sheet string) (heading, bool, error) {
	ours := columns(sheet)
	for {
		more, err := r.next()
		if err != nil {
			return heading{}, false, err
		}
		if !more || r.row > maxHeadRow {
			w.fault(sheet, Fault{Row: 1, Heading: ours[0].heading, Expected: "dòng đầu là dòng tiêu đề: " + strings.Join(Headings(sheet), ", "), Code: "headings_missing"}, 0)
			return heading{}, false, nil
		}
		if found := w.known(r, sheet, ours); len(found) >= 3 {
			return w.settle(r, sheet, ours, found)
		}
	}
}

// known tells which cells of the row head a column of ours: what the tenant's
// mapping says counts before our own names.
func (w *Workbook) known(r *rowReader, sheet string, ours []column) map[int]int {
	found := map[int]int{}
	for _, c := range r.cells {
		name := key(string(c.text))
		if name == "" || c.kind != kindText {
			continue
		}
		i := slices.IndexFunc(ours, func(o column) bool {
			theirs := w.options.Mapping.Headings[sheet][o.heading]
			return theirs != "" && key(theirs) == name
		})
		if i < 0 {
			i = slices.IndexFunc(ours, func(o column) bool { return w.options.Mapping.Headings[sheet][o.heading] == "" && o.named(name) })
		}
		if i >= 0 {
			found[c.column] = i
		}
	}
	return found
}

// named reports whether the column is called so (see key).
func (c column) named(name string) bool {
	return key(c.heading) == name || slices.ContainsFunc(c.other, func(o string) bool { return key(o) == name })
}

// settle reports columns that are missing, doubled or not ours.
func (w *Workbook) settle(r *rowReader, sheet string, ours []column, found map[int]int) (heading, bool, error) {
	h := heading{row: r.row, at: found, titles: make([]string, len(ours))}
	for i, c := range ours {
		h.titles[i] = c.heading
		if theirs := w.options.Mapping.Headings[sheet][c.heading]; theirs != "" {
			h.titles[i] = theirs
		}
	}
	whole, seen, ignored := true, make([]bool, len(ours)), 0
	for _, c := range r.cells {
		i, known := found[c.column]
		switch {
		case known && seen[i]:
			whole = false
			w.fault(sheet, Fault{Row: r.row, Heading: h.titles[i], Value: columnName(c.column), Expected: "một cột duy nhất có tiêu đề này", Code: "heading_twice"}, 0)
		case known:
			seen[i] = true
		case ignored < maxIgnored && key(string(c.text)) != key(faultName):
			ignored++
			w.warn(sheet, Fault{Row: r.row, Heading: cut(text.Line(string(c.text))), Value: columnName(c.column), Expected: "cột này không được đọc", Code: "column_ignored"})
		}
	}
	for i, c := range ours {
		f := Fault{Row: r.row, Heading: h.titles[i], Expected: "cột “" + h.titles[i] + "”", Code: "heading_missing"}
		switch {
		case seen[i]:
		case c.needed:
			whole = false
			w.fault(sheet, f, 0)
		default:
			w.warn(sheet, f)
		}
	}
	return h, whole, nil
}

// fault and warn keep a finding in a sheet of ours, under the name that the file
// has for it.
func (w *Workbook) fault(sheet string, f Fault, household int) {
	f.Sheet = w.titles[sheet]
	w.Report.Add(f, household)
}

func (w *Workbook) warn(sheet string, f Fault) {
	f.Sheet = w.titles[sheet]
	w.Report.Warn(f)
}

// Fault keeps what a caller found out about a row of a sheet of ours, named by our
// heading. Household is as in Report.Add; a fault in the sheet Dân cư refuses its row.
func (w *Workbook) Fault(sheet string, f Fault, household int) {
	if theirs := w.options.Mapping.Headings[sheet][f.Heading]; theirs != "" {
		f.Heading = theirs
	}
	if sheet == SheetPopulation {
		w.Report.wrong.set(f.Row)
	}
	w.fault(sheet, f, household)
}
