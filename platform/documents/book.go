package documents

import (
	"fmt"
	"io"
	"time"
)

// Book is a register printed on A4 pages across: its heading on the first, one
// table whose header stands on every page, and what is said below it.
type Book struct {
	Office []string // whose book it is, a line each
	Title  string   // "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
	Period []string // lines below the title: "Năm 2024"
	Table  Table
	Closed string    // below the table; "" nothing
	Dated  time.Time // the date inside the file
}

// The measures of a book: A4 across, bound at the left.
const (
	bookLeft   = 56.7 // 20 mm
	bookWidth  = pageHeight - bookLeft - marginRight
	bookHeight = pageWidth - marginTop - marginRight
)

// BookPDF writes a book as PDF. The same book gives the same bytes.
func BookPDF(w io.Writer, b Book) (err error) {
	defer func() { // fpdf panics on what it does not expect
		if r := recover(); r != nil {
			err = fmt.Errorf("documents: book: %v", r)
		}
	}()
	fs, err := loadFaces()
	if err != nil {
		return err
	}
	author := ""
	if len(b.Office) > 0 {
		author = b.Office[len(b.Office)-1]
	}
	p := &pdf{out: blank("L", b.Dated, b.Title, author), page: decree().page, left: bookLeft, width: bookWidth, cut: -1, level: -1}
	p.loadFonts(fs, paginate(b.items(fs), bookHeight))
	p.draw()
	return p.write(w)
}

// items lays the book out.
func (b Book) items(fs *faces) (list []item) {
	st := decree()
	head := func(style style, lines ...string) {
		for _, p := range plains(style, lines) {
			list = append(list, p.across(fs, bookWidth))
		}
	}
	office := st.issuer
	office.align, office.keep = Left, true
	head(office, b.Office...)
	title := st.kind
	title.before, title.keep = 2*apart, true
	head(title, b.Title)
	period := st.addressee
	period.after, period.keep = 0, true
	head(period, b.Period...)
	if n := len(list); n > 0 {
		list[n-1].after = 2 * apart
	}
	b.Table.width = bookWidth
	list = append(list, fs.tableItems(b.Table)...)
	closed := st.body
	closed.size, closed.before, closed.first = st.cell.size, apart, 0
	head(closed, b.Closed)
	return list
}

// across sets a paragraph of a width of its own.
func (p para) across(fs *faces, width float64) item {
	it := item{before: p.style.before, after: p.style.after, keep: p.style.keep, flowing: !p.style.keep}
	it.height = it.stack(fs, p, 0, 0, width)
	return it
}
