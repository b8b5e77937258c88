package households

import (
	"context"

	"vuon/platform/database"
)

// citizenUse is for what citizen numbers are hashed.
const citizenUse = "citizen"

// citizenPlace is where a sealed citizen number stands: it opens nowhere else.
func citizenPlace(person string) string { return "households_members|citizen|" + person }

// SearchByCitizen finds the present member of the tenant with a citizen number (12
// digits); false when there is none that the actor may see. Other tenants are not
// looked at.
func (s *Service) SearchByCitizen(ctx context.Context, tenant, number string) (h Household, there bool, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		m, found, err := s.store.byCitizen(ctx, tx, s.Personal.Hash(tenant, citizenUse, number))
		if err != nil || !found {
			return err
		}
		if h, err = s.store.household(ctx, tx, m.Household); err != nil {
			return err
		}
		there = s.allowed(ctx, ActionView, h.Unit) == nil
		return nil
	})
	if !there {
		h = Household{}
	}
	return h, there, err
}

// elsewhere tells which of the citizen numbers are in households of other tenants,
// and not in which. It sees what others committed; whoever writes claims.
func (s *Service) elsewhere(ctx context.Context, tenant string, numbers []string) (map[string]bool, error) {
	indexes := make([][]byte, len(numbers))
	for i, n := range numbers {
		indexes[i] = s.Personal.Index(citizenUse, n)
	}
	found := map[string]bool{}
	err := s.DB.AsCitizens(ctx, func(ctx context.Context, tx database.Tx) error {
		for from := 0; from < len(indexes); from += 1000 {
			to := min(from+1000, len(indexes))
			taken, err := s.store.takenBy(ctx, tx, indexes[from:to])
			if err != nil {
				return err
			}
			for i := from; i < to; i++ {
				if by, is := taken[string(indexes[i])]; is && by != tenant {
					found[numbers[i]] = true
				}
			}
		}
		return nil
	})
	return found, err
}

// claim enters a citizen number for a person in the index of the deployment and
// seals it in the member. Faults citizen_taken, citizen_elsewhere.
func (c *changing) claim(ctx context.Context, m *Member, number string) error {
	tenant := database.Tenant(ctx)
	if err := c.store.releaseCitizens(ctx, c.tx, m.Person); err != nil {
		return err
	}
	m.Sealed, m.Hash = nil, nil
	if number == "" {
		return nil
	}
	hash := c.Personal.Hash(tenant, citizenUse, number)
	ours, err := c.store.claimCitizen(ctx, c.tx, c.Personal.Index(citizenUse, number), m.Person)
	if err != nil {
		return err
	}
	if !ours {
		return c.taken(ctx, hash)
	}
	m.Sealed, m.Hash = c.Personal.Seal(tenant, citizenPlace(m.Person), number), hash
	return nil
}

// taken is the fault of a number that somebody has: of the tenant's own household,
// which is named to who may see it, or of one elsewhere.
func (c *changing) taken(ctx context.Context, hash []byte) error {
	m, here, err := c.store.byCitizen(ctx, c.tx, hash)
	if err != nil {
		return err
	}
	if !here {
		return faultCitizenElsewhere()
	}
	h, err := c.store.household(ctx, c.tx, m.Household)
	if err != nil {
		return err
	}
	if c.allowed(ctx, ActionView, h.Unit) != nil {
		return faultCitizenHere("")
	}
	return faultCitizenHere(h.Code + ", " + h.Head)
}

// reclaim enters again what a member who comes back has sealed.
func (c *changing) reclaim(ctx context.Context, m *Member) error {
	number, err := c.number(ctx, *m)
	if err != nil {
		return err
	}
	return c.claim(ctx, m, number)
}

// number is a member's citizen number in clear; "" when it is not known.
func (s *Service) number(ctx context.Context, m Member) (string, error) {
	if len(m.Sealed) == 0 {
		return "", nil
	}
	return s.Personal.Open(database.Tenant(ctx), citizenPlace(m.Person), m.Sealed)
}
