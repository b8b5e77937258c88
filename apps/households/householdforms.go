package households

import (
	"strconv"

	"vuon/apps/households/classify"
	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) newPage(r *web.Request) error { return s.showNew(r, nil) }

// showNew asks for a household with its head.
func (s *Service) showNew(r *web.Request, refusal error) error {
	f := fill(r, refusal)
	units, err := s.placesOf(r, ActionEdit, "")
	if err != nil {
		return err
	}
	chosen := f.value("unit", r.Query("unit"))
	if chosen == "" && len(units) == 1 {
		chosen = units[0].Code
	}
	places, err := s.villageInput(f, units, chosen, "")
	if err != nil {
		return err
	}
	known, err := s.peoples(r.Context(), r.Tenant().ID, s.today())
	if err != nil {
		return err
	}
	unit := f.choice("select", "unit", f.say("Xã, thị trấn", "Commune"), chosen, append([]ui.Option{{Label: f.say("Chọn xã, thị trấn", "Choose the commune")}}, communeOptions(units, chosen)...))
	head := append([]views.Input{hint(f.input("text", "name", f.say("Họ và tên chủ hộ", "Full name of the head"), ""), f.say("Viết như trên căn cước công dân", "As on the identity card"))},
		f.personInputs(known, Member{}, false)...)
	form := views.Form{Action: registryBase(r), Back: registryBase(r), Submit: f.say("Lưu hộ", "Save"), Icon: "device-floppy", Err: refusal, Contents: true,
		Intro: f.say("Thành viên khác thêm ở trang của hộ.", "Other members are added on the household's page."),
		Sections: []views.Section{
			{ID: "place", Title: f.say("1. Nơi ở", "1. Place"), Inputs: []views.Input{unit, places,
				optional(hint(f.input("text", "code", f.say("Mã hộ", "Code"), ""), f.say("Để trống: hệ thống cấp mã", "Empty: one is given"))),
				s.dayInput(f, f.say("Có trong sổ từ ngày", "Registered from"))}},
			{ID: "head", Title: f.say("2. Chủ hộ", "2. Head"), Inputs: head},
			{ID: "class", Title: f.say("3. Phân loại đang có", "3. Present class"), Note: f.say("Theo quyết định công nhận đang có hiệu lực; từ đợt rà soát sau, hệ thống tự tính.", "By the recognition in force; reviews compute it from then on."),
				Inputs: f.classInputs()},
		}}
	return r.Page(formHead(r, i18n.T("Thêm hộ", "Add a household"), nil, refusal), views.RegistryForm(form))
}

func (f filling) classInputs() []views.Input {
	var options []ui.Option
	for _, c := range classes() {
		options = append(options, ui.Option{Value: string(c), Label: ClassTitle(c).In(f.r.Lang())})
	}
	return []views.Input{
		full(f.choice("radios", "class", f.say("Kết quả phân loại", "Class"), "", options)),
		optional(hint(f.input("date", "escaped_on", f.say("Ngày công nhận thoát nghèo", "Escape recognised on"), ""), f.say("Chỉ với hộ mới thoát nghèo", "For a newly escaped household only"))),
		f.reason(f.say("Số, ngày quyết định công nhận", "Number and date of the recognition")),
		f.yes("merit", f.say("Có người có công với cách mạng", "With a person of merit"), false),
		f.yes("no_labour", f.say("Không có khả năng lao động", "Without labour capacity"), false),
	}
}

// villageInput offers the villages of a commune, or of all of them, by commune,
// while none is chosen.
func (s *Service) villageInput(f filling, units []tenancy.Unit, code, stored string) (views.Input, error) {
	names := map[string]string{}
	var keys []string
	for _, u := range units {
		if names[u.ID] = u.Name; code == "" || u.Code == code {
			keys = append(keys, u.ID)
		}
	}
	list, err := s.Villages(f.r.Context(), f.r.Tenant().ID, keys, "")
	options := []ui.Option{{Label: f.say("Chọn thôn", "Choose the village")}}
	for _, v := range list {
		label := v.Name
		if len(keys) > 1 {
			label = names[v.Unit] + " · " + v.Name
		}
		options = append(options, ui.Option{Value: v.ID, Label: label})
	}
	return f.choice("select", "village", f.say("Thôn, buôn, bon", "Village"), stored, options), err
}

func (s *Service) postNew(r *web.Request) error {
	step, err := typedStep(r)
	var made Household
	if err == nil {
		var n NewHousehold
		if n, err = typedHousehold(r, step); err == nil {
			if n.Unit == "" && n.Village != "" {
				n.Unit = s.communeOf(r, n.Village)
			}
			made, err = s.NewHousehold(r.Context(), r.Tenant().ID, n)
		}
	}
	if err != nil {
		if refusedForm(err) {
			return s.showNew(r, err)
		}
		return err
	}
	return r.RedirectWith(registryBase(r)+"/"+made.ID, i18n.T("Đã thêm hộ "+made.Code+".", "The household "+made.Code+" was added."))
}

// communeOf is the code of the commune of a village that was chosen without it.
func (s *Service) communeOf(r *web.Request, village string) string {
	list, err := s.Villages(r.Context(), r.Tenant().ID, nil, "")
	if err != nil {
		return ""
	}
	for _, v := range list {
		if v.ID == village {
			return codeOf(v.Unit)
		}
	}
	return ""
}

