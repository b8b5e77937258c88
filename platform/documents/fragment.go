package documents

import (
	"fmt"
	"io"
)

// Fragment writes only what of the document is set, without the article around
// it and, where it has no issuer, without its letterhead: a part of a document
// that is shown piece by piece inside one <article class="doc">. Deep says that
// the whole document has headings of level 0, below which the others stand.
func Fragment(w io.Writer, d Document, deep bool) error {
	h := htmlWriter{shift: 1, base: decree().byID()}
	if deep {
		h.shift = 2
	}
	elements := d.elements()
	if len(d.Letterhead.Issuer) == 0 {
		elements = elements[1:]
	}
	h.elements(elements)
	if _, err := io.WriteString(w, h.out.String()); err != nil {
		return fmt.Errorf("documents: HTML: %w", err)
	}
	return nil
}

// Deep tells that the blocks have headings of level 0 and of level 1: then all but
// those of level 0 stand one deeper, and none is left out between.
func Deep(blocks []Block) bool {
	var parts, below bool
	for _, b := range blocks {
		if h, ok := b.(Heading); ok {
			parts, below = parts || h.Level <= 0, below || h.Level == 1
		}
	}
	return parts && below
}
