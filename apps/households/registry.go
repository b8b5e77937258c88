package households

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Group is a group of households that a list can be narrowed to.
type Group string

// The groups. Those of the head's people are sensitive.
const (
	GroupMerit    Group = "merit"
	GroupNoLabour Group = "no_labour"
	GroupFemale   Group = "female_head"
	GroupMinority Group = "minority"
	GroupOnsite   Group = "onsite"
)

// Filter narrows the list of households; empty fields do not.
type Filter struct {
	Query    string // head, code, village or commune without regard to case and diacritics; or a citizen number
	Unit     string // the commune's code
	Village  string // id
	Class    classify.Class
	Deprived int // an indicator, 1 to 12
	Cause    int // 1 to 8
	Group    Group
	State    State         // "" is StateHere
	On       declared.Date // as it was on that day; "" now
	Round    string        // those that a review knows, as it found them …
	Measures []string      // … and that count in one of these (forms.Measure)
	Reason   string        // why a list that tells what is masked is needed
}

// sensitive reports whether the list itself would tell what is masked: of which
// people somebody is, who is ill or malnourished.
func (f Filter) sensitive() bool {
	return f.Group == GroupMinority || f.Group == GroupOnsite || f.Deprived == 3 || f.Cause == 7 || slices.ContainsFunc(f.Measures, tellsMasked)
}

// narrowed is a filter with everything that the query needs.
type narrowed struct {
	Filter
	units    []string // keys; nil: all
	named    []string // keys of communes whose names the query means
	citizen  []byte   // keyed hash, when the query is a citizen number
	measures []int16
	today    declared.Date
}

// Households reads the registry in the order of communes and villages; next is the
// cursor of the rest. It sees the communes of the actor's grants. A list that would
// tell what is masked needs the right to reveal it and a reason, and is audited;
// fault reason_missing.
func (s *Service) Households(ctx context.Context, tenant string, f Filter, p database.Page) (list []Household, next string, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		n, err := s.narrow(ctx, tenant, f)
		if err != nil {
			return err
		}
		if f.sensitive() {
			what := map[string]any{"unit": f.Unit, "group": f.Group, "deprived": f.Deprived, "cause": f.Cause, "round": f.Round, "measures": f.Measures, "further": p.After != ""}
			if err := s.revealList(ctx, tx, "registry", "list", what, f.Reason); err != nil {
				return err
			}
		}
		list, next, err = s.store.households(ctx, tx, n, p)
		return err
	})
	return list, next, err
}

// ClassCount is how many households of a list are of a class.
type ClassCount struct {
	Class classify.Class `bun:"class"`
	N     int            `bun:"n"`
}

// CountHouseholds counts what Households lists, by class, under the same conditions;
// it is Households that leaves the trace.
func (s *Service) CountHouseholds(ctx context.Context, tenant string, f Filter) (list []ClassCount, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		n, err := s.narrow(ctx, tenant, f)
		if err != nil {
			return err
		}
		if f.sensitive() {
			if err := s.Policy.Authorise(ctx, ActionReveal); err != nil {
				return err
			}
			if _, err := why(f.Reason); err != nil {
				return err
			}
		}
		list, err = s.store.countHouseholds(ctx, tx, n)
		return err
	})
	return list, err
}

// narrow resolves what the filter names: communes within the actor's scope, a
// citizen number, measures.
func (s *Service) narrow(ctx context.Context, tenant string, f Filter) (n narrowed, err error) {
	n = narrowed{Filter: f, today: s.today()}
	if n.On != "" {
		n.today = n.On
	}
	if n.units, err = s.scope(ctx, tenant, ActionView, f.On); err != nil {
		return n, err
	}
	if f.sensitive() {
		reveals, err := s.scope(ctx, tenant, ActionReveal, f.On)
		if err != nil {
			return n, err
		}
		n.units = both(n.units, reveals)
	}
	if f.Unit != "" {
		unit, err := s.unit(ctx, tenant, f.Unit, f.On)
		if err != nil {
			return n, err
		}
		n.units = both(n.units, []string{unit.ID})
	}
	if n.measures, err = measuresNamed(f.Measures); err != nil {
		return n, err
	}
	switch digits := strings.ReplaceAll(f.Query, " ", ""); {
	case isCitizen(digits):
		n.citizen = s.Personal.Hash(tenant, citizenUse, digits)
	case f.Query != "":
		n.named, err = s.unitsCalled(ctx, tenant, f)
	}
	return n, err
}

// unitsCalled are the keys of communes whose name holds the query.
func (s *Service) unitsCalled(ctx context.Context, tenant string, f Filter) (keys []string, err error) {
	list, err := s.units(ctx, tenant, f.On)
	for _, u := range list {
		if strings.Contains(text.Fold(u.Name), text.Fold(f.Query)) {
			keys = append(keys, u.ID)
		}
	}
	return keys, err
}

func measuresNamed(names []string) (list []int16, err error) {
	for _, name := range names {
		found := int16(0)
		for m := 1; m <= forms.Measures(); m++ {
			if forms.Measure(m).String() == name {
				found = int16(m)
			}
		}
		if found == 0 {
			return nil, fault.New(fault.Invalid, "measure_unknown", "Không có chỉ tiêu "+strconv.Quote(name)+".", "There is no measure "+strconv.Quote(name)+".")
		}
		list = append(list, found)
	}
	return list, nil
}

// Household reads one household as it is now. Fault household_unknown, also where
// the actor may not see it.
func (s *Service) Household(ctx context.Context, tenant, id string) (h Household, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		h, err = s.seen(ctx, tx, id)
		return err
	})
	return h, err
}

// seen reads a household that the actor may see.
func (s *Service) seen(ctx context.Context, tx database.Tx, id string) (Household, error) {
	h, err := s.store.household(ctx, tx, id)
	if err != nil {
		return h, err
	}
	if s.allowed(ctx, ActionView, h.Unit) != nil {
		return Household{}, faultNoHousehold()
	}
	return h, nil
}

// Members reads the members that a household had on a day ("": now), the head
// first, in the caller's transaction, which has authorised that.
func (s *Service) Members(ctx context.Context, tx database.Tx, household string, day declared.Date) ([]Member, error) {
	if day == "" {
		return s.store.present(ctx, tx, household)
	}
	return s.store.membersOn(ctx, tx, household, day)
}
