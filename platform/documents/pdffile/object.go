package pdffile

import "bytes"

// object reads "12 0 obj … endobj". Length tells the length of a stream that
// the file gives as a reference; nil where none may be.
func (l *lexer) object(length func(Ref) (int, bool)) (Ref, any, error) {
	var ref Ref
	var err error
	if ref.Number, err = l.natural(); err != nil {
		return ref, nil, err
	}
	if ref.Generation, err = l.natural(); err != nil {
		return ref, nil, err
	}
	if err := l.keyword("obj"); err != nil {
		return ref, nil, err
	}
	v, err := l.value(0)
	if err != nil {
		return ref, nil, err
	}
	l.skip()
	if d, is := v.(Dict); is && bytes.HasPrefix(l.data[l.pos:l.end], []byte("stream")) {
		if v, err = l.stream(d, length); err != nil {
			return ref, nil, err
		}
	}
	return ref, v, l.keyword("endobj")
}

// stream reads the bytes of a stream, whose Length must be right.
func (l *lexer) stream(d Dict, length func(Ref) (int, bool)) (any, error) {
	l.pos += len("stream")
	if l.peek() == '\r' {
		l.pos++
	}
	if l.peek() != '\n' {
		return nil, malformed(l.pos, "no line end after stream")
	}
	l.pos++
	n := -1
	switch v := d["Length"].(type) {
	case int64:
		n = int(v)
	case Ref:
		if length != nil {
			if known, ok := length(v); ok {
				n = known
			}
		}
	}
	if n < 0 || n > l.end-l.pos {
		return nil, malformed(l.pos, "length of a stream")
	}
	raw := l.data[l.pos : l.pos+n : l.pos+n]
	l.pos += n
	return Stream{Dict: d, Raw: raw}, l.keyword("endstream")
}
