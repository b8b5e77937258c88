package workbook

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// tokens of a part's XML.
type token int

const (
	tokenStart token = iota // <name attrs>
	tokenEmpty              // <name attrs/>
	tokenEnd                // </name>
	tokenText               // characters, perhaps in several pieces
	tokenDone               // the end of the part
)

var errXML = errors.New("workbook: malformed XML")

// scanner cuts XML into tokens without keeping it: sheets are of one simple kind,
// and the general decoder takes six times as long. What it yields is valid until
// the next token.
type scanner struct {
	in       io.Reader
	buf      []byte
	pos, end int
	eof      bool

	name  []byte // of an element, without its prefix
	attrs []byte
	text  []byte
	plain bool // the text is CDATA: & means &
	depth int
}

const bufferSize = 64 << 10 // no tag is longer

func newScanner(in io.Reader) *scanner { return &scanner{in: in, buf: make([]byte, bufferSize)} }

// fill reads on; false when there is nothing more or no room for it.
func (s *scanner) fill() (bool, error) {
	if s.eof {
		return false, nil
	}
	if s.pos > 0 {
		s.end = copy(s.buf, s.buf[s.pos:s.end])
		s.pos = 0
	}
	if s.end == len(s.buf) {
		return false, nil
	}
	for range 100 {
		n, err := s.in.Read(s.buf[s.end:])
		s.end += n
		switch {
		case errors.Is(err, io.EOF):
			s.eof = true
			return n > 0, nil
		case err != nil:
			return false, err
		case n > 0:
			return true, nil
		}
	}
	return false, io.ErrNoProgress
}

func (s *scanner) next() (token, error) {
	for {
		if s.pos == s.end {
			if more, err := s.fill(); err != nil {
				return 0, err
			} else if !more {
				if s.depth != 0 {
					return 0, io.ErrUnexpectedEOF
				}
				return tokenDone, nil
			}
		}
		if s.buf[s.pos] != '<' {
			return s.characters()
		}
		kind, err := s.markup()
		if err != nil || kind >= 0 {
			return kind, err
		}
	}
}

// characters yields what stands before the next tag, as far as it is there; an
// entity is not cut in two.
func (s *scanner) characters() (token, error) {
	for {
		rest := s.buf[s.pos:s.end]
		n := bytes.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
			if amp := bytes.LastIndexByte(rest, '&'); amp >= 0 && n-amp < 12 && bytes.IndexByte(rest[amp:], ';') < 0 {
				n = amp
			}
			n = whole(rest[:n])
			if n == 0 {
				if more, err := s.fill(); err != nil {
					return 0, err
				} else if more {
					continue
				}
				n = len(rest)
			}
		}
		s.text, s.plain = rest[:n], false
		s.pos += n
		return tokenText, nil
	}
}

// whole is the length of b without a character that is cut off at its end.
func whole(b []byte) int {
	for i := 1; i <= min(utf8.UTFMax, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return len(b) - i
			}
			break
		}
	}
	return len(b)
}

// markup reads what begins with <; -1 when it is nothing to tell.
func (s *scanner) markup() (token, error) {
	if s.end-s.pos < 9 { // <![CDATA[
		if _, err := s.fill(); err != nil {
			return 0, err
		}
	}
	rest := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.pos += 4
		return -1, s.skipTo("-->")
	case bytes.HasPrefix(rest, []byte("<?")):
		s.pos += 2
		return -1, s.skipTo("?>")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		s.pos += 9
		return s.cdata()
	case bytes.HasPrefix(rest, []byte("<!")): // a document type: entities of its own
		return 0, errXML
	}
	return s.tag()
}

// skipTo reads past a mark without keeping what stands before it.
func (s *scanner) skipTo(mark string) error {
	for {
		if n := bytes.Index(s.buf[s.pos:s.end], []byte(mark)); n >= 0 {
			s.pos += n + len(mark)
			return nil
		}
		s.pos = max(s.pos, s.end-len(mark)+1)
		if more, err := s.fill(); err != nil {
			return err
		} else if !more {
			return io.ErrUnexpectedEOF
		}
	}
}

