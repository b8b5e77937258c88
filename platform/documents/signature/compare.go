package signature

import (
	"bytes"
	"fmt"
	"maps"

	"vuon/platform/documents/pdffile"
	"vuon/platform/i18n"
)

const (
	maxCompared = 3_000_000 // values
	maxNested   = 20_000    // references deep
	maxUnpacked = 64 << 20  // bytes of streams that were packed anew
)

// comparer finds what differs between two states of a document.
type comparer struct {
	old, new     *pdffile.View
	fill         map[string]string // fields that may be filled, with the value or "" for any
	same         map[[2]pdffile.Ref]bool
	oldAt, newAt map[pdffile.Ref]place
	fields       map[pdffile.Ref]bool // compared already
	changes      []Change
	count, depth int
	unpacked     int
	err          error
}

// place is what a page or an annotation is known by: those are compared on
// their own, and elsewhere only pointed to.
type place struct{ page, annotation int }

// compare lists what differs between two states of a document, as readers show it.
func compare(old, new *pdffile.View, fill map[string]string) ([]Change, error) {
	c := &comparer{old: old, new: new, fill: fill, same: map[[2]pdffile.Ref]bool{}, fields: map[pdffile.Ref]bool{}}
	before, err := old.Root()
	if err != nil {
		return nil, err
	}
	after, err := new.Root()
	if err != nil {
		return nil, err
	}
	oldPages, err := pages(old, before)
	if err != nil {
		return nil, err
	}
	newPages, err := pages(new, after)
	if err != nil {
		return nil, err
	}
	c.oldAt, c.newAt = places(oldPages), places(newPages)
	c.pages(oldPages, newPages)
	c.form(before["AcroForm"], after["AcroForm"])
	c.catalogue(before, after)
	return c.changes, c.err
}

func (c *comparer) report(allowed bool, vi, en string) {
	c.changes = append(c.changes, Change{allowed, i18n.T(vi, en)})
}

// catalogue compares the rest of it. What is left out shows nothing: data for
// validation later, versions, metadata.
func (c *comparer) catalogue(before, after pdffile.Dict) {
	if !c.dicts(before, after, "Pages", "AcroForm", "DSS", "Extensions", "Version", "Metadata", "Perms") {
		c.report(false, "cấu trúc chung của văn bản", "the document's own entries")
	}
	if before["DSS"] == nil && after["DSS"] != nil {
		c.report(true, "dữ liệu để kiểm tra lâu dài", "data for later validation")
	}
}

// pages compares page by page.
func (c *comparer) pages(before, after []page) {
	if len(before) != len(after) {
		c.report(false, fmt.Sprintf("số trang từ %d thành %d", len(before), len(after)), fmt.Sprintf("%d pages became %d", len(before), len(after)))
		return
	}
	for i := range before {
		if !c.dicts(before[i].dict, after[i].dict, "Annots", "Parent", "Tabs", "LastModified", "Metadata") {
			what := onPage(i, "nội dung", "content")
			c.report(false, what.VI, what.EN)
		}
		c.annotations(i, before[i], after[i])
	}
}

// annotations compares those of a page: all that there were are still there,
// what came are the pictures of signatures.
func (c *comparer) annotations(n int, before, after page) {
	what := onPage(n, "ghi chú, ô nhập", "annotations")
	kept := 0
	for _, a := range after.annotations {
		if kept < len(before.annotations) && before.annotations[kept] == a {
			c.annotation(n, a)
			kept++
		} else if ref, is := a.(pdffile.Ref); !is || !isSignatureWidget(c.new, ref) {
			c.report(false, what.VI+" (thêm)", "added "+what.EN)
		}
	}
	if kept < len(before.annotations) {
		c.report(false, what.VI+" (bớt)", "removed "+what.EN)
	}
}

