package households

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) villagesPage(r *web.Request) error { return s.showVillages(r, nil) }

// oneUnit is the commune that the request names, or the first of the list.
func oneUnit(r *web.Request, list []tenancy.Unit) (tenancy.Unit, bool) {
	code := firstOf(r.Form("unit"), r.Query("unit"))
	if i := slices.IndexFunc(list, func(u tenancy.Unit) bool { return u.Code == code }); i >= 0 {
		return list[i], true
	}
	if len(list) == 0 {
		return tenancy.Unit{}, false
	}
	return list[0], true
}

// showVillages lists the villages of a commune and asks for a new one.
func (s *Service) showVillages(r *web.Request, refusal error) error {
	units, err := s.placesOf(r, ActionView, "")
	if err != nil {
		return err
	}
	unit, there := oneUnit(r, units)
	m := views.Villages{Path: registryBase(r) + "/villages", Units: communeOptions(units, unit.Code), Unit: unit.Name, CanEdit: there && s.can(r, ActionEdit, unit.ID)}
	if there {
		list, err := s.Villages(r.Context(), r.Tenant().ID, []string{unit.ID}, "")
		if err != nil {
			return err
		}
		for _, v := range list {
			m.Rows = append(m.Rows, villageView(r, v, m.CanEdit))
		}
	}
	f := fill(r, refusal)
	m.Add = views.Form{Action: m.Path, Err: refusal, Hidden: [][2]string{{"unit", unit.Code}}, Sections: []views.Section{{Inputs: append(f.villageInputs(Village{}),
		hint(f.input("date", "from", f.say("Có từ ngày", "Since"), "01/01/2022"), f.say("Ngày thành lập, hoặc ngày bắt đầu quản lý", "Founded, or managed since")))}}}
	p := ui.Page{Title: i18n.T("Thôn, bon, buôn, tổ dân phố", "Villages"), Subtitle: i18n.T(unit.Name, ""), Crumbs: []ui.Crumb{registryCrumb(r)}, Active: registryBase(r),
		Wide: true, Styles: registryStyles(), Help: "officer#villages"}
	if refusal != nil {
		p.Status = formHead(r, p.Title, nil, refusal).Status
	}
	return r.Page(p, views.VillagesPage(m))
}

func villageView(r *web.Request, v Village, may bool) views.VillageRow {
	row := views.VillageRow{ID: v.ID, Name: v.Name, Kind: v.Kind.Title().In(r.Lang()), Since: dateText(v.From), Households: strconv.Itoa(v.Households), Difficult: v.Difficult,
		HouseholdsHref: registryBase(r) + "?" + url.Values{"unit": {codeOf(v.Unit)}, "village": {v.ID}}.Encode()}
	if may {
		row.EditHref = registryBase(r) + "/villages/" + v.ID
	}
	return row
}

func (f filling) villageInputs(v Village) []views.Input {
	var kinds []ui.Option
	for _, k := range VillageKinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Label: k.Title().In(f.r.Lang())})
	}
	return []views.Input{hint(f.input("text", "name", f.say("Tên", "Name"), v.Name), f.say("Ghi cả loại, ví dụ Buôn Choáh", "With its kind, such as Buôn Choáh")),
		f.choice("select", "kind", f.say("Loại", "Kind"), string(v.Kind), append([]ui.Option{{Label: f.say("Chọn loại", "Choose")}}, kinds...)),
		f.yes("difficult", f.say("Thôn đặc biệt khó khăn", "Especially difficult"), v.Difficult)}
}

func typedVillage(r *web.Request) VillageData {
	return VillageData{Name: r.Form("name"), Kind: VillageKind(r.Form("kind")), Difficult: r.Form("difficult") == "yes"}
}

