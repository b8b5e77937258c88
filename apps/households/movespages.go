package households

import (
	"slices"
	"strconv"

	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/text"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) movePage(r *web.Request) error { return s.showMove(r, nil) }

// showMove asks where a household moves to.
func (s *Service) showMove(r *web.Request, refusal error) error {
	h, _, err := s.loaded(r)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	place, err := s.placeInput(f)
	if err != nil {
		return err
	}
	self := registryBase(r) + "/" + h.ID
	form := views.Form{Action: self + "/move", Back: self, Submit: f.say("Chuyển nơi ở", "Move"), Icon: "home", Err: refusal, Hidden: rewritten(h),
		Sections: []views.Section{{ID: "move", Title: f.say("Nơi ở mới trong đơn vị", "The new place"), Inputs: []views.Input{place, s.dayInput(f, f.say("Từ ngày", "From")), f.reason(f.say("Lý do", "Reason"))}}}}
	return r.Page(formHead(r, i18n.T("Chuyển nơi ở", "Move"), &h, refusal), views.RegistryForm(form))
}

// placeInput offers the villages of all communes in which the actor may write.
func (s *Service) placeInput(f filling) (views.Input, error) {
	units, err := s.placesOf(f.r, ActionEdit, "")
	if err != nil {
		return views.Input{}, err
	}
	in, err := s.villageInput(f, units, "", "")
	return full(in), err
}

func (s *Service) postMove(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		village := r.Form("village")
		if village == "" {
			err = faultNoVillage()
		} else {
			_, err = s.Move(r.Context(), r.Tenant().ID, r.Param("id"), step, s.communeOf(r, village), village)
		}
	}
	return s.after(r, err, s.showMove, i18n.T("Đã chuyển nơi ở của hộ.", "The household was moved."))
}

func (s *Service) leavePage(r *web.Request) error { return s.showLeave(r, nil) }

// showLeave asks when a whole household left.
func (s *Service) showLeave(r *web.Request, refusal error) error {
	h, _, err := s.loaded(r)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	form := views.Form{Action: self + "/leave", Back: self, Submit: f.say("Đưa hộ ra khỏi sổ", "Take out of the registry"), Icon: "logout", Danger: true, Err: refusal, Hidden: rewritten(h),
		Sections: []views.Section{{ID: "leave", Title: f.say("Cả hộ không còn ở địa bàn", "The whole household is not here any more"), Note: f.say("Lịch sử của hộ vẫn giữ; số định danh của các thành viên được giải phóng để nơi đến ghi sổ.", "Its history stays; the citizen numbers are free for where it goes."),
			Inputs: []views.Input{full(f.choice("radios", "how", f.say("Vì sao", "Why"), "left", []ui.Option{{Value: "left", Label: f.say("Chuyển khỏi đơn vị", "Left")}, {Value: "died", Label: f.say("Không còn ai (đã mất)", "Nobody is left")}})),
				s.dayInput(f, f.say("Từ ngày", "From")), f.reason(f.say("Nơi đến, căn cứ", "Where to, evidence"))}}}}
	return r.Page(formHead(r, i18n.T("Cả hộ chuyển đi", "The household leaves"), &h, refusal), views.RegistryForm(form))
}

func (s *Service) postLeave(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		_, err = s.Leave(r.Context(), r.Tenant().ID, r.Param("id"), step, r.Form("how") == "died")
	}
	return s.after(r, err, s.showLeave, i18n.T("Đã đưa hộ ra khỏi sổ.", "The household was taken out."))
}

func (s *Service) postReturn(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		_, err = s.Return(r.Context(), r.Tenant().ID, r.Param("id"), step)
	}
	return s.after(r, err, s.refusedHousehold, i18n.T("Hộ đã trở lại sổ.", "The household is back."))
}

func (s *Service) splitPage(r *web.Request) error { return s.showSplit(r, nil) }

