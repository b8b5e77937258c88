package households

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/tenancy"
)

// CauseApart is, in the audit, that two persons alike are two.
const CauseApart = "households.apart"

// CauseJoin is that two rows were of one person.
const CauseJoin = "households.join"

// Duplicates are the pairs of members of a commune who are likely one person.
func (s *Service) Duplicates(ctx context.Context, tenant, commune string) (pairs []Pair, unit tenancy.Unit, err error) {
	err = s.reads(ctx, tenant, ActionEdit, func(ctx context.Context, tx database.Tx) error {
		if unit, err = s.unit(ctx, tenant, commune, ""); err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionEdit, unit.ID); err != nil {
			return err
		}
		list, err := s.store.likenesses(ctx, tx, unit.ID)
		if err != nil {
			return err
		}
		apart, err := s.store.apart(ctx, tx)
		pairs = likely(list, apart)
		return err
	})
	return pairs, unit, err
}

// Apart says that two members who are alike are two persons: they are not shown as
// a pair again.
func (s *Service) Apart(ctx context.Context, tenant, a, b string) error {
	return s.writes(ctx, tenant, ActionEdit, func(ctx context.Context, tx database.Tx) error {
		for _, person := range []string{a, b} {
			if err := s.mayChangePerson(ctx, tx, person); err != nil {
				return err
			}
		}
		_, name := who(ctx)
		key := pairKey(a, b)
		if err := s.store.addLikeness(ctx, tx, key[0], key[1], false, s.now(), name); err != nil {
			return err
		}
		return s.record(ctx, tx, CauseApart, "member", key[0], nil, map[string]any{"other": key[1]}, "")
	})
}

func (s *Service) mayChangePerson(ctx context.Context, tx database.Tx, person string) error {
	m, there, err := s.store.lastRow(ctx, tx, person)
	if err != nil {
		return err
	}
	if !there {
		return faultNoMember()
	}
	h, err := s.store.household(ctx, tx, m.Household)
	if err != nil {
		return err
	}
	if s.allowed(ctx, ActionView, h.Unit) != nil {
		return faultNoMember()
	}
	return s.allowed(ctx, ActionEdit, h.Unit)
}

// JoinPersons says that two members are one person: the one goes, the other stays,
// with the histories of both. When who goes was alone in the household, that ends
// in the other's. Faults: member_unknown, head_needed when a household would lose
// its head and keep others.
func (s *Service) JoinPersons(ctx context.Context, tenant string, step Step, stays, goes string) (h Household, err error) {
	err = s.changes(ctx, tenant, CauseJoin, step, func(ctx context.Context, c *changing) error {
		f, g, err := c.householdsOf(ctx, goes, stays)
		if err != nil {
			return err
		}
		if err := c.joinPersons(ctx, g, stays, f, goes); err != nil {
			return err
		}
		if len(f.members) == 0 {
			f.State, f.EndedOn, f.Into = StateMerged, c.day, g.ID
		}
		for _, x := range []*folio{f, g} {
			if err := c.settle(ctx, x); err != nil {
				return err
			}
		}
		h = g.Household
		return nil
	})
	return h, err
}

// householdsOf locks the households in which two persons are.
func (c *changing) householdsOf(ctx context.Context, goes, stays string) (f, g *folio, err error) {
	var ids []string
	for _, person := range []string{goes, stays} {
		m, there, err := c.store.lastRow(ctx, c.tx, person)
		if err != nil {
			return nil, nil, err
		}
		if !there || m.To != "" {
			return nil, nil, faultNoMember()
		}
		ids = append(ids, m.Household)
	}
	if ids[0] == ids[1] {
		return nil, nil, faultSame()
	}
	list, err := c.take(ctx, ids...)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range list {
		if err := c.takes(ctx, x, 0); err != nil {
			return nil, nil, err
		}
	}
	return list[0], list[1], nil
}

// joinPersons ends the row of a person in f who is also in g, and remembers it. A
// citizen number that only the row that goes has, stays.
func (c *changing) joinPersons(ctx context.Context, g *folio, stays string, f *folio, goes string) error {
	at, err := g.member(stays)
	if err != nil {
		return err
	}
	i, err := f.member(goes)
	if err != nil {
		return err
	}
	number, err := c.number(ctx, f.members[i])
	if err != nil {
		return err
	}
	if _, err := c.leave(ctx, f, i, EndedCorrected); err != nil {
		return err
	}
	if next := g.members[at]; number != "" && len(next.Sealed) == 0 {
		if err := c.claim(ctx, &next, number); err != nil {
			return err
		}
		if err := c.alter(ctx, g, at, next); err != nil {
			return err
		}
	}
	_, name := who(ctx)
	return c.store.addLikeness(ctx, c.tx, stays, goes, true, c.now(), name)
}
