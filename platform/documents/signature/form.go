package signature

import (
	"fmt"
	"strings"

	"vuon/platform/documents/pdffile"
)

// form compares the forms: fields, and what their pictures are made with.
func (c *comparer) form(a, b any) {
	before, err1 := c.old.Dict(a)
	after, err2 := c.new.Dict(b)
	if err1 != nil || err2 != nil {
		c.fail(err1, err2)
		return
	}
	if before != nil && after == nil {
		c.report(false, "biểu mẫu (bị gỡ)", "the form was removed")
		return
	}
	if !c.dicts(before, after, "Fields", "SigFlags", "DR", "DA", "NeedAppearances") ||
		after["NeedAppearances"] == true && before["NeedAppearances"] != true || !c.resources(before["DR"], after["DR"]) {
		c.report(false, "thiết lập của biểu mẫu", "the form's own entries")
	}
	c.fieldList(before["Fields"], after["Fields"])
}

// resources: what there was is the same, more may come.
func (c *comparer) resources(a, b any) bool {
	before, err1 := c.old.Dict(a)
	after, err2 := c.new.Dict(b)
	c.fail(err1, err2)
	for kind := range before {
		was, err1 := c.old.Dict(before[kind])
		is, err2 := c.new.Dict(after[kind])
		c.fail(err1, err2)
		for name := range was {
			if !c.equal(was[name], is[name]) {
				clear(c.same)
				return false
			}
		}
	}
	return true
}

// fieldList compares the fields at the top of the form.
func (c *comparer) fieldList(a, b any) {
	before, err1 := c.old.Array(a)
	after, err2 := c.new.Array(b)
	if err1 != nil || err2 != nil {
		c.fail(err1, err2)
		return
	}
	there := map[any]bool{}
	for _, f := range after {
		ref, is := f.(pdffile.Ref)
		if !is || len(after) > maxFields {
			c.fail(fmt.Errorf("%w: the form's fields", pdffile.ErrMalformed))
			return
		}
		there[ref] = true
	}
	for _, f := range before {
		if _, is := f.(pdffile.Ref); !is || !there[f] {
			c.report(false, "một ô nhập hoặc ô ký bị gỡ", "a field was removed")
			return
		}
		c.field(f.(pdffile.Ref), field{})
		delete(there, f)
	}
	for f := range there {
		c.newField(f.(pdffile.Ref))
	}
}

// newField is right only for a signature.
func (c *comparer) newField(ref pdffile.Ref) {
	d, err := c.new.Dict(ref)
	c.fail(err)
	if d["FT"] != pdffile.Name("Sig") || d["A"] != nil || d["AA"] != nil {
		c.report(false, "một ô nhập được thêm", "a field was added")
		return
	}
	c.report(true, "thêm chữ ký", "a signature was added")
}

// field is what a field has of those above it.
type field struct {
	name string
	kind any
}

// inherited reads what a widget has of the fields above it.
func inherited(v *pdffile.View, d pdffile.Dict) (f field) {
	for range 20 {
		parent, err := v.Dict(d["Parent"])
		if err != nil || parent == nil {
			return f
		}
		if t, is := parent["T"].(pdffile.Text); is {
			f.name = strings.TrimSuffix(string(t)+"."+f.name, ".")
		}
		if f.kind == nil {
			f.kind = parent["FT"]
		}
		d = parent
	}
	return f
}

// field compares a field, once, with its kids.
func (c *comparer) field(ref pdffile.Ref, above field) {
	if c.fields[ref] || len(c.fields) > maxFields {
		return
	}
	c.fields[ref] = true
	before, err1 := c.old.Dict(ref)
	after, err2 := c.new.Dict(ref)
	if err1 != nil || err2 != nil {
		c.fail(err1, err2)
		return
	}
	f := above
	if t, is := before["T"].(pdffile.Text); is {
		f.name = strings.TrimPrefix(f.name+"."+string(t), ".")
	}
	if before["FT"] != nil {
		f.kind = before["FT"]
	}
	c.fieldOwn(f, before, after)
	kids, err1 := c.old.Array(before["Kids"])
	now, err2 := c.new.Array(after["Kids"])
	c.fail(err1, err2)
	if len(kids) != len(now) {
		c.report(false, "ô «"+f.name+"»", "the field "+f.name)
		return
	}
	for i, kid := range kids {
		ref, is := kid.(pdffile.Ref)
		if !is || now[i] != kid {
			c.report(false, "ô «"+f.name+"»", "the field "+f.name)
			return
		}
		c.field(ref, f)
	}
}

// fieldOwn compares the field's own entries.
func (c *comparer) fieldOwn(f field, before, after pdffile.Dict) {
	if c.dicts(before, after, "P", "Parent", "Kids") {
		return
	}
	switch value, fillable := c.fill[f.name]; {
	case f.kind == pdffile.Name("Sig") && before["V"] == nil:
		if after["FT"] == before["FT"] && after["T"] == before["T"] && after["A"] == nil && after["AA"] == nil {
			c.report(true, "thêm chữ ký", "a signature was added")
			return
		}
	case fillable && f.kind == pdffile.Name("Tx") && c.dicts(before, after, "P", "Parent", "Kids", "V", "AP", "M"):
		if got, is := after["V"].(pdffile.Text); is && before["V"] == nil && (value == "" || value == string(got)) {
			c.report(true, "ô «"+f.name+"» được điền "+string(got), "the field "+f.name+" was filled with "+string(got))
			return
		}
	}
	c.report(false, "ô «"+f.name+"»", "the field "+f.name)
}

// isSignatureWidget reports whether an annotation is the picture of a signature
// and does nothing but be looked at.
func isSignatureWidget(v *pdffile.View, ref pdffile.Ref) bool {
	d, err := v.Dict(ref)
	if err != nil || d["Subtype"] != pdffile.Name("Widget") || d["A"] != nil || d["AA"] != nil {
		return false
	}
	return d["FT"] == pdffile.Name("Sig") || inherited(v, d).kind == pdffile.Name("Sig")
}
