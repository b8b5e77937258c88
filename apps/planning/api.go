package planning

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/web"
)

// planBody is the plan as the API gives it: the plan's own JSON, and where it stands.
type planBody struct {
	planreader.Plan
	Tenant    string     `json:"tenant"`
	Year      int        `json:"year"`
	Version   int        `json:"version"`
	State     State      `json:"state" enum:"draft,consulting,returned,submitted,appraised,approved,numbered,issued,superseded,closed,withdrawn"`
	Since     time.Time  `json:"since"`
	Revision  int        `json:"revision" doc:"Counts the changes of the text."`
	Number    int        `json:"number" doc:"In the register of outgoing documents; 0 until issued."`
	Symbol    string     `json:"symbol"`
	Dated     *time.Time `json:"dated"`
	UpdatedAt time.Time  `json:"updated_at"`
	UpdatedBy string     `json:"updated_by"`

	ReleasedAt *time.Time `json:"released_at" doc:"When it was sent out; null before."`
}

type planOutput struct{ Body planBody }

func planAnswer(v Version, err error) (*planOutput, error) {
	if err != nil {
		return nil, err
	}
	return &planOutput{planBody{v.Plan, v.Tenant, v.Year, v.Version, v.State, v.Since, v.Revision, v.Number, v.Symbol,
		v.Dated, v.UpdatedAt, v.UpdatedBy, v.ReleasedAt}}, nil
}

type plansInput struct {
	Tenant string `path:"tenant"`
	web.ListInput
}

// YearInput names a tenant's plan. Exported, as are the two below, because the
// API's framework fills embedded structs only then.
type YearInput struct {
	Tenant string `path:"tenant"`
	Year   int    `path:"year" minimum:"2000" maximum:"2100"`
}

// VersionInput names a version of it.
type VersionInput struct {
	YearInput
	Version int `query:"version" minimum:"0" doc:"0: the open version, else the one in force."`
}

type dossierInput struct {
	VersionInput
	web.ListInput
}

type importInput struct {
	Tenant string `path:"tenant"`
	Year   int    `query:"year" required:"true"`
	DryRun bool   `query:"dry_run" doc:"Read the file and answer what would be imported; keep nothing."`
}

// PartInput names a part of it.
type PartInput struct {
	YearInput
	Path string `path:"path" maxLength:"60" doc:"Place of the section (\"4-1-2\"), or title, preamble, opening, closing, recipients, signatory."`
}

type partOutput struct{ Body Part }

type editInput struct {
	PartInput
	Body struct {
		Tag   string `json:"tag" doc:"Tag of the part as it was read: a stale one is refused with 409."`
		Title string `json:"title,omitempty" maxLength:"2000"`
		Text  string `json:"text" maxLength:"200000"`
	}
}

type renderInput struct {
	YearInput
	Body struct {
		Format  string `json:"format" enum:"docx,pdf"`
		Version int    `json:"version,omitempty" minimum:"0" doc:"0: the open version, else the one in force."`
	}
}

type jobOutput struct {
	Body struct {
		Job string `json:"job"`
	}
}

type formatInput struct {
	VersionInput
	Format string `path:"format" enum:"docx,pdf"`
}

// API is the JSON API of plans.
func (s *Service) API() []web.APIRoute {
	const plans, plan = "/api/tenants/{tenant}/plans", "/api/tenants/{tenant}/plans/{year}"
	return slices.Concat(s.structureAPI(plan), s.stepAPI(plan), s.consultationAPI(plan), []web.APIRoute{
		web.Operation(http.MethodGet, plans, ActionView, "The tenant's plans, newest year first", s.apiList),
		web.Operation(http.MethodPost, plans, ActionDraft, "Import a plan's file (.txt, .docx) as the year's draft", s.apiImport).
			Uploads("file", MaxSource).Answers(http.StatusCreated).Within(time.Minute),
		web.Operation(http.MethodGet, plan, ActionView, "The plan of a year", s.apiPlan),
		web.Operation(http.MethodGet, plan+"/sections/{path}", ActionView, "One part of the open version", s.apiPart),
		web.Operation(http.MethodPut, plan+"/sections/{path}", ActionDraft, "Edit one part of the draft", s.apiEdit),
		web.Operation(http.MethodGet, plan+"/steps", ActionView, "What was done with the plan", s.apiSteps),
		web.Operation(http.MethodGet, plan+"/documents", ActionView, "The documents made of the plan", s.apiFiles),
		web.Operation(http.MethodPost, plan+"/documents", ActionView, "Ask for a document; a job makes it", s.apiRender).
			Answers(http.StatusAccepted),
		web.FileOperation(plan+"/documents/{format}", ActionView, "A made document", s.apiFile),
	})
}

