package households

import (
	"context"
	"encoding/json"
	"errors"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
)

// EntryConflict is the fault of a change that was based on an older form: what
// stands there now.
type EntryConflict struct {
	Theirs Entry
}

// Error implements error.
func (c *EntryConflict) Error() string { return faultStale().Error() }

// Unwrap makes it the fault result_changed.
func (c *EntryConflict) Unwrap() error { return faultStale() }

// SaveEntry writes a household's form: the result, its members and the sums in one
// transaction. A change whose client name is known already is answered as it was
// answered then. Faults: those of Entry, entry_closed, household_wrong with the
// fields, *EntryConflict.
func (s *Service) SaveEntry(ctx context.Context, tenant string, c EntryChange) (saved Saved, err error) {
	if !isUUID(c.Client) {
		return Saved{}, faultNoClient()
	}
	c.Sheet = c.Sheet.tidy()
	err = s.writes(ctx, tenant, ActionEnter, func(ctx context.Context, tx database.Tx) error {
		t, err := s.turn(ctx, tx, c.Round, c.Household, true)
		if err != nil {
			return err
		}
		saved.Again, err = s.sentBefore(ctx, tx, c)
		if err == nil && !saved.Again {
			err = s.enter(ctx, tx, t, c)
		}
		saved.Entry = t.Entry
		return err
	})
	return saved, err
}

// sentBefore tells whether the change is on the server already.
func (s *Service) sentBefore(ctx context.Context, tx database.Tx, c EntryChange) (bool, error) {
	before, there, err := s.store.entryOf(ctx, tx, c.Client)
	if err != nil || !there {
		return false, err
	}
	if account, _ := who(ctx); before.Account != account || before.Round != c.Round || before.Household != c.Household {
		return false, faultNoClient()
	}
	return true, nil
}

// enter does what the sheet says.
func (s *Service) enter(ctx context.Context, tx database.Tx, t *entryTurn, c EntryChange) error {
	if c.Revision != t.Revision {
		return &EntryConflict{t.Entry}
	}
	unscored := c.Sheet.score(t.Scores)
	f, wrong := c.Sheet.read(t.peoples, func(d *Details) wrongs { return checkDetails(d, s.today()) })
	if err := append(unscored, wrong...).fault(); err != nil {
		return err
	}
	if err := s.enterMembers(ctx, tx, t, f.Members); err != nil {
		return err
	}
	before := t.Result
	if err := t.take(f, s.peopleOf(t)); err != nil {
		return err
	}
	t.Result.Answers = nil
	if answers := c.Sheet.answers(); len(answers) > 0 {
		raw, err := json.Marshal(answers)
		if err != nil {
			return err
		}
		t.Result.Answers = raw
	}
	now := s.now()
	account, actor := who(ctx)
	t.Result.Entered, t.Result.EnteredAt, t.Result.EnteredBy = true, &now, account
	if t.Result.Reviewer == "" {
		t.Result.Reviewer = account
	}
	var err error
	if t.Result, err = s.saveResult(ctx, tx, t.Result); err != nil {
		return err
	}
	row := entryRow{TenantID: database.Tenant(ctx), Client: c.Client, Round: c.Round, Household: c.Household, Revision: t.Result.Revision,
		Account: account, Actor: actor, Offline: c.Offline, At: now}
	if err := s.store.addEntry(ctx, tx, row); err != nil {
		return err
	}
	if err := s.record(ctx, tx, ActionEnter, "household", t.Household.ID, factsOf(before), factsOf(t.Result), ""); err != nil {
		return err
	}
	return s.show(ctx, tx, t)
}

// take takes over what the sheet says into the result, and classifies it.
func (t *entryTurn) take(f filled, people []classify.Person) error {
	r := &t.Result
	opening, wasPoor, wasNearPoor := r.Facts.Opening, r.Facts.WasPoor, r.Facts.WasNearPoor
	r.Facts = f.Facts
	r.Facts.Opening, r.Facts.WasPoor, r.Facts.WasNearPoor = opening, wasPoor, wasNearPoor
	r.Causes, r.Supports, r.Merit, r.NoLabour, r.People = f.Causes, f.Supports, f.Merit, f.NoLabour, people
	return r.judge(t.Standard)
}

