package pdffile

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

const (
	maxObjects   = 2_000_000 // object numbers
	maxRevisions = 200
)

// Entry says where a revision puts an object.
type Entry struct {
	Free       bool
	Offset     int // of "12 0 obj" in the file; 0 when the object lies in a stream
	Generation int
	Stream     int // number of the object stream that holds it, 0: none
	Index      int // its place in there
}

// Revision is what one save of the file added. A reader of revision n sees the
// bytes before its end and nothing after them.
type Revision struct {
	Start, End int // bytes; End is after %%EOF and its end of line
	Trailer    Dict
	Entries    map[int]Entry // by object number

	sections []section
}

// section is one cross-reference table or stream.
type section struct {
	offset, after int // after: one past the trailer or the stream's endobj
	prev          int // -1: none
	trailer       Dict
	entries       map[int]Entry
}

// File is a PDF that was read.
type File struct {
	Data      []byte
	Revisions []Revision // oldest first, at least one
}

// Parse reads the revisions of a file. The error of whatever is no PDF, or is
// damaged, wraps ErrMalformed.
func Parse(data []byte) (*File, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, malformed(0, "no %PDF")
	}
	at, err := lastSection(data)
	if err != nil {
		return nil, err
	}
	f := &File{Data: data}
	if f.Revisions, err = revisions(data, at); err != nil {
		return nil, err
	}
	if f.Revisions[0].Trailer["Encrypt"] != nil || f.last().Trailer["Encrypt"] != nil {
		return nil, fmt.Errorf("%w: encrypted", ErrMalformed)
	}
	return f, nil
}

func (f *File) last() Revision { return f.Revisions[len(f.Revisions)-1] }

// lastSection finds the offset behind the last startxref; nothing but white
// space may follow the file's end mark.
func lastSection(data []byte) (int, error) {
	tail := max(len(data)-2048, 0)
	i := bytes.LastIndex(data[tail:], []byte("startxref"))
	if i < 0 {
		return 0, malformed(len(data), "no startxref")
	}
	l := lexer{data: data, pos: tail + i + len("startxref"), end: len(data)}
	at, err := l.natural()
	if err != nil {
		return 0, err
	}
	end, err := endMark(data, l.pos)
	if err != nil {
		return 0, err
	}
	if len(bytes.Trim(data[end:], " \t\r\n\x00")) > 0 {
		return 0, malformed(end, "bytes behind the end of the file")
	}
	return at, nil
}

// endMark returns the byte after %%EOF and its end of line.
func endMark(data []byte, pos int) (int, error) {
	for pos < len(data) && isSpace(data[pos]) {
		pos++
	}
	if !bytes.HasPrefix(data[pos:], []byte("%%EOF")) {
		return 0, malformed(pos, "no %%EOF")
	}
	pos += len("%%EOF")
	if pos < len(data) && data[pos] == '\r' {
		pos++
	}
	if pos < len(data) && data[pos] == '\n' {
		pos++
	}
	return pos, nil
}

// revisions follows the chain of sections from the newest at the given offset.
// A section whose predecessor stands behind it (a file made for the web) is one
// revision with it.
func revisions(data []byte, at int) ([]Revision, error) {
	var list []Revision
	seen := map[int]bool{}
	for at >= 0 {
		var r Revision
		entry := at
		for first := true; first || (at > entry && len(r.sections) < 2); first = false {
			if seen[at] || len(seen) > maxRevisions {
				return nil, malformed(at, "cross-references in a circle")
			}
			seen[at] = true
			s, err := readSection(data, at)
			if err != nil {
				return nil, err
			}
			r.sections = append(r.sections, s)
			if at = s.prev; at < 0 {
				break
			}
		}
		if err := r.close(data, entry); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	slices.Reverse(list)
	for i := range list {
		if i > 0 {
			list[i].Start = list[i-1].End
		}
		if list[i].Start >= list[i].End {
			return nil, malformed(list[i].Start, "revisions out of order")
		}
	}
	return list, nil
}

// close gathers the sections of a revision and finds its end.
func (r *Revision) close(data []byte, entry int) error {
	last := slices.MaxFunc(r.sections, func(a, b section) int { return cmp.Compare(a.after, b.after) })
	l := lexer{data: data, pos: last.after, end: len(data)}
	if err := l.keyword("startxref"); err != nil {
		return err
	}
	at, err := l.natural()
	if err != nil {
		return err
	}
	if at != entry {
		return malformed(l.pos, "startxref points elsewhere")
	}
	if r.End, err = endMark(data, l.pos); err != nil {
		return err
	}
	r.Trailer, r.Entries = r.sections[0].trailer, map[int]Entry{}
	for _, s := range slices.Backward(r.sections) {
		for number, e := range s.entries {
			r.Entries[number] = e
		}
	}
	return nil
}