// showSplit asks who goes, who heads the new household, and where it is.
func (s *Service) showSplit(r *web.Request, refusal error) error {
	h, members, err := s.loaded(r)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	place, err := s.placeInput(f)
	if err != nil {
		return err
	}
	if refusal == nil {
		place.Field.Value = h.Village
		for i := range place.Options {
			place.Options[i].Selected = place.Options[i].Value == h.Village
		}
	}
	leaving := views.Input{Kind: "checkboxes", Field: ui.Field{Name: "person", Label: f.say("Những người tách ra", "Who goes"), Full: true, Error: f.wrong["person"]}, Options: personOptions(f, members, false)}
	for i := range leaving.Options {
		leaving.Options[i].Selected = slices.Contains(r.Forms("person"), leaving.Options[i].Value)
	}
	heads := func(name, label string) views.Input {
		options := append([]ui.Option{{Label: f.say("Chọn", "Choose")}}, personOptions(f, members, false)...)
		return optional(f.choice("select", name, label, "", options))
	}
	self := registryBase(r) + "/" + h.ID
	form := views.Form{Action: self + "/split", Back: self, Submit: f.say("Tách hộ", "Split"), Icon: "share", Err: refusal, Hidden: rewritten(h), Sections: []views.Section{
		{ID: "who", Title: f.say("1. Ai tách ra", "1. Who goes"), Inputs: []views.Input{leaving, hint(heads("head", f.say("Chủ hộ của hộ mới", "Head of the new household")), f.say("Một người tách ra thì không cần chọn", "Not needed when one goes"))}},
		{ID: "where", Title: f.say("2. Hộ mới", "2. The new household"), Inputs: []views.Input{place, s.dayInput(f, f.say("Từ ngày", "From")),
			optional(hint(f.input("text", "code", f.say("Mã hộ mới", "New code"), ""), f.say("Để trống: hệ thống cấp mã", "Empty: one is given"))), f.reason(f.say("Lý do, căn cứ", "Reason"))}},
		{ID: "relations", Title: f.say("3. Quan hệ với chủ hộ", "3. Relations"), Note: f.say("Của người tách ra với chủ hộ mới; của người ở lại khi chủ hộ cũ tách ra.", "Of who goes to the new head; of who stays when the old head goes."),
			Inputs: append([]views.Input{heads("heir", f.say("Chủ hộ của hộ cũ, khi chủ hộ tách ra", "Head of the old household, when the head goes"))}, f.relationInputs(members)...)}}}
	return r.Page(formHead(r, i18n.T("Tách hộ", "Split"), &h, refusal), views.RegistryForm(form))
}

func (s *Service) postSplit(r *web.Request) error {
	_, members, err := s.loaded(r)
	if err != nil {
		return err
	}
	step, err := typedStep(r)
	var made Household
	if err == nil {
		relations := typedRelations(r, members)
		made, err = s.Split(r.Context(), r.Tenant().ID, r.Param("id"), step, Parting{Persons: r.Forms("person"), Head: r.Form("head"), Relations: relations,
			Unit: s.communeOf(r, r.Form("village")), Village: r.Form("village"), Code: r.Form("code"), Heir: Heir{Person: r.Form("heir"), Relations: relations}})
	}
	if err != nil {
		return s.after(r, err, s.showSplit, i18n.Text{})
	}
	return r.RedirectWith(registryBase(r)+"/"+made.ID, i18n.T("Đã tách thành hộ "+made.Code+".", "Split off as "+made.Code+"."))
}

func (s *Service) mergePage(r *web.Request) error { return s.showMerge(r, nil) }

// intoAsked is the household into which another goes: by its id, or its code or
// head as typed, when that means one.
func (s *Service) intoAsked(r *web.Request, h Household) (into Household, members []Member, err error) {
	id := firstOf(r.Form("into"), r.Query("into"))
	if id == "" {
		if q := r.Query("find"); q != "" {
			list, _, err := s.Households(r.Context(), r.Tenant().ID, Filter{Query: q}, database.Page{Limit: 2})
			if err != nil {
				return into, nil, err
			}
			list = slices.DeleteFunc(list, func(x Household) bool { return x.ID == h.ID })
			if len(list) == 1 {
				id = list[0].ID
			}
		}
	}
	if id == "" {
		return into, nil, nil
	}
	d, err := s.Dossier(r.Context(), r.Tenant().ID, id, "")
	return d.Household, d.Members, err
}

