package web

import (
	"context"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"vuon/platform/fault"
	"vuon/platform/text"
)

// Upload is a file that was sent, on the disk until the request ends.
type Upload struct {
	*os.File
	Name string // of the sender, without folders, safe to show and to store
	Size int64  // bytes
}

// Upload is the file sent in a field. A field left empty is a fault beside it.
func (r *Request) Upload(name string) (*Upload, error) {
	if u := r.form.files[name]; u != nil && u.Size > 0 {
		return u, nil
	}
	return nil, fault.New(fault.Invalid, "file_missing", "Chưa chọn tệp, hoặc tệp rỗng. Hãy chọn tệp rồi gửi lại.",
		"No file was chosen, or it is empty. Choose a file and send it again.").
		At(name, "Chọn một tệp có nội dung.", "Choose a file that is not empty.")
}

// Uploaded is Upload for the API: the file in a field of the request of ctx.
func Uploaded(ctx context.Context, name string) (*Upload, error) { return From(ctx).Upload(name) }

const maxName = 120 // letters of a file name

// SafeName is a file name as we show and keep it: composed, on one line, without
// folders or characters that some system forbids, of bounded length with its
// extension kept.
func SafeName(name string) string {
	name = text.Line(strings.ReplaceAll(name, `\`, "/"))
	name = path.Base("/" + name)
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, c) || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 {
			return -1 // marks of direction would make "fdp.exe" read "exe.pdf"
		}
		return c
	}, name)
	name = strings.Trim(text.Line(name), ". ") // what was taken out may leave two blanks
	if name == "" {
		return "tep"
	}
	return shorten(name)
}

func shorten(name string) string {
	if utf8.RuneCountInString(name) <= maxName {
		return name
	}
	ext := path.Ext(name)
	if utf8.RuneCountInString(ext) > 12 {
		ext = ""
	}
	stem := []rune(strings.TrimSuffix(name, ext))
	return strings.TrimRight(string(stem[:maxName-utf8.RuneCountInString(ext)]), ". ") + ext
}