// annotation compares one that is in both; fields know themselves what may change.
func (c *comparer) annotation(n int, a any) {
	ref, is := a.(pdffile.Ref)
	if !is {
		return // pages hold only references: see pages
	}
	before, err1 := c.old.Dict(ref)
	after, err2 := c.new.Dict(ref)
	if err1 != nil || err2 != nil {
		c.fail(err1, err2)
		return
	}
	if before["Subtype"] == pdffile.Name("Widget") {
		c.field(ref, inherited(c.old, before))
	} else if !c.dicts(before, after, "P", "Parent") {
		what := onPage(n, "ghi chú", "an annotation")
		c.report(false, what.VI, what.EN)
	}
}

func (c *comparer) fail(errs ...error) {
	for _, err := range errs {
		if c.err == nil && err != nil {
			c.err = err
		}
	}
}

// dicts compares dictionaries but for some keys.
func (c *comparer) dicts(a, b pdffile.Dict, but ...pdffile.Name) bool {
	a, b = maps.Clone(a), maps.Clone(b)
	for _, key := range but {
		delete(a, key)
		delete(b, key)
	}
	if !c.equal(a, b) {
		clear(c.same) // what was taken for the same on the way may not be
		return false
	}
	return true
}

// equal compares two values, the first as it was, the second as it is.
func (c *comparer) equal(a, b any) bool {
	c.count++
	if c.count > maxCompared || c.depth > maxNested {
		c.fail(fmt.Errorf("%w: too much to compare", pdffile.ErrMalformed))
	}
	if c.err != nil {
		return false
	}
	ra, isA := a.(pdffile.Ref)
	rb, isB := b.(pdffile.Ref)
	if isA && isB {
		at, known := c.oldAt[ra]
		if other, too := c.newAt[rb]; known || too {
			return known && too && at == other
		}
		if c.same[[2]pdffile.Ref{ra, rb}] {
			return true
		}
		c.same[[2]pdffile.Ref{ra, rb}] = true // until it shows otherwise: references go in circles
	}
	c.depth++
	defer func() { c.depth-- }()
	a, err := c.old.Resolve(a)
	c.fail(err)
	b, err = c.new.Resolve(b)
	c.fail(err)
	return c.err == nil && c.values(a, b)
}

func (c *comparer) values(a, b any) bool {
	switch a := a.(type) {
	case pdffile.Dict:
		b, is := b.(pdffile.Dict)
		return is && c.entries(a, b)
	case pdffile.Array:
		b, is := b.(pdffile.Array)
		if !is || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !c.equal(a[i], b[i]) {
				return false
			}
		}
		return true
	case pdffile.Stream:
		b, is := b.(pdffile.Stream)
		return is && c.streams(a, b)
	case int64:
		if b, is := b.(float64); is {
			return float64(a) == b
		}
	case float64:
		if b, is := b.(int64); is {
			return a == float64(b)
		}
	}
	return a == b
}

func (c *comparer) entries(a, b pdffile.Dict) bool {
	for key := range a {
		if !c.equal(a[key], b[key]) {
			return false
		}
	}
	for key := range b {
		if _, there := a[key]; !there && !c.equal(nil, b[key]) {
			return false
		}
	}
	return true
}

// streams compares bytes, unpacked where they are packed in another way.
func (c *comparer) streams(a, b pdffile.Stream) bool {
	da, db := maps.Clone(a.Dict), maps.Clone(b.Dict)
	delete(da, "Length")
	delete(db, "Length")
	if bytes.Equal(a.Raw, b.Raw) {
		return c.entries(da, db)
	}
	if c.unpacked > maxUnpacked {
		return false
	}
	x, err1 := a.Decoded()
	y, err2 := b.Decoded()
	c.unpacked += len(x) + len(y)
	for _, key := range []pdffile.Name{"Filter", "DecodeParms"} {
		delete(da, key)
		delete(db, key)
	}
	return err1 == nil && err2 == nil && bytes.Equal(x, y) && c.entries(da, db)
}
