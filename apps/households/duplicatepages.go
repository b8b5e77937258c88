package households

import (
	"net/url"

	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) duplicatesPage(r *web.Request) error { return s.showDuplicates(r, nil) }

// showDuplicates shows the pairs of a commune who are likely one person.
func (s *Service) showDuplicates(r *web.Request, refusal error) error {
	units, err := s.placesOf(r, ActionEdit, "")
	if err != nil {
		return err
	}
	unit, there := oneUnit(r, units)
	m := views.Duplicates{Path: registryBase(r) + "/duplicates", Units: communeOptions(units, unit.Code), Unit: unit.Name, Today: dateText(s.dayHere(r)), Err: refusal}
	if there {
		pairs, _, err := s.Duplicates(r.Context(), r.Tenant().ID, unit.Code)
		if err != nil {
			return err
		}
		villages, err := s.villageNames(r)
		if err != nil {
			return err
		}
		for _, p := range pairs[:min(len(pairs), 100)] {
			m.Pairs = append(m.Pairs, pairView(r, p, unit.Code, villages))
		}
	}
	p := ui.Page{Title: i18n.T("Những người có thể bị ghi trùng", "Who is likely entered twice"), Subtitle: i18n.T(unit.Name, ""), Crumbs: []ui.Crumb{registryCrumb(r)},
		Active: registryBase(r), Wide: true, Styles: registryStyles(), Help: "officer#duplicates"}
	if refusal != nil {
		p.Status = formHead(r, p.Title, nil, refusal).Status
	}
	return r.Page(p, views.DuplicatesPage(m))
}

func pairView(r *web.Request, p Pair, unit string, villages map[string]string) views.Pair {
	base := registryBase(r)
	twin := func(l Likeness) views.Twin {
		return views.Twin{Name: l.Name, Relation: l.Relation.Title().In(r.Lang()), Born: l.Birth.Time().Format("2006"), Sex: sexWord(r, l.Female), Village: villages[l.Village],
			Household: l.Code, Href: base + "/" + l.Household, Numbered: l.Numbered, Person: l.Person}
	}
	query := "?unit=" + url.QueryEscape(unit)
	return views.Pair{A: twin(p.A), B: twin(p.B), Heads: p.A.Relation == RelationHead && p.B.Relation == RelationHead,
		MergeAB: base + "/" + p.A.Household + "/merge?into=" + p.B.Household, MergeBA: base + "/" + p.B.Household + "/merge?into=" + p.A.Household,
		JoinPath: base + "/duplicates/join" + query, ApartPath: base + "/duplicates/apart" + query}
}

func (s *Service) postJoin(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		_, err = s.JoinPersons(r.Context(), r.Tenant().ID, step, r.Form("stays"), r.Form("goes"))
	}
	return s.afterPair(r, err, i18n.T("Đã ghi là một người.", "Recorded as one person."))
}

func (s *Service) postApart(r *web.Request) error {
	err := s.Apart(r.Context(), r.Tenant().ID, r.Form("a"), r.Form("b"))
	return s.afterPair(r, err, i18n.T("Đã ghi là hai người khác nhau.", "Recorded as two persons."))
}

func (s *Service) afterPair(r *web.Request, err error, notice i18n.Text) error {
	if err != nil {
		if refusedForm(err) {
			return s.showDuplicates(r, err)
		}
		return err
	}
	return r.RedirectWith(registryBase(r)+"/duplicates?unit="+url.QueryEscape(r.Query("unit")), notice)
}
