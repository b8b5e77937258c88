package pdffile

import "fmt"

// unpack reads an object out of an object stream (7.5.7).
func (v *View) unpack(number int, e Entry) (any, error) {
	p, there := v.packed[e.Stream]
	if !there {
		var err error
		if p, err = v.open(e.Stream); err != nil {
			return nil, err
		}
		v.packed[e.Stream] = p
	}
	if e.Index >= len(p.numbers) || p.numbers[e.Index] != number {
		return nil, fmt.Errorf("%w: object %d is not in its stream", ErrMalformed, number)
	}
	l := lexer{data: p.body, pos: p.offsets[e.Index], end: len(p.body)}
	return l.value(0)
}

// open unpacks an object stream and reads its directory.
func (v *View) open(number int) (p packed, err error) {
	e, revision, there := v.Where(number)
	if !there || e.Stream > 0 {
		return p, fmt.Errorf("%w: no object stream %d", ErrMalformed, number)
	}
	value, _, err := v.at(Ref{number, e.Generation}, e, revision)
	if err != nil {
		return p, err
	}
	stream, is := value.(Stream)
	n, counted := stream.Dict["N"].(int64)
	first, placed := stream.Dict["First"].(int64)
	if !is || !counted || !placed || n < 0 || n > maxObjects || first < 0 {
		return p, fmt.Errorf("%w: object stream %d", ErrMalformed, number)
	}
	if p.body, err = stream.Decoded(); err != nil {
		return p, err
	}
	if v.inflated += len(p.body); v.inflated > maxUnpacked || int(first) > len(p.body) {
		return p, fmt.Errorf("%w: object streams are too large", ErrMalformed)
	}
	l := lexer{data: p.body, end: int(first)}
	for range n {
		number, err := l.natural()
		if err != nil {
			return p, err
		}
		offset, err := l.natural()
		if err != nil {
			return p, err
		}
		if offset += int(first); offset > len(p.body) {
			return p, malformed(offset, "object outside its stream")
		}
		p.numbers, p.offsets = append(p.numbers, number), append(p.offsets, offset)
	}
	return p, nil
}
