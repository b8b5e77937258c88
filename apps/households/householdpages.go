package households

import (
	"context"
	"strconv"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) householdPage(r *web.Request) error {
	on, wrong := s.askedDay(r, r.Query("on"))
	d, err := s.Dossier(r.Context(), r.Tenant().ID, r.Param("id"), on)
	if fault.CodeOf(err) == "not_then" {
		wrong = fault.From(err).At("on", fault.From(err).Message.VI, fault.From(err).Message.EN)
		d, err = s.Dossier(r.Context(), r.Tenant().ID, r.Param("id"), "")
	}
	if err != nil {
		return err
	}
	return s.showHousehold(r, d, nil, wrong, "")
}

// askedDay reads a day of the past; what is none is a fault beside the field.
func (s *Service) askedDay(r *web.Request, typed string) (declared.Date, error) {
	if typed == "" {
		return "", nil
	}
	day, err := ui.ReadDate(typed)
	if err != nil {
		f := fault.From(err)
		return "", f.At("on", f.Message.VI, f.Message.EN)
	}
	if on := declared.DateOf(day); on < s.today() {
		return on, nil
	}
	return "", nil
}

// postReveal shows the page once with what is masked; no cache keeps it.
func (s *Service) postReveal(r *web.Request) error {
	on, err := s.askedDay(r, r.Form("on"))
	if err != nil {
		return err
	}
	d, shown, err := s.Reveal(r.Context(), r.Tenant().ID, r.Param("id"), on, r.Form("reason"))
	if fault.CodeOf(err) == "reason_missing" {
		d, again := s.Dossier(r.Context(), r.Tenant().ID, r.Param("id"), on)
		if again != nil {
			return again
		}
		return s.showHousehold(r, d, nil, err, r.Form("reason"))
	}
	if err != nil {
		return err
	}
	return s.showHousehold(r, d, shown, nil, "")
}

// showHousehold shows a household; shown is what is revealed of its members, nil
// when nothing is.
func (s *Service) showHousehold(r *web.Request, d Dossier, shown map[string]Revealed, refusal error, reason string) error {
	h := d.Household
	self := registryBase(r) + "/" + h.ID
	may := d.On == "" && h.State == StateHere && s.can(r, ActionEdit, h.Unit)
	m := views.Household{Base: registryBase(r), Self: self, Class: classView(r, s.classNow(h)), On: dateText(d.On), Reason: reason, Revision: strconv.Itoa(h.Revision),
		CanReveal: s.can(r, ActionReveal, h.Unit), Revealed: shown != nil}
	if fault.CodeOf(refusal) == "reason_missing" {
		m.Err = refusal
	} else {
		m.OnErr, m.Err = refusal, refusal
	}
	unit, err := s.Tenants.Unit(r.Context(), h.Unit)
	if err != nil {
		return err
	}
	m.Facts = s.facts(r, d, unit)
	s.classPart(r, d, &m)
	for _, p := range d.Members {
		m.People = append(m.People, personView(r, p, shown, self, may))
	}
	for _, e := range happenings(d.Spells, append(append([]Member{}, d.Rows...), d.Joined...), d.Results, func(p Spell) string { return d.Villages[p.Village] }) {
		m.History = append(m.History, happeningView(r, e))
	}
	s.ends(r, d, &m)
	if m.Blocks, err = s.supportBlock(r, d, m.Revealed); err != nil {
		return err
	}
	if r.Can("administration.audit") {
		m.AuditHref = "/t/" + r.Tenant().ID + "/audit?object=household&object_id=" + h.ID
	}
	p := ui.Page{Title: i18n.T("Hộ "+h.Head, "Household of "+h.Head), Subtitle: i18n.T(h.Code+" · "+d.Villages[h.Village]+", "+unit.Name, ""), Crumbs: []ui.Crumb{registryCrumb(r)},
		Active: registryBase(r), Wide: true, Styles: registryStyles(), Help: "officer#household", Badge: ui.Badge(m.Class.Tone, m.Class.Title)}
	if may {
		p.Actions = views.RegistryActions(householdActions(r, self))
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, p, views.HouseholdPage(m))
}