// showMerge asks into which household another goes, and who is who there.
func (s *Service) showMerge(r *web.Request, refusal error) error {
	h, members, err := s.loaded(r)
	if err != nil {
		return err
	}
	into, theirs, err := s.intoAsked(r, h)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	if into.ID == "" {
		return s.askInto(r, f, h, refusal)
	}
	var who []views.Input
	for _, m := range members {
		options := relationOptions(f, f.say("Khác", "Other"))
		for _, t := range theirs {
			label := f.say("Chính là ", "Is ") + t.Name + ", " + strconv.Itoa(t.BirthYear())
			options = append(options, ui.Option{Value: "same:" + t.Person, Label: label})
		}
		who = append(who, optional(f.choice("select", "who-"+m.Person, m.Name+", "+strconv.Itoa(m.BirthYear()), likelySame(m, theirs), options)))
	}
	form := views.Form{Action: self + "/merge", Back: self, Submit: f.say("Nhập vào hộ "+into.Code, "Merge into "+into.Code), Icon: "users-group", Danger: true, Err: refusal,
		Hidden: append(rewritten(h), [2]string{"into", into.ID}), Sections: []views.Section{{ID: "who",
			Title: f.say("Quan hệ với chủ hộ "+into.Head, "Relation to the head "+into.Head), Note: f.say("Người đã được ghi ở cả hai hộ: chọn «Chính là …» để chỉ còn một người; lịch sử của cả hai bên đều giữ.", "Who is in both households: choose “Is …”; both histories stay."),
			Inputs: append(who, s.dayInput(f, f.say("Từ ngày", "From")), f.reason(f.say("Lý do", "Reason")))}}}
	return r.Page(formHead(r, i18n.T("Nhập hộ vào hộ "+into.Code+" ("+into.Head+")", "Merge into "+into.Code), &h, refusal), views.RegistryForm(form))
}

// likelySame is the choice that a member likely is one of another household.
func likelySame(m Member, theirs []Member) string {
	for _, t := range theirs {
		if nearly(m.Folded, t.Folded) && m.Female == t.Female && max(m.BirthYear()-t.BirthYear(), t.BirthYear()-m.BirthYear()) <= 1 {
			return "same:" + t.Person
		}
	}
	if m.Relation == RelationHead {
		return ""
	}
	return string(m.Relation)
}

// askInto searches the household into which another goes.
func (s *Service) askInto(r *web.Request, f filling, h Household, refusal error) error {
	q := text.Line(r.Query("find"))
	m := views.Find{Path: registryBase(r) + "/" + h.ID + "/merge", Query: q, Err: refusal}
	if q != "" {
		list, _, err := s.Households(r.Context(), r.Tenant().ID, Filter{Query: q}, database.Page{Limit: 20})
		if err != nil {
			return err
		}
		villages, err := s.villageNames(r)
		if err != nil {
			return err
		}
		for _, x := range list {
			if x.ID != h.ID {
				m.Found = append(m.Found, views.Action{Label: x.Code + " · " + x.Head + " · " + villages[x.Village], Href: m.Path + "?into=" + x.ID})
			}
		}
	}
	return r.Page(formHead(r, i18n.T("Nhập vào hộ khác", "Merge into another"), &h, refusal), views.FindPage(m))
}

func (s *Service) postMerge(r *web.Request) error {
	_, members, err := s.loaded(r)
	if err != nil {
		return err
	}
	step, err := typedStep(r)
	var stays Household
	if err == nil {
		m := Merging{Into: r.Form("into"), Relations: map[string]Relation{}, Same: map[string]string{}}
		for _, p := range members {
			v := r.Form("who-" + p.Person)
			if len(v) > 5 && v[:5] == "same:" {
				m.Same[p.Person] = v[5:]
			} else {
				m.Relations[p.Person] = Relation(v)
			}
		}
		stays, err = s.Merge(r.Context(), r.Tenant().ID, r.Param("id"), step, m)
	}
	if err != nil {
		return s.after(r, err, s.showMerge, i18n.Text{})
	}
	return r.RedirectWith(registryBase(r)+"/"+stays.ID, i18n.T("Đã nhập vào hộ "+stays.Code+".", "Merged into "+stays.Code+"."))
}
