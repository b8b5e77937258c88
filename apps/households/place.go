package households

import (
	"context"
	"slices"
	"strings"

	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// codeOf is the statistics office's code of a unit's key: the last of its path.
func codeOf(unit string) string { return unit[strings.LastIndexByte(unit, '-')+1:] }

// urban tells where the urban standard holds: phường, thị trấn (Nghị định
// 07/2021/NĐ-CP, Điều 3).
func urban(u tenancy.Unit) bool { return u.Kind == tenancy.Ward || u.Kind == tenancy.Township }

// units are the communes that the tenant covered on a day ("": its Day), by code.
func (s *Service) units(ctx context.Context, tenant string, day declared.Date) ([]tenancy.Unit, error) {
	if day == "" {
		at, err := s.Tenants.Day(ctx, tenant)
		if err != nil {
			return nil, err
		}
		return s.Tenants.Units(ctx, tenant, at)
	}
	return s.Tenants.Units(ctx, tenant, day.Time())
}

// unit is the commune that a code means to the tenant on a day (fault commune_unknown).
func (s *Service) unit(ctx context.Context, tenant, code string, day declared.Date) (tenancy.Unit, error) {
	list, err := s.units(ctx, tenant, day)
	if err != nil {
		return tenancy.Unit{}, err
	}
	i := slices.IndexFunc(list, func(u tenancy.Unit) bool { return u.Code == code || u.ID == code })
	if i < 0 {
		return tenancy.Unit{}, fault.New(fault.NotFound, "commune_unknown", "Không có xã mang mã "+code+" trong đơn vị vào ngày này.",
			"There is no commune with the code "+code+" here on that day.")
	}
	return list[i], nil
}

// communes narrows units to those in which the context's actor holds the action.
func (s *Service) communes(ctx context.Context, action string, list []tenancy.Unit) []tenancy.Unit {
	return slices.DeleteFunc(slices.Clone(list), func(u tenancy.Unit) bool { return s.allowed(ctx, action, u.ID) != nil })
}

// scope are the keys of the communes to which the actor's grants limit an action;
// nil when nothing does.
func (s *Service) scope(ctx context.Context, tenant, action string, day declared.Date) ([]string, error) {
	scopes, err := s.Policy.Scopes(ctx, action)
	if err != nil || slices.ContainsFunc(scopes, identity.Scope.Whole) {
		return nil, err
	}
	list, err := s.units(ctx, tenant, day)
	if err != nil {
		return nil, err
	}
	keys := []string{}
	for _, u := range list {
		if slices.ContainsFunc(scopes, func(sc identity.Scope) bool { return slices.Contains(sc.Units, u.Code) }) {
			keys = append(keys, u.ID)
		}
	}
	return keys, nil
}
