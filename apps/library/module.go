package library

import (
	"embed"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/module"
	"vuon/platform/web"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:       "library",
		Title:      i18n.T("Thư viện tài liệu", "Library"),
		Actions:    Actions(),
		Words:      auditWords(),
		Routes:     s.Routes(),
		API:        s.API(),
		Jobs:       []jobs.Kind{s.readKind()},
		Migrations: database.Files("library", migrations).FS,
		Nav: []web.NavItem{{Title: i18n.T("Thư viện tài liệu", "Library"), Icon: "folder", Path: "/library",
			Action: ActionView, Group: "work", Order: 70}},
		Tour: tour(),
		Keep: s.Keep,
	}
}
