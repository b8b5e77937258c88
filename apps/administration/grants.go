package administration

import (
	"context"
	"reflect"
	"slices"
	"time"

	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
)

// assignable is what may be given out in a tenant: roles, and the parts that
// bound them.
type assignable struct {
	Roles    []policy.Role
	Units    []tenancy.Unit
	Projects []string
}

func (s *Service) assignable(ctx context.Context, tenant string) (a assignable, err error) {
	t, err := s.Tenants.Tenant(ctx, tenant)
	if err != nil {
		return a, err
	}
	a.Roles = policy.RolesFor(t.Kind)
	if a.Units, err = s.Tenants.Units(ctx, tenant, time.Time{}); err != nil {
		return a, err
	}
	return a, s.Tenants.Setting(ctx, tenant, tenancy.PlanProjects, &a.Projects)
}

// bounded tells that the role is held for named communes: whoever stands below
// the district, where the tenant covers several.
func (a assignable) bounded(role policy.Role) bool {
	return role.Level == policy.LevelCommune && len(a.Units) > 1
}

// checkGrants refuses (fault bad_grants, a field for each fault) roles that
// cannot be held in the tenant, and parts that the tenant does not have. What is
// held already may stay as it is.
func (s *Service) checkGrants(ctx context.Context, tenant string, held, grants []identity.Grant) error {
	a, err := s.assignable(ctx, tenant)
	if err != nil {
		return err
	}
	bad := fault.New(fault.Invalid, "bad_grants", "Vai trò hoặc phạm vi chưa đúng.", "The roles or their scope are wrong.")
	if len(grants) == 0 {
		return bad.At("roles", "Chọn ít nhất một vai trò.", "Choose at least one role.")
	}
	for _, g := range grants {
		if !slices.ContainsFunc(held, func(h identity.Grant) bool { return reflect.DeepEqual(h, g) }) {
			bad = a.check(bad, g)
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (a assignable) check(bad *fault.Error, g identity.Grant) *fault.Error {
	at := slices.IndexFunc(a.Roles, func(r policy.Role) bool { return r.ID == g.Role })
	if at < 0 {
		return bad.At("roles", "Không có vai trò “"+g.Role+"” ở cấp này.", "There is no role \""+g.Role+"\" here.")
	}
	role := a.Roles[at]
	if a.bounded(role) && len(g.Scope.Units) == 0 {
		bad = bad.At("units:"+role.ID, "Chọn xã, thị trấn của vai trò “"+role.Title.VI+"”.", "Choose the communes of \""+role.Title.EN+"\".")
	}
	for _, code := range g.Scope.Units {
		if !slices.ContainsFunc(a.Units, func(u tenancy.Unit) bool { return u.Code == code }) {
			bad = bad.At("units:"+role.ID, "Địa bàn không có xã mã “"+code+"”.", "The tenant has no commune \""+code+"\".")
		}
	}
	for _, code := range g.Scope.Projects {
		if !slices.Contains(a.Projects, code) {
			bad = bad.At("projects:"+role.ID, "Địa bàn không thực hiện dự án “"+code+"”.", "The tenant does not carry out the project \""+code+"\".")
		}
	}
	return bad
}
