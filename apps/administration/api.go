package administration

import (
	"context"
	"net/http"
	"slices"

	"vuon/platform/audit"
	"vuon/platform/jobs"
	"vuon/platform/storage"
	"vuon/platform/web"
)

// TenantInput names a tenant. Exported, like all that is embedded in inputs: the
// API fills it only then.
type TenantInput struct {
	Tenant string `path:"tenant"`
}

// ListInput names a part of a tenant's list.
type ListInput struct {
	TenantInput
	web.ListInput
}

// api is the JSON API of the administration. Signing in is the web server's own.
func (s *Service) api() []web.APIRoute {
	return slices.Concat(s.jobAPI(), s.memberAPI(), s.roleAPI(), s.configurationAPI(), s.auditAPI(), s.documentAPI())
}

type jobInput struct {
	TenantInput
	ID string `path:"id" maxLength:"64"`
}

type jobOutput struct{ Body jobs.Job }

func (s *Service) jobAPI() []web.APIRoute {
	const all, one = "/api/tenants/{tenant}/jobs", "/api/tenants/{tenant}/jobs/{id}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, all, ActionJobs, "One's own jobs, or all for who may see them, newest first", func(ctx context.Context, in *ListInput) (*web.Listed[jobs.Job], error) {
			return listed(s.JobList(ctx, in.Tenant, in.Page()))
		}),
		web.Operation(http.MethodGet, one, ActionJobs, "A job", func(ctx context.Context, in *jobInput) (*jobOutput, error) {
			return s.jobAnswer(ctx, in, nil)
		}),
		web.Operation(http.MethodPost, one+"/cancel", ActionJobs, "Ask a job to stop", func(ctx context.Context, in *jobInput) (*jobOutput, error) {
			return s.jobAnswer(ctx, in, s.CancelJob)
		}),
		web.Operation(http.MethodPost, one+"/retry", ActionJobs, "Run a failed or cancelled job again", func(ctx context.Context, in *jobInput) (*jobOutput, error) {
			return s.jobAnswer(ctx, in, s.RetryJob)
		}),
	}
}

// jobAnswer does something with a job, if anything, and answers what it is then.
func (s *Service) jobAnswer(ctx context.Context, in *jobInput, do func(ctx context.Context, tenant, id string) error) (*jobOutput, error) {
	if do != nil {
		if err := do(ctx, in.Tenant, in.ID); err != nil {
			return nil, err
		}
	}
	job, err := s.Job(ctx, in.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	return &jobOutput{job}, nil
}

func listed[T any](items []T, next string, err error) (*web.Listed[T], error) {
	if err != nil {
		return nil, err
	}
	return web.ListOf(items, next), nil
}

type auditInput struct {
	ListInput
	Action   string `query:"action" maxLength:"100"`
	Object   string `query:"object" maxLength:"100"`
	ObjectID string `query:"object_id" maxLength:"200"`
	Actor    string `query:"actor" maxLength:"100" doc:"Username."`
}

type reportOutput struct{ Body audit.Report }

func (s *Service) auditAPI() []web.APIRoute {
	const entries = "/api/tenants/{tenant}/audit"
	return []web.APIRoute{
		web.Operation(http.MethodGet, entries, ActionAudit, "What was changed and by whom, newest first", func(ctx context.Context, in *auditInput) (*web.Listed[auditEntry], error) {
			f := audit.Filter{Action: in.Action, Object: in.Object, ObjectID: in.ObjectID, Actor: in.Actor}
			rows, next, err := s.Entries(ctx, in.Tenant, f, in.Page())
			return listed(entriesOf(rows), next, err)
		}),
		web.Operation(http.MethodPost, entries+"/verify", ActionAudit, "Prove the chain of entries", func(ctx context.Context, in *TenantInput) (*reportOutput, error) {
			report, err := s.VerifyEntries(ctx, in.Tenant)
			if err != nil {
				return nil, err
			}
			return &reportOutput{report}, nil
		}),
	}
}

type filesInput struct {
	ListInput
	Prefix string `query:"prefix" maxLength:"500" doc:"What the keys begin with: \"plans/2024/\"."`
}

type fileInput struct {
	TenantInput
	Key string `query:"key" required:"true" maxLength:"1000"`
}

func (s *Service) documentAPI() []web.APIRoute {
	const tenant = "/api/tenants/{tenant}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, tenant+"/documents", ActionDocuments, "The files that are kept, by key", func(ctx context.Context, in *filesInput) (*web.Listed[storage.Object], error) {
			return listed(s.Files(ctx, in.Tenant, in.Prefix, in.Page()))
		}),
		web.FileOperation(tenant+"/documents/content", ActionDocuments, "A kept file", func(ctx context.Context, in *fileInput) (*web.File, error) {
			body, o, err := s.OpenDocument(ctx, in.Tenant, in.Key)
			if err != nil {
				return nil, err
			}
			return &web.File{Name: o.Name, Type: o.Type, Size: o.Size, Body: body}, nil
		}),
	}
}
