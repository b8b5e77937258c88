package web

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// Page answers with a page in the shell, or only with the fragment that the
// header X-Fragment asks for. The status is p.Status, or 200.
func (r *Request) Page(p ui.Page, body templ.Component) error {
	return r.PageStatus(p.Status, p, body)
}

// PageStatus is Page with a status: 422 for a form that is shown again.
func (r *Request) PageStatus(status int, p ui.Page, body templ.Component) error {
	if status == 0 {
		status = fiber.StatusOK
	}
	p.Status = status
	html, err := r.render(p, body)
	if err != nil {
		return fmt.Errorf("render %q: %w", p.Title.EN, err)
	}
	r.c.Vary("X-Fragment", fiber.HeaderCookie)
	r.c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return r.c.Status(status).Send(html)
}

// render writes into memory first, so that a page that fails half way is an
// error and not half a page.
func (r *Request) render(p ui.Page, body templ.Component) ([]byte, error) {
	var out bytes.Buffer
	shell := r.shell()
	if id := r.Fragment(); id != "" {
		ctx := ui.WithShell(r.ctx, shell)
		if err := templ.RenderFragments(ctx, &out, body, id); err != nil {
			return nil, err
		}
		if out.Len() > 0 {
			return out.Bytes(), nil
		}
	}
	if err := r.complete(&shell); err != nil {
		return nil, err
	}
	err := ui.Layout(shell, p, body).Render(r.ctx, &out)
	return out.Bytes(), err
}

// Redirect sends the browser on (303) to a page of ours.
func (r *Request) Redirect(path string) error {
	if LocalPath(path) == "" {
		return fmt.Errorf("web: %q is no path of ours", path)
	}
	r.c.Set(fiber.HeaderLocation, path)
	r.c.Status(fiber.StatusSeeOther)
	return nil
}

// RedirectOut sends the browser to another site. For addresses of the operator's
// settings, never for one that came with a request.
func (r *Request) RedirectOut(address string) error {
	r.c.Set(fiber.HeaderLocation, address)
	r.c.Status(fiber.StatusSeeOther)
	return nil
}

// RedirectWith redirects and says there, once, what has happened.
func (r *Request) RedirectWith(path string, notice i18n.Text) error {
	return r.RedirectNotice(path, ui.Notice{Tone: ui.Good, Text: notice})
}

// RedirectNotice is RedirectWith for a notice of any tone.
func (r *Request) RedirectNotice(path string, notice ui.Notice) error {
	if err := r.leaveNotice(notice); err != nil {
		return err
	}
	return r.Redirect(path)
}

// Next is where a form wanted to go on to (field or query "next"), if that is a
// page of ours, otherwise fallback.
func (r *Request) Next(fallback string) string {
	next := r.Form("next")
	if next == "" {
		next = r.c.Query("next")
	}
	if LocalPath(next) == "" {
		return fallback
	}
	return next
}

func queryEscape(s string) string { return url.QueryEscape(s) }

// megabytes writes a size for people: 31457280 is "30", 1572864 is "1,5".
func megabytes(n int64) string {
	tenths := (n*10 + 1<<19) >> 20
	if tenths%10 == 0 {
		return strconv.FormatInt(tenths/10, 10)
	}
	return fmt.Sprintf("%d,%d", tenths/10, tenths%10)
}
