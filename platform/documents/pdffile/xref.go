package pdffile

import (
	"bytes"
)

// readSection reads the cross-reference table or stream at an offset.
func readSection(data []byte, at int) (section, error) {
	if at <= 0 || at >= len(data) {
		return section{}, malformed(at, "cross-references outside the file")
	}
	l := lexer{data: data, pos: at, end: len(data)}
	if bytes.HasPrefix(data[at:], []byte("xref")) {
		return l.table(at)
	}
	return l.crossStream(at)
}

// table reads a classic table and its trailer.
func (l *lexer) table(at int) (section, error) {
	s := section{offset: at, entries: map[int]Entry{}}
	l.pos += len("xref")
	for {
		l.skip()
		if c := l.peek(); c < '0' || c > '9' {
			break
		}
		first, err := l.natural()
		if err != nil {
			return s, err
		}
		count, err := l.natural()
		if err != nil || first+count > maxObjects {
			return s, malformed(l.pos, "subsection of the cross-reference table")
		}
		for n := first; n < first+count; n++ {
			if err := l.tableEntry(s.entries, n); err != nil {
				return s, err
			}
		}
	}
	if err := l.keyword("trailer"); err != nil {
		return s, err
	}
	v, err := l.value(0)
	if err != nil {
		return s, err
	}
	trailer, is := v.(Dict)
	if !is {
		return s, malformed(l.pos, "no trailer")
	}
	s.trailer, s.after = trailer, l.pos
	if hybrid, is := trailer["XRefStm"].(int64); is {
		if err := s.addHybrid(l.data, int(hybrid)); err != nil {
			return s, err
		}
	}
	s.prev, err = previous(trailer, at)
	return s, err
}

func (l *lexer) tableEntry(entries map[int]Entry, n int) error {
	offset, err := l.natural()
	if err != nil {
		return err
	}
	generation, err := l.natural()
	if err != nil {
		return err
	}
	l.skip()
	at := l.pos
	switch l.word() {
	case "n":
		entries[n] = Entry{Offset: offset, Generation: generation}
	case "f":
		entries[n] = Entry{Free: true, Generation: generation}
	default:
		return malformed(at, "entry of the cross-reference table")
	}
	return nil
}

// addHybrid adds what the stream beside a table has for readers that know
// object streams: the objects that the table calls free.
func (s *section) addHybrid(data []byte, at int) error {
	if at <= 0 || at >= len(data) {
		return malformed(at, "cross-references outside the file")
	}
	l := lexer{data: data, pos: at, end: len(data)}
	more, err := l.crossStream(at)
	if err != nil {
		return err
	}
	for n, e := range more.entries {
		if old, there := s.entries[n]; !there || old.Free {
			s.entries[n] = e
		}
	}
	return nil
}

// previous is the offset of the section before, -1 when there is none.
func previous(trailer Dict, at int) (int, error) {
	switch prev := trailer["Prev"].(type) {
	case nil:
		return -1, nil
	case int64:
		return int(prev), nil
	}
	return 0, malformed(at, "Prev is no number")
}

// crossStream reads a cross-reference stream (7.5.8).
func (l *lexer) crossStream(at int) (section, error) {
	s := section{offset: at, entries: map[int]Entry{}}
	_, v, err := l.object(nil)
	if err != nil {
		return s, err
	}
	stream, is := v.(Stream)
	if !is || stream.Dict["Type"] != Name("XRef") {
		return s, malformed(at, "no cross-references")
	}
	s.trailer, s.after = stream.Dict, l.pos
	if s.prev, err = previous(stream.Dict, at); err != nil {
		return s, err
	}
	body, err := stream.Decoded()
	if err != nil {
		return s, err
	}
	widths, err := fieldWidths(stream.Dict["W"], at)
	if err != nil {
		return s, err
	}
	return s, s.read(body, widths, at)
}

func fieldWidths(v any, at int) (w [3]int, err error) {
	list, _ := v.(Array)
	if len(list) != 3 {
		return w, malformed(at, "W of the cross-reference stream")
	}
	for i, v := range list {
		n, is := v.(int64)
		if !is || n < 0 || n > 6 {
			return w, malformed(at, "W of the cross-reference stream")
		}
		w[i] = int(n)
	}
	return w, nil
}

// read reads the entries of a cross-reference stream.
func (s *section) read(body []byte, w [3]int, at int) error {
	index, _ := s.trailer["Index"].(Array)
	if index == nil {
		index = Array{int64(0), s.trailer["Size"]}
	}
	width := w[0] + w[1] + w[2]
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(int64)
		count, ok2 := index[i+1].(int64)
		if !ok1 || !ok2 || first < 0 || count < 0 || first > maxObjects || count > maxObjects || width == 0 || int(count)*width > len(body) {
			return malformed(at, "Index of the cross-reference stream")
		}
		for n := range int(count) {
			s.entry(int(first)+n, body[:width], w)
			body = body[width:]
		}
	}
	return nil
}

func (s *section) entry(number int, b []byte, w [3]int) {
	field := func(from, width, standard int) int {
		n := standard
		if width > 0 {
			n = 0
		}
		for _, c := range b[from : from+width] {
			n = n<<8 | int(c)
		}
		return n
	}
	second, third := field(w[0], w[1], 0), field(w[0]+w[1], w[2], 0)
	switch field(0, w[0], 1) {
	case 0:
		s.entries[number] = Entry{Free: true, Generation: third}
	case 1:
		s.entries[number] = Entry{Offset: second, Generation: third}
	case 2:
		s.entries[number] = Entry{Stream: second, Index: third}
	}
}
