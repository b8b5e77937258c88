package households

import (
	"context"
	"time"

	"vuon/apps/catalogue"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// Terms are the days and shares that a tenant's reviews keep, and the holidays
// over which working days are counted.
type Terms struct {
	tenancy.HouseholdReview

	Holidays []catalogue.Holiday
}

// terms reads what holds for the tenant.
func (s *Service) terms(ctx context.Context, tenant string) (t Terms, err error) {
	if t.HouseholdReview, err = s.Tenants.HouseholdReview(ctx, tenant); err != nil {
		return t, err
	}
	t.Holidays, err = s.Catalogue.Holidays(ctx)
	return t, err
}

// after is the n-th working day after d, which itself does not count (Bộ luật Dân
// sự 2015, Điều 147).
func (t Terms) after(d declared.Date, n int) declared.Date {
	return declared.DateOf(catalogue.WorkingDays(t.Holidays, d.Time(), n))
}

// before is the n-th working day before d.
func (t Terms) before(d declared.Date, n int) declared.Date {
	for n > 0 {
		if d = plusDays(d, -1); catalogue.WorkingDay(t.Holidays, d.Time()) {
			n--
		}
	}
	return d
}

// What no rule sets, for the reminders alone: working days from the opening to the
// end of the list, and those kept free for the meetings.
const (
	listingDays = 10
	meetingDays = 5
)

// due is the day by which the commune should go on: where the rules set a term,
// its end, before that the last day from which all that follows is still done when
// the review closes; "" when nothing is left to do.
func (t Terms) due(r Round, c Commune) declared.Date {
	submit := r.ClosesOn // the last day on which the results may go on
	if r.asksDistrict() {
		submit = t.before(r.ClosesOn, t.OpinionDays+1)
	}
	post := t.before(submit, t.PostingDays+1)
	switch c.Stage {
	case Listing:
		return min(t.after(r.OpensOn, listingDays), post)
	case Reviewing:
		return t.before(post, meetingDays)
	case Meeting:
		return post
	case Rechecking:
		return t.after(c.RecheckedOn, t.RecheckDays)
	case Posted:
		return submit
	case Submitted:
		return t.after(c.SubmittedOn, t.OpinionDays)
	case Opined:
		return r.ClosesOn
	}
	return ""
}

// late reports whether the day is over.
func late(due, today declared.Date) bool { return due != "" && today > due }

// daysBetween is how many days lie from a to b; negative when b is before a.
func daysBetween(a, b declared.Date) int {
	return int(b.Time().Sub(a.Time()).Round(24*time.Hour) / (24 * time.Hour))
}
