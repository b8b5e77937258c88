package tasks

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
		Name:          "tasks",
		Title:         i18n.T("Nhiệm vụ", "Tasks"),
		Actions:       Actions(),
		Words:         auditWords(),
		Incompatible:  Incompatible(),
		Routes:        s.Routes(),
		API:           s.API(),
		Migrations:    database.Files("tasks", migrations).FS,
		Subscriptions: s.Subscriptions(),
		Nav: []web.NavItem{{Title: i18n.T("Nhiệm vụ", "Tasks"), Icon: "checklist", Path: "/tasks",
			Action: ActionView, Group: "work", Order: 20}},
		Tour:             tour(),
		Work:             s.Work,
		Keep:             s.Keep,
		Responsibilities: s.Responsibilities,
		HandOver:         s.HandOver,
	}
}
