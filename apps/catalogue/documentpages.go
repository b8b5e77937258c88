package catalogue

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"

	"vuon/apps/catalogue/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/storage"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) documentRoutes() []web.Route {
	const list, one = "/t/:tenant/catalogue/documents", "/t/:tenant/catalogue/documents/at/:key"
	post := func(path string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Action: ActionEdit, Handle: handle}
	}
	upload := func(path string, most int64, handle func(*web.Request) error) web.Route {
		route := post(path, handle)
		route.MaxBody = most + 64<<10
		return route
	}
	return []web.Route{
		{Method: http.MethodGet, Path: list, Action: ActionView, Handle: s.documentsPage},
		{Method: http.MethodGet, Path: list + "/export", Action: ActionView, Handle: s.exportDocuments},
		{Method: http.MethodGet, Path: list + "/template", Action: ActionView, Handle: s.templateOfDocuments},
		{Method: http.MethodGet, Path: list + "/new", Action: ActionEdit, Handle: s.newDocumentPage},
		post(list+"/new", s.addDocument),
		{Method: http.MethodGet, Path: list + "/import", Action: ActionEdit, Handle: s.importPage},
		upload(list+"/import", MaxSheet, s.examineList),
		{Method: http.MethodGet, Path: list + "/import/:id", Action: ActionEdit, Handle: s.previewPage},
		post(list+"/import/:id", s.takeList),
		{Method: http.MethodGet, Path: one, Action: ActionView, Handle: s.documentPage},
		{Method: http.MethodGet, Path: one + "/edit", Action: ActionEdit, Handle: s.editDocumentPage},
		post(one+"/edit", s.editDocument),
		post(one+"/withdraw", s.withdrawDocument),
		post(one+"/restore", s.restoreDocument),
		upload(one+"/files", MaxFile, s.attachFile),
		{Method: http.MethodGet, Path: one + "/files/:file", Action: ActionView, Handle: s.downloadFile},
		post(one+"/files/:file/remove", s.detachFile),
	}
}

func listPath(r *web.Request) string { return "/t/" + r.Tenant().ID + "/catalogue/documents" }

// Key names a document in addresses: its id holds slashes.
func Key(id string) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

func documentPath(r *web.Request, id string) string { return listPath(r) + "/at/" + Key(id) }

func named(r *web.Request) (id string, err error) { return IDOf(r.Param("key")) }

// IDOf is the document that an address names. Fault document_unknown.
func IDOf(key string) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || len(raw) == 0 || len(raw) > 1000 {
		return "", documentUnknown()
	}
	return string(raw), nil
}

// filterOf reads what the list is narrowed by; what is unknown narrows to nothing.
func filterOf(r *web.Request) Filter {
	year, _ := strconv.Atoi(r.Query("year"))
	return Filter{Query: r.Query("q"), Status: Status(r.Query("status")), Type: r.Query("type"), Level: Level(r.Query("level")), Year: year}
}

// query writes a filter as the query of the list's address.
func (f Filter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Query, "status": string(f.Status), "type": f.Type, "level": string(f.Level), "year": yearText(f.Year)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func yearText(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (s *Service) documentsPage(r *web.Request) error {
	tenant, f, after := r.Tenant().ID, filterOf(r), r.Query("after")
	list, next, err := s.List(r.Context(), tenant, f, database.Page{After: after})
	if err != nil {
		return err
	}
	path, q := listPath(r), f.query()
	d := views.Documents{Path: path, Query: f.Query, Status: string(f.Status), Type: f.Type, Level: string(f.Level), Year: yearText(f.Year),
		Pager: ui.Pager{Shown: len(list), Total: -1, Swap: "documents"}, ExportHref: withQuery(path+"/export", q)}
	if after != "" {
		d.Pager.First = withQuery(path, q)
	}
	if next != "" {
		q.Set("after", next)
		d.Pager.Next = withQuery(path, q)
	}
	if r.Can(ActionEdit) {
		d.NewHref, d.ImportHref = path+"/new", path+"/import"
	}
	for _, x := range list {
		d.Rows = append(d.Rows, views.DocumentRow{Href: documentPath(r, x.ID), Number: x.Number, Type: x.Type, Title: x.Title, Issuer: x.Issuer,
			Date: written(x.Date), Status: x.Effect.Status.Title().In(r.Lang()), Tone: tone(x.Effect.Status), ToCheck: x.ToCheck, Own: x.Owner == tenant})
	}
	if err := s.fillChoices(r.Context(), tenant, &d); err != nil {
		return err
	}
	page := ui.Page{Help: "officer#legal", Title: i18n.T("Văn bản pháp lý", "Legal documents"), Active: path, Wide: true, Actions: views.DocumentActions(d),
		Subtitle: i18n.T("Văn bản của trung ương, của tỉnh và của đơn vị mà kế hoạch viện dẫn", "Central, provincial and local documents that plans cite")}
	return r.Page(page, views.DocumentList(d))
}

func (s *Service) fillChoices(ctx context.Context, tenant string, d *views.Documents) error {
	c, err := s.Choices(ctx, tenant)
	all := ui.Option{Label: i18n.Say(ctx, "Tất cả", "All")}
	d.Statuses, d.Types, d.Levels, d.Years = []ui.Option{all}, []ui.Option{all}, []ui.Option{all}, []ui.Option{all}
	for _, x := range []Status{InForce, Upcoming, Amended, Expired} {
		d.Statuses = append(d.Statuses, ui.Option{Value: string(x), Label: x.Title().In(i18n.From(ctx))})
	}
	for _, x := range []Level{Central, Provincial, Local} {
		d.Levels = append(d.Levels, ui.Option{Value: string(x), Label: x.Title().In(i18n.From(ctx))})
	}
	for _, x := range c.Types {
		d.Types = append(d.Types, ui.Option{Value: x, Label: x})
	}
	for _, x := range c.Years {
		d.Years = append(d.Years, ui.Option{Value: strconv.Itoa(x), Label: strconv.Itoa(x)})
	}
	return err
}

func tone(s Status) ui.Tone {
	switch s {
	case Expired:
		return ui.Bad
	case Amended, Upcoming:
		return ui.Info
	default:
		return ui.Good
	}
}

func (s *Service) downloadFile(r *web.Request) error {
	id, err := named(r)
	if err != nil {
		return err
	}
	body, f, err := s.OpenFile(r.Context(), r.Tenant().ID, id, r.Param("file"))
	if err != nil {
		return err
	}
	return r.Download(f.Name, f.Type, f.Size, body)
}

func (s *Service) exportDocuments(r *web.Request) error {
	return s.sheet(r, "Văn bản pháp lý.xlsx", func(w *bytes.Buffer) error { return s.Export(r.Context(), r.Tenant().ID, filterOf(r), w) })
}

func (s *Service) templateOfDocuments(r *web.Request) error {
	return s.sheet(r, "Mẫu danh sách văn bản.xlsx", func(w *bytes.Buffer) error { return WriteSheet(w, nil) })
}

func (s *Service) sheet(r *web.Request, name string, write func(*bytes.Buffer) error) error {
	var f bytes.Buffer
	if err := write(&f); err != nil {
		return err
	}
	return r.Download(name, storage.TypeXLSX, int64(f.Len()), &f)
}
