package households

import (
	"context"
	"slices"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/tenancy"
)

// pictureYears is how many reviews the pictures look back over, at most.
const pictureYears = 6

// Pictures are the sums of a district, or of one of its communes, as charts show
// them. No household is in them.
type Pictures struct {
	Of       FormOf         // Year 0: there is no review yet
	Name     string         // of the district or the commune
	Whole    bool           // the reader may see the whole district
	Reviews  []int          // the years to choose from, the newest first
	Communes []tenancy.Unit // to choose from
	Years    []YearSums     // up to Of.Year, the oldest first
	Parts    []forms.Unit   // of Of.Year: communes, or the villages of the commune
	Peoples  []forms.People // that are named one by one
}

// Now are the sums of the year that is shown.
func (p Pictures) Now() YearSums { return p.Years[len(p.Years)-1] }

// YearSums is what the periodic review of a year found.
type YearSums struct {
	Year        int
	Sums        forms.Sums
	Population  forms.Population
	Preliminary bool // some commune is not recognised yet
}

// PopulationGroup is a part of the population, by the name that plans give it.
type PopulationGroup string

// The groups of households, by their head.
const (
	Everybody      PopulationGroup = "all"
	EthnicMinority PopulationGroup = "ethnic_minority"
	OnsiteMinority PopulationGroup = "onsite_minority"
)

// Rate is how many households of a group are of a class (poor or near-poor), of how
// many; whole is 0 where the population was not stated. A group that is not known
// has no households.
func (y YearSums) Rate(class classify.Class, group PopulationGroup) (part, whole int64) {
	switch group {
	case Everybody:
		return y.Sums.At(forms.Households(class)), y.Population[0]
	case EthnicMinority:
		return y.Sums.At(forms.Minority(class)), y.Population[3]
	case OnsiteMinority:
		return y.Sums.At(forms.Onsite(class)), y.Population[4]
	}
	return 0, 0
}

// Pictures reads the sums of a year's review (0: the latest) for the tenant or one
// of its communes, and of the reviews before it. Whoever may not see the whole
// tenant gets the first of the communes that he may. Faults: round_unknown,
// commune_unknown, out_of_scope.
func (s *Service) Pictures(ctx context.Context, tenant string, f FormOf) (p Pictures, err error) {
	at, err := s.Tenants.Tenant(ctx, tenant)
	if err != nil {
		return p, err
	}
	err = s.reads(ctx, tenant, ActionForms, func(ctx context.Context, tx database.Tx) error {
		if p.Reviews, err = s.store.formYears(ctx, tx); err != nil {
			return err
		}
		if f.Year == 0 && len(p.Reviews) > 0 {
			f.Year = p.Reviews[0]
		}
		if f.Year == 0 {
			return nil
		}
		if !slices.Contains(p.Reviews, f.Year) {
			return faultNoRound(f.round())
		}
		p.Of = f
		unit, err := s.pictured(ctx, at, &p)
		if err != nil {
			return err
		}
		return s.readPictures(ctx, tx, at, unit, &p)
	})
	if err != nil || p.Of.Year == 0 {
		return p, err
	}
	// The province's choice of peoples is not seen from the tenant's transaction.
	if p.Peoples, err = s.FormPeoples(ctx, tenant, p.Of.Year); err != nil {
		return p, err
	}
	return p, s.seenFromAbove(ctx, tenant, "pictures", p.Of.round())
}

// pictured finds the commune that is shown; a commune without key is the whole
// tenant.
func (s *Service) pictured(ctx context.Context, at tenancy.Tenant, p *Pictures) (tenancy.Unit, error) {
	units, err := s.units(ctx, at.ID, p.Of.day())
	if err != nil {
		return tenancy.Unit{}, err
	}
	p.Communes, p.Name = s.communes(ctx, ActionForms, units), at.Name
	p.Whole = len(p.Communes) == len(units)
	if p.Of.Unit == "" && p.Whole && at.Kind != communeKind {
		return tenancy.Unit{}, nil
	}
	if p.Of.Unit == "" && len(p.Communes) > 0 {
		p.Of.Unit = p.Communes[0].Code
	}
	unit, err := s.unit(ctx, at.ID, p.Of.Unit, p.Of.day())
	if err != nil {
		return unit, err
	}
	p.Of.Unit, p.Name = unit.Code, unit.Name
	return unit, s.allowed(ctx, ActionForms, unit.ID)
}

// readPictures reads the sums of the years, and the parts of the one that is shown.
func (s *Service) readPictures(ctx context.Context, tx database.Tx, at tenancy.Tenant, unit tenancy.Unit, p *Pictures) error {
	for _, year := range slices.Backward(p.Reviews) {
		if year > p.Of.Year || year <= p.Of.Year-pictureYears {
			continue
		}
		units := []tenancy.Unit{unit}
		if unit.ID == "" {
			var err error
			if units, err = s.units(ctx, at.ID, FormOf{Year: year}.day()); err != nil {
				return err
			}
		}
		data, err := s.store.figures(ctx, tx, sumsQuery{round: FormOf{Year: year}.round(), unit: unit.ID, year: year})
		if err != nil {
			return err
		}
		p.Years = append(p.Years, data.year(year, units))
		if year != p.Of.Year {
			continue
		}
		if p.Parts, err = s.pictureParts(ctx, tx, data, unit, units, p.Of); err != nil {
			return err
		}
	}
	return nil
}

// pictureParts are what the units of a picture consist of.
func (s *Service) pictureParts(ctx context.Context, tx database.Tx, data figures, unit tenancy.Unit, units []tenancy.Unit, f FormOf) (parts []forms.Unit, err error) {
	if unit.ID == "" {
		for _, u := range units {
			parts = append(parts, data.commune(u))
		}
		return parts, nil
	}
	villages, err := s.store.formVillages(ctx, tx, unit.ID, f.round(), f.day())
	return data.villages(unit, villages).Parts, err
}

// year adds up communes.
func (f figures) year(year int, units []tenancy.Unit) YearSums {
	out := YearSums{Year: year, Sums: forms.NewSums(), Preliminary: f.preliminary(units)}
	for _, u := range units {
		one := f.commune(u)
		out.Sums = out.Sums.Plus(one.Sums)
		for i, n := range one.Population {
			out.Population[i] += n
		}
	}
	return out
}

// Poverty reads what the periodic reviews of some years found in the whole tenant,
// in the order of the years; a year without a review is left out. Rates of a whole
// district are published: whoever holds households.forms in any commune may read them.
func (s *Service) Poverty(ctx context.Context, tenant string, years ...int) (list []YearSums, err error) {
	err = s.reads(ctx, tenant, ActionForms, func(ctx context.Context, tx database.Tx) error {
		reviews, err := s.store.formYears(ctx, tx)
		if err != nil {
			return err
		}
		for _, year := range years {
			if !slices.Contains(reviews, year) {
				continue
			}
			units, err := s.units(ctx, tenant, FormOf{Year: year}.day())
			if err != nil {
				return err
			}
			data, err := s.store.figures(ctx, tx, sumsQuery{round: FormOf{Year: year}.round(), year: year})
			if err != nil {
				return err
			}
			list = append(list, data.year(year, units))
		}
		return nil
	})
	return list, err
}
