package administration

import (
	"context"
	"errors"
	"strconv"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
)

// atOnce is how many entries are proved while the page waits; a longer chain is
// proved by a job.
const atOnce = 5000

// proofJob is the kind of the job that proves a chain.
const proofJob = "administration.verify_audit"

// Entries reads the tenant's audit, newest first.
func (s *Service) Entries(ctx context.Context, tenant string, f audit.Filter, page database.Page) ([]audit.Row, string, error) {
	ctx, err := s.reading(ctx, tenant, ActionAudit)
	if err != nil {
		return nil, "", err
	}
	return s.Audit.List(ctx, tenant, f, page)
}

// Entry reads one entry by its number. Fault entry_unknown.
func (s *Service) Entry(ctx context.Context, tenant, seq string) (audit.Row, error) {
	ctx, err := s.reading(ctx, tenant, ActionAudit)
	if err != nil {
		return audit.Row{}, err
	}
	n, err := strconv.ParseInt(seq, 10, 64)
	if err != nil {
		n = 0 // which no entry has
	}
	return s.Audit.Entry(ctx, tenant, n)
}

// VerifyEntries proves the tenant's chain against the checkpoints that lie under
// lock: that no entry was changed, removed or slipped in behind the
// application's back.
func (s *Service) VerifyEntries(ctx context.Context, tenant string) (audit.Report, error) {
	ctx, err := s.reading(ctx, tenant, ActionAudit)
	if err != nil {
		return audit.Report{}, err
	}
	points, err := s.checkpoints(ctx, tenant)
	if err != nil {
		return audit.Report{}, err
	}
	return s.Audit.Verify(ctx, tenant, points...)
}

func (s *Service) checkpoints(ctx context.Context, tenant string) ([]audit.Checkpoint, error) {
	if s.Checkpoints == nil {
		return nil, nil
	}
	return s.Checkpoints(ctx, tenant)
}

// LongChain tells that proving the tenant's chain takes a job.
func (s *Service) LongChain(ctx context.Context, tenant string) (bool, error) {
	ctx, err := s.reading(ctx, tenant, ActionAudit)
	if err != nil {
		return false, err
	}
	head, err := s.Audit.Head(ctx, tenant)
	return head.Seq > atOnce, err
}

// ProveLater has a job prove the tenant's chain, and returns its id.
func (s *Service) ProveLater(ctx context.Context, tenant string) (id string, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionAudit); err != nil {
			return err
		}
		id, err = s.Jobs.Enqueue(ctx, tx, proofJob, struct{}{})
		return err
	})
	return id, err
}

// jobKinds are the jobs of this module.
func (s *Service) jobKinds() []jobs.Kind {
	return []jobs.Kind{{Name: proofJob, Title: i18n.T("Kiểm tra toàn vẹn nhật ký", "Prove the audit"), Run: s.proveChain}}
}

// proveChain tells how far it is, and at the end what it found. A broken chain
// fails the job: nobody shall take it for well.
func (s *Service) proveChain(ctx context.Context, r *jobs.Run) error {
	ctx = identity.With(ctx, identity.Actor{Username: "system", System: true})
	points, err := s.checkpoints(ctx, r.Tenant)
	if err != nil {
		return err
	}
	checking := i18n.T("Đang tính lại mã băm của từng mục", "Computing the hash of each entry")
	report, err := s.Audit.VerifyTelling(ctx, r.Tenant, func(done, all int64) error {
		return r.Progress(context.WithoutCancel(ctx), int(min(done, all-1)), int(all), checking)
	}, points...)
	if err != nil {
		return err
	}
	words := proof(report)
	if report.Broken != nil {
		return fault.New(fault.Conflict, "audit_broken", words.VI, words.EN).Because(errors.New(report.Broken.Why))
	}
	if err := r.Result(report); err != nil {
		return err
	}
	return r.Progress(ctx, int(report.Entries), int(report.Entries), words)
}
