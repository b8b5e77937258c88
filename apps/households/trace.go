package households

import (
	"context"

	"vuon/platform/audit"
	"vuon/platform/identity"
)

// seenFromAbove leaves a trace in the tenant's own audit when somebody of another
// tenant, as a province is, reads its sums.
func (s *Service) seenFromAbove(ctx context.Context, tenant, object, id string) error {
	actor, is := identity.From(ctx)
	if !is || actor.System || actor.Tenant == tenant {
		return nil
	}
	return s.Audit.RecordRead(ctx, tenant, audit.Entry{Action: ActionForms, Object: object, ObjectID: id})
}
