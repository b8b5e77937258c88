package records

import (
	"context"
	"io"
	"slices"

	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// objectPlan is the object of plans: the only documents that the public may see.
const objectPlan = "plan"

// Published is a released plan as the public reads it: the text and whether it
// still holds, never a remark or who worked on it.
type Published struct {
	Year       int // of the plan
	Version    int
	Document   documents.Document
	Superseded bool // a later version is in force
}

// PublicPlan is a plan on the public page.
type PublicPlan struct {
	ID     string
	Record Record
	Published
	PDF int // which of the files is the PDF; -1: none
}

// asPublic is how the product reads what it shows to everybody: the tenant has
// said that it may be shown.
func asPublic(ctx context.Context) context.Context {
	return identity.With(ctx, identity.Actor{Username: "public", Name: "Trang công khai", Tenant: identity.Platform, System: true})
}

// public is the tenant, if it shows its plans at all; otherwise it is not there.
func (s *Service) public(ctx context.Context, tenant string) (t tenancy.Tenant, err error) {
	if t, err = s.Tenants.Tenant(ctx, tenant); err != nil {
		return t, err
	}
	shown := false
	if err := s.Tenants.Setting(ctx, tenant, tenancy.PublicPlans, &shown); err != nil {
		return t, err
	}
	if !shown || s.Published == nil {
		return t, faultNoDocument()
	}
	return t, nil
}

// PublicPlans reads what a tenant shows to everybody, the newest year first, each
// version that was released and not recalled. Fault record_unknown when it shows
// nothing.
func (s *Service) PublicPlans(ctx context.Context, tenant string) (t tenancy.Tenant, list []PublicPlan, err error) {
	ctx = asPublic(ctx)
	if t, err = s.public(ctx, tenant); err != nil {
		return t, nil, err
	}
	var out []Record
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		out, err = s.store.released(ctx, tx, objectPlan)
		return err
	})
	for _, r := range out {
		p, err := s.Published(ctx, tenant, r.ObjectID)
		if err != nil {
			return t, nil, err
		}
		pdf := slices.IndexFunc(r.Files, func(f File) bool { return f.Type == "application/pdf" })
		list = append(list, PublicPlan{ID: r.ID, Record: r, Published: p, PDF: pdf})
	}
	slices.SortStableFunc(list, func(a, b PublicPlan) int {
		if a.Year != b.Year {
			return b.Year - a.Year
		}
		return b.Version - a.Version
	})
	return t, list, err
}

// PublicPlan reads one of them. Fault record_unknown.
func (s *Service) PublicPlan(ctx context.Context, tenant, id string) (t tenancy.Tenant, p PublicPlan, err error) {
	t, list, err := s.PublicPlans(ctx, tenant)
	if err != nil {
		return t, p, err
	}
	i := slices.IndexFunc(list, func(p PublicPlan) bool { return p.ID == id })
	if i < 0 {
		return t, p, faultNoDocument()
	}
	return t, list[i], nil
}

// OpenPublic opens the PDF of a plan that the public may see. Fault
// record_unknown.
func (s *Service) OpenPublic(ctx context.Context, tenant, id string) (io.ReadCloser, File, error) {
	_, p, err := s.PublicPlan(ctx, tenant, id)
	if err != nil {
		return nil, File{}, err
	}
	return s.openOne(asPublic(ctx), tenant, p.Record.Files, p.PDF)
}
