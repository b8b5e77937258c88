package signaturetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"vuon/platform/documents/pdffile"
)

// Options say how to sign.
type Options struct {
	Field   string // of the file; "": a new field on the last page
	At      time.Time
	Rect    [4]float64                               // of a new field
	Picture string                                   // content of the picture; "": none
	Entries pdffile.Dict                             // more entries of the signature's dictionary, or others
	SHA1    bool                                     // an outdated digest
	Untimed bool                                     // without the attribute of the time: only the dictionary says it
	Also    func(u *pdffile.Update, v *pdffile.View) // what else the same save changes
	Forge   func(content []byte) []byte              // the bytes that are signed in place of the right ones
}

// room for a signature, in bytes.
const room = 8192

// Sign appends a signature to a PDF: an incremental update, PAdES style.
func Sign(t testing.TB, data []byte, h Hand, o Options) []byte {
	t.Helper()
	f, err := pdffile.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	v, u := f.Newest(), f.Update()
	if o.At.IsZero() {
		o.At = h.Certificate.NotBefore.AddDate(0, 0, 10)
	}
	dict := pdffile.Dict{"Type": pdffile.Name("Sig"), "Filter": pdffile.Name("Adobe.PPKLite"), "SubFilter": pdffile.Name("ETSI.CAdES.detached"),
		"ByteRange": pdffile.Literal("[" + string(bytes.Repeat([]byte(" "), 40)) + "]"),
		"Contents":  pdffile.Literal("<" + string(bytes.Repeat([]byte("0"), 2*room)) + ">"),
		"M":         pdffile.Text(o.At.UTC().Format("D:20060102150405Z"))}
	for key, value := range o.Entries {
		dict[key] = value
	}
	value := u.Add(dict)
	if err := attach(u, v, value, o); err != nil {
		t.Fatal(err)
	}
	if o.Also != nil {
		o.Also(u, v)
	}
	out, at := u.Bytes()
	seal(t, out, at[value.Number], h, o)
	return out
}

// attach puts the value into its field, and the field into page and form.
func attach(u *pdffile.Update, v *pdffile.View, value pdffile.Ref, o Options) error {
	root, err := v.Root()
	if err != nil {
		return err
	}
	form, _ := v.Dict(root["AcroForm"])
	if form == nil {
		form = pdffile.Dict{}
	}
	fields, _ := v.Array(form["Fields"])
	var picture any
	if o.Picture != "" {
		picture = pdffile.Dict{"N": u.Add(pdffile.Stream{Dict: pdffile.Dict{"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Form"),
			"BBox": pdffile.Array{int64(0), int64(0), int64(100), int64(100)}, "Resources": pdffile.Dict{}}, Raw: []byte(o.Picture)})}
	}
	set := func(d pdffile.Dict) pdffile.Dict {
		d["V"] = value
		if picture != nil {
			d["AP"] = picture
		}
		return d
	}
	form["SigFlags"] = int64(3)
	for _, f := range fields {
		d, _ := v.Dict(f)
		if name, _ := d["T"].(pdffile.Text); o.Field != "" && string(name) == o.Field {
			u.Set(f.(pdffile.Ref), set(d))
			return setForm(u, v, root, form)
		}
	}
	if o.Field != "" {
		return fmt.Errorf("no field %s", o.Field)
	}
	tree, _ := v.Dict(root["Pages"])
	kids, _ := v.Array(tree["Kids"])
	page := kids[len(kids)-1].(pdffile.Ref)
	d, _ := v.Dict(page)
	field := u.Add(set(pdffile.Dict{"Type": pdffile.Name("Annot"), "Subtype": pdffile.Name("Widget"), "FT": pdffile.Name("Sig"), "F": int64(132), "P": page,
		"T": pdffile.Text(fmt.Sprintf("Signature%d", len(fields)+1)), "Rect": pdffile.Array{o.Rect[0], o.Rect[1], o.Rect[2], o.Rect[3]}}))
	old, _ := v.Array(d["Annots"])
	d["Annots"] = append(append(pdffile.Array{}, old...), field)
	u.Set(page, d)
	form["Fields"] = append(append(pdffile.Array{}, fields...), field)
	return setForm(u, v, root, form)
}

func setForm(u *pdffile.Update, v *pdffile.View, root, form pdffile.Dict) error {
	if ref, is := root["AcroForm"].(pdffile.Ref); is {
		u.Set(ref, form)
		return nil
	}
	root["AcroForm"] = u.Add(form)
	u.Set(v.Trailer()["Root"].(pdffile.Ref), root)
	return nil
}

// seal fills in byte range and contents.
func seal(t testing.TB, out []byte, object int, h Hand, o Options) {
	t.Helper()
	start := object + bytes.Index(out[object:], []byte("/Contents <")) + len("/Contents ")
	end := start + 2*room + 2
	ranges := fmt.Sprintf("[0 %d %d %d", start, end, len(out)-end)
	at := object + bytes.Index(out[object:], []byte("/ByteRange [")) + len("/ByteRange ")
	copy(out[at:], ranges)
	content := append(bytes.Clone(out[:start]), out[end:]...)
	if o.Forge != nil {
		content = o.Forge(content)
	}
	der, err := cms(content, h, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(der) > room {
		t.Fatalf("a signature of %d bytes", len(der))
	}
	copy(out[start+1:], fmt.Sprintf("%X", der))
}

// The pictures that the tests sign with: a hand's line in blue, a seal in red.
const (
	Line = "q 0 0 0.8 RG 3 w 5 30 m 25 90 35 90 40 40 c 45 10 60 80 70 45 c 80 20 90 60 95 50 c S Q"
	Seal = "q 0.85 0 0 RG 4 w 96 50 m 96 75.4 75.4 96 50 96 c 24.6 96 4 75.4 4 50 c 4 24.6 24.6 4 50 4 c 75.4 4 96 24.6 96 50 c S " +
		"2 w 80 50 m 80 66.6 66.6 80 50 80 c 33.4 80 20 66.6 20 50 c 20 33.4 33.4 20 50 20 c 66.6 20 80 33.4 80 50 c S Q"
)
