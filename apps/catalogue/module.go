package catalogue

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
		Name:       "catalogue",
		Title:      i18n.T("Danh mục", "Catalogue"),
		Actions:    Actions(),
		Words:      auditWords(),
		Routes:     s.Routes(),
		API:        s.API(),
		Jobs:       []jobs.Kind{s.spread()},
		Keep:       s.Keep,
		Migrations: database.Files("catalogue", migrations).FS,
		GlobalTables: []string{"catalogue_programmes", "catalogue_projects", "catalogue_documents", "catalogue_standards",
			"catalogue_indicators", "catalogue_terms", "catalogue_ethnic_groups", "catalogue_functions", "catalogue_document_types",
			"catalogue_entries", "catalogue_files", "catalogue_holidays",
			"catalogue_score_tables", "catalogue_person_kinds", "catalogue_eligibility"},
		Tour: tour(),
		Nav: []web.NavItem{
			{Title: i18n.T("Dự án của Chương trình", "Programme projects"), Icon: "sitemap", Path: "/catalogue/projects",
				Action: ActionView, Group: "catalogue", Order: 10},
			{Title: i18n.T("Quy tắc rà soát, hỗ trợ", "Rules of review and support"), Icon: "checklist", Path: "/catalogue/rules",
				Action: ActionView, Group: "catalogue", Order: 15},
			{Title: i18n.T("Văn bản pháp lý", "Legal documents"), Icon: "books", Path: "/catalogue/documents",
				Action: ActionView, Group: "catalogue", Order: 20},
		},
	}
}
