package extract

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// pack is an office document: a zip of XML parts, of which only so much is ever
// unpacked.
type pack struct {
	files map[string]*zip.File
	left  int64
}

func openPack(r io.ReaderAt, size int64) (*pack, error) {
	archive, err := zip.NewReader(&limited{r, 4 << 20}, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if len(archive.File) > maxEntries {
		return nil, fmt.Errorf("%w: %d entries", ErrUnreadable, len(archive.File))
	}
	// The directory is bounded now; the parts are by what is left.
	if archive, err = zip.NewReader(r, size); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	p := &pack{files: map[string]*zip.File{}, left: maxUnpack}
	for _, f := range archive.File {
		p.files[strings.TrimPrefix(f.Name, "/")] = f
	}
	return p, nil
}

// limited lets only so many bytes be read of the directory.
type limited struct {
	io.ReaderAt
	left int
}

func (l *limited) ReadAt(b []byte, off int64) (int, error) {
	if l.left -= len(b); l.left < 0 {
		return 0, errors.New("the archive's directory is too long")
	}
	return l.ReaderAt.ReadAt(b, off)
}

// active reports whether something in the document runs or leads outside.
func (p *pack) active() bool {
	for name := range p.files {
		low := strings.ToLower(name)
		if strings.Contains(low, "vbaproject") || strings.Contains(low, "activex") || strings.Contains(low, "embeddings/") || strings.Contains(low, "macrosheets") {
			return true
		}
	}
	return false
}

// part opens one part as XML; nil when there is none.
func (p *pack) part(name string) (*tokens, error) {
	f := p.files[name]
	if f == nil {
		return nil, nil //nolint:nilnil // no part is no error
	}
	body, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return &tokens{Decoder: xml.NewDecoder(&counted{body, p}), close: body}, nil
}

// counted takes what it unpacks from the document's allowance.
type counted struct {
	r io.Reader
	p *pack
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	if c.p.left -= int64(n); c.p.left < 0 {
		return 0, fmt.Errorf("%w: it unpacks to more than %d MB", ErrUnreadable, maxUnpack>>20)
	}
	return n, err
}

// tokens is XML of bounded depth.
type tokens struct {
	*xml.Decoder
	close io.Closer
	depth int
}

// next is the next token, nil at the end. A document type is refused: it may
// declare entities that grow.
func (t *tokens) next() (xml.Token, error) {
	token, err := t.RawToken()
	if errors.Is(err, io.EOF) {
		return nil, nil //nolint:nilnil // the end
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	switch token.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > maxDepth {
			return nil, fmt.Errorf("%w: XML is nested too deep", ErrUnreadable)
		}
	case xml.EndElement:
		t.depth--
	case xml.Directive:
		return nil, fmt.Errorf("%w: it declares a document type", ErrUnreadable)
	}
	return token, nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
