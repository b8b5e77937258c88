package catalogue

import (
	"context"
	"net/http"
	"time"

	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
)

type projectsInput struct {
	Tenant string    `path:"tenant"`
	At     time.Time `query:"at" timeFormat:"2006-01-02" doc:"Day whose catalogue is wanted; today, or the last day of the programme, when left out."`
	web.ListInput
}

// DayInput asks for what holds on a day.
type DayInput struct {
	Tenant string    `path:"tenant"`
	At     time.Time `query:"at" timeFormat:"2006-01-02" doc:"Day whose rules are wanted; today, or the last day of the programme, when left out."`
	web.ListInput
}

type documentsInput struct {
	Tenant string `path:"tenant"`
	Query  string `query:"q" maxLength:"200" doc:"Part of number, type, title or issuer; diacritics do not matter."`
	Status Status `query:"status" enum:"in_force,upcoming,amended,expired" doc:"The effect today."`
	Type   string `query:"type" maxLength:"200"`
	Level  Level  `query:"level" enum:"central,province,local"`
	Year   int    `query:"year" minimum:"1900" maximum:"2200" doc:"Of issue."`
	Own    bool   `query:"own" doc:"Only documents that the tenant itself keeps."`
	web.ListInput
}

// DocumentInput names a document in the API.
type DocumentInput struct {
	Tenant string `path:"tenant"`
	Key    string `path:"key" maxLength:"1400" doc:"The document's id in base64url without padding."`
}

type newDocumentInput struct {
	Tenant string `path:"tenant"`
	Body   Draft
}

type documentOutput struct{ Body Dossier }

type changedDocumentInput struct {
	DocumentInput
	Body struct {
		Revision int   `json:"revision" doc:"That was shown; 0 for a document as the files declare it."`
		Document Draft `json:"document"`
	}
}

type withdrawnDocumentInput struct {
	DocumentInput
	Body struct {
		Reason string `json:"reason"`
	}
}

// API are the operations of the module.
func (s *Service) API() []web.APIRoute {
	const list, one = "/api/tenants/{tenant}/catalogue/legal-documents", "/api/tenants/{tenant}/catalogue/legal-documents/{key}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/projects", ActionView, "Projects of the programme", s.apiProjects),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/score-tables", ActionView, "Score tables of form B1", s.apiScoreTables),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/eligibility", ActionView, "Who may take part in which project", s.apiEligibility),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/person-kinds", ActionView, "Kinds of persons that the rules name", s.apiPersonKinds),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/catalogue/holidays", ActionView, "Public holidays of all years", s.apiHolidays),
		web.Operation(http.MethodGet, list, ActionView, "Legal documents that concern the tenant", s.apiDocuments),
		web.Operation(http.MethodPost, list, ActionEdit, "Enter a legal document", s.apiAddDocument),
		web.Operation(http.MethodGet, one, ActionView, "A legal document with its relations and uses", s.apiDocument),
		web.Operation(http.MethodPut, one, ActionEdit, "Change a legal document of the tenant", s.apiEditDocument),
		web.Operation(http.MethodPost, one+"/withdraw", ActionEdit, "Take a legal document out of the registry", s.apiWithdrawDocument),
	}
}

func (s *Service) apiProjects(ctx context.Context, in *projectsInput) (*web.Listed[Project], error) {
	list, err := s.Projects(ctx, in.At)
	if err != nil {
		return nil, err
	}
	return web.PartOf(list, in.Page(), func(p Project) string { return p.ID })
}

// day is the day asked for, or that on which lists are shown.
func (s *Service) day(ctx context.Context, at time.Time) (time.Time, error) {
	if at.IsZero() {
		return s.Day(ctx)
	}
	return at, nil
}

func (s *Service) apiScoreTables(ctx context.Context, in *DayInput) (*web.Listed[ScoreTable], error) {
	return onDay(ctx, s, in, s.ScoreTables)
}

func (s *Service) apiPersonKinds(ctx context.Context, in *DayInput) (*web.Listed[PersonKind], error) {
	return onDay(ctx, s, in, s.PersonKinds)
}

func (s *Service) apiEligibility(ctx context.Context, in *DayInput) (*web.Listed[Eligibility], error) {
	return onDay(ctx, s, in, func(ctx context.Context, at time.Time) ([]Eligibility, error) {
		return s.Eligibilities(ctx, in.Tenant, at)
	})
}

func (s *Service) apiHolidays(ctx context.Context, in *DayInput) (*web.Listed[Holiday], error) {
	return onDay(ctx, s, in, func(ctx context.Context, _ time.Time) ([]Holiday, error) { return s.Holidays(ctx) })
}

// onDay lists the rows that hold on the day asked for.
func onDay[R declared.Row](ctx context.Context, s *Service, in *DayInput, read func(context.Context, time.Time) ([]R, error)) (*web.Listed[R], error) {
	at, err := s.day(ctx, in.At)
	if err != nil {
		return nil, err
	}
	list, err := read(ctx, at)
	if err != nil {
		return nil, err
	}
	return web.PartOf(list, in.Page(), func(r R) string { return r.RowID() })
}

func (s *Service) apiDocuments(ctx context.Context, in *documentsInput) (*web.Listed[Listed], error) {
	f := Filter{Query: in.Query, Status: in.Status, Type: in.Type, Level: in.Level, Year: in.Year, Own: in.Own}
	list, next, err := s.List(ctx, in.Tenant, f, in.Page())
	if err != nil {
		return nil, err
	}
	return web.ListOf(list, next), nil
}

func (s *Service) apiDocument(ctx context.Context, in *DocumentInput) (*documentOutput, error) {
	id, err := IDOf(in.Key)
	if err != nil {
		return nil, err
	}
	d, err := s.Document(ctx, in.Tenant, id)
	return &documentOutput{d}, err
}

func (s *Service) apiAddDocument(ctx context.Context, in *newDocumentInput) (*documentOutput, error) {
	id, err := s.Add(ctx, in.Tenant, in.Body)
	if err != nil {
		return nil, err
	}
	return s.apiDocument(ctx, &DocumentInput{in.Tenant, Key(id)})
}

func (s *Service) apiEditDocument(ctx context.Context, in *changedDocumentInput) (*documentOutput, error) {
	id, err := IDOf(in.Key)
	if err == nil {
		err = s.Edit(ctx, in.Tenant, id, in.Body.Revision, in.Body.Document)
	}
	if err != nil {
		return nil, err
	}
	return s.apiDocument(ctx, &in.DocumentInput)
}

func (s *Service) apiWithdrawDocument(ctx context.Context, in *withdrawnDocumentInput) (*struct{}, error) {
	id, err := IDOf(in.Key)
	if err != nil {
		return nil, err
	}
	return nil, s.Withdraw(ctx, in.Tenant, id, in.Body.Reason)
}
