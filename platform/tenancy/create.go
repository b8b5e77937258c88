package tenancy

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// NewTenant is a tenant to be made on the screen, below a province, after the
// pattern of another one.
type NewTenant struct {
	ID       string   // slug: "nam-da"
	Kind     string   // district, commune or regional
	Name     string   // "Xã Nam Đà"
	Parent   string   // the province's tenant
	Unit     string   // that it is named after
	Covers   []string // ids of communes
	Template string   // whose offices and settings it begins with
}

// Create makes a tenant with the template's offices and settings, as values of
// the screen: the files do not know it, and a later Apply leaves it alone. The
// caller audits. Faults: bad_tenant (a field for each thing that is wrong),
// tenant_taken, unit_covered.
func (r *Registry) Create(ctx context.Context, n NewTenant) (t Tenant, err error) {
	n.ID, n.Name = strings.TrimSpace(n.ID), text.Line(n.Name)
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		units, named, err := r.checkNew(ctx, n)
		if err != nil {
			return err
		}
		t = Tenant{ID: n.ID, Kind: n.Kind, Parent: n.Parent, Name: n.Name, Unit: named.ID, Code: named.Code, MadeBy: cmp.Or(r.actor(ctx), "screen")}
		result, err := tx.NewInsert().Model(&t).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return err
		}
		if made, err := result.RowsAffected(); err != nil {
			return err
		} else if made == 0 {
			return fault.New(fault.Conflict, "tenant_taken", "Mã địa bàn này đã có.", "There is a tenant of this id already.").
				At("id", "Chọn mã khác.", "Choose another id.")
		}
		return r.furnish(ctx, n, units)
	})
	return t, err
}

// checkNew finds the units that the tenant is to cover, and the one that it is
// named after, and everything that is wrong.
func (r *Registry) checkNew(ctx context.Context, n NewTenant) (units []Unit, named Unit, err error) {
	bad := fault.New(fault.Invalid, "bad_tenant", "Thông tin địa bàn chưa đúng.", "The tenant's data are wrong.")
	if !slugForm.MatchString(n.ID) || n.ID == "platform" {
		bad = bad.At("id", "Dùng chữ thường không dấu, chữ số và gạch nối, ví dụ nam-da.", "Use small letters without diacritics, digits and hyphens, such as nam-da.")
	}
	if n.Name == "" || len([]rune(n.Name)) > 100 {
		bad = bad.At("name", "Ghi tên địa bàn, tối đa 100 ký tự, ví dụ Xã Nam Đà.", "Give the name, in at most 100 characters.")
	}
	if !slices.Contains([]string{"district", "commune", "regional"}, n.Kind) {
		bad = bad.At("kind", "Chọn loại địa bàn.", "Choose a kind.")
	}
	if len(n.Covers) == 0 {
		bad = bad.At("units", "Chọn ít nhất một xã, phường, thị trấn.", "Choose at least one commune.")
	}
	parent, err := r.Tenant(ctx, n.Parent)
	if err != nil || parent.Kind != "province" {
		return nil, named, orElse(err, bad.At("parent", "Chọn tỉnh quản lý.", "Choose the province."))
	}
	template, err := r.Tenant(ctx, n.Template)
	if err != nil || template.Parent != n.Parent {
		bad = bad.At("template", "Chọn một địa bàn của tỉnh làm mẫu.", "Choose a tenant of the province as the template.")
	}
	now, err := r.lastDay(ctx, parent)
	if err != nil {
		return nil, named, err
	}
	for _, id := range n.Covers {
		u, err := r.Unit(ctx, id)
		if err != nil || len(u.Code) != 5 || !u.Covers(now) || !strings.HasPrefix(u.ID, parent.Unit+"-") {
			bad = bad.At("units", "Đơn vị “"+id+"” không thuộc tỉnh hoặc không còn hiệu lực.", "The unit \""+id+"\" is not of the province or not valid any more.")
			continue
		}
		units = append(units, u)
	}
	if named = firstUnit(units); n.Unit != "" {
		if named, err = r.Unit(ctx, n.Unit); err != nil {
			bad = bad.At("unit", "Không có đơn vị hành chính này.", "There is no such unit.")
		}
	}
	if len(bad.Fields) > 0 {
		return nil, named, bad
	}
	return units, named, r.uncovered(ctx, n.Kind, units, now)
}

func orElse(err, other error) error {
	if err != nil && fault.From(err).Kind != fault.NotFound {
		return err
	}
	return other
}

func firstUnit(units []Unit) Unit {
	if len(units) == 0 {
		return Unit{}
	}
	return units[0]
}

