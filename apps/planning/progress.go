package planning

import (
	"context"
	"math"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/apps/planning/planreader"
	"vuon/platform/documents/form"
)

// Progress is a target of a plan held against what the reviews found: the one before
// the plan's year and the one of it.
type Progress struct {
	Target        planreader.Target
	Class         classify.Class
	Before, After Found
}

// Found is what a year's review found of a target's households.
type Found struct {
	Year        int
	There       bool // there is a review
	Part, Whole int64
	Preliminary bool
}

// Rate is the rate in hundredths of a per cent; false without a review or without a
// population.
func (f Found) Rate() (hundredths int64, is bool) {
	if !f.There {
		return 0, false
	}
	return form.Rate(f.Part, f.Whole)
}

// Attainment says whether a target is reached.
type Attainment string

// The attainments; none while a figure is missing.
const (
	NotKnown Attainment = ""
	Attained Attainment = "attained"
	Short    Attainment = "short"
)

// measured reports whether the reviews measure the target, and of which class.
func measured(t planreader.Target) (classify.Class, bool) {
	switch households.PopulationGroup(t.Population) {
	case households.Everybody, households.EthnicMinority, households.OnsiteMinority:
	default:
		return "", false
	}
	switch t.Indicator {
	case "poor_rate":
		return classify.Poor, true
	case "near_poor_rate":
		return classify.NearPoor, true
	}
	return "", false
}

// Progress holds the targets of a year's plan against the reviews, those that the
// reviews measure, in the plan's order. Whoever may not see the sums of reviews gets
// nothing.
func (s *Service) Progress(ctx context.Context, tenant string, year int, targets []planreader.Target) (list []Progress, err error) {
	for _, t := range targets {
		if class, is := measured(t); is {
			list = append(list, Progress{Target: t, Class: class, Before: Found{Year: year - 1}, After: Found{Year: year}})
		}
	}
	if len(list) == 0 || s.Households == nil || !s.Policy.Can(ctx, households.ActionForms) {
		return nil, nil
	}
	sums, err := s.Households.Poverty(ctx, tenant, year-1, year)
	for _, y := range sums {
		for i := range list {
			list[i].find(y)
		}
	}
	return list, err
}

// find takes over what a year's review found.
func (p *Progress) find(y households.YearSums) {
	f := Found{Year: y.Year, There: true, Preliminary: y.Preliminary}
	f.Part, f.Whole = y.Rate(p.Class, households.PopulationGroup(p.Target.Population))
	if y.Year == p.After.Year {
		p.After = f
	} else {
		p.Before = f
	}
}

// Want is the target in hundredths of its unit.
func (p Progress) Want() int64 { return int64(math.Round(p.Target.Amount * 100)) }

// Got is what was reached, in hundredths of the target's unit: of a decrease how much
// less there is, of an increase how much more, else where it stands. False while a
// figure is missing.
func (p Progress) Got() (int64, bool) {
	if p.Target.Direction == "reach" {
		if p.Target.Unit == "count" {
			return p.After.Part * 100, p.After.There
		}
		return p.After.Rate()
	}
	less, is := p.less()
	if p.Target.Direction == "increase" {
		less = -less
	}
	return less, is
}

// less is by how much there is less than the year before: of a share in hundredths
// of a percentage point, of a number in hundredths of a household or, where the
// target is a part of the number, of a per cent.
func (p Progress) less() (int64, bool) {
	if !p.Before.There || !p.After.There {
		return 0, false
	}
	switch p.Target.Unit {
	case "count":
		return (p.Before.Part - p.After.Part) * 100, true
	case "percent":
		return form.Rate(p.Before.Part-p.After.Part, p.Before.Part)
	}
	before, is := p.Before.Rate()
	after, also := p.After.Rate()
	return before - after, is && also
}

// Attained is whether the target is reached. A rate of the poor that is to be reached
// is one to come down to.
func (p Progress) Attained() Attainment {
	got, is := p.Got()
	switch {
	case !is:
		return NotKnown
	case p.Target.Direction == "reach" && got <= p.Want(), p.Target.Direction != "reach" && got >= p.Want():
		return Attained
	}
	return Short
}
