package households

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Standing is how a commune stands in a review.
type Standing struct {
	Commune  Commune
	Unit     tenancy.Unit
	Progress VillageProgress // of all its villages; preliminary until it is recognised
	Next     ReviewStep      // "" when nothing is left to do
	Due      declared.Date   // by which
	Late     bool
	Days     int // left until then, below 0 when late
}

// Board reads how the communes stand in a review: those that the actor may see.
func (s *Service) Board(ctx context.Context, tenant, round string) (r Round, list []Standing, err error) {
	err = s.reads(ctx, tenant, ActionForms, func(ctx context.Context, tx database.Tx) error {
		if r, err = s.store.round(ctx, tx, round); err != nil {
			return err
		}
		units, err := s.units(ctx, tenant, r.AsOf)
		if err != nil {
			return err
		}
		communes, err := s.store.reviewCommunes(ctx, tx, round)
		if err != nil {
			return err
		}
		progress, err := s.store.unitProgress(ctx, tx, round)
		if err != nil {
			return err
		}
		terms, err := s.terms(ctx, tenant)
		if err != nil {
			return err
		}
		at := map[string]Commune{}
		for _, c := range communes {
			at[c.Unit] = c
		}
		for _, u := range s.communes(ctx, ActionForms, units) {
			if c, there := at[u.ID]; there {
				list = append(list, s.standing(r, c, u, progress[u.ID], terms))
			}
		}
		return nil
	})
	return r, list, err
}

func (s *Service) standing(r Round, c Commune, u tenancy.Unit, p VillageProgress, terms Terms) Standing {
	st := Standing{Commune: c, Unit: u, Progress: p, Next: r.next(c.Stage), Due: terms.due(r, c)}
	if st.Due != "" {
		st.Days, st.Late = daysBetween(s.today(), st.Due), late(st.Due, s.today())
	}
	return st
}

// Review is all that the page of a commune's review shows.
type Review struct {
	Round    Round
	Standing Standing
	Terms    Terms
	Villages []VillageProgress
	Assigned []Assignment
	Meetings []Minutes
	Postings []Posting
	Open     int  // complaints that wait for an answer
	People   bool // the population of the year is stated
	Steps    []StepRecord
	Did      map[string]string // action → account
}

// Review reads how far a commune is, step by step.
func (s *Service) Review(ctx context.Context, tenant, round, code string) (v Review, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		v.Round, v.Terms = w.Round, w.Terms
		if v.Villages, err = s.store.villageProgress(ctx, tx, round, w.Unit.ID); err != nil {
			return err
		}
		var sum VillageProgress
		for _, p := range v.Villages {
			sum.Listed, sum.Entered, sum.Poor, sum.NearPoor, sum.Escapes = sum.Listed+p.Listed, sum.Entered+p.Entered, sum.Poor+p.Poor, sum.NearPoor+p.NearPoor, sum.Escapes+p.Escapes
		}
		v.Standing = s.standing(w.Round, w.Commune, w.Unit, sum, w.Terms)
		if v.Assigned, err = s.store.assignments(ctx, tx, round, w.Unit.ID); err != nil {
			return err
		}
		if v.Meetings, err = s.store.meetings(ctx, tx, round, w.Unit.ID); err != nil {
			return err
		}
		if v.Postings, err = s.store.postings(ctx, tx, round, w.Unit.ID); err != nil {
			return err
		}
		if v.Open, err = s.store.openComplaints(ctx, tx, round, w.Unit.ID); err != nil {
			return err
		}
		if v.Steps, err = s.store.stepRecords(ctx, tx, round, w.Unit.ID); err != nil {
			return err
		}
		if v.People, err = s.store.populated(ctx, tx, w); err != nil {
			return err
		}
		v.Did, err = s.did(ctx, tx, w)
		return err
	})
	return v, err
}
