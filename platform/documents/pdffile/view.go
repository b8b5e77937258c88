package pdffile

import "fmt"

// View is the file as it was at the end of one revision.
type View struct {
	file     *File
	revision int
	objects  map[int]found
	packed   map[int]packed
	inflated int // bytes unpacked so far
}

type found struct {
	value any
	err   error
	busy  bool // its stream's length is being looked up
}

// packed is an object stream, unpacked.
type packed struct {
	body    []byte
	numbers []int
	offsets []int
}

// maxUnpacked bounds what one view unpacks in all, in bytes.
const maxUnpacked = 64 << 20

// View shows revision n, counted from 0.
func (f *File) View(n int) *View {
	return &View{file: f, revision: n, objects: map[int]found{}, packed: map[int]packed{}}
}

// Newest shows the file as it is now.
func (f *File) Newest() *View { return f.View(len(f.Revisions) - 1) }

// Trailer is the revision's.
func (v *View) Trailer() Dict { return v.file.Revisions[v.revision].Trailer }

// Root is the catalogue of the document.
func (v *View) Root() (Dict, error) { return v.Dict(v.Trailer()["Root"]) }

// Where tells where the object lies, and in which revision it was written last.
func (v *View) Where(number int) (e Entry, revision int, there bool) {
	for n := v.revision; n >= 0; n-- {
		if e, there := v.file.Revisions[n].Entries[number]; there {
			return e, n, !e.Free
		}
	}
	return Entry{}, 0, false
}

// Resolve follows references to the value; what is not there is nil.
func (v *View) Resolve(value any) (any, error) {
	for range 20 {
		ref, is := value.(Ref)
		if !is {
			return value, nil
		}
		var err error
		if value, err = v.object(ref); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: references in a circle", ErrMalformed)
}

// Dict resolves to a dictionary, also that of a stream; what is not there is nil.
func (v *View) Dict(value any) (Dict, error) {
	got, err := v.Resolve(value)
	switch d := got.(type) {
	case Dict:
		return d, err
	case Stream:
		return d.Dict, err
	}
	return nil, err
}

// Array resolves to an array; what is not there is nil.
func (v *View) Array(value any) (Array, error) {
	got, err := v.Resolve(value)
	list, _ := got.(Array)
	return list, err
}

// object reads an object once.
func (v *View) object(ref Ref) (any, error) {
	if known, there := v.objects[ref.Number]; there {
		if known.busy {
			return nil, fmt.Errorf("%w: object %d needs itself", ErrMalformed, ref.Number)
		}
		return known.value, known.err
	}
	v.objects[ref.Number] = found{busy: true}
	value, err := v.read(ref)
	v.objects[ref.Number] = found{value: value, err: err}
	return value, err
}

func (v *View) read(ref Ref) (any, error) {
	e, revision, there := v.Where(ref.Number)
	if !there {
		return nil, nil
	}
	if e.Stream > 0 {
		return v.unpack(ref.Number, e)
	}
	if e.Generation != ref.Generation {
		return nil, nil
	}
	value, _, err := v.at(ref, e, revision)
	return value, err
}

// at reads an object from its place; it must lie in bytes that its revision has.
func (v *View) at(ref Ref, e Entry, revision int) (any, map[Name][2]int, error) {
	end := v.file.Revisions[revision].End
	if e.Offset <= 0 || e.Offset >= end {
		return nil, nil, malformed(e.Offset, "object outside its revision")
	}
	l := lexer{data: v.file.Data, pos: e.Offset, end: end}
	got, value, err := l.object(v.length)
	if err == nil && got != ref {
		err = malformed(e.Offset, fmt.Sprintf("object %d where %d should be", got.Number, ref.Number))
	}
	return value, l.spans, err
}

func (v *View) length(ref Ref) (int, bool) {
	value, err := v.Resolve(ref)
	n, is := value.(int64)
	return int(n), is && err == nil && n >= 0 && n < 1<<40
}

// Spans says from where to where in the file the values of a dictionary stand
// that is an object of its own.
func (v *View) Spans(ref Ref) (map[Name][2]int, error) {
	e, revision, there := v.Where(ref.Number)
	if !there || e.Stream > 0 {
		return nil, fmt.Errorf("%w: object %d does not stand alone", ErrMalformed, ref.Number)
	}
	_, spans, err := v.at(ref, e, revision)
	return spans, err
}