func typedHousehold(r *web.Request, step Step) (n NewHousehold, err error) {
	n = NewHousehold{Code: r.Form("code"), Unit: r.Form("unit"), Village: r.Form("village"), Class: classify.Class(r.Form("class")),
		Merit: r.Form("merit") == "yes", NoLabour: r.Form("no_labour") == "yes", Citizen: r.Form("citizen"), Step: step}
	n.Head = typedDetails(r, Details{}, &n.unread)
	n.EscapedOn, err = typedDay(r, "escaped_on")
	return n, err
}

func (s *Service) editPage(r *web.Request) error { return s.showEdit(r, nil) }

// showEdit asks for a household's data.
func (s *Service) showEdit(r *web.Request, refusal error) error {
	h, members, err := s.loaded(r)
	if err != nil {
		return err
	}
	villages, err := s.villageNames(r)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	form := views.Form{Action: self + "/edit", Back: self, Submit: f.say("Lưu thay đổi", "Save"), Icon: "device-floppy", Err: refusal, Hidden: rewritten(h),
		Now: s.presentLines(f, h, members, villages), Sections: []views.Section{{ID: "data", Title: f.say("Thông tin hộ", "The household"), Inputs: []views.Input{
			f.input("text", "code", f.say("Mã hộ", "Code"), h.Code), s.dayInput(f, f.say("Thay đổi từ ngày", "So from")),
			f.yes("merit", f.say("Có người có công với cách mạng", "With a person of merit"), h.Merit),
			f.yes("no_labour", f.say("Không có khả năng lao động", "Without labour capacity"), h.NoLabour),
			f.yes("correct", f.say("Đây là sửa thông tin ghi sai (không phải thay đổi mới)", "This puts right what was wrong (it is no new change)"), false),
			f.reason(f.say("Lý do, căn cứ", "Reason")),
		}}}}
	return r.Page(formHead(r, i18n.T("Sửa thông tin hộ", "Change data"), &h, refusal), views.RegistryForm(form))
}

func (s *Service) postEdit(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		_, err = s.Edit(r.Context(), r.Tenant().ID, r.Param("id"), step,
			Data{Code: r.Form("code"), Merit: r.Form("merit") == "yes", NoLabour: r.Form("no_labour") == "yes"}, r.Form("correct") == "yes")
	}
	return s.after(r, err, s.showEdit, i18n.T("Đã lưu thông tin hộ.", "Saved."))
}

// after leads to the household's page when a change was taken, and shows its form
// again when it was refused.
func (s *Service) after(r *web.Request, err error, again func(*web.Request, error) error, notice i18n.Text) error {
	if err != nil {
		if refusedForm(err) {
			return again(r, err)
		}
		return err
	}
	return r.RedirectWith(registryBase(r)+"/"+r.Param("id"), notice)
}

func (s *Service) headPage(r *web.Request) error { return s.showHead(r, nil) }

// showHead asks who becomes the head, and what the others are to the new one.
func (s *Service) showHead(r *web.Request, refusal error) error {
	h, members, err := s.loaded(r)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	inputs := append([]views.Input{full(f.choice("radios", "head", f.say("Chủ hộ mới", "New head"), "", personOptions(f, members, true))), s.dayInput(f, f.say("Từ ngày", "From"))},
		f.relationInputs(members)...)
	form := views.Form{Action: self + "/head", Back: self, Submit: f.say("Đổi chủ hộ", "Change the head"), Icon: "user-check", Err: refusal, Hidden: rewritten(h),
		Sections: []views.Section{{ID: "head", Title: f.say("Chủ hộ mới và quan hệ với chủ hộ mới", "New head, and relations to the new head"), Inputs: append(inputs, f.reason(f.say("Lý do", "Reason")))}}}
	return r.Page(formHead(r, i18n.T("Đổi chủ hộ", "Change of head"), &h, refusal), views.RegistryForm(form))
}

// personOptions offer members; without the head when that is who changes.
func personOptions(f filling, members []Member, others bool) (out []ui.Option) {
	for _, m := range members {
		if others && m.Relation == RelationHead {
			continue
		}
		out = append(out, ui.Option{Value: m.Person, Label: m.Name, Note: m.Relation.Title().In(f.r.Lang()) + " · " + strconv.Itoa(m.BirthYear())})
	}
	return out
}

// relationInputs ask what each member is to the head.
func (f filling) relationInputs(members []Member) (out []views.Input) {
	for _, m := range members {
		in := f.choice("select", "relation-"+m.Person, m.Name, "", relationOptions(f, f.say("Giữ nguyên", "As it is")))
		out = append(out, optional(in))
	}
	return out
}

func relationOptions(f filling, first string) []ui.Option {
	out := []ui.Option{{Label: first}}
	for _, rel := range Relations() {
		if rel != RelationHead {
			out = append(out, ui.Option{Value: string(rel), Label: rel.Title().In(f.r.Lang())})
		}
	}
	return out
}

// typedRelations are the relations of a form, by person.
func typedRelations(r *web.Request, members []Member) map[string]Relation {
	out := map[string]Relation{}
	for _, m := range members {
		if v := r.Form("relation-" + m.Person); v != "" {
			out[m.Person] = Relation(v)
		}
	}
	return out
}

func (s *Service) postHead(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		var members []Member
		if _, members, err = s.loaded(r); err != nil {
			return err
		}
		_, err = s.ChangeHead(r.Context(), r.Tenant().ID, r.Param("id"), step, r.Form("head"), typedRelations(r, members))
	}
	return s.after(r, err, s.showHead, i18n.T("Đã đổi chủ hộ.", "The head was changed."))
}
