package main

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// The review that goes on in the demonstration: the regular one of the last month
// in which the districts were there, in one commune.
const (
	presentOf     = "krong-no"
	presentIn     = "24697" // Xã Nam Đà
	presentRound  = "2025-06"
	presentListed = 60 // households on the list at most, of which every third is entered
)

// stagePresentReview leaves work to do: a list, whose villages are given to the
// commune's reviewer, and which is entered in part.
func (d *deployment) stagePresentReview(ctx context.Context, clk *stagedClock) error {
	defer clk.set(time.Time{})
	officer, err := d.as(ctx, "officer-"+presentIn+"@"+presentOf)
	if err != nil {
		return err
	}
	reviewer, err := d.as(ctx, "reviewer-"+presentIn+"@"+presentOf)
	if err != nil {
		return err
	}
	h := d.apps.households
	if _, err := h.Round(officer, presentOf, presentRound); err != nil {
		if !isNotFound(err) {
			return err
		}
		clk.set(time.Date(2025, 6, 16, 8, 0, 0, 0, i18n.Zone()))
		if err := d.listPresent(ctx, officer, reviewer); err != nil {
			return err
		}
	}
	list, _, err := h.ToReview(officer, presentOf, presentRound, presentIn, "", database.Page{Limit: presentListed})
	if err != nil {
		return err
	}
	for _, l := range list {
		if l.Entered {
			return nil
		}
	}
	clk.set(time.Date(2025, 6, 19, 14, 0, 0, 0, i18n.Zone()))
	return d.db.InTenant(reviewer, presentOf, func(ctx context.Context, _ database.Tx) error {
		for i, l := range list {
			if i%3 > 0 {
				continue
			}
			if err := d.enterPresent(ctx, l.Household); err != nil {
				return err
			}
		}
		return nil
	})
}

// listPresent opens the review and makes the commune's list, all or nothing.
func (d *deployment) listPresent(ctx, officer, reviewer context.Context) error {
	labour, err := d.as(ctx, "labour@"+presentOf)
	if err != nil {
		return err
	}
	who, _ := identity.From(officer)
	account, _ := identity.From(reviewer)
	h := d.apps.households
	return d.db.InTenant(labour, presentOf, func(ctx context.Context, _ database.Tx) error {
		if _, err := h.OpenRegular(ctx, presentOf, 2025, time.June); err != nil {
			return err
		}
		ctx = identity.With(ctx, who)
		villages := map[string]bool{}
		for _, class := range []classify.Class{classify.Poor, classify.NearPoor, classify.Escaped} {
			list, _, err := h.Households(ctx, presentOf, households.Filter{Unit: presentIn, Class: class}, database.Page{Limit: presentListed / 3})
			if err != nil {
				return err
			}
			for _, one := range list {
				if err := h.AddToList(ctx, presentOf, presentRound, presentIn, one.ID); err != nil {
					return err
				}
				villages[one.Village] = true
			}
		}
		for village := range villages {
			if err := h.Assign(ctx, presentOf, presentRound, presentIn, village, []string{account.Account}); err != nil {
				return err
			}
		}
		return h.CloseList(ctx, presentOf, presentRound, presentIn)
	})
}

// enterPresent fills in a household's form: what the last review found, with a
// little more income.
func (d *deployment) enterPresent(ctx context.Context, household string) error {
	h := d.apps.households
	e, err := h.Entry(ctx, presentOf, presentRound, household)
	if err != nil {
		return err
	}
	b1 := 0
	if e.Household.B1 != nil {
		b1 = *e.Household.B1
	}
	e.Sheet["b1"] = strconv.Itoa(b1 + 5)
	for n := range e.Household.Deprived.All() {
		e.Sheet["t"+strconv.Itoa(n)] = "1"
	}
	for n := range e.Household.Causes.All() {
		e.Sheet["n"+strconv.Itoa(n)] = "1"
	}
	client := uuid.NewSHA1(uuid.NameSpaceURL, []byte(presentRound+"/"+household)).String()
	_, err = h.SaveEntry(ctx, presentOf, households.EntryChange{Round: presentRound, Household: household, Revision: e.Revision, Client: client, Sheet: e.Sheet})
	return err
}
