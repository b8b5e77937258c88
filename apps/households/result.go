package households

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Result is what a review found out about a household: the row of phiếu B and C
// from which the forms count.
type Result struct {
	Round, Household string
	Unit             string // the commune's key
	Village          string
	Entered          bool   // false: on the list, nothing entered yet; it counts in no form
	ListedFor        string // managed, request, import, added
	Facts            classify.Facts
	Causes, Supports classify.Set
	Merit, NoLabour  bool
	People           []classify.Person // the head first
	Outcome          classify.Outcome
	Standard         string // of the catalogue
	Answers          json.RawMessage
	Reviewer         string // account
	EnteredAt        *time.Time
	EnteredBy        string // account
	Revision         int    // 0: not saved yet
}

// Case is the result as the forms count it.
func (r Result) Case() forms.Case {
	return forms.Case{Unit: r.Unit, Village: r.Village, Facts: r.Facts, Outcome: r.Outcome, Causes: r.Causes, Supports: r.Supports,
		Merit: r.Merit, NoLabour: r.NoLabour, People: r.People}
}

// counted are the measures in which the result counts, and how much in each.
func (r Result) counted() (measures, amounts []int16) {
	if !r.Entered || r.Outcome.Class == "" {
		return []int16{}, []int16{}
	}
	return forms.Count(r.Case())
}

// saveResult writes a household's result and takes what changed over into the sums
// of its village and commune. A revision that is not the present one is the fault
// result_changed; 0 is a result that is not there yet.
func (s *Service) saveResult(ctx context.Context, tx database.Tx, r Result) (Result, error) {
	before, there, err := s.store.lockResult(ctx, tx, r.Round, r.Household)
	if err != nil {
		return Result{}, err
	}
	if there && before.Revision != r.Revision || !there && r.Revision != 0 {
		return Result{}, faultStale()
	}
	r.Revision++
	if err := s.store.putResult(ctx, tx, r); err != nil {
		return Result{}, err
	}
	sums := newTally(r.Round)
	if there {
		measures, amounts := before.counted()
		sums.remove(before.Unit, before.Village, measures, amounts)
	}
	sums.add(r)
	return r, s.store.addSums(ctx, tx, sums)
}

// judge classifies the result's facts by the standard of its commune on the
// review's day. Faults: standard_missing, facts_wrong with the field.
func (r *Result) judge(standard classify.Standard) error {
	outcome, err := classify.Of(standard, r.Facts)
	r.Outcome, r.Standard = outcome, standard.ID
	return factsFault(err)
}

func factsFault(err error) error {
	wrong := func(field, vi, en string) error {
		return fault.New(fault.Invalid, "facts_wrong", vi, en).At(field, vi, en)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, classify.ErrScore):
		return wrong("b1", "Điểm B1 là số nguyên từ 0 đến 1000.", "B1 is a whole number from 0 to 1000.")
	case errors.Is(err, classify.ErrDeprived):
		return wrong("deprived", "Chỉ số thiếu hụt từ 1 đến 12.", "Deprivations are numbered 1 to 12.")
	case errors.Is(err, classify.ErrOpening):
		return wrong("opening", "Hãy chọn phân loại đầu kỳ.", "Choose the class at the beginning.")
	case errors.Is(err, classify.ErrAverage):
		return wrong("average", "Hộ nghèo, hộ cận nghèo không thể đồng thời có mức sống trung bình.", "A poor or near-poor household has no average living standard.")
	case errors.Is(err, classify.ErrNoStandard):
		return faultNoStandard("khu vực này")
	}
	return err
}

// Standards are the poverty standards that hold on a day, by area.
type Standards struct{ rural, urban classify.Standard }

// Of is the standard of a commune.
func (s Standards) Of(u tenancy.Unit) classify.Standard {
	if urban(u) {
		return s.urban
	}
	return s.rural
}

// standards reads the poverty standards of a day from the catalogue.
func (s *Service) standards(ctx context.Context, day declared.Date) (Standards, error) {
	var out Standards
	list, err := s.Catalogue.Standards(ctx, day.Time())
	if err != nil {
		return out, err
	}
	indicators, err := s.Catalogue.Indicators(ctx, day.Time())
	if err != nil {
		return out, err
	}
	var points [classify.Indicators]int
	for _, i := range indicators {
		if i.Number >= 1 && i.Number <= classify.Indicators {
			points[i.Number-1] = i.Points
		}
	}
	for _, c := range list {
		standard := classify.Standard{ID: c.ID, Urban: c.Area == "urban", MinDeprivations: c.MinDeprivations, Points: points, Source: c.Source, Article: c.Article}
		if c.B1Max != nil && c.B2Poor != nil {
			standard.B1Max, standard.B2Poor = *c.B1Max, *c.B2Poor
		}
		if standard.Urban {
			out.urban = standard
		} else {
			out.rural = standard
		}
	}
	return out, nil
}
