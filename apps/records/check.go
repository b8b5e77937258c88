package records

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"time"

	"vuon/apps/records/views"
	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const (
	checkPath = "/check"
	// maxChecked is how large a file may be that is sent to be checked, in bytes.
	maxChecked = 32 << 20
	// checksPerMinute is how often one address may ask.
	checksPerMinute = 30
)

// checkRoutes are the public page on which whoever has a file asks whether it is
// a document that was issued here.
func (s *Service) checkRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: checkPath, Access: web.Public, Handle: s.checkPage, PerMinute: checksPerMinute},
		{Method: http.MethodPost, Path: checkPath, Access: web.Public, Handle: s.checkFile, PerMinute: checksPerMinute,
			MaxBody: maxChecked + 64<<10, Timeout: time.Minute},
	}
}

// Check is what is known of a file.
type Check struct {
	SHA256 string
	Known  []register.Published
	Report *signature.Report // of a PDF; nil: it is none
}

// CheckHash tells which issued documents have a file with this SHA-256, in
// lower-case hexadecimal. Anybody may ask; nothing is told but what is on paper.
func (s *Service) CheckHash(ctx context.Context, sha256 string) (Check, error) {
	known, err := s.Register.Check(ctx, sha256)
	return Check{SHA256: sha256, Known: known}, err
}

// CheckFile is CheckHash for a file, whose signatures it verifies too. Nothing of
// the file is kept. Fault file_too_large.
func (s *Service) CheckFile(ctx context.Context, file io.Reader) (Check, error) {
	data, err := io.ReadAll(io.LimitReader(file, maxChecked+1))
	if err != nil {
		return Check{}, fmt.Errorf("read the file to check: %w", err)
	}
	if len(data) > maxChecked {
		return Check{}, fault.New(fault.TooLarge, "file_too_large", "Tệp lớn hơn 32 MB. Hãy kiểm tra bằng trình duyệt có bật JavaScript, khi đó tệp không phải gửi đi.",
			"The file is larger than 32 MB. Check it with JavaScript on: then it need not be sent.")
	}
	sum := sha256.Sum256(data)
	c, err := s.CheckHash(ctx, hex.EncodeToString(sum[:]))
	if err == nil && len(data) > 4 && string(data[:5]) == "%PDF-" {
		c.Report = new(signature.Verify(data, s.Authorities, signature.Expectation{Now: s.Clock.Now(), Fill: documents.AnyNumber()}))
	}
	return c, err
}

func (s *Service) checkPage(r *web.Request) error {
	m := views.Check{SHA256: r.Query("sha256")}
	if m.SHA256 != "" {
		c, err := s.CheckHash(r.Context(), m.SHA256)
		if err != nil {
			return err
		}
		m.Asked, m.Known = true, c.Known
	}
	return r.Page(checkHead(), views.CheckPage(m))
}

func (s *Service) checkFile(r *web.Request) error {
	m := views.Check{}
	file, err := r.Upload("file")
	if err != nil {
		m.Err = err
		return r.PageStatus(fault.From(err).Kind.Status(), checkHead(), views.CheckPage(m))
	}
	c, err := s.CheckFile(r.Context(), file)
	if k := fault.From(err); err != nil && k.Kind != fault.Internal {
		m.Err = err
		return r.PageStatus(k.Kind.Status(), checkHead(), views.CheckPage(m))
	}
	if err != nil {
		return err
	}
	m = views.Check{Asked: true, Name: file.Name, SHA256: c.SHA256, Known: c.Known, Report: c.Report}
	return r.Page(checkHead(), views.CheckPage(m))
}

func checkHead() ui.Page {
	return ui.Page{Help: "officer#verify", Title: i18n.T("Kiểm tra văn bản", "Check a document"), Scripts: []string{"check.js"}, Styles: []string{"signing.css"}, Wide: true, Narrow: true,
		Subtitle: i18n.T("Xem một tệp có đúng là văn bản đã ban hành trên hệ thống này không, và còn hiệu lực không.", "See whether a file is a document that was issued here, and whether it still holds.")}
}
