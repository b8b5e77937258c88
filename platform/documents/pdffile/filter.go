package pdffile

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
)

// maxInflated bounds a stream that is unpacked, in bytes.
const maxInflated = 16 << 20

// Decoded unpacks a stream that is plain or
// Flate, with the PNG predictors that writers use; up to 16 MiB.
func (s Stream) Decoded() ([]byte, error) {
	filter, params := s.Dict["Filter"], s.Dict["DecodeParms"]
	if list, is := filter.(Array); is && len(list) == 1 {
		filter = list[0]
		if p, is := params.(Array); is && len(p) == 1 {
			params = p[0]
		}
	}
	switch filter {
	case nil:
		return s.Raw, nil
	case Name("FlateDecode"):
	default:
		return nil, fmt.Errorf("%w: unknown filter", ErrMalformed)
	}
	z, err := zlib.NewReader(bytes.NewReader(s.Raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	body, err := io.ReadAll(io.LimitReader(z, maxInflated+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if len(body) > maxInflated {
		return nil, fmt.Errorf("%w: a stream of more than %d bytes", ErrMalformed, maxInflated)
	}
	d, _ := params.(Dict)
	return unpredicted(body, d)
}

// unpredicted undoes the predictors 10 to 15 (7.4.4.4).
func unpredicted(body []byte, params Dict) ([]byte, error) {
	predictor, _ := params["Predictor"].(int64)
	if predictor <= 1 {
		return body, nil
	}
	columns, is := params["Columns"].(int64)
	if !is {
		columns = 1
	}
	if predictor < 10 || columns < 1 || columns > 1<<16 || params["Colors"] != nil && params["Colors"] != int64(1) {
		return nil, fmt.Errorf("%w: unknown predictor", ErrMalformed)
	}
	width := int(columns)
	if len(body)%(width+1) != 0 {
		return nil, fmt.Errorf("%w: rows of a predictor", ErrMalformed)
	}
	out := make([]byte, 0, len(body))
	above := make([]byte, width)
	for ; len(body) > 0; body = body[width+1:] {
		row := bytes.Clone(body[1 : width+1])
		if err := undo(body[0], row, above); err != nil {
			return nil, err
		}
		out, above = append(out, row...), row
	}
	return out, nil
}

func undo(kind byte, row, above []byte) error {
	for i := range row {
		var left, corner byte
		if i > 0 {
			left, corner = row[i-1], above[i-1]
		}
		switch kind {
		case 0:
		case 1:
			row[i] += left
		case 2:
			row[i] += above[i]
		case 3:
			row[i] += byte((int(left) + int(above[i])) / 2)
		case 4:
			row[i] += paeth(left, above[i], corner)
		default:
			return fmt.Errorf("%w: unknown predictor", ErrMalformed)
		}
	}
	return nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
