package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

//go:embed all:dist
var dist embed.FS

//go:embed all:assets
var sources embed.FS

const assetsPath = "/assets/"

// extraSources is the folder of what only some pages load (ui.Page.Styles, Scripts).
const extraSources = "extra/"

// Assets are the scripts, styles and pictures of the pages: the built ones, or
// the sources as they are where the front end was not built.
type Assets struct {
	manifest map[string]string // "app.css": "app.1a2b3c4d.css"
	files    map[string]asset
}

// asset is one file, packed once.
type asset struct {
	body, gzip  []byte
	contentType string
	etag        string
	forever     bool // its name changes with its content
}

// newAssets takes the built files if there are any.
func newAssets() (*Assets, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	raw, err := fs.Sub(sources, "assets")
	if err != nil {
		return nil, err
	}
	return loadAssets(built, raw)
}

func loadAssets(built, raw fs.FS) (*Assets, error) {
	a := &Assets{manifest: map[string]string{}, files: map[string]asset{}}
	manifest, err := fs.ReadFile(built, "manifest.json")
	if err != nil { // not built
		return a, a.load(raw, false)
	}
	if err := json.Unmarshal(manifest, &a.manifest); err != nil {
		return nil, fmt.Errorf("web: dist/manifest.json: %w", err)
	}
	return a, a.load(built, true)
}

func (a *Assets) load(files fs.FS, forever bool) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		kind := contentType(name)
		if err != nil || d.IsDir() || kind == "" {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		file := asset{body: b, contentType: kind, etag: `"` + hex.EncodeToString(sum[:12]) + `"`, forever: forever}
		if compressible(kind) && len(b) >= minGzip {
			file.gzip = fasthttp.AppendGzipBytesLevel(nil, b, fasthttp.CompressBestCompression)
		}
		a.files[name] = file
		return nil
	})
}

// add keeps a style sheet that Go code makes, under a name of its content.
func (a *Assets) add(name, css string) {
	sum := sha256.Sum256([]byte(css))
	hashed := strings.TrimSuffix(name, ".css") + "." + hex.EncodeToString(sum[:5]) + ".css"
	a.manifest[name] = hashed
	a.files[hashed] = asset{body: []byte(css), contentType: contentType(name), etag: `"` + hex.EncodeToString(sum[:12]) + `"`, forever: true,
		gzip: fasthttp.AppendGzipBytesLevel(nil, []byte(css), fasthttp.CompressBestCompression)}
}

// contentType is "" for what is not meant for browsers.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".css", ".js", ".svg", ".png":
		return mime.TypeByExtension(ext)
	case ".woff2":
		return "font/woff2"
	}
	return ""
}

// URL is the address of a file by its name in the sources ("app.css"), or ""
// when there is none, as for "icons.svg" before the front end is built.
func (a *Assets) URL(name string) string {
	if hashed, ok := a.manifest[name]; ok {
		return assetsPath + hashed
	}
	for _, source := range []string{name, extraSources + name} {
		if _, ok := a.files[source]; ok {
			return assetsPath + source
		}
	}
	return ""
}

// named is a file by its name in the sources.
func (a *Assets) named(name string) (asset, bool) {
	for _, source := range []string{a.manifest[name], name, extraSources + name} {
		if file, ok := a.files[source]; ok {
			return file, true
		}
	}
	return asset{}, false
}

// serveAssets answers for the files, to everybody.
func (s *Server) serveAssets(app *fiber.App) {
	app.Get(assetsPath+"*", func(c *fiber.Ctx) error {
		file, ok := s.assets.files[c.Params("*")]
		if !ok {
			return errNotFound
		}
		return sendAsset(c, file)
	})
	app.Get("/robots.txt", func(c *fiber.Ctx) error {
		return c.SendString("User-agent: *\nAllow: /public/\nAllow: " + assetsPath + "\nDisallow: /\n")
	})
}

func sendAsset(c *fiber.Ctx, file asset) error {
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if file.forever {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	c.Set(fiber.HeaderContentType, file.contentType)
	c.Set(fiber.HeaderETag, file.etag)
	if file.gzip != nil {
		c.Vary(fiber.HeaderAcceptEncoding)
	}
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), file.etag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	if file.gzip != nil && c.Context().Request.Header.HasAcceptEncoding("gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(file.gzip)
	}
	return c.Send(file.body)
}
