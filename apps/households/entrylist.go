package households

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// EntryPlaces lists the villages whose forms the actor may fill in now, the newest
// review first.
func (s *Service) EntryPlaces(ctx context.Context, tenant string) (list []EntryPlace, err error) {
	err = s.reads(ctx, tenant, ActionEnter, func(ctx context.Context, tx database.Tx) error {
		list, err = s.entryPlaces(ctx, tx)
		return err
	})
	return list, err
}

func (s *Service) entryPlaces(ctx context.Context, tx database.Tx) ([]EntryPlace, error) {
	units, err := s.units(ctx, database.Tenant(ctx), "")
	if err != nil {
		return nil, err
	}
	var whole []string // communes whose list the actor keeps
	for _, u := range s.communes(ctx, ActionEnter, units) {
		if s.allowed(ctx, ActionList, u.ID) == nil {
			whole = append(whole, u.ID)
		}
	}
	account, _ := who(ctx)
	list, err := s.store.entryPlaces(ctx, tx, account, whole, enterable())
	return slices.DeleteFunc(list, func(p EntryPlace) bool { return s.allowed(ctx, ActionEnter, p.Unit) != nil }), err
}

// entryPlace finds a village among those that the actor may fill in (fault
// village_not_yours).
func (s *Service) entryPlace(ctx context.Context, tx database.Tx, round, village string) (EntryPlace, error) {
	list, err := s.entryPlaces(ctx, tx)
	if err != nil {
		return EntryPlace{}, err
	}
	i := slices.IndexFunc(list, func(p EntryPlace) bool { return p.Round == round && p.Village == village })
	if i < 0 {
		return EntryPlace{}, faultNotYours()
	}
	return list[i], nil
}

// EntryLines lists the households of a village that the actor may fill in.
func (s *Service) EntryLines(ctx context.Context, tenant, round, village string) (list []EntryLine, err error) {
	err = s.reads(ctx, tenant, ActionEnter, func(ctx context.Context, tx database.Tx) error {
		if _, err := s.entryPlace(ctx, tx, round, village); err != nil {
			return err
		}
		list, err = s.store.entryLines(ctx, tx, round, village)
		return err
	})
	return list, err
}

// NextEntry is the household of the village that is to be entered after this one,
// and round again; "" when all are.
func (s *Service) NextEntry(ctx context.Context, tenant string, e Entry) (string, error) {
	list, err := s.EntryLines(ctx, tenant, e.Round.ID, e.Result.Village)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(list, func(l EntryLine) bool { return l.Household == e.Household.ID })
	for _, l := range slices.Concat(list[at+1:], list[:max(at, 0)]) {
		if !l.Entered {
			return l.Household, nil
		}
	}
	return "", nil
}

// isUUID reports whether s is an id as the database writes it.
func isUUID(s string) bool {
	id, err := uuid.Parse(s)
	return err == nil && id.String() == s
}

func faultNotYours() *fault.Error {
	return fault.New(fault.NotFound, "village_not_yours", "Không có thôn này trong danh sách được phân công nhập phiếu, hoặc xã đã kết thúc nhập phiếu.",
		"The village is not among those whose forms you fill in, or the commune has ended entering.")
}
