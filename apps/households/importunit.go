package households

import (
	"context"
	"fmt"
	"strings"

	"vuon/platform/fault"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// stranger tells what is expected instead of a code that is none of the tenant's
// communes on the review's day: whose it is, and what it means in another time of
// these communes.
func (im *importing) stranger(ctx context.Context, code string) (string, error) {
	if said, known := im.strange[code]; known {
		return said, nil
	}
	if im.kin == nil {
		if err := im.kindred(ctx); err != nil {
			return "", err
		}
	}
	means, err := im.elsewhere(ctx, code)
	if err != nil {
		return "", err
	}
	if u, ours := im.kin[code]; ours {
		once, err := im.once(ctx, u)
		if err != nil {
			return "", err
		}
		means += once
	}
	im.strange[code] = fmt.Sprintf("mã của một xã thuộc đơn vị vào ngày %s%s", dateText(im.round.AsOf), means)
	return im.strange[code], nil
}

// kindred gathers what the communes were made of and what they became, by code, as
// far as their lineage is known.
func (im *importing) kindred(ctx context.Context) error {
	im.kin = map[string]tenancy.Unit{}
	if err := im.trace(func(u tenancy.Unit) ([]tenancy.Unit, error) {
		if u.ValidFrom == "" {
			return nil, nil
		}
		return im.Tenants.Predecessors(ctx, u.ID, u.ValidFrom.Before().Time())
	}); err != nil {
		return err
	}
	return im.trace(func(u tenancy.Unit) ([]tenancy.Unit, error) {
		if u.ValidTo == "" {
			return nil, nil
		}
		return im.Tenants.Successors(ctx, u.ID, u.ValidTo.Time().AddDate(0, 0, 1))
	})
}

// trace follows the communes one way through time. It does not turn round: what else
// a successor was made of is no kin.
func (im *importing) trace(step func(tenancy.Unit) ([]tenancy.Unit, error)) error {
	seen, left := map[string]bool{}, make([]tenancy.Unit, 0, len(im.units))
	for _, code := range sortedKeys(im.units) {
		left = append(left, im.units[code])
	}
	for len(left) > 0 {
		u := left[0]
		if left = left[1:]; seen[u.ID] {
			continue
		}
		seen[u.ID] = true
		if _, now := im.units[u.Code]; !now {
			im.kin[u.Code] = u
		}
		further, err := step(u)
		if err != nil {
			return err
		}
		left = append(left, further...)
	}
	return nil
}

// once tells when a unit of the communes' lineage was there, and which of them it is
// on the review's day.
func (im *importing) once(ctx context.Context, u tenancy.Unit) (string, error) {
	walk := im.Tenants.Predecessors
	if u.ValidTo != "" && u.ValidTo < im.round.AsOf {
		walk = im.Tenants.Successors
	}
	then, err := walk(ctx, u.ID, im.round.AsOf.Time())
	if err != nil {
		return "", err
	}
	said := " (" + u.Code + " là " + u.Name
	if u.ValidFrom != "" {
		said += " từ ngày " + dateText(u.ValidFrom)
	}
	if u.ValidTo != "" {
		said += " đến ngày " + dateText(u.ValidTo)
	}
	var names []string
	for _, t := range then {
		if _, ours := im.units[t.Code]; ours {
			names = append(names, t.Name+", mã "+t.Code)
		}
	}
	if len(names) > 0 {
		said += "; vào ngày rà soát là " + strings.Join(names, "; ")
	}
	return said + ")", nil
}

// elsewhere tells what a code is on the review's day, or today, beyond the tenant.
func (im *importing) elsewhere(ctx context.Context, code string) (string, error) {
	for _, day := range []declared.Date{im.round.AsOf, im.today()} {
		u, err := im.Tenants.UnitByCode(ctx, code, day.Time())
		switch {
		case err != nil && fault.From(err).Kind == fault.NotFound:
		case err != nil:
			return "", err
		default:
			return fmt.Sprintf(" (%s là %s vào ngày %s, không thuộc đơn vị)", code, u.Name, dateText(day)), nil
		}
	}
	return "", nil
}
