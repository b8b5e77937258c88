package administration

import (
	"io/fs"
	"net/http"
	"path"
	"slices"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const helpPath = "/help"

func helpStyles() []string { return []string{"help.css"} }

// The guides are for everybody: who cannot sign in needs help too.
func (s *Service) helpRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: helpPath, Access: web.Public, Handle: s.helpPage},
		{Method: http.MethodGet, Path: helpPath + "/:guide", Access: web.Public, Handle: s.guidePage},
		{Method: http.MethodGet, Path: helpPath + "/images/:name", Access: web.Public, Handle: s.guideImage},
	}
}

func (s *Service) helpPage(r *web.Request) error {
	var list []views.GuideRow
	for _, g := range Guides() {
		list = append(list, views.GuideRow{Title: g.Title.In(r.Lang()), For: g.For.In(r.Lang()), Href: helpPath + "/" + g.Name})
	}
	return r.Page(ui.Page{Title: i18n.T("Hướng dẫn sử dụng", "Guides"), Wide: true, Styles: helpStyles()}, views.HelpIndex(list))
}

func (s *Service) guidePage(r *web.Request) error {
	guides := Guides()
	i := slices.IndexFunc(guides, func(g Guide) bool { return g.Name == r.Param("guide") })
	if i < 0 {
		return fault.New(fault.NotFound, "guide_unknown", "Không có hướng dẫn này.", "There is no such guide.")
	}
	html, sections, err := guideText(s.Guides, guides[i].Name)
	if err != nil {
		return err
	}
	m := views.GuideText{HTML: html}
	for _, h := range sections {
		m.Sections = append(m.Sections, views.GuideSection{Title: h.Title, Href: "#" + h.ID, Sub: h.Level > 2})
	}
	return r.Page(ui.Page{Title: guides[i].Title, Subtitle: guides[i].For, Wide: true, Styles: helpStyles(), Crumbs: crumb("Hướng dẫn sử dụng", "Guides", helpPath)},
		views.GuidePage(m))
}

// guideImage sends a picture of the binary's own.
func (s *Service) guideImage(r *web.Request) error {
	name := path.Base(r.Param("name"))
	body, err := fs.ReadFile(s.Guides, "images/"+name)
	if err != nil || path.Ext(name) != ".png" {
		return fault.New(fault.NotFound, "picture_unknown", "Không có hình này.", "There is no such picture.")
	}
	return r.Picture("image/png", body)
}
