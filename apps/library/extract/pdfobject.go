package extract

import (
	"bytes"
	"strconv"
)

// What a PDF is made of (ISO 32000-1, 7.3): float64, bool, nil, and these.
type (
	pdfName   string
	pdfString string
	pdfArray  []any
	pdfDict   map[pdfName]any
	pdfRef    int
	pdfWord   string // an operator or keyword
	pdfStream struct {
		dict pdfDict
		raw  []byte
	}
)

// pdfLexer takes bytes apart into objects. It never fails: what it does not know
// is a word, and at the end there is only eof.
type pdfLexer struct {
	b     []byte
	i     int
	depth int
}

const eof = pdfWord("\x00eof")

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *pdfLexer) skip() {
	for l.i < len(l.b) {
		switch c := l.b[l.i]; {
		case isSpace(c):
			l.i++
		case c == '%':
			for l.i < len(l.b) && l.b[l.i] != '\n' && l.b[l.i] != '\r' {
				l.i++
			}
		default:
			return
		}
	}
}

// next is the next object; references are made of "7 0 R" by object, not here.
func (l *pdfLexer) next() any {
	l.skip()
	if l.i >= len(l.b) {
		return eof
	}
	switch c := l.b[l.i]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<' && l.peek(1) == '<':
		l.i += 2
		return l.dict()
	case c == '<':
		return l.hex()
	case c == '[':
		l.i++
		return l.array()
	case c == '>' && l.peek(1) == '>':
		l.i += 2
		return pdfWord(">>")
	case isDelimiter(c):
		l.i++
		return pdfWord(c)
	}
	return l.word()
}

func (l *pdfLexer) peek(n int) byte {
	if l.i+n < len(l.b) {
		return l.b[l.i+n]
	}
	return 0
}

func (l *pdfLexer) word() any {
	from := l.i
	for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelimiter(l.b[l.i]) {
		l.i++
	}
	w := string(l.b[from:l.i])
	switch w {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if x, err := strconv.ParseFloat(w, 64); err == nil && x == x && x < 1e15 && x > -1e15 {
			return x
		}
	}
	return pdfWord(w)
}

func (l *pdfLexer) name() pdfName {
	l.i++
	var out []byte
	for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelimiter(l.b[l.i]) {
		c := l.b[l.i]
		if c == '#' && l.i+2 < len(l.b) {
			if x, err := strconv.ParseUint(string(l.b[l.i+1:l.i+3]), 16, 8); err == nil {
				c = byte(x)
				l.i += 2
			}
		}
		out = append(out, c)
		l.i++
	}
	return pdfName(out)
}

func (l *pdfLexer) literal() pdfString {
	l.i++
	var out []byte
	for open := 1; l.i < len(l.b); l.i++ {
		switch c := l.b[l.i]; c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.i++
				return pdfString(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, l.b[l.i])
	}
	l.i = len(l.b) // an escape at the end goes past it
	return pdfString(out)
}

// escape reads what follows a backslash, and stays on its last byte.
func (l *pdfLexer) escape(out []byte) []byte {
	l.i++
	if l.i >= len(l.b) {
		return out
	}
	c := l.b[l.i]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	if c == '\r' || c == '\n' {
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	n := 0
	for k := 0; k < 3 && l.i < len(l.b) && l.b[l.i] >= '0' && l.b[l.i] <= '7'; k++ {
		n = n*8 + int(l.b[l.i]-'0')
		l.i++
	}
	l.i--
	return append(out, byte(n))
}

func (l *pdfLexer) hex() pdfString {
	l.i++
	var digits []byte
	for l.i < len(l.b) && l.b[l.i] != '>' {
		if c := l.b[l.i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' {
			digits = append(digits, c)
		}
		l.i++
	}
	l.i = min(l.i+1, len(l.b))
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	for i := range out {
		x, _ := strconv.ParseUint(string(digits[2*i:2*i+2]), 16, 8) // only hex digits are there
		out[i] = byte(x)
	}
	return pdfString(out)
}

// array reads up to "]"; "7 0 R" within becomes a reference.
func (l *pdfLexer) array() (a pdfArray) {
	if l.depth++; l.depth > maxDepth {
		l.i = len(l.b)
		return nil
	}
	defer func() { l.depth-- }()
	for {
		v := l.next()
		if v == eof || v == pdfWord("]") {
			return a
		}
		if v == pdfWord("R") && len(a) >= 2 {
			if n, ok := a[len(a)-2].(float64); ok {
				a = append(a[:len(a)-2], pdfRef(n))
				continue
			}
		}
		a = append(a, v)
	}
}

func (l *pdfLexer) dict() pdfDict {
	d := pdfDict{}
	if l.depth++; l.depth > maxDepth {
		l.i = len(l.b)
		return d
	}
	defer func() { l.depth-- }()
	var key pdfName
	var values pdfArray
	put := func() {
		if n := len(values); n == 3 && values[2] == pdfWord("R") {
			if x, ok := values[0].(float64); ok {
				d[key] = pdfRef(x)
			}
		} else if n > 0 {
			d[key] = values[0]
		}
		values = nil
	}
	for has := false; ; {
		v := l.next()
		if v == eof || v == pdfWord(">>") {
			if has {
				put()
			}
			return d
		}
		if name, ok := v.(pdfName); ok && (!has || len(values) > 0) {
			if has {
				put()
			}
			key, has = name, true
			continue
		}
		if has && len(values) < 4 {
			values = append(values, v)
		}
	}
}
