package planning

import (
	"embed"
	"io/fs"

	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/module"
	"vuon/platform/web"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return module.Module{
		Name:         "planning",
		Title:        i18n.T("Kế hoạch năm", "Annual plans"),
		Actions:      Actions(),
		Incompatible: Incompatible(),
		Routes:       s.Routes(),
		API:          s.API(),
		Jobs:         []jobs.Kind{s.renderKind()},
		Migrations:   files,
		Nav: []web.NavItem{{Title: i18n.T("Kế hoạch năm", "Annual plans"), Icon: "file-text", Path: "/plans",
			Action: ActionView, Group: "work", Order: 10}},
		Work: s.Work,
	}
}
