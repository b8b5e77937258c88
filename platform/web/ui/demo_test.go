package ui_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/a-h/templ"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// demo is a small site on which the script's upgrades can be tried: it answers
// as package web does, under the same content security policy.
type demo struct {
	t        *testing.T
	manifest map[string]string
	polls    atomic.Int32 // how often the running job was asked for
	bytes    atomic.Int64 // how much the last upload carried
}

func newDemo(t *testing.T) *demo {
	d := &demo{t: t}
	if b, err := os.ReadFile("../dist/manifest.json"); err == nil {
		if err := json.Unmarshal(b, &d.manifest); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// asset is as in package web: hashed when built, the sources when not.
func (d *demo) asset(name string) string {
	switch {
	case d.manifest[name] != "":
		return "/assets/" + d.manifest[name]
	case name == "icons.svg":
		return ""
	}
	return "/assets/" + name
}

func (d *demo) handler() http.Handler {
	mux := http.NewServeMux()
	folder := "../assets"
	if d.manifest != nil {
		folder = "../dist"
	}
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", http.FileServer(http.Dir(folder))))
	mux.HandleFunc("GET /gallery", func(w http.ResponseWriter, r *http.Request) {
		page, body := galleryPage()
		d.page(w, r, page, body)
	})
	mux.HandleFunc("GET /list", d.list)
	mux.HandleFunc("GET /job", d.job)
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) { d.form(w, r, "", nil) })
	mux.HandleFunc("POST /form", d.save)
	mux.HandleFunc("POST /upload", d.upload)
	mux.HandleFunc("POST /sign-out", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/sign-in", http.StatusSeeOther) })
	mux.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) {
		page, body := signInPage()
		d.write(w, r, ui.Shell{AssetURL: d.asset}, page, body)
	})
	return mux
}

func (d *demo) page(w http.ResponseWriter, r *http.Request, p ui.Page, body templ.Component) {
	s := mockShell()
	s.AssetURL, s.Notices = d.asset, nil
	d.write(w, r, s, p, body)
}

func (d *demo) write(w http.ResponseWriter, r *http.Request, s ui.Shell, p ui.Page, body templ.Component) {
	w.Header().Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	var err error
	if id := r.Header.Get("X-Fragment"); id != "" {
		err = templ.RenderFragments(ui.WithShell(r.Context(), s), w, body, id)
	} else {
		err = ui.Layout(s, p, body).Render(r.Context(), w)
	}
	if err != nil {
		d.t.Error(err)
	}
}

func (d *demo) list(w http.ResponseWriter, r *http.Request) {
	q := r.FormValue("q")
	found := "tất cả"
	if q != "" {
		found = "tìm: " + q
	}
	d.page(w, r, ui.Page{Title: i18n.T("Danh sách", "List")}, join(
		with(ui.FilterBar("/list", "rows"), ui.Search(ui.Field{Name: "q", Label: "Tìm", Value: q})),
		with(ui.Region("rows"), templ.Raw(`<p id="found">`+templ.EscapeString(found)+`</p>`),
			ui.Pagination(ui.Pager{Shown: 1, Total: -1, Next: "/list?q=trang-2", Swap: "rows"})),
	))
}

func (d *demo) job(w http.ResponseWriter, r *http.Request) {
	j := ui.JobView{ID: "7", Title: "Dựng văn bản", State: "running", Done: int(d.polls.Add(1)), Total: 3, Source: "/job"}
	if j.Done >= j.Total {
		j.State = "done"
	}
	d.page(w, r, ui.Page{Title: i18n.T("Việc nền", "Jobs")}, ui.JobRow(j))
}

func (d *demo) form(w http.ResponseWriter, r *http.Request, value string, err error) {
	p := ui.Page{Title: i18n.T("Sửa mục", "Edit")}
	if err != nil {
		p.Status = http.StatusUnprocessableEntity
	}
	version := ui.Hidden("version", r.URL.Query().Get("version"))
	d.page(w, r, p, join(
		ui.ErrorSummary(err),
		templ.Raw(`<form id="edit" action="/form" method="post" data-draft="section">`), version,
		ui.TextArea(ui.Field{Name: "text", Label: "Nội dung", Value: value, Optional: true, Error: ui.ErrorsOf(r.Context(), err)["text"]}, 3),
		ui.Button(ui.Btn{Label: "Lưu", Kind: ui.Primary}), templ.Raw(`</form>`),
		templ.Raw(`<form id="send" action="/upload" method="post" enctype="multipart/form-data" data-upload>`),
		ui.File(ui.Field{Name: "file", Label: "Tệp"}, ".txt"), ui.UploadBar(), ui.Button(ui.Btn{Label: "Gửi"}), templ.Raw(`</form>`),
	))
}

func (d *demo) save(w http.ResponseWriter, r *http.Request) {
	text := r.FormValue("text")
	if strings.Contains(text, "sai") {
		d.form(w, r, text, fault.New(fault.Invalid, "bad", "Nội dung chưa đúng", "Not right").At("text", "Bỏ chữ “sai”", "Remove it"))
		return
	}
	http.Redirect(w, r, "/form", http.StatusSeeOther)
}

func (d *demo) upload(w http.ResponseWriter, r *http.Request) {
	_, head, err := r.FormFile("file")
	if err != nil {
		d.t.Error(err)
		return
	}
	d.bytes.Store(head.Size)
	http.Redirect(w, r, "/list", http.StatusSeeOther)
}

// browserFiles are what the browser tests need beside Go.
func browserFiles(t *testing.T) (chromium, axe string) {
	t.Helper()
	for _, path := range []string{os.Getenv("VUON_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"} {
		if _, err := os.Stat(path); err == nil {
			chromium = path
			break
		}
	}
	source, err := os.ReadFile(filepath.FromSlash("../node_modules/axe-core/axe.min.js"))
	if chromium == "" || err != nil {
		t.Skip("left out: needs Chromium (VUON_CHROMIUM) and axe-core (npm ci in platform/web)")
	}
	return chromium, string(source)
}