// can asks for the action in a commune, by its key, outside of a transaction.
func (s *Service) can(r *web.Request, action, unit string) bool {
	return s.allowed(policy.At(r.Context(), r.Tenant().ID), action, unit) == nil
}

func householdActions(r *web.Request, self string) views.Actions {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	return views.Actions{
		Primary: &views.Action{Label: say("Thêm thành viên", "Add a member"), Icon: "user-plus", Href: self + "/members/new"},
		Plain:   []views.Action{{Label: say("Sửa thông tin hộ", "Change data"), Icon: "edit", Href: self + "/edit"}},
		Menu: []views.Action{
			{Label: say("Đổi chủ hộ", "Change of head"), Icon: "user-check", Href: self + "/head"},
			{Label: say("Chuyển nơi ở", "Move"), Icon: "home", Href: self + "/move"},
			{Label: say("Tách hộ", "Split"), Icon: "share", Href: self + "/split"},
			{Label: say("Nhập vào hộ khác", "Merge into another"), Icon: "users-group", Href: self + "/merge"},
			{Label: say("Cả hộ chuyển đi", "The household leaves"), Icon: "logout", Href: self + "/leave"},
		},
	}
}

func (s *Service) facts(r *web.Request, d Dossier, unit tenancy.Unit) [][2]string {
	h := d.Household
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	facts := [][2]string{{say("Mã hộ", "Code"), h.Code}, {say("Chủ hộ", "Head"), h.Head}, {say("Nơi ở", "Place"), d.Villages[h.Village] + ", " + unit.Name},
		{say("Số khẩu", "Persons"), strconv.Itoa(h.Persons)}}
	yes := func(is bool, vi, en string) {
		if is {
			facts = append(facts, [2]string{say(vi, en), say("Có", "Yes")})
		}
	}
	yes(h.Merit, "Có người có công", "Person of merit")
	yes(h.NoLabour, "Không có khả năng lao động", "No labour capacity")
	if len(d.Spells) > 0 {
		facts = append(facts, [2]string{say("Vào sổ từ", "Registered since"), dateText(d.Spells[0].From)})
	}
	if h.EscapedOn != "" {
		facts = append(facts, [2]string{say("Công nhận thoát nghèo", "Escape recognised"), dateText(h.EscapedOn)},
			[2]string{say("Hết hạn mới thoát nghèo", "Newly escaped until"), i18n.Date(classify.EscapedUntil(h.EscapedOn.Time()))})
	}
	return append(facts, [2]string{say("Cập nhật", "Changed"), i18n.DateTime(h.UpdatedAt)})
}

// classPart is the household's class with the reasons of the review that holds.
func (s *Service) classPart(r *web.Request, d Dossier, m *views.Household) {
	h := d.Household
	shown := m.Revealed
	if d.Latest != nil {
		m.B1, m.B2 = strconv.Itoa(d.Latest.Facts.B1), strconv.Itoa(d.Latest.Outcome.B2)
		for _, reason := range d.Latest.Outcome.Reasons {
			v := views.Reason{Text: reason.Text.In(r.Lang()), Met: reason.Met}
			if reason.Source != "" {
				v.Source = reason.Article + ", " + reason.Source
			}
			m.Reasons = append(m.Reasons, v)
		}
	}
	for n := range shownLacks(h.Deprived, shown).All() {
		m.Lacks = append(m.Lacks, forms.Indicators()[n-1])
	}
	for n := range shownCauses(h.Causes, shown).All() {
		if n <= forms.Causes {
			m.Causes = append(m.Causes, forms.CauseNames()[n-1])
		}
	}
	m.Hidden = !shown
	for _, p := range d.Spells {
		if p.Class == h.Class && p.Decision != "" && (d.On == "" || p.From <= d.On) {
			m.Decision = p.Decision + " · " + dateText(p.From)
		}
	}
}