// uncovered refuses units that a tenant of the same kind covers: their households
// would belong to both.
func (r *Registry) uncovered(ctx context.Context, kind string, units []Unit, on declared.Date) error {
	ids := make([]string, 0, len(units))
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	var taken []struct{ Unit, Tenant string }
	err := r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT u.name AS unit, t.name AS tenant FROM tenancy_tenant_units c
			JOIN tenancy_tenants t ON t.id = c.covered_by AND NOT t.withdrawn AND (t.closed_from IS NULL OR t.closed_from > ?0)
			JOIN tenancy_units u ON u.id = c.unit_id
			WHERE NOT c.withdrawn AND t.kind = ?1 AND c.unit_id IN (?2) AND (c.valid_to IS NULL OR c.valid_to >= ?0) ORDER BY u.code`,
			on, kind, bun.List(ids)).Scan(ctx, &taken)
	})
	if err != nil || len(taken) == 0 {
		return err
	}
	f := fault.New(fault.Conflict, "unit_covered", "Có đơn vị đã thuộc địa bàn khác cùng loại.", "A unit belongs to another tenant of this kind.")
	for _, x := range taken {
		f = f.At("units", x.Unit+" đã thuộc "+x.Tenant+".", x.Unit+" belongs to "+x.Tenant+".")
	}
	return f
}

// furnish gives the tenant its communes, offices and settings.
func (r *Registry) furnish(ctx context.Context, n NewTenant, units []Unit) error {
	offices, err := r.Offices(ctx, n.Template)
	if err != nil {
		return err
	}
	settings, err := r.readSettings(ctx, n.Template)
	if err != nil {
		return err
	}
	parent, err := r.Tenant(ctx, n.Parent)
	if err != nil {
		return err
	}
	from, err := r.lastDay(ctx, parent)
	if err != nil {
		return err
	}
	return r.db.InTenant(ctx, n.ID, func(ctx context.Context, tx database.Tx) error {
		var covers []coverage
		rows := slices.DeleteFunc(offices, func(o Office) bool { return o.Unit != "" })
		for i := range rows {
			rows[i].Tenant, rows[i].ValidFrom = n.ID, ""
		}
		for i, u := range units {
			covers = append(covers, coverage{ID: n.ID + "/" + u.ID + "@" + string(from), Tenant: n.ID, Unit: u.ID, Period: declared.Period{ValidFrom: from, ValidTo: u.ValidTo}})
			rows = append(rows, Office{Tenant: n.ID, ID: "commune-" + u.ID, Function: "commune", Name: u.Committee(true), ShortName: u.Committee(false),
				Unit: u.ID, UnitCode: u.Code, ValidFrom: from, ValidTo: u.ValidTo, Position: 1000 + i})
		}
		if _, err := tx.NewInsert().Model(&covers).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return err
		}
		return r.copySettings(ctx, tx, n, settings)
	})
}

// copySettings begins with the template's values. What names the template itself
// takes the new name, or is left to be filled in; limits are not inherited.
func (r *Registry) copySettings(ctx context.Context, tx database.Tx, n NewTenant, from map[string]settingRow) error {
	now := r.clock.Now()
	var rows []settingRow
	for _, def := range Definitions() {
		value := from[def.Key].state().Value()
		if value == nil || def.Operators || def.Key == RegisterFirst || def.Key == PolicyOverrides {
			continue
		}
		var err error
		if value, err = renamed(def.Key, value, n.Name); err != nil {
			return err
		}
		rows = append(rows, settingRow{Tenant: n.ID, Key: def.Key, Screen: value, ChangedBy: r.actor(ctx), ChangedAt: &now})
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func renamed(key string, value json.RawMessage, name string) (json.RawMessage, error) {
	switch key {
	case DocumentHeading:
		var h Heading
		if err := json.Unmarshal(value, &h); err != nil {
			return nil, err
		}
		h.Issuer, h.Place = "ỦY BAN NHÂN DÂN\n"+strings.ToUpper(name), text.Line(withoutKind(name))
		return json.Marshal(h)
	case DocumentSigning:
		var s Signing
		if err := json.Unmarshal(value, &s); err != nil {
			return nil, err
		}
		s.Name = ""
		return json.Marshal(s)
	}
	return value, nil
}

// withoutKind is the name of a unit without what kind it is: "Nam Đà".
func withoutKind(name string) string {
	for _, kind := range []UnitKind{Province, District, City, Town, Commune, Ward, Township, SpecialZone} {
		if rest, ok := strings.CutPrefix(name, kind.word()+" "); ok {
			return rest
		}
	}
	return name
}

// lastDay is today, or the last day on which the province had any commune that we
// know, whichever is earlier: where the list of units ends, work goes on with the
// last one.
func (r *Registry) lastDay(ctx context.Context, province Tenant) (day declared.Date, err error) {
	var last declared.Date
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Table("tenancy_units").ColumnExpr("max(coalesce(valid_to, DATE '9999-12-31'))").
			Where("NOT withdrawn AND length(code) = 5 AND id LIKE ?", database.Literal(province.Unit)+"-%").Scan(ctx, &last)
	})
	if day = declared.DateOf(r.clock.Now()); last != "" && last < day {
		day = last
	}
	return day, err
}

// ProvinceUnits are the communes of a province on its last day, by code: what
// tenants below it may cover.
func (r *Registry) ProvinceUnits(ctx context.Context, province string) (units []Unit, err error) {
	t, err := r.Tenant(ctx, province)
	if err != nil {
		return nil, err
	}
	on, err := r.lastDay(ctx, t)
	if err != nil {
		return nil, err
	}
	err = r.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return valid(tx.NewSelect().Model(&units), on).Where("u.id LIKE ?", database.Literal(t.Unit)+"-%").
			Where("length(u.code) = 5").OrderExpr("u.code").Scan(ctx)
	})
	return units, err
}
