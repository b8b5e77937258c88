package documents

import (
	"fmt"
	"io"
	"iter"
	"time"
)

// Sheet is one wide table on paper across, with the head of an official document
// above it and a signature below. Its rows are laid out and forgotten one group
// after the other, so that a list of any length needs little more memory than the
// file it becomes.
type Sheet struct {
	Title   string      // of the file, for readers
	Office  []string    // left of the head, the last line bold with a rule below it
	Above   []Paragraph // between the head and the table, centred
	Mark    string      // boxed below them: "Số liệu sơ bộ"; "" nothing
	Large   bool        // A3 instead of A4
	Size    float64     // of the table's letters in points; 0: 11
	Pad     float64     // left and right inside a cell in points
	Header  []Row       // on every page; bold where the cells say so
	Columns []Column
	// Rows yields rows that merged cells tie together as one group; it is read once
	// and its first error ends the file.
	Rows   iter.Seq2[[]Row, error]
	Below  []Paragraph
	Signed *SheetSignature
	Dated  time.Time // the date inside the file
}

// SheetSignature is what stands below a sheet: who made it at the left, place, date
// and who signs at the right.
type SheetSignature struct {
	Place    string
	Capacity []string
	Name     string
	Left     []string
	LeftName string
}

// The measures of a sheet: bound at the left, as a book is.
const (
	sheetLeft   = 56.7 // 20 mm
	sheetSize   = 11.0 // of the letters, unless told otherwise
	sheetOffice = 0.4  // of the width for the office's side of the head
	signedRoom  = 70.0 // between capacity and name
)

// SheetPDF writes a sheet as PDF. The same sheet gives the same bytes.
func SheetPDF(w io.Writer, s Sheet) (err error) {
	defer func() { // fpdf panics on what it does not expect
		if r := recover(); r != nil {
			err = fmt.Errorf("documents: sheet: %v", r)
		}
	}()
	fs, err := loadFaces()
	if err != nil {
		return err
	}
	p := s.printer(fs)
	p.turn()
	for _, it := range s.head(fs, p.width) {
		p.put(it)
	}
	foot := s.foot(fs, p.width)
	if err := p.table(s, foot); err != nil {
		return err
	}
	for _, it := range foot {
		p.put(it)
	}
	return p.write(w)
}

// head sets the office and the national name side by side, and the titles.
func (s Sheet) head(fs *faces, width float64) (list []item) {
	st := decree()
	st.superior.size, st.issuer.size = 12, 12
	last := max(len(s.Office)-1, 0)
	office := append(plains(st.superior, s.Office[:last]), underlined(plains(st.issuer, s.Office[last:]), 0.4)...)
	nation := append(plain(st.nation, nation), underlined(plain(st.motto, motto), 1)...)
	list = append(list, fs.sides(office, nation, width*sheetOffice, width))
	title := st.kind
	title.cut, title.before, title.after = 0, 0, 2 // bold where the spans say so
	for i, one := range s.Above {
		it := para{style: title, spans: one.Spans}.across(fs, width)
		if i == 0 {
			it.before = 3 * apart
		}
		list = append(list, it)
	}
	if s.Mark != "" {
		mark := st.draft
		mark.size, mark.before, mark.after = 12, apart, apart
		list = append(list, para{style: mark, spans: []Span{{Text: s.Mark}}, boxed: true}.across(fs, width))
	}
	return list
}

// foot sets the notes and the signature, which stays in one piece.
func (s Sheet) foot(fs *faces, width float64) (list []item) {
	st := decree()
	note := st.body
	note.size, note.first, note.after, note.align = 11, 0, 2, Left
	for _, one := range s.Below {
		list = append(list, para{style: note, spans: one.Spans}.across(fs, width))
	}
	if s.Signed == nil {
		return list
	}
	capacity, name, place := st.capacity, st.name, st.place
	capacity.size, name.size, place.size, capacity.before, name.before = 13, 13, 13, 0, signedRoom
	g := s.Signed
	block := fs.sides(nil, plain(place, g.Place), width/2, width)
	block.below(fs.sides(plains(capacity, g.Left), plains(capacity, g.Capacity), width/2, width))
	block.below(fs.sides(plain(name, g.LeftName), plain(name, g.Name), width/2, width))
	block.before = 2 * apart
	return append(list, block)
}

// below adds another item at the bottom of it.
func (it *item) below(other item) {
	for _, s := range other.strips {
		s.y += it.height
		it.strips = append(it.strips, s)
	}
	it.height += other.height
}

// sides sets two columns side by side as one item.
func (fs *faces) sides(left, right []para, at, width float64) item {
	var it item
	for i, ps := range [][]para{left, right} {
		x, w, y := 0.0, at, 0.0
		if i == 1 {
			x, w = at, width-at
		}
		for _, p := range ps {
			y = it.stack(fs, p, x, y+p.style.before, w) + p.style.after
		}
		it.height = max(it.height, y)
	}
	return it
}
