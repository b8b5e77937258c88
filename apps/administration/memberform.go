package administration

import (
	"context"
	"slices"
	"strings"

	"vuon/apps/administration/views"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// grantsOf reads the roles that a form chose, each with its scope; nil when the
// form has none.
func grantsOf(r *web.Request) (grants []identity.Grant) {
	for _, role := range r.Forms("roles") {
		grants = append(grants, identity.Grant{Role: role, Scope: identity.Scope{Units: r.Forms("units:" + role), Projects: r.Forms("projects:" + role)}})
	}
	return grants
}

// choices are the roles of the form: those of the tenant's kind, and what is
// held though it can be given out no more.
func (a assignable) choices(ctx context.Context, held, chosen []identity.Grant, refusal error) (list []views.RoleChoice) {
	roles := slices.Clone(a.Roles)
	for _, g := range held {
		if role, known := policy.RoleNamed(g.Role); known && !slices.ContainsFunc(roles, func(r policy.Role) bool { return r.ID == g.Role }) {
			roles = append(roles, role)
		}
	}
	errs := ui.ErrorsOf(ctx, refusal)
	for _, role := range roles {
		at := slices.IndexFunc(chosen, func(g identity.Grant) bool { return g.Role == role.ID })
		c := views.RoleChoice{ID: role.ID, Title: role.Title.In(i18n.From(ctx)), Level: levelTitle(ctx, role.Level), Held: at >= 0,
			UnitsError: errs["units:"+role.ID], ProjectsError: errs["projects:"+role.ID]}
		var scope identity.Scope
		if at >= 0 {
			scope = chosen[at].Scope
		}
		if a.bounded(role) {
			c.Units = a.unitOptions(scope.Units)
		}
		for _, code := range a.Projects {
			c.Projects = append(c.Projects, ui.Option{Value: code, Label: code, Selected: slices.Contains(scope.Projects, code)})
		}
		list = append(list, c)
	}
	return list
}

func (a assignable) unitOptions(selected []string) (options []ui.Option) {
	for _, u := range a.Units {
		options = append(options, ui.Option{Value: u.Code, Label: u.Name, Selected: slices.Contains(selected, u.Code)})
	}
	return options
}

// words says what bounds a grant; "" for the whole tenant.
func (a assignable) words(lang i18n.Lang, s identity.Scope) string {
	var parts []string
	for _, code := range s.Units {
		name := code
		if i := slices.IndexFunc(a.Units, func(u tenancy.Unit) bool { return u.Code == code }); i >= 0 {
			name = a.Units[i].Name
		}
		parts = append(parts, name)
	}
	if len(s.Projects) > 0 {
		parts = append(parts, i18n.T("dự án ", "projects ").In(lang)+strings.Join(s.Projects, ", "))
	}
	return strings.Join(parts, ", ")
}

func levelTitle(ctx context.Context, l policy.Level) string {
	switch l {
	case policy.LevelPlatform:
		return i18n.Say(ctx, "Hệ thống", "Platform")
	case policy.LevelProvince:
		return i18n.Say(ctx, "Cấp tỉnh", "Province")
	case policy.LevelDistrict:
		return i18n.Say(ctx, "Cấp huyện và quản trị", "District and administration")
	}
	return i18n.Say(ctx, "Cấp xã", "Commune")
}
