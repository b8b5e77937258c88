package signature

import (
	"vuon/platform/documents/pdffile"
)

// covered is what the byte range of a signature says, once it is as it has to be:
// everything from the first byte on but the signature's own value.
type covered struct {
	gapStart, gapEnd int // the value with its brackets
	end              int
	revision         int // whose end that is
}

// ranges reads and checks the byte range of a signature (12.8.1): two ranges
// from byte 0, the gap between them exactly the value of Contents of this very
// dictionary, the end exactly the end of a save that holds the signature.
func ranges(f *pdffile.File, v *pdffile.View, s sigField) (c covered, ok bool) {
	list, err := v.Array(s.dict["ByteRange"])
	if err != nil || len(list) != 4 {
		return c, false
	}
	var n [4]int
	for i, one := range list {
		number, is := one.(int64)
		if !is || number < 0 || number > int64(len(f.Data)) {
			return c, false
		}
		n[i] = int(number)
	}
	c = covered{gapStart: n[1], gapEnd: n[2], end: n[2] + n[3]}
	if n[0] != 0 || c.gapStart >= c.gapEnd || c.end > len(f.Data) {
		return c, false
	}
	spans, err := v.Spans(s.value)
	if err != nil || spans["Contents"] != [2]int{c.gapStart, c.gapEnd} || !isHex(f.Data[c.gapStart:c.gapEnd]) {
		return c, false
	}
	for i, r := range f.Revisions {
		if c.end == r.End || c.end == lineEndCut(f.Data, r.End) {
			c.revision = i
			return c, r.Start <= c.gapStart
		}
	}
	return c, false
}

// lineEndCut is the end of a save without the end of its last line: some tools
// sign up to there.
func lineEndCut(data []byte, end int) int {
	for end > 0 && (data[end-1] == '\n' || data[end-1] == '\r') {
		end--
	}
	return end
}

// isHex reports whether b is one string in hexadecimal and nothing else.
func isHex(b []byte) bool {
	if len(b) < 2 || b[0] != '<' || b[len(b)-1] != '>' {
		return false
	}
	for _, c := range b[1 : len(b)-1] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}
