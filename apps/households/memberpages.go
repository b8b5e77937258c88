package households

import (
	"strings"

	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// personInputs ask for what is so of a person, without the name. With masked, what
// is sensitive is not filled in: left empty, it stays as it is.
func (f filling) personInputs(known peoples, m Member, masked bool) []views.Input {
	keep := ""
	if masked {
		keep = f.say("Giữ nguyên (được che)", "As it is (masked)")
	}
	var people []ui.Option
	for _, g := range known.groups {
		people = append(people, ui.Option{Value: g.Code, Label: g.Name})
	}
	sexes := []ui.Option{{Value: "male", Label: f.say("Nam", "Male")}, {Value: "female", Label: f.say("Nữ", "Female")}}
	sex := ""
	if m.Name != "" {
		sex = map[bool]string{false: "male", true: "female"}[m.Female]
	}
	citizen := optional(hint(f.input("text", "citizen", f.say("Số định danh cá nhân", "Citizen number"), ""), f.say("12 chữ số", "12 digits")))
	citizen.Field.Mode, citizen.Field.Auto = "numeric", "off"
	birth := hint(f.input("text", "birth", f.say("Ngày sinh", "Date of birth"), ""), f.say("Ví dụ 27/3/1984, hoặc 1984 khi không rõ ngày", "Such as 27/3/1984, or 1984 alone"))
	if masked {
		citizen.Field.Hint = f.say("12 chữ số; để trống: giữ nguyên", "12 digits; empty: as it is")
		birth = optional(hint(birth, f.say("Để trống: giữ nguyên. Ví dụ 27/3/1984 hoặc 1984", "Empty: as it is. Such as 27/3/1984 or 1984")))
	}
	inputs := []views.Input{citizen, birth, f.choice("radios", "sex", f.say("Giới tính", "Sex"), sex, sexes),
		optional(f.choice("select", "ethnic", f.say("Dân tộc", "People"), "", append([]ui.Option{{Label: firstOf(keep, f.say("Chưa rõ", "Not known"))}}, people...)))}
	if masked {
		return append(inputs, f.threefold("disabled", f.say("Khuyết tật", "Disabled"), keep), f.threefold("malnourished", f.say("Suy dinh dưỡng (dưới 16 tuổi)", "Malnourished (under 16)"), keep),
			f.yes("insured", f.say("Có bảo hiểm y tế", "Insured"), m.Insured), f.yes("in_school", f.say("Đang đi học", "In school"), m.InSchool))
	}
	return append(inputs, f.yes("insured", f.say("Có bảo hiểm y tế", "Insured"), m.Insured), f.yes("in_school", f.say("Đang đi học", "In school"), m.InSchool),
		f.yes("disabled", f.say("Khuyết tật", "Disabled"), m.Disabled), f.yes("malnourished", f.say("Suy dinh dưỡng (dưới 16 tuổi)", "Malnourished (under 16)"), m.Malnourished))
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// threefold is yes, no, or as it is.
func (f filling) threefold(name, label, keep string) views.Input {
	return optional(f.choice("select", name, label, "", []ui.Option{{Label: keep}, {Value: "yes", Label: f.say("Có", "Yes")}, {Value: "no", Label: f.say("Không", "No")}}))
}

// typedDetails reads what a form says of a person; what is sensitive and was left
// empty stays as it is in before.
func typedDetails(r *web.Request, before Details, wrong *wrongs) Details {
	d := before
	d.Name, d.Insured, d.InSchool = r.Form("name"), r.Form("insured") == "yes", r.Form("in_school") == "yes"
	if v := r.Form("relation"); v != "" {
		d.Relation = Relation(v)
	}
	switch r.Form("sex") {
	case "female":
		d.Female = true
	case "male":
		d.Female = false
	default:
		wrong.add("sex", "Chọn giới tính", "Choose the sex")
	}
	if birth := strings.TrimSpace(r.Form("birth")); birth != "" {
		day, alone, err := readBirth(birth, ui.ReadDate)
		if err != nil {
			wrong.add("birth", "Ngày sinh viết ngày/tháng/năm, ví dụ 27/3/1984, hoặc chỉ năm", "Write day/month/year, such as 27/3/1984, or the year alone")
		}
		d.Birth, d.YearAlone = day, alone
	}
	if v := r.Form("ethnic"); v != "" {
		d.Ethnic = v
	}
	known := before.Name != ""
	d.Disabled = threefoldOf(r.Form("disabled"), before.Disabled, known)
	d.Malnourished = threefoldOf(r.Form("malnourished"), before.Malnourished, known)
	return d
}

func threefoldOf(typed string, before, known bool) bool {
	if typed == "" && known {
		return before
	}
	return typed == "yes"
}

func (s *Service) memberNewPage(r *web.Request) error { return s.showMemberNew(r, nil) }

// showMemberNew asks for somebody who is born into the household, or joins it.
func (s *Service) showMemberNew(r *web.Request, refusal error) error {
	h, _, err := s.loaded(r)
	if err != nil {
		return err
	}
	known, err := s.peoples(r.Context(), r.Tenant().ID, s.today())
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	how := f.choice("radios", "how", f.say("Vì sao", "Why"), "joins", []ui.Option{{Value: "born", Label: f.say("Mới sinh (tính từ ngày sinh)", "Born (from the date of birth on)")},
		{Value: "joins", Label: f.say("Về ở cùng hộ, hoặc chưa ghi", "Joins, or was not entered yet")}})
	inputs := append([]views.Input{f.input("text", "name", f.say("Họ và tên", "Full name"), ""),
		f.choice("select", "relation", f.say("Quan hệ với chủ hộ", "Relation to the head"), "", relationOptions(f, f.say("Chọn quan hệ", "Choose")))}, f.personInputs(known, Member{}, false)...)
	form := views.Form{Action: self + "/members", Back: self, Submit: f.say("Thêm thành viên", "Add"), Icon: "user-plus", Err: refusal, Hidden: rewritten(h),
		Sections: []views.Section{{ID: "how", Title: f.say("Từ khi nào", "Since when"), Inputs: []views.Input{full(how), s.dayInput(f, f.say("Từ ngày", "From"))}},
			{ID: "person", Title: f.say("Thành viên", "Member"), Inputs: append(inputs, f.reason(f.say("Ghi chú", "Remark")))}}}
	return r.Page(formHead(r, i18n.T("Thêm thành viên", "Add a member"), &h, refusal), views.RegistryForm(form))
}

func (s *Service) postMemberNew(r *web.Request) error {
	step, err := typedStep(r)
	if err == nil {
		d := MemberData{Citizen: new(r.Form("citizen"))}
		d.Details = typedDetails(r, Details{}, &d.unread)
		_, _, err = s.AddMember(r.Context(), r.Tenant().ID, r.Param("id"), step, d, r.Form("how") == "born")
	}
	return s.after(r, err, s.showMemberNew, i18n.T("Đã thêm thành viên.", "The member was added."))
}

// asked finds the member that the address names.
func (s *Service) askedMember(r *web.Request) (h Household, members []Member, m Member, err error) {
	h, members, err = s.loaded(r)
	if err != nil {
		return h, nil, m, err
	}
	f := folio{Household: h, members: members}
	i, err := f.member(r.Param("person"))
	if err != nil {
		return h, nil, m, err
	}
	return h, members, members[i], nil
}

func (s *Service) memberPage(r *web.Request) error { return s.showMember(r, nil) }

func correcting(r *web.Request) bool {
	return r.Query("correct") == "yes" || r.Form("correct") == "yes"
}

// showMember asks for what changed of a member, or for what was entered wrongly.
func (s *Service) showMember(r *web.Request, refusal error) error {
	h, members, m, err := s.askedMember(r)
	if err != nil {
		return err
	}
	known, err := s.peoples(r.Context(), r.Tenant().ID, s.today())
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	inputs := []views.Input{f.input("text", "name", f.say("Họ và tên", "Full name"), m.Name)}
	if m.Relation != RelationHead {
		inputs = append(inputs, f.choice("select", "relation", f.say("Quan hệ với chủ hộ", "Relation to the head"), string(m.Relation), relationOptions(f, f.say("Chọn quan hệ", "Choose"))[1:]))
	}
	inputs = append(inputs, f.personInputs(known, m, true)...)
	form := views.Form{Action: self + "/members/" + m.Person, Back: self, Submit: f.say("Lưu thay đổi", "Save"), Icon: "device-floppy", Err: refusal, Hidden: rewritten(h)}
	title := i18n.T("Thay đổi thông tin thành viên", "Change of a member")
	since := []views.Input{s.dayInput(f, f.say("Thay đổi từ ngày", "So from"))}
	if correcting(r) {
		title = i18n.T("Sửa thông tin ghi sai", "Put right what was wrong")
		form.Hidden = append(form.Hidden, [2]string{"correct", "yes"}, [2]string{"day", dateText(s.dayHere(r))})
		since = nil
		form.Intro = f.say("Nội dung đúng được tính từ ngày "+dateText(m.From)+"; nội dung sai vẫn còn trong lịch sử.", "What is right counts from "+dateText(m.From)+"; what was wrong stays in the history.")
	}
	villages, err := s.villageNames(r)
	if err != nil {
		return err
	}
	form.Now = s.presentLines(f, h, members, villages)
	form.Sections = []views.Section{{ID: "person", Title: m.Name, Inputs: append(append(since, inputs...), f.reason(f.say("Lý do, căn cứ", "Reason")))}}
	return r.Page(formHead(r, title, &h, refusal), views.RegistryForm(form))
}

func (s *Service) postMember(r *web.Request) error {
	_, _, m, err := s.askedMember(r)
	if err != nil {
		return err
	}
	step, err := typedStep(r)
	if err == nil {
		var d MemberData
		d.Details = typedDetails(r, m.Details, &d.unread)
		if citizen := r.Form("citizen"); citizen != "" {
			d.Citizen = &citizen
		}
		_, err = s.EditMember(r.Context(), r.Tenant().ID, r.Param("id"), m.Person, step, d, correcting(r))
	}
	return s.after(r, err, s.showMember, i18n.T("Đã lưu thông tin thành viên.", "Saved."))
}

func (s *Service) memberEndPage(r *web.Request) error { return s.showMemberEnd(r, nil) }

// showMemberEnd asks when somebody died or left, and who is the head then.
func (s *Service) showMemberEnd(r *web.Request, refusal error) error {
	h, members, m, err := s.askedMember(r)
	if err != nil {
		return err
	}
	f := fill(r, refusal)
	self := registryBase(r) + "/" + h.ID
	how := f.choice("radios", "how", f.say("Vì sao", "Why"), "", []ui.Option{{Value: "died", Label: f.say("Mất", "Died")},
		{Value: "left", Label: f.say("Chuyển khỏi địa bàn", "Left the tenant")}})
	sections := []views.Section{{ID: "end", Title: m.Name, Inputs: []views.Input{how, s.dayInput(f, f.say("Ngày", "Day")), f.reason(f.say("Căn cứ (giấy chứng tử, đơn …)", "Evidence"))}}}
	if m.Relation == RelationHead && len(members) > 2 {
		sections = append(sections, views.Section{ID: "heir", Title: f.say("Chủ hộ mới", "New head"), Inputs: append([]views.Input{
			full(f.choice("radios", "head", f.say("Chọn chủ hộ mới", "Choose the new head"), "", personOptions(f, members, true)))}, f.relationInputs(members[1:])...)})
	}
	form := views.Form{Action: self + "/members/" + m.Person + "/end", Back: self, Submit: f.say("Đưa ra khỏi hộ", "Take out"), Icon: "logout", Danger: true, Err: refusal,
		Hidden: rewritten(h), Sections: sections}
	return r.Page(formHead(r, i18n.T("Ghi người mất, chuyển đi", "Death or leaving"), &h, refusal), views.RegistryForm(form))
}

func (s *Service) postMemberEnd(r *web.Request) error {
	_, members, m, err := s.askedMember(r)
	if err != nil {
		return err
	}
	step, err := typedStep(r)
	how := r.Form("how")
	if err == nil && how != "died" && how != "left" {
		var wrong wrongs
		wrong.add("how", "Chọn mất hay chuyển đi", "Choose death or leaving")
		err = wrong.fault()
	}
	if err == nil {
		_, err = s.EndMember(r.Context(), r.Tenant().ID, r.Param("id"), m.Person, step, how == "died", Heir{Person: r.Form("head"), Relations: typedRelations(r, members)})
	}
	return s.after(r, err, s.showMemberEnd, i18n.T("Đã ghi.", "Recorded."))
}

func (s *Service) postMemberRestore(r *web.Request) error {
	step, _ := typedStep(r)
	_, err := s.RestoreMember(r.Context(), r.Tenant().ID, r.Param("id"), r.Param("person"), step)
	return s.after(r, err, s.refusedHousehold, i18n.T("Đã đưa lại vào hộ.", "Brought back."))
}

// refusedHousehold shows the household's page with why something was refused.
func (s *Service) refusedHousehold(r *web.Request, refusal error) error {
	d, err := s.Dossier(r.Context(), r.Tenant().ID, r.Param("id"), "")
	if err != nil {
		return err
	}
	if fault.CodeOf(refusal) == "household_changed" {
		refusal = faultChanged()
	}
	return s.showHousehold(r, d, nil, refusal, "")
}
