package main

import (
	"context"
	"fmt"

	"vuon/apps/planning"
	"vuon/apps/records"
)

// published reads a released plan for the public page, by the name under which it
// was distributed ("2024/1": year and version).
func (a apps) published(ctx context.Context, tenant, id string) (p records.Published, err error) {
	if _, err := fmt.Sscanf(id, "%d/%d", &p.Year, &p.Version); err != nil {
		return p, fmt.Errorf("released plan %q: %w", id, err)
	}
	dossier, err := a.planning.Plan(ctx, tenant, p.Year, p.Version)
	if err != nil {
		return p, err
	}
	p.Superseded = dossier.Version.State == planning.Superseded
	p.Document, err = a.planning.Document(ctx, dossier.Version)
	return p, err
}
