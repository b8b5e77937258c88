package households

import (
	"context"
	"slices"

	"vuon/apps/catalogue"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// peoples are the ethnic groups (dân tộc) of a day, and which of them are at home
// in the tenant (tại chỗ).
type peoples struct {
	groups []catalogue.EthnicGroup
	home   []string // codes
}

// peoples reads them from the catalogue and the tenant's setting.
func (s *Service) peoples(ctx context.Context, tenant string, day declared.Date) (p peoples, err error) {
	if p.groups, err = s.Catalogue.EthnicGroups(ctx, day.Time()); err != nil {
		return p, err
	}
	var names []string
	if err = s.Tenants.Setting(ctx, tenant, tenancy.HouseholdsOnsite, &names); err != nil {
		return p, err
	}
	for _, name := range names {
		if g, known := catalogue.EthnicGroupOf(p.groups, name); known {
			p.home = append(p.home, g.Code)
		}
	}
	return p, nil
}

func (p peoples) group(code string) (catalogue.EthnicGroup, bool) {
	i := slices.IndexFunc(p.groups, func(g catalogue.EthnicGroup) bool { return g.Code == code })
	if i < 0 {
		return catalogue.EthnicGroup{}, false
	}
	return p.groups[i], true
}

// name is the people with the code, "" when it is not known.
func (p peoples) name(code string) string {
	g, _ := p.group(code)
	return g.Name
}

// minority reports whether the people is a minority (dân tộc thiểu số).
func (p peoples) minority(code string) bool {
	g, known := p.group(code)
	return known && g.Minority
}

// onsite reports whether the people is a minority at home here (tại chỗ).
func (p peoples) onsite(code string) bool { return p.minority(code) && slices.Contains(p.home, code) }