func (s *Service) apiList(ctx context.Context, in *plansInput) (*web.Listed[Summary], error) {
	list, err := s.List(ctx, in.Tenant)
	if err != nil {
		return nil, err
	}
	return web.PartOf(list, in.Page(), func(p Summary) string { return strconv.Itoa(p.Year) })
}

func (s *Service) apiImport(ctx context.Context, in *importInput) (*planOutput, error) {
	file, err := web.Uploaded(ctx, "file")
	if err != nil {
		return nil, err
	}
	up := Upload{Name: file.Name, Size: file.Size, Body: file}
	if in.DryRun {
		plan, err := s.Preview(ctx, in.Tenant, in.Year, up)
		return planAnswer(Version{Tenant: in.Tenant, Year: in.Year, State: Draft, Plan: plan}, err)
	}
	return planAnswer(s.Import(ctx, in.Tenant, in.Year, up))
}

func (s *Service) apiPlan(ctx context.Context, in *VersionInput) (*planOutput, error) {
	dossier, err := s.Plan(ctx, in.Tenant, in.Year, in.Version)
	return planAnswer(dossier.Version, err)
}

func (s *Service) apiPart(ctx context.Context, in *PartInput) (*partOutput, error) {
	dossier, err := s.Plan(ctx, in.Tenant, in.Year, 0)
	if err != nil {
		return nil, err
	}
	part, there := PartAt(&dossier.Version.Plan, in.Path)
	if !there {
		return nil, faultNoSection()
	}
	return &partOutput{part}, nil
}

func (s *Service) apiEdit(ctx context.Context, in *editInput) (*partOutput, error) {
	part, err := s.Edit(ctx, in.Tenant, in.Year, in.Path, in.Body.Tag, in.Body.Title, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return &partOutput{part}, nil
}

func (s *Service) apiSteps(ctx context.Context, in *dossierInput) (*web.Listed[StepRecord], error) {
	dossier, err := s.Plan(ctx, in.Tenant, in.Year, in.Version)
	if err != nil {
		return nil, err
	}
	return web.PartOf(dossier.Steps, in.Page(), func(r StepRecord) string { return fmt.Sprint(r.Version, r.Step, r.At.UnixMicro()) })
}

func (s *Service) apiFiles(ctx context.Context, in *dossierInput) (*web.Listed[File], error) {
	dossier, err := s.Plan(ctx, in.Tenant, in.Year, in.Version)
	if err != nil {
		return nil, err
	}
	return web.PartOf(dossier.Files, in.Page(), func(f File) string { return fmt.Sprint(f.Version, f.Revision, f.Format) })
}

func (s *Service) apiRender(ctx context.Context, in *renderInput) (*jobOutput, error) {
	job, err := s.Render(ctx, in.Tenant, in.Year, in.Body.Version, in.Body.Format)
	if err != nil {
		return nil, err
	}
	out := &jobOutput{}
	out.Body.Job = job
	return out, nil
}

func (s *Service) apiFile(ctx context.Context, in *formatInput) (*web.File, error) {
	body, name, size, err := s.OpenFile(ctx, in.Tenant, in.Year, in.Version, in.Format)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: name, Type: mediaType(in.Format), Size: size, Body: body}, nil
}
