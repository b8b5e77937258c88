package signature

import (
	"maps"
	"math"
	"slices"

	"vuon/platform/documents/pdffile"
)

// locks looks for what the signer forbade after the signature: any change
// (DocMDP with P 1, 12.8.2.2), or the filling of fields (FieldMDP, 12.8.2.4). It
// matters when something was done nevertheless, or has yet to be.
func (s *Signature) locks(v *pdffile.View, field sigField, want Expectation) {
	forbids := false
	references, err := v.Array(field.dict["Reference"])
	if err != nil {
		return
	}
	for _, one := range references {
		reference, err1 := v.Dict(one)
		params, err2 := v.Dict(reference["TransformParams"])
		if err1 != nil || err2 != nil {
			continue
		}
		switch reference["TransformMethod"] {
		case pdffile.Name("DocMDP"):
			forbids = forbids || params["P"] == int64(1)
		case pdffile.Name("FieldMDP"):
			forbids = forbids || params["P"] == int64(1) || locksField(v, params, want)
		}
	}
	if forbids && (len(s.Later) > 0 || want.Next != nil) {
		s.add(Locked)
	}
}

// locksField reports whether one of the fields that are to be filled is locked.
func locksField(v *pdffile.View, params pdffile.Dict, want Expectation) bool {
	named := map[string]bool{}
	list, _ := v.Array(params["Fields"])
	for _, f := range list {
		if name, is := f.(pdffile.Text); is {
			named[string(name)] = true
		}
	}
	for _, name := range slices.AppendSeq(slices.Clone(want.Next), maps.Keys(want.Fill)) {
		switch params["Action"] {
		case pdffile.Name("All"):
			return true
		case pdffile.Name("Include"):
			if named[name] {
				return true
			}
		case pdffile.Name("Exclude"):
			if !named[name] {
				return true
			}
		}
	}
	return false
}

// maxShare is the share of a page that the picture of a signature may take.
const maxShare = 0.25

// overlays reports whether the picture of a signature takes so much of a page
// that it can hide what is signed.
func overlays(v *pdffile.View, name string) (bool, error) {
	root, err := v.Root()
	if err != nil {
		return false, err
	}
	list, err := pages(v, root)
	if err != nil {
		return false, err
	}
	for _, p := range list {
		room := area(v, p.dict["MediaBox"])
		for _, a := range p.annotations {
			ref, _ := a.(pdffile.Ref)
			d, err := v.Dict(ref)
			if err != nil {
				return false, err
			}
			f := inherited(v, d)
			if t, is := d["T"].(pdffile.Text); is {
				if f.name != "" {
					f.name += "."
				}
				f.name += string(t)
			}
			if f.name == name && isSignatureWidget(v, ref) && area(v, d["Rect"]) > room*maxShare {
				return true, nil
			}
		}
	}
	return false, nil
}

// area is that of a rectangle; what is none has none.
func area(v *pdffile.View, value any) float64 {
	list, err := v.Array(value)
	if err != nil || len(list) != 4 {
		return 0
	}
	var n [4]float64
	for i, one := range list {
		one, _ = v.Resolve(one)
		switch number := one.(type) {
		case int64:
			n[i] = float64(number)
		case float64:
			n[i] = number
		}
	}
	return math.Abs((n[2] - n[0]) * (n[3] - n[1]))
}
