package pdffile

import (
	"errors"
	"fmt"
	"strconv"
)

// ErrMalformed is in every error about what the bytes of a file say.
var ErrMalformed = errors.New("malformed PDF")

func malformed(at int, what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrMalformed, what, at)
}

// maxDepth bounds how deep arrays and dictionaries lie in each other.
const maxDepth = 60

// lexer reads values from a position on.
type lexer struct {
	data []byte
	pos  int
	end  int // one past the last byte that may be read

	// spans says, of the entries of the outermost dictionary that was read last,
	// from where to where their values stand.
	spans map[Name][2]int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

// skip goes past white space and comments.
func (l *lexer) skip() {
	for l.pos < l.end {
		c := l.data[l.pos]
		if c == '%' {
			for l.pos < l.end && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		} else if !isSpace(c) {
			return
		} else {
			l.pos++
		}
	}
}

func (l *lexer) peek() byte {
	if l.pos < l.end {
		return l.data[l.pos]
	}
	return 0
}

// word reads regular characters: a number or a keyword.
func (l *lexer) word() string {
	start := l.pos
	for l.pos < l.end && isRegular(l.data[l.pos]) {
		l.pos++
	}
	return string(l.data[start:l.pos])
}

// keyword goes past exactly this word.
func (l *lexer) keyword(want string) error {
	l.skip()
	at := l.pos
	if got := l.word(); got != want {
		l.pos = at
		return malformed(at, "no "+want)
	}
	return nil
}

// natural reads an unsigned whole number.
func (l *lexer) natural() (int, error) {
	l.skip()
	at := l.pos
	w := l.word()
	n, err := strconv.ParseUint(w, 10, 40)
	if err != nil {
		l.pos = at
		return 0, malformed(at, "no number")
	}
	return int(n), nil
}

// value reads one value.
func (l *lexer) value(depth int) (any, error) {
	l.skip()
	if l.pos >= l.end {
		return nil, malformed(l.pos, "end instead of a value")
	}
	if depth > maxDepth {
		return nil, malformed(l.pos, "too deep")
	}
	switch c := l.peek(); {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '[':
		return l.array(depth)
	case c == '<' && l.pos+1 < l.end && l.data[l.pos+1] == '<':
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case isDelimiter(c):
		return nil, malformed(l.pos, "unexpected delimiter")
	}
	return l.plain()
}

// plain reads a number, a reference, true, false or null.
func (l *lexer) plain() (any, error) {
	at := l.pos
	w := l.word()
	switch w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if n, err := strconv.ParseInt(w, 10, 64); err == nil {
		if ref, ok := l.reference(n); ok {
			return ref, nil
		}
		return n, nil
	}
	for _, c := range []byte(w) {
		if (c < '0' || c > '9') && c != '.' && c != '+' && c != '-' {
			return nil, malformed(at, "unknown word")
		}
	}
	f, err := strconv.ParseFloat(w, 64)
	if err != nil {
		return nil, malformed(at, "no number")
	}
	return f, nil
}

// reference reads "0 R" after the object number, or nothing.
func (l *lexer) reference(number int64) (Ref, bool) {
	back := l.pos
	if number > 0 && number < maxObjects {
		if g, err := l.natural(); err == nil && g < 65536 {
			l.skip()
			if l.word() == "R" {
				return Ref{int(number), g}, true
			}
		}
	}
	l.pos = back
	return Ref{}, false
}

func (l *lexer) array(depth int) (any, error) {
	l.pos++
	list := Array{}
	for {
		l.skip()
		if l.peek() == ']' {
			l.pos++
			return list, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

// dict reads a dictionary; a key that stands twice is refused, since readers
// disagree on which one counts.
func (l *lexer) dict(depth int) (any, error) {
	l.pos += 2
	d := Dict{}
	spans := map[Name][2]int{}
	for {
		l.skip()
		if l.peek() == '>' && l.pos+1 < l.end && l.data[l.pos+1] == '>' {
			l.pos += 2
			if depth == 0 {
				l.spans = spans
			}
			return d, nil
		}
		if l.peek() != '/' {
			return nil, malformed(l.pos, "no key")
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		if _, twice := d[key]; twice {
			return nil, malformed(l.pos, "a key stands twice")
		}
		l.skip()
		start := l.pos
		if d[key], err = l.value(depth + 1); err != nil {
			return nil, err
		}
		spans[key] = [2]int{start, l.pos}
	}
}
