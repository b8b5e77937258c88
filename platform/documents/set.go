package documents

import (
	"fmt"
	"io"
	"iter"
	"time"
)

// Set is a file of many documents, one after another, each from a page of its own
// on and with page numbers of its own: certificates, letters to many.
type Set struct {
	Title  string // of the file
	Author string
	Dated  time.Time // the date inside the file
}

// SetPDF writes the documents as one PDF. They are laid out one at a time: what
// stays in memory is what the file holds. The same documents give the same bytes.
// An error of the sequence ends it.
func SetPDF(w io.Writer, s Set, list iter.Seq2[Document, error]) (err error) {
	defer func() { // fpdf panics on what it does not expect
		if r := recover(); r != nil {
			err = fmt.Errorf("documents: set: %v", r)
		}
	}()
	fs, err := loadFaces()
	if err != nil {
		return err
	}
	p := &pdf{out: blank("P", s.Dated, clean(s.Title), clean(s.Author)), page: decree().page, left: marginLeft, width: textWidth, cut: -1, level: -1}
	for cut := range fs {
		p.out.AddUTF8FontFromBytes(fontFamily, cutName(cut), fs[cut].ttf)
	}
	for d, err := range list {
		if err != nil {
			return err
		}
		p.pages = paginate(fs.items(fs.laidOut(d)), textHeight)
		p.draw()
	}
	return p.write(w)
}
