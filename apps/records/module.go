package records

import (
	"embed"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/module"
	"vuon/platform/web"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:       "records",
		Title:      i18n.T("Văn thư", "Records"),
		Actions:    Actions(),
		Words:      auditWords(),
		Routes:     s.Routes(),
		API:        s.API(),
		Jobs:       s.kinds(),
		Migrations: database.Files("records", migrations).FS,
		Nav: []web.NavItem{
			{Title: i18n.T("Hộp văn bản", "Inbox"), Icon: "inbox", Path: "/inbox", Action: ActionInbox, Group: "work", Order: 20},
			{Title: i18n.T("Sổ văn bản", "Registers"), Icon: "books", Path: "/records", Action: ActionView, Group: "work", Order: 70},
		},
		Tour: tour(),
		Work: s.Work,
		Keep: s.Keep,
	}
}
