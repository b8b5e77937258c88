package households

import (
	"context"
	"fmt"
	"strconv"

	"vuon/apps/catalogue"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// The kinds of tenants whose forms are of another level than a district's.
const (
	provinceKind = "province"
	communeKind  = "commune"
)

// FormOf names a form: of a year's periodic review, for the whole tenant or one of
// its communes.
type FormOf struct {
	Number, Year int
	Unit         string // code of a commune; "" the whole tenant
}

func (f FormOf) round() string { return fmt.Sprintf("%04d", f.Year) }

// day is the review's own: communes and villages are those of that day.
func (f FormOf) day() declared.Date { return periodic(f.Year).AsOf }

// Form cuts a form from 1 to 13 for a district, one of its communes, or, in a
// province's tenant, the province. Faults: form_unknown, round_unknown for a year
// without a review, commune_unknown; out_of_scope for what lies beyond the actor's own
// communes. Who reads from above, as a province does, is left in the tenant's audit.
func (s *Service) Form(ctx context.Context, tenant string, f FormOf) (t forms.Table, err error) {
	if f.Number < forms.First || f.Number > forms.LastOfSums {
		return t, faultNoForm(f.Number)
	}
	at, err := s.Tenants.Tenant(ctx, tenant)
	if err != nil {
		return t, err
	}
	if at.Kind == provinceKind {
		return s.ProvinceForm(ctx, tenant, f)
	}
	var o forms.Options
	if f.Number == 9 { // before the transaction: a district that names none has its province's
		if o.Peoples, err = s.FormPeoples(ctx, tenant, f.Year); err != nil {
			return t, err
		}
	}
	err = s.reads(ctx, tenant, ActionForms, func(ctx context.Context, tx database.Tx) error {
		t, err = s.formHere(ctx, tx, at, f, o)
		return err
	})
	if err != nil {
		return t, err
	}
	return t, s.seenFromAbove(ctx, tenant, "form", fmt.Sprintf("%d/%d", f.Number, f.Year))
}

func (s *Service) formHere(ctx context.Context, tx database.Tx, at tenancy.Tenant, f FormOf, o forms.Options) (t forms.Table, err error) {
	units, err := s.formUnits(ctx, at, &f, ActionForms)
	if err != nil {
		return t, err
	}
	if _, err := s.store.round(ctx, tx, f.round()); err != nil {
		return t, err
	}
	q := sumsQuery{round: f.round(), year: f.Year}
	if f.Unit != "" {
		q.unit = units[0].ID
	}
	data, err := s.store.figures(ctx, tx, q)
	if err != nil {
		return t, err
	}
	whole := forms.Unit{Code: at.Code, Name: at.Name, Level: forms.District}
	if f.Unit != "" {
		villages, err := s.store.formVillages(ctx, tx, units[0].ID, f.round(), f.day())
		if err != nil {
			return t, err
		}
		whole = data.villages(units[0], villages)
	} else {
		for _, u := range units {
			whole.Parts = append(whole.Parts, data.commune(u))
		}
	}
	t, err = forms.Build(f.Number, f.Year, o, whole)
	t.Preliminary = data.preliminary(units)
	return t, err
}

// formUnits are the communes of a form, in all of which the actor holds the action;
// the form of a tenant that is one commune is that commune's.
func (s *Service) formUnits(ctx context.Context, at tenancy.Tenant, f *FormOf, action string) ([]tenancy.Unit, error) {
	units, err := s.units(ctx, at.ID, f.day())
	if err != nil {
		return nil, err
	}
	if f.Unit == "" && len(units) == 1 && at.Kind == communeKind {
		f.Unit = units[0].Code
	}
	if f.Unit != "" {
		u, err := s.unit(ctx, at.ID, f.Unit, f.day())
		if err != nil {
			return nil, err
		}
		units = []tenancy.Unit{u}
	}
	for _, u := range units {
		if err := s.allowed(ctx, action, u.ID); err != nil {
			return nil, err
		}
	}
	return units, nil
}

// FormPeoples are the ethnic groups that form 9 of a tenant names, as its
// configuration or its province's says.
func (s *Service) FormPeoples(ctx context.Context, tenant string, year int) (list []forms.People, err error) {
	codes, err := s.Tenants.FormPeoples(ctx, tenant)
	if err != nil {
		return nil, err
	}
	groups, err := s.Catalogue.EthnicGroups(ctx, FormOf{Year: year}.day().Time())
	for _, code := range codes {
		if g, is := catalogue.EthnicGroupOf(groups, code); is {
			list = append(list, forms.People{Code: g.Code, Name: g.Name})
		}
	}
	return list, err
}

// FormYears are the years whose periodic review there is, the newest first; in a
// province's tenant those of its districts.
func (s *Service) FormYears(ctx context.Context, tenant string) (years []int, err error) {
	at, err := s.Tenants.Tenant(ctx, tenant)
	if err != nil {
		return nil, err
	}
	if at.Kind == provinceKind {
		return s.ProvinceFormYears(ctx, tenant)
	}
	err = s.reads(ctx, tenant, ActionForms, func(ctx context.Context, tx database.Tx) error {
		years, err = s.store.formYears(ctx, tx)
		return err
	})
	return years, err
}

// FormDistrict is a district of a province's form with its communes.
type FormDistrict struct {
	Tenant tenancy.Tenant
	Units  []tenancy.Unit
}

// FormAcross cuts the form of a province from the sums of its districts, inside
// database.AcrossTenants: whoever calls has authorised it and leaves its trace in
// the districts' audits. No household is read.
func (s *Service) FormAcross(ctx context.Context, tx database.Tx, province tenancy.Tenant, f FormOf, peoples []forms.People, districts []FormDistrict) (t forms.Table, err error) {
	data, err := s.store.figures(ctx, tx, sumsQuery{round: f.round(), year: f.Year})
	if err != nil {
		return t, err
	}
	if len(data.states)+len(data.sums) == 0 {
		return t, faultNoRound(f.round())
	}
	whole := forms.Unit{Code: province.Code, Name: province.Name, Level: forms.Province}
	preliminary := false
	for _, d := range districts {
		whole.Parts = append(whole.Parts, data.district(d))
		preliminary = preliminary || data.preliminary(d.Units)
	}
	t, err = forms.Build(f.Number, f.Year, forms.Options{Peoples: peoples}, whole)
	t.Preliminary = preliminary
	return t, err
}

// YearsAcross is FormYears for a province, inside database.AcrossTenants.
func (s *Service) YearsAcross(ctx context.Context, tx database.Tx) ([]int, error) {
	return s.store.formYears(ctx, tx)
}

func faultNoForm(number int) *fault.Error {
	n := strconv.Itoa(number)
	return fault.New(fault.NotFound, "form_unknown", "Không có Biểu số "+n+" ở đây. Các biểu tổng hợp là 1 đến 13; Biểu 14 và 15 là danh sách theo xã, huyện.",
		"There is no form "+n+" here. Forms 1 to 13 are sums; 14 and 15 are lists of communes and districts.")
}
