package signature

import (
	"fmt"
	"maps"

	"vuon/platform/documents/pdffile"
)

const maxPages = 20_000

// page is a page with what it inherits, and its annotations.
type page struct {
	ref         pdffile.Ref
	dict        pdffile.Dict
	annotations pdffile.Array
}

// pages lists the pages of a document in order.
func pages(v *pdffile.View, root pdffile.Dict) (list []page, err error) {
	seen := map[pdffile.Ref]bool{}
	var walk func(node any, from pdffile.Dict, depth int) error
	walk = func(node any, from pdffile.Dict, depth int) error {
		ref, is := node.(pdffile.Ref)
		if !is || seen[ref] || depth > 50 || len(seen) > 2*maxPages {
			return fmt.Errorf("%w: the tree of pages", pdffile.ErrMalformed)
		}
		seen[ref] = true
		d, err := v.Dict(ref)
		if err != nil {
			return err
		}
		d = maps.Clone(d)
		for _, key := range []pdffile.Name{"Resources", "MediaBox", "CropBox", "Rotate"} { // 7.7.3.4
			if d != nil && d[key] == nil && from[key] != nil {
				d[key] = from[key]
			}
		}
		if d["Kids"] == nil {
			return addPage(v, &list, ref, d)
		}
		kids, err := v.Array(d["Kids"])
		if err != nil {
			return err
		}
		for _, kid := range kids {
			if err := walk(kid, d, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	err = walk(root["Pages"], nil, 0)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%w: no pages", pdffile.ErrMalformed)
	}
	return list, err
}

// addPage adds a page; annotations that are no objects of their own are refused,
// since they cannot be told apart.
func addPage(v *pdffile.View, list *[]page, ref pdffile.Ref, d pdffile.Dict) error {
	if d["Type"] != pdffile.Name("Page") {
		return fmt.Errorf("%w: no page", pdffile.ErrMalformed)
	}
	annotations, err := v.Array(d["Annots"])
	if err != nil {
		return err
	}
	for _, a := range annotations {
		if _, is := a.(pdffile.Ref); !is {
			return fmt.Errorf("%w: an annotation without a number", pdffile.ErrMalformed)
		}
	}
	*list = append(*list, page{ref, d, annotations})
	return nil
}

// places gives pages and annotations what they are known by.
func places(list []page) map[pdffile.Ref]place {
	at := map[pdffile.Ref]place{}
	for n, p := range list {
		at[p.ref] = place{n, -1}
		for _, a := range p.annotations {
			if ref, is := a.(pdffile.Ref); is {
				at[ref] = place{n, ref.Number}
			}
		}
	}
	return at
}
