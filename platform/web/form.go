package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"os"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
	"vuon/platform/text"
)

// How much one form may hold: each file keeps one open on the disk.
const (
	maxParts = 2000
	maxFiles = 16
)

// form is what a form sent.
type form struct {
	values url.Values
	files  map[string]*Upload
}

// Form is a field of the form, composed (NFC) with plain line breaks; "" when it
// was not sent.
func (r *Request) Form(name string) string {
	if all := r.form.values[name]; len(all) > 0 {
		return text.NFC(all[0])
	}
	return ""
}

// Forms are all values of a field that may be sent several times.
func (r *Request) Forms(name string) []string {
	var all []string
	for _, v := range r.form.values[name] {
		all = append(all, text.NFC(v))
	}
	return all
}

// readForm reads the body of a form, bounded by the route's limit. Nothing else
// than a form is taken by a page.
func (r *Request) readForm() error {
	if r.asked || r.reads() || !r.hasBody() {
		return nil
	}
	r.asked = true
	kind, params, err := mime.ParseMediaType(r.c.Get(fiber.HeaderContentType))
	switch {
	case err == nil && kind == fiber.MIMEApplicationForm:
		return r.readFields()
	case err == nil && kind == fiber.MIMEMultipartForm && params["boundary"] != "":
		return r.readParts(params["boundary"])
	}
	return errNoForm
}

func (r *Request) hasBody() bool {
	return r.c.Request().Header.ContentLength() != 0 && r.c.Context().RequestBodyStream() != nil
}

func (r *Request) readFields() error {
	b, err := r.readBody()
	if err != nil {
		return err
	}
	if r.form.values, err = url.ParseQuery(string(b)); err != nil {
		return errBroken.Because(err)
	}
	return nil
}

// readParts reads fields into memory and files onto the disk as they come.
func (r *Request) readParts(boundary string) error {
	r.form = form{values: url.Values{}, files: map[string]*Upload{}}
	if n := int64(r.c.Request().Header.ContentLength()); n > r.bodyLimit() {
		return errTooLarge(r.bodyLimit())
	}
	parts, memory := multipart.NewReader(r.body(), boundary), DefaultMaxBody
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			memory, err = r.readPart(part, memory)
		}
		if err != nil {
			return readable(err)
		}
	}
	return errBroken
}

// readPart keeps one part and returns how much memory is left for fields.
func (r *Request) readPart(part *multipart.Part, memory int64) (int64, error) {
	if part.FileName() != "" {
		return memory, r.spool(part)
	}
	b, err := io.ReadAll(io.LimitReader(part, memory+1))
	if err != nil {
		return 0, err
	}
	if memory -= int64(len(b)); memory < 0 {
		return 0, errTooLarge(DefaultMaxBody)
	}
	r.form.values.Add(part.FormName(), string(b))
	return memory, nil
}

// spool keeps the first file of each field, where the route takes files at all:
// nobody who has not signed in may fill the disk.
func (r *Request) spool(part *multipart.Part) error {
	if r.route.MaxBody == 0 || len(r.form.files) == maxFiles {
		return errFiles
	}
	if _, twice := r.form.files[part.FormName()]; twice {
		return nil
	}
	if r.refused { // nobody will look at it: only say that there was one
		r.form.files[part.FormName()] = &Upload{Name: SafeName(part.FileName())}
		_, err := io.Copy(io.Discard, part)
		return err
	}
	file, err := os.CreateTemp("", "vuon-upload-*")
	if err != nil {
		return err
	}
	r.closers = append(r.closers, func() { _ = file.Close(); _ = os.Remove(file.Name()) })
	size, err := io.Copy(file, part)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r.form.files[part.FormName()] = &Upload{File: file, Name: SafeName(part.FileName()), Size: size}
	return nil
}

// readable keeps faults and turns what mime/multipart says into one.
func readable(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*os.PathError](err); ok {
		return err // our disk, not their form
	}
	return errBroken.Because(err)
}

var errFiles = fault.New(fault.Malformed, "files_not_taken", "Địa chỉ này không nhận tệp, hoặc không nhận nhiều tệp như vậy.",
	"This address takes no files, or not as many.")

var errNoForm = fault.New(fault.Unsupported, "form_expected",
	"Trang này chỉ nhận biểu mẫu (application/x-www-form-urlencoded hoặc multipart/form-data).",
	"This page takes forms only (application/x-www-form-urlencoded or multipart/form-data).")
