package records

import (
	"embed"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/module"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:       "records",
		Title:      i18n.T("Văn thư", "Records"),
		Actions:    Actions(),
		Jobs:       s.kinds(),
		Migrations: database.Files("records", migrations).FS,
		Work:       s.Work,
		Keep:       s.Keep,
	}
}
