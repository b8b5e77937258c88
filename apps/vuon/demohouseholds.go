package main

import (
	"context"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// madeUp is said on every page and below every form of the demonstration.
const madeUp = "Số liệu minh họa, không có người thật"

// demoAtOnce is how many districts are loaded at the same time.
const demoAtOnce = 2

// stageHouseholds makes up the households of every district and lets its people
// review them. What a district does on a day is one transaction: begun again after
// a stop it goes on with what was not done.
func (d *deployment) stageHouseholds(ctx context.Context, clk *stagedClock) error {
	defer clk.set(time.Time{})
	districts, err := d.demoDistricts(ctx)
	if err != nil {
		return err
	}
	for _, day := range demoReviewDays() {
		clk.set(day.at)
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(demoAtOnce)
		for _, at := range districts {
			group.Go(func() error { return at.work(ctx, day) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	if err := d.stagePresentReview(ctx, clk); err != nil {
		return err
	}
	debug.FreeOSMemory() // what was made up is in the database now
	return nil
}

// demoDistricts are the districts whose reviews are not all there. Every tenant's
// data is marked as made up.
func (d *deployment) demoDistricts(ctx context.Context) (list []*demoDistrict, err error) {
	tenants, err := d.tenants.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range tenants {
		if err := d.markMadeUp(ctx, t.ID); err != nil {
			return nil, err
		}
		if t.Kind == policy.KindProvince {
			continue
		}
		at, err := d.demoDistrict(ctx, t)
		if err != nil {
			return nil, err
		}
		done, err := at.recognised(ctx)
		if err != nil {
			return nil, err
		}
		if !done {
			list = append(list, at)
		}
	}
	return list, nil
}

func (d *deployment) markMadeUp(ctx context.Context, tenant string) error {
	said, err := d.remark(ctx, tenant)
	if err != nil || said != "" {
		return err
	}
	return d.tenants.Set(ctx, tenant, tenancy.DataNotice, madeUp)
}
