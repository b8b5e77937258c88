package documents

import (
	"errors"
	"fmt"
	"strconv"

	"vuon/platform/documents/pdffile"
)

// ErrNoFields is when a PDF has no fields for number and date, or they are
// filled already.
var ErrNoFields = errors.New("documents: no empty fields for number and date")

// NumberFields are the values of the fields that Number fills, by their names:
// padded as Nghị định 30/2020/NĐ-CP asks (numbers and days below 10, months 1 and 2).
func NumberFields(number int, d Date) map[string]string {
	padded := func(n, below int) string {
		if n < below {
			return fmt.Sprintf("%02d", n)
		}
		return strconv.Itoa(n)
	}
	return map[string]string{FieldNumber: padded(number, 10), FieldDay: padded(d.Day, 10), FieldMonth: padded(d.Month, 3)}
}

// AnyNumber are the fields that Number fills, with whatever it writes.
func AnyNumber() map[string]string {
	return map[string]string{FieldNumber: "", FieldDay: "", FieldMonth: ""}
}

// Number writes number, day and month into the fields of a PDF made by
// PDFToSign, as an incremental update: the bytes there are stay as they are, and
// so does whoever signed them. It fails with ErrNoFields.
func Number(data []byte, number int, d Date) ([]byte, error) {
	file, err := pdffile.Parse(data)
	if err != nil {
		return nil, err
	}
	view := file.Newest()
	root, err := view.Root()
	if err != nil {
		return nil, err
	}
	form, err := view.Dict(root["AcroForm"])
	if err != nil {
		return nil, err
	}
	fields, err := view.Array(form["Fields"])
	if err != nil {
		return nil, err
	}
	u := file.Update()
	values := NumberFields(number, d)
	for _, v := range fields {
		ref, is := v.(pdffile.Ref)
		field, err := view.Dict(v)
		if err != nil {
			return nil, err
		}
		name, _ := field["T"].(pdffile.Text)
		value, ours := values[string(name)]
		if !is || !ours || field["V"] != nil {
			continue
		}
		if err := fill(u, ref, field, value); err != nil {
			return nil, err
		}
		delete(values, string(name))
	}
	if len(values) > 0 {
		return nil, ErrNoFields
	}
	out, _ := u.Bytes()
	return out, nil
}

// fill gives a field its value and the picture of it.
func fill(u *pdffile.Update, ref pdffile.Ref, field pdffile.Dict, value string) error {
	corners, err := numbers(field["Rect"])
	if err != nil {
		return err
	}
	da, _ := field["DA"].(pdffile.Text)
	var font string
	var size float64
	if _, err := fmt.Sscanf(string(da), "/%s %g Tf", &font, &size); err != nil {
		return fmt.Errorf("%w: %w", ErrNoFields, err)
	}
	w, h := corners[2]-corners[0], corners[3]-corners[1]
	baseline := h - size*ascent
	size = min(size, w/(digitWidth*float64(len(value))))
	base := pdffile.Name("Times-Roman")
	if pdffile.Name(font) == fieldFontItalic {
		base = "Times-Italic"
	}
	content := fmt.Sprintf("/Tx BMC q BT /%s %g Tf 0 g %g %g Td (%s) Tj ET Q EMC", font, points(size),
		points((w-digitWidth*size*float64(len(value)))/2), points(baseline), value)
	field["V"] = pdffile.Text(value)
	field["AP"] = pdffile.Dict{"N": u.Add(appearance(w, h, pdffile.Dict{pdffile.Name(font): standardFont(base)}, content))}
	u.Set(ref, field)
	return nil
}

// digitWidth is the width of every digit in the standard fonts, as a share of the size.
const digitWidth = 0.5

// numbers reads an array of four numbers.
func numbers(v any) (out [4]float64, err error) {
	list, _ := v.(pdffile.Array)
	if len(list) != 4 {
		return out, ErrNoFields
	}
	for i, one := range list {
		switch n := one.(type) {
		case int64:
			out[i] = float64(n)
		case float64:
			out[i] = n
		default:
			return out, ErrNoFields
		}
	}
	return out, nil
}
