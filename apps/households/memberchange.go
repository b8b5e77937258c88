package households

import (
	"context"

	"github.com/google/uuid"
)

// The causes of changes of members, as the audit names them.
const (
	CauseBirth        = "households.birth"
	CauseMember       = "households.member"         // somebody joins
	CauseMemberEdit   = "households.member-edit"    // something about a member changed
	CauseMemberGone   = "households.member-left"    // leaves the tenant
	CauseMemberReturn = "households.member-restore" // was taken out by mistake
)

// MemberData is what is stated of a member. A citizen number of nil leaves it as it
// is, "" takes it away.
type MemberData struct {
	Details
	Citizen *string

	unread wrongs // fields that could not be read
}

// AddMember enters somebody who is born into the household, or joins it, on a day.
// Faults: household_wrong with the fields, two_heads, citizen_taken,
// citizen_elsewhere, household_changed.
func (s *Service) AddMember(ctx context.Context, tenant, id string, step Step, d MemberData, born bool) (h Household, person string, err error) {
	cause := CauseMember
	if born {
		cause = CauseBirth
		if d.Birth != "" && !d.YearAlone {
			step.Day = d.Birth
		}
	}
	h, err = s.change(ctx, tenant, id, cause, step, func(ctx context.Context, c *changing, f *folio) error {
		number, err := c.checkMember(&d)
		if err != nil {
			return err
		}
		if d.Relation == RelationHead {
			return faultTwoHeads()
		}
		m := Member{Person: uuid.NewString(), Details: d.Details}
		if err := c.join(ctx, f, m, number); err != nil {
			return err
		}
		person = f.members[len(f.members)-1].Person
		return nil
	})
	return h, person, err
}

func (c *changing) checkMember(d *MemberData) (number string, err error) {
	wrong := append(d.unread, checkDetails(&d.Details, c.day)...)
	if d.Citizen != nil {
		number = checkCitizen(*d.Citizen, &wrong)
	}
	c.checkEthnic(d.Details, &wrong)
	return number, wrong.fault()
}

// EditMember changes what is so of a member from a day on, or, with correct, puts
// right what was entered wrongly: from the day on which the present row began. The
// head stays the head. Faults: household_wrong with the fields, member_unknown,
// citizen_taken, citizen_elsewhere, household_changed, two_heads.
func (s *Service) EditMember(ctx context.Context, tenant, id, person string, step Step, d MemberData, correct bool) (Household, error) {
	cause := CauseMemberEdit
	if correct {
		cause = CauseCorrect
	}
	return s.change(ctx, tenant, id, cause, step, func(ctx context.Context, c *changing, f *folio) error {
		i, err := f.member(person)
		if err != nil {
			return err
		}
		next := f.members[i]
		if next.Relation == RelationHead {
			d.Relation = RelationHead
		} else if d.Relation == RelationHead {
			return faultTwoHeads()
		}
		number, err := c.checkMember(&d)
		if err != nil {
			return err
		}
		next.Details = d.Details
		if d.Citizen != nil {
			if err := c.claim(ctx, &next, number); err != nil {
				return err
			}
		}
		return c.alter(ctx, f, i, next)
	})
}

// Heir is who becomes the head when the head leaves, and what the others are to
// the new head.
type Heir struct {
	Person    string
	Relations map[string]Relation
}

// EndMember takes somebody out of the household on the day of the death, or of
// leaving the tenant. When nobody is left, the household ends. Faults: head_needed,
// member_unknown, household_changed.
func (s *Service) EndMember(ctx context.Context, tenant, id, person string, step Step, died bool, heir Heir) (Household, error) {
	cause, why, state := CauseMemberGone, EndedLeft, StateLeft
	if died {
		cause, why, state = CauseDeath, EndedDied, StateDied
	}
	return s.change(ctx, tenant, id, cause, step, func(ctx context.Context, c *changing, f *folio) error {
		i, err := f.member(person)
		if err != nil {
			return err
		}
		m, err := c.leave(ctx, f, i, why)
		if err != nil {
			return err
		}
		if len(f.members) == 0 {
			f.State, f.EndedOn = state, c.day
			return nil
		}
		if m.Relation != RelationHead {
			return nil
		}
		return c.inherit(ctx, f, heir)
	})
}

// inherit makes the heir the head of a household that has lost its own.
func (c *changing) inherit(ctx context.Context, f *folio, heir Heir) error {
	if len(f.members) == 1 {
		heir.Person = f.members[0].Person
	}
	if _, err := f.member(heir.Person); err != nil {
		return faultHeadNeeded()
	}
	return c.relate(ctx, f, heir.Person, heir.Relations)
}

// RestoreMember brings somebody back who was taken out of the household by mistake:
// from the very day on, as if nothing had been. Faults: member_unknown,
// household_changed, citizen_taken, citizen_elsewhere.
func (s *Service) RestoreMember(ctx context.Context, tenant, id, person string, step Step) (Household, error) {
	step.Day = s.today()
	return s.change(ctx, tenant, id, CauseMemberReturn, step, func(ctx context.Context, c *changing, f *folio) error {
		last, there, err := c.store.lastRow(ctx, c.tx, person)
		if err != nil {
			return err
		}
		if !there || last.Household != id || last.Ended != EndedDied && last.Ended != EndedLeft {
			return faultNoMember()
		}
		if f.head() >= 0 && last.Relation == RelationHead {
			last.Relation = RelationOther
		}
		c.day = last.To
		if err := c.since(ctx, f); err != nil {
			return err
		}
		if err := c.reclaim(ctx, &last); err != nil {
			return err
		}
		return c.enter(ctx, f, last)
	})
}
