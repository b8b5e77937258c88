package households

import (
	"context"
	"fmt"
	"slices"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// Entry is a household's form in a review: what is known of it, and whether the
// actor may fill it in now.
type Entry struct {
	Round     Round
	Unit      tenancy.Unit
	Village   string // its name
	Household Household
	Result    Result
	Sheet     Sheet
	Standard  classify.Standard
	Scores    *catalogue.ScoreTable // of B1; nil where none is loaded
	Revision  string                // of the form: what a change must name
	By        string                // who saved it last, "" where it came another way
	At        *time.Time
}

// EntryChange is a form that somebody filled in.
type EntryChange struct {
	Round, Household string
	Revision         string // that it was based on
	Client           string // a UUID that names this change: sent twice it counts once
	Sheet            Sheet
	Offline          bool // brought by the offline application
}

// Saved is what became of a change.
type Saved struct {
	Entry
	Again bool // it was there already
}

// entryTurn is an entry while somebody works on it.
type entryTurn struct {
	Entry
	peoples peoples
	members []Member
}

// Entry opens a household's form, with its sensitive fields: the first time of a
// day stands in the audit. Faults: household_unknown, round_unknown, not_listed,
// not_assigned.
func (s *Service) Entry(ctx context.Context, tenant, round, household string) (e Entry, err error) {
	err = s.reads(ctx, tenant, ActionEnter, func(ctx context.Context, tx database.Tx) error {
		t, err := s.turn(ctx, tx, round, household, false)
		if err != nil {
			return err
		}
		e = t.Entry
		return s.noteOpening(ctx, tx, e.Household)
	})
	return e, err
}

// turn reads an entry for whoever may fill it in; lock keeps others from changing
// it, and the commune from going on to its meeting. The commune is locked first,
// as by every step of its review.
func (s *Service) turn(ctx context.Context, tx database.Tx, round, household string, lock bool) (t *entryTurn, err error) {
	t = &entryTurn{}
	if t.Round, err = s.store.round(ctx, tx, round); err != nil {
		return nil, err
	}
	if !isUUID(household) {
		return nil, faultNoHousehold()
	}
	there := false
	if t.Result, there, err = s.store.result(ctx, tx, round, household); err != nil {
		return nil, err
	}
	if !there {
		return nil, faultNotListed()
	}
	if err := s.mayEnter(ctx, tx, t.Result, lock); err != nil {
		return nil, err
	}
	if t.Household, err = s.entryHousehold(ctx, tx, household, lock); err != nil {
		return nil, err
	}
	if lock {
		if t.Result, _, err = s.store.lockResult(ctx, tx, round, household); err != nil {
			return nil, err
		}
	}
	return t, s.fillTurn(ctx, tx, t)
}

func (s *Service) entryHousehold(ctx context.Context, tx database.Tx, id string, lock bool) (Household, error) {
	if !lock {
		return s.store.household(ctx, tx, id)
	}
	list, err := s.store.lockHouseholds(ctx, tx, id)
	if err != nil {
		return Household{}, err
	}
	return list[0], nil
}

// fillTurn adds what the form shows.
func (s *Service) fillTurn(ctx context.Context, tx database.Tx, t *entryTurn) (err error) {
	tenant := database.Tenant(ctx)
	if t.Unit, err = s.unit(ctx, tenant, t.Result.Unit, t.Round.AsOf); err != nil {
		return err
	}
	standards, err := s.standards(ctx, t.Round.AsOf)
	if err != nil {
		return err
	}
	t.Standard = standards.Of(t.Unit)
	if t.Scores, err = s.scoreTable(ctx, t.Entry); err != nil {
		return err
	}
	if t.peoples, err = s.peoples(ctx, tenant, t.Round.AsOf); err != nil {
		return err
	}
	if t.Village, err = s.store.villageName(ctx, tx, t.Result.Village); err != nil {
		return err
	}
	return s.show(ctx, tx, t)
}

// show makes the entry's sheet of what now is.
func (s *Service) show(ctx context.Context, tx database.Tx, t *entryTurn) (err error) {
	if t.members, err = s.store.present(ctx, tx, t.Household.ID); err != nil {
		return err
	}
	t.Sheet = sheetOf(t.Result, t.members, t.peoples, t.Household)
	t.Revision = entryRevision(t.Result, t.Household)
	t.At = t.Result.EnteredAt
	t.By, err = s.store.entryActor(ctx, tx, t.Result)
	return err
}

// entryRevision changes with the result and with the household's members.
func entryRevision(r Result, h Household) string { return fmt.Sprintf("%d.%d", r.Revision, h.Revision) }

// mayEnter lets in commune officers, who keep the list, and the reviewers of the
// village, while the review takes entries. Faults: not_assigned, entry_closed.
func (s *Service) mayEnter(ctx context.Context, tx database.Tx, r Result, lock bool) error {
	if err := s.allowed(ctx, ActionEnter, r.Unit); err != nil {
		return err
	}
	if s.allowed(ctx, ActionList, r.Unit) != nil {
		account, _ := who(ctx)
		mine, err := s.store.assigned(ctx, tx, r.Round, r.Village, account)
		if err != nil {
			return err
		}
		if !mine {
			return faultNotAssigned()
		}
	}
	state, err := s.store.entryState(ctx, tx, r.Round, r.Unit, lock)
	if err != nil {
		return err
	}
	if !slices.Contains(enterable(), state) {
		return faultEntryClosed()
	}
	if state == string(Rechecking) {
		about, err := s.store.rechecked(ctx, tx, r.Round, r.Household)
		if err == nil && !about {
			err = faultNotRechecked()
		}
		return err
	}
	return nil
}

// enterable are the states of a commune's review in which forms are filled in.
func enterable() []string { return []string{"listing", "reviewing", "rechecking"} }

// noteOpening leaves in the audit that the actor had the household's sensitive
// fields before them, once a day.
func (s *Service) noteOpening(ctx context.Context, tx database.Tx, list ...Household) error {
	account, _ := who(ctx)
	for _, h := range list {
		first, err := s.store.addOpening(ctx, tx, account, h.ID, s.today())
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := s.record(ctx, tx, ActionReveal, "household", h.ID, nil, map[string]any{"code": h.Code, "day": s.today()},
			i18n.T("Mở phiếu rà soát", "Review form opened").VI); err != nil {
			return err
		}
	}
	return nil
}

func faultNotListed() *fault.Error {
	return fault.New(fault.NotFound, "not_listed", "Hộ này chưa có trong danh sách rà soát. Đề nghị cán bộ xã đưa hộ vào danh sách trước.",
		"The household is not on the list to be reviewed. Ask the commune's officer to put it there first.")
}

func faultNotAssigned() *fault.Error {
	return fault.New(fault.Forbidden, "not_assigned", "Thôn này được phân công cho rà soát viên khác. Đề nghị cán bộ xã phân công lại nếu cần.",
		"The village is assigned to another reviewer. Ask the commune's officer to assign it to you.")
}

func faultEntryClosed() *fault.Error {
	return fault.New(fault.Conflict, "entry_closed", "Xã đã kết thúc nhập phiếu của đợt này. Chỉ sửa được khi phúc tra hoặc khi xã đưa về rà soát lại.",
		"The commune has ended entering in this review. It opens again with a re-check, or when the commune goes back to reviewing.")
}
