package households

import (
	"context"
	"errors"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// offlineMost is how many households a package holds: more than a village has.
const offlineMost = 1000

// Taken is what a device takes along of a village.
type Taken struct {
	Place      TakenPlace       `json:"place"`
	Households []TakenHousehold `json:"households"`
}

// TakenPlace is a village with the rules by which its households are classified.
type TakenPlace struct {
	Round    string        `json:"round"`
	Title    string        `json:"title"`
	Village  string        `json:"village"`
	Name     string        `json:"name"`
	Standard TakenStandard `json:"standard"`
}

// TakenStandard is the poverty standard as data.
type TakenStandard struct {
	ID     string                   `json:"id"`
	Urban  bool                     `json:"urban"`
	B1Max  int                      `json:"b1_max"`
	B2Poor int                      `json:"b2_poor"`
	Points [classify.Indicators]int `json:"points"`
}

// TakenHousehold is a household with its sheet.
type TakenHousehold struct {
	Household string `json:"household"`
	Code      string `json:"code"`
	Head      string `json:"head"`
	Last      string `json:"last"` // what the review before found
	Revision  string `json:"revision"`
	Entered   bool   `json:"entered"`
	Sheet     Sheet  `json:"sheet"`
}

// TakeAlong is a village's households for a device that will have no network, with
// their sensitive fields and without citizen numbers; it stands in the audit.
func (s *Service) TakeAlong(ctx context.Context, tenant, round, village string) (t Taken, err error) {
	err = s.reads(ctx, tenant, ActionEnter, func(ctx context.Context, tx database.Tx) error {
		place, err := s.entryPlace(ctx, tx, round, village)
		if err != nil {
			return err
		}
		if place.Count > offlineMost {
			return faultTooMany()
		}
		r, err := s.store.round(ctx, tx, round)
		if err != nil {
			return err
		}
		if t.Place, err = s.takenPlace(ctx, r, place); err != nil {
			return err
		}
		known, err := s.peoples(ctx, tenant, r.AsOf)
		if err != nil {
			return err
		}
		t.Households, err = s.takenHouseholds(ctx, tx, place, known)
		return err
	})
	return t, err
}

func (s *Service) takenPlace(ctx context.Context, r Round, p EntryPlace) (t TakenPlace, err error) {
	unit, err := s.Tenants.Unit(ctx, p.Unit)
	if err != nil {
		return t, err
	}
	standards, err := s.standards(ctx, r.AsOf)
	if err != nil {
		return t, err
	}
	of := standards.Of(unit)
	return TakenPlace{Round: r.ID, Title: r.Title().In(i18n.From(ctx)), Village: p.Village, Name: p.Name,
		Standard: TakenStandard{ID: of.ID, Urban: of.Urban, B1Max: of.B1Max, B2Poor: of.B2Poor, Points: of.Points}}, nil
}

func (s *Service) takenHouseholds(ctx context.Context, tx database.Tx, p EntryPlace, known peoples) ([]TakenHousehold, error) {
	results, err := s.store.results(ctx, tx, p.Round, p.Unit, p.Village)
	if err != nil {
		return nil, err
	}
	households, err := s.store.householdsOf(ctx, tx, p.Round, p.Village)
	if err != nil {
		return nil, err
	}
	members, err := s.store.membersOfAll(ctx, tx, p.Round, p.Village)
	if err != nil {
		return nil, err
	}
	out, codes := make([]TakenHousehold, 0, len(results)), []string{}
	for _, r := range results {
		h := households[r.Household]
		out = append(out, TakenHousehold{Household: h.ID, Code: h.Code, Head: h.Head, Last: lastTime(h), Revision: entryRevision(r, h),
			Entered: r.Entered, Sheet: sheetOf(r, members[h.ID], known, h)})
		codes = append(codes, h.Code)
	}
	return out, s.record(ctx, tx, ActionReveal, "village", p.Village, nil, map[string]any{"round": p.Round, "name": p.Name, "households": codes},
		"Lấy hộ về máy để rà soát khi không có mạng")
}

// Answer is what became of an entry that a device sent.
type Answer struct {
	Client   string            `json:"client"`
	Status   string            `json:"status"` // saved, same, conflict, refused
	Revision string            `json:"revision,omitempty"`
	Sheet    Sheet             `json:"sheet,omitempty"`
	Theirs   *Theirs           `json:"theirs,omitempty"`
	Faults   map[string]string `json:"faults,omitempty"` // by field; "": of the whole
}

// Theirs is the version that somebody else saved meanwhile.
type Theirs struct {
	Revision string `json:"revision"`
	Who      string `json:"who"`
	When     string `json:"when"`
	Sheet    Sheet  `json:"sheet"`
}

// Receive saves what a device sends: each entry on its own, so that one that is
// refused keeps no other. An error is none of the entries': what was saved before
// it is answered as the same when it is sent again.
func (s *Service) Receive(ctx context.Context, tenant string, list []EntryChange) ([]Answer, error) {
	answers := make([]Answer, 0, len(list))
	for _, c := range list {
		c.Offline = true
		saved, err := s.SaveEntry(ctx, tenant, c)
		a, err := answerOf(ctx, c, saved, err)
		if err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	return answers, nil
}

func answerOf(ctx context.Context, c EntryChange, saved Saved, err error) (Answer, error) {
	if conflict, ok := errors.AsType[*EntryConflict](err); ok {
		return conflictOf(ctx, c, conflict.Theirs), nil
	}
	if err != nil {
		f := fault.From(err)
		switch f.Kind {
		case fault.Invalid, fault.Conflict, fault.NotFound, fault.Malformed, fault.Forbidden:
			return Answer{Client: c.Client, Status: "refused", Faults: faultsOf(ctx, f)}, nil
		}
		return Answer{}, err
	}
	status := "saved"
	if saved.Again {
		status = "same"
	}
	return Answer{Client: c.Client, Status: status, Revision: saved.Revision, Sheet: saved.Sheet}, nil
}

// conflictOf answers with the other version, unless both say the same.
func conflictOf(ctx context.Context, c EntryChange, e Entry) Answer {
	mine := c.Sheet.tidy()
	differ := false
	for _, name := range bothNames(mine, e.Sheet) {
		differ = differ || mine[name] != e.Sheet[name]
	}
	if !differ && e.Result.Entered {
		return Answer{Client: c.Client, Status: "same", Revision: e.Revision, Sheet: e.Sheet}
	}
	theirs := &Theirs{Revision: e.Revision, Who: e.By, Sheet: e.Sheet}
	if e.At != nil {
		theirs.When = i18n.DateTime(*e.At)
	}
	if theirs.Who == "" {
		theirs.Who = i18n.Say(ctx, "Sổ hộ", "The registry")
	}
	return Answer{Client: c.Client, Status: "conflict", Theirs: theirs}
}

func faultsOf(ctx context.Context, f *fault.Error) map[string]string {
	if len(f.Fields) == 0 {
		return map[string]string{"": f.Message.In(i18n.From(ctx))}
	}
	out := map[string]string{}
	for _, at := range f.Fields {
		out[at.Name] = at.Message.In(i18n.From(ctx))
	}
	return out
}

func faultTooMany() *fault.Error {
	return fault.New(fault.Invalid, "too_many_households", "Thôn này có quá nhiều hộ cho một máy. Đề nghị cán bộ xã chia nhỏ danh sách.",
		"The village has too many households for one device. Ask the commune's officer to divide the list.")
}

func faultOtherUser() *fault.Error {
	return fault.New(fault.Conflict, "other_user", "Máy này giữ phiếu của một người khác. Người đó phải đăng nhập rồi gửi.",
		"This device keeps the forms of somebody else. They must sign in and send them.")
}

func faultTooManyEntries() *fault.Error {
	return fault.New(fault.Invalid, "too_many_entries", "Mỗi lần gửi nhiều nhất 50 phiếu. Hãy chia nhỏ rồi gửi lại.",
		"At most 50 forms at once. Divide them and send again.")
}
