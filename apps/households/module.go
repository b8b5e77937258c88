package households

import (
	"embed"
	"slices"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/module"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Module is the module as the binary registers it.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:         "households",
		Title:        i18n.T("Sổ hộ và rà soát", "Households and reviews"),
		Actions:      Actions(),
		Words:        slices.Concat(auditWords(), registryWords(), reviewWords()),
		Incompatible: Incompatible(),
		Routes:       slices.Concat(s.entryRoutes(), s.offlineRoutes(), s.formRoutes(), s.pictureRoutes(), s.importRoutes(), s.exportRoutes(), s.registryRoutes(), s.reviewRoutes(), s.eligibilityRoutes(), s.supportRoutes()),
		API:          slices.Concat(s.entryAPI(), s.formAPI(), s.importAPI(), s.registryAPI(), s.reviewAPI(), s.supportAPI()),
		Jobs:         []jobs.Kind{s.certificateKind(), s.importKind()},
		Migrations:   database.Files("households", migrations).FS,
		Tour:         slices.Concat(registryTour(), reviewTour()),
		Nav:          slices.Concat(registryNav(), reviewNav(), offlineNav(), formNav(), pictureNav(), eligibilityNav(), importNav()),

		Work:             s.reviewWork,
		Keep:             s.keepReviews,
		Responsibilities: s.reviewDuties,
		HandOver:         s.handOverReviews,
	}
}
