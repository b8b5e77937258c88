package supervision

import (
	"vuon/platform/i18n"
	"vuon/platform/module"
	"vuon/platform/web"
)

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:    "supervision",
		Title:   i18n.T("Giám sát của tỉnh", "Supervision by the province"),
		Actions: Actions(),
		Routes:  s.Routes(),
		API:     s.API(),
		Nav: []web.NavItem{{Title: i18n.T("Tổng hợp các huyện", "All districts"), Icon: "layout-dashboard", Path: "/overview",
			Action: ActionView, Group: "overview", Order: 5}},
	}
}
