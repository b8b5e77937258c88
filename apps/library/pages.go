package library

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"vuon/apps/library/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// plainMost is how large a file may be that comes in one form, in bytes.
const plainMost = 64 << 20

// Routes are the module's pages.
func (s *Service) Routes() []web.Route {
	const library = "/t/:tenant/library"
	get := func(path string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: library + path, Action: ActionView, Handle: h}
	}
	post := func(path, action string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: library + path, Action: action, Handle: h}
	}
	plain := post("/upload", ActionWrite, s.plainUpload)
	plain.MaxBody, plain.Timeout = plainMost, 5*time.Minute
	space := get("/space", s.spacePage)
	space.Action = ActionWrite
	routes := []web.Route{
		get("", s.folderPage), get("/folders/:id", s.folderPage), get("/search", s.searchPage), space,
		get("/files/:id", s.filePage), get("/files/:id/download", s.download), get("/files/:id/show", s.show), get("/files/:id/small", s.small),
		plain,
		post("/folders", ActionWrite, s.createFolder),
		post("/folders/:id/rename", ActionWrite, s.folderForm(s.renameFolder)), post("/folders/:id/move", ActionWrite, s.folderForm(s.moveFolder)),
		post("/folders/:id/archive", ActionWrite, s.folderForm(archiving(s.ArchiveFolder, true))),
		post("/folders/:id/restore", ActionWrite, s.folderForm(archiving(s.ArchiveFolder, false))),
		post("/folders/:id/class", ActionManage, s.folderForm(s.classifyFolder)),
		post("/files/:id/edit", ActionWrite, s.fileForm(s.editFile)), post("/files/:id/move", ActionWrite, s.fileForm(s.moveFile)),
		post("/files/:id/archive", ActionWrite, s.fileForm(archiving(s.ArchiveFile, true))),
		post("/files/:id/restore", ActionWrite, s.fileForm(archiving(s.ArchiveFile, false))),
		post("/files/:id/class", ActionManage, s.fileForm(s.classifyFile)), post("/files/:id/hold", ActionManage, s.fileForm(s.holdFile)),
		post("/files/:id/destroy", ActionManage, s.destroyFile),
		post("/files/:id/links", ActionShare, s.shareFile), post("/links/:id/revoke", ActionShare, s.revokeLink),
		{Method: http.MethodGet, Path: "/l/:token", Access: web.Public, Handle: s.linkPage},
		{Method: http.MethodPost, Path: "/l/:token", Access: web.Public, Handle: s.fetchLinked},
	}
	return slices.Concat(routes, s.sendRoutes(library+"/uploads"))
}

func base(r *web.Request) string { return "/t/" + r.Tenant().ID + "/library" }

func folderHref(r *web.Request, id string) string {
	if id == "" {
		return base(r)
	}
	return base(r) + "/folders/" + id
}

func page(r *web.Request) database.Page { return database.Page{After: r.Query("after"), Limit: 50} }

func filterOf(r *web.Request) Filter {
	return Filter{Kind: r.Query("kind"), Sort: r.Query("sort"), Archived: r.Query("shown") == "archived"}
}

// pager leads on through a folder's files.
func pager(r *web.Request, here, next string, shown int) ui.Pager {
	q := url.Values{}
	for _, name := range []string{"kind", "sort", "shown"} {
		if v := r.Query(name); v != "" {
			q.Set(name, v)
		}
	}
	p := ui.Pager{Shown: shown, Total: -1, Swap: "library-files"}
	if r.Query("after") != "" {
		p.First = here + "?" + q.Encode()
	}
	if next != "" {
		q.Set("after", next)
		p.Next = here + "?" + q.Encode()
	}
	return p
}

// head is what the library's pages have in common.
func head(r *web.Request, title string, above []Folder) ui.Page {
	p := ui.Page{Help: "officer#library", Title: i18n.T(title, ""), Active: base(r), Styles: []string{"library.css"}, Scripts: []string{"library.js"}}
	if title == "" {
		p.Title = i18n.T("Thư viện tài liệu", "Library")
		p.Subtitle = i18n.T("Tài liệu của chương trình theo năm, dự án, xã và công việc.", "The programme's documents by year, project, commune and work.")
		return p
	}
	p.Crumbs = []ui.Crumb{{Title: i18n.T("Thư viện tài liệu", "Library"), Href: base(r)}}
	for _, f := range above {
		p.Crumbs = append(p.Crumbs, ui.Crumb{Title: i18n.T(short(f.Name), ""), Href: folderHref(r, f.ID)})
	}
	return p
}

// short is a folder's name for the line of folders above a page: of a project,
// its number only.
func short(name string) string {
	runes := []rune(name)
	for i, r := range runes {
		if r == ':' && i > 3 {
			return string(runes[:i])
		}
	}
	return cut(name, 40)
}

// told goes back with what was wrong, where the user can mend it; anything else
// is an error page.
func told(r *web.Request, back string, err error) error {
	f := fault.From(err)
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.TooLarge, fault.Unsupported, fault.Forbidden, fault.TooMany, fault.Unavailable:
		return r.RedirectNotice(back, ui.Notice{Tone: ui.Bad, Text: f.Message})
	}
	return err
}

func (s *Service) folderForm(do func(r *web.Request, id string) (i18n.Text, error)) func(*web.Request) error {
	return func(r *web.Request) error {
		here := folderHref(r, r.Param("id"))
		done, err := do(r, r.Param("id"))
		if err != nil {
			return told(r, here, err)
		}
		return r.RedirectWith(here, done)
	}
}

func (s *Service) fileForm(do func(r *web.Request, id string) (i18n.Text, error)) func(*web.Request) error {
	return func(r *web.Request) error {
		here := base(r) + "/files/" + r.Param("id")
		done, err := do(r, r.Param("id"))
		if err != nil {
			return told(r, here, err)
		}
		return r.RedirectWith(here, done)
	}
}

func archiving(do func(ctx context.Context, tenant, id string, archive bool) error, archive bool) func(r *web.Request, id string) (i18n.Text, error) {
	return func(r *web.Request, id string) (i18n.Text, error) {
		done := i18n.T("Đã khôi phục.", "Restored.")
		if archive {
			done = i18n.T("Đã đưa vào lưu trữ. Không có gì bị xóa.", "Archived. Nothing was deleted.")
		}
		return done, do(r.Context(), r.Tenant().ID, id, archive)
	}
}

// fileRows are files as lists show them.
func fileRows(r *web.Request, files []File) (rows []views.FileRow) {
	for _, f := range files {
		rows = append(rows, fileRow(r, f))
	}
	return rows
}

func fileRow(r *web.Request, f File) views.FileRow {
	at := base(r) + "/files/" + f.ID
	row := views.FileRow{ID: f.ID, Name: f.Name, Type: f.Type, Href: at, Description: cut(f.Description, 300), Size: inBytes(f.Size),
		When: i18n.DateTime(f.UpdatedAt), By: f.Updater, Version: f.Version, Internal: f.Internal, Held: f.Held != "", State: string(f.State)}
	if f.Thumb != "" {
		row.Thumb = at + "/small?version=" + strconv.Itoa(f.Version)
	}
	return row
}
