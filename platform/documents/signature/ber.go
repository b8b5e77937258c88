package signature

// maxSealed is how large the value of a signature may be, in bytes: certificates
// and revocation lists may lie in it.
const maxSealed = 4 << 20

// maxObjects bounds how deep the objects of a CMS lie in each other.
const maxObjects = 60

// object is the beginning of one in BER (ITU-T X.690).
type object struct {
	constructed bool
	indefinite  bool // it ends with two zeros
	content     int  // where that begins
	end         int  // behind the last byte; of an indefinite one behind what holds it
}

// bounded reports whether b begins with an object whose parts lie wholly within
// it, and not too deep. The library that reads CMS follows others without an end,
// or until the process has no stack left, which nothing recovers from.
func bounded(b []byte) bool {
	if len(b) > maxSealed {
		return false
	}
	var open []object
	for at := 0; ; {
		within := b
		if n := len(open); n > 0 {
			within = b[:open[n-1].end]
		}
		o, ok := objectAt(within, at)
		if !ok || len(open) == maxObjects || o.indefinite && zeros(within, o.content) {
			return false
		}
		if at = o.content; o.constructed && o.end > o.content {
			open = append(open, o)
			continue
		}
		if open, at = closed(b, open, o.end); len(open) == 0 {
			return true
		}
	}
}

// closed leaves out of the open objects those that end at the place, and goes on
// behind them.
func closed(b []byte, open []object, at int) ([]object, int) {
	for n := len(open); n > 0; n = len(open) {
		last := open[n-1]
		switch {
		case last.indefinite && zeros(b[:last.end], at):
			at += 2
		case last.indefinite || at < last.end:
			return open, at
		}
		open = open[:n-1]
	}
	return open, at
}

func zeros(b []byte, at int) bool { return at+1 < len(b) && b[at] == 0 && b[at+1] == 0 }

// objectAt reads tag and length.
func objectAt(b []byte, at int) (o object, ok bool) {
	if at >= len(b) {
		return o, false
	}
	tag := b[at]
	o.constructed = tag&0x20 != 0
	if at++; tag&0x1f == 0x1f {
		for at < len(b) && b[at] >= 0x80 {
			at++
		}
		at++
	}
	if at >= len(b) {
		return o, false
	}
	length := int(b[at])
	at++
	switch bytes := length & 0x7f; {
	case length == 0x80:
		o.content, o.end, o.indefinite = at, len(b), true
		return o, o.constructed
	case length > 0x80 && (bytes > 4 || at+bytes > len(b)):
		return o, false
	case length > 0x80:
		length = 0
		for range bytes {
			length = length<<8 | int(b[at])
			at++
		}
	}
	o.content, o.end = at, at+length
	return o, o.end <= len(b)
}
