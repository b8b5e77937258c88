package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/households"
	"vuon/apps/households/population"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

// demoReviewYears are the years whose periodic review the demonstration has.
func demoReviewYears() []int { return []int{2023, 2024} }

// demoReviewDay is a day on which the communes that are at a stage take a step.
type demoReviewDay struct {
	year int
	at   time.Time
	from households.Stage // "": the results come, for all communes
	step func(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error
}

// demoReviewDays are the periodic reviews of the years, from the results to the
// recognition, on days as the rules ask.
func demoReviewDays() (days []demoReviewDay) {
	for _, year := range demoReviewYears() {
		on := func(month time.Month, day int) time.Time { return time.Date(year, month, day, 9, 0, 0, 0, i18n.Zone()) }
		recognised := population.Recognised(year)
		days = append(days, demoReviewDay{year, on(11, 6), "", nil},
			demoReviewDay{year, on(11, 8), households.Listing, demoList},
			demoReviewDay{year, on(11, 14), households.Reviewing, demoReviewed},
			demoReviewDay{year, on(11, 20), households.Meeting, demoMeetings},
			demoReviewDay{year, on(11, 27), households.Posted, demoSubmission},
			demoReviewDay{year, on(12, 4), households.Submitted, demoOpinion},
			demoReviewDay{year, on(recognised.Month(), recognised.Day()), households.Opined, demoRecognition})
	}
	return days
}

// demoDistrict is a district of the demonstration while its reviews are made.
type demoDistrict struct {
	*deployment

	tenant tenancy.Tenant
	units  []tenancy.Unit
	people map[string]identity.Actor // by the name before the @
}

func (d *deployment) demoDistrict(ctx context.Context, t tenancy.Tenant) (*demoDistrict, error) {
	at := &demoDistrict{deployment: d, tenant: t, people: map[string]identity.Actor{}}
	var err error
	if at.units, err = d.tenants.Units(ctx, t.ID, demoDay(12, 14)); err != nil {
		return nil, err
	}
	names := []string{"labour", "chair", "vicechair"}
	for _, u := range at.units {
		names = append(names, "officer-"+u.Code, "commune-"+u.Code)
	}
	for _, name := range names {
		as, err := d.as(ctx, name+"@"+t.ID)
		if err != nil {
			return nil, err
		}
		at.people[name], _ = identity.From(as)
	}
	return at, nil
}

// by is a context in which one of the district's people acts.
func (at *demoDistrict) by(ctx context.Context, name string) context.Context {
	return identity.With(ctx, at.people[name])
}

// recognised tells whether the last of the reviews is finished in all communes.
func (at *demoDistrict) recognised(ctx context.Context) (bool, error) {
	years := demoReviewYears()
	list, err := at.board(ctx, strconv.Itoa(years[len(years)-1]))
	for _, s := range list {
		if s.Commune.Stage != households.Recognised {
			return false, err
		}
	}
	return len(list) > 0, err
}

// board is how the communes stand in a review; none when it was not begun.
func (at *demoDistrict) board(ctx context.Context, round string) ([]households.Standing, error) {
	_, list, err := at.apps.households.Board(at.by(ctx, "labour"), at.tenant.ID, round)
	if fault.CodeOf(err) == "round_unknown" {
		return nil, nil
	}
	return list, err
}

// work does what a day asks, as far as it was not done.
func (at *demoDistrict) work(ctx context.Context, day demoReviewDay) error {
	round := strconv.Itoa(day.year)
	list, err := at.board(ctx, round)
	if err != nil {
		return err
	}
	if day.from == "" {
		if len(list) > 0 {
			return nil
		}
		return at.report(ctx, day.year)
	}
	if !slices.ContainsFunc(list, func(s households.Standing) bool { return s.Commune.Stage == day.from }) {
		return nil
	}
	return at.db.InTenant(ctx, at.tenant.ID, func(ctx context.Context, _ database.Tx) error {
		for _, s := range list {
			if s.Commune.Stage != day.from {
				continue
			}
			if err := day.step(ctx, at, round, s.Unit); err != nil {
				return err
			}
		}
		if day.from != households.Opined {
			return nil
		}
		return at.read(ctx)
	})
}

// read lets everybody have read what they were told in a review that is over.
func (at *demoDistrict) read(ctx context.Context) error {
	for _, who := range at.people {
		if err := at.notify.ReadAll(ctx, at.tenant.ID, who.Account); err != nil {
			return err
		}
	}
	return nil
}

// report brings what the reviewers of a year found out, as a workbook would.
func (at *demoDistrict) report(ctx context.Context, year int) error {
	profile, known := population.ProfileOf(at.tenant.Code)
	if !known {
		return nil
	}
	onsite, err := at.onsite(ctx)
	if err != nil {
		return err
	}
	district := population.District{Code: at.tenant.Code, Onsite: onsite}
	for _, u := range at.units {
		district.Units = append(district.Units, population.Unit{Code: u.Code, Name: u.Name, Urban: u.Kind == tenancy.Ward || u.Kind == tenancy.Township})
	}
	book := population.New(district, profile).Book(year)
	report, err := at.apps.households.ImportBook(at.by(ctx, "labour"), at.tenant.ID, book, households.ImportOptions{Year: year})
	if err == nil && !report.Applied {
		err = fmt.Errorf("demonstration: the households of %s in %d have %d faults, the first %+v", at.tenant.ID, year, report.FaultCount, report.Faults[0])
	}
	return err
}

// onsite are the codes of the peoples that are at home in the district.
func (at *demoDistrict) onsite(ctx context.Context) (codes []string, err error) {
	var names []string
	if err := at.tenants.Setting(ctx, at.tenant.ID, tenancy.HouseholdsOnsite, &names); err != nil {
		return nil, err
	}
	groups, err := at.apps.catalogue.EthnicGroups(ctx, demoDay(12, 14))
	for _, name := range names {
		if g, known := catalogue.EthnicGroupOf(groups, name); known {
			codes = append(codes, g.Code)
		}
	}
	return codes, err
}
