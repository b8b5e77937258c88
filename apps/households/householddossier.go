package households

import (
	"context"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// Dossier is a household with what is known of it.
type Dossier struct {
	Household Household // as it is now, or with On as it was
	On        declared.Date
	Members   []Member // then
	Spells    []Spell
	Rows      []Member // every row of a member that it ever had
	Joined    []Member // rows, elsewhere, of persons who turned out to be its members
	Results   []Result // of reviews, the latest first
	Latest    *Result  // the one that holds, with its reasons
	Into      *Household
	Villages  map[string]string // names by id
}

// Dossier reads a household whole, as it is now or as it was on a day. Faults
// household_unknown, also where the actor may not see it, and not_then when it was
// not in the registry on that day.
func (s *Service) Dossier(ctx context.Context, tenant, id string, on declared.Date) (d Dossier, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		d, err = s.dossier(ctx, tx, id, on)
		return err
	})
	return d, err
}

func (s *Service) dossier(ctx context.Context, tx database.Tx, id string, on declared.Date) (d Dossier, err error) {
	d.On = on
	if d.Household, err = s.seen(ctx, tx, id); err != nil {
		return d, err
	}
	for _, read := range []func() error{
		func() (err error) { d.Spells, err = s.store.spells(ctx, tx, id); return },
		func() (err error) { d.Rows, err = s.store.memberRows(ctx, tx, id); return },
		func() (err error) { d.Joined, err = s.store.joined(ctx, tx, id); return },
		func() (err error) { d.Results, err = s.store.resultsOf(ctx, tx, id); return },
		func() (err error) { d.Villages, err = s.store.villageNames(ctx, tx, nil); return },
		func() (err error) { d.Members, err = s.Members(ctx, tx, id, on); return },
	} {
		if err := read(); err != nil {
			return d, err
		}
	}
	if d.Household.Into != "" {
		if into, err := s.seen(ctx, tx, d.Household.Into); err == nil {
			d.Into = &into
		}
	}
	if err := d.asItWas(); err != nil {
		return d, err
	}
	return d, s.explain(ctx, &d)
}

// asItWas lets the household say what was so of it on the day that is asked for.
func (d *Dossier) asItWas() error {
	if d.On == "" {
		return nil
	}
	for i := len(d.Spells) - 1; i >= 0; i-- {
		p := d.Spells[i]
		if !holds(p.From, p.To, d.On) {
			continue
		}
		h := &d.Household
		h.Unit, h.Village, h.Head, h.Class, h.Merit, h.NoLabour, h.State = p.Unit, p.Village, p.Head, p.Class, p.Merit, p.NoLabour, p.State
		h.Persons = len(d.Members)
		return nil
	}
	return faultNotThen(d.On)
}

// explain finds the result that holds on the day and lets the rules give their
// reasons again: they are pure, so the same come out.
func (s *Service) explain(ctx context.Context, d *Dossier) error {
	for i := range d.Results {
		r := d.Results[i]
		round, known := roundNamed(r.Round)
		if !known || d.On != "" && round.OpensOn > d.On {
			continue
		}
		standards, err := s.standards(ctx, round.AsOf)
		if err != nil {
			return err
		}
		for _, standard := range []classify.Standard{standards.rural, standards.urban} {
			if standard.ID == r.Standard {
				outcome, _ := classify.Of(standard, r.Facts)
				r.Outcome.Reasons = outcome.Reasons
			}
		}
		d.Latest = &r
		if d.On != "" {
			b1 := r.Facts.B1
			d.Household.B1, d.Household.Deprived, d.Household.Causes = &b1, r.Facts.Deprived, r.Causes
		}
		return nil
	}
	return nil
}
