package households

import (
	"context"
	"slices"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Step is with what every change of a household is stated.
type Step struct {
	Day      declared.Date // from which it is so
	Revision int           // of the household that the author saw
	Reason   string        // or decision, as people write it
}

// folio is a household with its present members, locked, in a change.
type folio struct {
	Household
	members []Member // the head first
}

// head is the place of the head among the members, or -1.
func (f *folio) head() int {
	return slices.IndexFunc(f.members, func(m Member) bool { return m.Relation == RelationHead })
}

// member is the place of a person among the members (fault member_unknown).
func (f *folio) member(person string) (int, error) {
	i := slices.IndexFunc(f.members, func(m Member) bool { return m.Person == person })
	if i < 0 {
		return i, faultNoMember()
	}
	return i, nil
}

// changing is a change of households under way: in which transaction, from which
// day it is so, and why.
type changing struct {
	*Service
	tx      database.Tx
	day     declared.Date
	cause   string
	reason  string
	peoples peoples

	wrongSince declared.Date // from when what is put right was wrong
}

// changes opens the transaction of a change, from a day that is not in the future.
func (s *Service) changes(ctx context.Context, tenant, cause string, step Step, fn func(ctx context.Context, c *changing) error) error {
	step.Reason = text.Line(step.Reason)
	return s.writes(ctx, tenant, ActionEdit, func(ctx context.Context, tx database.Tx) error {
		if step.Day == "" {
			return faultDay("day", "Nhập ngày", "Enter the day")
		}
		if step.Day > s.today() {
			return faultFuture()
		}
		known, err := s.peoples(ctx, tenant, step.Day)
		if err != nil {
			return err
		}
		return fn(ctx, &changing{Service: s, tx: tx, day: step.Day, cause: cause, reason: step.Reason, peoples: known})
	})
}

// change is changes of one household at the revision that its author saw.
func (s *Service) change(ctx context.Context, tenant, id, cause string, step Step, fn func(ctx context.Context, c *changing, f *folio) error) (h Household, err error) {
	err = s.changes(ctx, tenant, cause, step, func(ctx context.Context, c *changing) error {
		list, err := c.take(ctx, id)
		if err != nil {
			return err
		}
		f := list[0]
		if err := c.takes(ctx, f, step.Revision); err != nil {
			return err
		}
		if err := fn(ctx, c, f); err != nil {
			return err
		}
		if err := c.settle(ctx, f); err != nil {
			return err
		}
		h = f.Household
		return nil
	})
	return h, err
}

// take locks households with their members.
func (c *changing) take(ctx context.Context, ids ...string) (list []*folio, err error) {
	rows, err := c.store.lockHouseholds(ctx, c.tx, ids...)
	for _, h := range rows {
		f := &folio{Household: h}
		if f.members, err = c.store.present(ctx, c.tx, h.ID); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, err
}

// takes lets the actor change the household as it was when they saw it (revision 0:
// they state none, because they look at another one).
func (c *changing) takes(ctx context.Context, f *folio, revision int) error {
	if err := c.allowed(ctx, ActionView, f.Unit); err != nil {
		return faultNoHousehold()
	}
	if err := c.allowed(ctx, ActionEdit, f.Unit); err != nil {
		return err
	}
	if revision != 0 && f.Revision != revision {
		return faultChanged()
	}
	if f.State != StateHere {
		return faultGone(f.Household)
	}
	return c.since(ctx, f)
}

// since refuses a day on which the household was not here, or after which it was
// away for a time.
func (c *changing) since(ctx context.Context, f *folio) error {
	list, err := c.store.spells(ctx, c.tx, f.ID)
	if err != nil {
		return err
	}
	var first declared.Date
	for _, p := range list {
		if p.From == p.To {
			continue
		}
		if p.State != StateHere {
			first = ""
		} else if first == "" {
			first = p.From
		}
	}
	if c.day < first {
		return faultEarlier(first)
	}
	return nil
}

// settle makes the household's row and its history say what its members now are.
func (c *changing) settle(ctx context.Context, f *folio) error {
	if err := c.describe(f); err != nil {
		return err
	}
	if err := c.ended(ctx, f); err != nil {
		return err
	}
	if err := c.follow(ctx, f); err != nil {
		return err
	}
	f.Revision++
	f.UpdatedAt = c.now()
	if err := c.store.updateHousehold(ctx, c.tx, f.Household); err != nil {
		return err
	}
	return c.tell(ctx, f)
}

// describe takes over what the row repeats of the members for lists and search.
func (c *changing) describe(f *folio) error {
	heads := 0
	for _, m := range f.members {
		if m.Relation == RelationHead {
			heads++
		}
	}
	switch {
	case f.State != StateHere:
	case heads == 0:
		return faultHeadNeeded()
	case heads > 1:
		return faultTwoHeads()
	default:
		m := f.members[f.head()]
		f.Head, f.HeadBirth, f.FemaleHead = m.Name, m.BirthYear(), m.Female
		f.Minority, f.Onsite = c.peoples.minority(m.Ethnic), c.peoples.onsite(m.Ethnic)
	}
	f.Persons = len(f.members)
	f.Folded = text.Fold(f.Code + " " + f.Head)
	return nil
}

// ended refuses a household's end before something that is known of its members.
func (c *changing) ended(ctx context.Context, f *folio) error {
	if f.State == StateHere {
		return nil
	}
	last, err := c.store.lastMembersDay(ctx, c.tx, f.ID)
	if err == nil && c.day < last {
		err = faultEarlier(last)
	}
	return err
}

// follow closes what was so of the household and begins what is so now, when that
// differs.
func (c *changing) follow(ctx context.Context, f *folio) error {
	last, there, err := c.store.lastSpell(ctx, c.tx, f.ID)
	if err != nil {
		return err
	}
	next := f.spell(c.day, c.cause, c.reason)
	if there {
		if last.same(next) {
			return nil
		}
		if c.cause == CauseCorrect {
			next.From = max(last.From, c.wrongSince)
		}
		if next.From < last.From {
			return faultEarlier(last.From)
		}
		if last.To == "" {
			if err := c.store.closeSpell(ctx, c.tx, last, next.From); err != nil {
				return err
			}
		}
	}
	next.Seq = last.Seq + 1
	return c.store.addSpell(ctx, c.tx, next)
}

// tell leaves the change in the audit: what it was, without names and numbers.
func (c *changing) tell(ctx context.Context, f *folio) error {
	return c.Audit.Record(ctx, c.tx, audit.Entry{Action: c.cause, Object: "household", ObjectID: f.ID, Reason: c.reason,
		After: map[string]any{"code": f.Code, "unit": f.Unit, "village": f.Village, "class": f.Class, "persons": f.Persons, "state": f.State,
			"day": c.day, "revision": f.Revision}})
}

// alter ends a member's row and begins the next: from the change's day on, or, when
// what it said was wrong, from its own first day.
func (c *changing) alter(ctx context.Context, f *folio, i int, next Member) error {
	m := f.members[i]
	from, why := c.day, EndedChanged
	if c.cause == CauseCorrect {
		from, why, c.wrongSince = m.From, EndedCorrected, m.From
	}
	if from < m.From {
		return faultEarlier(m.From)
	}
	if err := c.store.closeMember(ctx, c.tx, m, from, why); err != nil {
		return err
	}
	next.From, next.To, next.Ended = from, "", ""
	next.Folded = text.Fold(next.Name)
	var err error
	if next.Seq, err = c.store.addMember(ctx, c.tx, next); err != nil {
		return err
	}
	f.members[i] = next
	return nil
}

// enter begins a member's row in the household on the change's day.
func (c *changing) enter(ctx context.Context, f *folio, m Member) error {
	last, there, err := c.store.lastRow(ctx, c.tx, m.Person)
	if err != nil {
		return err
	}
	if there && c.day < max(last.From, last.To) {
		return faultEarlier(max(last.From, last.To))
	}
	m.TenantID, m.Household, m.From, m.To, m.Ended, m.Folded = f.TenantID, f.ID, c.day, "", "", text.Fold(m.Name)
	for _, other := range f.members {
		m.Position = max(m.Position, other.Position+1)
	}
	if m.Seq, err = c.store.addMember(ctx, c.tx, m); err != nil {
		return err
	}
	f.members = append(f.members, m)
	return nil
}

// leave ends a member's row on the change's day and returns it as it was.
func (c *changing) leave(ctx context.Context, f *folio, i int, why string) (Member, error) {
	m := f.members[i]
	if c.day < m.From {
		return m, faultEarlier(m.From)
	}
	if err := c.store.closeMember(ctx, c.tx, m, c.day, why); err != nil {
		return m, err
	}
	f.members = slices.Delete(slices.Clone(f.members), i, i+1)
	if why == EndedMoved {
		return m, nil
	}
	return m, c.store.releaseCitizens(ctx, c.tx, m.Person)
}

// relate gives the members the relations that are stated, by person; a person that
// is not named keeps what it has, except a former head, who becomes "other".
func (c *changing) relate(ctx context.Context, f *folio, head string, relations map[string]Relation) error {
	for i, m := range f.members {
		want := m.Relation
		if r, stated := relations[m.Person]; stated && r != "" {
			want = r
		}
		switch {
		case m.Person == head:
			want = RelationHead
		case want == RelationHead:
			want = RelationOther
		}
		if want == m.Relation {
			continue
		}
		next := m
		next.Relation = want
		if err := c.alter(ctx, f, i, next); err != nil {
			return err
		}
	}
	return nil
}
