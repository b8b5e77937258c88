package households

import (
	"context"

	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
)

// Behind asks for the households that make a figure of a form: those of a year's
// periodic review that count in one of the measures.
type Behind struct {
	Year     int
	Unit     string // code of a commune; "" the actor's communes
	Village  string // id; "" all
	Measures []forms.Measure
	Reason   string // why households are needed whose list tells what is masked
}

// Counted is a household behind a figure, as the review found it.
type Counted struct {
	Household string `json:"household"`
	Code      string `json:"code"`
	Head      string `json:"head"`
	Unit      string `json:"unit"` // code of the commune
	UnitName  string `json:"unit_name"`
	Village   string `json:"village"`
	Class     string `json:"class"`
	Persons   int    `json:"persons"`
}

// BehindFigure lists the households behind a figure, by commune and name, as far as
// the actor may see them; a list that tells what is masked, as far as he may reveal
// it, for a reason. Faults: measure_unknown, commune_unknown, bad_cursor,
// reason_missing.
func (s *Service) BehindFigure(ctx context.Context, tenant string, q Behind, page database.Page) (list []Counted, next string, err error) {
	if len(q.Measures) == 0 {
		return nil, "", faultNoMeasure()
	}
	for _, m := range q.Measures {
		if m < 1 || int(m) > forms.Measures() {
			return nil, "", faultNoMeasure()
		}
	}
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		units, err := s.behindUnits(ctx, tenant, q)
		if err != nil || len(units) == 0 {
			return err
		}
		if tellMasked(q.Measures) {
			what := map[string]any{"year": q.Year, "unit": q.Unit, "village": q.Village, "measures": q.Measures, "further": page.After != ""}
			if err := s.revealList(ctx, tx, "form", "behind", what, q.Reason); err != nil {
				return err
			}
		}
		names, keys := map[string]tenancy.Unit{}, make([]string, 0, len(units))
		for _, u := range units {
			names[u.ID], keys = u, append(keys, u.ID)
		}
		rows, err := s.store.behind(ctx, tx, q, keys, page)
		if err != nil {
			return err
		}
		if len(rows) > page.Size() {
			rows = rows[:page.Size()]
			last := rows[len(rows)-1]
			next = database.Cursor(last.Unit, last.Folded, last.Household)
		}
		for _, r := range rows {
			u := names[r.Unit]
			list = append(list, Counted{Household: r.Household, Code: r.Code, Head: r.Head, Unit: u.Code, UnitName: u.Name, Village: r.Village,
				Class: r.Class, Persons: r.Persons})
		}
		return nil
	})
	return list, next, err
}

func (s *Service) behindUnits(ctx context.Context, tenant string, q Behind) ([]tenancy.Unit, error) {
	day, action := FormOf{Year: q.Year}.day(), ActionView
	if tellMasked(q.Measures) {
		action = ActionReveal
	}
	if q.Unit == "" {
		units, err := s.units(ctx, tenant, day)
		return s.communes(ctx, action, units), err
	}
	u, err := s.unit(ctx, tenant, q.Unit, day)
	if err != nil {
		return nil, err
	}
	return []tenancy.Unit{u}, s.allowed(ctx, action, u.ID)
}

func faultNoMeasure() *fault.Error {
	return fault.New(fault.NotFound, "measure_unknown", "Không có chỉ tiêu này trong các biểu.", "No form counts that.")
}
