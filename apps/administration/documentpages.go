package administration

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

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
		get(documents, s.outgoingPage),
		get(documents+"/files", s.filesPage),
		get(documents+"/download", s.downloadDocument),
	}
}

func documentTabs(r *web.Request, active string) []ui.Tab {
	at := base(r, "/documents")
	return []ui.Tab{
		{Title: i18n.Say(r.Context(), "Sổ văn bản đi", "Outgoing documents"), Href: at, Active: active == "register"},
		{Title: i18n.Say(r.Context(), "Tệp đã lưu", "Kept files"), Href: at + "/files", Active: active == "files"},
	}
}

func documentHead(r *web.Request) ui.Page {
	return ui.Page{Title: i18n.T("Văn bản", "Documents"), Active: base(r, "/documents"),
		Subtitle: i18n.T("Sổ đăng ký văn bản đi và các tệp đã lập, đã nhập của địa bàn.", "The register of outgoing documents, and the files that were made or imported.")}
}

func (s *Service) outgoingPage(r *web.Request) error {
	newest, err := s.OutgoingYear(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(r.Query("year"))
	if err != nil || year < 2000 || year > 2100 {
		year = newest
	}
	list, next, err := s.OutgoingPage(r.Context(), r.Tenant().ID, year, page(r))
	if err != nil {
		return err
	}
	at := base(r, "/documents")
	m := views.Outgoing{Base: at, Tabs: documentTabs(r, "register"), Year: year}
	now := s.Clock.Now().In(i18n.Zone()).Year()
	for y := max(now, year); y > min(now-registerYears, year-1); y-- {
		m.Years = append(m.Years, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	for _, e := range list {
		m.Rows = append(m.Rows, views.OutgoingRow{Number: fmt.Sprintf("%02d/%s", e.Number, e.Symbol), Dated: i18n.Date(e.Dated), Abstract: e.Abstract,
			Signatory: e.Signatory, Kind: e.Kind, By: e.RegisteredBy + " · " + i18n.DateTime(e.RegisteredAt)})
	}
	m.Pager = pager(at, next, r.Query("after"), len(list), "year", strconv.Itoa(year))
	m.Pager.Swap = "register"
	return r.Page(documentHead(r), views.OutgoingPage(m))
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
	m := views.Files{Base: at + "/files", Prefix: prefix, Tabs: documentTabs(r, "files"), Used: used, Quota: quota,
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
	return r.Page(documentHead(r), views.FilesPage(m))
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
