package tenancy

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"vuon/platform/tenancy/declared"
)

// tenant takes one tenant in; folder is where its file lies, parent the
// province's tenant above it.
func (l *loader) tenant(t *tenantEntry, folder, parent string) {
	if t.ID == "" {
		return // its file could not be read: said already
	}
	id := string(t.ID)
	if id != folder {
		l.faults.Addf(t.At("id"), "id “%s” phải trùng tên thư mục “%s”", "the id “%s” must be the name of its folder, “%s”", id, folder)
	}
	if first, twice := l.places["t:"+id]; twice {
		l.faults.Addf(t.At("id"), "id “%s” đã dùng ở %s", "the id “%s” is taken at %s", id, first)
		return
	}
	l.places["t:"+id] = t.Place()
	if province := t.Kind == "province"; t.Kind != "" && province != (parent == "") {
		l.faults.Add(t.At("kind"), "province.yaml khai báo đơn vị kind province, tenant.yaml khai báo kind khác",
			"province.yaml declares a tenant of kind province, tenant.yaml one of another kind")
	}
	unit, _ := l.known(t.At("unit"), t.Unit)
	l.config.tenants = append(l.config.tenants, Tenant{
		ID: id, Kind: string(t.Kind), Parent: parent, Name: t.Name, Unit: string(t.Unit), Code: unit.Code, ClosedFrom: t.ClosedFrom,
	})
	l.config.settings[id] = map[string]json.RawMessage{}
	for _, key := range t.Settings.Keys {
		l.setting(id, key, t.Settings.Values[key])
	}
	for _, key := range everyDistrict() {
		if _, given := t.Settings.Values[key]; t.Kind == "district" && !given {
			l.faults.Addf(t.At("settings"), "thiếu thiết lập “%s”", "the setting “%s” is missing", key)
		}
	}
	for i := range t.Offices {
		l.office(id, i, &t.Offices[i])
	}
	for i := range t.Covers {
		l.cover(id, &t.Covers[i])
	}
	if parent != "" {
		l.committees(id)
	}
}

func (l *loader) office(tenant string, position int, o *officeEntry) {
	if l.refs.Functions != nil && o.Function != "" && !l.refs.Functions[o.Function] {
		known := slices.Sorted(maps.Keys(l.refs.Functions))
		l.faults.Addf(o.At("function"), "không có chức năng “%s”; các chức năng: %v", "there is no function “%s”; the functions are: %v", o.Function, known)
	}
	if l.hasOffice(tenant, string(o.ID)) {
		l.faults.Addf(o.At("id"), "cơ quan “%s” đã khai báo trong tệp này", "the office “%s” is declared in this file already", o.ID)
		return
	}
	declared.Period{ValidFrom: o.From, ValidTo: o.To}.Check(o.At("valid_to"), l.faults)
	l.config.offices[tenant] = append(l.config.offices[tenant], Office{
		Tenant: tenant, ID: string(o.ID), Function: o.Function, Name: o.Name, ShortName: o.Short, ValidFrom: o.From, ValidTo: o.To, Position: position,
	})
}

func (l *loader) hasOffice(tenant, id string) bool {
	return slices.ContainsFunc(l.config.offices[tenant], func(o Office) bool { return o.ID == id })
}

// cover takes in the communes of a unit, which is a commune itself or lies above some.
func (l *loader) cover(tenant string, c *coverEntry) {
	top, ok := l.known(c.At("unit"), c.Unit)
	if !ok {
		return
	}
	for _, u := range l.config.units {
		if len(u.Code) != 5 || !l.below(u, top.ID) {
			continue
		}
		period := c.span.within(u.Period)
		if !period.Within(u.Period) {
			l.faults.Addf(c.At("valid_from"), "vượt ra ngoài thời gian hiệu lực của %s", "goes beyond the period of %s", u.Name)
		}
		l.config.coverage = append(l.config.coverage, coverage{
			ID: tenant + "/" + u.ID + "@" + string(period.ValidFrom), Tenant: tenant, Unit: u.ID, Period: period,
		})
		l.places["c:"+tenant+"/"+u.ID] = c.Place()
	}
}

// below reports whether u is top or lies under it.
func (l *loader) below(u Unit, top string) bool {
	for u.ID != top {
		parent, ok := l.byID[u.Parent]
		if !ok {
			return false
		}
		u = parent
	}
	return true
}

// committees adds the people's committee of every commune that the tenant covers.
func (l *loader) committees(tenant string) {
	position := 1000 // after the offices that the file lists
	for _, c := range l.config.coverage {
		if c.Tenant != tenant {
			continue
		}
		u := l.byID[c.Unit]
		id := "commune-" + u.ID
		if l.hasOffice(tenant, id) { // covered again after a gap
			id += "@" + string(c.ValidFrom)
		}
		l.config.offices[tenant] = append(l.config.offices[tenant], Office{
			Tenant: tenant, ID: id, Function: "commune", Name: u.Committee(true), ShortName: u.Committee(false),
			Unit: u.ID, UnitCode: u.Code, ValidFrom: c.ValidFrom, ValidTo: c.ValidTo, Position: position,
		})
		position++
	}
}

// coveredTwice faults a unit that two tenants of one kind cover on the same day:
// its households would belong to both.
func (l *loader) coveredTwice() {
	kinds := map[string]string{}
	for _, t := range l.config.tenants {
		kinds[t.ID] = t.Kind
	}
	rows := slices.Clone(l.config.coverage)
	slices.SortStableFunc(rows, func(a, b coverage) int {
		return cmp.Or(cmp.Compare(kinds[a.Tenant], kinds[b.Tenant]), cmp.Compare(a.Unit, b.Unit))
	})
	for i := 1; i < len(rows); i++ {
		a, b := rows[i-1], rows[i]
		if a.Unit == b.Unit && kinds[a.Tenant] == kinds[b.Tenant] && a.Period.Overlaps(b.Period) {
			l.faults.Addf(l.places["c:"+b.Tenant+"/"+b.Unit], "%s đã thuộc phạm vi của “%s” trong cùng thời gian",
				"%s is covered by “%s” at the same time", l.byID[b.Unit].Name, a.Tenant)
		}
	}
}
