package workbook

import (
	"context"
	"io"
	"strings"
	"time"

	"vuon/platform/text"
)

// Options say how a workbook is read.
type Options struct {
	Mapping Mapping
	AsOf    time.Time // the review's day, on which ages are taken
	Today   time.Time // nobody is born after it, nor after AsOf
}

// Workbook is a file that is being read. Households, Members and Population yield
// the rows in which nothing is wrong; call them once each and in this order, then
// Close. It is for one goroutine.
type Workbook struct {
	Report  Report
	parts   *parts
	options Options
	sheets  map[string]string // our name → part
	titles  map[string]string // our name → as faults call it
	shared  *shared
	dates   []bool
	epoch   time.Time // day 0 of its numbers
	index   index
	words   map[string]string // short strings that many rows share
	given   *Book             // rows that come from no file
}

// Given is a workbook whose rows are in memory and were checked before: they have
// the row numbers that a file would give them, and nothing is found wrong in them.
func Given(b Book) *Workbook {
	return &Workbook{given: &b, titles: map[string]string{SheetHouseholds: SheetHouseholds, SheetMembers: SheetMembers, SheetPopulation: SheetPopulation}}
}

// Open looks into a file of this many bytes. Faults workbook_unreadable,
// workbook_too_large, workbook_encrypted, workbook_macros, workbook_external,
// workbook_masked.
func Open(r io.ReaderAt, size int64, o Options) (*Workbook, error) {
	p, err := openParts(r, size)
	if err != nil {
		return nil, err
	}
	w := &Workbook{parts: p, options: o, sheets: map[string]string{}, titles: map[string]string{}, index: newIndex(), words: map[string]string{}}
	if err := w.findSheets(); err != nil {
		return nil, err
	}
	for _, sheet := range []string{SheetHouseholds, SheetMembers} {
		if w.sheets[sheet] == "" {
			w.Report.Add(Fault{Sheet: sheet, Expected: "tệp có tờ “" + sheet + "”", Code: "sheet_missing"}, 0)
		}
	}
	if w.sheets[SheetPopulation] == "" {
		w.Report.Warn(Fault{Sheet: SheetPopulation, Expected: "tờ “" + SheetPopulation + "” (để lập biểu 1, 12, 13)", Code: "sheet_missing"})
	}
	return w, nil
}

// Close gives back what reading needs. The report stays, and takes more faults.
func (w *Workbook) Close() {
	w.parts, w.shared, w.index, w.words, w.given = nil, nil, index{}, nil, nil
}

// relations reads which parts a part refers to, by their ids.
func (w *Workbook) relations(of string) (map[string]relation, error) {
	at := strings.LastIndexByte(of, '/') + 1
	raw, err := w.parts.small(of[:at] + "_rels/" + of[at:] + ".rels")
	if err != nil {
		return nil, err
	}
	all := map[string]relation{}
	for x := newScanner(strings.NewReader(string(raw))); ; {
		kind, err := x.next()
		if err != nil {
			return nil, broken(err)
		}
		if kind == tokenDone {
			return all, nil
		}
		if kind != tokenText && string(x.name) == "Relationship" && kind != tokenEnd {
			name := x.value("Type")
			all[x.value("Id")] = relation{kind: name[strings.LastIndexByte(name, '/')+1:], part: target(of, x.value("Target"))}
		}
	}
}

type relation struct{ kind, part string }

func partOf(all map[string]relation, kind string) string {
	for _, r := range all {
		if r.kind == kind {
			return r.part
		}
	}
	return ""
}

func (w *Workbook) findSheets() error {
	roots, err := w.relations("")
	if err != nil {
		return err
	}
	book := partOf(roots, "officeDocument")
	related, err := w.relations(book)
	if err != nil {
		return err
	}
	raw, err := w.parts.small(book)
	if err != nil {
		return err
	}
	if err := w.readBook(raw, related); err != nil {
		return err
	}
	if styles := partOf(related, "styles"); styles != "" {
		raw, err := w.parts.small(styles)
		if err != nil {
			return err
		}
		if w.dates, err = readStyles(raw); err != nil {
			return err
		}
	}
	strings := partOf(related, "sharedStrings")
	if strings == "" || w.parts.files[strings] == nil {
		return nil
	}
	body, err := w.parts.open(strings)
	if err != nil {
		return err
	}
	defer body.Close()
	w.shared, err = readShared(body)
	return err
}

// readBook finds the sheets by their names, and the epoch of the days.
func (w *Workbook) readBook(raw []byte, related map[string]relation) error {
	w.epoch = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	for x := newScanner(strings.NewReader(string(raw))); ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return broken(err)
		case kind == tokenDone:
			return nil
		case kind == tokenText || kind == tokenEnd:
		case string(x.name) == "workbookPr":
			if flag := x.value("date1904"); flag == "1" || flag == "true" {
				w.epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
			}
		case string(x.name) == "sheet":
			name := text.Line(x.value("name"))
			if key(name) == key(maskedSheet) {
				return masked()
			}
			w.meet(name, related[x.value("id")])
		}
	}
}

// meet takes a sheet of the file for ours that it is called like; the first wins.
func (w *Workbook) meet(name string, at relation) {
	if at.kind != "worksheet" || w.parts.files[at.part] == nil {
		return
	}
	for _, ours := range sheetNames() {
		theirs := w.options.Mapping.Sheets[ours]
		if w.sheets[ours] == "" && (key(name) == key(ours) || theirs != "" && key(name) == key(theirs)) {
			w.sheets[ours], w.titles[ours] = at.part, ours
			if key(name) != key(ours) {
				w.titles[ours] = name
			}
			return
		}
	}
	if key(name) != key(guideSheet) {
		w.Report.Warn(Fault{Sheet: name, Expected: "tờ này không được đọc", Code: "sheet_ignored"})
	}
}

// rows opens a sheet of ours.
func (w *Workbook) rows(ctx context.Context, sheet string) (*rowReader, error) {
	body, err := w.parts.open(w.sheets[sheet])
	if err != nil {
		return nil, err
	}
	return &rowReader{ctx: ctx, x: newScanner(body), body: body, shared: w.shared, dates: w.dates}, nil
}
