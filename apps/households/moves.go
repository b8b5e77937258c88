package households

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// Move takes a whole household to another village of the tenant, in the same
// commune or another one, on a day. Faults: village_unknown, commune_unknown,
// household_changed, forbidden where the actor may not write in both communes.
func (s *Service) Move(ctx context.Context, tenant, id string, step Step, commune, village string) (Household, error) {
	return s.change(ctx, tenant, id, CauseMove, step, func(ctx context.Context, c *changing, f *folio) error {
		var wrong wrongs
		unit, err := c.placed(ctx, tenant, commune, village, &wrong)
		if err != nil {
			return err
		}
		if village != "" && village == f.Village {
			wrong.add("village", "Hộ đang ở thôn này; chọn nơi khác", "The household is in this village; choose another")
		}
		if err := wrong.fault(); err != nil {
			return err
		}
		f.Unit, f.Village = unit.ID, village
		return nil
	})
}

// Leave takes a household out of the registry on the day on which all of it left
// the tenant, or the last of it died. Its members' citizen numbers are free then.
func (s *Service) Leave(ctx context.Context, tenant, id string, step Step, died bool) (Household, error) {
	cause, why, state := CauseLeave, EndedLeft, StateLeft
	if died {
		cause, why, state = CauseDeath, EndedDied, StateDied
	}
	return s.change(ctx, tenant, id, cause, step, func(ctx context.Context, c *changing, f *folio) error {
		for len(f.members) > 0 {
			if _, err := c.leave(ctx, f, len(f.members)-1, why); err != nil {
				return err
			}
		}
		f.State, f.EndedOn = state, c.day
		return nil
	})
}

// Return brings a household back that had left, with those who left with it, on a
// day: it came back, or leaving was entered by mistake. Faults: household_here,
// citizen_taken, citizen_elsewhere when a member is in another household meanwhile.
func (s *Service) Return(ctx context.Context, tenant, id string, step Step) (h Household, err error) {
	err = s.changes(ctx, tenant, CauseReturn, step, func(ctx context.Context, c *changing) error {
		list, err := c.take(ctx, id)
		if err != nil {
			return err
		}
		f := list[0]
		if err := c.mayReturn(ctx, f, step.Revision); err != nil {
			return err
		}
		if err := c.gather(ctx, f); err != nil {
			return err
		}
		f.State, f.EndedOn = StateHere, ""
		if err := c.settle(ctx, f); err != nil {
			return err
		}
		h = f.Household
		return nil
	})
	return h, err
}

func (c *changing) mayReturn(ctx context.Context, f *folio, revision int) error {
	if c.allowed(ctx, ActionView, f.Unit) != nil {
		return faultNoHousehold()
	}
	switch err := c.allowed(ctx, ActionEdit, f.Unit); {
	case err != nil:
		return err
	case f.Revision != revision:
		return faultChanged()
	case f.State != StateLeft && f.State != StateDied:
		return faultHere()
	case c.day < f.EndedOn:
		return faultEarlier(f.EndedOn)
	}
	return nil
}

// gather enters those again who went when the household went. Numbers are claimed
// in one order, so that two who do so at once do not wait for each other in a circle.
func (c *changing) gather(ctx context.Context, f *folio) error {
	rows, err := c.store.memberRows(ctx, c.tx, f.ID)
	if err != nil {
		return err
	}
	gone := slices.DeleteFunc(rows, func(m Member) bool {
		return m.To != f.EndedOn || m.Ended != EndedLeft && m.Ended != EndedDied
	})
	if err := c.reclaimAll(ctx, gone); err != nil {
		return err
	}
	for _, m := range gone {
		last, _, err := c.store.lastRow(ctx, c.tx, m.Person)
		if err != nil {
			return err
		}
		if last.Seq != m.Seq { // is somewhere else by now
			continue
		}
		if err := c.enter(ctx, f, m); err != nil {
			return err
		}
	}
	return nil
}

