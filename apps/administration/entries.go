package administration

import (
	"context"

	"vuon/platform/audit"
	"vuon/platform/database"
)

// Entries reads the tenant's audit, newest first.
func (s *Service) Entries(ctx context.Context, tenant string, f audit.Filter, page database.Page) ([]audit.Row, string, error) {
	ctx, err := s.reading(ctx, tenant, ActionAudit)
	if err != nil {
		return nil, "", err
	}
	return s.Audit.List(ctx, tenant, f, page)
}

// VerifyEntries proves the tenant's chain: that no entry was changed, removed or
// slipped in behind the application's back.
func (s *Service) VerifyEntries(ctx context.Context, tenant string) (audit.Report, error) {
	ctx, err := s.reading(ctx, tenant, ActionAudit)
	if err != nil {
		return audit.Report{}, err
	}
	return s.Audit.Verify(ctx, tenant)
}