// factsOf is a result as the audit keeps it, without persons and without what tells
// of their health: nutrition and illness.
func factsOf(r Result) map[string]any {
	if !r.Entered {
		return map[string]any{"round": r.Round, "entered": false}
	}
	return map[string]any{"round": r.Round, "class": r.Outcome.Class, "kind": r.Outcome.Kind, "b1": r.Facts.B1, "deprived": shownLacks(r.Facts.Deprived, false),
		"causes": shownCauses(r.Causes, false), "supports": r.Supports, "movement": r.Facts.Movement, "revision": r.Revision}
}

// peopleOf are the members as the forms count them, the head first.
func (s *Service) peopleOf(t *entryTurn) []classify.Person {
	out := make([]classify.Person, 0, len(t.members))
	for _, m := range t.members {
		out = append(out, classify.Person{Age: max(m.Age(t.Round.AsOf), 0), Female: m.Female, Ethnic: m.Ethnic, Minority: t.peoples.minority(m.Ethnic),
			Onsite: t.peoples.onsite(m.Ethnic), Disabled: m.Disabled, Insured: m.Insured, InSchool: m.InSchool, Malnourished: m.Malnourished})
	}
	return out
}

// enterMembers brings the registry up to what the sheet says of the members. Who
// is not on the sheet stays as they are.
func (s *Service) enterMembers(ctx context.Context, tx database.Tx, t *entryTurn, stated []sheetMember) error {
	c := &changing{Service: s, tx: tx, day: s.today(), cause: CauseEdit, reason: t.Round.Title().VI, peoples: t.peoples}
	f := &folio{Household: t.Household, members: t.members}
	changed := false
	for _, m := range stated {
		did, err := c.enterMember(ctx, f, m)
		if err != nil {
			return beside(err, m.Person)
		}
		changed = changed || did
	}
	if !changed {
		return nil
	}
	if err := c.settle(ctx, f); err != nil {
		return err
	}
	var err error
	t.Household = f.Household
	t.members, err = s.store.present(ctx, tx, t.Household.ID)
	return err
}

// enterMember brings one member up to the sheet and reports whether it changed.
func (c *changing) enterMember(ctx context.Context, f *folio, m sheetMember) (bool, error) {
	i, err := f.member(m.Person)
	switch {
	case err != nil && m.End != "": // came and went between two forms
		return false, nil
	case err != nil:
		return true, c.newcomer(ctx, f, m)
	case m.End != "":
		_, err := c.leave(ctx, f, i, m.End)
		return true, err
	}
	next := f.members[i]
	next.Details = m.Details
	if next.Details == f.members[i].Details && m.Citizen == "" {
		return false, nil
	}
	if m.Citizen != "" {
		if err := c.claim(ctx, &next, m.Citizen); err != nil {
			return false, err
		}
	}
	return true, c.alter(ctx, f, i, next)
}

// newcomer enters somebody new under the id that the form gave. One who is in another
// household comes by a split or a merger, not here.
func (c *changing) newcomer(ctx context.Context, f *folio, m sheetMember) error {
	if _, there, err := c.store.lastRow(ctx, c.tx, m.Person); err != nil {
		return err
	} else if there {
		return faultNoMember()
	}
	return c.join(ctx, f, Member{TenantID: f.TenantID, Person: m.Person, Details: m.Details}, m.Citizen)
}

// beside puts the fields of a member's fault where the form has them.
func beside(err error, person string) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind == fault.Internal || len(f.Fields) == 0 {
		return err
	}
	moved := *f
	moved.Fields = nil
	for _, at := range f.Fields {
		at.Name = field(person, at.Name)
		moved.Fields = append(moved.Fields, at)
	}
	return &moved
}

func faultNoClient() *fault.Error {
	return fault.New(fault.Malformed, "bad_client", "Phiếu gửi lên thiếu mã nhận biết. Hãy tải lại trang rồi gửi lại.",
		"The form came without its own name. Reload the page and send it again.")
}
