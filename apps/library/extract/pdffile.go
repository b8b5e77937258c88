package extract

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/ascii85"
	"fmt"
	"io"
	"regexp"
	"strconv"
)

const (
	maxPDF     = 64 << 20 // bytes of a file
	maxObjects = 300_000
	maxInflate = 128 << 20 // of all streams together
	maxPages   = 3000
)

// pdfFile is all objects of a PDF by number. It is made by reading the file from
// its beginning to its end, and not by the tables in it that may lie: of an object
// that is there twice the later counts, as after a change that was saved.
type pdfFile struct {
	objects   map[int]any
	left      int // of maxInflate
	active    bool
	encrypted bool
	catalog   pdfDict
}

var objectHead = regexp.MustCompile(`(\d{1,9})[\s\x00]+\d{1,5}[\s\x00]+obj\b`)

func openPDF(b []byte) (*pdfFile, error) {
	f := &pdfFile{objects: map[int]any{}, left: maxInflate}
	for at := 0; at < len(b); {
		m := objectHead.FindSubmatchIndex(b[at:])
		if m == nil {
			break
		}
		f.trailers(b[at : at+m[0]])
		n, _ := strconv.Atoi(string(b[at+m[2] : at+m[3]]))
		value, end := f.object(b, at+m[1])
		if len(f.objects) >= maxObjects {
			return nil, fmt.Errorf("%w: too many objects", ErrUnreadable)
		}
		f.keep(n, value)
		at = max(end, at+m[1])
		if end == len(b) {
			break
		}
	}
	if i := bytes.LastIndex(b, []byte("trailer")); i >= 0 {
		f.trailers(b[i:])
	}
	if f.encrypted {
		return nil, fmt.Errorf("%w: it is encrypted", ErrUnreadable)
	}
	return f, nil
}

// trailers looks for what encrypts the file.
func (f *pdfFile) trailers(b []byte) {
	if i := bytes.Index(b, []byte("trailer")); i >= 0 {
		l := &pdfLexer{b: b, i: i + len("trailer")}
		if d, ok := l.next().(pdfDict); ok && d["Encrypt"] != nil {
			f.encrypted = true
		}
	}
}

// object reads one object at i, and where it ends.
func (f *pdfFile) object(b []byte, i int) (any, int) {
	l := &pdfLexer{b: b, i: i}
	value := l.next()
	d, isDict := value.(pdfDict)
	if !isDict {
		return value, l.i
	}
	l.skip()
	if !bytes.HasPrefix(b[l.i:], []byte("stream")) {
		return d, l.i
	}
	from := l.i + len("stream")
	if from < len(b) && b[from] == '\r' {
		from++
	}
	if from < len(b) && b[from] == '\n' {
		from++
	}
	if n, ok := d["Length"].(float64); ok && n >= 0 && from+int(n) <= len(b) {
		rest := &pdfLexer{b: b, i: from + int(n)}
		if rest.skip(); bytes.HasPrefix(b[rest.i:], []byte("endstream")) {
			return pdfStream{d, b[from : from+int(n)]}, rest.i
		}
	}
	if n := bytes.Index(b[from:], []byte("endstream")); n >= 0 {
		return pdfStream{d, b[from : from+n]}, from + n
	}
	return pdfStream{d, b[from:]}, len(b)
}

func (f *pdfFile) keep(n int, value any) {
	f.objects[n] = value
	f.look(value, 0)
	switch v := value.(type) {
	case pdfDict:
		if v["Type"] == pdfName("Catalog") {
			f.catalog = v
		}
	case pdfStream:
		if v.dict["Encrypt"] != nil {
			f.encrypted = true
		}
		if v.dict["Type"] == pdfName("ObjStm") {
			f.unfold(v)
		}
	}
}

// unfold reads the objects of an object stream (ISO 32000-1, 7.5.7).
func (f *pdfFile) unfold(s pdfStream) {
	b := f.inflate(s)
	count, _ := s.dict["N"].(float64)
	first, _ := s.dict["First"].(float64)
	head := &pdfLexer{b: b[:min(len(b), max(0, int(first)))]}
	for range min(int(count), maxObjects) {
		n, ok := head.next().(float64)
		offset, there := head.next().(float64)
		at := int(first) + int(offset)
		if !ok || !there || at < 0 || at >= len(b) || len(f.objects) >= maxObjects {
			return
		}
		value := (&pdfLexer{b: b, i: at}).next()
		f.objects[int(n)] = value
		f.look(value, 0)
		if d, isDict := value.(pdfDict); isDict && d["Type"] == pdfName("Catalog") {
			f.catalog = d
		}
	}
}

// look finds what runs or leads outside when the document is opened.
func (f *pdfFile) look(v any, depth int) {
	if f.active || depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case pdfStream:
		f.look(v.dict, depth+1)
	case pdfArray:
		for _, x := range v {
			f.look(x, depth+1)
		}
	case pdfDict:
		for key, x := range v {
			switch key {
			case "JS", "EF", "XFA", "RichMediaContent":
				f.active = true
			case "S":
				switch x {
				case pdfName("JavaScript"), pdfName("Launch"), pdfName("SubmitForm"), pdfName("ImportData"), pdfName("Rendition"):
					f.active = true
				}
			}
			f.look(x, depth+1)
		}
	}
}

// get follows references.
func (f *pdfFile) get(v any) any {
	for range 20 {
		ref, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = f.objects[int(ref)]
	}
	return nil
}

func (f *pdfFile) dict(v any) pdfDict {
	switch v := f.get(v).(type) {
	case pdfDict:
		return v
	case pdfStream:
		return v.dict
	}
	return nil
}

func (f *pdfFile) array(v any) pdfArray {
	a, _ := f.get(v).(pdfArray)
	return a
}

func (f *pdfFile) number(v any, otherwise float64) float64 {
	if x, ok := f.get(v).(float64); ok {
		return x
	}
	return otherwise
}

// inflate undoes the filters of a stream; what cannot be undone is empty.
func (f *pdfFile) inflate(s pdfStream) []byte {
	filters := f.array(s.dict["Filter"])
	if name, ok := f.get(s.dict["Filter"]).(pdfName); ok {
		filters = pdfArray{name}
	}
	b := s.raw
	for i, filter := range filters {
		if i == 4 {
			return nil
		}
		switch f.get(filter) {
		case pdfName("FlateDecode"), pdfName("Fl"):
			b = f.unpack(b)
		case pdfName("ASCII85Decode"), pdfName("A85"):
			b = ascii(b)
		case pdfName("ASCIIHexDecode"), pdfName("AHx"):
			b = []byte((&pdfLexer{b: append([]byte("<"), b...)}).hex())
		default:
			return nil
		}
	}
	return b
}

// unpack inflates as much as there is, even of a stream that was cut.
func (f *pdfFile) unpack(b []byte) []byte {
	var r io.Reader
	if z, err := zlib.NewReader(bytes.NewReader(b)); err == nil {
		r = z
	} else if len(b) > 2 {
		r = flate.NewReader(bytes.NewReader(b[2:]))
	} else {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, int64(min(f.left, 32<<20)))) // what came before the damage is text
	f.left -= len(out)
	return out
}

func ascii(b []byte) []byte {
	b = bytes.TrimSpace(b)
	b, _, _ = bytes.Cut(bytes.TrimPrefix(b, []byte("<~")), []byte("~>"))
	out := make([]byte, 4*len(b)+4)
	n, _, err := ascii85.Decode(out, b, true)
	if err != nil {
		return nil
	}
	return out[:n]
}
