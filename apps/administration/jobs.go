package administration

import (
	"context"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/jobs"
)

// JobList reads the actor's jobs, or all of the tenant's for who may see them.
func (s *Service) JobList(ctx context.Context, tenant string, page database.Page) ([]jobs.Job, string, error) {
	ctx, err := s.reading(ctx, tenant, ActionJobs)
	if err != nil {
		return nil, "", err
	}
	var filter jobs.Filter
	if !s.Policy.Can(ctx, ActionAllJobs) {
		filter.CreatedBy = actorOf(ctx).Account
	}
	return s.Jobs.List(ctx, tenant, filter, page)
}

// Job reads one job; another's is not there for who may only see their own.
func (s *Service) Job(ctx context.Context, tenant, id string) (jobs.Job, error) {
	ctx, err := s.reading(ctx, tenant, ActionJobs)
	if err != nil {
		return jobs.Job{}, err
	}
	job, err := s.Jobs.Get(ctx, tenant, id)
	if err == nil && job.CreatedBy != actorOf(ctx).Account && !s.Policy.Can(ctx, ActionAllJobs) {
		err = fault.New(fault.NotFound, "job_unknown", "Không tìm thấy công việc này.", "There is no such job.")
	}
	return job, err
}

// CancelJob asks a job to stop.
func (s *Service) CancelJob(ctx context.Context, tenant, id string) error {
	return s.onJob(ctx, tenant, id, "jobs.cancel", s.Jobs.Cancel)
}

// RetryJob runs a failed or cancelled job again.
func (s *Service) RetryJob(ctx context.Context, tenant, id string) error {
	return s.onJob(ctx, tenant, id, "jobs.retry", s.Jobs.Retry)
}

func (s *Service) onJob(ctx context.Context, tenant, id, action string, do func(ctx context.Context, tenant, id string) error) error {
	return s.changing(ctx, tenant, ActionJobs, func(ctx context.Context, tx database.Tx) error {
		job, err := s.Job(ctx, tenant, id)
		if err != nil {
			return err
		}
		if err := do(ctx, tenant, id); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: "job", ObjectID: id,
			Before: map[string]any{"kind": job.Kind, "state": job.State}})
	})
}
