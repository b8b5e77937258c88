package supervision

import (
	"context"
	"fmt"

	"vuon/apps/households"
	"vuon/apps/households/forms"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// Form cuts a form of the yearly review for the province from its districts' sums.
// No household is read; each district's audit says that its sums were.
func (s *Service) Form(ctx context.Context, province string, f households.FormOf) (t forms.Table, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), households.ActionForms); err != nil {
		return t, err
	}
	at, err := s.Tenants.Tenant(ctx, province)
	if err != nil {
		return t, err
	}
	districts, err := s.formDistricts(ctx, at, f.Year)
	if err != nil {
		return t, err
	}
	peoples, err := s.Households.FormPeoples(ctx, province, f.Year)
	if err != nil {
		return t, err
	}
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		t, err = s.Households.FormAcross(ctx, tx, at, f, peoples, districts)
		return err
	})
	if err != nil {
		return t, err
	}
	for _, d := range districts {
		entry := audit.Entry{Action: households.ActionForms, Object: "form", ObjectID: fmt.Sprintf("%d/%d", f.Number, f.Year)}
		if err := s.Audit.RecordRead(ctx, d.Tenant.ID, entry); err != nil {
			return t, err
		}
	}
	return t, nil
}

// formDistricts are the tenants of the province that covered communes on the day of
// a year's review, whose sums the actor may read.
func (s *Service) formDistricts(ctx context.Context, province tenancy.Tenant, year int) (list []households.FormDistrict, err error) {
	children, err := s.Tenants.Children(ctx, province.ID)
	if err != nil {
		return nil, err
	}
	for _, child := range children {
		if err := s.Policy.Authorise(policy.At(ctx, child.ID), households.ActionForms); err != nil {
			return nil, err
		}
		units, err := s.Tenants.Units(ctx, child.ID, forms.AsOf(year))
		if err != nil {
			return nil, err
		}
		if len(units) > 0 {
			list = append(list, households.FormDistrict{Tenant: child, Units: units})
		}
	}
	return list, nil
}

// FormYears are the years of which a district of the province has a yearly review,
// the newest first.
func (s *Service) FormYears(ctx context.Context, province string) (years []int, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), households.ActionForms); err != nil {
		return nil, err
	}
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		years, err = s.Households.YearsAcross(ctx, tx)
		return err
	})
	return years, err
}
