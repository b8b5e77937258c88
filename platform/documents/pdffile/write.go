package pdffile

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Update is an incremental update under way: objects that are added to a file
// or take the place of others. The file's own bytes stay as they are.
type Update struct {
	file    *File
	next    int
	objects map[int]any
	trailer Dict
}

// Update begins an update of the file.
func (f *File) Update() *Update {
	size := int64(0)
	for _, r := range f.Revisions {
		if n, is := r.Trailer["Size"].(int64); is && n < maxObjects {
			size = max(size, n)
		}
		for n := range r.Entries {
			size = max(size, int64(n)+1)
		}
	}
	return &Update{file: f, next: int(size), objects: map[int]any{}, trailer: Dict{}}
}

// Add gives a value an object number of its own.
func (u *Update) Add(value any) Ref {
	ref := Ref{Number: u.next}
	u.next++
	u.objects[ref.Number] = value
	return ref
}

// Set gives an object another value.
func (u *Update) Set(ref Ref, value any) { u.objects[ref.Number] = value }

// Bytes is the file with the update, and where each of its objects begins. The
// same update gives the same bytes.
func (u *Update) Bytes() ([]byte, map[int]int) {
	var b bytes.Buffer
	b.Write(u.file.Data)
	if data := u.file.Data; len(data) > 0 && data[len(data)-1] != '\n' {
		b.WriteByte('\n')
	}
	at := map[int]int{}
	numbers := slices.Sorted(maps.Keys(u.objects))
	for _, n := range numbers {
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		write(&b, u.objects[n])
		b.WriteString("\nendobj\n")
	}
	last := u.file.last()
	trailer := Dict{"Size": int64(u.next), "Root": last.Trailer["Root"], "Prev": int64(last.sections[0].offset)}
	for _, key := range []Name{"Info", "ID"} {
		if v := last.Trailer[key]; v != nil {
			trailer[key] = v
		}
	}
	start := b.Len()
	if last.Trailer["Type"] == Name("XRef") {
		u.crossStream(&b, trailer, numbers, at)
	} else {
		table(&b, trailer, numbers, at)
	}
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", start)
	return b.Bytes(), at
}

func table(b *bytes.Buffer, trailer Dict, numbers []int, at map[int]int) {
	b.WriteString("xref\n")
	for len(numbers) > 0 {
		n := 1
		for n < len(numbers) && numbers[n] == numbers[n-1]+1 {
			n++
		}
		fmt.Fprintf(b, "%d %d\n", numbers[0], n)
		for _, number := range numbers[:n] {
			fmt.Fprintf(b, "%010d 00000 n \n", at[number])
		}
		numbers = numbers[n:]
	}
	b.WriteString("trailer\n")
	write(b, trailer)
	b.WriteByte('\n')
}

// crossStream writes the cross-references as a stream: a file whose newest ones
// are a stream must not go on with a table.
func (u *Update) crossStream(b *bytes.Buffer, trailer Dict, numbers []int, at map[int]int) {
	self := u.next
	at[self] = b.Len()
	var rows bytes.Buffer
	index := Array{}
	for _, n := range append(slices.Clone(numbers), self) {
		index = append(index, int64(n), int64(1))
		o := at[n]
		rows.Write([]byte{1, byte(o >> 24), byte(o >> 16), byte(o >> 8), byte(o), 0})
	}
	trailer["Type"], trailer["Size"], trailer["W"], trailer["Index"] = Name("XRef"), int64(self+1), Array{int64(1), int64(4), int64(1)}, index
	fmt.Fprintf(b, "%d 0 obj\n", self)
	write(b, Stream{Dict: trailer, Raw: rows.Bytes()})
	b.WriteString("\nendobj\n")
}

// write writes a value; keys in order of their names.
func write(b *bytes.Buffer, value any) {
	switch v := value.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case float64:
		b.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
	case Name:
		writeName(b, v)
	case Text:
		fmt.Fprintf(b, "<%X>", string(v))
	case Ref:
		fmt.Fprintf(b, "%d %d R", v.Number, v.Generation)
	case Literal:
		b.WriteString(string(v))
	case Array:
		b.WriteByte('[')
		for i, one := range v {
			if i > 0 {
				b.WriteByte(' ')
			}
			write(b, one)
		}
		b.WriteByte(']')
	case Dict:
		b.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeName(b, key)
			b.WriteByte(' ')
			write(b, v[key])
		}
		b.WriteString(">>")
	case Stream:
		d := maps.Clone(v.Dict)
		if d == nil {
			d = Dict{}
		}
		d["Length"] = int64(len(v.Raw))
		write(b, d)
		b.WriteString("\nstream\n")
		b.Write(v.Raw)
		b.WriteString("\nendstream")
	}
}

// Literal is written as it stands: for values whose room counts, as the byte
// range of a signature.
type Literal string

func writeName(b *bytes.Buffer, n Name) {
	b.WriteByte('/')
	for _, c := range []byte(n) {
		if !isRegular(c) || c == '#' || c < '!' || c > '~' {
			fmt.Fprintf(b, "#%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
}
