package planning

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
		Name:         "planning",
		Title:        i18n.T("Kế hoạch năm", "Annual plans"),
		Actions:      Actions(),
		Words:        auditWords(),
		Incompatible: Incompatible(),
		Routes:       s.Routes(),
		API:          s.API(),
		Jobs:         []jobs.Kind{s.renderKind()},
		Migrations:   database.Files("planning", migrations).FS,
		Nav: []web.NavItem{{Title: i18n.T("Kế hoạch năm", "Annual plans"), Icon: "file-text", Path: "/plans",
			Action: ActionView, Group: "work", Order: 10}},
		Subscriptions: s.subscriptions(),
		Tour:          tour(),
		Work:          s.Work,
		Keep:          s.Keep,
	}
}
