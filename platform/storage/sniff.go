package storage

import (
	"archive/zip"
	"errors"
	"io"
	"mime"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// The types of files that offices send.
const (
	TypePDF  = "application/pdf"
	TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	TypeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	TypeText = "text/plain"
	TypeHTML = "text/html"
	TypeJSON = "application/json"
	TypePNG  = "image/png"
	TypeJPEG = "image/jpeg"
	TypeWebP = "image/webp"
	TypeZip  = "application/zip"
)

const (
	typeMacro = "application/vnd.ms-office.macroenabled"
	// directory bounds what is read of a zip's list of entries, in bytes.
	directory = 2 << 20
)

// sniff tells what the content is, whatever its name says, and refuses what is
// not among the allowed types; with anything, only what computers run.
func sniff(r io.ReaderAt, size int64, allowed []string, anything bool) (string, error) {
	found, err := detect(r, size)
	if err != nil {
		return "", err
	}
	if anything {
		if slices.Contains(programs(), found) {
			return "", faultProgram(found)
		}
		return found, nil
	}
	if slices.Contains(allowed, found) {
		return found, nil
	}
	// A text with many commas or tabs may look like a table; it is text all the same.
	if (found == "text/csv" || found == "text/tab-separated-values") && slices.Contains(allowed, TypeText) {
		return TypeText, nil
	}
	return "", faultType(found, allowed)
}

// programs are the types that a computer runs when they are opened.
func programs() []string {
	return []string{"application/vnd.microsoft.portable-executable", "application/x-elf", "application/x-object",
		"application/x-executable", "application/x-sharedlib", "application/x-mach-binary", "application/x-java-applet",
		"application/java-archive", "application/vnd.android.package-archive", "application/x-ms-installer",
		"application/x-ms-shortcut", "application/x-chrome-extension", "application/wasm", "application/x-bytecode.python",
		"application/vnd.debian.binary-package", "application/x-rpm", "application/x-installshield", "application/x-shockwave-flash",
		"application/vnd.ms-htmlhelp", "text/x-php", "text/javascript", "text/x-lua", "text/x-perl", "text/x-python", "text/x-ruby",
		"text/x-shellscript", "text/x-tcl"}
}

func detect(r io.ReaderAt, size int64) (string, error) {
	m, err := mimetype.DetectReader(io.NewSectionReader(r, 0, size))
	if err != nil {
		return "", err
	}
	for up := m; up != nil; up = up.Parent() {
		if up.Is(TypeZip) {
			return zipType(r, size, m.String()), nil
		}
	}
	found, _, err := mime.ParseMediaType(m.String())
	return found, err
}

// zipType looks into the archive's directory: the first bytes show an office
// document only when its main part happens to come first.
func zipType(r io.ReaderAt, size int64, seen string) string {
	archive, err := zip.NewReader(&bounded{r, directory}, size)
	if err != nil {
		return TypeZip
	}
	kind := ""
	for _, f := range archive.File {
		switch {
		case strings.HasSuffix(f.Name, "vbaProject.bin"):
			return typeMacro
		case f.Name == "word/document.xml" && kind == "":
			kind = TypeDOCX
		case f.Name == "xl/workbook.xml" && kind == "":
			kind = TypeXLSX
		}
	}
	if kind == "" && strings.Contains(seen, "openxmlformats") {
		return TypeZip
	}
	if kind == "" {
		return seen
	}
	return kind
}

// bounded lets only so many bytes be read: a directory of millions of entries
// would fill the memory.
type bounded struct {
	io.ReaderAt
	left int
}

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("the archive has too many entries")
	}
	return b.ReaderAt.ReadAt(p, off)
}

// typeName is how a type is called in messages.
func typeName(t string) string {
	names := map[string]string{TypePDF: "PDF", TypeDOCX: "Word (.docx)", TypeXLSX: "Excel (.xlsx)", TypeText: "văn bản thuần (.txt)",
		TypeHTML: "HTML", TypeJSON: "JSON", TypePNG: "PNG", TypeJPEG: "JPEG", TypeWebP: "WebP", TypeZip: "ZIP", typeMacro: "tài liệu có macro"}
	if name, ok := names[t]; ok {
		return name
	}
	return t
}
