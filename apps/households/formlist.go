package households

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/documents/form"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// masked stands where a sensitive field is not shown.
const masked = "•••"

// listing is a list of persons (form 14 or 15) before it is read.
type listing struct {
	s           *Service
	of          FormOf
	name        forms.UnitName
	units       []tenancy.Unit
	preliminary bool
	peoples     map[string]string // names of ethnic groups by code
}

// listing prepares a list for whoever holds the action in all of its communes. A
// province has none: it reads sums and no households.
func (s *Service) listing(ctx context.Context, tx database.Tx, tenant string, f FormOf, action string) (*listing, error) {
	at, err := s.Tenants.Tenant(ctx, tenant)
	if err != nil {
		return nil, err
	}
	if at.Kind == provinceKind || forms.ListedClass(f.Number) == "" {
		return nil, faultNoForm(f.Number)
	}
	units, err := s.formUnits(ctx, at, &f, action)
	if err != nil {
		return nil, err
	}
	if _, err := s.store.round(ctx, tx, f.round()); err != nil {
		return nil, err
	}
	l := &listing{s: s, of: f, units: units, name: forms.UnitName{Code: at.Code, Name: at.Name, Level: forms.District}}
	if f.Unit != "" {
		l.name = forms.UnitName{Code: units[0].Code, Name: units[0].Name, Level: forms.Commune}
	}
	var data figures
	if data.states, err = s.store.communeStates(ctx, tx, sumsQuery{round: f.round(), year: f.Year}); err != nil {
		return nil, err
	}
	l.preliminary = data.preliminary(units)
	groups, err := s.Catalogue.EthnicGroups(ctx, f.day().Time())
	l.peoples = make(map[string]string, len(groups))
	for _, g := range groups {
		l.peoples[g.Code] = g.Name
	}
	return l, err
}

// form is the list, read a commune at a time while it is drawn: inside the
// transaction.
func (l *listing) form(ctx context.Context, tx database.Tx, mask bool) form.Form {
	return forms.List(l.of.Number, l.of.Year, l.name, l.preliminary, l.households(ctx, tx, mask))
}

func (l *listing) households(ctx context.Context, tx database.Tx, mask bool) iter.Seq2[forms.Listed, error] {
	return func(yield func(forms.Listed, error) bool) {
		for _, u := range l.units {
			rows, err := l.s.store.listedMembers(ctx, tx, l.of, u.ID)
			if err != nil {
				yield(forms.Listed{}, fmt.Errorf("read list: %w", err))
				return
			}
			for block := range blocks(rows) {
				if !yield(l.block(u, block, mask), nil) {
					return
				}
			}
		}
	}
}

// blocks cuts the members, which come in order, by household.
func blocks(rows []listedRow) iter.Seq[[]listedRow] {
	return func(yield func([]listedRow) bool) {
		for from := 0; from < len(rows); {
			to := from + 1
			for to < len(rows) && rows[to].Household == rows[from].Household {
				to++
			}
			if !yield(rows[from:to]) {
				return
			}
			from = to
		}
	}
}

// block is a household of the list. Masked, it says nothing of anybody's ethnicity.
func (l *listing) block(u tenancy.Unit, rows []listedRow, mask bool) forms.Listed {
	first := rows[0]
	h := forms.Listed{Village: first.VillageName, Kind: first.Kind, Merit: first.Merit, NoLabour: first.NoLabour, Onsite: first.Onsite && !mask, Supports: first.Supports}
	if l.of.Unit == "" {
		h.Village = u.Name + " – " + first.VillageName
	}
	for _, r := range rows {
		m := forms.ListedMember{Name: r.Name, BirthYear: r.BirthYear, Female: r.Female, Ethnic: l.peoples[r.Ethnic],
			Relation: strings.ToLower(r.Relation.Title().In(i18n.Vietnamese))}
		if mask {
			m.Ethnic = masked
		}
		h.Members = append(h.Members, m)
	}
	return h
}

// formName names a form in the audit: "15/2024", "15/2024/24697".
func formName(f FormOf) string {
	return strings.TrimSuffix(fmt.Sprintf("%d/%d/%s", f.Number, f.Year, f.Unit), "/")
}

// listedRow is a member of a household that a list names.
type listedRow struct {
	Household   string        `bun:"household"`
	VillageName string        `bun:"village_name"`
	Kind        classify.Kind `bun:"kind"`
	Merit       bool          `bun:"merit"`
	NoLabour    bool          `bun:"no_labour"`
	Onsite      bool          `bun:"onsite"`
	Supports    classify.Set  `bun:"supports"`
	Name        string        `bun:"name"`
	BirthYear   int           `bun:"birth_year"`
	Female      bool          `bun:"female"`
	Ethnic      string        `bun:"ethnic"`
	Relation    Relation      `bun:"relation"`
}
