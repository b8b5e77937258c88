package signature

import (
	"fmt"
	"strings"

	"vuon/platform/documents/pdffile"
)

// maxFields bounds how many fields of a form are looked at.
const maxFields = 5000

// sigField is a signature field with a signature in it.
type sigField struct {
	name  string
	value pdffile.Ref
	dict  pdffile.Dict
}

// signed lists the signatures of a document: fields of type Sig with a value.
func signed(v *pdffile.View) ([]sigField, error) {
	root, err := v.Root()
	if err != nil {
		return nil, err
	}
	form, err := v.Dict(root["AcroForm"])
	if err != nil {
		return nil, err
	}
	w := fieldWalk{view: v, seen: map[pdffile.Ref]bool{}}
	err = w.walk(form["Fields"], "", nil, 0)
	return w.found, err
}

type fieldWalk struct {
	view  *pdffile.View
	seen  map[pdffile.Ref]bool
	count int
	found []sigField
}

// walk visits fields and their kids; the type is inherited (12.7.3.1).
func (w *fieldWalk) walk(list any, prefix string, kind any, depth int) error {
	kids, err := w.view.Array(list)
	if err != nil {
		return err
	}
	for _, kid := range kids {
		ref, is := kid.(pdffile.Ref)
		if w.count++; !is || w.seen[ref] || depth > 20 || w.count > maxFields {
			return fmt.Errorf("%w: the form's fields", pdffile.ErrMalformed)
		}
		w.seen[ref] = true
		d, err := w.view.Dict(ref)
		if err != nil {
			return err
		}
		name, of := prefix, kind
		if t, is := d["T"].(pdffile.Text); is {
			name += "." + string(t)
		}
		if d["FT"] != nil {
			of = d["FT"]
		}
		if value, is := d["V"].(pdffile.Ref); is && of == pdffile.Name("Sig") {
			dict, err := w.view.Dict(value)
			if err != nil {
				return err
			}
			w.found = append(w.found, sigField{strings.TrimPrefix(name, "."), value, dict})
		} else if d["V"] != nil && of == pdffile.Name("Sig") {
			return fmt.Errorf("%w: a signature without an object of its own", pdffile.ErrMalformed)
		}
		if d["Kids"] != nil {
			if err := w.walk(d["Kids"], name, of, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}
