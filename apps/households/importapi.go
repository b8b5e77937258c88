package households

import (
	"context"
	"net/http"
	"time"

	"vuon/apps/households/workbook"
	"vuon/platform/web"
)

type workbookInput struct {
	Tenant string `path:"tenant"`
	Year   int    `query:"year" required:"true" minimum:"2000" maximum:"2100" doc:"Of the periodic review"`
}

// RunInput names a workbook that was sent in.
type RunInput struct {
	Tenant string `path:"tenant"`
	ID     string `path:"id" format:"uuid"`
}

type applyInput struct {
	RunInput
	AcceptValid bool `query:"accept_valid" doc:"Take the households in which nothing is wrong"`
}

type runOutput struct{ Body ImportRun }

func (s *Service) importAPI() []web.APIRoute {
	const at = "/api/tenants/{tenant}/households/imports"
	return []web.APIRoute{
		web.Operation(http.MethodPost, at, ActionImport, "Send in a workbook of households, to be checked by a job", s.apiSendWorkbook).Answers(http.StatusAccepted).
			Uploads("file", workbook.MaxFile).Within(10 * time.Minute),
		web.Operation(http.MethodGet, at+"/{id}", ActionImport, "A workbook that was sent in, with what was found", s.apiImportRun),
		web.Operation(http.MethodPost, at+"/{id}/apply", ActionImport, "Take a checked workbook over", s.apiApplyImport).Answers(http.StatusAccepted),
	}
}

func (s *Service) apiSendWorkbook(ctx context.Context, in *workbookInput) (*runOutput, error) {
	up, err := web.Uploaded(ctx, "file")
	if err != nil {
		return nil, err
	}
	r, err := s.SendWorkbook(ctx, in.Tenant, in.Year, up.Name, up)
	return &runOutput{r}, err
}

func (s *Service) apiImportRun(ctx context.Context, in *RunInput) (*runOutput, error) {
	r, err := s.ImportRun(ctx, in.Tenant, in.ID)
	return &runOutput{r}, err
}

func (s *Service) apiApplyImport(ctx context.Context, in *applyInput) (*runOutput, error) {
	r, err := s.ApplyImport(ctx, in.Tenant, in.ID, in.AcceptValid)
	return &runOutput{r}, err
}
