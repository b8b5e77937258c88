package library

import (
	"context"
	"fmt"

	"vuon/apps/library/views"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// Attachments are the files as views.Attachments shows them. Download gives the
// address at which the caller's module serves a file; preview and remove may be
// nil, upload "".
func Attachments(ctx context.Context, files []File, upload string, download, preview, remove func(File) string) views.AttachmentList {
	m := views.AttachmentList{Upload: upload}
	for _, f := range files {
		a := views.Attachment{Name: f.Name, Type: f.Type, Href: download(f)}
		a.Note = fmt.Sprintf("%s · %s · %s", inBytes(f.Size), i18n.DateTime(f.UpdatedAt), f.Updater)
		if f.Version > 1 {
			a.Note += " · " + i18n.Say(ctx, "phiên bản ", "version ") + fmt.Sprint(f.Version)
		}
		if preview != nil {
			a.Preview = preview(f)
		}
		if remove != nil {
			a.Remove = remove(f)
		}
		m.Files = append(m.Files, a)
	}
	return m
}

// inBytes writes a size for people: 1.536 is "1,5 kB".
func inBytes(n int64) string {
	unit, size := "B", float64(n)
	for _, next := range []string{"kB", "MB", "GB"} {
		if size < 1000 {
			break
		}
		unit, size = next, size/1000
	}
	if unit == "B" || size >= 100 {
		return ui.Integer(int64(size+.5)) + " " + unit
	}
	return ui.Decimal(size, 1) + " " + unit
}
