package documents

import (
	"bytes"
	"fmt"
	"io"

	"vuon/platform/documents/pdffile"
)

// The fonts in which the fields are filled. Every reader brings them, and only
// digits are ever written with them.
const (
	fieldFont       = pdffile.Name("TiRo")
	fieldFontItalic = pdffile.Name("TiIt")
)

// PDFToSign writes the document as PDF with room for what comes after the
// leader's signature: empty fields for number, day and month, which Number
// fills without touching a byte that was signed, and empty signature fields at
// the places of the signature and the seal. A document with a number is refused.
// The same document gives the same bytes.
func PDFToSign(w io.Writer, d Document) error {
	if d.Letterhead.Number > 0 {
		return fmt.Errorf("documents: a numbered document is not to be signed again")
	}
	fs, err := loadFaces()
	if err != nil {
		return err
	}
	rooms := fs.rooms(paginate(fs.items(fs.laidOut(d)), textHeight))
	var plain bytes.Buffer
	if err := PDF(&plain, d); err != nil {
		return err
	}
	data, err := withFields(plain.Bytes(), rooms)
	if err != nil {
		return fmt.Errorf("documents: PDF to sign: %w", err)
	}
	_, err = w.Write(data)
	return err
}

// withFields adds a form with one field a room.
func withFields(data []byte, rooms []room) ([]byte, error) {
	file, err := pdffile.Parse(data)
	if err != nil {
		return nil, err
	}
	view := file.Newest()
	pages, err := pageRefs(view)
	if err != nil {
		return nil, err
	}
	root, err := view.Root()
	if err != nil {
		return nil, err
	}
	u := file.Update()
	fonts := pdffile.Dict{fieldFont: u.Add(standardFont("Times-Roman")), fieldFontItalic: u.Add(standardFont("Times-Italic"))}
	fields, annotations := pdffile.Array{}, map[int]pdffile.Array{}
	for _, r := range rooms {
		if r.page >= len(pages) {
			return nil, fmt.Errorf("a field on page %d of %d", r.page+1, len(pages))
		}
		ref := u.Add(r.field(u, pages[r.page]))
		fields = append(fields, ref)
		annotations[r.page] = append(annotations[r.page], ref)
	}
	for n, list := range annotations {
		page, err := view.Dict(pages[n])
		if err != nil {
			return nil, err
		}
		old, err := view.Array(page["Annots"])
		if err != nil {
			return nil, err
		}
		page["Annots"] = append(append(pdffile.Array{}, old...), list...)
		u.Set(pages[n], page)
	}
	root["AcroForm"] = u.Add(pdffile.Dict{"Fields": fields, "DR": pdffile.Dict{"Font": fonts}, "DA": pdffile.Text("/TiRo 13 Tf 0 g")})
	u.Set(view.Trailer()["Root"].(pdffile.Ref), root)
	out, _ := u.Bytes()
	return out, nil
}

func standardFont(name pdffile.Name) pdffile.Dict {
	return pdffile.Dict{"Type": pdffile.Name("Font"), "Subtype": pdffile.Name("Type1"), "BaseFont": name, "Encoding": pdffile.Name("WinAnsiEncoding")}
}

// pageRefs are the pages in order, as fpdf writes them: one level of kids.
func pageRefs(view *pdffile.View) ([]pdffile.Ref, error) {
	root, err := view.Root()
	if err != nil {
		return nil, err
	}
	tree, err := view.Dict(root["Pages"])
	if err != nil {
		return nil, err
	}
	kids, err := view.Array(tree["Kids"])
	if err != nil {
		return nil, err
	}
	var refs []pdffile.Ref
	for _, kid := range kids {
		ref, is := kid.(pdffile.Ref)
		if !is {
			return nil, fmt.Errorf("a page without a number")
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

// field is the room as a field and its widget in one (ISO 32000-1, 12.7.3.1).
// Text fields are read-only: only Number fills them.
func (r room) field(u *pdffile.Update, page pdffile.Ref) pdffile.Dict {
	a := r.area
	d := pdffile.Dict{"Type": pdffile.Name("Annot"), "Subtype": pdffile.Name("Widget"), "T": pdffile.Text(r.name), "P": page,
		"F": int64(4), "Rect": pdffile.Array{points(a.x), points(pageHeight - a.y - a.h), points(a.x + a.w), points(pageHeight - a.y)}}
	if r.size == 0 {
		d["FT"] = pdffile.Name("Sig")
		return d
	}
	d["FT"], d["Ff"], d["Q"], d["MaxLen"] = pdffile.Name("Tx"), int64(1), int64(1), int64(5)
	font := fieldFont
	if r.italic {
		font = fieldFontItalic
	}
	d["DA"] = pdffile.Text(fmt.Sprintf("/%s %g Tf 0 g", font, r.size))
	d["AP"] = pdffile.Dict{"N": u.Add(appearance(a.w, a.h, nil, ""))}
	return d
}

// points rounds a measure, so that the bytes do not depend on the machine.
func points(f float64) float64 { return float64(int(f*100+0.5)) / 100 }

// appearance is what a field shows: content drawn in a box.
func appearance(w, h float64, fonts pdffile.Dict, content string) pdffile.Stream {
	d := pdffile.Dict{"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Form"),
		"BBox": pdffile.Array{int64(0), int64(0), points(w), points(h)}, "Resources": pdffile.Dict{}}
	if fonts != nil {
		d["Resources"] = pdffile.Dict{"Font": fonts}
	}
	return pdffile.Stream{Dict: d, Raw: []byte(content)}
}
