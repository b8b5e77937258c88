package households

import (
	"maps"

	"vuon/apps/households/forms"
	"vuon/platform/tenancy"
)

// figures are what forms are cut from: by village, and by commune (the nil village).
type figures struct {
	sums   map[place]forms.Sums
	people map[place]forms.Population
	states map[string]string // of the commune's review
}

// recognisedState is the last state of a commune's review: its results are official.
const recognisedState = "recognised"

// commune is a commune as a row of a form.
func (f figures) commune(u tenancy.Unit) forms.Unit {
	sums := f.sums[place{u.ID, nilVillage}]
	return forms.Unit{Code: u.Code, Name: u.Name, Level: forms.Commune, Reported: f.reported(u.ID, sums), Sums: sums, Population: f.people[place{u.ID, nilVillage}]}
}

// district is a tenant as a row of a province's form, with its communes below; one
// that is a commune itself stands alone.
func (f figures) district(d FormDistrict) forms.Unit {
	if d.Tenant.Kind == communeKind && len(d.Units) == 1 {
		return f.commune(d.Units[0])
	}
	u := forms.Unit{Code: d.Tenant.Code, Name: d.Tenant.Name, Level: forms.District}
	for _, c := range d.Units {
		u.Parts = append(u.Parts, f.commune(c))
	}
	return u
}

// reported tells a commune that found no poor household from one that sent nothing.
func (f figures) reported(unit string, sums forms.Sums) bool {
	return sums.At(forms.ReviewedHouseholds) > 0 || f.states[unit] == recognisedState
}

// whole gives each commune whose population is stated by village the sum of those.
func whole(people map[place]forms.Population) {
	sums := map[place]forms.Population{}
	for at, p := range people {
		commune := place{at.unit, nilVillage}
		if _, own := people[commune]; own {
			continue
		}
		sum := sums[commune]
		for i, n := range p {
			sum[i] += n
		}
		sums[commune] = sum
	}
	maps.Copy(people, sums)
}

// villages is a commune with its villages as rows. Where the population was stated
// for the whole commune only, or for some villages, a row without a village holds
// the rest, so that the rows add up to the commune.
func (f figures) villages(u tenancy.Unit, list []formVillage) forms.Unit {
	out := f.commune(u)
	rest := out.Population
	for _, v := range list {
		at := place{u.ID, v.ID}
		out.Parts = append(out.Parts, forms.Unit{Code: v.ID, Name: v.Name, Level: forms.Village, Reported: out.Reported, Sums: f.sums[at], Population: f.people[at]})
		for i, n := range f.people[at] {
			rest[i] -= n
		}
	}
	if rest != (forms.Population{}) && len(list) > 0 {
		out.Parts = append(out.Parts, forms.Unit{Name: "Chưa chia theo thôn", Level: forms.Village, Reported: out.Reported, Population: rest})
	}
	return out
}

// preliminary reports whether some commune of these is not recognised yet.
func (f figures) preliminary(units []tenancy.Unit) bool {
	for _, u := range units {
		if f.states[u.ID] != recognisedState {
			return true
		}
	}
	return len(units) == 0
}
