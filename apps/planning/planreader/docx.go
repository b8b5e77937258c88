package planreader

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"vuon/platform/text"
)

// Bounds of a DOCX. A plan of a hundred pages stays far below all of them.
const (
	maxEntries  = 4000
	maxDeclared = 400 << 20 // inflated size of all entries, as the archive says
	maxPart     = 24 << 20  // inflated size of one part that is read
	maxRatio    = 300       // inflated to packed, of parts above 1 MB
	maxDepth    = 200       // nested elements
)

// ReadDOCX reads a plan from a Word document: paragraphs with the numbers that Word
// prints, rows of tables, text boxes; insertions as accepted, deletions left out.
func ReadDOCX(r io.ReaderAt, size int64) (Source, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return Source{}, faultDamaged.Because(err)
	}
	if err := bounded(archive); err != nil {
		return Source{}, err
	}
	d := &docx{archive: archive}
	if d.numbering, err = d.readNumbering(); err != nil {
		return Source{}, err
	}
	if d.styles, err = d.readStyles(); err != nil {
		return Source{}, err
	}
	found, err := d.part("word/document.xml", d.document)
	if err != nil {
		return Source{}, err
	}
	if !found {
		return Source{}, faultZip
	}
	return Source{Paragraphs: d.out}, nil
}

// bounded refuses archives that hold or claim too much.
func bounded(a *zip.Reader) error {
	if len(a.File) > maxEntries {
		return faultBomb
	}
	var total uint64
	for _, f := range a.File {
		total += min(f.UncompressedSize64, maxDeclared)
		if total >= maxDeclared {
			return faultBomb
		}
	}
	return nil
}

// docx is a document while it is read.
type docx struct {
	archive   *zip.Reader
	numbering *numbering
	styles    map[string]listed
	out       []Paragraph
	joinNext  bool // the mark of the last paragraph was deleted
	size      int  // bytes of text so far
}

// part hands the XML of one entry to fn; it reports whether there is such an entry.
func (d *docx) part(name string, fn func(*cursor) error) (bool, error) {
	for _, f := range d.archive.File {
		if !strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return true, faultDamaged.Because(err)
		}
		defer r.Close()
		c := &cursor{limit: &meter{r: r, packed: int64(f.CompressedSize64)}}
		c.xml = xml.NewDecoder(c.limit)
		err = c.each(func(xml.StartElement) error { return fn(c) })
		if err == nil || errors.Is(err, faultBomb) || errors.Is(err, faultLong) {
			return true, err
		}
		return true, faultDamaged.Because(err)
	}
	return false, nil
}

// meter stops an entry that inflates beyond measure.
type meter struct {
	r            io.Reader
	read, packed int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.read += int64(n)
	if m.read > maxPart || m.read > 1<<20 && m.read > maxRatio*max(m.packed, 1) {
		return 0, faultBomb
	}
	return n, err
}

// cursor walks over elements. Entities of the document's own are an error of
// encoding/xml, so nothing can be expanded.
type cursor struct {
	xml   *xml.Decoder
	limit *meter
	depth int
}

// each calls fn for every child of the open element up to its end; fn must consume
// the child by each or skip.
func (c *cursor) each(fn func(xml.StartElement) error) error {
	if c.depth++; c.depth > maxDepth {
		return faultBomb
	}
	defer func() { c.depth-- }()
	for {
		tok, err := c.xml.Token()
		if errors.Is(err, io.EOF) && c.depth == 1 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := fn(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip passes over the open element.
func (c *cursor) skip() error { return c.each(func(xml.StartElement) error { return c.skip() }) }

// chars is the text of the open element.
func (c *cursor) chars() (string, error) {
	var b strings.Builder
	for {
		tok, err := c.xml.Token()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := c.skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

// attr is the value of an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reports whether a property such as <w:b/> is switched on.
func on(e xml.StartElement) bool {
	v := attr(e, "val")
	return v != "0" && v != "false" && v != "off" && v != "none"
}

func (d *docx) document(c *cursor) error {
	return c.each(func(e xml.StartElement) error {
		if e.Name.Local != "body" {
			return c.skip()
		}
		ps, err := d.blocks(c)
		d.out = ps
		return err
	})
}

// blocks reads paragraphs and tables of a body, cell or text box.
func (d *docx) blocks(c *cursor) ([]Paragraph, error) {
	var out []Paragraph
	err := c.each(func(e xml.StartElement) error {
		var ps []Paragraph
		var err error
		switch e.Name.Local {
		case "p":
			joined := d.joinNext
			ps, err = d.paragraph(c)
			if joined && len(ps) > 0 && len(out) > 0 {
				out[len(out)-1].Text += " " + ps[0].Text
				ps = ps[1:]
			}
		case "tbl":
			ps, err = d.table(c)
		case "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice":
			ps, err = d.blocks(c)
		default:
			return c.skip()
		}
		out = append(out, ps...)
		return err
	})
	return out, err
}

// clean is text as a paragraph holds it: NFC, single blanks, tabs between columns.
func clean(s string) string {
	parts := strings.Split(text.NFC(invisible.Replace(s)), "\t")
	for i := range parts {
		parts[i] = strings.Join(strings.Fields(parts[i]), " ")
	}
	return strings.Trim(strings.Join(parts, "\t"), "\t")
}
