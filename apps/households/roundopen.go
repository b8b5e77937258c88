package households

import (
	"context"
	"strconv"
	"time"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// Round reads a review (fault round_unknown).
func (s *Service) Round(ctx context.Context, tenant, id string) (r Round, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		r, err = s.store.round(ctx, tx, id)
		return err
	})
	return r, err
}

// Rounds lists the reviews of a tenant, the newest first.
func (s *Service) Rounds(ctx context.Context, tenant string) (list []Round, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.rounds(ctx, tx)
		return err
	})
	return list, err
}

// EnsureRound returns the periodic review of a year and makes it if it is
// missing, in the caller's transaction, which has authorised it: an import brings
// the results of a review that nobody opened here. Faults: round_unknown for a
// year that is none, round_no_communes when the tenant covered no commune at the
// review's end.
func (s *Service) EnsureRound(ctx context.Context, tx database.Tx, tenant string, year int) (Round, error) {
	if !saneYear(year) {
		return Round{}, faultNoRound(strconv.Itoa(year))
	}
	return s.ensureRound(ctx, tx, tenant, periodic(year))
}

// ensureRound makes the review with a row for every commune that the tenant
// covers on its day; one that is there is returned as it is.
func (s *Service) ensureRound(ctx context.Context, tx database.Tx, tenant string, r Round) (Round, error) {
	units, err := s.units(ctx, tenant, r.AsOf)
	if err != nil {
		return r, err
	}
	if len(units) == 0 {
		return r, faultNoCommunes(r)
	}
	if r.District, err = s.hasDistrict(ctx, units); err != nil {
		return r, err
	}
	actor, _ := identity.From(ctx)
	r.MadeAt, r.MadeBy = s.Clock.Now(), actor.Account
	made, err := s.store.addRound(ctx, tx, r)
	if err != nil {
		return r, err
	}
	if !made {
		return s.store.round(ctx, tx, r.ID)
	}
	if err := s.store.addCommunes(ctx, tx, r, units, s.Clock.Now()); err != nil {
		return r, err
	}
	return r, s.record(ctx, tx, ActionOpen, "round", r.ID, nil,
		map[string]any{"kind": r.Kind, "year": r.Year, "communes": len(units), "district": r.District}, "")
}

// hasDistrict reports whether the communes lie in a district: from 1 July 2025 on
// they lie in the province, and nobody stands between (Luật Tổ chức chính quyền
// địa phương 2025).
func (s *Service) hasDistrict(ctx context.Context, units []tenancy.Unit) (bool, error) {
	if units[0].Parent == "" {
		return false, nil
	}
	above, err := s.Tenants.Unit(ctx, units[0].Parent)
	if err != nil {
		return false, err
	}
	return above.Kind != tenancy.Province, nil
}

// OpenPeriodic opens the periodic review of a year for all communes. It may be
// opened again without an effect. Faults: those of EnsureRound, round_early
// before 1 September of the year.
func (s *Service) OpenPeriodic(ctx context.Context, tenant string, year int) (r Round, err error) {
	if !saneYear(year) {
		return Round{}, faultNoRound(strconv.Itoa(year))
	}
	return s.open(ctx, tenant, periodic(year))
}

// OpenRegular opens the regular review of a month, from its 15th on.
func (s *Service) OpenRegular(ctx context.Context, tenant string, year int, month time.Month) (r Round, err error) {
	if !saneYear(year) || month < time.January || month > time.December {
		return Round{}, faultNoRound(strconv.Itoa(year))
	}
	terms, err := s.Tenants.HouseholdReview(ctx, tenant)
	if err != nil {
		return r, err
	}
	return s.open(ctx, tenant, regular(year, month, terms.RegularDays))
}

func (s *Service) open(ctx context.Context, tenant string, r Round) (Round, error) {
	err := s.writes(ctx, tenant, ActionOpen, func(ctx context.Context, tx database.Tx) (err error) {
		if s.today() < r.OpensOn {
			return faultEarly(r)
		}
		if r, err = s.ensureRound(ctx, tx, tenant, r); err != nil {
			return err
		}
		return s.tellOpened(ctx, tx, r)
	})
	return r, err
}
