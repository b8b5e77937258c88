package administration

import (
	"fmt"
	"net/http"
	"net/url"

	"vuon/apps/administration/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) documentRoutes() []web.Route {
	const documents = "/t/:tenant/documents"
	get := func(path string, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Action: ActionDocuments, Handle: h}
	}
	return []web.Route{
		get(documents, s.filesPage),
		get(documents+"/download", s.downloadDocument),
	}
}

func (s *Service) filesPage(r *web.Request) error {
	prefix := r.Query("prefix")
	list, next, err := s.Files(r.Context(), r.Tenant().ID, prefix, page(r))
	if err != nil {
		return err
	}
	used, quota, err := s.Space(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	at := base(r, "/documents")
	m := views.Files{Base: at, Prefix: prefix, Used: used, Quota: quota,
		Prefixes: options(r.Context(), prefix, []word{{"plans/", i18n.T("Kế hoạch năm", "Annual plans")}, {"audit/", i18n.T("Mốc kiểm tra nhật ký", "Checkpoints of the audit")}}),
		Space:    i18n.Say(r.Context(), fmt.Sprintf("Đã dùng %s trong %s.", sizeInWords(used), sizeInWords(quota)), fmt.Sprintf("%s of %s used.", sizeInWords(used), sizeInWords(quota)))}
	now := s.Clock.Now()
	for _, o := range list {
		row := views.FileRow{Name: o.Name, Key: o.Key, Size: sizeInWords(o.Size), SHA256: o.SHA256, When: i18n.DateTime(o.CreatedAt), Private: o.Private}
		if !o.Private {
			row.Href = at + "/download?key=" + url.QueryEscape(o.Key)
		}
		if o.Locked(now) {
			row.LockedUntil = i18n.Date(o.LockedUntil)
		}
		m.Rows = append(m.Rows, row)
	}
	m.Pager = pager(m.Base, next, r.Query("after"), len(list), "prefix", prefix)
	m.Pager.Swap = "files"
	head := ui.Page{Help: "officer#files", Title: i18n.T("Tệp đã lưu", "Kept files"), Active: at,
		Subtitle: i18n.T("Các tệp mà địa bàn đã lập, đã nhập, với dấu SHA-256 và khóa lưu trữ.", "The files that the tenant made and imported, with SHA-256 and lock.")}
	return r.Page(head, views.FilesPage(m))
}

func (s *Service) downloadDocument(r *web.Request) error {
	body, o, err := s.OpenDocument(r.Context(), r.Tenant().ID, r.Query("key"))
	if err != nil {
		return err
	}
	return r.Download(o.Name, o.Type, o.Size, body)
}

// bytes writes a size for people: 1.536 is "1,5 kB".
func sizeInWords(n int64) string {
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
