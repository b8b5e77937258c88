package web

import (
	"encoding/json"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vuon/platform/web/ui"
)

// Island answers with a page that a device may keep and open without network:
// the same for everybody, without a name, a notice or a navigation.
func (r *Request) Island(p ui.Page, body templ.Component) error {
	r.c.Vary(fiber.HeaderCookie)
	r.c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	r.c.Status(fiber.StatusOK)
	return ui.Island(r.shell(), p, body).Render(r.ctx, r.c)
}

// Worker answers with a script of assets/extra as the service worker of the
// pages whose path begins with scope. It lies at an address of its own, since
// that is where browsers take its power from.
func (r *Request) Worker(name, scope string) error {
	file, ok := r.server.assets.named(name)
	if !ok {
		return errNoWorker
	}
	file.forever = false
	r.c.Set("Service-Worker-Allowed", scope)
	return sendAsset(r.c, file)
}

// Manifest answers with a web manifest.
func (r *Request) Manifest(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	r.c.Set(fiber.HeaderContentType, "application/manifest+json")
	return r.c.Send(b)
}

// AssetURL is the address of a file by its name in the sources ("icons.svg").
func (r *Request) AssetURL(name string) string { return r.server.assets.URL(name) }

var errNoWorker = errors.New("web: the service worker is not among the assets")
