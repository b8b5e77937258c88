package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
)

// Limits of a file. Real workbooks of 440,000 members unfold to about 400 MB, and
// to 10 to 40 times their size.
const (
	MaxFile     = 256 << 20 // bytes of the file
	maxUnpacked = 2 << 30   // bytes of all that is unpacked of it
	maxRatio    = 200       // unpacked bytes of a part for a packed byte, beyond freeRatio
	freeRatio   = 256 << 20 // a million empty rows that somebody coloured are no attack
	maxParts    = 1000
	maxSmall    = 8 << 20 // bytes of a part that describes the workbook (styles, relations)
)

// parts are the files inside of a workbook, by their names in lower case.
type parts struct {
	files map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

func openParts(r io.ReaderAt, size int64) (*parts, error) {
	if size > MaxFile {
		return nil, tooLarge()
	}
	var head [8]byte
	if n, err := r.ReadAt(head[:], 0); err != nil && !errors.Is(err, io.EOF) || n < len(head) {
		return nil, unreadable(err)
	}
	if bytes.Equal(head[:], []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}) {
		return nil, encrypted() // an OLE file: encrypted, or of Excel before 2007
	}
	if entries(r, size) > maxParts {
		return nil, tooLarge()
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, unreadable(err)
	}
	p := &parts{files: make(map[string]*zip.File, len(z.File)), left: maxUnpacked}
	if len(z.File) > maxParts {
		return nil, tooLarge()
	}
	for _, f := range z.File {
		if err := p.admit(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// entries is the number of files that the end of the archive promises, so that a
// directory of a million names is not read first.
func entries(r io.ReaderAt, size int64) int {
	tail := make([]byte, min(size, 22+65535))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0 // the reader of archives says what is wrong
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+12 > len(tail) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(tail[at+10:]))
}

// admit takes a file into the list, unless a workbook of ours would not have it.
func (p *parts) admit(f *zip.File) error {
	name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
	switch {
	case f.Flags&1 != 0 || name == "encryptedpackage":
		return encrypted()
	case strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "xl/macrosheets/"):
		return macros()
	case strings.HasPrefix(name, "xl/externallinks/") || name == "xl/connections.xml":
		return external()
	}
	if _, twice := p.files[name]; twice {
		return unreadable(errors.New("workbook: two parts of one name")) // readers would differ in which they take
	}
	p.files[name] = f
	return nil
}

// open unpacks a part, within the limits, whatever the archive says of sizes.
func (p *parts) open(name string) (io.ReadCloser, error) {
	f, ok := p.files[strings.ToLower(name)]
	if !ok {
		return nil, unreadable(errors.New("workbook: no part " + name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, unreadable(err)
	}
	packed := int64(f.CompressedSize64)
	return &part{parts: p, in: r, most: max(freeRatio, maxRatio*min(packed, MaxFile))}, nil
}

// small is a part whole, if it is small.
func (p *parts) small(name string) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, maxSmall+1))
	if err != nil {
		return nil, broken(err)
	}
	if len(raw) > maxSmall {
		return nil, tooLarge()
	}
	return raw, nil
}

// part counts what is unpacked.
type part struct {
	parts *parts
	in    io.ReadCloser
	most  int64 // bytes that this part may still unfold to
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.in.Read(b)
	p.most -= int64(n)
	p.parts.left -= int64(n)
	if p.most < 0 || p.parts.left < 0 {
		return 0, tooLarge()
	}
	return n, err
}

func (p *part) Close() error { return p.in.Close() }

// target is the name of the part that a relation of another part names.
func target(from, to string) string {
	if strings.HasPrefix(to, "/") {
		return strings.ToLower(path.Clean(to)[1:])
	}
	return strings.ToLower(path.Join(path.Dir(from), to))
}