// reclaimAll enters the members' citizen numbers in the index again.
func (c *changing) reclaimAll(ctx context.Context, list []Member) error {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(list[a].Hash, list[b].Hash) })
	for _, i := range order {
		if err := c.reclaim(ctx, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// Parting is how a household is split: who goes, into which village and code.
type Parting struct {
	Persons   []string
	Head      string // of those who go
	Relations map[string]Relation
	Unit      string // the commune's code
	Village   string
	Code      string // "": the next one
	Heir      Heir   // when the old head goes
}

// Split makes a new household of some members of another, on a day. It has the
// class of the one from which it comes, until it is reviewed. Faults:
// members_needed, members_left, head_needed, and those of NewHousehold.
func (s *Service) Split(ctx context.Context, tenant, id string, step Step, p Parting) (made Household, err error) {
	_, err = s.change(ctx, tenant, id, CauseSplit, step, func(ctx context.Context, c *changing, f *folio) error {
		g, err := c.parted(ctx, tenant, f, &p)
		if err != nil {
			return err
		}
		for _, person := range p.Persons {
			if err := c.carry(ctx, f, g, person, p.relation(person)); err != nil {
				return err
			}
		}
		if f.head() < 0 {
			if err := c.inherit(ctx, f, p.Heir); err != nil {
				return err
			}
		}
		if err := c.settle(ctx, g); err != nil {
			return err
		}
		made = g.Household
		return nil
	})
	return made, err
}

// parted checks who goes where and begins the new household.
func (c *changing) parted(ctx context.Context, tenant string, f *folio, p *Parting) (*folio, error) {
	slices.Sort(p.Persons)
	p.Persons = slices.Compact(p.Persons)
	for _, person := range p.Persons {
		if _, err := f.member(person); err != nil {
			return nil, err
		}
	}
	var wrong wrongs
	switch {
	case len(p.Persons) == 0:
		return nil, faultNobody()
	case len(p.Persons) == len(f.members):
		return nil, faultAllSplit()
	case len(p.Persons) == 1:
		p.Head = p.Persons[0]
	case !slices.Contains(p.Persons, p.Head):
		wrong.add("head", "Chọn chủ hộ mới trong những người tách ra", "Choose the new head among those who go")
	}
	p.Code = checkCode(p.Code, &wrong)
	unit, err := c.placed(ctx, tenant, p.Unit, p.Village, &wrong)
	if err != nil {
		return nil, err
	}
	if err := wrong.fault(); err != nil {
		return nil, err
	}
	g := &folio{Household: Household{TenantID: tenant, ID: uuid.NewString(), Code: p.Code, Unit: unit.ID, Village: p.Village, Class: f.Class,
		EscapedOn: f.EscapedOn, State: StateHere, CreatedAt: c.now()}}
	return g, c.begin(ctx, g, unit)
}

func (p Parting) relation(person string) Relation {
	if person == p.Head {
		return RelationHead
	}
	if r := p.Relations[person]; r != "" && r != RelationHead {
		return r
	}
	return RelationOther
}

// carry takes a person from one household to another on the change's day.
func (c *changing) carry(ctx context.Context, from, to *folio, person string, relation Relation) error {
	i, err := from.member(person)
	if err != nil {
		return err
	}
	m, err := c.leave(ctx, from, i, EndedMoved)
	if err != nil {
		return err
	}
	m.Relation, m.Position = relation, 0
	return c.enter(ctx, to, m)
}

// Merging is how a household goes into another: what each of its members is to the
// other's head, or which member of the other the person is (entered twice).
type Merging struct {
	Into      string // the household that stays
	Relations map[string]Relation
	Same      map[string]string // person that goes → person that stays
}

// Merge takes the members of a household into another on a day; the household ends
// and leads to the other. The history of both stays. Faults: same_household,
// household_gone, household_changed.
func (s *Service) Merge(ctx context.Context, tenant, id string, step Step, m Merging) (stays Household, err error) {
	if id == m.Into || m.Into == "" {
		return stays, faultSame()
	}
	err = s.changes(ctx, tenant, CauseMerge, step, func(ctx context.Context, c *changing) error {
		list, err := c.take(ctx, id, m.Into)
		if err != nil {
			return err
		}
		f, g := list[0], list[1]
		if err := c.takes(ctx, f, step.Revision); err != nil {
			return err
		}
		if err := c.takes(ctx, g, 0); err != nil {
			return err
		}
		if err := c.pour(ctx, f, g, m); err != nil {
			return err
		}
		f.State, f.EndedOn, f.Into = StateMerged, c.day, g.ID
		for _, x := range list {
			if err := c.settle(ctx, x); err != nil {
				return err
			}
		}
		stays = g.Household
		return nil
	})
	return stays, err
}

// pour takes every member of f into g, or joins it with who it is there.
func (c *changing) pour(ctx context.Context, f, g *folio, m Merging) error {
	for len(f.members) > 0 {
		person := f.members[0].Person
		if same := m.Same[person]; same != "" {
			if err := c.joinPersons(ctx, g, same, f, person); err != nil {
				return err
			}
			continue
		}
		relation := m.Relations[person]
		if relation == "" || relation == RelationHead {
			relation = RelationOther
		}
		if err := c.carry(ctx, f, g, person, relation); err != nil {
			return err
		}
	}
	return nil
}