// cdata yields a marked section, which must fit into the buffer.
func (s *scanner) cdata() (token, error) {
	for {
		if n := bytes.Index(s.buf[s.pos:s.end], []byte("]]>")); n >= 0 {
			s.text, s.plain = s.buf[s.pos:s.pos+n], true
			s.pos += n + 3
			return tokenText, nil
		}
		if more, err := s.fill(); err != nil {
			return 0, err
		} else if !more {
			return 0, errXML
		}
	}
}

func (s *scanner) tag() (token, error) {
	for {
		if n := tagEnd(s.buf[s.pos:s.end]); n >= 0 {
			inner := s.buf[s.pos+1 : s.pos+n]
			s.pos += n + 1
			return s.element(inner)
		}
		if more, err := s.fill(); err != nil {
			return 0, err
		} else if !more {
			return 0, errXML
		}
	}
}

// tagEnd is where the tag at the beginning of b ends, -1 when b is too short. A >
// between quotes ends nothing.
func tagEnd(b []byte) int {
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

func (s *scanner) element(inner []byte) (token, error) {
	kind := tokenStart
	switch {
	case len(inner) == 0:
		return 0, errXML
	case inner[0] == '/':
		kind, inner = tokenEnd, inner[1:]
		s.depth--
	case inner[len(inner)-1] == '/':
		kind, inner = tokenEmpty, inner[:len(inner)-1]
	default:
		s.depth++
	}
	if s.depth < 0 || s.depth > 64 {
		return 0, errXML
	}
	n := bytes.IndexAny(inner, " \t\r\n")
	if n < 0 {
		n = len(inner)
	}
	s.name, s.attrs = inner[:n], inner[n:]
	if colon := bytes.IndexByte(s.name, ':'); colon >= 0 {
		s.name = s.name[colon+1:]
	}
	return kind, nil
}

// attr is the raw value of an attribute, by its name without prefix; nil when the
// element has none.
func (s *scanner) attr(name string) []byte {
	rest := s.attrs
	for {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimSpace(rest[:eq])
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if colon := bytes.IndexByte(key, ':'); colon >= 0 {
			key = key[colon+1:]
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

// value is an attribute as text, with its entities resolved.
func (s *scanner) value(name string) string { return string(unescape(nil, s.attr(name))) }

// appendText adds the text of the present token to b.
func (s *scanner) appendText(b []byte) []byte {
	if s.plain {
		return append(b, s.text...)
	}
	return unescape(b, s.text)
}

// unescape adds XML text to b with its entities resolved; what is none stays.
func unescape(b, text []byte) []byte {
	for {
		n := bytes.IndexByte(text, '&')
		if n < 0 {
			return append(b, text...)
		}
		b, text = append(b, text[:n]...), text[n:]
		semi := bytes.IndexByte(text[:min(len(text), 12)], ';')
		if semi < 0 {
			return append(b, text...)
		}
		r, ok := entity(string(text[1:semi]))
		if !ok {
			b = append(b, text[:semi+1]...)
		} else {
			b = utf8.AppendRune(b, r)
		}
		text = text[semi+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(min(n, utf8.MaxRune+1)), err == nil && n <= utf8.MaxRune
}

// unmangle resolves _xHHHH_, by which workbooks write characters that XML does not
// hold.
func unmangle(b []byte) []byte {
	at := bytes.Index(b, []byte("_x"))
	if at < 0 {
		return b
	}
	out := append([]byte(nil), b[:at]...)
	for rest := b[at:]; len(rest) > 0; {
		if len(rest) >= 7 && rest[0] == '_' && rest[1] == 'x' && rest[6] == '_' {
			if n, err := strconv.ParseUint(string(rest[2:6]), 16, 16); err == nil {
				out, rest = utf8.AppendRune(out, rune(n)), rest[7:]
				continue
			}
		}
		out, rest = append(out, rest[0]), rest[1:]
	}
	return out
}
