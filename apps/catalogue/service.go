package catalogue

import (
	"context"
	"io/fs"
	"time"

	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/events"
	"vuon/platform/fault"
	"vuon/platform/jobs"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Deps are the parts of the platform that the module works with.
type Deps struct {
	DB      *database.DB
	Clock   clock.Clock
	Policy  *policy.Engine
	Audit   *audit.Log
	Events  *events.Bus
	Jobs    *jobs.Queue
	Storage *storage.Store
	// Uses lists what rests on the document of a number, over the modules that
	// stand below this one; nil: nothing does.
	Uses func(ctx context.Context, tenant, number string) ([]Use, error)
}

// Service reads the catalogue, and brings it to what the files declare. What it
// tells is published law: it asks nobody's permission, its routes do.
type Service struct {
	Deps
	tenants *tenancy.Registry
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d, tenants: tenancy.New(d.DB, d.Clock)} }

// Plan lists how the deployment's catalogue differs from the files below fsys
// (fault configuration_wrong).
func (s *Service) Plan(ctx context.Context, fsys fs.FS) ([]declared.Difference, error) {
	return s.reconcile(ctx, fsys, false)
}

// Apply makes the catalogue equal to the files, in one transaction, and returns
// what Plan would have listed. Applied again it changes nothing. The caller audits.
func (s *Service) Apply(ctx context.Context, fsys fs.FS) ([]declared.Difference, error) {
	return s.reconcile(ctx, fsys, true)
}

func (s *Service) reconcile(ctx context.Context, fsys fs.FS, write bool) (all []declared.Difference, err error) {
	n, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	err = s.DB.Global(ctx, func(ctx context.Context, tx database.Tx) error {
		all, err = reconcile(ctx, tx, n, write)
		return err
	})
	return all, err
}

// Day is the day for which lists are shown when none is asked: today, or the last
// day of the latest programme when none runs today.
func (s *Service) Day(ctx context.Context) (time.Time, error) {
	now := s.Clock.Now()
	programmes, err := s.Programmes(ctx)
	last := now
	for _, p := range programmes {
		if p.On(now) {
			return now, err
		}
		if p.ValidTo != "" {
			last = p.ValidTo.Time()
		}
	}
	return last, err
}

// Programmes returns all programmes, the earliest first.
func (s *Service) Programmes(ctx context.Context) ([]Programme, error) {
	return rows[Programme](ctx, s.DB, "catalogue_programmes", "valid_from, id", "")
}

// Projects returns the projects and sub-projects of the day of at, each project
// before its sub-projects; a zero time means Day.
func (s *Service) Projects(ctx context.Context, at time.Time) ([]Project, error) {
	if at.IsZero() {
		day, err := s.Day(ctx)
		if err != nil {
			return nil, err
		}
		at = day
	}
	return rows[Project](ctx, s.DB, "catalogue_projects", "position, code", declared.DateOf(at))
}

// Project returns the version of a code on the day of at (fault project_unknown).
func (s *Service) Project(ctx context.Context, code string, at time.Time) (Project, error) {
	list, err := s.Projects(ctx, at)
	if err != nil {
		return Project{}, err
	}
	for _, p := range list {
		if p.Code == code {
			return p, nil
		}
	}
	return Project{}, fault.New(fault.NotFound, "project_unknown",
		"Danh mục không có dự án “"+code+"” vào thời điểm này.", "The catalogue has no project “"+code+"” at this time.")
}

// Standards returns the poverty standards of the day of at, rural first.
func (s *Service) Standards(ctx context.Context, at time.Time) ([]Standard, error) {
	return rows[Standard](ctx, s.DB, "catalogue_standards", "area", declared.DateOf(at))
}

// Indicators returns the deprivation indicators of the day of at, by number.
func (s *Service) Indicators(ctx context.Context, at time.Time) ([]Indicator, error) {
	return rows[Indicator](ctx, s.DB, "catalogue_indicators", "number", declared.DateOf(at))
}

// EthnicGroups returns the list of ethnic groups of the day of at, by code.
func (s *Service) EthnicGroups(ctx context.Context, at time.Time) ([]EthnicGroup, error) {
	return rows[EthnicGroup](ctx, s.DB, "catalogue_ethnic_groups", "code", declared.DateOf(at))
}

// Terms returns a short list as of the day of at.
func (s *Service) Terms(ctx context.Context, list ListName, at time.Time) (terms []Term, err error) {
	all, err := rows[Term](ctx, s.DB, "catalogue_terms", "position", declared.DateOf(at))
	for _, t := range all {
		if t.List == list {
			terms = append(terms, t)
		}
	}
	return terms, err
}

// Functions returns the functions of offices with the words that recognise them.
func (s *Service) Functions(ctx context.Context) ([]Function, error) {
	return rows[Function](ctx, s.DB, "catalogue_functions", "position", "")
}

// DocumentTypes returns the types of documents and their abbreviations.
func (s *Service) DocumentTypes(ctx context.Context) ([]DocumentType, error) {
	return rows[DocumentType](ctx, s.DB, "catalogue_document_types", "position", "")
}

// owners are those whose documents concern a tenant: "" is the central level.
func (s *Service) owners(ctx context.Context, tenant string) ([]string, error) {
	owners := []string{""}
	for tenant != "" {
		t, err := s.tenants.Tenant(ctx, tenant)
		if err != nil {
			return nil, err
		}
		owners = append(owners, t.ID)
		tenant = t.Parent
	}
	return owners, nil
}
