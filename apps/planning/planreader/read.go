package planreader

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Bounds of what is read, in bytes: a file with its pictures, and the text in it. The
// text of a province's plan with all annexes is below a tenth of that.
const (
	maxFile = 20 << 20
	maxText = 2 << 20
)

// Read reads a plan from a file by what it holds, not by its name; the name only
// helps to say what is wrong. A file that is no plan is a *fault.Error.
func Read(name string, r io.ReaderAt, size int64) (Source, error) {
	if size > maxFile {
		return Source{}, faultTooLarge
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return Source{}, err
	} else {
		head = head[:n]
	}
	src, err := readBy(name, head, r, size)
	if err != nil {
		return Source{}, err
	}
	if !isPlan(src) {
		return Source{}, faultNoPlan
	}
	return src, nil
}

func readBy(name string, head []byte, r io.ReaderAt, size int64) (Source, error) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	switch {
	case len(trimmed) == 0 && size <= int64(len(head)):
		return Source{}, faultEmpty
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return ReadDOCX(r, size)
	case bytes.HasPrefix(trimmed, []byte("%PDF-")):
		return Source{}, faultPDF
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(trimmed, []byte(`{\rtf`)):
		return Source{}, faultOldWord
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")): // "Unicode" of Notepad
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return ReadText(transform.NewReader(io.NewSectionReader(r, 0, size), utf16), maxText)
	case bytes.IndexByte(head, 0) >= 0, !mostlyUTF8(head):
		if strings.EqualFold(filepath.Ext(name), ".docx") {
			return Source{}, faultDamaged
		}
		return Source{}, faultBinary
	}
	return ReadText(io.NewSectionReader(r, 0, size), maxText)
}

// mostlyUTF8 reports whether b, which may end inside a letter, is UTF-8.
func mostlyUTF8(b []byte) bool {
	for i := 0; i < utf8.UTFMax && len(b) > 0; i++ {
		if utf8.Valid(b) {
			return true
		}
		b = b[:len(b)-1]
	}
	return utf8.Valid(b)
}

// isPlan reports whether a source reads like an official plan at all: a heading
// with its type or bases, and at least one section.
func isPlan(src Source) bool {
	typed, bases, sections := false, 0, 0
	for _, p := range src.Paragraphs {
		s := p.full()
		typed = typed || typeOf(s) != "" || upperCase(s) && begins(s, words(planTypes...)...) > 0
		if startsBasis(s) {
			bases++
		}
		if startsSection(s) {
			sections++
		}
	}
	return (typed || bases > 0) && sections > 0
}
