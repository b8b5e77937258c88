package records

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"vuon/apps/records/views"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// What strangers may ask of the public pages a minute, and how long proxies may
// keep an answer: a recall is seen everywhere after that.
const (
	perMinute   = 120
	filesMinute = 20
	keptFor     = 5 * time.Minute
)

func (s *Service) publicRoutes() []web.Route {
	open := func(path string, bound int, h func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Access: web.Public, Handle: h, PerMinute: bound}
	}
	return []web.Route{
		open("/public/:place", perMinute, s.publicListPage),
		open("/public/:place/:id", perMinute, s.publicPlanPage),
		open("/public/:place/:id/pdf", filesMinute, s.publicPDF),
	}
}

func publicRow(tenant tenancy.Tenant, p PublicPlan) views.PublicRow {
	row := views.PublicRow{Href: "/public/" + tenant.ID + "/" + p.ID, Title: p.Record.Abstract, Number: p.Record.Name(), Dated: dates(&p.Record.Dated), Year: p.Year, Superseded: p.Superseded}
	if p.PDF >= 0 {
		row.PDF = row.Href + "/pdf"
	}
	return row
}

func (s *Service) publicListPage(r *web.Request) error {
	tenant, list, err := s.PublicPlans(r.Context(), r.Param("place"))
	if err != nil {
		return err
	}
	m := views.PublicList{Tenant: tenant.Name}
	for _, p := range list {
		m.Rows = append(m.Rows, publicRow(tenant, p))
	}
	r.Cacheable(keptFor)
	return r.Page(ui.Page{Help: "officer#public", Title: i18n.T("Kế hoạch giảm nghèo · "+tenant.Name, "Poverty reduction plans · "+tenant.Name), Wide: true,
		Subtitle: i18n.T("Kế hoạch năm đã phát hành của Chương trình mục tiêu quốc gia giảm nghèo bền vững.", "Released annual plans of the National Target Programme on Sustainable Poverty Reduction.")}, views.PublicListPage(m))
}

func (s *Service) publicPlanPage(r *web.Request) error {
	tenant, list, err := s.PublicPlans(r.Context(), r.Param("place"))
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.ID != r.Param("id") {
			continue
		}
		m := views.PublicPlan{PublicRow: publicRow(tenant, p), Back: "/public/" + tenant.ID}
		for _, other := range list {
			if p.Superseded && other.Year == p.Year && !other.Superseded {
				m.Newer = publicRow(tenant, other).Href
			}
		}
		r.Cacheable(keptFor)
		return r.Page(ui.Page{Help: "officer#public", Title: i18n.T(fmt.Sprintf("Kế hoạch giảm nghèo năm %d · %s", p.Year, tenant.Name), fmt.Sprintf("Poverty reduction plan %d · %s", p.Year, tenant.Name)),
			Subtitle: i18n.T(m.Number+" · "+m.Dated, ""), Wide: true, Styles: []string{"document.css"}}, views.PublicPlanPage(m, paper(p.Document)))
	}
	return faultNoDocument()
}

func (s *Service) publicPDF(r *web.Request) error {
	body, f, err := s.OpenPublic(r.Context(), r.Param("place"), r.Param("id"))
	if err != nil {
		return err
	}
	r.Cacheable(keptFor)
	return r.Download(f.Name, f.Type, f.Size, body)
}

// paper is the document's own HTML as a component.
func paper(d documents.Document) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var page bytes.Buffer
		if err := documents.Article(&page, d); err != nil {
			return err
		}
		_, err := page.WriteTo(w)
		return err
	})
}
