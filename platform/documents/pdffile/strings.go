package pdffile

// name reads a name.
func (l *lexer) name() (Name, error) {
	l.pos++
	var b []byte
	for l.pos < l.end && isRegular(l.data[l.pos]) {
		c := l.data[l.pos]
		if c == '#' && l.pos+2 < l.end {
			hi, lo := hexDigit(l.data[l.pos+1]), hexDigit(l.data[l.pos+2])
			if hi >= 0 && lo >= 0 {
				c = byte(hi<<4 | lo)
				l.pos += 2
			}
		}
		b = append(b, c)
		l.pos++
	}
	return Name(b), nil
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hex reads a string in hexadecimal; a missing last digit counts as 0.
func (l *lexer) hex() (any, error) {
	l.pos++
	var b []byte
	half := -1
	for ; l.pos < l.end; l.pos++ {
		c := l.data[l.pos]
		if c == '>' {
			l.pos++
			if half >= 0 {
				b = append(b, byte(half<<4))
			}
			return Text(b), nil
		}
		if isSpace(c) {
			continue
		}
		d := hexDigit(c)
		if d < 0 {
			return nil, malformed(l.pos, "no hexadecimal digit")
		}
		if half < 0 {
			half = d
		} else {
			b, half = append(b, byte(half<<4|d)), -1
		}
	}
	return nil, malformed(l.pos, "open string")
}

// literal reads a string in parentheses.
func (l *lexer) literal() (any, error) {
	l.pos++
	var b []byte
	depth := 1
	for l.pos < l.end {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return Text(b), nil
			}
		case '\\':
			b = l.escape(b)
			continue
		case '\r':
			if l.peek() == '\n' {
				l.pos++
			}
			c = '\n'
		}
		b = append(b, c)
	}
	return nil, malformed(l.pos, "open string")
}

// escape reads what stands after a backslash.
func (l *lexer) escape(b []byte) []byte {
	if l.pos >= l.end {
		return b
	}
	c := l.data[l.pos]
	l.pos++
	switch c {
	case 'n':
		return append(b, '\n')
	case 'r':
		return append(b, '\r')
	case 't':
		return append(b, '\t')
	case 'b':
		return append(b, '\b')
	case 'f':
		return append(b, '\f')
	case '\n':
		return b
	case '\r':
		if l.peek() == '\n' {
			l.pos++
		}
		return b
	}
	if c < '0' || c > '7' {
		return append(b, c)
	}
	n := int(c - '0')
	for range 2 {
		if d := l.peek(); d >= '0' && d <= '7' && l.pos < l.end {
			n, l.pos = n<<3|int(d-'0'), l.pos+1
		}
	}
	return append(b, byte(n))
}