// ends tells what became of the household and of those who went.
func (s *Service) ends(r *web.Request, d Dossier, m *views.Household) {
	h := d.Household
	if d.On != "" {
		return
	}
	if h.State != StateHere {
		m.State = h.State.Title().In(r.Lang()) + ", " + dateText(h.EndedOn) + "."
		m.IntoTitle, m.IntoHref = i18n.Say(r.Context(), "Về sổ hộ", "The registry"), m.Base
		if d.Into != nil {
			m.IntoTitle, m.IntoHref = i18n.Say(r.Context(), "Mở hộ ", "Open ")+d.Into.Code, m.Base+"/"+d.Into.ID
		}
		if h.State != StateMerged && s.can(r, ActionEdit, h.Unit) {
			m.ReturnHref, m.ReturnDay = m.Self+"/return", dateText(s.dayHere(r))
		}
		return
	}
	last := map[string]Member{}
	var order []string
	for _, row := range d.Rows {
		if _, known := last[row.Person]; !known {
			order = append(order, row.Person)
		}
		if row.Seq >= last[row.Person].Seq {
			last[row.Person] = row
		}
	}
	for _, person := range order {
		row := last[person]
		if _, gone := memberEnd(row); row.To == "" || !gone {
			continue
		}
		g := views.Gone{Name: row.Name, Note: goneWord(row.Ended).In(r.Lang()) + " " + dateText(row.To)}
		if (row.Ended == EndedDied || row.Ended == EndedLeft) && s.can(r, ActionEdit, h.Unit) {
			g.Restore = m.Self + "/members/" + person + "/restore"
		}
		m.Gone = append(m.Gone, g)
	}
}

func goneWord(ended string) i18n.Text {
	switch ended {
	case EndedDied:
		return i18n.T("mất", "died")
	case EndedMoved:
		return i18n.T("sang hộ khác", "into another household")
	case EndedCorrected:
		return i18n.T("trùng người khác", "the same as another")
	}
	return i18n.T("chuyển đi", "left")
}

func personView(r *web.Request, m Member, shown map[string]Revealed, self string, may bool) views.Person {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	p := views.Person{ID: m.Person, Name: m.Name, Relation: m.Relation.Title().In(r.Lang()), Birth: strconv.Itoa(m.BirthYear()), Sex: sexWord(r, m.Female), Head: m.Relation == RelationHead}
	mark := func(is bool, vi, en string) {
		if is {
			p.Marks = append(p.Marks, say(vi, en))
		}
	}
	mark(m.Insured, "BHYT", "Insured")
	mark(m.InSchool, "Đang đi học", "In school")
	if known, revealed := shown[m.Person]; revealed {
		p.Birth, p.Ethnic, p.Citizen = known.Birth, known.Ethnic, known.Citizen
		mark(known.Disabled, "Khuyết tật", "Disabled")
		mark(known.Malnourished, "Suy dinh dưỡng", "Malnourished")
	}
	if may {
		at := self + "/members/" + m.Person
		p.Edit, p.Correct, p.End = at, at+"?correct=yes", at+"/end"
	}
	return p
}

func sexWord(r *web.Request, female bool) string {
	if female {
		return i18n.Say(r.Context(), "Nữ", "Female")
	}
	return i18n.Say(r.Context(), "Nam", "Male")
}

func happeningView(r *web.Request, e Happening) views.Happening {
	v := views.Happening{Day: dateText(e.Day), Title: e.Title.In(r.Lang()), Note: e.Note.In(r.Lang()), Icon: "point"}
	switch e.Kind {
	case "member":
		v.Icon = "user"
	case "review":
		v.Icon = "clipboard-check"
	default:
		v.Icon = "home"
	}
	if e.Class != "" {
		v.Tone = classView(r, e.Class).Tone
	}
	return v
}

// loaded reads a household with its present members, for a form.
func (s *Service) loaded(r *web.Request) (h Household, members []Member, err error) {
	tenant := r.Tenant().ID
	err = s.reads(r.Context(), tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if h, err = s.seen(ctx, tx, r.Param("id")); err != nil {
			return err
		}
		members, err = s.store.present(ctx, tx, h.ID)
		return err
	})
	return h, members, err
}