func (s *Service) postVillage(r *web.Request) error {
	from, err := typedDay(r, "from")
	if err == nil {
		_, err = s.AddVillage(r.Context(), r.Tenant().ID, r.Form("unit"), typedVillage(r), from)
	}
	if err != nil {
		if refusedForm(err) {
			return s.showVillages(r, err)
		}
		return err
	}
	return r.RedirectWith(registryBase(r)+"/villages?unit="+url.QueryEscape(r.Form("unit")), i18n.T("Đã thêm.", "Added."))
}

func (s *Service) villagePage(r *web.Request) error { return s.showVillage(r, nil, nil) }

// village reads the village that the address names, and the others of its commune.
func (s *Service) village(r *web.Request) (v Village, others []Village, err error) {
	err = s.reads(r.Context(), r.Tenant().ID, ActionEdit, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.store.lockVillage(ctx, tx, r.Param("village")); err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionEdit, v.Unit); err != nil {
			return err
		}
		others, err = s.store.villages(ctx, tx, []string{v.Unit}, "")
		return err
	})
	return v, slices.DeleteFunc(others, func(o Village) bool { return o.ID == v.ID }), err
}

// showVillage asks for the data of a village, and when it ended.
func (s *Service) showVillage(r *web.Request, edited, closed error) error {
	v, others, err := s.village(r)
	if err != nil {
		return err
	}
	f, g := fill(r, edited), fill(r, closed)
	back := registryBase(r) + "/villages?unit=" + codeOf(v.Unit)
	self := registryBase(r) + "/villages/" + v.ID
	edit := views.Form{Action: self, Back: back, Submit: f.say("Lưu", "Save"), Icon: "device-floppy", Err: edited,
		Sections: []views.Section{{ID: "data", Title: f.say("Tên, loại", "Name and kind"), Inputs: f.villageInputs(v)}}}
	options := []ui.Option{{Label: g.say("Không còn hộ nào", "No household is left")}}
	for _, o := range others {
		options = append(options, ui.Option{Value: o.ID, Label: o.Name})
	}
	end := views.Form{Action: self + "/close", Back: back, Submit: g.say("Thôi dùng thôn này", "Close the village"), Icon: "archive", Danger: true, Err: closed,
		Sections: []views.Section{{ID: "close", Title: g.say("Thôn được sáp nhập hoặc giải thể", "The village is merged or dissolved"), Note: g.say("Các hộ chuyển sang thôn nhận từ ngày đó; trước ngày đó vẫn hiện thôn cũ.", "Its households go to the other village from that day on; before it they stay where they were."),
			Inputs: []views.Input{s.dayInput(g, g.say("Từ ngày", "From")), optional(g.choice("select", "into", g.say("Thôn nhận các hộ", "Village that takes them"), "", options))}}}}
	p := formHead(r, i18n.T(v.Name, ""), nil, firstErr(edited, closed))
	p.Crumbs = append(p.Crumbs, ui.Crumb{Title: i18n.T("Thôn, bon, buôn", "Villages"), Href: back})
	p.Help = "officer#villages"
	return r.Page(p, views.VillagePage(edit, end))
}

func firstErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (s *Service) postVillageEdit(r *web.Request) error {
	v, err := s.EditVillage(r.Context(), r.Tenant().ID, r.Param("village"), typedVillage(r))
	if err != nil {
		if refusedForm(err) {
			return s.showVillage(r, err, nil)
		}
		return err
	}
	return r.RedirectWith(registryBase(r)+"/villages?unit="+codeOf(v.Unit), i18n.T("Đã lưu.", "Saved."))
}

func (s *Service) postVillageClose(r *web.Request) error {
	day, err := typedDay(r, "day")
	if err == nil {
		err = s.CloseVillage(r.Context(), r.Tenant().ID, r.Param("village"), day, r.Form("into"))
	}
	if err != nil {
		if refusedForm(err) {
			return s.showVillage(r, nil, err)
		}
		return err
	}
	return r.RedirectWith(registryBase(r)+"/villages", i18n.T("Đã ghi thôn thôi dùng.", "The village was closed."))
}
